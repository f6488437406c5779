# A coroutine or generator that finds no room for its frame has ended: nothing is said when it dies.
import sys


async def deep():
    await deep()


def generator():
    yield from generator()


def loop():
    for x in loop():
        yield x


for what in (lambda: deep().send(None), lambda: next(generator()), lambda: next(loop())):
    try:
        what()
    except RecursionError as error:
        print(str(error)[:32])
sys.stderr.flush()
print("end")
