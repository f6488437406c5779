# Where living memory comes from.
import gc, tracemalloc
print(tracemalloc.is_tracing(), tracemalloc.get_traced_memory(), tracemalloc.get_traceback_limit())
def make(): return bytes(100000)
tracemalloc.start(5)
blocks = [make() for i in range(10)]
print(tracemalloc.is_tracing(), tracemalloc.get_traceback_limit())
print([(f.filename == __file__, f.lineno) for f in tracemalloc.get_object_traceback(blocks[0])])
current, peak = tracemalloc.get_traced_memory()
print(1000000 < current < 1100000, peak >= current, tracemalloc.get_tracemalloc_memory() > 0)
first = tracemalloc.take_snapshot()
del blocks
current, peak = tracemalloc.get_traced_memory(); print(current < 200000, peak > 1000000)
tracemalloc.reset_peak(); print(tracemalloc.get_traced_memory()[1] < 200000)
numbers = {i: str(i) * 20 for i in range(3000)}
second = tracemalloc.take_snapshot()
best = second.filter_traces([tracemalloc.Filter(True, __file__)]).compare_to(first.filter_traces([tracemalloc.Filter(True, __file__)]), "lineno")
print([(s.traceback[0].lineno, s.count_diff > 2000) for s in best if s.size_diff > 100000], [s.traceback[0].lineno for s in best if s.size_diff < -900000])
tracemalloc.clear_traces(); print(tracemalloc.get_object_traceback(numbers), tracemalloc.get_traced_memory()[0] < 100000)
tracemalloc.stop(); print(tracemalloc.is_tracing(), tracemalloc.get_object_traceback(numbers))
del numbers; gc.collect()
for f in (lambda: tracemalloc.start(0), lambda: tracemalloc.start(10**6), tracemalloc.take_snapshot):
    try: f()
    except Exception as e: print(type(e).__name__, e)
for i in range(20):
    tracemalloc.start(); l = [[j] for j in range(2000)]; tracemalloc.stop(); l = None; m = [(j, j) for j in range(2000)]
print(len(m))
