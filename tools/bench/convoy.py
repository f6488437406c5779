#!/usr/bin/python3.11
"""The convoy effect: a thread that answers UDP requests beside a CPU-bound thread.

Under CPython a thread that comes back from a system call waits a whole switch
interval (5 ms) for each turn of the GIL, so that one busy thread leaves the other
some hundred requests a second. Here the same program runs on several interpreters
in turn, several times; the client that asks, one request at a time, is a process
of its own and the same for all.

    convoy.py --interpreters polygil=bazel-bin/tools/polygil,python3.11=/usr/bin/python3.11
    convoy.py --rounds 5 --seconds 1 --threads 2 --json FILE

The table shows, for each interpreter, the requests a second beside the busy
thread and without it, the speed that the busy thread keeps (its turns a second
beside the requests against its turns alone), and how long requests took. Speeds
are the best of the rounds, since a busy machine only ever takes away. The last line says
what the goal of the project is and whether it was reached: 20 times CPython's
requests a second, for at most 5 % of the busy thread's speed. It takes two idle
CPUs at least: the busy threads are pinned to one, the answering thread and the client
to another, since their placement alone changes the figures fourfold. On a busy machine CPython
answers *more*: while its busy thread is kept off the CPU, nobody takes the GIL.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import threading
import time

CLIENT = "/usr/bin/python3.11"
CPUS = os.sched_getaffinity(0)


# -- The program under test ------------------------------------------------------------------------


class Spinner(threading.Thread):
    """Counts its turns; a turn is some arithmetic of a few microseconds."""

    def __init__(self):
        super().__init__(daemon=True)
        self.turns = 0

    def run(self):
        pin(0)
        x = 1
        while True:
            for _ in range(100):
                x = (x * 5 + 1) & 0xFFFFF
            self.turns += 1


def pin(number):
    """Binds the calling thread to the first or the second CPU of the process."""
    cpus = sorted(CPUS)
    if len(cpus) > 1:
        os.sched_setaffinity(0, {cpus[number]})


def answer(server):
    """The thread that answers: upper case of what was sent."""
    pin(1)
    while True:
        request, sender = server.recvfrom(256)
        server.sendto(request.upper(), sender)


def rate(spinners, seconds):
    """Turns a second of all spinners, measured over the next `seconds`."""
    before, start = sum(s.turns for s in spinners), time.monotonic()
    time.sleep(seconds)
    return (sum(s.turns for s in spinners) - before) / (time.monotonic() - start)


def ask(client, seconds):
    """Has the client send requests; returns what it measured."""
    client.stdin.write(f"{seconds}\n")
    client.stdin.flush()


def serve(seconds, threads):
    """Runs in the interpreter under test; prints its figures as JSON."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))
    threading.Thread(target=answer, args=[server], daemon=True).start()
    client = subprocess.Popen(
        [CLIENT, os.path.abspath(__file__), "--client", str(server.getsockname()[1])],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    ask(client, seconds)
    time.sleep(seconds)
    idle = json.loads(client.stdout.readline())
    spinners = [Spinner() for _ in range(threads)]
    for spinner in spinners:
        spinner.start()
    time.sleep(0.1)
    alone = rate(spinners, seconds)
    ask(client, seconds * 1.2)
    time.sleep(seconds * 0.1)
    beside = rate(spinners, seconds)
    busy = json.loads(client.stdout.readline())
    client.stdin.close()
    client.wait()
    print(json.dumps({"idle": idle, "busy": busy, "alone": alone, "beside": beside}))


# -- The client ------------------------------------------------------------------------------------


def client(port):
    """For each line of input, a number of seconds: sends requests, prints figures as JSON."""
    pin(1)
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.settimeout(1)
    sock.connect(("127.0.0.1", port))
    for line in sys.stdin:
        now = start = time.perf_counter()
        stop = start + float(line)
        times = []
        while now < stop:
            sock.send(b"request")
            try:
                assert sock.recv(256) == b"REQUEST"
            except TimeoutError:
                pass
            now, before = time.perf_counter(), now
            times.append(now - before)
        rate, times = len(times) / (now - start), sorted(times)
        print(json.dumps({"rate": rate, "median": times[len(times) // 2],
                          "p99": times[len(times) * 99 // 100]}), flush=True)


# -- Comparing -------------------------------------------------------------------------------------


def measure(interpreters, rounds, seconds, threads):
    """Runs the interpreters in turn; figures of each round by name."""
    figures = {name: [] for name in interpreters}
    for number in range(rounds):
        for name, path in interpreters.items():
            run = subprocess.run(
                [path, os.path.abspath(__file__), "--serve", "--seconds", str(seconds),
                 "--threads", str(threads)], stdout=subprocess.PIPE, check=True)
            figures[name].append(json.loads(run.stdout))
            if sys.stderr.isatty():
                print(f"round {number + 1} of {rounds}: {name}", file=sys.stderr)
    return figures


def summary(rounds):
    """The figures of one interpreter: the best of its rounds."""
    best = max(rounds, key=lambda r: r["busy"]["rate"])
    return {
        "requests": best["busy"]["rate"],
        "requests_idle": max(r["idle"]["rate"] for r in rounds),
        "median": best["busy"]["median"],
        "p99": best["busy"]["p99"],
        "alone": max(r["alone"] for r in rounds),
        "kept": max(r["beside"] for r in rounds) / max(r["alone"] for r in rounds),
    }


def show(results):
    print(f"{'':<14}{'requests/s':>12}{'idle':>10}{'median':>10}{'99 %':>10}"
          f"{'turns/s alone':>16}{'kept':>9}")
    for name, r in results.items():
        print(f"{name:<14}{r['requests']:>12,.0f}{r['requests_idle']:>10,.0f}"
              f"{r['median'] * 1e6:>7,.0f} us{r['p99'] * 1e6:>7,.0f} us"
              f"{r['alone']:>16,.0f}{r['kept']:>9.1%}")
    first, *others = results
    for other in others:
        ratio = results[first]["requests"] / results[other]["requests"]
        reached = ratio >= 20 and results[first]["kept"] >= 0.95
        print(f"{first}: {ratio:.1f} times the requests of {other}, "
              f"{results[first]['kept']:.1%} of the speed kept: "
              f"goal (20 times, 95 %) {'reached' if reached else 'missed'}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--interpreters", metavar="NAME=PATH,...",
                        default="polygil=bazel-bin/tools/polygil,python3.11=/usr/bin/python3.11",
                        help="the first is compared with each of the others")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=1.0, help="of each measurement")
    parser.add_argument("--threads", type=int, default=1, help="busy threads")
    parser.add_argument("--json", metavar="FILE", help="writes all rounds there")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--client", type=int, metavar="PORT", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.client:
        return client(options.client)
    if options.serve:
        return serve(options.seconds, options.threads)
    interpreters = {}
    for item in options.interpreters.split(","):
        name, _, path = item.rpartition("=")
        interpreters[name or os.path.basename(path)] = path
    figures = measure(interpreters, options.rounds, options.seconds, options.threads)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(figures, file, indent=1)
    show({name: summary(rounds) for name, rounds in figures.items()})


if __name__ == "__main__":
    main()
