s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, s.indices(5), slice(5), slice(None, None, -1).indices(4), slice(-3, None).indices(10), slice(1, 2) == slice(1, 2), slice(1, 2) < slice(1, 3))
class G:
    def __getitem__(self, k): return k
    def __setitem__(self, k, v): print("set", k, v)
    def __delitem__(self, k): print("del", k)
g = G()
print(g[1], g[1:2], g[::], g[:, 1], g[..., 1:2:3], g[()], g[1,], g["a":"b"], g[*[1, 2]], g[1:2, *(3,)])
g[1:2] = 3; del g[::2]; g[:] = 1; g[1, 2] = 4
for f in (lambda: hash(slice(1)), lambda: slice(), lambda: slice(1, 2, 0).indices(5), lambda: [1]["a":], lambda: slice(1.5).indices(3), lambda: slice(1).indices(-1), lambda: [1][::2.0]):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
class I:
    def __index__(self): return 2
print([0, 1, 2, 3][I():], "abcd"[:I()], range(10)[::I()], [1, 2, 3][-10**30:10**30])
