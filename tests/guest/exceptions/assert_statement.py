def t(x): print("eval", x); return x
try:
    assert t(1), t("not evaluated")
    assert t(0), t("message")
except AssertionError as e:
    print(repr(e))
try:
    assert 0
except AssertionError as e:
    print(repr(e), e.args)
try:
    assert False, (1, 2)
except AssertionError as e:
    print(repr(e), e.args)
AssertionError = KeyError
try:
    assert False, "real class used"
except Exception as e:
    print(type(e).__name__, e)
print(__debug__)
