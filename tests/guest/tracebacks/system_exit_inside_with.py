import contextlib, sys
@contextlib.contextmanager
def cleanup():
    try:
        yield
    finally:
        print("cleaned up")
with cleanup():
    print("leaving")
    sys.exit("stopped with a message")
