import atexit, sys
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
a = D("a")
@atexit.register
def bye(): print("atexit 1")
atexit.register(print, "atexit 2", sep="-")
def gone(): print("unregistered")
atexit.register(gone); atexit.unregister(gone)
@atexit.register
def fails(): raise ValueError("in atexit")
def late():
    atexit.register(print, "registered while exiting")
atexit.register(late)
print("end of main")
sys.stdout.flush()
