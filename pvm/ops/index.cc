// Subscripts and slices.

#include "pvm/ops/cache.h"
#include "pvm/ops/enter_frame.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/slice.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

// The item was copied to `value` (owned): container and key are released if temporary.
#define FINISH_INDEX(value)                           \
  do {                                                \
    Value item = (value);                             \
    RETAIN_OR(item, FinishIndexInherited);            \
    if (pc->b != pc->a && pc->b >= consts[-1].bits) { \
      aux = item.bits;                                \
      TAIL(FinishIndexConsuming);                     \
    }                                                 \
    FINISH(2, pc->a, item);                           \
  } while (0)

SLOW(FinishIndexConsuming) {
  SAVE_PC();
  Consume(base, consts, pc->b);
  SetRegister(base, pc->a, Owned(Value{aux}));
  NEXT(2);
}

SLOW(FinishIndexInherited) {
  IncRefInherited(Value{aux});
  TAIL(FinishIndexConsuming);
}

#define INDEX_FAST(key)                                                                          \
  do {                                                                                           \
    Value container = base[pc->b];                                                               \
    if ((key).IsInt() && container.HasPointerTag()) [[likely]] {                                 \
      Type* type = container.AsObject()->type;                                                   \
      int64_t index = (key).AsInt();                                                             \
      if (type == &ListType) {                                                                   \
        List* list = container.As<List>();                                                       \
        if (index < 0) index += list->size;                                                      \
        if (static_cast<uint64_t>(index) < static_cast<uint64_t>(list->size)) [[likely]]         \
          FINISH_INDEX(list->items[index]);                                                      \
      } else if (type == &TupleType) {                                                           \
        Tuple* tuple = container.As<Tuple>();                                                    \
        if (index < 0) index += tuple->size;                                                     \
        if (static_cast<uint64_t>(index) < static_cast<uint64_t>(tuple->size)) [[likely]]        \
          FINISH_INDEX(tuple->items[index]);                                                     \
      } else if (type == &StrType) {                                                             \
        const Str* str = container.As<Str>();                                                    \
        if (index < 0) index += str->size;                                                       \
        if (static_cast<uint64_t>(index) < static_cast<uint64_t>(str->size) && str->kind() == 1) \
            [[likely]]                                                                           \
          FINISH_INDEX(shared_strs.latin1[str->data[index]]);                                    \
      }                                                                                          \
    }                                                                                            \
  } while (0)

namespace {
// Exact dicts without the detour through the slot: the common case of everything that isn't a list.
inline Owned LoadIndex(Value container, Value key) {
  if (IsExactly(container, DictType)) {
    Value v = DictGet(container, key);
    if (v) return Retain(v);
    if (!HasPendingException()) RaiseKeyError(key);
    return {};
  }
  if (key.IsInt() && IsExactly(container, StrType)) {
    int64_t index = key.AsInt(), length = StrLength(container);
    if (index < 0) index += length;
    if (static_cast<uint64_t>(index) < static_cast<uint64_t>(length))
      return StrFromCodePoint(StrAt(container, index));
  }
  return GetItem(container, key);
}
}  // namespace

SLOW(LoadIndexSlow) {
  SAVE_PC();
  if (MayEnter(base[pc->b]) &&
      EnterMethod(thread, base[pc->b], names.__getitem__, base[pc->c], ReturnKind::kRegister)) {
    Consume(base, consts, pc->b);
    if (pc->c != pc->b) Consume(base, consts, pc->c);
    ENTER_FRAME();
  }
  Owned result = LoadIndex(base[pc->b], base[pc->c]);
  if (!result) TAIL(Unwind);
  FinishOperands(base, consts, pc->a, pc->b, pc->c, result);
  NEXT(2);
}
HANDLER(LOAD_INDEX) {
  Value key = base[pc->c];
  INDEX_FAST(key);
  TAIL(LoadIndexSlow);
}

SLOW(LoadIndexKSlow) {
  SAVE_PC();
  if (MayEnter(base[pc->b]) &&
      EnterMethod(thread, base[pc->b], names.__getitem__, consts[pc->c], ReturnKind::kRegister)) {
    Consume(base, consts, pc->b);
    ENTER_FRAME();
  }
  Owned result = LoadIndex(base[pc->b], consts[pc->c]);
  if (!result) TAIL(Unwind);
  if (pc->b != pc->a) Consume(base, consts, pc->b);
  SetRegister(base, pc->a, result);
  NEXT(2);
}
HANDLER(LOAD_INDEX_K) {
  Value key = consts[pc->c];
  INDEX_FAST(key);
  TAIL(LoadIndexKSlow);
}

