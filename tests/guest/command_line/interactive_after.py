# options: -i
# stdin: 'print(x + 1)\nx * 2\ndef f():\n    return 5\n\nf()\n1/0\n"last"\n'
import sys
sys.ps1 = ""
sys.ps2 = ""
x = 20
print("program")
