class Manager:
    def __enter__(self):
        return self
    def __exit__(self, kind, value, tb):
        raise RuntimeError("while leaving") from value
with Manager() as m:
    m.missing_method()
