é = 1
变量 = 2
ℌ = 3
print(é, 变量, H)
ﬁ = 5
print("fi" in globals(), fi)
class Ünï:
    def método(self):
        return "ok"
print(Ünï().método(), Ünï.__name__)
for t in ("a‿b = 1", "2é = 1", "x€ = 1", "😀 = 1", "a\u00a0= 1", "“a”"):
    try:
        exec(t)
        print("fine")
    except SyntaxError as e:
        print(e.msg)
