// Value: one 64-bit word that is any Python value.
//
//   ....xxx1  small int, 63 bits, value << 1 | 1
//   ....xx10  float with a common exponent (|x| about 2^-255 .. 2^257), rotated; also +0.0
//   ....x100  immediate: None, False, True, Ellipsis, NotImplemented
//   ....x000  pointer to a heap object; the zero word is "nothing": unbound, absent, or error
//
// A Value is a *borrowed* view: copying it never touches a reference count. Ownership is spelled
// `Owned` (results) and `Handle` (locals and fields), see runtime/object/ownership.h.
// All knowledge of tags lives in this file, so that another encoding can be tried in an afternoon.

#ifndef POLYGIL_RUNTIME_OBJECT_VALUE_H_
#define POLYGIL_RUNTIME_OBJECT_VALUE_H_

#include <bit>
#include <cstdint>

namespace polygil {

struct Object;

struct Value {
  uint64_t bits;

  // -- The empty word ------------------------------------------------------------------------
  static constexpr Value Empty() { return {0}; }
  constexpr bool IsEmpty() const { return bits == 0; }
  constexpr explicit operator bool() const { return bits != 0; }

  // -- Immediates ----------------------------------------------------------------------------
  static constexpr Value Immediate(uint64_t index) { return {(index << 3) | 4}; }
  static constexpr Value None() { return Immediate(0); }
  static constexpr Value False() { return Immediate(2); }
  static constexpr Value True() { return Immediate(3); }
  static constexpr Value Ellipsis() { return Immediate(4); }
  static constexpr Value NotImplemented() { return Immediate(5); }
  static constexpr Value Bool(bool b) { return Immediate(2 + (b ? 1 : 0)); }

  constexpr bool IsImmediate() const { return (bits & 7) == 4; }
  constexpr uint64_t ImmediateIndex() const { return bits >> 3; }
  constexpr bool IsNone() const { return bits == None().bits; }
  constexpr bool IsTrue() const { return bits == True().bits; }
  constexpr bool IsFalse() const { return bits == False().bits; }
  constexpr bool IsBool() const { return (bits | 8) == True().bits; }
  constexpr bool IsEllipsis() const { return bits == Ellipsis().bits; }
  constexpr bool IsNotImplemented() const { return bits == NotImplemented().bits; }

  // -- Small ints ----------------------------------------------------------------------------
  static constexpr int64_t kSmallIntMax = INT64_MAX >> 1;
  static constexpr int64_t kSmallIntMin = INT64_MIN >> 1;
  static constexpr bool FitsInt(int64_t i) { return i >= kSmallIntMin && i <= kSmallIntMax; }
  // Requires FitsInt(i).
  static constexpr Value Int(int64_t i) { return {(static_cast<uint64_t>(i) << 1) | 1}; }
  // A small int, not a bool and not a heap (big) int.
  constexpr bool IsInt() const { return bits & 1; }
  constexpr int64_t AsInt() const { return static_cast<int64_t>(bits) >> 1; }

  // -- Immediate floats ----------------------------------------------------------------------
  // Floats outside the common range (and -0.0, NaN, inf, subnormals) are boxed:
  // runtime/types/number/float.h. A bias of one in the exponent's top bits gives the common range
  // (tops 011 and 100) the same two bits 10, which a rotation brings to the tag's place. The one
  // float whose code is the bare tag is boxed, and its code stands for 0.0.
  static constexpr uint64_t kFloatBias = uint64_t{1} << 60;
  static constexpr uint64_t kFloatZero = 2;
  constexpr bool IsImmediateFloat() const { return (bits & 3) == 2; }
  // Requires IsImmediateFloat().
  constexpr double AsImmediateFloat() const {
    if (bits == kFloatZero) [[unlikely]] return 0.0;
    return std::bit_cast<double>(std::rotr(bits, 3) - kFloatBias);
  }
  // Stores the encoding in *out and returns true if the float needs no box.
  static constexpr bool TryFloat(double d, Value* out) {
    uint64_t raw = std::bit_cast<uint64_t>(d);
    uint64_t code = std::rotl(raw + kFloatBias, 3);
    if ((code & 3) == 2 && code != kFloatZero) [[likely]] {
      *out = {code};
      return true;
    }
    *out = {kFloatZero};
    return raw == 0;
  }

  // -- Heap objects --------------------------------------------------------------------------
  static Value Pointer(const void* object) { return {reinterpret_cast<uint64_t>(object)}; }
  constexpr bool IsPointer() const { return (bits & 7) == 0 && bits != 0; }
  // True for pointers and for the empty word: one test, for hot paths that know the word is set.
  constexpr bool HasPointerTag() const { return (bits & 7) == 0; }
  Object* AsObject() const { return reinterpret_cast<Object*>(bits); }
  // Unchecked view as a concrete layout, e.g. v.As<List>().
  template <typename T>
  T* As() const {
    return reinterpret_cast<T*>(bits);
  }

  // Python's `is`. Boxed floats and big ints compare by address.
  friend constexpr bool operator==(Value a, Value b) { return a.bits == b.bits; }
  friend constexpr bool operator!=(Value a, Value b) { return a.bits != b.bits; }
};

static_assert(sizeof(Value) == 8);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_OBJECT_VALUE_H_
