class D:
    def __del__(self):
        raise ValueError("in del")


def f():
    D()


f()
print("continues")
