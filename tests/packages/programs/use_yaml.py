"""YAML by the package's Python half: load, dump, events, tokens, anchors, tags, errors."""

import datetime
import sys

import yaml

DOCUMENTS = """\
%YAML 1.1
---
scalars: [1, 0x1F, 0o17, 017, 1_000, 3.5, 1e3, .inf, -.INF, .nan, true, No, ~, null, "quoted \\u2603 \\x41", 'single ''q''']
dates: [2001-12-14, 2001-12-14t21:59:43.10-05:00, 12:30:45]
block: |
  kept
    indented

  end
folded: >-
  one
  two

  three
anchors: &base {a: 1, b: [x, y]}
merged:
  <<: *base
  b: 2
? complex key
: - nested
  - - deeper
    - ? more
      : !!set {a}
binary: !!binary aGVsbG8gd29ybGQ=
ordered: !!omap [a: 1, b: 2]
pairs: !!pairs [a: 1, a: 2]
---
- plain text # with a note
- "multi
  line"
- !!str 123
- !!float 1
- !custom {x: 5}
...
"""


class Custom(yaml.YAMLObject):
    yaml_tag = "!custom"
    yaml_loader = yaml.SafeLoader
    yaml_dumper = yaml.SafeDumper

    def __init__(self, x):
        self.x = x

    def __repr__(self):
        return f"Custom({self.x})"


def show(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{show(k)}: {show(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(show, value)) + "]"
    return repr(sorted(value)) if isinstance(value, set) else repr(value)


for document in yaml.safe_load_all(DOCUMENTS):
    print(show(document))
for event in yaml.parse(DOCUMENTS):
    print(event)
for token in yaml.scan(DOCUMENTS[:600]):
    print(type(token).__name__, token.start_mark.line, token.start_mark.column, getattr(token, "value", ""))
data = {
    "text": "line\nother\n", "long": "word " * 40, "odd": ["yes", "1", "", " x", "a: b", "#c", "\u2603\U0001f600", "\x07", "null"],
    "numbers": [1, -2.5, 1e100, float("inf"), True, None, 2 ** 70], "when": datetime.datetime(2020, 1, 2, 3, 4, 5, 678),
    "day": datetime.date(2020, 1, 2), "bytes": b"\x00\xff" * 20, "nested": {"a": {"b": {"c": [[], {}, [[1]]]}}},
    "custom": Custom(3), "set": {"only"}, "tuple": (1, 2),
}
shared = [1, 2]
data["first"], data["second"] = shared, shared
loop = {"name": "loop"}
loop["self"] = loop
for options in ({}, {"default_flow_style": True}, {"indent": 6, "width": 40, "allow_unicode": True},
                {"default_style": '"', "explicit_start": True, "sort_keys": False}, {"canonical": True}):
    safe = {k: v for k, v in data.items() if k != "tuple"}
    text = yaml.safe_dump(safe, **options)
    print(text)
    print(show(yaml.safe_load(text)) == show(safe))
print(yaml.dump(loop), yaml.dump(data, Dumper=yaml.Dumper), yaml.dump([complex(1, 2), Custom, len, range], Dumper=yaml.Dumper))
print(yaml.load("!!python/tuple [1, !!python/name:math.pi , !!python/object/apply:fractions.Fraction [3, 4]]", yaml.UnsafeLoader))
for bad in ("a: [1, 2", "a: b: c", "\t- x", "*missing", "'open", "a: !unknown x", "- a\nb", "{a: 1, ? }}", "key: @x", "\x01",
            "!!int abc", "a: !!python/object:x.Y {}", "&a &b c", "%YAML 9.9\n---\nx"):
    try:
        print(show(yaml.safe_load(bad)))
    except yaml.YAMLError as error:
        print(type(error).__name__, str(error).replace("\n", " / "))
    except ValueError as error:
        print(type(error).__name__, error)
big = [{"id": i, "name": f"name {i}", "tags": ["a", "b", str(i)], "value": i / 7, "none": None} for i in range(400)]
text = yaml.safe_dump(big)
print(len(text), yaml.safe_load(text) == big, text[-300:])
sys.stdout.write(yaml.serialize(yaml.compose("a: [1, {b: c}]")))
