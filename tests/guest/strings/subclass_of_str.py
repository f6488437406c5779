class S(str):
    def __new__(cls, v, extra=None):
        o = super().__new__(cls, v)
        o.extra = extra
        return o
    def upper(self):
        return S(super().upper(), self.extra)
    def __eq__(self, o):
        return str.__eq__(self, o) or o == "anything"
    __hash__ = str.__hash__
s = S("hi", 5)
print(s, s.extra, s.upper(), s.upper().extra, type(s[0:1]).__name__, type(s + "x").__name__, s == "anything", {"hi": 1}[s], isinstance(s, str))
d = {s: 1}
print(d["hi"], "hi" in d, list(d)[0].extra, "-".join([s, s]), s.__dict__, "%s" % s, type(str(s)).__name__)
