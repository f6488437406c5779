"""Writes number_vectors.inc: what CPython answers for operations on numbers.

Run with CPython 3.11. A row is the name of an operation, its coded arguments and the repr of the
result, or "Type: message" of the exception. number_test.cc reads the code.
"""

import operator
import random


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
    raise TypeError(v)


def quote(text):
    out = ''
    for byte in text.encode('utf-8', 'surrogatepass'):
        if byte in b'"\\' or not 32 <= byte < 127:
            out += '\\%03o' % byte
        else:
            out += chr(byte)
    return '"%s"' % out


def outcome(function, args):
    try:
        result = function(*args)
        if result is NotImplemented:
            return 'NotImplemented'
        return repr(result)
    except MemoryError:
        return None
    except Exception as error:
        return '%s: %s' % (type(error).__name__, error)


BINARY = {
    '+': operator.add, '-': operator.sub, '*': operator.mul, '/': operator.truediv,
    '//': operator.floordiv, '%': operator.mod, 'divmod': divmod, '**': operator.pow,
    '<<': operator.lshift, '>>': operator.rshift, '&': operator.and_, '|': operator.or_,
    '^': operator.xor, '<': operator.lt, '<=': operator.le, '==': operator.eq, '!=': operator.ne,
    '>': operator.gt, '>=': operator.ge,
}
UNARY = {
    'neg': operator.neg, 'pos': operator.pos, 'abs': abs, '~': operator.invert, 'repr': repr,
    'hash': hash, 'bool': bool, 'int': int, 'float': float, 'complex': complex,
}
TYPES = {'int': int, 'float': float, 'complex': complex, 'bool': bool}

INTS = [0, 1, -1, 2, -2, 3, 7, -7, 10, 100, 255, 256, 2**31, -2**31, 2**53, 2**53 + 1, 2**61 - 1,
        2**61, 2**62 - 1, 2**62, -2**62, -2**62 - 1, 2**63 - 1, 2**63, -2**63, 2**64, 2**64 - 1,
        -2**64, 2**100, -2**100, 3**80, -3**80, 2**1023, 10**30, True, False]
FLOATS = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, 2.5, -2.5, 1e16, 1e-5, 123456.789, 1e300, -1e300,
          5e-324, 2.0**53, 2.0**62, -2.0**63, 1e22, 1e23, float('inf'), float('-inf'), 0.1, 1/3]
COMPLEXES = [0j, 1j, -1j, 1+2j, -1.5+0.25j, complex(0.0, -0.0), complex(-0.0, 2), 1e200+1e200j]
SMALL = [0, 1, -1, 2, 3, 5, -3, 64, 100]
TEXTS = ['', ' ', '0', '-0', '+5', '12', ' 12 ', '1_000', '1__0', '_1', '1_', '0x1f', '0X1F', '0b11',
         '0o17', '017', '00', '0_0', '1e5', '1.5', '.5', '5.', '-.5e-3', 'inf', '-Infinity', 'nan',
         'infinit', '1e400', '1e-400', '\u0661\u0662', '\xa012\u2003', '1+2j', '1-j', 'j', '-j',
         '(1+2j)', '( 1j )', '1+2', '1_0+2_0j', '1 +2j', '9' * 30, '-' + '9' * 30, '0x' + 'f' * 30,
         'z', 'Zz', '1' * 4300, '1' * 4301, '1\0', 'x' * 300, '\x1c1', '1\u0085']
SPECS = ['', 'd', '5', '<5', '^6', '=+6', '05', ',', '_', 'x', '#x', 'X', '#o', '#b', '_b', 'c', 'n',
         'e', '.3', '.3f', '.0f', '#.0f', 'g', 'G', '.3g', '%', '.1%', '+', ' ', 'z.1f', '010.3f',
         '*>12', '\u2022^9', 's', 'y', '.', ',d', ',x', '_,', '5d', '.2d', '1' * 30, 'E', 'F', ',.2f']


