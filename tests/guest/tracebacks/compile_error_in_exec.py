def run(source):
    exec(source)
run("x = 1\nif x\n    print(x)")
