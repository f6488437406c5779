# Futures and tasks of asyncio: states, callbacks, cancellation, errors of misuse, what the loop is told.
import asyncio
import contextvars
import gc
import weakref

import _asyncio  # after asyncio, which takes over its functions

print(asyncio.Future is _asyncio.Future, asyncio.Task is _asyncio.Task)
var = contextvars.ContextVar("var", default=0)


def show(label, function):
    try:
        print(label, function())
    except BaseException as error:
        print(label, type(error).__name__, error)


async def futures():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    print(future, future._state, future._callbacks, future.get_loop() is loop)
    for name in ("result", "exception"):
        show(name, getattr(future, name))
    order = []
    future.add_done_callback(lambda f: order.append(("first", f.result(), var.get())))
    var.set(5)
    context = contextvars.copy_context()
    callback = lambda f: order.append(("second", f.done(), var.get()))
    future.add_done_callback(callback, context=context)
    future.add_done_callback(print)
    print(len(future._callbacks), future.remove_done_callback(print), future.remove_done_callback(len))
    future.set_result(42)
    show("again", lambda: future.set_result(1))
    show("set_exception", lambda: future.set_exception(ValueError))
    print(order, future.cancel(), future.cancelled())
    await asyncio.sleep(0)
    print(order, await future, future)
    late = []
    future.add_done_callback(late.append)
    await asyncio.sleep(0)
    print(late == [future])
    for bad in (StopIteration, 5, "x", StopIteration()):
        show("bad", lambda: loop.create_future().set_exception(bad))
    failed = loop.create_future()
    failed.set_exception(KeyError("k"))
    for _ in range(2):
        try:
            await failed
        except KeyError as error:
            print("await", repr(error))
    cancelled = loop.create_future()
    print(cancelled.cancel("why"), cancelled.cancel(), cancelled._cancel_message, cancelled)
    show("cancelled", cancelled.result)
    show("make", lambda: repr(cancelled._make_cancelled_error()))
    future = loop.create_future()
    iterator = iter(future)
    print(type(iterator).__name__, next(iterator) is future, future._asyncio_future_blocking)
    show("twice", lambda: next(iterator))
    future.set_result("value")
    show("stop", lambda: iterator.send(None))
    show("throw", lambda: iter(loop.create_future()).throw(ValueError("thrown")))
    show("log", lambda: setattr(future, "_log_traceback", True))
    show("uninitialised", lambda: asyncio.Future.__new__(asyncio.Future).get_loop())


class Foreign:
    """Speaks the protocol of futures without being one."""
    _asyncio_future_blocking = False

    def __init__(self, loop):
        self.loop, self.callbacks = loop, []

    def get_loop(self):
        return self.loop

    def add_done_callback(self, callback, *, context):
        self.loop.call_soon(callback, self, context=context)

    def cancel(self, msg=None):
        return False

    def result(self):
        return "foreign"

    def __await__(self):
        self._asyncio_future_blocking = True
        yield self
        return self.result()


class Yields:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        yield self.value


async def tasks():
    loop = asyncio.get_running_loop()
    print(await Foreign(loop))

    async def work(n):
        await asyncio.sleep(0)
        return n * var.get()

    var.set(3)
    task = asyncio.create_task(work(2), name="named")
    print(task.get_name(), task.done(), task in asyncio.all_tasks(), asyncio.current_task() is not task)
    print(await task, task.done(), task.get_stack(), asyncio.current_task().get_name().startswith("Task-"))
    show("set_result", lambda: task.set_result(1))
    show("set_exception", lambda: task.set_exception(ValueError()))
    show("no coroutine", lambda: asyncio.Task(print, loop=loop))

    async def stubborn():
        for _ in range(2):
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError as error:
                print("asked", error.args, asyncio.current_task().cancelling())
                asyncio.current_task().uncancel()
        return "survived"

    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    for message in ("one", "two"):
        print(task.cancel(message), task._must_cancel, task._fut_waiter is not None)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    print(await task, task.cancel(), task.uncancel())

    async def early():
        print("never printed")

    task = asyncio.create_task(early())
    task.cancel("before the start")
    try:
        await task
    except asyncio.CancelledError as error:
        print("cancelled", error.args, task.cancelled())

    async def yields(value):
        await Yields(value)

    for value in (5, loop.create_future(), (i for i in ())):
        task = asyncio.create_task(yields(value))
        try:
            await task
        except RuntimeError as error:
            print("RuntimeError", str(error).split(" in task ")[0].split(" at 0x")[0])

    async def myself():
        await asyncio.current_task()

    try:
        await asyncio.create_task(myself())
    except RuntimeError as error:
        print(str(error).split(":")[0])

    other = asyncio.new_event_loop()

    async def elsewhere():
        await other.create_future()

    try:
        await asyncio.create_task(elsewhere())
    except RuntimeError as error:
        print("attached to a different loop" in str(error))
    other.close()
    show("enter", lambda: _asyncio._enter_task(loop, None))
    show("leave", lambda: str(_asyncio._leave_task(loop, None)))


async def forgotten():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: print(sorted(context), context["message"]))
    future = loop.create_future()
    future.set_exception(ValueError("nobody asks"))
    reference = weakref.ref(future)
    del future
    print(reference())

    async def hang():
        await loop.create_future()

    task = loop.create_task(hang())
    await asyncio.sleep(0)
    del task
    gc.collect()


class Special(asyncio.Task):
    extra = "class attribute"


async def subclasses():
    async def work():
        return "done"

    task = Special(work(), loop=asyncio.get_running_loop())
    task.extra = "attribute"
    print(await task, task.extra, isinstance(task, asyncio.Future), Special.__mro__[1:3] == (asyncio.Task, asyncio.Future))


asyncio.run(futures())
asyncio.run(tasks())
asyncio.run(forgotten())
asyncio.run(subclasses())
show("no loop", asyncio.get_running_loop)
print(asyncio._get_running_loop(), _asyncio._current_tasks)
