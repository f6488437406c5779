# command: - x y
# stdin: 'import sys\nprint(sys.argv, __name__)\nprint(1/0)\n'
