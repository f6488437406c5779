// Objects that say how they are made again: __reduce_ex__, copyreg and reducer_override (PEP 307, 574).

#include "runtime/modules/_pickle/pickler.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil::pickle {
namespace {

// The items of a reduction; empty where it has none.
struct Reduction {
  Value function, args, state, list_items, dict_items, state_setter;
};

Value ItemOrEmpty(Value tuple, int64_t i) {
  if (i >= TupleSize(tuple) || TupleAt(tuple, i).IsNone()) return Value::Empty();
  return TupleAt(tuple, i);
}

bool ReadReduction(Value reduced, Reduction* r) {
  int64_t size = TupleSize(reduced);
  if (size < 2 || size > 6)
    return Raise(&PicklingErrorType, "tuple returned by __reduce__ must contain 2 through 6 elements");
  *r = {TupleAt(reduced, 0),      TupleAt(reduced, 1),      ItemOrEmpty(reduced, 2),
        ItemOrEmpty(reduced, 3), ItemOrEmpty(reduced, 4), ItemOrEmpty(reduced, 5)};
  if (!IsCallable(r->function))
    return Raise(&PicklingErrorType, "first item of the tuple returned by __reduce__ must be callable");
  if (!IsTuple(r->args))
    return Raise(&PicklingErrorType, "second item of the tuple returned by __reduce__ must be a tuple");
  if (r->list_items && !IsIterator(r->list_items))
    return Raise(&PicklingErrorType,
                 "fourth element of the tuple returned by __reduce__ must be an iterator, not %s",
                 TypeName(r->list_items));
  if (r->dict_items && !IsIterator(r->dict_items))
    return Raise(&PicklingErrorType,
                 "fifth element of the tuple returned by __reduce__ must be an iterator, not %s",
                 TypeName(r->dict_items));
  if (r->state_setter && !IsCallable(r->state_setter))
    return Raise(&PicklingErrorType,
                 "sixth element of the tuple returned by __reduce__ must be a function, not %s",
                 TypeName(r->state_setter));
  return true;
}

enum class Making { kCall, kNewObject, kNewObjectEx };

// What the function's name says: copyreg.__newobj__ and __newobj_ex__ have opcodes.
bool MakingOf(Pickler* pickler, Value function, Making* making) {
  *making = Making::kCall;
  if (pickler->protocol < 2) return true;
  Handle name = FindAttribute(function, names.__name__);
  if (!name) return !HasPendingException();
  if (!IsStr(name)) return true;
  if (StrEqual(name, names.__newobj__)) *making = Making::kNewObject;
  if (StrEqual(name, names.__newobj_ex__)) *making = Making::kNewObjectEx;
  return true;
}

// Protocols 2 and 3: partial(cls.__new__, cls, *args, **kwargs)().
bool SaveAsPartial(Pickler* pickler, Value cls, Value args, Value kwargs) {
  Handle make = TRY(GetAttribute(cls, names.__new__));
  int64_t count = TupleSize(args);
  Handle all = TRY(TupleNew(count + 2));
  TupleInit(all, 0, make.Release());
  TupleInit(all, 1, Retain(cls));
  for (int64_t i = 0; i < count; ++i) TupleInit(all, i + 2, Retain(TupleAt(args, i)));
  Handle partial = TRY(CallWithTuple(pickler->state->partial, all, kwargs));
  Handle none = TRY(TupleEmpty());
  return Save(pickler, partial) && Save(pickler, none) && Put(&pickler->output, kReduce);
}

bool SaveNewObjectEx(Pickler* pickler, Value args) {
  if (TupleSize(args) != 3)
    return Raise(&PicklingErrorType,
                 "length of the NEWOBJ_EX argument tuple must be exactly 3, not %zd",
                 static_cast<ssize_t>(TupleSize(args)));
  Value cls = TupleAt(args, 0), positional = TupleAt(args, 1), keywords = TupleAt(args, 2);
  if (!IsType(cls))
    return Raise(&PicklingErrorType,
                 "first item from NEWOBJ_EX argument tuple must be a class, not %.200s", TypeName(cls));
  if (!IsTuple(positional))
    return Raise(&PicklingErrorType,
                 "second item from NEWOBJ_EX argument tuple must be a tuple, not %.200s",
                 TypeName(positional));
  if (!IsDict(keywords))
    return Raise(&PicklingErrorType,
                 "third item from NEWOBJ_EX argument tuple must be a dict, not %.200s",
                 TypeName(keywords));
  if (pickler->protocol < 4) return SaveAsPartial(pickler, cls, positional, keywords);
  return Save(pickler, cls) && Save(pickler, positional) && Save(pickler, keywords) &&
         Put(&pickler->output, kNewObjEx);
}

bool SaveNewObject(Pickler* pickler, Value args, Value object) {
  if (TupleSize(args) < 1) return Raise(&PicklingErrorType, "__newobj__ arglist is empty");
  Value cls = TupleAt(args, 0);
  if (!IsType(cls))
    return Raise(&PicklingErrorType, "args[0] from __newobj__ args is not a type");
  if (object) {
    Handle own = TRY(GetAttribute(object, names.__class__));
    if (own.Get() != cls)
      return Raise(&PicklingErrorType, "args[0] from __newobj__ args has the wrong class");
  }
  TRY_VOID(Save(pickler, cls));
  Handle rest = TRY(TupleFrom(args.As<Tuple>()->items + 1, TupleSize(args) - 1));
  return Save(pickler, rest) && Put(&pickler->output, kNewObj);
}

bool SaveMaking(Pickler* pickler, const Reduction& r, Value object) {
  Making making;
  TRY_VOID(MakingOf(pickler, r.function, &making));
  if (making == Making::kNewObject) return SaveNewObject(pickler, r.args, object);
  if (making == Making::kNewObjectEx) return SaveNewObjectEx(pickler, r.args);
  return Save(pickler, r.function) && Save(pickler, r.args) && Put(&pickler->output, kReduce);
}

bool SaveState(Pickler* pickler, const Reduction& r, Value object) {
  Output* output = &pickler->output;
  if (!r.state_setter) return Save(pickler, r.state) && Put(output, kBuild);
  // state_setter(object, state), whose result is dropped.
  return Save(pickler, r.state_setter) && Save(pickler, object) && Save(pickler, r.state) &&
         Put(output, kTuple2) && Put(output, kReduce) && Put(output, kPop);
}

// A private or copyreg's dispatch table. Empty without exception: no entry.
Owned FindReducer(Pickler* pickler, Type* type) {
  Value key = Value::Pointer(type);
  if (!pickler->dispatch_table) {
    Value found = DictGet(pickler->state->dispatch_table, key);
    return found ? Retain(found) : Owned();
  }
  Handle table = Retain(pickler->dispatch_table);
  Owned found = GetItem(table, key);
  if (!found) ClearPendingIf(&KeyErrorType);
  return found;
}

// Calls __reduce_ex__ or __reduce__.
Owned Reduce(Pickler* pickler, Value v) {
  Handle method = FindAttribute(v, names.__reduce_ex__);
  if (method) return Call(method, {Value::Int(pickler->protocol)});
  if (HasPendingException()) return {};
  method = FindAttribute(v, names.__reduce__);
  if (method) return Call(method);
  if (HasPendingException()) return {};
  return Raise(&PicklingErrorType, "can't pickle '%.200s' object: %R", TypeName(v), v);
}

}  // namespace

