print("not printed")
def f(:
    pass
