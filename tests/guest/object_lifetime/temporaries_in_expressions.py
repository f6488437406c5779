class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
    def __add__(self, o): print("add"); return D(self.n + o.n)
    def m(self): print("m", self.n); return self
    def __getitem__(self, k): return k
    def __eq__(self, o): print("eq"); return True
    def __bool__(self): print("bool", self.n); return False
D("a") + D("b")
print("1")
D("c").m().m()
print("2")
(D("d"), D("e"))[0]
print("3")
D("f") == D("g")
print("4")
D("h") or D("i")
print("5")
x = [D("j"), 1][1]
print("6")
f"{D('k').n}{D('l').n}"
print("7")
len([D("m") for _ in range(2)])
print("8")
if D("n"): pass
print("9")
(lambda q: None)(D("o"))
print("10")
[D("p").m() for _ in range(1)] and None
D("q")[D("r")]
print("11")
