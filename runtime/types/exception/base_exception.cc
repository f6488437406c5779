// BaseException: what all exceptions have (Library Reference, "Base classes").

#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/shape.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/layouts.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

BaseException* Of(Value self) { return self.As<BaseException>(); }

bool HasSameArgs(Value tuple, const Value* args, size_t nargs) {
  if (!tuple || TupleSize(tuple) != static_cast<int64_t>(nargs)) return false;
  for (size_t i = 0; i < nargs; ++i)
    if (TupleAt(tuple, static_cast<int64_t>(i)) != args[i]) return false;
  return true;
}

}  // namespace

Owned BaseExceptionMake(Type* type, const Value* args, size_t nargs, Value) {
  Handle result = TRY(AllocateInstance(type));
  Of(result)->args = TRY(TupleFrom(args, static_cast<int64_t>(nargs))).Peek();
  return result.Release();
}

bool BaseExceptionInit(Value self, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(CheckNoKeywords(TypeName(self), keyword_names));
  if (HasSameArgs(Of(self)->args, args, nargs)) return true;  // set by __new__
  Handle tuple = TRY(TupleFrom(args, static_cast<int64_t>(nargs)));
  StoreOwned(&Of(self)->args, tuple.Release());
  return true;
}

Owned ExceptionNew(Type* type, const Value* args, size_t nargs) {
  if (type->slots.new_instance == &BaseExceptionMake &&
      (type->slots.init == &BaseExceptionInit || !type->Has(kTypeHeap))) {
    Owned result = BaseExceptionMake(type, args, nargs, Value::Empty());
    if (!result || type->slots.init == &BaseExceptionInit) return result;
    Handle hold = result;
    TRY_VOID(type->slots.init(hold, args, nargs, Value::Empty()));
    return hold.Release();
  }
  Handle result = TRY(Call(Value::Pointer(type), args, nargs));
  if (!IsExceptionInstance(result))
    return Raise(&TypeErrorType,
                 "calling %R should have returned an instance of BaseException, not %R",
                 Value::Pointer(type), Value::Pointer(TypeOf(result)));
  return result.Release();
}

Owned BaseExceptionStr(Value self) {
  Value args = Of(self)->args;
  switch (TupleSize(args)) {
    case 0: return StrEmpty();
    case 1: return ToStr(TupleAt(args, 0));
    default: return ToStr(args);
  }
}

Owned KeyErrorStr(Value self) {
  // A bare key would be hard to tell from a message: KeyError('') prints as ''.
  Value args = Of(self)->args;
  return TupleSize(args) == 1 ? Repr(TupleAt(args, 0)) : BaseExceptionStr(self);
}

bool BaseExceptionTraverse(Object* object, Visitor visit, void* arg) {
  auto* exception = static_cast<BaseException*>(object);
  for (Value value :
       {exception->args, exception->traceback, exception->context, exception->cause})
    if (value && visit(value, arg)) return true;
  return false;
}

void BaseExceptionClear(Object* object) {
  auto* exception = static_cast<BaseException*>(object);
  ClearField(&exception->args);
  ClearField(&exception->traceback);
  ClearField(&exception->context);
  ClearField(&exception->cause);
}

namespace {

Owned ExceptionRepr(Value self) {
  Value args = Of(self)->args;
  Value name = TypeOf(self)->name;
  if (TupleSize(args) == 1) return StrFormat("%U(%R)", name, TupleAt(args, 0));
  return StrFormat("%U%R", name, args);
}

// The attributes as a dict, or empty if there are none.
Owned OwnAttributes(Value self) {
  Attributes* attributes = AttributesOf(self.AsObject());
  if (!attributes->shape->is_dict && attributes->shape->count == 0) return {};
  Value dict = InstanceDict(self.AsObject());
  return dict ? Retain(dict) : Owned();
}

}  // namespace

Owned BaseExceptionReduce(Value self) {
  Handle dict = OwnAttributes(self);
  if (dict) return TupleOf({Value::Pointer(TypeOf(self)), Of(self)->args, dict});
  if (HasPendingException()) return {};
  return TupleOf({Value::Pointer(TypeOf(self)), Of(self)->args});
}

