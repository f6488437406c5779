// Comparison and hashing (Language Reference 3.3.1).

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

constexpr CompareOp kSwapped[] = {CompareOp::kGt, CompareOp::kGe, CompareOp::kEq,
                                  CompareOp::kNe, CompareOp::kLt, CompareOp::kLe};
constexpr const char* kSymbols[] = {"<", "<=", "==", "!=", ">", ">="};

template <typename T>
bool Holds(T a, T b, CompareOp op) {
  switch (op) {
    case CompareOp::kLt:
      return a < b;
    case CompareOp::kLe:
      return a <= b;
    case CompareOp::kEq:
      return a == b;
    case CompareOp::kNe:
      return a != b;
    case CompareOp::kGt:
      return a > b;
    case CompareOp::kGe:
      return a >= b;
  }
  return false;
}

Owned CompareGeneric(Value left, Value right, CompareOp op) {
  Type* left_type = TypeOf(left);
  Type* right_type = TypeOf(right);
  CompareSlot right_slot = right_type->slots.rich_compare;
  bool right_first =
      left_type != right_type && right_slot != nullptr && IsSubtype(right_type, left_type);
  if (right_first) {
    Handle result = TRY(right_slot(right, left, kSwapped[static_cast<int>(op)]));
    if (!result.Get().IsNotImplemented()) return result.Release();
  }
  if (CompareSlot left_slot = left_type->slots.rich_compare) {
    Handle result = TRY(left_slot(left, right, op));
    if (!result.Get().IsNotImplemented()) return result.Release();
  }
  if (!right_first && right_slot != nullptr) {
    Handle result = TRY(right_slot(right, left, kSwapped[static_cast<int>(op)]));
    if (!result.Get().IsNotImplemented()) return result.Release();
  }
  switch (op) {
    case CompareOp::kEq:
      return OwnBool(left == right);
    case CompareOp::kNe:
      return OwnBool(left != right);
    default:
      return Raise(&TypeErrorType, "'%s' not supported between instances of '%.100s' and '%.100s'",
                   kSymbols[static_cast<int>(op)], TypeName(left), TypeName(right));
  }
}

inline bool AreStrs(Value a, Value b) {
  return a.IsPointer() && b.IsPointer() && a.AsObject()->type == &StrType &&
         b.AsObject()->type == &StrType;
}

// Two exact strs.
inline bool StrHolds(Value a, Value b, CompareOp op) {
  if (op == CompareOp::kEq) return StrEqual(a, b);
  if (op == CompareOp::kNe) return !StrEqual(a, b);
  const Str* left = a.As<Str>();
  const Str* right = b.As<Str>();
  // Most orders are told by the first character.
  if (left->kind() == 1 && right->kind() == 1 && left->data[0] != right->data[0])
    return Holds<int>(left->data[0], right->data[0], op);
  return Holds(StrCompare(a, b), 0, op);
}

// Two exact tuples of one size, item by item.
Fallible<bool> TuplesEqual(Value a, Value b) {
  if (!CheckNativeStack()) return {};
  for (int64_t i = 0; i < TupleSize(a); ++i) {
    Value x = TupleAt(a, i), y = TupleAt(b, i);
    if (x == y) continue;
    bool equal = TRY(RichCompareBool(x, y, CompareOp::kEq));
    if (!equal) return false;
  }
  return true;
}

}  // namespace

Owned RichCompare(Value left, Value right, CompareOp op) {
  if (left.IsInt() && right.IsInt()) return OwnBool(Holds(left.AsInt(), right.AsInt(), op));
  if (left.IsImmediateFloat() && right.IsImmediateFloat())
    return OwnBool(Holds(left.AsImmediateFloat(), right.AsImmediateFloat(), op));
  if (AreStrs(left, right)) return OwnBool(StrHolds(left, right, op));
  if (!CheckNativeStack()) return {};
  return CompareGeneric(left, right, op);
}

Fallible<bool> RichCompareBool(Value left, Value right, CompareOp op) {
  if (left == right) {
    if (op == CompareOp::kEq) return true;
    if (op == CompareOp::kNe) return false;
  }
  if (left.IsInt() && right.IsInt()) return Holds(left.AsInt(), right.AsInt(), op);
  if (AreStrs(left, right)) return StrHolds(left, right, op);
  if (op == CompareOp::kEq && IsExactly(left, TupleType) && IsExactly(right, TupleType) &&
      TupleSize(left) == TupleSize(right))
    return TuplesEqual(left, right);
  Type* type = TypeOf(left);
  if (type == TypeOf(right) && type->slots.rich_compare != nullptr && !type->Has(kTypeHeap)) {
    // Nobody else is to be asked; nearly always the answer is a bool.
    if (!CheckNativeStack()) return {};
    Owned answer = TRY(type->slots.rich_compare(left, right, op));
    if (answer.Peek() == Value::True()) return true;
    if (answer.Peek() == Value::False()) return false;
    Handle result = answer;
    if (!result.Get().IsNotImplemented()) return IsTrue(result);
  }
  Handle result = TRY(RichCompare(left, right, op));
  return IsTrue(result);
}

Fallible<int64_t> Hash(Value v) {
  if (IsExactly(v, StrType)) return StrHash(v);
  if (v.IsInt()) return IntHash(v);
  HashSlot hash = TypeOf(v)->slots.hash;
  if (hash == nullptr) [[unlikely]]
    return Raise(&TypeErrorType, "unhashable type: '%.200s'", TypeName(v));
  return hash(v);
}

}  // namespace polygil
