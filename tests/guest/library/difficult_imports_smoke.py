# Every module here is imported for its side effects and asked for one attribute.
import importlib
names = "abc argparse array ast asyncio base64 bdb binascii bisect bz2 calendar cmath cmd code codecs collections colorsys concurrent.futures configparser contextlib contextvars copy copyreg csv dataclasses datetime decimal difflib dis doctest email enum errno faulthandler fcntl filecmp fileinput fnmatch fractions ftplib functools gc getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html http.client http.cookies http.server imaplib importlib.metadata importlib.resources inspect io ipaddress itertools json keyword linecache locale logging.config logging.handlers lzma mailbox marshal math mimetypes mmap modulefinder multiprocessing netrc ntpath numbers opcode operator optparse os pathlib pdb pickle pickletools pkgutil platform plistlib poplib posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc queue quopri random re readline reprlib resource rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site smtplib socket socketserver stat statistics string stringprep struct subprocess symtable sysconfig syslog tabnanny tarfile tempfile termios textwrap threading time timeit tokenize tomllib trace traceback tracemalloc tty turtle types typing unicodedata unittest urllib.request urllib.robotparser uuid venv warnings wave weakref webbrowser wsgiref.simple_server xml.dom.minidom xml.etree.ElementTree xml.sax xmlrpc.client zipapp zipfile zipimport zlib zoneinfo".split()
bad = []
for n in names:
    if n == "turtle": continue
    try:
        m = importlib.import_module(n)
        assert m.__name__ == n and len(dir(m)) > 3
    except Exception as e:
        bad.append((n, repr(e)))
print(len(names), bad)
import tomllib, ipaddress, graphlib, zoneinfo, plistlib
print(tomllib.loads('a = 1\n[b]\nc = [1.5, "x"]\nd = 2024-01-02\n'), ipaddress.ip_network("10.0.0.0/30").num_addresses, list(graphlib.TopologicalSorter({"a": {"b"}}).static_order()), plistlib.loads(plistlib.dumps({"k": [1, True]})))
try: tomllib.loads("a = ")
except tomllib.TOMLDecodeError as e: print(e)
