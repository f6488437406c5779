for text in ("f'{'", "f'}'", "f'{}'", "f'{a b}'", "f'{a!x}'", "f'{a!}'", "f'{#}'", "f'{\\n}'", "f'{a:{b:{c}}}'", "f'{*}'", "f'{a['", "f'{lambda x:1}'"):
    try:
        compile(text, "t", "eval")
        print(text, "fine")
    except SyntaxError as e:
        print(text, "->", e.msg)
try:
    f"{5:s}"
except ValueError as e:
    print(e)
try:
    f"{[]:>5}"
except TypeError as e:
    print(e)
