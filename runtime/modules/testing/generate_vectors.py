"""Writes module_vectors.inc: what CPython's native modules answer.

Run with CPython 3.11. A row is module, function, coded positional arguments and the repr of the
result, or "Type: message" of the exception. module_test.cc reads it.
"""

import importlib
import random
import struct

import _json
import binascii
import cmath
import math


def code(v):
    if v is None:
        return 'N'
    if v is True:
        return 'T'
    if v is False:
        return 'F'
    if isinstance(v, int):
        return 'i%x;' % v
    if isinstance(v, float):
        return 'f%s;' % v.hex()
    if isinstance(v, complex):
        return 'c' + code(v.real) + code(v.imag)
    if isinstance(v, str):
        return 's%s;' % v.encode('utf-8', 'surrogatepass').hex()
    if isinstance(v, bytes):
        return 'b%s;' % v.hex()
    if isinstance(v, tuple):
        return '(%s)' % ''.join(map(code, v))
    if isinstance(v, list):
        return '[%s]' % ''.join(map(code, v))
    if isinstance(v, dict):
        return '{%s}' % ''.join(code(k) + code(x) for k, x in v.items())
    raise TypeError(v)


def quote(text):
    out = ''
    for byte in text.encode('utf-8', 'surrogatepass'):
        out += '\\%03o' % byte if byte in b'"\\?' or not 32 <= byte < 127 else chr(byte)
    return '"%s"' % out


FLOATS = [0.0, -0.0, 0.5, -0.5, 1.0, -1.0, 1.5, 2.0, -2.5, 10.0, 0.1, 1e-10, 1e10, 1e300, -1e300,
          5e-324, 170.5, 710.0, -745.5, float('inf'), float('-inf'), float('nan')]
NUMBERS = FLOATS + [0, 1, -1, 5, 20, 10**20, 2**1100, True, 'x', None]
COMPLEXES = [complex(a, b) for a in (0.0, -0.0, 1.0, -1.0, 0.25, -3.5, 1e-310, 1e300, 710.0,
                                     float('inf'), float('-inf'), float('nan'))
             for b in (0.0, -0.0, 0.5, -2.0, 1e-200, 1e200, float('inf'), float('nan'))]


def math_rows():
    one = ('acos acosh asin asinh atan atanh cbrt ceil cos cosh degrees erf erfc exp exp2 expm1 fabs '
           'floor frexp gamma isfinite isinf isnan isqrt lgamma log log10 log1p log2 modf radians '
           'sin sinh sqrt tan tanh trunc ulp').split()
    for name in one:
        for v in NUMBERS:
            yield 'math', name, (v,)
    for v in (0, 1, 5, 20, 21, 100, -1, 1.0, 2**70):
        yield 'math', 'factorial', (v,)
    for name in 'atan2 copysign fmod nextafter pow remainder'.split():
        for a in FLOATS:
            for b in FLOATS[::2]:
                yield 'math', name, (a, b)
    for a in (0, 1, 5, 60, 1000, 2**40, 2**70, -3, 1.5):
        for b in (0, 1, 2, 5, 30, 59, 2**66, -1):
            if name not in ('comb', 'perm') or abs(b) < 10**4:
                yield 'math', 'gcd', (a, b)
                yield 'math', 'lcm', (a, b)
                if b != 30 or a < 2**60:
                    yield 'math', 'comb', (a, b)
                    yield 'math', 'perm', (a, b)
            yield 'math', 'ldexp', (1.5, b)
            yield 'math', 'log', (a, b)
    for args in ((), (1,), (6, 4, 10), (2**80, 2**70, 6)):
        yield 'math', 'gcd', args
        yield 'math', 'lcm', args
        yield 'math', 'hypot', args
    yield 'math', 'fsum', ([0.1] * 10,)
    yield 'math', 'fsum', ([1e308, 1e308],)
    yield 'math', 'fsum', ([float('inf'), float('-inf')],)
    yield 'math', 'prod', ([1, 2.5, 3],)
    yield 'math', 'dist', ((1.0, 2), [4, 6])
    yield 'math', 'dist', ((1.0,), (4, 6))
    yield 'math', 'isclose', (1.0, 1.0 + 1e-10)
    for p in (0.5, 0.01, 0.999, 1e-20, 0.0, 1.0):
        yield '_statistics', '_normal_dist_inv_cdf', (p, 1.0, 2.0)


def cmath_rows():
    for name in ('acos acosh asin asinh atan atanh cos cosh exp isfinite isinf isnan log log10 phase '
                 'polar sin sinh sqrt tan tanh').split():
        for z in COMPLEXES + [2, -1.5, 'x']:
            yield 'cmath', name, (z,)
    for r in FLOATS:
        for phi in (0.0, -0.0, 1.0, 3.0, float('inf'), float('nan')):
            yield 'cmath', 'rect', (r, phi)
    yield 'cmath', 'log', (2, 1)
    yield 'cmath', 'log', (8j, 2)


