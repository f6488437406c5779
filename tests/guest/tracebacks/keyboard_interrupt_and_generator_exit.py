def gen():
    try:
        yield 1
    finally:
        print("generator closed")
g = gen()
next(g)
raise GeneratorExit("uncaught")
