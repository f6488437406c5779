// tee: several iterators over one, sharing what some have seen and others have not: a linked list
// of blocks of items, each freed when the last iterator has gone past it.

#include "runtime/modules/itertools/itertools.h"
#include "runtime/types/container/list.h"
#include "runtime/types/text/names.h"

namespace polygil {
namespace {

Type TeeType, TeeBlockType;

constexpr int kBlockItems = 57;

struct TeeBlock : Object {
  Value iterator;
  Value next;     // block behind this one, or empty
  int32_t count;  // items read
  bool running;   // the iterator is being asked
  Value items[kBlockItems];
};

struct TeeIterator : Object {
  Value block;
  int32_t index;
};

Owned BlockNew(Value iterator) {
  Owned result = AllocateObject(&TeeBlockType);
  if (result) SetField(&result.Peek().As<TeeBlock>()->iterator, iterator);
  return result;
}

bool BlockTraverse(Object* self, Visitor visit, void* arg) {
  auto* block = static_cast<TeeBlock*>(self);
  for (int i = 0; i < block->count; ++i)
    if (visit(block->items[i], arg)) return true;
  return TraverseFields<TeeBlock, &TeeBlock::iterator, &TeeBlock::next>(self, visit, arg);
}

// A long chain is dropped in a loop, not by recursion.
void BlockDestroy(Object* self) {
  auto* block = static_cast<TeeBlock*>(self);
  ClearField(&block->iterator);
  for (int i = 0; i < block->count; ++i) ClearField(&block->items[i]);
  block->count = 0;
  Handle next{Owned(block->next)};
  block->next = Value::Empty();
  while (next && IsUniquelyReferenced(next)) {
    Handle after{Owned(next.As<TeeBlock>()->next)};
    next.As<TeeBlock>()->next = Value::Empty();
    next = std::move(after);
  }
}

Owned BlockItem(TeeBlock* block, int32_t index) {
  if (index < block->count) return Retain(block->items[index]);
  if (block->running) return Raise(&RuntimeErrorType, "cannot re-enter the tee iterator");
  block->running = true;
  Owned item = IteratorNext(block->iterator);
  block->running = false;
  if (!item) return {};
  block->items[block->count++] = item.Peek();
  return Retain(item.Peek());
}

Owned BlockNext(TeeBlock* block) {
  if (block->next.IsEmpty()) block->next = TRY(BlockNew(block->iterator)).Peek();
  return Retain(block->next);
}

// _tee_dataobject(iterator, items, next)
Owned BlockMake(Type*, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(CheckNoKeywords("_tee_dataobject", keyword_names));
  TRY_VOID(CheckPositional("_tee_dataobject", nargs, 3, 3));
  if (!IsList(args[1]))
    return Raise(&TypeErrorType, "_tee_dataobject() argument 2 must be list, not %.50s",
                 TypeName(args[1]));
  int64_t count = ListSize(args[1]);
  bool last = args[2].IsNone();
  if (count > kBlockItems || (!last && count != kBlockItems) ||
      (!last && !IsExactly(args[2], TeeBlockType)))
    return Raise(&ValueErrorType, "Invalid arguments");
  Owned result = BlockNew(args[0]);
  if (!result) return {};
  TeeBlock* block = result.Peek().As<TeeBlock>();
  for (int64_t i = 0; i < count; ++i) block->items[i] = Retain(ListAt(args[1], i)).Peek();
  block->count = static_cast<int32_t>(count);
  if (!last) SetField(&block->next, args[2]);
  return result;
}
Owned BlockReduce(Value self) {
  TeeBlock* block = self.As<TeeBlock>();
  Handle items = TRY(ListFrom(block->items, block->count));
  return ReduceTo(self, TupleOf({block->iterator, items, OrNone(block->next)}));
}

Owned TeeOver(Value block, int32_t index) {
  Owned result = AllocateObject(&TeeType);
  if (!result) return {};
  SetField(&result.Peek().As<TeeIterator>()->block, block);
  result.Peek().As<TeeIterator>()->index = index;
  return result;
}

Owned TeeFromIterable(Value iterable) {
  Handle iterator = TRY(GetIterator(iterable));
  if (IsExactly(iterator, TeeType))
    return TeeOver(iterator.As<TeeIterator>()->block, iterator.As<TeeIterator>()->index);
  Handle block = TRY(BlockNew(iterator));
  return TeeOver(block, 0);
}

Owned TeeMake(Type*, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(CheckNoKeywords("_tee", keyword_names));
  TRY_VOID(CheckPositional("_tee", nargs, 1, 1));
  return TeeFromIterable(args[0]);
}

Owned TeeNext(Value self) {
  TeeIterator* tee = self.As<TeeIterator>();
  if (tee->index >= kBlockItems) {
    Owned next = BlockNext(tee->block.As<TeeBlock>());
    if (!next) return {};
    tee->index = 0;
    StoreOwned(&tee->block, next);
  }
  Handle block = Retain(tee->block);
  Owned item = BlockItem(block.As<TeeBlock>(), tee->index);
  if (item) ++tee->index;
  return item;
}

Owned TeeCopy(Value self) {
  return TeeOver(self.As<TeeIterator>()->block, self.As<TeeIterator>()->index);
}
Owned TeeReduce(Value self) {
  TeeIterator* tee = self.As<TeeIterator>();
  Handle empty = TRY(TupleEmpty());
  return ReduceTo(self, TupleOf({empty}), TupleOf({tee->block, Value::Int(tee->index)}));
}
Owned TeeSetState(Value self, Value state) {
  if (!IsTuple(state)) return Raise(&TypeErrorType, "state is not a tuple");
  if (TupleSize(state) != 2)
    return Raise(&TypeErrorType, "function takes exactly 2 arguments (%zd given)",
                 static_cast<ssize_t>(TupleSize(state)));
  if (!IsExactly(TupleAt(state, 0), TeeBlockType))
    return Raise(&TypeErrorType, "argument 1 must be itertools._tee_dataobject, not %.50s",
                 TypeName(TupleAt(state, 0)));
  int64_t index = TRY(AsInt64(TupleAt(state, 1)));
  if (index < 0 || index > kBlockItems) return Raise(&ValueErrorType, "Index out of range");
  TeeIterator* tee = self.As<TeeIterator>();
  SetField(&tee->block, TupleAt(state, 0));
  tee->index = static_cast<int32_t>(index);
  return OwnNone();
}

constexpr MethodDef kBlockMethods[] = {
    PY_METHOD(_tee_dataobject, __reduce__, NoArgs(BlockReduce), kReduceDoc), {}};
constexpr MethodDef kTeeMethods[] = {
    PY_METHOD(_tee, __copy__, NoArgs(TeeCopy), "Returns an independent iterator."),
    PY_METHOD(_tee, __reduce__, NoArgs(TeeReduce), kReduceDoc),
    PY_METHOD(_tee, __setstate__, OneArg(TeeSetState), kSetStateDoc),
    {}};

}  // namespace

Owned Tee(Value, const Value* args, size_t nargs) {
  int64_t count = nargs > 1 ? TRY(AsInt64(args[1])) : 2;
  if (count < 0) return Raise(&ValueErrorType, "n must be >= 0");
  Handle result = TRY(TupleNew(count));
  if (count == 0) return result.Release();
  Handle iterator = TRY(GetIterator(args[0]));
  Handle copy = FindAttribute(iterator, names.__copy__);
  if (!copy) {
    if (HasPendingException()) return {};
    iterator = TRY(TeeFromIterable(iterator));
    copy = TRY(GetAttribute(iterator, names.__copy__));
  }
  TupleInit(result, 0, iterator.Release());
  for (int64_t i = 1; i < count; ++i) TupleInit(result, i, TRY(Call(copy)));
  return result.Release();
}

bool AddTee(Value module) {
  TeeBlockType.slots.traverse = BlockTraverse;
  TeeBlockType.slots.destroy = BlockDestroy;
  TeeBlockType.slots.new_instance = BlockMake;
  OwnFields<TeeIterator, &TeeIterator::block>(&TeeType);
  TeeType.slots.iterate = Retain;
  TeeType.slots.next = TeeNext;
  TeeType.slots.new_instance = TeeMake;
  return AddType(module, {.type = &TeeBlockType,
                          .name = "itertools._tee_dataobject",
                          .basic_size = sizeof(TeeBlock),
                          .flags = kTypeGc,
                          .methods = kBlockMethods,
                          .doc = "(iterable, values, next, /)\n--\n\nA block of items seen."}) &&
         AddType(module, {.type = &TeeType,
                          .name = "itertools._tee",
                          .basic_size = sizeof(TeeIterator),
                          .flags = kTypeGc | kTypeWeakly,
                          .methods = kTeeMethods,
                          .doc = "(iterable, /)\n--\n\nIterator that can be copied."});
}

}  // namespace polygil
