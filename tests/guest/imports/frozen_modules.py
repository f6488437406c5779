import _imp, os, io, zipimport, importlib.util, importlib.machinery
import importlib._bootstrap_external as external, sys

for module in (os, os.path, io, zipimport, importlib.util, importlib.machinery, external):
    spec = module.__spec__
    print(module.__name__, spec.name, spec.origin, spec.loader, module.__file__, spec.loader_state)
print(os.makedirs.__code__.co_filename, "__cached__" in vars(os))
print(os.makedirs.__doc__.splitlines()[0])
try:
    os.makedirs(3)
except TypeError as error:
    traceback = error.__traceback__
    while traceback:
        print(traceback.tb_frame.f_code.co_name, traceback.tb_lineno)
        traceback = traceback.tb_next

for name in ("os", "os.path", "__phello__", "json"):
    print(name, _imp.find_frozen(name), _imp.is_frozen(name))
    for function in (_imp.is_frozen_package, _imp.get_frozen_object):
        try:
            result = function(name)
            print(result if isinstance(result, bool) else result.co_filename)
        except ImportError as error:
            print(error, error.name)
_imp._override_frozen_modules_for_tests(-1)
print(_imp.find_frozen("os"), _imp.find_frozen("_frozen_importlib") is None)
_imp._override_frozen_modules_for_tests(0)

import __phello__.spam
print(__phello__.__path__, __phello__.spam.__spec__.origin)
print(importlib.util.MAGIC_NUMBER)
