import json
def load(text):
    return json.loads(text, object_hook=check)
def check(d):
    if "bad" in d:
        raise KeyError("bad key seen")
    return d
load('{"a": [1, {"bad": 2}]}')
