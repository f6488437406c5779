import sys, importlib.abc, importlib.machinery, importlib.util
class F(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path, target=None):
        if name.startswith("virt"):
            print("find", name, path)
            return importlib.machinery.ModuleSpec(name, self, is_package=name == "virt")
    def create_module(self, spec): return None
    def exec_module(self, m):
        m.made = m.__name__.upper()
sys.meta_path.insert(0, F())
import virt.sub
print(virt.made, virt.sub.made, virt.__spec__.name, virt.sub.__spec__.parent, virt.__path__)
print(importlib.util.find_spec("os").name, importlib.util.find_spec("nope"), importlib.util.find_spec("json").submodule_search_locations is not None)
spec = importlib.util.spec_from_loader("direct", F())
m = importlib.util.module_from_spec(spec); spec.loader.exec_module(m)
print(m.made, m, "direct" in sys.modules)
print([x.__name__ for x in sys.meta_path if isinstance(x, type)])
import zipfile
with zipfile.ZipFile("lib.zip", "w") as z:
    z.writestr("zipped.py", "v = 'from zip'\n"); z.writestr("zp/__init__.py", "from . import q"); z.writestr("zp/q.py", "w = 1")
sys.path.insert(0, "lib.zip")
import zipped, zp
print(zipped.v, zp.q.w, zipped.__file__)
