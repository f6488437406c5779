"""Values and arrays in shared memory."""

import struct

from . import context
from . import synchronize

__all__ = ["RawValue", "RawArray", "Value", "Array", "copy", "synchronized"]

_CODES = "cubBhHiIlLqQfd?"


def _code_of(typecode_or_type):
    """A code of struct, or None for a ctypes structure."""
    if isinstance(typecode_or_type, str):
        if len(typecode_or_type) != 1 or typecode_or_type not in _CODES:
            raise TypeError("this type has no size")
        return typecode_or_type
    code = getattr(typecode_or_type, "_type_", None)
    return code if isinstance(code, str) and code in _CODES else None


def _size_of(code):
    return 4 if code == "u" else struct.calcsize(code)


def _wrapped(code, value):
    """An integer as C would store it."""
    bits = 8 * struct.calcsize(code)
    value &= (1 << bits) - 1
    return value - (1 << bits) if code.islower() and value >> (bits - 1) else value


class _Items:
    """Typed view of a block of shared memory."""

    def __init__(self, code, count):
        self.code = code
        self.memory = synchronize.SharedMemory(count * _size_of(code))
        self._view()

    def _view(self):
        self.view = memoryview(self.memory).cast("I" if self.code == "u" else self.code)

    def __getstate__(self):
        return self.code, self.memory

    def __setstate__(self, state):
        self.code, self.memory = state
        self._view()

    def get(self, index):
        value = self.view[index]
        return chr(value) if self.code == "u" else value

    def set(self, index, value):
        if self.code == "u":
            value = ord(value)
        try:
            self.view[index] = value
        except (ValueError, OverflowError):
            if not isinstance(value, int):
                raise
            self.view[index] = _wrapped(self.code, value)


class _RawValue:
    def __init__(self, code, value=None):
        self._items = _Items(code, 1)
        if value is not None:
            self._items.set(0, value)

    @property
    def value(self):
        return self._items.get(0)

    @value.setter
    def value(self, value):
        self._items.set(0, value)

    def __repr__(self):
        return "%s(%r)" % (_NAMES.get(self._items.code, "c_" + self._items.code), self.value)


class _RawArray:
    def __init__(self, code, count):
        if count < 0:
            raise ValueError("Array length must be >= 0")
        self._items = _Items(code, count)
        self._length_ = count

    def __len__(self):
        return self._length_

    def _index(self, index):
        index = index.__index__()
        if index < 0:
            index += self._length_
        if not 0 <= index < self._length_:
            raise IndexError("invalid index")
        return index

    def __getitem__(self, index):
        if isinstance(index, slice):
            code, part = self._items.code, self._items.view[index]
            if code == "c":
                return b"".join(part)
            if code == "u":
                return "".join(map(chr, part))
            return part.tolist()
        return self._items.get(self._index(index))

    def __setitem__(self, index, value):
        if not isinstance(index, slice):
            self._items.set(self._index(index), value)
            return
        places = range(self._length_)[index]
        values = [value[i:i + 1] for i in range(len(value))] if self._items.code == "c" else list(value)
        if len(values) != len(places):
            raise ValueError("Can only assign sequence of same size")
        for place, item in zip(places, values):
            self._items.set(place, item)

    def __iter__(self):
        for i in range(self._length_):
            yield self._items.get(i)

    def __getattr__(self, name):
        # Arrays of characters are text as well.
        code = self.__dict__["_items"].code if "_items" in self.__dict__ else ""
        if name == "raw" and code == "c":
            return bytes(self._items.memory)
        if name == "value" and code == "c":
            return bytes(self._items.memory).partition(b"\0")[0]
        if name == "value" and code == "u":
            return self[:].partition("\0")[0]
        raise AttributeError("%r object has no attribute %r" % (type(self).__name__, name))

    def __setattr__(self, name, value):
        if name in ("value", "raw") and self._items.code in "cu":
            if len(value) > self._length_:
                raise ValueError("byte string too long" if self._items.code == "c" else "string too long")
            self[:len(value)] = value
            if name == "value" and len(value) < self._length_:
                self._items.set(len(value), b"\0" if self._items.code == "c" else "\0")
        else:
            object.__setattr__(self, name, value)


