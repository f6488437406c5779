// The hash table of dict: lookup, insertion, deletion, growth, and the C++ interface.
//
//   table: [index: 2^log2 slots of 1, 2 or 4 bytes][entries: two thirds of that many]
//
// A slot holds the number of an entry, kFree or kDummy (deleted). Entries stay in insertion order;
// a deleted one keeps its place with an empty key until the table is rebuilt. Probing visits every
// slot: i = 5 i + perturb + 1, with ever more bits of the hash.
//
// A comparison may run Python code that changes the dict. After one, lookups check that table and
// entry are still the same, and start again if not.

#include "runtime/types/container/dict.h"

#include <cstring>

#include "runtime/object/heap.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/dict_internal.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"

namespace polygil {
namespace {

constexpr int64_t kFree = -1;
constexpr int64_t kDummy = -2;
constexpr int kSmallestLog2 = 3;
constexpr int kLargestLog2 = 31;

inline int WidthLog2(int log2) { return log2 <= 7 ? 0 : log2 <= 15 ? 1 : 2; }
inline size_t IndexBytes(int log2) { return size_t{1} << (log2 + WidthLog2(log2)); }
inline size_t TableBytes(int log2) {
  return IndexBytes(log2) + static_cast<size_t>((int64_t{2} << log2) / 3) * sizeof(DictEntry);
}

template <typename Slot>
struct Index {
  Slot* slots;
  uint64_t mask;
};

// Calls `function` with the index table in its width.
template <typename Function>
inline auto WithIndex(const Dict* dict, Function function) {
  uint64_t mask = (uint64_t{1} << dict->log2_index) - 1;
  switch (WidthLog2(dict->log2_index)) {
    case 0:
      return function(Index<int8_t>{static_cast<int8_t*>(dict->table), mask});
    case 1:
      return function(Index<int16_t>{static_cast<int16_t*>(dict->table), mask});
    default:
      return function(Index<int32_t>{static_cast<int32_t*>(dict->table), mask});
  }
}

struct Probe {
  uint64_t i, perturb;
  explicit Probe(int64_t hash)
      : i(static_cast<uint64_t>(hash)), perturb(static_cast<uint64_t>(hash)) {}
  void Next() {
    perturb >>= 5;
    i = i * 5 + perturb + 1;
  }
};

// Keys that are equal only if they are the same word, or compared here without Python code.
enum class Match { kNo, kYes, kAsk };

inline Match QuickMatch(Value a, Value b) {
  if (a == b) return Match::kYes;
  if (a.IsInt() && b.IsInt()) return Match::kNo;
  if (IsExactly(a, StrType) && IsExactly(b, StrType))
    return StrEqual(a, b) ? Match::kYes : Match::kNo;
  return Match::kAsk;
}

// 1 equal, 0 not, -1 raised, 2 the table changed meanwhile.
int AskEqual(Dict* dict, DictEntry* entry, Value key) {
  void* table = dict->table;
  Value other = entry->key;
  Handle hold = Retain(other), hold_key = Retain(key);
  Fallible<bool> equal = RichCompareBool(other, key, CompareOp::kEq);
  if (!equal) return -1;
  if (dict->table != table || entry->key != other) return 2;
  return equal.value;
}

// Another entry number than the one found: the table is to be searched anew.
constexpr int64_t kAgain = -3;

template <typename Slot>
int64_t Search(Dict* dict, Index<Slot> index, Value key, int64_t hash) {
  for (Probe probe(hash);; probe.Next()) {
    int64_t number = index.slots[probe.i & index.mask];
    if (number == kFree) return kDictAbsent;
    if (number < 0) continue;
    DictEntry* entry = &dict->entries[number];
    if (entry->key == key) return number;
    if (entry->hash != hash) continue;
    Match match = QuickMatch(entry->key, key);
    if (match == Match::kYes) return number;
    if (match == Match::kNo) continue;
    int asked = AskEqual(dict, entry, key);
    if (asked < 0) return kDictError;
    if (asked == 2) return kAgain;
    if (asked == 1) return number;
  }
}

template <typename Slot>
inline int64_t SearchStr(Dict* dict, Index<Slot> index, Value key, int64_t hash) {
  for (Probe probe(hash);; probe.Next()) {
    int64_t number = index.slots[probe.i & index.mask];
    if (number == kFree) return kDictAbsent;
    if (number < 0) continue;
    DictEntry* entry = &dict->entries[number];
    if (entry->key == key) return number;
    if (entry->hash == hash && StrEqual(entry->key, key)) return number;
  }
}

inline void PlaceInIndex(const Dict* dict, int64_t hash, int64_t number) {
  WithIndex(dict, [&](auto index) {
    Probe probe(hash);
    while (index.slots[probe.i & index.mask] >= 0) probe.Next();
    index.slots[probe.i & index.mask] =
        static_cast<std::remove_reference_t<decltype(*index.slots)>>(number);
    return 0;
  });
}

// The slot that points to an entry.
void SetSlotOf(const Dict* dict, int64_t number, int64_t to) {
  int64_t hash = dict->entries[number].hash;
  WithIndex(dict, [&](auto index) {
    Probe probe(hash);
    while (index.slots[probe.i & index.mask] != number) probe.Next();
    index.slots[probe.i & index.mask] =
        static_cast<std::remove_reference_t<decltype(*index.slots)>>(to);
    return 0;
  });
}

bool Rebuild(Dict* dict, int log2) {
  if (log2 > kLargestLog2) return RaiseMemoryError();
  uint8_t* table = static_cast<uint8_t*>(RawAllocate(TableBytes(log2)));
  if (table == nullptr) return RaiseMemoryError();
  memset(table, 0xFF, IndexBytes(log2));
  DictEntry* entries = reinterpret_cast<DictEntry*>(table + IndexBytes(log2));
  int64_t count = 0;
  for (int64_t i = 0; i < dict->used; ++i) {
    if (!dict->entries[i].key.IsEmpty()) entries[count++] = dict->entries[i];
  }
  void* old = dict->table;
  int old_log2 = dict->log2_index;
  dict->table = table;
  dict->entries = entries;
  dict->log2_index = static_cast<uint8_t>(log2);
  dict->used = count;
  dict->lost = 0;
  dict->keys_version = 0;
  for (int64_t i = 0; i < count; ++i) PlaceInIndex(dict, entries[i].hash, i);
  if (old != nullptr) RawFree(old, TableBytes(old_log2));
  return true;
}

bool Grow(Dict* dict) {
  int log2 = kSmallestLog2;
  while ((int64_t{1} << log2) < dict->size * 3) ++log2;
  return Rebuild(dict, log2);
}

}  // namespace

int64_t DictLookupStr(Dict* dict, Value key, int64_t hash) {
  if (dict->size == 0) return kDictAbsent;
  if (!dict->str_keys_only) [[unlikely]]
    return DictLookup(dict, key, hash);
  return WithIndex(dict, [&](auto index) { return SearchStr(dict, index, key, hash); });
}

int64_t DictLookup(Dict* dict, Value key, int64_t hash) {
  for (;;) {
    if (dict->size == 0) return kDictAbsent;
    if (dict->str_keys_only && IsExactly(key, StrType))
      return WithIndex(dict, [&](auto index) { return SearchStr(dict, index, key, hash); });
    int64_t found = WithIndex(dict, [&](auto index) { return Search(dict, index, key, hash); });
    if (found != kAgain) return found;
  }
}

int64_t DictFindIdentical(const Dict* dict, Value key, int64_t hash) {
  if (dict->size == 0) return kDictAbsent;
  return WithIndex(dict, [&](auto index) {
    for (Probe probe(hash);; probe.Next()) {
      int64_t number = index.slots[probe.i & index.mask];
      if (number == kFree) return kDictAbsent;
      if (number >= 0 && dict->entries[number].key == key) return number;
    }
  });
}

bool DictReserve(Dict* dict, int64_t count) {
  if (count <= DictCapacity(dict)) return true;
  int log2 = kSmallestLog2;
  while ((int64_t{2} << log2) / 3 < count) ++log2;
  return Rebuild(dict, log2);
}

bool DictInsertNew(Dict* dict, Owned key, int64_t hash, Owned value) {
  if (dict->used + dict->lost >= DictCapacity(dict) && !Grow(dict)) [[unlikely]] {
    Discard(key);
    Discard(value);
    return false;
  }
  int64_t number = dict->used++;
  PlaceInIndex(dict, hash, number);
  dict->entries[number] = {key.Peek(), value.Peek(), hash};
  ++dict->size;
  dict->keys_version = 0;
  if (!IsExactly(key.Peek(), StrType)) dict->str_keys_only = false;
  return true;
}

bool DictSetKnownHash(Value self, Value key, int64_t hash, Value value) {
  Dict* dict = self.As<Dict>();
  int64_t number = DictLookup(dict, key, hash);
  if (number == kDictError) return false;
  if (number >= 0) {
    StoreOwned(&dict->entries[number].value, Retain(value));
    return true;
  }
  return DictInsertNew(dict, Retain(key), hash, Retain(value));
}

Owned DictRemoveEntry(Dict* dict, int64_t number, Value* key) {
  SetSlotOf(dict, number, kDummy);
  DictEntry* entry = &dict->entries[number];
  *key = entry->key;
  Owned value(entry->value);
  entry->key = entry->value = Value::Empty();
  --dict->size;
  dict->keys_version = 0;
  return value;
}

void DictDropTable(Dict* dict) {
  void* table = dict->table;
  if (table == nullptr) return;
  DictEntry* entries = dict->entries;
  int64_t used = dict->used;
  int log2 = dict->log2_index;
  dict->table = nullptr;
  dict->entries = nullptr;
  dict->size = dict->used = dict->lost = 0;
  dict->log2_index = 0;
  dict->keys_version = 0;
  dict->str_keys_only = true;
  for (int64_t i = 0; i < used; ++i) {
    DecRef(entries[i].key);
    DecRef(entries[i].value);
  }
  RawFree(table, TableBytes(log2));
}

bool DictCopyInto(Dict* target, Dict* source) {
  if (source->size == 0) return true;
  int log2 = kSmallestLog2;
  while ((int64_t{2} << log2) / 3 < source->size) ++log2;
  // A table without many holes is copied as it is, index included.
  if (source->used == source->size && source->lost == 0 && source->log2_index <= log2 + 1) {
    void* table = RawAllocate(TableBytes(source->log2_index));
    if (table == nullptr) return RaiseMemoryError();
    memcpy(table, source->table,
           IndexBytes(source->log2_index) + static_cast<size_t>(source->used) * sizeof(DictEntry));
    target->table = table;
    target->log2_index = source->log2_index;
    target->entries =
        reinterpret_cast<DictEntry*>(static_cast<uint8_t*>(table) + IndexBytes(source->log2_index));
    target->size = target->used = source->size;
    target->str_keys_only = source->str_keys_only;
    target->keys_version = 0;
    for (int64_t i = 0; i < target->used; ++i) {
      IncRef(target->entries[i].key);
      IncRef(target->entries[i].value);
    }
    return true;
  }
  if (!Rebuild(target, log2)) return false;
  for (int64_t i = 0; i < source->used; ++i) {
    DictEntry* entry = &source->entries[i];
    if (entry->key.IsEmpty()) continue;
    if (!DictInsertNew(target, Retain(entry->key), entry->hash, Retain(entry->value))) return false;
  }
  return true;
}

// -- The interface --------------------------------------------------------------------------------

Owned DictNew(int64_t size_hint) {
  void* block = HeapAllocate(PageKind::kContainer, sizeof(Dict));
  if (block == nullptr) return RaiseMemoryError();
  memset(block, 0, sizeof(Dict));
  Dict* dict = static_cast<Dict*>(block);
  dict->refcount = 1;
  dict->type = &DictType;
  dict->str_keys_only = true;
  GcNoteNew(dict);
  if (size_hint > 0 && !DictReserve(dict, size_hint)) {
    DecRef(dict);
    return {};
  }
  return Owned(Value::Pointer(dict));
}

Value DictGetKnownHash(Value self, Value key, int64_t hash) {
  Dict* dict = self.As<Dict>();
  int64_t number = DictLookup(dict, key, hash);
  return number < 0 ? Value::Empty() : dict->entries[number].value;
}

Value DictGet(Value self, Value key) {
  Fallible<int64_t> hash = DictHash(key);
  return hash ? DictGetKnownHash(self, key, hash.value) : Value::Empty();
}

Value DictGetStr(Value self, Value key) {
  Dict* dict = self.As<Dict>();
  int64_t hash = key.As<Str>()->hash;
  if (hash == -1) [[unlikely]]
    hash = StrHash(key);
  int64_t number = DictLookupStr(dict, key, hash);
  return number < 0 ? Value::Empty() : dict->entries[number].value;
}

Value DictGetAscii(Value self, const char* key) {
  Handle name = StrFromAscii(key, strlen(key));
  return name ? DictGetStr(self, name) : Value::Empty();
}

bool DictSet(Value self, Value key, Value value) {
  int64_t hash = TRY(DictHash(key));
  return DictSetKnownHash(self, key, hash, value);
}

bool DictSetAscii(Value self, const char* key, Value value) {
  Handle name = TRY(StrInternUtf8({key, strlen(key)}));
  return DictSet(self, name, value);
}

Owned DictPop(Value self, Value key) {
  if (self.As<Dict>()->size == 0) return {};
  Fallible<int64_t> hash = DictHash(key);
  return hash ? DictPopKnownHash(self, key, hash.value) : Owned();
}

Owned DictPopKnownHash(Value self, Value key, int64_t hash) {
  Dict* dict = self.As<Dict>();
  int64_t number = DictLookup(dict, key, hash);
  if (number < 0) return {};
  Value old_key;
  Owned value = DictRemoveEntry(dict, number, &old_key);
  DecRef(old_key);
  return value;
}

bool DictDelete(Value self, Value key) {
  Dict* dict = self.As<Dict>();
  int64_t hash = TRY(DictHash(key));
  int64_t number = DictLookup(dict, key, hash);
  if (number == kDictError) return false;
  if (number < 0) return RaiseKeyError(key);
  Value old_key;
  Owned value = DictRemoveEntry(dict, number, &old_key);
  DecRef(old_key);
  Discard(value);
  return true;
}

Owned DictSetDefault(Value self, Value key, Value default_value) {
  Dict* dict = self.As<Dict>();
  int64_t hash = TRY(DictHash(key));
  int64_t number = DictLookup(dict, key, hash);
  if (number == kDictError) return {};
  if (number >= 0) return Retain(dict->entries[number].value);
  TRY_VOID(DictInsertNew(dict, Retain(key), hash, Retain(default_value)));
  return Retain(default_value);
}

Fallible<bool> DictContains(Value self, Value key) {
  int64_t hash = TRY(DictHash(key));
  int64_t number = DictLookup(self.As<Dict>(), key, hash);
  if (number == kDictError) return {};
  return number >= 0;
}

Owned DictCopy(Value self) {
  Handle copy = TRY(DictNew());
  TRY_VOID(DictCopyInto(copy.As<Dict>(), self.As<Dict>()));
  return copy.Release();
}

void DictClear(Value self) { DictDropTable(self.As<Dict>()); }

bool DictNext(Value self, int64_t* position, Value* key, Value* value, int64_t* hash) {
  Dict* dict = self.As<Dict>();
  int64_t i = *position;
  while (i < dict->used && dict->entries[i].key.IsEmpty()) ++i;
  if (i >= dict->used) return false;
  *position = i + 1;
  if (key != nullptr) *key = dict->entries[i].key;
  if (value != nullptr) *value = dict->entries[i].value;
  if (hash != nullptr) *hash = dict->entries[i].hash;
  return true;
}

uint32_t DictKeysVersion(Value self) {
  Dict* dict = self.As<Dict>();
  uint32_t* next = &CurrentInterpreter()->next_dict_keys_version;
  if (dict->keys_version == 0 && *next != 0) dict->keys_version = (*next)++;
  return dict->keys_version;
}

int64_t DictFindIndex(Value self, Value key) {
  int64_t hash = StrHash(key);
  Dict* dict = self.As<Dict>();
  if (dict->str_keys_only) return DictLookupStr(dict, key, hash);
  for (int64_t i = 0; i < dict->used; ++i) {
    const DictEntry& entry = dict->entries[i];
    if (entry.key == key) return i;
    if (entry.key.IsEmpty() || entry.hash != hash) continue;
    if (!IsExactly(entry.key, StrType)) return kDictError;
    if (StrEqual(entry.key, key)) return i;
  }
  return kDictAbsent;
}

namespace {

// One list of n parts, made in one go; the dict can't change meanwhile, since only lists and tuples
// are allocated.
template <typename Part>
Owned ListOfParts(Value self, Part part) {
  Handle list = TRY(ListNew(DictSize(self)));
  int64_t position = 0;
  Value key, value;
  while (DictNext(self, &position, &key, &value)) {
    Owned item = part(key, value);
    if (!item || !ListAppendOwned(list, item)) return {};
  }
  return list.Release();
}

}  // namespace

Owned DictKeysList(Value self) {
  return ListOfParts(self, [](Value key, Value) { return Retain(key); });
}
Owned DictValuesList(Value self) {
  return ListOfParts(self, [](Value, Value value) { return Retain(value); });
}
Owned DictItemsList(Value self) {
  return ListOfParts(self, [](Value key, Value value) { return TupleOf({key, value}); });
}

}  // namespace polygil
