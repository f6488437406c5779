// The hash table of set and frozenset, and the C++ interface.
//
// CPython's table exactly, so that small sets print and iterate in the same order: a power of two
// of entries, runs of nine linear probes, then a jump by the perturbed hash; growth at three fifths
// filled, to four times the size (twice beyond 50000).
//
// A comparison may run Python code that changes the set: after one, a lookup checks that table and
// entry are the same, and starts again if not.

#include "runtime/types/container/set.h"

#include <cstring>

#include "runtime/object/heap.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/dict_internal.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/set_internal.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

constexpr int64_t kSmallSize = 8;
constexpr int64_t kLinearProbes = 9;

inline bool IsDummy(const SetEntry* entry) {
  return entry->key.IsNotImplemented() && entry->hash == -1;
}
inline bool IsLive(const SetEntry* entry) { return !entry->key.IsEmpty() && !IsDummy(entry); }

// 1 equal, 0 not, -1 raised, 2 changed meanwhile.
int AskEqual(Set* set, SetEntry* entry, Value key) {
  Value other = entry->key;
  if (other == key) return 1;
  if (other.IsInt() && key.IsInt()) return 0;
  if (IsExactly(other, StrType) && IsExactly(key, StrType)) return StrEqual(other, key);
  SetEntry* table = set->table;
  Handle hold = Retain(other), hold_key = Retain(key);
  Fallible<bool> equal = RichCompareBool(other, key, CompareOp::kEq);
  if (!equal) return -1;
  if (set->table != table || entry->key != other) return 2;
  return equal.value;
}

// Finds the entry of a key (*found 1), or the free entry that ends its probe sequence (0). -1:
// raised; 2: start again.
int Find(Set* set, Value key, int64_t hash, SetEntry** result) {
  uint64_t mask = static_cast<uint64_t>(set->mask);
  uint64_t i = static_cast<uint64_t>(hash) & mask, perturb = static_cast<uint64_t>(hash);
  for (;;) {
    SetEntry* entry = &set->table[i];
    int64_t probes = i + kLinearProbes <= mask ? kLinearProbes : 0;
    do {
      if (entry->key.IsEmpty()) {
        *result = entry;
        return 0;
      }
      if (entry->hash == hash) {  // no dummy: a hash is never -1
        int equal = entry->key == key ? 1 : AskEqual(set, entry, key);
        if (equal != 0) {
          *result = entry;
          return equal;
        }
      }
      ++entry;
    } while (probes--);
    perturb >>= 5;
    i = (i * 5 + 1 + perturb) & mask;
  }
}

// Most keys are at their first place, or nothing is.
inline int FindFast(Set* set, Value key, int64_t hash, SetEntry** result) {
  SetEntry* entry = &set->table[static_cast<uint64_t>(hash) & static_cast<uint64_t>(set->mask)];
  *result = entry;
  if (entry->key.IsEmpty()) return 0;
  if (entry->key == key && entry->hash == hash) return 1;
  return Find(set, key, hash, result);
}

// Into a table without the key and without dummies.
void InsertClean(SetEntry* table, uint64_t mask, Value key, int64_t hash) {
  uint64_t i = static_cast<uint64_t>(hash) & mask, perturb = static_cast<uint64_t>(hash);
  for (;;) {
    SetEntry* entry = &table[i];
    int64_t probes = i + kLinearProbes <= mask ? kLinearProbes : 0;
    do {
      if (entry->key.IsEmpty()) {
        *entry = {key, hash};
        return;
      }
      ++entry;
    } while (probes--);
    perturb >>= 5;
    i = (i * 5 + 1 + perturb) & mask;
  }
}

size_t TableBytes(int64_t mask) { return static_cast<size_t>(mask + 1) * sizeof(SetEntry); }

bool Resize(Set* set, int64_t minimum) {
  int64_t size = kSmallSize;
  while (size <= minimum) {
    if (size > (int64_t{1} << 56)) return RaiseMemoryError();
    size <<= 1;
  }
  SetEntry small[kSmallSize];
  SetEntry* old = set->table;
  int64_t old_mask = set->mask;
  bool old_is_small = old == set->small;
  SetEntry* table;
  if (size == kSmallSize) {
    table = set->small;
    if (old_is_small) {
      if (set->used == set->size) return true;  // no dummies: nothing to gain
      memcpy(small, old, sizeof(small));
      old = small;
    }
    memset(table, 0, sizeof(set->small));
  } else {
    table = static_cast<SetEntry*>(RawAllocate(TableBytes(size - 1)));
    if (table == nullptr) return RaiseMemoryError();
    memset(table, 0, TableBytes(size - 1));
  }
  set->table = table;
  set->mask = size - 1;
  for (int64_t i = 0; i <= old_mask; ++i) {
    if (IsLive(&old[i]))
      InsertClean(table, static_cast<uint64_t>(size - 1), old[i].key, old[i].hash);
  }
  set->used = set->size;
  if (!old_is_small) RawFree(old, TableBytes(old_mask));
  return true;
}

