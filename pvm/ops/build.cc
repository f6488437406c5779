// Displays, unpacking and f-strings.

#include "pvm/ops/cache.h"
#include "pvm/ops/handler.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/set.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

// Moves `count` temporaries out of the registers into `items`.
inline void MoveItems(Value* items, Value* registers, uint32_t count) {
  for (uint32_t i = 0; i < count; ++i) {
    items[i] = registers[i];
    registers[i] = Value::Empty();
  }
}
inline void ForgetRegisters(Value* registers, uint32_t count) {
  for (uint32_t i = 0; i < count; ++i) registers[i] = Value::Empty();
}
void ClearRegisters(Value* registers, uint32_t count) {
  for (uint32_t i = 0; i < count; ++i) ClearField(&registers[i]);
}

Owned BuildSet(Value* items, uint32_t count) {
  Handle set = TRY(SetNew());
  for (uint32_t i = 0; i < count; ++i) TRY_VOID(SetAdd(set, items[i]));
  return set.Release();
}
Owned BuildMap(Value* items, uint32_t pairs) {
  Handle dict = TRY(DictNew(pairs));
  for (uint32_t i = 0; i < pairs; ++i) TRY_VOID(DictSet(dict, items[2 * i], items[2 * i + 1]));
  return dict.Release();
}

}  // namespace

SLOW(BuildTupleSlow) {
  SAVE_PC();
  Owned tuple = TupleAdopt(base + pc->b, pc->c);
  ForgetRegisters(base + pc->b, pc->c);
  if (!tuple) TAIL(Unwind);
  SetRegister(base, pc->a, tuple);
  NEXT(1);
}
HANDLER(BUILD_TUPLE) { TAIL(BuildTupleSlow); }

SLOW(BuildListSlow) {
  SAVE_PC();
  Owned list = ListNew(pc->c);
  if (!list) TAIL(Unwind);
  MoveItems(list.Peek().As<List>()->items, base + pc->b, pc->c);
  list.Peek().As<List>()->size = pc->c;
  SetRegister(base, pc->a, list);
  NEXT(1);
}
HANDLER(BUILD_LIST) { TAIL(BuildListSlow); }

SLOW(BuildSetSlow) {
  SAVE_PC();
  Owned set = BuildSet(base + pc->b, pc->c);
  if (!set) TAIL(Unwind);
  ClearRegisters(base + pc->b, pc->c);
  SetRegister(base, pc->a, set);
  NEXT(1);
}
HANDLER(BUILD_SET) { TAIL(BuildSetSlow); }

SLOW(BuildMapSlow) {
  SAVE_PC();
  Owned dict = BuildMap(base + pc->b, pc->c);
  if (!dict) TAIL(Unwind);
  ClearRegisters(base + pc->b, 2u * pc->c);
  SetRegister(base, pc->a, dict);
  NEXT(1);
}
HANDLER(BUILD_MAP) { TAIL(BuildMapSlow); }

SLOW(BuildStringSlow) {
  SAVE_PC();
  Owned text;
  {
    Owned empty = StrEmpty();
    text = StrJoin(empty.Peek(), base + pc->b, pc->c);
    Discard(empty);
  }
  if (!text) TAIL(Unwind);
  ClearRegisters(base + pc->b, pc->c);
  SetRegister(base, pc->a, text);
  NEXT(1);
}
HANDLER(BUILD_STRING) { TAIL(BuildStringSlow); }

// -- Growing what comprehensions and displays with stars build ------------------------------------

SLOW(ListAppendSlow) {
  SAVE_PC();
  if (!ListAppend(base[pc->a], base[pc->b])) TAIL(Unwind);
  Consume(base, consts, pc->b);
  NEXT(1);
}
HANDLER(LIST_APPEND) {
  List* list = base[pc->a].As<List>();
  if (list->size >= list->capacity) TAIL(ListAppendSlow);
  Value item = base[pc->b];
  if (pc->b >= consts[-1].bits) {
    base[pc->b] = Value::Empty();
  } else {
    IncRefFast(item);
  }
  list->items[list->size++] = item;
  NEXT(1);
}

SLOW(SetAddSlow) {
  SAVE_PC();
  if (!SetAdd(base[pc->a], base[pc->b])) TAIL(Unwind);
  Consume(base, consts, pc->b);
  NEXT(1);
}
HANDLER(SET_ADD) { TAIL(SetAddSlow); }

SLOW(MapAddSlow) {
  SAVE_PC();
  if (!DictSet(base[pc->a], base[pc->b], base[pc->c])) TAIL(Unwind);
  Consume(base, consts, pc->b);
  Consume(base, consts, pc->c);
  NEXT(1);
}
HANDLER(MAP_ADD) { TAIL(MapAddSlow); }

