"""The worker's side of a pool: the table that tasks come from, and the life of a worker process."""

import signal

import _polygil_mp

from . import _passing

# What a worker does with function and payload.
CALL, MAP, STARMAP = 0, 1, 2
# What comes out of the table.
RESULT, FAILURE, DIED, MESSAGE = 0, 1, 2, 3


class Table(_polygil_mp.Table):
    def __reduce_ex__(self, protocol):
        return _passing.reduce_table(self)


class RemoteTraceback(Exception):
    """The cause of an exception that came from a worker: the traceback there, as text."""

    __module__ = "multiprocessing.pool"  # its public place: tracebacks and pickles name it

    def __init__(self, tb):
        self.tb = tb

    def __str__(self):
        return self.tb


class MaybeEncodingError(Exception):
    """A worker's result could not be sent."""

    __module__ = "multiprocessing.pool"  # its public place: tracebacks and pickles name it

    def __init__(self, exc, value):
        self.exc, self.value = repr(exc), repr(value)
        super().__init__(self.exc, self.value)

    def __str__(self):
        return "Error sending result: '%s'. Reason: '%s'" % (self.value, self.exc)

    def __repr__(self):
        return "<%s: %s>" % (type(self).__name__, self)


def execute(mode, function, payload):
    if mode == CALL:
        args, kwargs = payload
        return function(*args, **kwargs)
    if mode == MAP:
        return [function(item) for item in payload]
    return [function(*item) for item in payload]


def _failure(error):
    import traceback
    text = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    return error, '\n"""\n%s"""' % text


def _report_failure(table, place, error):
    error, text = _failure(error)
    try:
        table.report(place, False, (error, text))
    except Exception as e:
        table.report(place, False, (MaybeEncodingError(e, error), text))


def _report(table, place, result):
    try:
        table.report(place, True, result)
    except Exception as e:
        _report_failure(table, place, MaybeEncodingError(e, result))


def work(table, place, initializer, initargs, maxtasks):
    """The life of a worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    table.start_worker(place)
    if initializer is not None:
        initializer(*initargs)
    next_task = table.next_task
    done = 0
    while maxtasks is None or done < maxtasks:
        try:
            task = next_task(place)
        except Exception as e:
            _report_failure(table, place, e)
            done += 1
            continue
        if task is None:
            break
        mode, function, payload = task
        try:
            result = execute(mode, function, payload)
        except Exception as e:
            _report_failure(table, place, e)
        else:
            _report(table, place, result)
        task = mode = function = payload = result = None
        done += 1
    table.leave_worker(place)
