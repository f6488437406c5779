#include "runtime/types/container/sequence.h"

#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {

namespace {

bool ClipBound(Value v, int64_t length, int64_t* out) {
  int64_t i;
  if (v.IsInt()) {
    i = v.AsInt();
  } else {
    if (TypeOf(v)->slots.index == nullptr)
      return Raise(&TypeErrorType,
                   "slice indices must be integers or have an __index__ method");
    i = TRY(IndexClipped(v));
  }
  if (i < 0) {
    i += length;
    if (i < 0) i = 0;
  }
  *out = i;
  return true;
}



}  // namespace

bool IndexBounds(Value start, Value stop, int64_t length, int64_t* from, int64_t* to) {
  *from = 0;
  *to = INT64_MAX;
  if (!start.IsEmpty() && !ClipBound(start, length, from)) return false;
  if (!stop.IsEmpty() && !ClipBound(stop, length, to)) return false;
  return true;
}

Owned ReprItems(Value container, const char* open, const char* close, bool single_comma) {
  bool is_tuple = IsTuple(container);
  auto size = [&] { return is_tuple ? TupleSize(container) : ListSize(container); };
  StrBuilder text;
  if (!text.AppendAscii(open)) return {};
  int64_t i = 0;
  for (; i < size(); ++i) {
    if (i > 0 && !text.AppendAscii(", ", 2)) return {};
    Handle item = Retain(is_tuple ? TupleAt(container, i) : ListAt(container, i));
    Handle repr = TRY(Repr(item));
    if (!text.Append(repr)) return {};
  }
  if (single_comma && i == 1 && !text.AppendAscii(",", 1)) return {};
  if (!text.AppendAscii(close)) return {};
  return text.Finish();
}

Owned BuiltinNamed(const char* name) {
  Value builtins = CurrentInterpreter()->builtins;
  Value found = builtins.IsEmpty() ? Value::Empty() : DictGetAscii(builtins, name);
  if (found.IsEmpty()) {
    if (HasPendingException()) return {};
    return Raise(&AttributeErrorType, "%s", name);
  }
  return Retain(found);
}

Owned ReduceIterator(const char* function_name, Value container, int64_t index, Owned empty) {
  Handle nothing = empty;
  Handle function = TRY(BuiltinNamed(function_name));
  if (container.IsEmpty()) {
    Handle args = TRY(TupleOf({nothing}));
    return TupleOf({function, args});
  }
  Handle args = TRY(TupleOf({container}));
  return TupleOf({function, args, Value::Int(index)});
}

}  // namespace polygil
