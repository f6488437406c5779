# xml.etree.ElementTree: elements as sequences, search, copies, builders, parsers, events, errors.
import copy, io, pickle, xml.etree.ElementTree as E
def attempt(f):
    try: print(f())
    except E.ParseError as e: print("ParseError", e, e.code, e.position)
    except Exception as e: print(type(e).__name__, e)
e = E.XML("<a x='1'>t<b k='v'>y</b>z<c/><b>2<d>deep</d>after</b>end</a>")
print(len(e), e.tag, e.attrib, e.text, e.tail, [c.tag for c in e], e[1].tag, e[-1][0].text, [c.tag for c in e[0:2]], list(e.itertext()), [x.tag for x in e.iter()], [x.text for x in e.iter("b")], e.find("b").text, e.find("nope"), e.findtext("b/d"), e.findtext("q", "dflt"), e.findtext("c"), len(e.findall(".//b")), [x.tag for x in e.iterfind("*")], e.get("x"), e.get("q", 5), e.keys(), e.items())
e[0] = E.Element("n", {"p": "q"}, r="s"); e[1:2] = [E.Element("m"), E.Element("o")]; del e[0]; e.insert(1, E.Comment("note")); e.append(E.PI("pi", "text")); e.extend([E.Element("z1"), E.Element("z2")]); e.set("y", "2"); e.remove(e.find("m"))
print(E.tostring(e, "unicode"), list(e.iter())[0] is e)
c = copy.deepcopy(e); s = copy.copy(e); p = pickle.loads(pickle.dumps(e.find("b")))
print(E.tostring(c) == E.tostring(e), c[0] is e[0], s[1] is e[1], s == e, E.tostring(p), repr(p)[:14])
class Mine(E.Element): pass
m = Mine("mine"); m.extra = 1; E.SubElement(m, "kid", {"a": "1"}, b="2").text = "in"; print(E.tostring(m), m.extra, m.makeelement("x", {}).tag, bool(len(m)))
b = E.TreeBuilder(); b.start("r", {}); b.data("a"); b.data("b"); b.start("k", {"i": "1"}); b.end("k"); b.data("tail"); b.end("r"); print(E.tostring(b.close()))
b = E.TreeBuilder(element_factory=lambda t, a: E.Element(t.upper(), a), insert_comments=True, insert_pis=True); q = E.XMLParser(target=b); q.feed("<r><!--c-->x<?p q?>y</r>"); print(E.tostring(q.close()))
class Target:
    def start(self, t, a): print("start", t, a)
    def end(self, t): print("end", t)
    def data(self, d): print("data", repr(d))
    def comment(self, d): print("comment", d)
    def start_ns(self, p, u): print("ns", p, u)
    def end_ns(self, p): print("end ns", p)
    def pi(self, t, d): print("pi", t, d)
    def doctype(self, *a): print("doctype", a)
    def close(self): return "closed"
q = E.XMLParser(target=Target()); q.feed("<!DOCTYPE r SYSTEM 's'><r xmlns:n='u'><n:k n:a='1'>t</n:k><!--c--><?pi d?></r>"); print(q.close())
q = E.XMLPullParser(["start", "end", "start-ns", "end-ns", "comment", "pi"])
for part in ("<r xmlns='u'><a>te", "xt</a><!--c-->", "<?p d?></r>"):
    q.feed(part); print([(k, v if isinstance(v, (tuple, type(None))) else v.tag if isinstance(v.tag, str) else v.text) for k, v in q.read_events()])
q.close(); print([(k, v.tag) for k, v in E.iterparse(io.BytesIO(b"<x><y/></x>"))])
q = E.XMLParser(); q.entity["mine"] = "value"; q.feed("<!DOCTYPE r SYSTEM 'x'><r>&mine;</r>"); print(q.close().text, q.version[:5], type(q.target).__name__)
for text in ("<a>", "<a></b>", "", "<a>&nope;</a>", "<!DOCTYPE a SYSTEM 'x'><a>&nope;</a>", "<a/><b/>", "<a b=c/>"): attempt(lambda: E.fromstring(text))
class Bad:
    def start(self, t, a): 1 / 0
q = E.XMLParser(target=Bad()); attempt(lambda: q.feed("<a/>"))
El = E.Element
for f in (lambda: El(), lambda: El("a", 5), lambda: El("a", {}, 5), lambda: e.append(5), lambda: e.extend(5), lambda: e.extend([5]), lambda: e.insert(0, 5), lambda: e.remove(El("q")), lambda: e[99], lambda: e["x"], lambda: e.__setitem__(99, El("a")), lambda: e.__setitem__(0, 5), lambda: e.__delitem__(99), lambda: e.__setitem__(slice(0, 1), 5), lambda: setattr(e, "attrib", 5), lambda: delattr(e, "tag"), lambda: e.nope, lambda: E.SubElement(5, "x"), lambda: e.makeelement("a", 5), lambda: e.__setstate__(5), lambda: E.TreeBuilder().start("a", 5), lambda: E.TreeBuilder().end("a"), lambda: E.XMLParser(5), lambda: E.XMLParser().feed(5), lambda: E.XMLPullParser(["bogus"]), lambda: E.XMLParser(target=object())._setevents([], [])): attempt(f)
loop = El("loop"); loop.append(loop); attempt(lambda: repr(loop)[:15]); loop.clear(); print(len(loop))
big = El("r")
for i in range(1000): big.append(El(f"k{i % 3}"))
for k in big.iter(): 
    if k is not big: del big[:]
print(len(big))
deep = root = El("d")
for i in range(50000): deep = E.SubElement(deep, "d")
print(sum(1 for _ in root.iter("d"))); del root, deep
