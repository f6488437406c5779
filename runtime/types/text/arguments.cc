#include "runtime/types/text/arguments.h"

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_binder.h"

namespace polygil {

bool ReadSliceBound(Value v, int64_t* out) {
  if (v.IsInt()) {
    *out = v.AsInt();
    return true;
  }
  if (v.IsNone()) return true;
  if (!IsAnyInt(v) && TypeOf(v)->slots.index == nullptr)
    return Raise(&TypeErrorType,
                 "slice indices must be integers or None or have an __index__ method");
  *out = TRY(IndexClipped(v));
  return true;
}

bool ReadBounds(const Value* args, size_t nargs, size_t from, int64_t length, int64_t* start,
                int64_t* end) {
  *start = 0;
  *end = INT64_MAX;
  if (nargs > from && !ReadSliceBound(args[from], start)) return false;
  if (nargs > from + 1 && !ReadSliceBound(args[from + 1], end)) return false;
  AdjustBounds(length, start, end);
  return true;
}

bool CheckSearchCount(const char* name, size_t nargs) {
  if (nargs == 0)
    return Raise(&TypeErrorType, "%s() takes at least 1 argument (0 given)", name);
  if (nargs > 3)
    return Raise(&TypeErrorType, "%s() takes at most 3 arguments (%zu given)", name, nargs);
  return true;
}

bool ReadSizeSlow(Value v, int64_t* out) {
  *out = TRY(IndexExact(v, &OverflowErrorType));
  return true;
}

bool ReadTwo(const char* name, const char* signature, const Value* args, size_t nargs,
             Value keyword_names, Value* out) {
  if (!keyword_names && nargs <= 2) [[likely]] {
    out[0] = nargs > 0 ? args[0] : Value::Empty();
    out[1] = nargs > 1 ? args[1] : Value::Empty();
    return true;
  }
  return BindArguments(name, signature, args, nargs, keyword_names, out);
}

}  // namespace polygil
