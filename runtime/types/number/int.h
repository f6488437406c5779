// int: 63-bit immediates, and heap objects of 64-bit limbs beyond (sign-magnitude, normalised: a heap
// int of the exact type never fits an immediate). Subclass instances are heap ints of any size.
// bool is an int to Python and an immediate here.

#ifndef POLYGIL_RUNTIME_TYPES_NUMBER_INT_H_
#define POLYGIL_RUNTIME_TYPES_NUMBER_INT_H_

#include <cstddef>
#include <cstdint>

#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

struct BigInt : VarObject {  // size: number of limbs, negative for negative numbers; 0 only in subclasses
  uint64_t limbs[];
};
extern Type IntType, BoolType;

// Any int64 / uint64 / __int128-sized value; raises only MemoryError.
Owned IntFromInt64(int64_t value);
Owned IntFromUint64(uint64_t value);
inline Owned IntFromSize(size_t value) { return IntFromUint64(value); }
// Truncates towards zero; OverflowError/ValueError for inf and nan.
Owned IntFromDouble(double value);
// `text` is UTF-8/ASCII digits with optional sign and underscores; base 0 or 2..36. ValueError.
Owned IntFromText(const char* text, size_t size, int base);
// int(text, base): str (any decimal digits, surrounding white space), bytes or bytearray. ValueError
// "invalid literal for int() with base 10: 'x'". ToInt() of protocol.h goes here for text.
Owned IntFromStr(Value text, int base);
// From little-endian 64-bit limbs (magnitude); normalises.
Owned IntFromLimbs(const uint64_t* limbs, size_t count, bool negative);
// True and *out set if the int (any int type, bool included) fits; never raises.
bool IntFitsInt64(Value v, int64_t* out);
bool IntFitsUint64(Value v, uint64_t* out);
// Raise OverflowError when out of range. `v` must be an int; use AsInt64() of protocol.h otherwise.
Fallible<int64_t> IntAsInt64(Value v);
Fallible<uint64_t> IntAsUint64(Value v);
uint64_t IntAsUint64Mask(Value v);  // modulo 2^64
Fallible<double> IntAsDouble(Value v);  // OverflowError: int too large to convert to float
Owned IntToText(Value v, int base);     // str without prefix; limit of sys.set_int_max_str_digits
int IntSign(Value v);                   // -1, 0, 1
// Operations on two ints of any representation (slow paths of the specialised instructions).
Owned IntAdd(Value a, Value b);
Owned IntSubtract(Value a, Value b);
Owned IntMultiply(Value a, Value b);
Owned IntFloorDivide(Value a, Value b);
Owned IntRemainder(Value a, Value b);
Owned IntPower(Value a, Value b, Value modulus_or_empty);
Owned IntShiftLeft(Value a, Value b);
Owned IntShiftRight(Value a, Value b);
Owned IntAnd(Value a, Value b);
Owned IntOr(Value a, Value b);
Owned IntXor(Value a, Value b);
Owned IntNegate(Value v);
Owned IntAbsolute(Value v);
Owned IntInvert(Value v);
int IntCompare(Value a, Value b);       // -1, 0, 1
int64_t IntHash(Value v);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_NUMBER_INT_H_
