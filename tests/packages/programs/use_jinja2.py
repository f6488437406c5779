"""Templates: inheritance, macros, filters, tests, loops, whitespace, sandbox, async, errors."""

import asyncio
import traceback

import jinja2
from jinja2 import DictLoader, Environment, StrictUndefined, TemplateSyntaxError, UndefinedError
from jinja2.nativetypes import NativeEnvironment
from jinja2.sandbox import SandboxedEnvironment, SecurityError

TEMPLATES = {
    "base.html": "<html><head><title>{% block title %}Site{% endblock %}</title></head>\n<body>"
                 "{% block body scoped %}{% endblock %}{% block foot %}\n<hr>{{ self.title() }}{% endblock %}</body></html>",
    "forms.html": "{% macro field(name, value='', type='text') -%}<input name={{ name|e }} value=\"{{ value|e }}\" "
                  "type={{ type }}{% if varargs %} data={{ varargs|join('+') }}{% endif %}>"
                  "{%- if caller %}{{ caller(name) }}{% endif %}{%- endmacro %}",
    "page.html": """{% extends "base.html" %}{% from "forms.html" import field %}
{% block title %}{{ super() }}: {{ page.title|title }}{% endblock %}
{% block body %}
{%- for group, items in rows|groupby("kind") %}
<h2 class="{{ loop.cycle('odd', 'even') }}">{{ loop.index }}/{{ loop.length }} {{ group }}</h2>
<ul>
{%- for item in items if item.price > 2 recursive %}
  <li>{{ item.name|escape }}: {{ "%8.2f"|format(item.price) }}{% if not loop.last %},{% endif %}</li>
{%- else %}
  <li>nothing</li>
{%- endfor %}
</ul>
{%- endfor %}
{% call(n) field("q", "<a&b>", "search", 1, 2) %}<label>{{ n|upper }}</label>{% endcall %}
{% set total = rows|sum(attribute="price") %}{{ total|round(2) }} {{ rows|map(attribute="name")|list|tojson }}
{% set ns = namespace(n=0) %}{% for i in range(10) %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}
{% filter upper|replace("A", "4") %}banana {{ 1 ~ 2 }}{% endfilter %}{% endblock %}""",
}
ROWS = [{"name": f"item <{i}>", "kind": "abc"[i % 3], "price": i * 1.37} for i in range(40)]


def inheritance():
    env = Environment(loader=DictLoader(TEMPLATES), autoescape=True, trim_blocks=False, lstrip_blocks=True)
    print(env.get_template("page.html").render(rows=ROWS, page={"title": "the first page"}))
    print(sorted(env.list_templates()), env.get_template("page.html").blocks.keys())


def expressions():
    env = Environment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])
    for text in (
            "{{ [1, 2, 3]|batch(2, '-')|list }} {{ 'x' * 3 }} {{ 7 // 2 }} {{ 2 ** 10 }} {{ 1 if false else 'no' }}",
            "{{ 'hello world foo bar baz'|wordwrap(11) }}|{{ 'long text here'|truncate(9) }}|{{ 'a b'|urlencode }}",
            "{{ {'b': 1, 'a': [1, {'c': none}]}|pprint }} {{ {'b': 2, 'a': 1}|dictsort }} {{ 123456789|filesizeformat }}",
            "{% for x in range(20) %}{% if x is divisibleby 7 %}{% continue %}{% endif %}{% if x > 16 %}{% break %}"
            "{% endif %}{{ x }}{{ ',' if not loop.last }}{% endfor %}",
            "{% set l = [] %}{% do l.append(3) %}{{ l }}{{ l is sequence }}{{ l is mapping }}{{ x is defined }}",
            "{{ 'http://example.com/?a=1&b=2 and me@example.com'|urlize }}{{ '<b>hi</b> you'|striptags|center(12) }}",
            "{{ [3, 1, 2]|sort(reverse=true) }}{{ ['b', 'A']|sort }}{{ [1, 2, 3, 4]|select('odd')|list }}"
            "{{ 'abc'|list|reverse|join }}{{ -3.7|abs }}{{ 'a%sb'|format(5) }}{{ [1,2,1]|unique|list }}",
            "{%- raw %}{{ raw }}{% endraw -%}   {# note #} {{ 'x'|indent }} {{ \"a\\nb\"|indent(2, true) }}",
            "{{ 'ü\u2603'|upper }} {{ 'abc'[::-1] }} {{ (1, 2)[0] }} {{ {'a': {'b': 5}}.a.b }} {{ 'a' in 'abc' and not 0 }}"):
        print(env.from_string(text).render())
    print(NativeEnvironment().from_string("{{ [a, 2] + [3] }}").render(a=1))
    print(env.compile_expression("a * 2 + b|length")(a=4, b="xyz"))


def errors():
    env = Environment(undefined=StrictUndefined)
    for text in ("{% if %}", "{{ 1 + }}", "{% for x in y %}", "{{ a|nofilter }}", "{% block a %}{% block a %}", "{{ 'x }}"):
        try:
            env.from_string(text)
        except TemplateSyntaxError as error:
            print(type(error).__name__, error.message, error.lineno)
    try:
        env.from_string("line\n{{ missing.attribute }}").render()
    except UndefinedError as error:
        print(error)
        print([(f.name, f.lineno, f.filename) for f in traceback.extract_tb(error.__traceback__)[-1:]])
    try:
        SandboxedEnvironment().from_string("{{ ().__class__.__mro__ }}").render()
    except SecurityError as error:
        print(error)
    traceback_of_template = Environment(loader=DictLoader({"bad.txt": "a\nb\n{{ 1 // zero }}\n"}))
    try:
        traceback_of_template.get_template("bad.txt").render(zero=0)
    except ZeroDivisionError as error:
        print([(f.name, f.lineno) for f in traceback.extract_tb(error.__traceback__)][-1])


async def asynchronous():
    async def numbers():
        for i in range(5):
            await asyncio.sleep(0)
            yield i
    env = Environment(enable_async=True)
    template = env.from_string("{% for i in numbers() %}{{ i }}{{ loop.index }} {% endfor %}{{ slow(3) }}")
    async def slow(n):
        await asyncio.sleep(0)
        return n * 7
    print(await template.render_async(numbers=numbers, slow=slow))
    print([part async for part in template.generate_async(numbers=numbers, slow=slow)])


def volume():
    env = Environment()
    template = env.from_string("<table>{% for row in table %}<tr>{% for cell in row %}<td>{{ cell|e }}</td>{% endfor %}"
                               "</tr>{% endfor %}</table>")
    table = [[f"<{i}&{j}>" for j in range(10)] for i in range(3000)]
    text = template.render(table=table)
    print(len(text), text[:80], text[-80:])


print(jinja2.__version__)
inheritance()
expressions()
errors()
asyncio.run(asynchronous())
volume()
print(Environment().compile(TEMPLATES["page.html"], raw=True))
