def attempt(f):
    try:
        f()
    except BaseException as e:
        print(type(e).__name__, e.args, "cause", repr(e.__cause__), "ctx", repr(e.__context__), e.__suppress_context__)
def r1(): raise ValueError
def r2(): raise ValueError("a", 1)
def r3(): raise ValueError from KeyError("k")
def r4(): raise ValueError("x") from None
def r5(): raise 5
def r6(): raise
def r7(): raise int
def r8(): raise ValueError from 5
def r9():
    try: raise KeyError("first")
    except KeyError: raise ValueError("second")
def r10():
    try: raise KeyError("first")
    except KeyError as e: raise ValueError("second") from e
def r11():
    try: raise KeyError("first")
    except KeyError: raise ValueError("second") from None
def r12():
    try: raise KeyError("again")
    except KeyError: raise
class Weird:
    def __call__(self): pass
class NewFail(Exception):
    def __new__(cls): return 5
def r13(): raise Weird()
def r14(): raise NewFail
def r15(): raise ValueError from KeyError
for f in (r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12, r13, r14, r15):
    attempt(f)
