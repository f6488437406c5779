import warnings, sys
warnings.showwarning = lambda m, c, f, l, file=None, line=None: print("W", c.__name__, m, l)
def f(): warnings.warn("from f", stacklevel=2)
warnings.warn("user"); warnings.warn("dep", DeprecationWarning); f(); f()
for i in range(3): warnings.warn("once per place")
warnings.simplefilter("always")
for i in range(2): warnings.warn("always")
warnings.simplefilter("once")
for i in range(2): warnings.warn("once only")
warnings.filterwarnings("ignore", "ign.*"); warnings.warn("ignored"); warnings.warn("not ig")
warnings.filterwarnings("error", category=RuntimeWarning)
try:
    warnings.warn("boom", RuntimeWarning)
except RuntimeWarning as e:
    print(repr(e))
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always"); warnings.warn("rec"); warnings.warn(UserWarning("inst"))
print([str(x.message) for x in w], w[0].category.__name__, w[0].lineno)
warnings.resetwarnings(); print(warnings.filters)
for a in ((), (5, int), ("a", "b"), ("m", UserWarning, "x")):
    try:
        warnings.warn(*a); print("fine", a)
    except TypeError as e:
        print(e)
class My(UserWarning): pass
warnings.warn(My("mine")); warnings.warn_explicit("ex", My, "file.py", 7); print(issubclass(DeprecationWarning, Warning), warnings.formatwarning("m", UserWarning, "f.py", 3, "line text"))