def struct_rows():
    values = {'c': b'a', '?': True, 'b': -5, 'B': 200, 'h': -300, 'H': 60000, 'i': -70000, 'I': 2**31,
              'l': -2**40, 'L': 2**63, 'q': -2**62, 'Q': 2**64 - 1, 'n': 5, 'N': 5, 'P': 2**40,
              'e': 1.5, 'f': 0.1, 'd': -0.1, 's': b'x', 'p': b'x'}
    for c, value in values.items():
        for prefix in ('', '<', '>', '=', '!', '@'):
            f = prefix + 'b' + c
            yield '_struct', 'calcsize', (f,)
            yield '_struct', 'pack', (f, 1, value)
            yield '_struct', 'pack', (f, 1)
            yield '_struct', 'pack', (prefix + c, 'bad')
            yield '_struct', 'pack', (prefix + c, 2**70)
            yield '_struct', 'pack', (prefix + c, -1)
            try:
                yield '_struct', 'unpack', (f, struct.pack(f, 1, value))
            except struct.error:
                pass
    for args in (('3i', b'x' * 11), ('i', b'abc'), ('5s2xh', b'abcdefghi'), ('4p', b'\x02abc')):
        yield '_struct', 'unpack', args
    for offset in (0, 1, 5, -4, -2, -9):
        yield '_struct', 'unpack_from', ('i', b'abcdefgh', offset)
    for f in ('z', '3', '', 'i i', b'i', 5):
        yield '_struct', 'calcsize', (f,)


def binascii_rows():
    rng = random.Random(1)
    for size in (0, 1, 2, 3, 10, 45, 46):
        data = rng.randbytes(size)
        for name in 'b2a_base64 hexlify crc32 b2a_qp b2a_uu'.split():
            yield 'binascii', name, (data,)
        yield 'binascii', 'crc_hqx', (data, 77)
        yield 'binascii', 'a2b_base64', (binascii.b2a_base64(data),)
        yield 'binascii', 'unhexlify', (data.hex(),)
        yield 'binascii', 'hexlify', (data, ':', 3)
        if size < 46:
            yield 'binascii', 'a2b_uu', (binascii.b2a_uu(data),)
    for text in ('a', 'ab=c', '====', 'YQ==\nx', '\u1234', 5, 'zz', 'abc'):
        for name in 'a2b_base64 unhexlify a2b_uu a2b_qp'.split():
            yield 'binascii', name, (text,)


def json_rows():
    for text in ('', 'abc', 'a"b\\c', '\n\t\x01\x7f', '\u00e9', '\u20ac', '\U0001f600', '\ud800', 5):
        yield '_json', 'encode_basestring', (text,)
        yield '_json', 'encode_basestring_ascii', (text,)
    for text, end in (('abc"', 0), ('a\\n\\u00e9"x', 0), ('\\ud83d\\ude00"', 0), ('x"abc"', 2),
                      ('abc"', 9), ('\u20acx"', 0)):
        yield '_json', 'scanstring', (text, end)


def other_rows():
    for x in range(-1, 7):
        for name in ('bisect_left', 'bisect_right'):
            yield '_bisect', name, ([0, 1, 1, 2, 4, 4, 5], x)
    yield '_bisect', 'bisect_left', ([1], 1, -1)
    yield '_bisect', 'bisect_left', ([1], 2, 0, 5)
    yield '_heapq', 'heappop', ([1, 5, 2],)
    yield '_heapq', 'heappop', ([],)
    yield '_heapq', 'heappop', (5,)
    yield '_heapq', 'heappushpop', ([1, 5, 2], 3)
    yield '_heapq', 'heapreplace', ([1, 5, 2], 0)
    yield '_heapq', '_heappop_max', ([9, 5, 2],)


def main():
    with open('module_vectors.inc', 'w') as out:
        out.write('// Made by generate_vectors.py.\n')
        for rows in (math_rows, cmath_rows, struct_rows, binascii_rows, json_rows, other_rows):
            for module, name, args in rows():
                coded = ''.join(map(code, args))
                try:
                    expected = repr(getattr(importlib.import_module(module), name)(*args))
                except Exception as error:
                    kind = type(error)
                    scope = '' if kind.__module__ == 'builtins' else kind.__module__ + '.'
                    expected = '%s%s: %s' % (scope, kind.__name__, error)
                if len(expected) < 3000:
                    out.write('{"%s", "%s", "%s", %s},\n' % (module, name, coded, quote(expected)))


main()