void StartEmpty(Set* set) {
  memset(set->small, 0, sizeof(set->small));
  set->size = set->used = 0;
  set->mask = kSmallSize - 1;
  set->table = set->small;
  set->hash = -1;
}

}  // namespace

SetEntry* SetLookup(Set* set, Value key, int64_t hash) {
  SetEntry* entry;
  int found;
  do {
    found = FindFast(set, key, hash, &entry);
  } while (found == 2);
  return found == 1 ? entry : nullptr;
}

bool SetAddKnownHash(Set* set, Value key, int64_t hash) {
  SetEntry* entry;
  int found;
  do {
    found = FindFast(set, key, hash, &entry);
  } while (found == 2);
  if (found < 0) return false;
  if (found == 1) return true;
  IncRef(key);
  *entry = {key, hash};
  ++set->size;
  ++set->used;
  if (static_cast<uint64_t>(set->used) * 5 < static_cast<uint64_t>(set->mask) * 3) return true;
  return Resize(set, set->size > 50000 ? set->size * 2 : set->size * 4);
}

bool SetAddUnique(Set* set, Value key, int64_t hash) {
  if (set->used != set->size) return SetAddKnownHash(set, key, hash);
  InsertClean(set->table, static_cast<uint64_t>(set->mask), key, hash);
  IncRef(key);
  ++set->size;
  ++set->used;
  if (static_cast<uint64_t>(set->used) * 5 < static_cast<uint64_t>(set->mask) * 3) return true;
  return Resize(set, set->size > 50000 ? set->size * 2 : set->size * 4);
}

Fallible<bool> SetDiscardKnownHash(Set* set, Value key, int64_t hash) {
  SetEntry* entry = SetLookup(set, key, hash);
  if (entry == nullptr) {
    if (HasPendingException()) return {};
    return false;
  }
  Value old = entry->key;
  *entry = {Value::NotImplemented(), -1};
  --set->size;
  DecRef(old);
  return true;
}

void SetDropTable(Set* set) {
  SetEntry small[kSmallSize];
  SetEntry* table = set->table;
  int64_t mask = set->mask;
  if (table == nullptr) return;
  bool is_small = table == set->small;
  int64_t left = set->size;
  if (is_small) {
    if (set->used == 0) return;
    memcpy(small, table, sizeof(small));
    table = small;
  }
  StartEmpty(set);
  for (int64_t i = 0; left > 0; ++i) {
    if (!IsLive(&table[i])) continue;
    --left;
    DecRef(table[i].key);
  }
  if (!is_small) RawFree(table, TableBytes(mask));
}

bool SetMerge(Set* set, Set* other) {
  if (set == other || other->size == 0) return true;
  // One big growth instead of many.
  if ((set->used + other->size) * 5 >= set->mask * 3 && !Resize(set, (set->size + other->size) * 2))
    return false;
  if (set->used == 0 && set->mask == other->mask && other->used == other->size) {
    for (int64_t i = 0; i <= other->mask; ++i) {
      IncRef(other->table[i].key);
      set->table[i] = other->table[i];
    }
    set->size = set->used = other->size;
    return true;
  }
  if (set->used == 0) {
    for (int64_t i = 0; i <= other->mask; ++i) {
      SetEntry* entry = &other->table[i];
      if (!IsLive(entry)) continue;
      IncRef(entry->key);
      InsertClean(set->table, static_cast<uint64_t>(set->mask), entry->key, entry->hash);
      ++set->size;
      ++set->used;
    }
    return true;
  }
  for (int64_t i = 0; i <= other->mask; ++i) {
    SetEntry* entry = &other->table[i];
    if (!IsLive(entry)) continue;
    Handle key = Retain(entry->key);
    if (!SetAddKnownHash(set, key, entry->hash)) return false;
  }
  return true;
}

Owned SetAllocate(Type* type) {
  bool exact = type == &SetType || type == &FrozenSetType;
  Owned result = exact ? AllocateObject(type) : AllocateInstance(type);
  if (result) StartEmpty(result.Peek().As<Set>());
  return result;
}

Owned SetMake(Type* type, Value iterable) {
  Handle set = TRY(SetAllocate(type));
  if (!iterable.IsEmpty()) TRY_VOID(SetUpdate(set, iterable));
  return set.Release();
}

Owned SetNew(Value iterable) { return SetMake(&SetType, iterable); }
Owned FrozenSetNew(Value iterable) { return SetMake(&FrozenSetType, iterable); }

