import os, signal
print("going", flush=True)
os.kill(os.getpid(), signal.SIGTERM)
import time
time.sleep(5)
