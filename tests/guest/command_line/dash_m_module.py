# command: -m json.tool --compact
# stdin: '{"a": [1, 2]}'
