# Every kind of event of pyexpat, what parser objects tell, and errors.
from xml.parsers import expat
doc = """<?xml version='1.0' encoding='utf-8'?>
<!DOCTYPE r [<!ELEMENT r (a|b)*><!ATTLIST r x CDATA 'dflt'><!ENTITY e "text"><!NOTATION n SYSTEM "u"><!ENTITY un SYSTEM "file" NDATA n>]>
<r y='1' xmlns:p='urn:p'><!-- note --><?pi some data?><a>one &e; \u00e9&amp;</a><p:b/><![CDATA[<raw>]]></r>"""
def parser(**options):
    p = expat.ParserCreate(**options)
    for name in dir(p):
        if name.endswith("Handler") and name not in ("DefaultHandler", "NotStandaloneHandler", "ExternalEntityRefHandler", "SkippedEntityHandler"):
            setattr(p, name, lambda *a, name=name: print(name[:-7], *a))
    return p
p = parser(); p.buffer_text = True; print(p.Parse(doc.encode(), True), p.buffer_used, p.buffer_size)
p = parser(namespace_separator="!"); p.ordered_attributes = True; p.specified_attributes = True; p.DefaultHandlerExpand = None; p.Parse(doc, 1)
def attempt(f):
    try: print(f())
    except expat.ExpatError as e: print("ExpatError", e, e.code, e.lineno, e.offset)
    except Exception as e: print(type(e).__name__, e)
for text in ("<a>", "<a></b>", "", "<a>&nope;</a>", "<a b=c/>", "<a/><b/>", "<a x='1' x='2'/>", "<\u00e9 a='>'"): attempt(lambda: expat.ParserCreate().Parse(text, True))
class Stop(Exception): pass
p = expat.ParserCreate()
def stop(*a): raise Stop(a)
p.StartElementHandler = stop; p.EndElementHandler = print
attempt(lambda: p.Parse("<a><b/></a>", True)); print(p.StartElementHandler, p.CurrentLineNumber)
p = expat.ParserCreate(encoding="latin-1"); p.CharacterDataHandler = print; p.Parse(b"<a>\xe9</a>", True)
p = expat.ParserCreate(); p.CharacterDataHandler = print; p.Parse("<?xml version='1.0' encoding='iso-8859-2'?><a>\xb1</a>".encode("latin-1"), True)
p = expat.ParserCreate(); names = []
p.StartElementHandler = lambda n, a: names.append(n); p.Parse("<a><a><a/></a></a>", True); print(names, names[0] is names[2], list(p.intern))
p = expat.ParserCreate(); p.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_ALWAYS)
def external(context, base, system, public):
    print("external", context, base, system, public)
    sub = p.ExternalEntityParserCreate(context); sub.Parse("<inner/>", True); return 1
p.ExternalEntityRefHandler = external; p.StartElementHandler = lambda n, a: print("start", n); p.SetBase("here")
p.Parse("<!DOCTYPE r [<!ENTITY x SYSTEM 'file.xml'>]><r>&x;</r>", True); print(p.GetBase())
for f in (lambda: expat.ParserCreate(1), lambda: expat.ParserCreate(namespace_separator="ab"), lambda: expat.ParserCreate(intern=5), lambda: p.ParseFile(5), lambda: p.Parse(5), lambda: setattr(p, "buffer_size", 0), lambda: setattr(p, "buffer_size", "x"), lambda: setattr(p, "nope", 1), lambda: delattr(p, "StartElementHandler"), lambda: expat.ErrorString(7), lambda: expat.errors.codes[expat.errors.XML_ERROR_SYNTAX], lambda: expat.model.XML_CTYPE_SEQ, lambda: expat.ParserCreate("nope").Parse(b"<a/>", True)): attempt(f)
import io
p = expat.ParserCreate(); p.StartElementHandler = lambda n, a: print(n, a, p.CurrentLineNumber, p.CurrentColumnNumber, p.CurrentByteIndex); print(p.ParseFile(io.BytesIO(b"<a>\n  <b c='d'/>" + b" " * 5000 + b"</a>")))
