"""The module's docstring."""
import sys
def main(argv):
    print(__doc__, len(argv))
    return 5
if __name__ == "__main__":
    sys.exit(main(sys.argv))
