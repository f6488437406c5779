tests = ["'abc", '"abc', "'''abc", "'a\nb'", "x = 'a\\", "$", "x = ?", "`x`", "x!", "a <> b", "0777", "1abc", "0b12", "0o9", "0xg", "1__0", "1e", "1.e", "1_", "1_.5", "1jx", "5if x else y", "é€", "\x00", "x\\ y", "x = 1 \\", "\\", "(\\\n", "“a”", "a\u00a0b", "x = \u200b1", "b'é'", "'\\N{nope}'", "'\\N{'", "'\\x1'", "'\\u12'", "'\\U00110000'", "b'\\x1'", "f'{'", "f'}'", "f'{}'", "f'{a'", "f'{a!z}'", "f'{a:{b'", "f'{a b}'", "f'{#}'", "f'{\\'a\\'}'", "rb'a' 'b'", "ur'a'", "0_0", "00", "01", "1.2.3", "1..2", "...", "....", "a..b", "->", "x = ->", ":=", "a ===b", "a =! b", "!", "a ! b", "~", "@@", "**", "x = **a", "(*a)", "*a", "print(*a := 1)", "(**a)", "[**a]", "{**a, b}", "{a: b, c}", "{a, b: c}", "{a: }", "{: a}", "{a:*b}", "{**a: b}", "[a:b]", "a[", "a[]", "a[b:c:d:e]", "a[*b:c]", "a.", "a.1", ".a", "a.b.", "(", ")", "]", "}", "([)]", "{(})", "((((", "'a' 1", "1 'a'", "a 'b'", "f 'a{b}'"]
for t in tests:
    try:
        compile(t, "t", "exec")
        print(ascii(t), "fine")
    except (SyntaxError, ValueError) as e:
        print(ascii(t), "->", type(e).__name__, e.msg if isinstance(e, SyntaxError) else e, (e.lineno, e.offset, e.end_lineno, e.end_offset) if isinstance(e, SyntaxError) else "")
