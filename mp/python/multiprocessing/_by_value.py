"""Functions and classes that can't be found by name in another process, taken apart and put together again."""

import builtins
import marshal
import sys
import types

import _polygil_mp

_SIMPLE = (type(None), bool, int, float, str, bytes, types.FunctionType, type, types.ModuleType,
           types.BuiltinFunctionType)
_NOT_COPIED = {"__dict__", "__weakref__", "__module__", "__qualname__", "__doc__"}


def reduce(obj):
    """What __reduce__ returns, for the kinds of objects that the serialiser hands over."""
    if isinstance(obj, types.FunctionType):
        return _reduce_function(obj)
    if isinstance(obj, type):
        return _reduce_class(obj)
    if isinstance(obj, (staticmethod, classmethod)):
        return type(obj), (obj.__func__,)
    if isinstance(obj, property):
        return property, (obj.fget, obj.fset, obj.fdel, obj.__doc__)
    return obj.__reduce_ex__(4)


def _names_used(code):
    names = set(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            names |= _names_used(constant)
    return names


def _can_travel(value):
    if isinstance(value, _SIMPLE):
        return True
    try:
        _polygil_mp.dumps(value)
    except Exception:
        return False
    return True


def _globals_used(function):
    found = {}
    for name in _names_used(function.__code__):
        if name in function.__globals__ and _can_travel(function.__globals__[name]):
            found[name] = function.__globals__[name]
    return found


def _reduce_function(function):
    code = function.__code__
    cells = function.__closure__ or ()
    contents = []
    for cell in cells:
        try:
            contents.append((cell.cell_contents,))
        except ValueError:
            contents.append(())
    state = {"globals": _globals_used(function), "cells": contents, "defaults": function.__defaults__,
             "keyword_defaults": function.__kwdefaults__, "dict": function.__dict__ or None,
             "qualname": function.__qualname__, "doc": function.__doc__}
    arguments = marshal.dumps(code), function.__globals__.get("__name__"), function.__name__, len(cells)
    return _make_function, arguments, state, None, None, _fill_function


def _make_function(code, module, name, cells):
    if module in sys.modules:
        names = sys.modules[module].__dict__
    else:
        names = {"__name__": module, "__builtins__": builtins}
    closure = tuple(types.CellType() for _ in range(cells))
    return types.FunctionType(marshal.loads(code), names, name, None, closure or None)


def _fill_function(function, state):
    # Names the module has here are kept: they are this process's state.
    for name, value in state["globals"].items():
        function.__globals__.setdefault(name, value)
    for cell, content in zip(function.__closure__ or (), state["cells"]):
        if content:
            cell.cell_contents = content[0]
    function.__defaults__ = state["defaults"]
    function.__kwdefaults__ = state["keyword_defaults"]
    function.__qualname__ = state["qualname"]
    function.__doc__ = state["doc"]
    if state["dict"]:
        function.__dict__.update(state["dict"])


def _reduce_class(cls):
    kept = {"__module__": cls.__module__, "__qualname__": cls.__qualname__, "__doc__": cls.__doc__}
    slots = cls.__dict__.get("__slots__")
    skipped = set(_NOT_COPIED)
    if slots is not None:
        kept["__slots__"] = slots
        skipped |= {slots} if isinstance(slots, str) else set(slots)
    rest = {name: value for name, value in cls.__dict__.items()
            if name not in skipped and name not in kept and not _made_by_type(value)}
    return _make_class, (type(cls), cls.__name__, cls.__bases__, kept), rest, None, None, _fill_class


def _made_by_type(value):
    return isinstance(value, (types.GetSetDescriptorType, types.MemberDescriptorType))


def _make_class(meta, name, bases, kept):
    return meta(name, bases, kept)


def _fill_class(cls, attributes):
    for name, value in attributes.items():
        setattr(cls, name, value)
