# tags: threads
import socket, selectors, threading
a, b = socket.socketpair(); a.sendall(b"ping"); print(b.recv(10), b.fileno() >= 0); b.send(b"x" * 10); print(len(a.recv(100)), a.family.name, a.type.name)
s = selectors.DefaultSelector(); s.register(b, selectors.EVENT_READ, "data"); print(s.select(0)); a.send(b"!"); print([(k.data, e) for k, e in s.select(1)], s.unregister(b).data, b.recv(1)); s.close()
a.close(); print(b.recv(1)); b.close()
try: b.recv(1)
except OSError as e: print(e)
srv = socket.create_server(("127.0.0.1", 0)); port = srv.getsockname()[1]
def serve():
    c, addr = srv.accept()
    with c, c.makefile("rw") as f:
        for line in f: f.write(line.upper()); f.flush()
t = threading.Thread(target=serve); t.start()
with socket.create_connection(("127.0.0.1", port)) as c:
    f = c.makefile("rw"); f.write("hello\n"); f.flush(); print(f.readline()); f.close()
t.join(); srv.close()
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind(("127.0.0.1", 0)); u.sendto(b"self", u.getsockname()); print(u.recvfrom(10)[0]); u.settimeout(0.01)
for f in (lambda: u.recv(1), lambda: socket.create_connection(("127.0.0.1", port), 1), lambda: socket.inet_aton("bad"), lambda: socket.socket(999)):
    try: f()
    except Exception as e: print(type(e).__name__, e)
u.close(); print(socket.inet_ntoa(b"\x7f\0\0\1"), socket.htons(1), socket.AF_INET, repr(socket.SOCK_STREAM)); import select; print(select.select([], [], [], 0))
