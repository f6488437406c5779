print("loading", __name__)
def helper(x): return x + 1
def name(): return __name__
