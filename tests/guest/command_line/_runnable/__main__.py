import sys, helper
print(__name__, sys.argv[1:], helper.value, __package__ == "")
