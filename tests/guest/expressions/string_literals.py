print("a" 'b' """c
d""")
print("\x41\u0042\U00000043\N{LATIN SMALL LETTER A}\101\0".encode())
print(r"\n\x" + rb"\q".decode())
print('it\'s', "q\"q", '''a'b"c''')
print("line \
joined")
print(b"\x00\xff\n\t" b"abc")
print(len("\
"), "\a\b\f\v".encode())
print(u"u", Rb"\d", bR"\w")
print("tab\there", repr("\u200b\ue000\ud800"))
