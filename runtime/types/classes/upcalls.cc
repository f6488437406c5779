// What the object layer calls up for: see runtime/object/upcalls.h.

#include "runtime/object/upcalls.h"

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/shape.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

void RaiseNoMemory() { RaiseMemoryError(); }
void RaiseTooDeep() { Raise(&RecursionErrorType, "maximum recursion depth exceeded"); }

void CallWeakCallback(Value callback, Value reference) {
  Handle result = Call(callback, {reference});
  if (!result) WriteUnraisable(callback);
}

Owned CollectionInfo(int generation, int64_t collected, int64_t uncollectable) {
  Handle info = TRY(DictNew(3));
  TRY_VOID(DictSetAscii(info, "generation", Value::Int(generation)));
  TRY_VOID(DictSetAscii(info, "collected", Value::Int(collected)));
  TRY_VOID(DictSetAscii(info, "uncollectable", Value::Int(uncollectable)));
  return info.Release();
}

void CallCollectorCallbacks(Value callbacks, const char* phase, int generation, int64_t collected,
                            int64_t uncollectable) {
  if (!IsList(callbacks) || ListSize(callbacks) == 0) return;
  Handle info = CollectionInfo(generation, collected, uncollectable);
  Handle name = StrInternUtf8(phase);
  for (int64_t i = 0; info && name && i < ListSize(callbacks); ++i) {
    Handle callback = Retain(ListAt(callbacks, i));
    Handle result = Call(callback, {name, info});
    if (!result) WriteUnraisable(callback);
  }
  if (HasPendingException()) WriteUnraisable(callbacks);
}

void AppendGarbage(Value garbage, Value object) {
  if (!IsList(garbage) || !ListAppend(garbage, object)) ClearPending();
}

}  // namespace

const ObjectUpcalls kObjectUpcalls = {
    RaiseNoMemory,    RaiseTooDeep,           AttributesTraverse, AttributesClear,
    CallWeakCallback, CallCollectorCallbacks, AppendGarbage,
};

}  // namespace polygil
