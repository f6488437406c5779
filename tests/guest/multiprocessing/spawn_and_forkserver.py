# tags: processes
import multiprocessing as mp, os


def work(queue, lock, connection, value, event, n):
    with lock:
        value.value += n
    queue.put((n, mp.current_process().name, mp.get_start_method(), mp.parent_process().name))
    connection.send(n * 2)
    event.set()


def square(x):
    return x * x


def fail(x):
    raise ValueError(x)


def names(things, array):
    print([type(thing).__name__ for thing in things], list(array), flush=True)


if __name__ == "__main__":
    for method in "spawn", "forkserver":
        context = mp.get_context(method)
        queue, lock, value, event = context.Queue(), context.Lock(), context.Value("i", 5), context.Event()
        a, b = context.Pipe()
        process = context.Process(target=work, args=(queue, lock, b, value, event, 7))
        process.start()
        print(queue.get(timeout=30), a.recv(), event.wait(30), value.value)
        process.join()
        print(process.exitcode)
        with context.Pool(2) as pool:
            print(pool.map(square, range(10)), pool.apply(os.getpid) != os.getpid())
            try:
                pool.apply(fail, (3,))
            except ValueError as e:
                print(repr(e), type(e.__cause__).__name__)
        things = context.Barrier(2), context.Condition(), context.JoinableQueue(), context.SimpleQueue(), context.RLock()
        array = context.Array("d", [1.5, 2.5])
        process = context.Process(target=names, args=(things, array))
        process.start()
        process.join()
        print(process.exitcode)
        b.close()
        try:
            a.recv()
        except EOFError:
            print("end of file")
        try:
            context.Process(target=print, args=(lambda: 0,)).start()
        except Exception as e:
            print(type(e).__name__)
    print(mp.get_all_start_methods())
    mp.set_start_method("spawn", force=True)
    try:
        mp.set_start_method("fork")
    except RuntimeError as e:
        print(e)
    print(mp.get_start_method(), type(mp.get_context()).__name__)