namespace {

Owned SetStateMethod(Value self, Value state) {
  if (state.IsNone()) return OwnNone();
  if (!IsDict(state)) return Raise(&TypeErrorType, "state is not a dictionary");
  int64_t position = 0;
  Value key, value;
  while (DictNext(state, &position, &key, &value)) {
    Handle hold_key = Retain(key), hold_value = Retain(value);
    TRY_VOID(SetAttribute(self, key, value));
  }
  return OwnNone();
}

bool SetTraceback(Value self, Value value) {
  if (!value) return Raise(&TypeErrorType, "__traceback__ may not be deleted");
  if (!value.IsNone() && !IsExactly(value, TracebackType))
    return Raise(&TypeErrorType, "__traceback__ must be a traceback or None");
  SetField(&Of(self)->traceback, value.IsNone() ? Value::Empty() : value);
  return true;
}

Owned WithTracebackMethod(Value self, Value traceback) {
  TRY_VOID(SetTraceback(self, traceback));
  return Retain(self);
}

Owned AddNoteMethod(Value self, Value note) {
  if (!IsStr(note))
    return Raise(&TypeErrorType, "note must be a str, not '%s'", TypeName(note));
  Handle notes = FindAttribute(self, names.__notes__);
  if (!notes) {
    if (HasPendingException()) return {};
    notes = TRY(ListNew());
    TRY_VOID(SetAttribute(self, names.__notes__, notes));
  } else if (!IsList(notes)) {
    return Raise(&TypeErrorType, "Cannot add note: __notes__ is not a list");
  }
  TRY_VOID(ListAppend(notes, note));
  return OwnNone();
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(BaseException, __reduce__, NoArgs(BaseExceptionReduce), nullptr),
    PY_METHOD(BaseException, __setstate__, OneArg(SetStateMethod), nullptr),
    PY_METHOD(BaseException, with_traceback, OneArg(WithTracebackMethod),
              "Exception.with_traceback(tb) --\n    set self.__traceback__ to tb and return self."),
    PY_METHOD(BaseException, add_note, OneArg(AddNoteMethod),
              "Exception.add_note(note) --\n    add a note to the exception"),
    {}};

// -- Attributes -----------------------------------------------------------------------------------

Owned GetArgs(Value self) { return Retain(OrNone(Of(self)->args)); }
bool SetArgs(Value self, Value value) {
  if (!value) return Raise(&TypeErrorType, "args may not be deleted");
  Handle tuple = TRY(ToTuple(value));
  StoreOwned(&Of(self)->args, tuple.Release());
  return true;
}

Owned GetTraceback(Value self) { return Retain(OrNone(Of(self)->traceback)); }
Owned GetContext(Value self) { return Retain(OrNone(Of(self)->context)); }
Owned GetCause(Value self) { return Retain(OrNone(Of(self)->cause)); }

bool SetContext(Value self, Value value) {
  if (!value) return Raise(&TypeErrorType, "__context__ may not be deleted");
  if (!value.IsNone() && !IsExceptionInstance(value))
    return Raise(&TypeErrorType, "exception context must be None or derive from BaseException");
  SetField(&Of(self)->context, value.IsNone() ? Value::Empty() : value);
  return true;
}

bool SetCause(Value self, Value value) {
  if (!value) return Raise(&TypeErrorType, "__cause__ may not be deleted");
  if (!value.IsNone() && !IsExceptionInstance(value))
    return Raise(&TypeErrorType, "exception cause must be None or derive from BaseException");
  Of(self)->suppress_context = true;
  SetField(&Of(self)->cause, value.IsNone() ? Value::Empty() : value);
  return true;
}

Owned GetSuppress(Value self) { return OwnBool(Of(self)->suppress_context); }
bool SetSuppress(Value self, Value value) {
  if (!value) return Raise(&TypeErrorType, "can't delete numeric/char attribute");
  if (!value.IsBool()) return Raise(&TypeErrorType, "attribute value type must be bool");
  Of(self)->suppress_context = value.IsTrue();
  return true;
}

Owned GetDict(Value self) {
  Value dict = InstanceDict(self.AsObject());
  return dict ? Retain(dict) : Owned();
}
bool SetDict(Value self, Value value) {
  if (!value) return Raise(&TypeErrorType, "cannot delete __dict__");
  if (!IsDict(value))
    return Raise(&TypeErrorType, "__dict__ must be set to a dictionary, not a '%.200s'",
                 TypeName(value));
  return InstanceSetDict(self.AsObject(), value);
}

constexpr PropertyDef kProperties[] = {{"__dict__", GetDict, SetDict},
                                       {"args", GetArgs, SetArgs},
                                       {"__traceback__", GetTraceback, SetTraceback},
                                       {"__context__", GetContext, SetContext, "exception context"},
                                       {"__cause__", GetCause, SetCause, "exception cause"},
                                       {"__suppress_context__", GetSuppress, SetSuppress},
                                       {}};

}  // namespace

bool InitBaseExceptionType() {
  TypeSlots& slots = BaseExceptionType.slots;
  slots.new_instance = BaseExceptionMake;
  slots.init = BaseExceptionInit;
  slots.repr = ExceptionRepr;
  slots.str = BaseExceptionStr;
  slots.traverse = BaseExceptionTraverse;
  slots.clear = BaseExceptionClear;
  slots.destroy = BaseExceptionClear;
  return InitBuiltinType({.type = &BaseExceptionType,
                          .name = "BaseException",
                          .basic_size = sizeof(BaseException),
                          .flags = kTypeBase | kTypeGc | kTypeIsException,
                          .methods = kMethods,
                          .properties = kProperties,
                          .doc = "Common base class for all exceptions",
                          .has_attributes = true});
}

}  // namespace polygil
