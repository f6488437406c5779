"""HTML as browsers read it: broken documents, fragments, tree builders, walkers, serialiser, sanitizer."""

import warnings
import xml.etree.ElementTree as ElementTree

warnings.simplefilter("ignore")
import html5lib
from html5lib import filters, getTreeBuilder, getTreeWalker, serializer, treebuilders

DOCUMENTS = [
    "<!DOCTYPE html><title>T &amp; t</title><p>One<p>Two <b>bold <i>both</b> italic</i><br/>end",
    "<table><tr><td>a<td>b<tr>stray<td>c</table><p id=x ID=y class='a b'>p</p></body>after",
    "<ul><li>1<li>2<ol><li>3</ul>text<select><option>a<option selected>b<optgroup label=g></select>",
    "<script>if (a < b && c) '<!-- x'</script><style>p > a {}</style><textarea>\n<b>raw</b></textarea><!-- note -- x -->",
    "<svg viewbox='0 0 1 1'><foreignObject><p>in</p></foreignObject><path d=M/></svg><math><mi>x</math>&notin;&copy &#x2603; &#128; &bogus;",
    "<frameset><frame></frameset>", "<a href=1>x<a href=2>y</a>", "", "plain", "<p>\0nul\r\nline\rend<![CDATA[x]]>",
    "<form><form><input type=hidden></form><button><button>x", "<template><tr><td>x</template><font color=red><p>t</font>u",
    "<!DOCTYPE html PUBLIC '-//W3C//DTD HTML 4.01//EN' 'http://www.w3.org/TR/html4/strict.dtd'><center>x</center><h1>a<h2>b</h3>",
]
for text in DOCUMENTS:
    parser = html5lib.HTMLParser(tree=getTreeBuilder("etree"), namespaceHTMLElements=False)
    tree = parser.parse(text)
    print(ElementTree.tostring(tree, encoding="unicode"))
    print(parser.errors and [(position, code) for position, code, data in parser.errors])
    dom = html5lib.parse(text, treebuilder="dom")
    print(dom.toxml())
    print(parser.tree.testSerializer(tree))
    walker = getTreeWalker("dom")
    for options in ({}, {"omit_optional_tags": False, "quote_attr_values": "always"}, {"strip_whitespace": True, "minimize_boolean_attributes": False,
                    "alphabetical_attributes": True, "inject_meta_charset": True, "encoding": "utf-8"}):
        out = serializer.HTMLSerializer(**{k: v for k, v in options.items() if k != "encoding"}).render(
            walker(dom), options.get("encoding"))
        print(repr(out))
for text, container in (("<td>a</td>", "tr"), ("<option>x", "select"), ("<b>x</b> y", "div"), ("a<b>c", "textarea")):
    fragment = html5lib.parseFragment(text, container=container, namespaceHTMLElements=False)
    print(container, [ElementTree.tostring(e, encoding="unicode") for e in fragment], fragment.text)
unsafe = "<p onclick='x()' style='color: red; position: fixed'>a<script>evil()</script><a href='javascript:x'>b</a><img src=data:x></p>"
tokens = filters.sanitizer.Filter(getTreeWalker("etree")(html5lib.parseFragment(unsafe)))
print(serializer.HTMLSerializer(omit_optional_tags=False).render(tokens))
for raw in (b"<meta charset=iso-8859-15><p>\xa4", b"\xef\xbb\xbf<p>\xc3\xbc", b"<meta http-equiv=content-type content='text/html; charset=koi8-r'>\xc1"):
    parser = html5lib.HTMLParser()
    print(ElementTree.tostring(parser.parse(raw), encoding="unicode"), parser.documentEncoding)
try:
    html5lib.HTMLParser(strict=True).parse("<p>x</div>")
except html5lib.html5parser.ParseError as error:
    print("strict:", error)
big = "<table>" + "".join(f"<tr><td class=c{i}>cell {i} &lt; <b>{i * i}</b><td>x</tr>" for i in range(1500)) + "</table>"
tree = html5lib.parse(big, namespaceHTMLElements=False)
print(len(tree.findall(".//td")), sum(int(b.text) for b in tree.iter("b")), len(html5lib.serialize(tree)))
print(sorted(treebuilders.base.listElementsMap, key=str)[:3])