def rows():
    rng = random.Random(5)
    for name, function in BINARY.items():
        for left in INTS:
            for right in (SMALL if name in ('<<', '**') else INTS):
                if rng.random() < 0.12:
                    yield name, (left, right), function
        mixed = INTS + FLOATS + COMPLEXES
        for _ in range(100):
            left, right = rng.choice(mixed), rng.choice(mixed)
            if name in ('<<', '**') and isinstance(right, int) and abs(right) > 1000:
                continue
            yield name, (left, right), function
        for _ in range(30):
            yield name, (rng.choice(FLOATS), rng.choice(FLOATS)), function
    for name, function in UNARY.items():
        for v in INTS + FLOATS + COMPLEXES:
            yield name, (v,), function
        for text in TEXTS:
            if name in TYPES and name != 'bool':
                yield name, (text,), function
                if name != 'complex':
                    try:
                        yield name, (text.encode('ascii'),), function
                    except UnicodeEncodeError:
                        pass
    for text in TEXTS:
        for base in (0, 2, 8, 10, 16, 36, 1, 37):
            yield 'int', (text, base), int
    for _ in range(200):
        b, e, m = (rng.choice(INTS) for _ in range(3))
        yield 'pow', (b, e, m), pow
    for spec in SPECS:
        for v in (0, 7, -1234567, 2**70, True, 65, 1.5, -1234567.891, 1e300, float('nan'), -0.0,
                  1+2j, -1.5j):
            yield 'format', (v, spec), format
    for v in (0, 1, -1, 127, 128, -128, -129, 255, 256, 2**70, -2**70):
        for length in (0, 1, 2, 9, 10):
            for order in ('big', 'little', 'x'):
                for signed in (False, True):
                    yield ('.to_bytes', (v, length, order, signed),
                           lambda v, n, o, s: v.to_bytes(n, o, signed=s))
    for data in (b'', b'\0', b'\xff', b'\x80\0', b'\0\x80', b'\1\2\3\4\5\6\7\10\11', b'\xff' * 9):
        for order in ('big', 'little'):
            for signed in (False, True):
                yield ('from_bytes', (data, order, signed),
                       lambda d, o, s: int.from_bytes(d, o, signed=s))
    for v in INTS:
        for name in ('bit_length', 'bit_count', 'as_integer_ratio', 'conjugate', '__trunc__',
                     '__floor__', '__ceil__', '__round__', '__getnewargs__', '__index__', '__int__',
                     '__float__'):
            yield '.' + name, (v,), lambda v, name=name: getattr(v, name)()
        for digits in (0, 1, -1, -2, -20, None, 2**70):
            yield '.__round__', (v, digits), lambda v, d: v.__round__(d)
    for v in FLOATS + [float('nan')]:
        for name in ('hex', 'is_integer', 'as_integer_ratio', 'conjugate', '__trunc__', '__floor__',
                     '__ceil__', '__round__', '__int__'):
            yield '.' + name, (v,), lambda v, name=name: getattr(v, name)()
        for digits in (0, 1, -1, 2, -300, 400, None, 2**70):
            yield '.__round__', (v, digits), lambda v, d: v.__round__(d)
    for text in ('0x1p0', '-0x1.8p1', '0x1p5000', '1.8', ' inf ', 'nan', 'zz', '', '0x.1p-1074'):
        yield 'fromhex', (text,), float.fromhex
    for args in ((1, 2), (1j, 1j), (1.5,), ('1', 2), (1, '2'), (), (None,), (1, None)):
        yield 'complex', args, complex


def main():
    seen = set()
    with open('number_vectors.inc', 'w') as out:
        out.write('// Made by generate_vectors.py.\n')
        for name, args, function in rows():
            try:
                hashable = (name, args, tuple(map(repr, args)))
            except ValueError:
                hashable = (name, id(args))
            if hashable in seen:
                continue
            seen.add(hashable)
            try:
                expected = outcome(function, args)
            except ValueError:  # the repr of the result is refused
                continue
            if expected is None or len(expected) > 2000:
                continue
            out.write('{%s, "%s", %s},\n' % (quote(name), ''.join(map(code, args)),
                                             quote(expected)))


main()