bool SaveByReduction(Pickler* pickler, Value v) {
  Type* type = TypeOf(v);
  Handle reducer = FindReducer(pickler, type);
  if (!reducer) {
    if (HasPendingException()) return false;
    if (IsSubtype(type, &TypeType)) return SaveGlobal(pickler, v, Value::Empty());
  }
  Handle reduced = TRY(reducer ? Call(reducer, {v}) : Reduce(pickler, v));
  return SaveReduced(pickler, reduced, v);
}

bool SaveReduced(Pickler* pickler, Value reduced, Value object) {
  if (IsStr(reduced)) return SaveGlobal(pickler, object, reduced);
  if (!IsTuple(reduced))
    return Raise(&PicklingErrorType, "__reduce__ must return a string or tuple");
  Reduction r;
  TRY_VOID(ReadReduction(reduced, &r));
  TRY_VOID(SaveMaking(pickler, r, object));
  if (object) {
    // An object that its own arguments refer to is there already.
    int64_t number = MemoFind(pickler->memo, object);
    TRY_VOID(number >= 0 ? Put(&pickler->output, kPop) && WriteMemoGet(pickler, number)
                         : Memoize(pickler, object));
  }
  if (r.list_items) TRY_VOID(SaveListItems(pickler, r.list_items));
  if (r.dict_items) TRY_VOID(SaveDictItems(pickler, r.dict_items));
  return !r.state || SaveState(pickler, r, object);
}

bool SavePersistentId(Pickler* pickler, Value pid) {
  Output* output = &pickler->output;
  if (pickler->is_binary()) return Save(pickler, pid, Persistent::kNo) && Put(output, kBinPersistentId);
  Handle text = TRY(ToStr(pid));
  if (!text.As<Str>()->is_ascii())
    return Raise(&PicklingErrorType, "persistent IDs in protocol 0 must be ASCII strings");
  return Put(output, kPersistentId) && PutBytes(output, text.As<Str>()->data, StrLength(text)) &&
         PutText(output, "\n");
}

}  // namespace polygil::pickle
