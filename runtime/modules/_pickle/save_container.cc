// Tuples, lists, dicts and sets. Saving an item may run Python code that changes the container: items
// are held while they are written, and places are looked at anew.

#include "runtime/modules/_pickle/pickler.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/set.h"
#include "runtime/types/container/tuple.h"

namespace polygil::pickle {
namespace {

bool SaveTupleItems(Pickler* pickler, Value tuple) {
  for (int64_t i = 0; i < TupleSize(tuple); ++i) TRY_VOID(Save(pickler, TupleAt(tuple, i)));
  return true;
}

// The items have written the tuple itself: they go away, and the written tuple is taken.
bool TakeRecursiveTuple(Pickler* pickler, int64_t number, int64_t items, bool marked) {
  Output* output = &pickler->output;
  if (marked && pickler->is_binary())
    return Put(output, kPopMark) && WriteMemoGet(pickler, number);
  for (int64_t i = 0; i < items + (marked ? 1 : 0); ++i) TRY_VOID(Put(output, kPop));
  return WriteMemoGet(pickler, number);
}

bool SaveItemsOneByOne(Pickler* pickler, Value iterator) {
  for (;;) {
    Handle item = IteratorNext(iterator);
    if (!item) return !HasPendingException();
    TRY_VOID(Save(pickler, item) && Put(&pickler->output, kAppend));
  }
}

bool SaveExactList(Pickler* pickler, Value list) {
  Output* output = &pickler->output;
  if (ListSize(list) == 1) {
    Handle item = Retain(ListAt(list, 0));
    return Save(pickler, item) && Put(output, kAppend);
  }
  int64_t i = 0;
  do {
    TRY_VOID(Put(output, kMark));
    for (int64_t end = i + kBatchSize; i < end && i < ListSize(list); ++i) {
      Handle item = Retain(ListAt(list, i));
      TRY_VOID(Save(pickler, item));
    }
    TRY_VOID(Put(output, kAppends));
  } while (i < ListSize(list));
  return true;
}

bool SaveExactDict(Pickler* pickler, Value dict) {
  Output* output = &pickler->output;
  int64_t position = 0, size = DictSize(dict), saved;
  Value key, value;
  do {
    if (size > 1) TRY_VOID(Put(output, kMark));
    for (saved = 0; saved < kBatchSize && DictNext(dict, &position, &key, &value); ++saved) {
      Handle hold_key = Retain(key), hold_value = Retain(value);
      TRY_VOID(Save(pickler, key) && Save(pickler, value));
      if (DictSize(dict) != size) return RaiseChangedSize("dictionary");
    }
    TRY_VOID(Put(output, size > 1 ? kSetItems : kSetItem));
  } while (saved == kBatchSize);
  return true;
}

bool SavePair(Pickler* pickler, Value pair) {
  if (!IsTuple(pair) || TupleSize(pair) != 2)
    return Raise(&TypeErrorType, "dict items iterator must return 2-tuples");
  return Save(pickler, TupleAt(pair, 0)) && Save(pickler, TupleAt(pair, 1));
}

bool SavePairsOneByOne(Pickler* pickler, Value iterator) {
  for (;;) {
    Handle pair = IteratorNext(iterator);
    if (!pair) return !HasPendingException();
    TRY_VOID(SavePair(pickler, pair) && Put(&pickler->output, kSetItem));
  }
}

// Batches of items of an iterator; a single one needs no mark.
bool SaveBatches(Pickler* pickler, Value iterator, bool (*save)(Pickler*, Value), Opcode one,
                 Opcode many) {
  Output* output = &pickler->output;
  for (;;) {
    Handle first = IteratorNext(iterator);
    if (!first) return !HasPendingException();
    Handle item = IteratorNext(iterator);
    if (!item) {
      if (HasPendingException()) return false;
      return save(pickler, first) && Put(output, one);
    }
    TRY_VOID(Put(output, kMark) && save(pickler, first));
    int64_t saved = 1;
    while (item) {
      TRY_VOID(save(pickler, item));
      if (++saved == kBatchSize) break;
      item = IteratorNext(iterator);
      if (!item && HasPendingException()) return false;
    }
    TRY_VOID(Put(output, many));
    if (saved != kBatchSize) return true;
  }
}

bool SaveOne(Pickler* pickler, Value v) { return Save(pickler, v); }

// In fast mode there is no memo that would end a cycle: deep in, containers under way are noted.
class FastGuard {
 public:
  explicit FastGuard(Pickler* pickler) : pickler_(pickler) {}
  ~FastGuard() {
    if (!entered_) return;
    --pickler_->fast_depth;
    if (noted_ && !HasPendingException()) {
      Discard(DictPop(pickler_->fast_running, key_));
      ClearPending();
    }
  }
  bool Enter(Value v) {
    if (!pickler_->fast) return true;
    entered_ = true;
    if (++pickler_->fast_depth < kFastDepth) return true;
    key_ = TRY(IntFromAddress(v));
    if (!pickler_->fast_running) pickler_->fast_running = TRY(DictNew()).Peek();
    bool cyclic = TRY(DictContains(pickler_->fast_running, key_));
    if (cyclic)
      return Raise(&ValueErrorType,
                   "fast mode: can't pickle cyclic objects including object type %.200s at %p",
                   TypeName(v), static_cast<void*>(v.AsObject()));
    noted_ = DictSet(pickler_->fast_running, key_, Value::None());
    return noted_;
  }

