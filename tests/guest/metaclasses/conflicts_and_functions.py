class M1(type): pass
class M2(type): pass
class A(metaclass=M1): pass
class B(metaclass=M2): pass
try:
    class C(A, B): pass
except TypeError as e:
    print(e)
class M3(M1, M2): pass
class D(A, B, metaclass=M3): pass
print(type(D).__name__)
class E(A): pass
print(type(E).__name__)
def func_meta(name, bases, ns, **kw):
    print("function metaclass", name, bases, kw)
    return {"not": "a class", "name": name}
class F(metaclass=func_meta, k=1): pass
print(F)
class Mro:
    def __mro_entries__(self, bases):
        print("entries", len(bases))
        return (A,)
class G(Mro()): pass
print(G.__bases__, type(G.__orig_bases__[0]).__name__, type(G).__name__)
import types
H = types.new_class("H", (Mro(),) if False else (A,), {}, lambda ns: ns.update(z=3))
print(H.z, type(H).__name__, types.resolve_bases((int,)))
class BadPrep(type):
    @classmethod
    def __prepare__(m, n, b): return 5
try:
    class I(metaclass=BadPrep): pass
except TypeError as e:
    print(e)
