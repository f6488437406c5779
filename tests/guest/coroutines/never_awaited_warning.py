import warnings
warnings.simplefilter("always")
async def f(): pass
f()
print("after")
c = f()
c.close()
del c
print("closed is silent")
async def g():
    f()
try:
    g().send(None)
except StopIteration:
    print("stopped")
