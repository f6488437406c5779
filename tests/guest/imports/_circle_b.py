import _circle_a
value = "b"
def from_a(): return _circle_a.early
