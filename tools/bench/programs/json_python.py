"""JSON written in Python: a parser by recursive descent and a writer."""
import sys


class Parser:
    def __init__(self, text):
        self.text = text
        self.at = 0

    def skip(self):
        text, at = self.text, self.at
        while at < len(text) and text[at] in " \t\r\n":
            at += 1
        self.at = at

    def value(self):
        self.skip()
        ch = self.text[self.at]
        if ch == "{":
            return self.object()
        if ch == "[":
            return self.array()
        if ch == '"':
            return self.string()
        if ch == "-" or ch.isdigit():
            return self.number()
        for word, meaning in (("true", True), ("false", False), ("null", None)):
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return meaning
        raise ValueError("unexpected %r at %d" % (ch, self.at))

    def object(self):
        result = {}
        self.at += 1
        self.skip()
        if self.text[self.at] == "}":
            self.at += 1
            return result
        while True:
            self.skip()
            key = self.string()
            self.skip()
            if self.text[self.at] != ":":
                raise ValueError("expected : at %d" % self.at)
            self.at += 1
            result[key] = self.value()
            self.skip()
            ch = self.text[self.at]
            self.at += 1
            if ch == "}":
                return result

    def array(self):
        result = []
        self.at += 1
        self.skip()
        if self.text[self.at] == "]":
            self.at += 1
            return result
        while True:
            result.append(self.value())
            self.skip()
            ch = self.text[self.at]
            self.at += 1
            if ch == "]":
                return result

    def string(self):
        pieces = []
        at = self.at + 1
        text = self.text
        while True:
            ch = text[at]
            if ch == '"':
                self.at = at + 1
                return "".join(pieces)
            if ch == "\\":
                at += 1
                ch = text[at]
                if ch == "u":
                    ch = chr(int(text[at + 1:at + 5], 16))
                    at += 4
                else:
                    ch = {"n": "\n", "t": "\t"}.get(ch, ch)
            pieces.append(ch)
            at += 1

    def number(self):
        start = self.at
        text = self.text
        at = start + 1
        exact = True
        while at < len(text) and text[at] in "0123456789+-.eE":
            if text[at] in ".eE":
                exact = False
            at += 1
        self.at = at
        return int(text[start:at]) if exact else float(text[start:at])


def quote(text):
    out = ['"']
    for ch in text:
        if ch == '"' or ch == "\\":
            out.append("\\" + ch)
        elif ch == "\n":
            out.append("\\n")
        elif ord(ch) < 128:
            out.append(ch)
        else:
            out.append("\\u%04x" % ord(ch))
    out.append('"')
    return "".join(out)


def write(value, out):
    if value is None:
        out.append("null")
    elif value is True:
        out.append("true")
    elif value is False:
        out.append("false")
    elif isinstance(value, str):
        out.append(quote(value))
    elif isinstance(value, (int, float)):
        out.append(repr(value))
    elif isinstance(value, list):
        out.append("[")
        for i, item in enumerate(value):
            if i:
                out.append(", ")
            write(item, out)
        out.append("]")
    else:
        out.append("{")
        for i, (key, item) in enumerate(value.items()):
            if i:
                out.append(", ")
            out.append(quote(key))
            out.append(": ")
            write(item, out)
        out.append("}")


def document(size):
    return {"items": [{"id": i, "name": "item %d \u00e9\n" % i, "price": i * 1.25,
                       "tags": ["a", "b\"c", None, True], "more": {"k%d" % i: [i, [i]]}}
                      for i in range(size)], "empty": {}, "none": []}


def main(size):
    value = document(size)
    length = 0
    for _ in range(4):
        out = []
        write(value, out)
        text = "".join(out)
        length += len(text)
        again = Parser(text).value()
        assert again == value
        value = again
    print("json_python", length)


main(int(sys.argv[1]) if len(sys.argv) > 1 else 9500)
