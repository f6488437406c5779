import _circle_f
q = 1
