"""mpmath's own tests."""

import importlib
import os
import traceback

import mpmath.tests

folder = os.path.dirname(mpmath.tests.__file__)
for name in sorted(name[:-3] for name in os.listdir(folder) if name.startswith("test_") and name.endswith(".py")):
    try:
        module = importlib.import_module("mpmath.tests." + name)
    except ImportError as error:
        print(name, error)
        continue
    passed, others = 0, []
    for case in sorted(n for n in vars(module) if n.startswith("test_")):
        try:
            getattr(module, case)()
            passed += 1
        except BaseException as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            others.append((case, type(error).__name__, os.path.basename(where.filename), where.lineno))
    print(name, passed, *others, flush=True)
