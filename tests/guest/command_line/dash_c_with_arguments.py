# command: -c "import sys; print(sys.argv, __name__, '__file__' in globals(), sys.path[0] == '')" a -b
