#include "runtime/modules/_pickle/memo.h"

#include <cstring>

#include "runtime/object/heap.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/number/int.h"

namespace polygil::pickle {
namespace {

constexpr uint64_t kSmallestTable = 16;
constexpr int64_t kAlwaysDense = 1 << 16;

void Insert(SaveMemo* memo, Value key, int64_t number) {
  uint64_t i = (key.bits >> 4) * 0x9E3779B97F4A7C15u >> 32;
  while (memo->entries[i & memo->mask].key) ++i;
  memo->entries[i & memo->mask] = {key, number};
}

bool Grow(SaveMemo* memo) {
  SaveMemo old = *memo;
  uint64_t slots = old.entries == nullptr ? kSmallestTable : (old.mask + 1) * 4;
  auto* entries = static_cast<SaveMemo::Entry*>(RawAllocate(slots * sizeof(SaveMemo::Entry)));
  if (entries == nullptr) return RaiseMemoryError();
  memset(entries, 0, slots * sizeof(SaveMemo::Entry));
  memo->entries = entries;
  memo->mask = slots - 1;
  if (old.entries == nullptr) return true;
  for (uint64_t i = 0; i <= old.mask; ++i)
    if (old.entries[i].key) Insert(memo, old.entries[i].key, old.entries[i].number);
  RawFree(old.entries, (old.mask + 1) * sizeof(SaveMemo::Entry));
  return true;
}

bool GrowItems(LoadMemo* memo, int64_t number) {
  int64_t capacity = memo->capacity < 32 ? 32 : memo->capacity * 2;
  while (capacity <= number) capacity *= 2;
  auto* items = static_cast<Value*>(
      RawReallocate(memo->items, static_cast<size_t>(memo->capacity) * sizeof(Value),
                    static_cast<size_t>(capacity) * sizeof(Value)));
  if (items == nullptr) return RaiseMemoryError();
  memset(items + memo->capacity, 0, static_cast<size_t>(capacity - memo->capacity) * sizeof(Value));
  memo->items = items;
  memo->capacity = capacity;
  return true;
}

bool PutSparse(LoadMemo* memo, int64_t number, Value value) {
  if (!memo->sparse) memo->sparse = TRY(DictNew()).Peek();
  Handle key = TRY(IntFromInt64(number));
  int64_t before = DictSize(memo->sparse);
  TRY_VOID(DictSet(memo->sparse, key, value));
  memo->count += DictSize(memo->sparse) - before;
  return true;
}

}  // namespace

bool MemoAdd(SaveMemo* memo, Value key, int64_t number) {
  if (memo->entries == nullptr || static_cast<uint64_t>(memo->used) * 3 >= (memo->mask + 1) * 2)
    TRY_VOID(Grow(memo));
  IncRef(key);
  Insert(memo, key, number);
  ++memo->used;
  return true;
}

void MemoClear(SaveMemo* memo) {
  SaveMemo old = *memo;
  *memo = {};
  if (old.entries == nullptr) return;
  for (uint64_t i = 0; i <= old.mask; ++i) DecRef(old.entries[i].key);
  RawFree(old.entries, (old.mask + 1) * sizeof(SaveMemo::Entry));
}

bool MemoTraverse(const SaveMemo& memo, Visitor visit, void* arg) {
  if (memo.entries == nullptr) return false;
  for (uint64_t i = 0; i <= memo.mask; ++i)
    if (memo.entries[i].key && visit(memo.entries[i].key, arg)) return true;
  return false;
}

Value MemoGetSparse(const LoadMemo& memo, int64_t number) {
  if (!memo.sparse || !Value::FitsInt(number)) return Value::Empty();
  return DictGet(memo.sparse, Value::Int(number));
}

bool MemoPut(LoadMemo* memo, int64_t number, Value value) {
  if (number >= memo->capacity) {
    if (number >= kAlwaysDense && number > memo->count * 2) return PutSparse(memo, number, value);
    TRY_VOID(GrowItems(memo, number));
  }
  if (!memo->items[number]) ++memo->count;
  StoreOwned(&memo->items[number], Retain(value));
  return true;
}

void MemoClear(LoadMemo* memo) {
  LoadMemo old = *memo;
  *memo = {};
  for (int64_t i = 0; i < old.capacity; ++i) DecRef(old.items[i]);
  if (old.items != nullptr) RawFree(old.items, static_cast<size_t>(old.capacity) * sizeof(Value));
  DecRef(old.sparse);
}

bool MemoTraverse(const LoadMemo& memo, Visitor visit, void* arg) {
  for (int64_t i = 0; i < memo.capacity; ++i)
    if (memo.items[i] && visit(memo.items[i], arg)) return true;
  return memo.sparse && visit(memo.sparse, arg);
}

}  // namespace polygil::pickle
