import _circle_b
b_value = _circle_b.value
def get(): return _circle_b.from_a()
early = 1
