import logging, io, sys
buf = io.StringIO()
log = logging.getLogger("app"); log.setLevel(logging.DEBUG)
h = logging.StreamHandler(buf); h.setFormatter(logging.Formatter("%(levelname)s:%(name)s:%(funcName)s:%(lineno)d:%(message)s")); log.addHandler(h)
def f(): log.info("hello %s %d", "x", 5)
f(); log.debug("dbg"); log.warning("w", extra={"k": 1}); log.log(35, "custom"); log.getChild("sub").error("child")
h.setLevel(logging.ERROR); log.warning("dropped"); log.propagate = False
try:
    1 / 0
except ZeroDivisionError:
    log.exception("failed")
log.error("bad %d", "args") if False else None
class F(logging.Filter):
    def filter(self, r): return "secret" not in r.getMessage()
h.addFilter(F()); log.error("secret thing"); log.error("public")
print(buf.getvalue()); print(log.isEnabledFor(10), log.getEffectiveLevel(), logging.getLevelName(30), logging.getLogger("app") is log, log, log.handlers == [h], log.hasHandlers())
logging.getLogger("nohandler").warning("to last resort")
logging.basicConfig(stream=sys.stdout, format="{levelname}|{message}", style="{", level="INFO", force=True)
logging.info("root %s", [1]); logging.debug("no"); logging.addLevelName(25, "NOTE"); logging.log(25, "note"); logging.disable(logging.INFO); logging.info("disabled")
try:
    log.setLevel("nope")
except ValueError as e:
    print(e)
