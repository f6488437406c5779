import sys, os
sys.stdout.write("x")
sys.stdout.flush()
os.close(1)
sys.stdout.write("lost")
