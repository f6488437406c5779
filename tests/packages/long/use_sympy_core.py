"""All of sympy's own core tests."""

import importlib
import os
import sys
import traceback

import sympy.core.tests

sys.setrecursionlimit(3000)
folder = os.path.dirname(sympy.core.tests.__file__)
for name in sorted(name[:-3] for name in os.listdir(folder) if name.startswith("test_") and name.endswith(".py")):
    module = importlib.import_module("sympy.core.tests." + name)
    passed, others = 0, []
    for case in sorted(n for n in vars(module) if n.startswith("test_")):
        try:
            getattr(module, case)()
            passed += 1
        except BaseException as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            others.append((case, type(error).__name__, os.path.basename(where.filename), where.lineno))
    print(name, passed, *others, flush=True)
