import builtins
def tree(c, d=0):
    print("  " * d + c.__name__)
    for s in sorted(c.__subclasses__(), key=lambda k: k.__name__):
        if s.__module__ == "builtins":
            tree(s, d + 1)
tree(BaseException)
print([n for n in dir(builtins) if n.endswith(("Error", "Warning", "Exception"))])
