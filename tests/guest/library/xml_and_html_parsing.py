import xml.etree.ElementTree as E, xml.dom.minidom as M, html.parser
r = E.fromstring("<r a='1'><c>text</c>tail<d><e k='v'/></d><!-- no --><c>é&amp;&lt;</c></r>")
print(r.tag, r.attrib, [x.text for x in r.findall("c")], r.find("d/e").get("k"), r[0].tail, E.tostring(r, "unicode"), [x.tag for x in r.iter()], r.find("nope"), len(r), r.findtext("c"))
n = E.SubElement(r, "new", x="<q>"); n.text = "t & u"; r.remove(r[0]); E.indent(r); print(E.tostring(r)); E.ElementTree(r).write("o.xml", xml_declaration=True, encoding="utf-8"); print(open("o.xml").read()[:40])
for s in ("<a>", "<a></b>", "", "<a>&nope;</a>", "<a b=c/>"):
    try: E.fromstring(s)
    except E.ParseError as e: print(e, e.position)
print([(ev, el.tag) for ev, el in E.iterparse("o.xml", ("start", "end"))], M.parseString("<a><b>x</b></a>").toprettyxml(indent=" "))
class P(html.parser.HTMLParser):
    def handle_starttag(self, t, a): print("start", t, a)
    def handle_endtag(self, t): print("end", t)
    def handle_data(self, d): print("data", repr(d))
P().feed("<p class=x>Hi &amp; <br/>there</p><!-- c -->")
