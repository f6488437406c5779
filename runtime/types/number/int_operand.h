// Ints as the bigint engine sees them: operands of any representation as views, and results that
// are built on the stack when small and in the object to come when large. GIL held.

#ifndef POLYGIL_RUNTIME_TYPES_NUMBER_INT_OPERAND_H_
#define POLYGIL_RUNTIME_TYPES_NUMBER_INT_OPERAND_H_

#include <cstdint>
#include <cstring>

#include "runtime/base/bigint/bigint.h"
#include "runtime/object/ownership.h"
#include "runtime/object/type.h"
#include "runtime/types/number/int.h"

namespace polygil {

// A view of an int: small, bool or heap. It borrows from the value and from itself.
class IntOperand {
 public:
  explicit IntOperand(Value v) {
    if (v.IsInt()) {
      SetSmall(v.AsInt());
    } else if (v.IsBool()) {
      SetSmall(v.IsTrue() ? 1 : 0);
    } else {
      const BigInt* big = v.As<BigInt>();
      view_ = {big->limbs, big->size < 0 ? -big->size : big->size, big->size < 0};
    }
  }
  explicit IntOperand(int64_t value) { SetSmall(value); }
  IntOperand(const IntOperand&) = delete;
  IntOperand& operator=(const IntOperand&) = delete;

  const BigView& view() const { return view_; }
  operator const BigView&() const { return view_; }  // NOLINT: an operand is its view

 private:
  void SetSmall(int64_t value) {
    limb_ = value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
    view_ = {&limb_, limb_ != 0, value < 0};
  }

  uint64_t limb_ = 0;
  BigView view_;
};

// Limbs of a result of at most `bound` limbs. Small results never leave the stack; large ones are
// computed where they stay.
class IntResult {
 public:
  explicit IntResult(int64_t bound);
  ~IntResult() { DecRef(object_); }
  IntResult(const IntResult&) = delete;
  IntResult& operator=(const IntResult&) = delete;

  // False: MemoryError is pending.
  bool ok() const { return limbs_ != nullptr; }
  uint64_t* limbs() { return limbs_; }
  // The int; raises MemoryError if the engine ran out of memory.
  Owned Finish(const BigResult& result);

 private:
  static constexpr int64_t kInline = 24;
  Value object_ = Value::Empty();
  uint64_t* limbs_;
  uint64_t inline_[kInline];
};

inline bool IsExactInt(Value v) { return v.IsInt() || IsExactly(v, IntType); }
// Small value of a small int or bool.
inline bool SmallIntOf(Value v, int64_t* out) {
  if (v.IsInt()) return *out = v.AsInt(), true;
  if (v.IsBool()) return *out = v.IsTrue(), true;
  return false;
}
// The exact int equal to an int of any type.
Owned IntExact(Value v);
// A new instance of a subclass of int with the value of `v`.
Owned IntInstance(Type* type, Value v);

// a / b as a float; ZeroDivisionError, OverflowError.
Owned IntTrueDivide(Value a, Value b);
// (a // b, a % b).
Owned IntDivmod(Value a, Value b);

// Text of an int in a base, with prefix and without limit if the base is a power of two.
// ValueError if the decimal text of `v` is surely beyond sys.get_int_max_str_digits().
bool IntCheckTextLimit(Value v);
Owned IntFormatBase(Value v, int base, bool prefix);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_NUMBER_INT_OPERAND_H_
