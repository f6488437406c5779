"""Tornado's parts that need no network: templates, coroutines, locks, queues, options, escaping, locales."""

import asyncio
import datetime
import sys

from tornado import escape, gen, locale, locks, options, queues, template, util
from tornado.concurrent import Future
from tornado.ioloop import IOLoop, PeriodicCallback

LOADER = template.DictLoader({
    "base.html": "<html>{% block title %}Base{% end %}\n<body>{% block body %}{% end %}</body></html>",
    "page.html": """{% extends "base.html" %}{% autoescape xhtml_escape %}
{% block title %}<title>{{ title }}</title>{% end %}
{% block body %}{% import math %}{% set total = 0 %}{% whitespace oneline %}
{% for i, name in enumerate(names) %}{% if i == 7 %}{% break %}{% elif i % 2 %}{% continue %}{% end %}
<p class="{{ i }}">{{ name }} {% raw name %} {{ math.sqrt(i) }}</p>{% set total += i %}{% end %}
{% try %}{{ 1 / 0 }}{% except ZeroDivisionError as e %}caught {{ e }}{% finally %}!{% end %}
{% apply upper %}loud {{ total }}{% end %}{% module box(3) %}{{! raw }}{# note #}{% comment x %}
{% while total > 0 %}{{ total }}{% set total -= 5 %}{% end %}{% include "part.html" %}{% end %}""",
    "part.html": "<i>part {{ title }}</i>",
})


def templates():
    page = LOADER.load("page.html")
    print(page.generate(title="T & t", names=[f"<n{i}>" for i in range(12)], upper=lambda s: s.upper() if isinstance(s, str) else s.decode().upper(),
                        _tt_modules=util.ObjectDict(box=lambda n: "#" * n)).decode())
    print(page.code)
    for bad in ("{% if %}", "{% end %}", "{{ }}", "{% for x in y %}", "{{ x", "{% nothing %}", "{% else %}"):
        try:
            template.Template(bad)
        except (template.ParseError, SyntaxError) as error:
            print(type(error).__name__, error)
    try:
        template.Template("a\nb {{ 1 // 0 }}", name="t.html").generate()
    except ZeroDivisionError as error:
        print(error.__traceback__.tb_next.tb_frame.f_code.co_filename.rsplit("/", 1)[-1])
    rows = [[f"<{i},{j}>" for j in range(8)] for i in range(2000)]
    table = template.Template("{% for r in rows %}<tr>{% for c in r %}<td>{{ c }}</td>{% end %}</tr>\n{% end %}")
    print(len(table.generate(rows=rows)))


async def coroutines():
    @gen.coroutine
    def old(n):
        total = 0
        for i in range(n):
            total += yield gen.maybe_future(i)
            yield gen.moment
        raise gen.Return(total)
    print(await old(10), await gen.multi([old(3), old(4)]), await gen.multi({"a": old(2)}))
    try:
        await gen.with_timeout(datetime.timedelta(milliseconds=10), Future())
    except util.TimeoutError as error:
        print(type(error).__name__, error)
    queue, log = queues.Queue(maxsize=2), []
    async def producer():
        for i in range(6):
            await queue.put(i)
            log.append(("put", i))
    async def consumer():
        async for item in queue:
            log.append(("got", item))
            queue.task_done()
            if item == 5:
                return
    await gen.multi([producer(), consumer()])
    await queue.join()
    print(log, queue)
    for made in (queues.PriorityQueue(), queues.LifoQueue()):
        for i in (3, 1, 2):
            made.put_nowait(i)
        print([await made.get() for _ in range(3)], made.empty())
    lock, condition, event, semaphore = locks.Lock(), locks.Condition(), locks.Event(), locks.BoundedSemaphore(2)
    order = []
    async def worker(n):
        async with semaphore:
            async with lock:
                order.append(n)
                await gen.sleep(0)
        if n == 4:
            event.set()
    await gen.multi([worker(i) for i in range(5)])
    await event.wait()
    print(order, event.is_set(), await condition.wait(datetime.timedelta(milliseconds=5)))
    try:
        semaphore.release()
    except ValueError as error:
        print(error)
    ticks = []
    timer = PeriodicCallback(lambda: ticks.append(1), 2)
    timer.start()
    while len(ticks) < 3:
        await gen.sleep(0.001)
    timer.stop()
    print(timer.is_running(), await IOLoop.current().run_in_executor(None, sum, [1, 2, 3]))
    iterator = gen.WaitIterator(a=old(1), b=old(2))
    found = []
    while not iterator.done():
        found.append(await iterator.next())
    print(sorted(found))


def texts():
    print(escape.xhtml_escape("<a href='x'>&</a>"), escape.json_encode({"a": "</script>"}), escape.url_escape("a b/ü"),
          escape.linkify("see http://example.com/a_very_long_path/that/goes/on?x=1&y=2 and www.x.org!", shorten=True), escape.squeeze(" a  \n b "))
    parser = options.OptionParser()
    parser.define("port", default=80, type=int, help="the port", group="net")
    parser.define("names", multiple=True, type=str)
    parser.define("span", type=datetime.timedelta)
    print(parser.parse_command_line(["p", "--port=8080", "--names=a,b", "--span=1h 30m", "rest"]), parser.as_dict())
    parser.print_help(sys.stdout)
    try:
        parser.parse_command_line(["p", "--port=x"])
    except (options.Error, ValueError) as error:
        print(error)
    german = locale.get("en_US")
    print(german.friendly_number(1234567), german.list(["a", "b", "c"]), german.format_day(datetime.datetime(2020, 1, 2)))
    print(util.import_object("json.loads")("[1]"), util.raise_exc_info.__name__, util.timedelta_to_seconds(datetime.timedelta(1)))


templates()
IOLoop.current().run_sync(coroutines)
texts()
