// find, index, count, startswith, endswith, in, and comparison.

#include <cstring>

#include "runtime/base/search/search.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/byte_methods.h"
#include "runtime/types/bytes/byte_text.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/arguments.h"

namespace polygil {
namespace {

struct Bounds {
  int64_t start = 0, end = INT64_MAX;

  bool Read(const Value* args, size_t nargs) {
    if (nargs > 1 && !ReadSliceBound(args[1], &start)) return false;
    return nargs <= 2 || ReadSliceBound(args[2], &end);
  }
  // The part of `text`; false if the start is behind its end.
  bool Cut(const TextView& text, TextView* part) {
    AdjustBounds(text.length, &start, &end);
    if (start > end) return false;
    *part = text.Slice(start, end);
    return true;
  }
};

bool Locate(Value self, const Value* args, size_t nargs, bool last, int64_t* found) {
  ByteNeedle needle;
  Bounds bounds;
  TRY_VOID(bounds.Read(args, nargs) && needle.Read(args[0]));
  TextView part;
  *found = -1;
  if (!bounds.Cut(ByteView(self), &part)) return true;
  TextView pattern = needle.view();
  int64_t at = pattern.length == 1
                   ? (last ? FindLastCharacter(part, pattern[0]) : FindCharacter(part, pattern[0]))
                   : (last ? FindLastText(part, pattern) : FindText(part, pattern));
  if (at >= 0) *found = at + bounds.start;
  return true;
}

Owned FindOrRaise(Value self, const Value* args, size_t nargs, bool last) {
  int64_t found;
  TRY_VOID(Locate(self, args, nargs, last, &found));
  if (found < 0) return Raise(&ValueErrorType, "subsection not found");
  return Owned(Value::Int(found));
}

bool MatchesPart(Value self, Value part, Bounds bounds, bool suffix, bool* matches) {
  ByteArgument argument;
  TRY_VOID(argument.Read(part));
  TextView text;
  const TextView& pattern = argument.view();
  *matches = bounds.Cut(ByteView(self), &text) && pattern.length <= text.length &&
             MatchesAt(text, suffix ? text.length - pattern.length : 0, pattern);
  return true;
}

Owned MatchEnd(Value self, const Value* args, size_t nargs, bool suffix) {
  Bounds bounds;
  TRY_VOID(bounds.Read(args, nargs));
  bool matches = false;
  if (IsTuple(args[0])) {
    for (int64_t i = 0; i < TupleSize(args[0]) && !matches; ++i)
      TRY_VOID(MatchesPart(self, TupleAt(args[0], i), bounds, suffix, &matches));
    return OwnBool(matches);
  }
  if (!SupportsBuffer(args[0]))
    return Raise(&TypeErrorType, "%s first arg must be bytes or a tuple of bytes, not %.100s",
                 suffix ? "endswith" : "startswith", TypeName(args[0]));
  TRY_VOID(MatchesPart(self, args[0], bounds, suffix, &matches));
  return OwnBool(matches);
}

Owned OrderToBool(int order, CompareOp op) {
  switch (op) {
    case CompareOp::kLt:
      return OwnBool(order < 0);
    case CompareOp::kLe:
      return OwnBool(order <= 0);
    case CompareOp::kEq:
      return OwnBool(order == 0);
    case CompareOp::kNe:
      return OwnBool(order != 0);
    case CompareOp::kGt:
      return OwnBool(order > 0);
    default:
      return OwnBool(order >= 0);
  }
}

// -b: comparing with str or int deserves a BytesWarning.
bool WarnComparison(Value self, Value other, CompareOp op) {
  if (CurrentInterpreter()->bytes_warning == 0 || (op != CompareOp::kEq && op != CompareOp::kNe))
    return true;
  const char* name = IsBytes(self) ? "bytes" : "bytearray";
  if (IsStr(other)) return Warn(&BytesWarningType, 1, "Comparison between %s and string", name);
  if (IsAnyInt(other) && IsBytes(self))
    return Warn(&BytesWarningType, 1, "Comparison between bytes and int");
  return true;
}

}  // namespace

Owned ByteFindMethod(Value self, const Value* args, size_t nargs) {
  int64_t found;
  TRY_VOID(Locate(self, args, nargs, false, &found));
  return Owned(Value::Int(found));
}
Owned ByteRfindMethod(Value self, const Value* args, size_t nargs) {
  int64_t found;
  TRY_VOID(Locate(self, args, nargs, true, &found));
  return Owned(Value::Int(found));
}
Owned ByteIndexMethod(Value self, const Value* args, size_t nargs) {
  return FindOrRaise(self, args, nargs, false);
}
Owned ByteRindexMethod(Value self, const Value* args, size_t nargs) {
  return FindOrRaise(self, args, nargs, true);
}

Owned ByteCountMethod(Value self, const Value* args, size_t nargs) {
  ByteNeedle needle;
  Bounds bounds;
  TRY_VOID(bounds.Read(args, nargs) && needle.Read(args[0]));
  TextView part;
  if (!bounds.Cut(ByteView(self), &part)) return Owned(Value::Int(0));
  return Owned(Value::Int(CountText(part, needle.view())));
}

Owned ByteStartswithMethod(Value self, const Value* args, size_t nargs) {
  return MatchEnd(self, args, nargs, false);
}
Owned ByteEndswithMethod(Value self, const Value* args, size_t nargs) {
  return MatchEnd(self, args, nargs, true);
}

Fallible<bool> ByteContainsSlot(Value self, Value item) {
  ByteNeedle needle;
  TRY_VOID(needle.ReadItem(item));
  return FindText(ByteView(self), needle.view()) >= 0;
}

Owned ByteCompareSlot(Value self, Value other, CompareOp op) {
  if (IsExactly(self, BytesType) && IsExactly(other, BytesType)) {
    const Bytes *left = self.As<Bytes>(), *right = other.As<Bytes>();
    if (left->size != right->size && (op == CompareOp::kEq || op == CompareOp::kNe))
      return OwnBool(op == CompareOp::kNe);
    int order = left->data[0] - right->data[0];  // a NUL stands behind the last byte
    int64_t common = left->size < right->size ? left->size : right->size;
    if (order == 0) order = memcmp(left->data, right->data, static_cast<size_t>(common));
    if (order == 0) order = left->size < right->size ? -1 : left->size > right->size;
    return OrderToBool(order, op);
  }
  if (!IsBytes(other) && !SupportsBuffer(other)) {
    TRY_VOID(WarnComparison(self, other, op));
    return OwnNotImplemented();
  }
  if (IsBytes(self) && !IsBytes(other)) return OwnNotImplemented();  // the other side's business
  ByteArgument argument;
  if (!argument.Read(other)) {
    if (!ClearPendingIf(&ExceptionType)) return {};
    return OwnNotImplemented();
  }
  TextView left = ByteView(self), right = argument.view();
  if (op == CompareOp::kEq && left.length != right.length) return OwnBool(false);
  if (op == CompareOp::kNe && left.length != right.length) return OwnBool(true);
  int64_t common = left.length < right.length ? left.length : right.length;
  int order = common != 0 ? memcmp(left.data, right.data, static_cast<size_t>(common)) : 0;
  if (order == 0) order = left.length < right.length ? -1 : left.length > right.length;
  return OrderToBool(order, op);
}

}  // namespace polygil