 private:
  static constexpr int kFastDepth = 50;
  static Owned IntFromAddress(Value v) { return Owned(Value::Int(static_cast<int64_t>(v.bits))); }
  Pickler* pickler_;
  Handle key_;
  bool entered_ = false, noted_ = false;
};

bool SaveAsList(Pickler* pickler, Value set, Type* type) {
  Handle items = TRY(ToList(set));
  Handle args = TRY(TupleOf({items}));
  Handle reduced = TRY(TupleOf({Value::Pointer(type), args}));
  return SaveReduced(pickler, reduced, set);
}

}  // namespace

bool SaveListItems(Pickler* pickler, Value iterator) {
  if (!pickler->is_binary()) return SaveItemsOneByOne(pickler, iterator);
  return SaveBatches(pickler, iterator, SaveOne, kAppend, kAppends);
}

bool SaveDictItems(Pickler* pickler, Value iterator) {
  if (!pickler->is_binary()) return SavePairsOneByOne(pickler, iterator);
  return SaveBatches(pickler, iterator, SavePair, kSetItem, kSetItems);
}

bool SaveTuple(Pickler* pickler, Value v) {
  Output* output = &pickler->output;
  int64_t size = TupleSize(v);
  if (size == 0)
    return pickler->is_binary() ? Put(output, kEmptyTuple) : Put(output, kMark) && Put(output, kTuple);
  bool is_short = size <= 3 && pickler->protocol >= 2;
  if (!is_short) TRY_VOID(Put(output, kMark));
  TRY_VOID(SaveTupleItems(pickler, v));
  int64_t number = MemoFind(pickler->memo, v);
  if (number >= 0) return TakeRecursiveTuple(pickler, number, size, !is_short);
  constexpr Opcode kBySize[] = {kTuple, kTuple1, kTuple2, kTuple3};
  return Put(output, is_short ? kBySize[size] : kTuple) && Memoize(pickler, v);
}

bool SaveList(Pickler* pickler, Value v) {
  Output* output = &pickler->output;
  FastGuard guard(pickler);
  TRY_VOID(guard.Enter(v));
  TRY_VOID(pickler->is_binary() ? Put(output, kEmptyList) : Put(output, kMark) && Put(output, kList));
  TRY_VOID(Memoize(pickler, v));
  if (ListSize(v) == 0) return true;
  if (pickler->is_binary()) return SaveExactList(pickler, v);
  Handle iterator = TRY(GetIterator(v));
  return SaveListItems(pickler, iterator);
}

bool SaveDict(Pickler* pickler, Value v) {
  Output* output = &pickler->output;
  FastGuard guard(pickler);
  TRY_VOID(guard.Enter(v));
  TRY_VOID(pickler->is_binary() ? Put(output, kEmptyDict) : Put(output, kMark) && Put(output, kDict));
  TRY_VOID(Memoize(pickler, v));
  if (DictSize(v) == 0) return true;
  if (pickler->is_binary()) return SaveExactDict(pickler, v);
  Handle items = TRY(CallMethod(v, "items"));
  Handle iterator = TRY(GetIterator(items));
  return SaveDictItems(pickler, iterator);
}

bool SaveSet(Pickler* pickler, Value v) {
  if (pickler->protocol < 4) return SaveAsList(pickler, v, &SetType);
  Output* output = &pickler->output;
  TRY_VOID(Put(output, kEmptySet) && Memoize(pickler, v));
  int64_t size = SetSize(v), position = 0, saved;
  if (size == 0) return true;
  Value key;
  do {
    TRY_VOID(Put(output, kMark));
    for (saved = 0; saved < kBatchSize && SetNext(v, &position, &key); ++saved) {
      Handle hold = Retain(key);
      TRY_VOID(Save(pickler, key));
      if (SetSize(v) != size) return RaiseChangedSize("set");
    }
    TRY_VOID(Put(output, kAddItems));
  } while (saved == kBatchSize);
  return true;
}

bool SaveFrozenSet(Pickler* pickler, Value v) {
  if (pickler->protocol < 4) return SaveAsList(pickler, v, &FrozenSetType);
  Output* output = &pickler->output;
  FastGuard guard(pickler);
  TRY_VOID(guard.Enter(v) && Put(output, kMark));
  int64_t position = 0;
  Value key;
  while (SetNext(v, &position, &key)) {
    Handle hold = Retain(key);
    TRY_VOID(Save(pickler, key));
  }
  int64_t number = MemoFind(pickler->memo, v);
  if (number >= 0) return Put(output, kPopMark) && WriteMemoGet(pickler, number);
  return Put(output, kFrozenSet) && Memoize(pickler, v);
}

}  // namespace polygil::pickle
