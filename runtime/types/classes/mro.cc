#include "runtime/types/classes/mro.h"

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_buffer.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

// One sequence to be merged: the MRO of a base, or the bases themselves.
struct Sequence {
  const Tuple* tuple;
  int64_t next;

  bool Done() const { return next >= tuple->size; }
  Value Head() const { return tuple->items[next]; }
  bool TailContains(Value type) const {
    for (int64_t i = next + 1; i < tuple->size; ++i)
      if (tuple->items[i] == type) return true;
    return false;
  }
};

bool RaiseMroConflict(const Sequence* sequences, int64_t count) {
  // The classes that stand in each other's way, in order, without repetition.
  Handle heads = TRY(ListNew());
  for (int64_t i = 0; i < count; ++i) {
    if (sequences[i].Done()) continue;
    Value head = sequences[i].Head();
    bool seen = false;
    for (int64_t j = 0; j < ListSize(heads); ++j) seen = seen || ListAt(heads, j) == head;
    if (!seen) TRY_VOID(ListAppend(heads, head));
  }
  StrBuilder text;
  TRY_VOID(text.AppendAscii(
      "Cannot create a consistent method resolution\norder (MRO) for bases"));
  for (int64_t i = 0; i < ListSize(heads); ++i) {
    TRY_VOID(text.AppendAscii(i == 0 ? " " : ", "));
    TRY_VOID(text.Append(ListAt(heads, i).As<Type>()->name));
  }
  Handle message = TRY(text.Finish());
  return RaiseWith(&TypeErrorType, message);
}

bool CheckDuplicates(const Tuple* bases) {
  for (int64_t i = 0; i < bases->size; ++i)
    for (int64_t j = i + 1; j < bases->size; ++j)
      if (bases->items[i] == bases->items[j])
        return Raise(&TypeErrorType, "duplicate base class %N", bases->items[i].As<Type>());
  return true;
}

bool Merge(Sequence* sequences, int64_t count, Value result) {
  for (;;) {
    Value chosen = Value::Empty();
    bool all_done = true;
    for (int64_t i = 0; i < count && !chosen; ++i) {
      if (sequences[i].Done()) continue;
      all_done = false;
      chosen = sequences[i].Head();
      for (int64_t j = 0; j < count && chosen; ++j)
        if (sequences[j].TailContains(chosen)) chosen = Value::Empty();
    }
    if (all_done) return true;
    if (!chosen) return RaiseMroConflict(sequences, count);
    TRY_VOID(ListAppend(result, chosen));
    for (int64_t i = 0; i < count; ++i)
      if (!sequences[i].Done() && sequences[i].Head() == chosen) ++sequences[i].next;
  }
}

bool CheckCustomMro(Type* type, Value mro) {
  Type* solid = SolidBase(type);
  for (int64_t i = 0; i < TupleSize(mro); ++i) {
    Value entry = TupleAt(mro, i);
    if (!IsType(entry))
      return Raise(&TypeErrorType, "mro() returned a non-class ('%.500s')", TypeName(entry));
    if (!IsSubtype(solid, SolidBase(entry.As<Type>())))
      return Raise(&TypeErrorType, "mro() returned base with unsuitable layout ('%.500s')",
                   TypeNameOf(entry.As<Type>()));
  }
  return true;
}

bool ExtendsLayout(const Type* type, const Type* base) {
  return type->basic_size != base->basic_size || type->item_size != base->item_size ||
         type->dict_offset != base->dict_offset;
}

}  // namespace

Owned ComputeMro(Type* type) {
  const Tuple* bases = type->bases.As<Tuple>();
  TRY_VOID(CheckDuplicates(bases));
  Handle result = TRY(ListNew(8));
  TRY_VOID(ListAppend(result, Value::Pointer(type)));
  ArgumentBuffer room;
  int64_t count = bases->size + 1;
  TRY_VOID(room.Reserve(static_cast<size_t>(count) * sizeof(Sequence) / sizeof(Value)));
  auto* sequences = reinterpret_cast<Sequence*>(room.data());
  for (int64_t i = 0; i < bases->size; ++i) {
    Type* base = bases->items[i].As<Type>();
    if (!base->mro)
      return Raise(&TypeErrorType, "Cannot extend an incomplete type '%.100s'", TypeNameOf(base));
    sequences[i] = {base->mro.As<Tuple>(), 0};
  }
  sequences[count - 1] = {bases, 0};
  TRY_VOID(Merge(sequences, count, result));
  return result.Release();
}

bool AssignMro(Type* type) {
  Handle mro;
  Value before = type->mro;
  if (type->type == nullptr || type->type == &TypeType) {
    Handle list = TRY(ComputeMro(type));
    mro = TRY(ListToTuple(list));
  } else {
    Handle hold = Retain(Value::Pointer(type));
    Handle method = LookupSpecial(Value::Pointer(type), names.mro);
    if (!method) return HasPendingException() ? false : bool(Raise(&AttributeErrorType, "mro"));
    Handle sequence = TRY(Call(method));
    mro = TRY(ToTuple(sequence));
    TRY_VOID(CheckCustomMro(type, mro));
  }
  // mro() may have set __bases__, which computed a newer MRO.
  if (type->mro != before) return true;
  StoreOwned(&type->mro, mro.Release());
  return true;
}

Type* SolidBase(Type* type) {
  Type* base = type->base != nullptr ? SolidBase(type->base) : &ObjectType;
  if (type == base) return type;
  return ExtendsLayout(type, base) ? type : base;
}

Type* BestBase(Value bases) {
  Type* winner = nullptr;
  Type* best = nullptr;
  for (int64_t i = 0; i < TupleSize(bases); ++i) {
    Value entry = TupleAt(bases, i);
    if (!IsType(entry)) return Raise(&TypeErrorType, "bases must be types");
    Type* base = entry.As<Type>();
    if (!base->Has(kTypeBase))
      return Raise(&TypeErrorType, "type '%.100s' is not an acceptable base type",
                   TypeNameOf(base));
    Type* candidate = SolidBase(base);
    if (winner == nullptr || (candidate != winner && IsSubtype(candidate, winner))) {
      winner = candidate;
      best = base;
    } else if (!IsSubtype(winner, candidate)) {
      return Raise(&TypeErrorType, "multiple bases have instance lay-out conflict");
    }
  }
  return best;
}

Type* WinningMetaclass(Type* meta, Value bases) {
  Type* winner = meta;
  for (int64_t i = 0; i < TupleSize(bases); ++i) {
    Type* candidate = TypeOf(TupleAt(bases, i));
    if (IsSubtype(winner, candidate)) continue;
    if (!IsSubtype(candidate, winner))
      return Raise(&TypeErrorType,
                   "metaclass conflict: the metaclass of a derived class must be a (non-strict) "
                   "subclass of the metaclasses of all its bases");
    winner = candidate;
  }
  return winner;
}

bool AddSubclass(Type* base, Type* type) {
  if (!base->subclasses) {
    Handle dict = TRY(DictNew());
    base->subclasses = dict.Release().Peek();
  }
  Value key = Value::Int(static_cast<int64_t>(reinterpret_cast<uint64_t>(type) >> 3));
  return DictSet(base->subclasses, key, Value::None());
}

void RemoveSubclass(Type* base, Type* type) {
  if (!base->subclasses) return;
  Value key = Value::Int(static_cast<int64_t>(reinterpret_cast<uint64_t>(type) >> 3));
  Handle removed = DictPop(base->subclasses, key);
}

}  // namespace polygil