_NAMES = {"i": "c_int", "I": "c_uint", "l": "c_long", "L": "c_ulong", "q": "c_long", "Q": "c_ulong", "h": "c_short",
          "H": "c_ushort", "b": "c_byte", "B": "c_ubyte", "f": "c_float", "d": "c_double", "c": "c_char",
          "u": "c_wchar", "?": "c_bool"}


def RawValue(typecode_or_type, *args):
    """A value in shared memory, without a lock."""
    code = _code_of(typecode_or_type)
    if code is not None:
        return _RawValue(code, *args)
    import ctypes
    value = typecode_or_type.from_buffer(synchronize.SharedMemory(ctypes.sizeof(typecode_or_type)))
    value.__init__(*args)
    return value


def RawArray(typecode_or_type, size_or_initializer):
    """An array in shared memory, without a lock."""
    code = _code_of(typecode_or_type)
    is_size = isinstance(size_or_initializer, int)
    if code is None:
        import ctypes
        array_type = typecode_or_type * (size_or_initializer if is_size else len(size_or_initializer))
        array = array_type.from_buffer(synchronize.SharedMemory(ctypes.sizeof(array_type)))
        if not is_size:
            array.__init__(*size_or_initializer)
        return array
    if is_size:
        return _RawArray(code, size_or_initializer)
    if not hasattr(size_or_initializer, "__len__"):
        size_or_initializer = list(size_or_initializer)
    array = _RawArray(code, len(size_or_initializer))
    array[:] = size_or_initializer
    return array


def _lock_for(lock):
    if lock in (True, None):
        return synchronize.RLock()
    if not hasattr(lock, "acquire"):
        raise AttributeError("%r has no method 'acquire'" % lock)
    return lock


def Value(typecode_or_type, *args, lock=True, ctx=None):
    value = RawValue(typecode_or_type, *args)
    return value if lock is False else synchronized(value, _lock_for(lock))


def Array(typecode_or_type, size_or_initializer, *, lock=True, ctx=None):
    array = RawArray(typecode_or_type, size_or_initializer)
    return array if lock is False else synchronized(array, _lock_for(lock))


def copy(obj):
    if isinstance(obj, _RawValue):
        return _RawValue(obj._items.code, obj.value)
    if isinstance(obj, _RawArray):
        return RawArray(obj._items.code, obj[:])
    import ctypes
    new = type(obj).from_buffer(synchronize.SharedMemory(ctypes.sizeof(obj)))
    ctypes.memmove(ctypes.byref(new), ctypes.byref(obj), ctypes.sizeof(obj))
    return new


def synchronized(obj, lock=None, ctx=None):
    assert not isinstance(obj, SynchronizedBase), "object already synchronized"
    if isinstance(obj, _RawArray):
        return (SynchronizedString if obj._items.code == "c" else SynchronizedArray)(obj, lock)
    if isinstance(obj, _RawValue):
        return Synchronized(obj, lock)
    return _synchronized_structure(obj, lock)


class SynchronizedBase:
    def __init__(self, obj, lock=None, ctx=None):
        self._obj = obj
        self._lock = lock or synchronize.RLock()
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __reduce__(self):
        context.assert_spawning(self)
        return synchronized, (self._obj, self._lock)

    def get_obj(self):
        return self._obj

    def get_lock(self):
        return self._lock

    def __repr__(self):
        return "<%s wrapper for %s>" % (type(self).__name__, self._obj)


def _guarded(name):
    def get(self):
        with self._lock:
            return getattr(self._obj, name)

    def set(self, value):
        with self._lock:
            setattr(self._obj, name, value)

    return property(get, set)


class Synchronized(SynchronizedBase):
    value = _guarded("value")


class SynchronizedArray(SynchronizedBase):
    def __len__(self):
        return len(self._obj)

    def __getitem__(self, i):
        with self._lock:
            return self._obj[i]

    def __setitem__(self, i, value):
        with self._lock:
            self._obj[i] = value

    def __getslice__(self, start, stop):
        return self[start:stop]

    def __setslice__(self, start, stop, values):
        self[start:stop] = values


class SynchronizedString(SynchronizedArray):
    value = _guarded("value")
    raw = _guarded("raw")


def _synchronized_structure(obj, lock):
    fields = [field[0] for field in getattr(type(obj), "_fields_", ())]
    if not fields and hasattr(obj, "__len__"):
        return SynchronizedArray(obj, lock)
    cls = type("Synchronized" + type(obj).__name__, (SynchronizedBase,), {name: _guarded(name) for name in fields})
    return cls(obj, lock)