namespace {

bool ExtendList(Value list, Value iterable) {
  if (!IsList(iterable) && !IsTuple(iterable) && TypeOf(iterable)->slots.iterate == nullptr &&
      TypeOf(iterable)->slots.get_item == nullptr) {
    return Raise(&TypeErrorType, "Value after * must be an iterable, not %.200s", TypeName(iterable));
  }
  return ListExtend(list, iterable);
}

bool UpdateDict(Value dict, Value mapping) {
  if (!IsDict(mapping)) {
    Handle keys = FindAttribute(mapping, "keys");
    if (keys.IsEmpty()) {
      if (HasPendingException()) return false;
      return Raise(&TypeErrorType, "'%.200s' object is not a mapping", TypeName(mapping));
    }
  }
  return DictUpdate(dict, mapping);
}

}  // namespace

#define GROW(NAME, expression)                   \
  SLOW(NAME##Slow) {                             \
    SAVE_PC();                                   \
    if (!(expression)) TAIL(Unwind);             \
    Consume(base, consts, pc->b);                \
    NEXT(1);                                     \
  }                                              \
  HANDLER(NAME) { TAIL(NAME##Slow); }
GROW(LIST_EXTEND, ExtendList(base[pc->a], base[pc->b]))
GROW(SET_UPDATE, SetUpdate(base[pc->a], base[pc->b]))
GROW(DICT_UPDATE, UpdateDict(base[pc->a], base[pc->b]))
GROW(DICT_MERGE, DictMergeKeywords(base[pc->a], base[pc->b], base[pc->c]))

SLOW(ListToTupleSlow) {
  SAVE_PC();
  Owned tuple = ListToTuple(base[pc->b]);
  if (!tuple) TAIL(Unwind);
  if (pc->b != pc->a) Consume(base, consts, pc->b);
  SetRegister(base, pc->a, tuple);
  NEXT(1);
}
HANDLER(LIST_TO_TUPLE) { TAIL(ListToTupleSlow); }

// -- Unpacking ------------------------------------------------------------------------------------

namespace {

// Stores items into fresh temporaries after the source has been released, so that a target that is
// the source's own register is no trouble.
void StoreItems(Value* base, Value* consts, const Instruction* pc, const Value* items, uint32_t count) {
  for (uint32_t i = 0; i < count; ++i) IncRef(items[i]);
  Value source = Value::Empty();
  if (IsTemporary(consts, pc->b)) {
    source = base[pc->b];
    base[pc->b] = Value::Empty();
  }
  for (uint32_t i = 0; i < count; ++i) base[pc->a + i] = items[i];
  DecRef(source);
}

Raised NotEnough(int64_t expected, int64_t got, bool at_least) {
  return Raise(&ValueErrorType, at_least ? "not enough values to unpack (expected at least %lld, got %lld)"
                                         : "not enough values to unpack (expected %lld, got %lld)",
               static_cast<long long>(expected), static_cast<long long>(got));
}

Owned UnpackIterator(Value source) {
  Handle iterator{GetIterator(source)};
  if (iterator.IsEmpty()) {
    if (PendingMatches(&TypeErrorType) && TypeOf(source)->slots.iterate == nullptr &&
        TypeOf(source)->slots.get_item == nullptr) {
      ClearPending();
      return Raise(&TypeErrorType, "cannot unpack non-iterable %.200s object", TypeName(source));
    }
    return {};
  }
  return iterator.Release();
}

// Exactly `count` items of any iterable as a list.
Owned UnpackExactly(Value source, int64_t count) {
  Handle iterator = TRY(UnpackIterator(source));
  Handle items = TRY(ListNew(count));
  for (int64_t i = 0; i < count; ++i) {
    Owned item = IteratorNext(iterator);
    if (!item) {
      if (HasPendingException()) return {};
      return NotEnough(count, i, false);
    }
    TRY_VOID(ListAppendOwned(items, item));
  }
  Handle extra = IteratorNext(iterator);
  if (!extra.IsEmpty()) {
    return Raise(&ValueErrorType, "too many values to unpack (expected %lld)", static_cast<long long>(count));
  }
  if (HasPendingException()) return {};
  return items.Release();
}

// `before` items, a list of the rest, `after` items: as one list.
Owned UnpackStarred(Value source, int64_t before, int64_t after) {
  Handle iterator = TRY(UnpackIterator(source));
  Handle items = TRY(ListNew(before + 1 + after));
  for (int64_t i = 0; i < before; ++i) {
    Owned item = IteratorNext(iterator);
    if (!item) {
      if (HasPendingException()) return {};
      return NotEnough(before + after, i, true);
    }
    TRY_VOID(ListAppendOwned(items, item));
  }
  Handle rest = TRY(ToList(iterator));
  int64_t available = ListSize(rest);
  if (available < after) return NotEnough(before + after, before + available, true);
  TRY_VOID(ListAppend(items, rest));
  for (int64_t i = available - after; i < available; ++i) TRY_VOID(ListAppend(items, ListAt(rest, i)));
  for (int64_t i = 0; i < after; ++i) DecRef(rest.As<List>()->items[--rest.As<List>()->size]);
  return items.Release();
}

bool UnpackSlow(Value* base, Value* consts, const Instruction* pc, bool starred) {
  int64_t after = starred ? static_cast<int64_t>(static_cast<uint32_t>(CacheWord(pc, 1))) : 0;
  Handle items = starred ? UnpackStarred(base[pc->b], pc->c, after) : UnpackExactly(base[pc->b], pc->c);
  if (items.IsEmpty()) return false;
  StoreItems(base, consts, pc, items.As<List>()->items, static_cast<uint32_t>(ListSize(items)));
  return true;
}

}  // namespace

SLOW(UnpackSequenceSlow) {
  SAVE_PC();
  Value source = base[pc->b];
  const Value* items = nullptr;
  int64_t size = -1;
  if (IsExactly(source, TupleType)) {
    items = source.As<Tuple>()->items, size = TupleSize(source);
  } else if (IsExactly(source, ListType)) {
    items = source.As<List>()->items, size = ListSize(source);
  }
  if (size == pc->c) {
    StoreItems(base, consts, pc, items, pc->c);
  } else if (!UnpackSlow(base, consts, pc, false)) {
    TAIL(Unwind);
  }
  NEXT(2);
}
// aux: the source, which nobody else holds.
SLOW(DropUnpacked) {
  SAVE_PC();
  DecRef(Value{aux});
  NEXT(2);
}
HANDLER(UNPACK_SEQUENCE) {
  Value source = base[pc->b];
  if (!source.HasPointerTag()) [[unlikely]] TAIL(UnpackSequenceSlow);
  const Value* items;
  int64_t size;
  if (source.AsObject()->type == &TupleType) {
    items = source.As<Tuple>()->items, size = source.As<Tuple>()->size;
  } else if (source.AsObject()->type == &ListType) {
    items = source.As<List>()->items, size = source.As<List>()->size;
  } else {
    TAIL(UnpackSequenceSlow);
  }
  if (size != pc->c || t_counted.inherited_span != 0) [[unlikely]] TAIL(UnpackSequenceSlow);
  bool is_temporary = pc->b >= consts[-1].bits;
  if (is_temporary) base[pc->b] = Value::Empty();
  for (int64_t i = 0; i < size; ++i) {
    Value item = items[i];
    if (item.HasPointerTag() && item.bits - t_counted.base < t_counted.span) ++item.AsObject()->refcount;
    base[pc->a + i] = item;
  }
  if (is_temporary) RELEASE_OR(source, DropUnpacked);
  NEXT(2);
}

SLOW(UnpackExSlow) {
  SAVE_PC();
  if (!UnpackSlow(base, consts, pc, true)) TAIL(Unwind);
  NEXT(2);
}
HANDLER(UNPACK_EX) { TAIL(UnpackExSlow); }

// -- Formatted values (PEP 498) -------------------------------------------------------------------

namespace {
Owned FormatWithConversion(Value v, int conversion, Value spec) {
  Handle converted;
  if (conversion == 1) {
    converted = TRY(ToStr(v));
  } else if (conversion == 2) {
    converted = TRY(Repr(v));
  } else if (conversion == 3) {
    converted = TRY(ToAscii(v));
  }
  if (!converted.IsEmpty()) v = converted;
  if (IsExactly(v, StrType) && (spec.IsEmpty() || StrLength(spec) == 0)) return Retain(v);
  return Format(v, spec);
}
}  // namespace

SLOW(FormatValueSlow) {
  SAVE_PC();
  bool has_spec = pc->c & 4;
  Owned text = FormatWithConversion(base[pc->b], pc->c & 3, has_spec ? base[pc->b + 1] : Value::Empty());
  if (!text) TAIL(Unwind);
  if (has_spec && pc->b + 1 != pc->a) ClearField(&base[pc->b + 1]);
  if (pc->b != pc->a) Consume(base, consts, pc->b);
  SetRegister(base, pc->a, text);
  NEXT(1);
}
HANDLER(FORMAT_VALUE) { TAIL(FormatValueSlow); }

}  // namespace polygil
