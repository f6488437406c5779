# options: -X utf8 -X dev
import sys
print(sys.flags.utf8_mode, sys.flags.dev_mode, sys._xoptions)
