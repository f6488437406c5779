import types, contextvars, enum, weakref, abc, numbers, copyreg, operator
print(types.SimpleNamespace(a=1, b="x"), types.SimpleNamespace(a=1) == types.SimpleNamespace(a=1), types.MappingProxyType({"a": 1}), types.NoneType, types.FunctionType.__name__, isinstance(len, types.BuiltinFunctionType), isinstance(types, types.ModuleType), types.GenericAlias(list, int))
m = types.MappingProxyType(d := {"a": 1}); d["b"] = 2; print(m["b"], len(m), m | {"c": 3}, list(m.items()))
try: m["c"] = 1
except TypeError as e: print(e)
f = types.FunctionType((lambda x: x + y).__code__, {"y": 10}, "named", (5,)); print(f(), f(1), f.__name__)
c = (lambda: 1).__code__.replace(co_name="renamed"); print(c.co_name, types.FunctionType(c, {})())
v = contextvars.ContextVar("v", default="dflt"); tok = v.set("set"); print(v.get(), tok.old_value is contextvars.Token.MISSING); ctx = contextvars.copy_context(); v.reset(tok); print(v.get(), ctx.run(v.get), ctx[v], list(ctx) == [v], ctx.run(lambda: v.set("inner") and v.get()), v.get())
try: v.reset(tok)
except RuntimeError as e: print(str(e)[:30])
try: contextvars.ContextVar("nodef").get()
except LookupError as e: print("lookup", type(e).__name__)
print(isinstance(5, numbers.Integral), isinstance(2.5, numbers.Rational), isinstance(1j, numbers.Complex), isinstance(True, numbers.Number))
@types.coroutine
def g(): yield 1
print(type(g()).__name__, types.DynamicClassAttribute.__name__, types.get_original_bases if hasattr(types, "get_original_bases") else "3.11")
