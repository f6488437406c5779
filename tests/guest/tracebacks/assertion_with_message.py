def check(values):
    for v in values:
        assert v > 0, f"value {v} is not positive"
check([3, 2, -1])
