# dis and modulefinder find imports, names and constants in co_code.
import dis
import modulefinder
import os
import tempfile

code = compile("import os.path as p\nfrom ..a.b import c, d as e\nfrom x import *\nglobal g\ng = 1\n", "<text>", "exec")
print(list(dis._find_imports(code)))
print(list(dis._find_store_names(code)))
many = "\n".join(f"name_{i} = {i}" for i in range(300)) + "\nimport last\nfrom . import here\n"
code = compile(many, "<text>", "exec")
print(list(dis._find_imports(code)), list(dis._find_store_names(code))[-3:])

with tempfile.TemporaryDirectory() as folder:
    for name, text in {"first": "import second, missing\nanswer = 42\n", "second": "from third import thing\n",
                       "third": "thing = 1\ndef f():\n    import lazily\n"}.items():
        with open(os.path.join(folder, name + ".py"), "w") as file:
            file.write(text)
    finder = modulefinder.ModuleFinder([folder])
    finder.run_script(os.path.join(folder, "first.py"))
    print(sorted(finder.modules), sorted(finder.any_missing()), sorted(finder.modules["__main__"].globalnames))


def change(x):
    y = 12345
    return x + y, "text"


constants = tuple(54321 if v == 12345 else "other" if v == "text" else v for v in change.__code__.co_consts)
changed = type(change)(change.__code__.replace(co_consts=constants), globals())
print(change(1), changed(1))
dis.dis(change, file=open(os.devnull, "w"))
