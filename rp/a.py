from .b import v
from . import b
from .inner import c
