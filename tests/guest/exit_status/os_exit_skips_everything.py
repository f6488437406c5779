import os, atexit
atexit.register(print, "never")
print("unflushed is lost or not", flush=True)
try:
    os._exit(9)
finally:
    print("never")
