# tags: processes
import multiprocessing as mp, queue
def producer(q, n):
    for i in range(n): q.put((i, "x" * i))
    q.put(None)
def echo(c):
    while True:
        try:
            m = c.recv()
        except EOFError:
            break
        if m == "stop": break
        c.send((m, type(m).__name__))
    c.close()
if __name__ == "__main__":
    q = mp.Queue(); p = mp.Process(target=producer, args=(q, 50)); p.start()
    got = []
    while (x := q.get()) is not None: got.append(x)
    p.join(); print(len(got), got[:3], got[-1][0], q.empty())
    for f in (lambda: q.get(timeout=0.05), lambda: q.get_nowait(), lambda: (b := mp.Queue(1), b.put(1), b.put(2, timeout=0.05))):
        try:
            f()
        except (queue.Empty, queue.Full) as e:
            print(type(e).__name__)
    a, b = mp.Pipe(); p = mp.Process(target=echo, args=(b,)); p.start(); b.close()
    for m in (1, "s", [1, {"k": (2,)}], None, b"x" * 70000, 2.5, 2**100):
        a.send(m); r = a.recv(); print(r[0] == m, r[1])
    print(a.poll(0.01)); a.send("stop"); p.join()
    try:
        a.recv()
    except (EOFError, ConnectionResetError) as e:
        print("closed")
    r, w = mp.Pipe(duplex=False); w.send_bytes(b"raw"); print(r.recv_bytes(), r.readable, r.writable, w.writable, r.poll())
    for f in (lambda: r.send(1), lambda: w.recv()):
        try:
            f()
        except OSError as e:
            print(e)
    j = mp.JoinableQueue(); j.put(1); j.get(); j.task_done(); j.join()
    try:
        j.task_done()
    except ValueError as e:
        print(e)
    with a: pass
    print(a.closed)
