class Retry:
    def __init__(self, times, *kinds): self.times, self.kinds = times, kinds
    def __call__(self, f):
        def w(*a):
            for i in range(self.times):
                try: return f(i, *a)
                except self.kinds as e: last = e; print("attempt", i, repr(e))
            raise RuntimeError("gave up") from last
        return w
@Retry(3, ValueError, KeyError)
def flaky(i, n):
    if i < n: raise [ValueError, KeyError, ValueError][i](i)
    return f"ok after {i}"
print(flaky(2))
try: flaky(9)
except RuntimeError as e: print(e, "<-", repr(e.__cause__), repr(e.__context__))
@Retry(2, ValueError)
def other(i): raise TypeError("not retried")
try: other()
except TypeError as e: print(e)
def resources(fail_at):
    log = []
    try:
        for i in range(3):
            log.append(f"open{i}")
            try:
                if i == fail_at: raise OSError(i)
            except OSError as e: log.append("handled"); raise
            else: log.append("fine")
            finally: log.append(f"close{i}")
    except OSError as e: log.append(f"outer {e}")
    return log
for i in (None, 0, 2): print(resources(i))
