class Custom(Exception):
    def __str__(self): return "line one\nline two"
try:
    raise Custom
except Custom as e:
    e.add_note("noted")
    e.add_note("second\nnote")
    raise ValueError("") from e
