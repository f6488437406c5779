try:
    undefined_thing
except NameError as e:
    print(e, e.name)
def f():
    return missing_global
try:
    f()
except NameError as e:
    print(type(e).__name__, e, e.name)
def g():
    print(local)
    local = 1
try:
    g()
except UnboundLocalError as e:
    print(type(e).__name__, e, e.name)
def h():
    def inner():
        return free
    r = inner
    try:
        r()
    except NameError as e:
        print(type(e).__name__, e)
    free = 3
    return r()
print(h())
class K:
    try:
        nothing_here
    except NameError as e:
        print(e)
