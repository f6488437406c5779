# A frame whose locals die as it ends may be looked at meanwhile; it is not kept for that.
import gc
import sys


class Looker:
    def __init__(self, seen):
        self.seen = seen

    def __del__(self):
        frame = sys._getframe(1)
        self.seen.append((frame.f_code.co_name, sorted(frame.f_locals)))


def fails():
    raise KeyError


def numbers():
    yield 1
    yield 2


def suspended_generator_dies():
    iterator = numbers()
    try:
        for _ in iterator:
            fails()
    except KeyError:
        pass
    return 1


def finaliser_looks(seen):
    looker = Looker(seen)
    try:
        fails()
    except KeyError:
        pass
    return looker.seen is seen


def finaliser_looks_while_unwinding(seen):
    looker = Looker(seen)
    fails()


def leaked(function, *arguments):
    def run():
        for _ in range(100):
            try:
                function(*arguments)
            except KeyError:
                pass

    run()
    gc.collect()
    before = sum(type(o).__name__ == "frame" for o in gc.get_objects())
    run()
    gc.collect()
    return sum(type(o).__name__ == "frame" for o in gc.get_objects()) - before


print(leaked(suspended_generator_dies) < 50)
seen = []
print(leaked(finaliser_looks, seen) < 50, len(seen))
print(leaked(finaliser_looks_while_unwinding, []) < 50)
