import sys
class O:
    def __str__(self): return "object text"
sys.exit(O())
