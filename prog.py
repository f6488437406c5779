import sys
x = 5
print(__name__, sys.argv[0], __file__)
