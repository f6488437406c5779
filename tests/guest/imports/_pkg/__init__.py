print("loading", __name__)
from .sub import helper as _helper
value = _helper(20)
exported = "exported"
hidden = "hidden"
__all__ = ["exported", "lazy"]
def __getattr__(name):
    if name == "dynamic_name":
        return "made by module __getattr__"
    raise AttributeError(f"module has no {name}")
