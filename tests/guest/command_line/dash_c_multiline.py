# command: -c "for i in range(2):\n    print(i)\nprint('end')"
