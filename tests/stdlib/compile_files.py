"""Compiles the files named in LIST and reports each on a line of its own.

    INTERPRETER compile_files.py LIST

A line is `start PATH`, then `end REPR`, where REPR is None for a file that
compiles, else (exception, message, lineno, offset) of its refusal.
"""

import sys
import warnings


def refusal(path):
    with open(path, "rb") as file:
        source = file.read()
    try:
        compile(source, path, "exec", dont_inherit=True)
    except SyntaxError as error:
        return (type(error).__name__, str(error.msg), error.lineno, error.offset)
    except Exception as error:
        return (type(error).__name__, str(error), None, None)
    return None


def main():
    warnings.simplefilter("ignore")
    with open(sys.argv[1], encoding="utf-8") as file:
        paths = file.read().splitlines()
    for path in paths:
        print("start", path, flush=True)
        print("end", ascii(refusal(path)), flush=True)


if __name__ == "__main__":
    main()
