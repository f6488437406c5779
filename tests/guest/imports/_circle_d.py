from _circle_c import y
x = 1
