import gc, weakref
gc.enable()
class N: pass
died = 0
def note(_):
    global died
    died += 1
refs = []
for i in range(20000):
    n = N()
    n.me = n
    refs.append(weakref.ref(n, note))
print(died > 10000)
gc.collect()
del n
gc.collect()
print(died)
events = set()
gc.callbacks.append(lambda phase, info: events.add((phase, info["generation"])))
gc.collect(); gc.collect(0)
gc.callbacks.clear()
print(sorted(events))
x = []
print(x in gc.get_referrers(x) or any(v is x for v in globals().values()), any(v is x for v in gc.get_referents([1, x])), any(o is refs for o in gc.get_objects()))
try:
    gc.collect(5)
except ValueError as e:
    print(e)
