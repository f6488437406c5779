import os
def count(): return len(os.listdir("/proc/self/fd"))
n = count()
def read():
    return open(__file__).readline()
for _ in range(20): read()
print(count() - n)
f = open("x.txt", "w"); f.write("buffered"); print(os.path.getsize("x.txt")); f = None; print(os.path.getsize("x.txt"))
open("y.txt", "w").write("temporary"); print(open("y.txt").read(), count() - n)
r, w = os.pipe(); wf = os.fdopen(w, "w"); wf.write("end"); del wf; print(os.read(r, 10), os.read(r, 10)); os.close(r)
def gen():
    with open("y.txt") as f:
        for l in f: yield l
g = gen(); next(g); print(count() - n); del g; print(count() - n)
import socket; a, b = socket.socketpair(); del a; print(b.recv(1)); del b; print(count() - n)
class Holder:
    def __init__(s): s.f = open("y.txt")
h = Holder(); k = h.f; del h; print(k.closed); del k; print(count() - n)
