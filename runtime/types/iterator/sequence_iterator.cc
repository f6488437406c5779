// `iterator` (by __getitem__), `callable_iterator` and `reversed`.

#include "runtime/types/container/sequence.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/iterator/init.h"
#include "runtime/types/iterator/iterator.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"

namespace polygil {

Type SequenceIteratorType, CallableIteratorType, ReversedType;

namespace {

struct SequenceIterator : Object {  // also reversed objects
  Value sequence;  // empty once exhausted
  int64_t index;
};

bool Traverse(Object* self, Visitor visit, void* arg) {
  VISIT(static_cast<SequenceIterator*>(self)->sequence);
  return false;
}
void Destroy(Object* self) { ClearField(&static_cast<SequenceIterator*>(self)->sequence); }

// The item at the index; IndexError and StopIteration end the iteration.
Owned ItemOrEnd(SequenceIterator* iterator, int64_t step) {
  Handle sequence = Retain(iterator->sequence);
  Owned item = GetItem(sequence, iterator->index);
  if (item) {
    iterator->index += step;
    return item;
  }
  if (!PendingMatches(&IndexErrorType) && !PendingMatches(&StopIterationType)) return {};
  ClearPending();
  ClearField(&iterator->sequence);
  return {};
}

Owned SequenceNext(Value self) {
  SequenceIterator* iterator = self.As<SequenceIterator>();
  if (iterator->sequence.IsEmpty()) return {};
  if (iterator->index == INT64_MAX) return Raise(&OverflowErrorType, "iter index too large");
  return ItemOrEnd(iterator, 1);
}

Owned SequenceLengthHint(Value self) {
  SequenceIterator* iterator = self.As<SequenceIterator>();
  if (iterator->sequence.IsEmpty()) return Owned(Value::Int(0));
  if (TypeOf(iterator->sequence)->slots.length == nullptr) return OwnNotImplemented();
  int64_t left = TRY(Length(iterator->sequence));
  left -= iterator->index;
  return IntFromInt64(left < 0 ? 0 : left);
}

Owned SequenceReduce(Value self) {
  SequenceIterator* iterator = self.As<SequenceIterator>();
  return ReduceIterator("iter", iterator->sequence, iterator->index, TupleEmpty());
}

Owned SequenceSetState(Value self, Value state) {
  SequenceIterator* iterator = self.As<SequenceIterator>();
  int64_t index = TRY(AsInt64(state));
  if (!iterator->sequence.IsEmpty()) iterator->index = index < 0 ? 0 : index;
  return OwnNone();
}

// -- reversed -------------------------------------------------------------------------------------

Owned ReversedNewInstance(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  if (type == &ReversedType) TRY_VOID(CheckNoKeywords("reversed", keyword_names));
  TRY_VOID(CheckPositional("reversed", nargs, 1, 1));
  Value sequence = args[0];
  Handle method = LookupSpecial(sequence, names.__reversed__);
  if (method) {
    if (!method.Get().IsNone()) return Call(method);
  } else if (HasPendingException()) {
    return {};
  }
  const TypeSlots& slots = TypeOf(sequence)->slots;
  bool is_sequence = slots.get_item != nullptr && slots.length != nullptr && !IsDict(sequence);
  if (method || !is_sequence)
    return Raise(&TypeErrorType, "'%.200s' object is not reversible", TypeName(sequence));
  int64_t length = TRY(Length(sequence));
  Owned result = type == &ReversedType ? AllocateObject(type) : AllocateInstance(type);
  if (!result) return {};
  SequenceIterator* iterator = result.Peek().As<SequenceIterator>();
  iterator->sequence = Retain(sequence).Peek();
  iterator->index = length - 1;
  return result;
}

Owned ReversedNext(Value self) {
  SequenceIterator* iterator = self.As<SequenceIterator>();
  if (iterator->sequence.IsEmpty()) return {};
  if (iterator->index >= 0) return ItemOrEnd(iterator, -1);
  ClearField(&iterator->sequence);
  return {};
}

Owned ReversedLengthHint(Value self) {
  SequenceIterator* iterator = self.As<SequenceIterator>();
  if (iterator->sequence.IsEmpty()) return Owned(Value::Int(0));
  int64_t length = TRY(Length(iterator->sequence));
  return IntFromInt64(length < iterator->index + 1 ? 0 : iterator->index + 1);
}

Owned ReversedReduce(Value self) {
  SequenceIterator* iterator = self.As<SequenceIterator>();
  Value type = Value::Pointer(TypeOf(self));
  if (iterator->sequence.IsEmpty()) {
    Handle empty = TRY(TupleEmpty());
    Handle args = TRY(TupleOf({empty}));
    return TupleOf({type, args});
  }
  Handle args = TRY(TupleOf({iterator->sequence}));
  return TupleOf({type, args, Value::Int(iterator->index)});
}

Owned ReversedSetState(Value self, Value state) {
  SequenceIterator* iterator = self.As<SequenceIterator>();
  int64_t index = TRY(AsInt64(state));
  if (!iterator->sequence.IsEmpty()) {
    int64_t length = TRY(Length(iterator->sequence));
    if (index < -1) index = -1;
    if (index > length - 1) index = length - 1;
    iterator->index = index;
  }
  return OwnNone();
}

// -- iter(callable, sentinel) ---------------------------------------------------------------------

struct CallableIterator : Object {
  Value callable, sentinel;  // empty once exhausted
};

bool CallableTraverse(Object* self, Visitor visit, void* arg) {
  VISIT(static_cast<CallableIterator*>(self)->callable);
  VISIT(static_cast<CallableIterator*>(self)->sentinel);
  return false;
}
void CallableDestroy(Object* self) {
  ClearField(&static_cast<CallableIterator*>(self)->callable);
  ClearField(&static_cast<CallableIterator*>(self)->sentinel);
}

Owned CallableNext(Value self) {
  CallableIterator* iterator = self.As<CallableIterator>();
  if (iterator->callable.IsEmpty()) return {};
  Handle callable = Retain(iterator->callable), sentinel = Retain(iterator->sentinel);
  Handle result = Call(callable);
  if (!result) {
    if (ClearPendingIf(&StopIterationType)) CallableDestroy(iterator);
    return {};
  }
  bool at_end = TRY(RichCompareBool(sentinel, result, CompareOp::kEq));
  if (!at_end && !iterator->callable.IsEmpty()) return result.Release();
  CallableDestroy(iterator);
  return {};
}

Owned CallableReduce(Value self) {
  CallableIterator* iterator = self.As<CallableIterator>();
  Handle function = TRY(BuiltinNamed("iter"));
  if (iterator->callable.IsEmpty()) {
    Handle empty = TRY(TupleEmpty());
    Handle args = TRY(TupleOf({empty}));
    return TupleOf({function, args});
  }
  Handle args = TRY(TupleOf({iterator->callable, iterator->sentinel}));
  return TupleOf({function, args});
}

constexpr const char* kHintDoc = "Private method returning an estimate of len(list(it)).";
constexpr const char* kReduceDoc = "Return state information for pickling.";
constexpr const char* kSetStateDoc = "Set state information for unpickling.";

constexpr MethodDef kSequenceMethods[] = {
    PY_METHOD(iterator, __length_hint__, NoArgs(SequenceLengthHint), kHintDoc),
    PY_METHOD(iterator, __reduce__, NoArgs(SequenceReduce), kReduceDoc),
    PY_METHOD(iterator, __setstate__, OneArg(SequenceSetState), kSetStateDoc),
    {}};
constexpr MethodDef kReversedMethods[] = {
    PY_METHOD(reversed, __length_hint__, NoArgs(ReversedLengthHint), kHintDoc),
    PY_METHOD(reversed, __reduce__, NoArgs(ReversedReduce), kReduceDoc),
    PY_METHOD(reversed, __setstate__, OneArg(ReversedSetState), kSetStateDoc),
    {}};
constexpr MethodDef kCallableMethods[] = {
    PY_METHOD(callable_iterator, __reduce__, NoArgs(CallableReduce), kReduceDoc),
    {}};

void Fill(Type* type, UnarySlot next) {
  type->slots.iterate = Retain;
  type->slots.next = next;
  type->slots.traverse = Traverse;
  type->slots.destroy = Destroy;
}

}  // namespace

Owned SequenceIteratorNew(Value sequence) {
  Owned result = AllocateObject(&SequenceIteratorType);
  if (result) result.Peek().As<SequenceIterator>()->sequence = Retain(sequence).Peek();
  return result;
}

Owned CallIteratorNew(Value callable, Value sentinel) {
  Owned result = AllocateObject(&CallableIteratorType);
  if (!result) return {};
  CallableIterator* iterator = result.Peek().As<CallableIterator>();
  iterator->callable = Retain(callable).Peek();
  iterator->sentinel = Retain(sentinel).Peek();
  return result;
}

bool InitSequenceIteratorTypes() {
  Fill(&SequenceIteratorType, SequenceNext);
  Fill(&ReversedType, ReversedNext);
  ReversedType.slots.new_instance = ReversedNewInstance;
  TypeSlots& callable = CallableIteratorType.slots;
  callable.iterate = Retain;
  callable.next = CallableNext;
  callable.traverse = CallableTraverse;
  callable.destroy = CallableDestroy;
  return InitBuiltinType({.type = &SequenceIteratorType,
                          .name = "iterator",
                          .basic_size = sizeof(SequenceIterator),
                          .flags = kTypeGc | kTypeNoInstantiation,
                          .methods = kSequenceMethods}) &&
         InitBuiltinType({.type = &CallableIteratorType,
                          .name = "callable_iterator",
                          .basic_size = sizeof(CallableIterator),
                          .flags = kTypeGc | kTypeNoInstantiation,
                          .methods = kCallableMethods}) &&
         InitBuiltinType({.type = &ReversedType,
                          .name = "reversed",
                          .basic_size = sizeof(SequenceIterator),
                          .flags = kTypeBase | kTypeGc,
                          .methods = kReversedMethods,
                          .doc = "(sequence, /)\n--\n\n"
                                 "Return a reverse iterator over the values of the given sequence."});
}

}  // namespace polygil
