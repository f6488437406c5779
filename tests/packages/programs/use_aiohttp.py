"""A web server and its client, both aiohttp without its compiled half, over the loopback: routes, forms, streams, sockets."""

import asyncio
import sys
import types

# The detector of encodings that is used otherwise wants the codecs of Chinese, Japanese and Korean.
sys.modules["cchardet"] = types.ModuleType("cchardet")

import aiohttp
from aiohttp import web
from aiohttp.helpers import BasicAuth
from multidict import CIMultiDict, MultiDict
from yarl import URL

routes = web.RouteTableDef()


@routes.get("/hello/{name:\\w+}")
async def hello(request):
    return web.json_response({"name": request.match_info["name"], "query": list(request.query.items())})


@routes.post("/form")
async def form(request):
    data = await request.post()
    return web.Response(text=" ".join(f"{k}={v}" for k, v in sorted(data.items())), headers={"X-Count": str(len(data))})


@routes.post("/upload")
async def upload(request):
    reader, parts = await request.multipart(), []
    async for part in reader:
        parts.append((part.name, part.filename, len(await part.read())))
    return web.json_response(parts)


@routes.get("/stream")
async def stream(request):
    response = web.StreamResponse(headers={"Content-Type": "text/plain"})
    response.enable_chunked_encoding()
    await response.prepare(request)
    for i in range(5):
        await response.write(b"chunk %d;" % i)
    await response.write_eof()
    return response


@routes.get("/socket")
async def socket(request):
    ws = web.WebSocketResponse()
    await ws.prepare(request)
    async for message in ws:
        if message.type is aiohttp.WSMsgType.TEXT:
            await ws.send_str(message.data[::-1])
        elif message.type is aiohttp.WSMsgType.BINARY:
            await ws.send_bytes(message.data * 2)
    return ws


@routes.get("/error")
async def error(request):
    raise web.HTTPTeapot if hasattr(web, "HTTPTeapot") else web.HTTPConflict(text="conflict")


@routes.get("/cookie")
async def cookie(request):
    response = web.Response(text=str(sorted(request.cookies.items())))
    response.set_cookie("seen", "yes", max_age=10)
    return response


@routes.get("/moved")
async def moved(request):
    raise web.HTTPFound("/hello/again?x=1&x=2")


@web.middleware
async def counted(request, handler):
    request.app["count"] += 1
    response = await handler(request)
    if not response.prepared:
        response.headers["X-Path"] = request.path
    return response


async def main():
    app = web.Application(middlewares=[counted])
    app["count"] = 0
    app.add_routes(routes)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    base = URL(f"http://127.0.0.1:{runner.addresses[0][1]}/")
    async with aiohttp.ClientSession(auth=BasicAuth("user", "word"), cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        async with session.get(base / "hello/world", params={"a": "1 2", "ü": "é"}) as response:
            print(response.status, response.headers["X-Path"], await response.json(), response.reason)
        async with session.post(base / "form", data={"x": "1", "y": "ü"}) as response:
            print(await response.text(), response.headers["x-count"])
        data = aiohttp.FormData()
        data.add_field("file", b"content" * 1000, filename="f.bin", content_type="application/octet-stream")
        data.add_field("other", "text")
        async with session.post(base / "upload", data=data) as response:
            print(await response.json())
        async with session.get(base / "stream") as response:
            print(response.headers.get("Transfer-Encoding"), await response.content.read())
        for path in ("error", "nowhere", "form"):
            async with session.get(base / path) as response:
                print(path, response.status, response.reason, await response.text())
        for _ in range(2):
            async with session.get(base / "cookie") as response:
                print(await response.text())
        async with session.get(base / "moved") as response:
            print(response.url.path_qs, [h.status for h in response.history], await response.text())
        async with session.ws_connect(base / "socket") as ws:
            await ws.send_str("straight ü")
            print(await ws.receive_str())
            await ws.send_bytes(b"x" * 70000)
            print(len(await ws.receive_bytes()), ws.closed)
        try:
            async with session.get(base / "nowhere", raise_for_status=True):
                pass
        except aiohttp.ClientResponseError as error:
            print(error.status, error.message)
        async def one(i):
            async with session.get(base / f"hello/n{i}") as response:
                return (await response.json())["name"]
        print(await asyncio.gather(*(one(i) for i in range(200))))
    print(app["count"])
    await runner.cleanup()


asyncio.run(main())
url = URL("https://user:pass@example.com:8042/over/there/../x?name=ferret&a=%C3%BC#nose")
print(url, url.host, url.port, url.path, url.query, url.fragment, url.with_query(b=[1, 2]) if False else url.with_query({"b": "1"}),
      url / "y z", url.join(URL("../q")), url.human_repr(), url.origin(), url.parts)
m = CIMultiDict([("A", "1"), ("a", "2"), ("B", "3")])
m.add("b", "4")
print(m, m.getall("a"), m.popone("A"), list(m.items()), MultiDict(x=1) == MultiDict(x=1), m.get("none", 5))