SLOW(StoreIndexSlow) {
  SAVE_PC();
  Value container = base[pc->a];
  if (MayEnter(container) && EnterMethod(thread, container, names.__setitem__, base[pc->b],
                                         ReturnKind::kDiscard, base[pc->c])) {
    Consume(base, consts, pc->c);
    Consume(base, consts, pc->a);
    Consume(base, consts, pc->b);
    ENTER_FRAME();
  }
  bool ok = IsExactly(container, DictType) ? DictSet(container, base[pc->b], base[pc->c])
                                           : SetItem(container, base[pc->b], base[pc->c]);
  if (!ok) TAIL(Unwind);
  Consume(base, consts, pc->c);
  Consume(base, consts, pc->a);
  Consume(base, consts, pc->b);
  NEXT(2);
}
// aux: the item that was replaced.
SLOW(FinishStoreIndex) {
  SAVE_PC();
  DecRef(Value{aux});
  Consume(base, consts, pc->a);
  NEXT(2);
}
HANDLER(STORE_INDEX) {
  Value container = base[pc->a], key = base[pc->b];
  if (!key.IsInt() || !IsExactly(container, ListType)) TAIL(StoreIndexSlow);
  List* list = container.As<List>();
  int64_t index = key.AsInt();
  if (index < 0) index += list->size;
  if (static_cast<uint64_t>(index) >= static_cast<uint64_t>(list->size)) [[unlikely]]
    TAIL(StoreIndexSlow);
  Value item = base[pc->c];
  if (pc->c >= consts[-1].bits) {
    base[pc->c] = Value::Empty();
  } else {
    IncRefFast(item);
  }
  Value old = list->items[index];
  list->items[index] = item;
  if (pc->a >= consts[-1].bits) {
    aux = old.bits;
    TAIL(FinishStoreIndex);
  }
  RELEASE_OR(old, FinishStoreIndex);
  NEXT(2);
}

SLOW(DeleteIndexSlow) {
  SAVE_PC();
  if (!DeleteItem(base[pc->a], base[pc->b])) TAIL(Unwind);
  Consume(base, consts, pc->a);
  Consume(base, consts, pc->b);
  NEXT(1);
}
HANDLER(DELETE_INDEX) { TAIL(DeleteIndexSlow); }

namespace {

// A bound of a slice without steps: an int or None. False: something else.
inline bool ReadBound(Value bound, int64_t size, int64_t if_none, int64_t* out) {
  if (bound.IsNone()) return *out = if_none, true;
  if (!bound.IsInt()) return false;
  int64_t at = bound.AsInt();
  if (at < 0) at += size;
  *out = at < 0 ? 0 : at > size ? size : at;
  return true;
}

// container[start:stop] of a built-in sequence. Empty without an exception: it is not so simple.
Owned PlainSlice(Value container, Value from, Value to) {
  if (!container.IsPointer()) return {};
  const Type* type = container.AsObject()->type;
  if (type != &StrType && type != &ListType && type != &TupleType) return {};
  int64_t size = type == &StrType    ? StrLength(container)
                 : type == &ListType ? container.As<List>()->size
                                     : TupleSize(container);
  int64_t start, stop;
  if (!ReadBound(from, size, 0, &start) || !ReadBound(to, size, size, &stop)) return {};
  if (stop < start) stop = start;
  if (type == &StrType) return StrSubstring(container, start, stop);
  if (type == &ListType) return ListFrom(container.As<List>()->items + start, stop - start);
  if (start == 0 && stop == size) return Retain(container);
  return TupleFrom(container.As<Tuple>()->items + start, stop - start);
}

}  // namespace

// A slice of two bounds that the next instruction takes out of a built-in sequence is never made.
SLOW(BuildSliceSlow) {
  SAVE_PC();
  const Instruction* use = pc + 1;
  if (use->opcode() == Opcode::LOAD_INDEX && use->c == pc->a && pc->c == 2 && IsTemporary(consts, pc->a)) {
    thread->frame->pc = use;
    Owned part = PlainSlice(base[use->b], base[pc->b], base[pc->b + 1]);
    if (part) {
      base[pc->b] = base[pc->b + 1] = Value::Empty();
      pc = use;
      if (pc->b != pc->a) Consume(base, consts, pc->b);
      SetRegister(base, pc->a, part);
      NEXT(2);
    }
    if (HasPendingException()) {
      pc = use;
      TAIL(Unwind);
    }
    SAVE_PC();
  }
  Owned slice =
      SliceNew(base[pc->b], base[pc->b + 1], pc->c == 3 ? base[pc->b + 2] : Value::None());
  if (!slice) TAIL(Unwind);
  for (uint32_t i = 0; i < pc->c; ++i) {
    if (pc->b + i != pc->a) ClearField(&base[pc->b + i]);
  }
  SetRegister(base, pc->a, slice);
  NEXT(1);
}
HANDLER(BUILD_SLICE) { TAIL(BuildSliceSlow); }

}  // namespace polygil
