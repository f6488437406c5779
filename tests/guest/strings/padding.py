print("|".join(["a".center(4), "ab".center(5), "a".center(4, "*"), "abc".center(2), "a".ljust(3, "."), "a".rjust(3), "5".zfill(3), "-5".zfill(4), "+".zfill(3), "abc".zfill(2), "--1".zfill(5)]))
print("a\tb\tc".expandtabs(), "ab\tc".expandtabs(4), "\t".expandtabs(0) == "", "a\nb\tc".expandtabs(3), "a\tb".expandtabs(-1))
for f in (lambda: "a".center(3, "ab"), lambda: "a".ljust("x"), lambda: "a".rjust(3, 5), lambda: "a".zfill()):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
