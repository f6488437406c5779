#include "runtime/modules/_pickle/memo_proxy.h"

#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"

namespace polygil::pickle {
namespace {

struct MemoProxy : Object {
  Value owner;
};
Type SaveProxyType, LoadProxyType;

Pickler* PicklerOf(Value proxy) { return proxy.As<MemoProxy>()->owner.As<Pickler>(); }
Unpickler* UnpicklerOf(Value proxy) { return proxy.As<MemoProxy>()->owner.As<Unpickler>(); }

Owned ProxyNew(Type* type, Value owner) {
  Handle made = TRY(AllocateObject(type));
  SetField(&made.As<MemoProxy>()->owner, owner);
  return made.Release();
}

// {id: (number, object)}
Owned SaveCopy(Value self) {
  const SaveMemo& memo = PicklerOf(self)->memo;
  Handle copy = TRY(DictNew());
  for (uint64_t i = 0; memo.entries != nullptr && i <= memo.mask; ++i) {
    const SaveMemo::Entry& entry = memo.entries[i];
    if (!entry.key) continue;
    Handle id = TRY(IntFromUint64(entry.key.bits));
    Handle pair = TRY(TupleOf({Value::Int(entry.number), entry.key}));
    TRY_VOID(DictSet(copy, id, pair));
  }
  return copy.Release();
}

// {number: object}
Owned LoadCopy(Value self) {
  const LoadMemo& memo = UnpicklerOf(self)->memo;
  Handle copy = TRY(memo.sparse ? DictCopy(memo.sparse) : DictNew());
  for (int64_t i = 0; i < memo.capacity; ++i)
    if (memo.items[i]) TRY_VOID(DictSet(copy, Value::Int(i), memo.items[i]));
  return copy.Release();
}

Owned SaveClear(Value self) {
  MemoClear(&PicklerOf(self)->memo);
  return OwnNone();
}
Owned LoadClear(Value self) {
  MemoClear(&UnpicklerOf(self)->memo);
  return OwnNone();
}

template <Owned (*kCopy)(Value)>
Owned ReduceProxy(Value self) {
  Handle contents = TRY(kCopy(self));
  Handle args = TRY(TupleOf({contents}));
  return TupleOf({Value::Pointer(&DictType), args});
}

bool AddEntry(SaveMemo* memo, Value pair) {
  if (!IsTuple(pair) || TupleSize(pair) != 2 || !TupleAt(pair, 0).IsInt())
    return Raise(&TypeErrorType, "'memo' values must be 2-item tuples");
  if (MemoFind(*memo, TupleAt(pair, 1)) >= 0) return true;
  ++memo->next;
  return MemoAdd(memo, TupleAt(pair, 1), TupleAt(pair, 0).AsInt());
}

constexpr const char* kClearDoc = "($self, /)\n--\n\nRemove all items from the memo.";
constexpr const char* kCopyDoc = "($self, /)\n--\n\nThe contents of the memo as a dict.";

constexpr MethodDef kSaveMethods[] = {
    PY_METHOD(PicklerMemoProxy, clear, NoArgs(SaveClear), kClearDoc),
    PY_METHOD(PicklerMemoProxy, copy, NoArgs(SaveCopy), kCopyDoc),
    PY_METHOD(PicklerMemoProxy, __reduce__, NoArgs(ReduceProxy<SaveCopy>), kReduceDoc),
    {}};
constexpr MethodDef kLoadMethods[] = {
    PY_METHOD(UnpicklerMemoProxy, clear, NoArgs(LoadClear), kClearDoc),
    PY_METHOD(UnpicklerMemoProxy, copy, NoArgs(LoadCopy), kCopyDoc),
    PY_METHOD(UnpicklerMemoProxy, __reduce__, NoArgs(ReduceProxy<LoadCopy>), kReduceDoc),
    {}};

bool ReadyProxy(Type* type, const char* name, const MethodDef* methods) {
  OwnFields<MemoProxy, &MemoProxy::owner>(type);
  return ReadyType({.type = type,
                    .name = name,
                    .basic_size = sizeof(MemoProxy),
                    .flags = kTypeGc | kTypeNoInstantiation,
                    .methods = methods});
}

}  // namespace

Owned PicklerMemoProxyNew(Value pickler) { return ProxyNew(&SaveProxyType, pickler); }
Owned UnpicklerMemoProxyNew(Value unpickler) { return ProxyNew(&LoadProxyType, unpickler); }

bool PicklerMemoAssign(Pickler* pickler, Value value) {
  Handle source;
  if (IsExactly(value, SaveProxyType)) {
    source = TRY(SaveCopy(value));
  } else if (IsExactly(value, DictType)) {
    source = Retain(value);
  } else {
    return Raise(&TypeErrorType, "'memo' attribute must be a PicklerMemoProxy object or dict, not %.200s",
                 TypeName(value));
  }
  SaveMemo fresh{};
  int64_t position = 0;
  Value key, pair;
  while (DictNext(source, &position, &key, &pair)) {
    if (AddEntry(&fresh, pair)) continue;
    MemoClear(&fresh);
    return false;
  }
  std::swap(fresh, pickler->memo);
  MemoClear(&fresh);
  return true;
}

bool UnpicklerMemoAssign(Unpickler* unpickler, Value value) {
  Handle source;
  if (IsExactly(value, LoadProxyType)) {
    source = TRY(LoadCopy(value));
  } else if (IsDict(value)) {
    source = Retain(value);
  } else {
    return Raise(&TypeErrorType,
                 "'memo' attribute must be an UnpicklerMemoProxy object or dict, not %.200s",
                 TypeName(value));
  }
  LoadMemo fresh{};
  int64_t position = 0;
  Value key, object;
  while (DictNext(source, &position, &key, &object)) {
    bool good = false;
    if (!IsAnyInt(key)) {
      Raise(&TypeErrorType, "memo key must be integers");
    } else if (!key.IsInt() || key.AsInt() < 0) {
      Raise(&ValueErrorType, "memo key must be positive integers.");
    } else {
      good = MemoPut(&fresh, key.AsInt(), object);
    }
    if (good) continue;
    MemoClear(&fresh);
    return false;
  }
  std::swap(fresh, unpickler->memo);
  MemoClear(&fresh);
  return true;
}

bool InitMemoProxies() {
  return ReadyProxy(&SaveProxyType, "_pickle.PicklerMemoProxy", kSaveMethods) &&
         ReadyProxy(&LoadProxyType, "_pickle.UnpicklerMemoProxy", kLoadMethods);
}

}  // namespace polygil::pickle
