def inner():
    raise RuntimeError("while importing")


inner()
