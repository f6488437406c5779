import _circle_e
print(_circle_e.q)
