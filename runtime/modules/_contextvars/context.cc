#include "runtime/modules/_contextvars/context.h"

#include "runtime/types/classes/slot_table.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"

namespace polygil {

Type ContextType;

namespace {

Context* Of(Value self) { return self.As<Context>(); }

Owned NewWith(Value values) {
  Owned result = AllocateObject(&ContextType);
  if (result) SetField(&Of(result.Peek())->values, values);
  return result;
}

Owned Make(Type*, const Value*, size_t nargs, Value keyword_names) {
  if (nargs > 0 || (keyword_names && TupleSize(keyword_names) > 0))
    return Raise(&TypeErrorType, "Context() does not accept any arguments");
  Handle values = TRY(DictNew());
  return NewWith(values);
}

bool CheckKey(Value key) {
  if (IsExactly(key, ContextVarType)) return true;
  return Raise(&TypeErrorType, "a ContextVar key was expected, got %R", key);
}

Owned GetItemSlot(Value self, Value key) {
  TRY_VOID(CheckKey(key));
  Value found = DictGet(Of(self)->values, key);
  if (!found) return HasPendingException() ? Owned() : Owned(RaiseKeyError(key));
  return Retain(found);
}
Fallible<bool> ContainsSlot_(Value self, Value key) {
  TRY_VOID(CheckKey(key));
  return DictContains(Of(self)->values, key);
}
Fallible<int64_t> LengthSlot_(Value self) { return DictSize(Of(self)->values); }

Owned KeysMethod(Value self) {
  Handle list = TRY(DictKeysList(Of(self)->values));
  return GetIterator(list);
}
Owned ValuesMethod(Value self) {
  Handle list = TRY(DictValuesList(Of(self)->values));
  return GetIterator(list);
}
Owned ItemsMethod(Value self) {
  Handle list = TRY(DictItemsList(Of(self)->values));
  return GetIterator(list);
}
Owned Get(Value self, const Value* args, size_t nargs) {
  TRY_VOID(CheckKey(args[0]));
  Value found = DictGet(Of(self)->values, args[0]);
  if (found) return Retain(found);
  if (HasPendingException()) return {};
  return nargs > 1 ? Retain(args[1]) : OwnNone();
}
Owned Copy(Value self) { return NewWith(Of(self)->values); }

Owned CompareSlot_(Value self, Value other, CompareOp op) {
  if (!IsExactly(other, ContextType) || (op != CompareOp::kEq && op != CompareOp::kNe))
    return OwnNotImplemented();
  return RichCompare(Of(self)->values, Of(other)->values, op);
}

Owned Run(Value self, const Value* args, size_t nargs, Value keyword_names) {
  if (nargs < 1) return Raise(&TypeErrorType, "run() missing 1 required positional argument");
  Context* context = Of(self);
  if (context->entered)
    return Raise(&RuntimeErrorType, "cannot enter context: %R is already entered", self);
  ThreadState* thread = CurrentThread();
  Handle hold = Retain(self);
  context->previous = thread->context;
  context->entered = true;
  thread->context = Retain(self).Peek();
  Owned result = Call(args[0], args + 1, nargs - 1, keyword_names);
  StoreOwned(&thread->context, Owned(context->previous));
  context->previous = Value::Empty();
  context->entered = false;
  return result;
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(Context, get, Positional(Get, 1, 2),
              "($self, key, default=None, /)\n--\n\nReturn the value for `key` if it has one."),
    PY_METHOD(Context, items, NoArgs(ItemsMethod),
              "($self, /)\n--\n\nReturn all variables and their values in the context object."),
    PY_METHOD(Context, keys, NoArgs(KeysMethod),
              "($self, /)\n--\n\nReturn a list of all variables in the context object."),
    PY_METHOD(Context, values, NoArgs(ValuesMethod),
              "($self, /)\n--\n\nReturn a list of all variables' values in the context object."),
    PY_METHOD(Context, copy, NoArgs(Copy),
              "($self, /)\n--\n\nReturn a shallow copy of the context object."),
    PY_METHOD(Context, run, Keywords(Run),
              "Calls run's first argument with the others, in this context."),
    {}};

}  // namespace

Value CurrentContext() {
  ThreadState* thread = CurrentThread();
  if (thread->context.IsEmpty()) {
    Handle context = Make(&ContextType, nullptr, 0, Value::Empty());
    if (!context) return Value::Empty();
    thread->context = context.Release().Peek();
  }
  return thread->context;
}

Owned CopyContext(Value) {
  Value current = CurrentContext();
  return current ? Copy(current) : Owned();
}

bool ContextAssign(Value self, Value variable, Value value) {
  Context* context = Of(self);
  if (!IsUniquelyReferenced(context->values))
    StoreOwned(&context->values, TRY(DictCopy(context->values)));
  return value ? DictSet(context->values, variable, value)
               : DictDelete(context->values, variable);
}

bool AddContext(Value module) {
  OwnFields<Context, &Context::values, &Context::previous>(&ContextType);
  TypeSlots& slots = ContextType.slots;
  slots.new_instance = Make;
  slots.get_item = GetItemSlot;
  slots.contains = ContainsSlot_;
  slots.length = LengthSlot_;
  slots.iterate = KeysMethod;
  slots.rich_compare = CompareSlot_;
  slots.hash = &HashNotImplemented;
  return AddType(module, {.type = &ContextType,
                          .name = "_contextvars.Context",
                          .basic_size = sizeof(Context),
                          .flags = kTypeGc | kTypeWeakly,
                          .methods = kMethods});
}

}  // namespace polygil