bool SetAdd(Value self, Value key) {
  int64_t hash = TRY(DictHash(key));
  return SetAddKnownHash(self.As<Set>(), key, hash);
}

// A set that is looked for in a set of frozensets counts as the equal frozenset.
Fallible<bool> SetContains(Value self, Value key) {
  Fallible<int64_t> hash = DictHash(key);
  Handle frozen;
  if (!hash) {
    if (!IsAnySet(key) || !PendingMatches(&TypeErrorType)) return {};
    ClearPending();
    frozen = TRY(FrozenSetNew(key));
    key = frozen;
    hash = TRY(Hash(key));
  }
  if (SetLookup(self.As<Set>(), key, hash.value) != nullptr) return true;
  if (HasPendingException()) return {};
  return false;
}

Fallible<bool> SetDiscard(Value self, Value key) {
  Fallible<int64_t> hash = DictHash(key);
  Handle frozen;
  if (!hash) {
    if (!IsAnySet(key) || !PendingMatches(&TypeErrorType)) return {};
    ClearPending();
    frozen = TRY(FrozenSetNew(key));
    key = frozen;
    hash = TRY(Hash(key));
  }
  return SetDiscardKnownHash(self.As<Set>(), key, hash.value);
}

namespace {

// A list or a tuple. Comparisons may change a list.
bool AddItems(Value self, Value sequence) {
  bool is_list = IsExactly(sequence, ListType);
  for (int64_t i = 0; i < (is_list ? ListSize(sequence) : TupleSize(sequence)); ++i) {
    Handle key = Retain(is_list ? ListAt(sequence, i) : TupleAt(sequence, i));
    TRY_VOID(SetAdd(self, key));
  }
  return true;
}

}  // namespace

bool SetUpdate(Value self, Value iterable) {
  Set* set = self.As<Set>();
  if (IsAnySet(iterable)) return SetMerge(set, iterable.As<Set>());
  Handle keys_of;
  if (IsExactly(iterable, DictKeysType) && IsExactly(iterable.As<DictView>()->dict, DictType)) {
    keys_of = Retain(iterable.As<DictView>()->dict);
    iterable = keys_of;
  }
  if (IsExactly(iterable, DictType)) {
    int64_t size = DictSize(iterable);
    if ((set->used + size) * 5 >= set->mask * 3 && !Resize(set, (set->size + size) * 2))
      return false;
    int64_t position = 0, hash;
    Value key;
    while (DictNext(iterable, &position, &key, nullptr, &hash)) {
      Handle hold = Retain(key);
      if (!SetAddKnownHash(set, key, hash)) return false;
    }
    return true;
  }
  if (IsExactly(iterable, ListType) || IsExactly(iterable, TupleType))
    return AddItems(self, iterable);
  Handle iterator = TRY(GetIterator(iterable));
  for (;;) {
    Handle key = IteratorNext(iterator);
    if (!key) return !HasPendingException();
    TRY_VOID(SetAdd(self, key));
  }
}

bool SetNext(Value self, int64_t* position, Value* key) {
  Set* set = self.As<Set>();
  for (int64_t i = *position; i <= set->mask; ++i) {
    if (!IsLive(&set->table[i])) continue;
    *position = i + 1;
    *key = set->table[i].key;
    return true;
  }
  *position = set->mask + 1;
  return false;
}

Owned SetCopyAs(Type* type, Value self) {
  Handle copy = TRY(SetAllocate(type));
  TRY_VOID(SetMerge(copy.As<Set>(), self.As<Set>()));
  return copy.Release();
}

int64_t SetHashOf(Set* set) {
  if (set->hash != -1) return set->hash;
  // CPython's: the entries' hashes shuffled and xored, in any order.
  auto shuffle = [](uint64_t h) { return ((h ^ 89869747u) ^ (h << 16)) * 3644798167u; };
  uint64_t hash = 0;
  for (int64_t i = 0; i <= set->mask; ++i)
    hash ^= shuffle(static_cast<uint64_t>(set->table[i].hash));
  // Free entries (hash 0) and dummies (hash -1) don't count.
  if ((set->mask + 1 - set->used) & 1) hash ^= shuffle(0);
  if ((set->used - set->size) & 1) hash ^= shuffle(static_cast<uint64_t>(-1));
  hash ^= (static_cast<uint64_t>(set->size) + 1) * 1927868237u;
  hash ^= (hash >> 11) ^ (hash >> 25);
  hash = hash * 69069u + 907133923u;
  if (hash == static_cast<uint64_t>(-1)) hash = 590923713u;
  set->hash = static_cast<int64_t>(hash);
  return set->hash;
}

}  // namespace polygil
