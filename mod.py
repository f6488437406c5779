import sys
print(__name__, sys.argv, __file__.rsplit('/')[-1], __spec__ and __spec__.name)
