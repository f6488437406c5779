# options: -u
import sys
sys.stdout.write("no newline, unbuffered ")
sys.stderr.write("err")
sys.stdout.buffer.write(b"\xff\n")
