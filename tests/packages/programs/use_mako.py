"""Mako templates: inheritance, defs, calls, filters, caching, blocks, errors, compiled modules."""

import os
import re
import tempfile

from mako import exceptions
from mako.lookup import TemplateLookup
from mako.runtime import Context
from mako.template import Template

lookup = TemplateLookup(filesystem_checks=False)
lookup.put_string("base.html", """\
<%def name="row(x, *cells, **kw)"><tr>${caller.body(n=len(cells)) if caller else ''}\\
% for c in cells:
<td class="${loop.index}${'e' if loop.even else 'o'}">${c | h}</td>\\
% endfor
</tr></%def>\\
<html><title><%block name="title">base</%block></title>
${self.body()}
<%block name="foot">${next.name} ${self.attr.colour}</%block></html>
""")
lookup.put_string("page.html", """\
<%inherit file="base.html"/>
<%namespace name="base" file="base.html"/>
<%! colour = "red"
import math
def double(text):
    return text * 2
%>
<%page args="rows=(1, 2, 3)" expression_filter="trim"/>
<%block name="title">${parent.title()} page</%block>
## a note
<%
    total = 0
    for r in rows:
        total += r
%>
% if total > 5:
total ${total} ${math.sqrt(total)}
% elif total == 5:
five
% else:
few
% endif
<%base:row x="1" args="n">${n} cells</%base:row>
${base.row(2, "<a>", "b & c")}
% while total > 0:
${total}<% total -= 3 %>
% endwhile
% try:
${1 / 0}
% except ZeroDivisionError as error:
caught ${error}
% endtry
<%doc> gone </%doc>
${"  x y  " | double}${"ü <b>" | h,u}${"plain ${expr}" | n}
<%text filter="h">${raw} <b></%text>
<%call expr="capturing()"><i>body</i></%call>
<%def name="capturing()">[${capture(caller.body).upper()}]</%def>
<%def name="filtered()" filter="double, h"><x></%def>${filtered()}
<% return %>never
""")


def show(text, **data):
    try:
        print(Template(text).render_unicode(**data))
    except Exception as error:
        print(type(error).__name__, re.sub(r"0x\w+", "ADDRESS", str(error)))


page = lookup.get_template("page.html")
print(page.render(rows=(1, 2, 3, 4)))
print(page.render(rows=()))
print(re.sub(r"_modified_time = .*", "", page.code))
for text, data in (
        ("${x}", {}), ("${x + 1}", {"x": 4}), ("% for i in x:\n${i}, \\\n% endfor\nend", {"x": range(5)}), ("<%include file='none'/>", {}),
        ("% if x:\nopen", {}), ("<%def name='f()'>", {}), ("${x", {}), ("<%nothing/>", {}), ("<% x = %>", {}), ("${a.b}", {"a": 1}),
        ("<%! x = 1 %>${x}\n<%\n  y = [\n 1, 2]\n%>${y}", {}), ("${'%s' % x | h}", {"x": "<&>\"'"}), ("${undefined_name}", {}),
        ("<%def name='f(a, b=2)'>${a}${b}</%def>${f(1)}${f(b=1, a=2)}", {}), ("${UNDEFINED}", {}), ("\\\\ ${'}'} ## x\n## y\n%% z", {})):
    show(text, **data)
try:
    Template("a\nb\n% for i in (2, 1, 0):\n${4 // i}\n% endfor\n", uri="t.txt").render()
except ZeroDivisionError:
    report = exceptions.RichTraceback()
    print(report.error, report.lineno, report.source)
    for name, line, function, text in report.traceback[-1:]:
        print(name.split("/")[-1].split("_0x")[0], line, function, text)
print(Template("<%def name='f()'>inner ${x}</%def>outer").get_def("f").render(x=3))
with tempfile.TemporaryDirectory() as folder:
    with open(folder + "/t.mako", "w") as file:
        file.write("## -*- coding: utf-8 -*-\nfile ü ${x}\n<%include file='u.mako' args='y=7'/>")
    with open(folder + "/u.mako", "w") as file:
        file.write("<%page args='y'/>included ${y}")
    files = TemplateLookup([folder], module_directory=folder + "/modules", output_encoding="utf-8")
    for _ in range(2):
        print(files.get_template("t.mako").render(x="é"))
    print(sorted(os.listdir(folder + "/modules"))[:3])
table = Template("<table>\n% for row in rows:\n<tr>\\\n% for c in row:\n<td>${c | h}</td>\\\n% endfor\n</tr>\n% endfor\n</table>")
text = table.render(rows=[[f"<{i}.{j}>" for j in range(10)] for i in range(2000)])
print(len(text), text[-60:])
