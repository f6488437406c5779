# command:
# stdin: 'print("from stdin")'
