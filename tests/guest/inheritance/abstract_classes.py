from abc import ABC, abstractmethod
class A(ABC):
    @abstractmethod
    def f(self): return "base impl"
    @property
    @abstractmethod
    def p(self): ...
    @classmethod
    @abstractmethod
    def c(cls): ...
class B(A):
    def f(self): return "B " + super().f()
class C(B):
    p = 1
    c = 2
for k in (A, B, C):
    try:
        print(k().f())
    except TypeError as e:
        print(e)
print(sorted(A.__abstractmethods__), C.__abstractmethods__)
class D(ABC): pass
print(type(D()).__name__, type(A).__name__)
class One(ABC):
    @abstractmethod
    def only(self): ...
try:
    One()
except TypeError as e:
    print(e)
