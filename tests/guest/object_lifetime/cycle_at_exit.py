# What only a reference cycle keeps alive until the modules are wiped dies when sys.stderr is gone: silently.
import os
import sys


class Loop:
    def __init__(self):
        self.me = self

    def __del__(self):
        raise ValueError("not seen")


# os keeps what hangs on it until it is wiped itself.
os.cycle = Loop()
os.register_at_fork(before=lambda: None)
sys.stdout.write("end\n")
