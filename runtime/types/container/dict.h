// dict: compact, insertion-ordered table: an index of 1/2/4-byte slots over dense entries.
// Inline caches guard on `keys_version`: it is reset to 0 whenever a key is added or removed or the
// table is rebuilt (so an entry's index stays valid while the version does), not when a value changes.

#ifndef POLYGIL_RUNTIME_TYPES_CONTAINER_DICT_H_
#define POLYGIL_RUNTIME_TYPES_CONTAINER_DICT_H_

#include <cstddef>
#include <cstdint>

#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

struct DictEntry {
  Value key;          // empty: deleted
  Value value;
  int64_t hash;
};
struct Dict : Object {
  int64_t size;             // live entries
  int64_t used;             // entries written, deleted ones included
  uint32_t keys_version;    // 0: none assigned; see DictKeysVersion
  uint8_t log2_index;       // slots of the index table; 0: no table yet
  bool str_keys_only;       // every key is an exact str: lookups need no __eq__
  void* table;              // raw block: [index slots][entries]
  DictEntry* entries;
  int64_t lost;             // places at the end given back whose index slots are not free again
};
struct DictView : Object {     // keys(), values(), items()
  Value dict;
};
struct DictIterator : Object {  // over keys, values or items, forwards or backwards
  Value dict;               // empty once exhausted
  int64_t position;         // next entry
  int64_t expected_size;    // size at the start; -1: a change was reported
  int64_t remaining;
};
extern Type DictType;
extern Type DictKeysType, DictValuesType, DictItemsType;
extern Type DictKeyIteratorType, DictValueIteratorType, DictItemIteratorType;
Owned DictNew(int64_t size_hint = 0);
inline int64_t DictSize(Value v) { return v.As<Dict>()->size; }
// Borrowed; empty without exception: absent; empty with one: __hash__ or __eq__ raised.
Value DictGet(Value dict, Value key);
Value DictGetKnownHash(Value dict, Value key, int64_t hash);
// `key` an interned exact str and the dict str_keys_only or not: never raises unless foreign keys do.
Value DictGetStr(Value dict, Value key);
Value DictGetAscii(Value dict, const char* key);
bool DictSet(Value dict, Value key, Value value);    // retains both
bool DictSetAscii(Value dict, const char* key, Value value);
bool DictDelete(Value dict, Value key);              // KeyError(key)
// Removes and returns (owned); empty without exception: absent.
Owned DictPop(Value dict, Value key);
Owned DictSetDefault(Value dict, Value key, Value default_value);
Fallible<bool> DictContains(Value dict, Value key);
bool DictUpdate(Value dict, Value mapping_or_pairs, bool override_existing = true);  // as dict.update(x)
bool DictMergeKeywords(Value dict, Value mapping, Value callable_for_message);  // f(**a, **b): TypeError on duplicates
Owned DictCopy(Value dict);
void DictClear(Value dict);
Owned DictKeysList(Value dict);
Owned DictValuesList(Value dict);
Owned DictItemsList(Value dict);
// Iterates entries in order: start with position 0; false at the end. Borrowed results. Python
// code run meanwhile may change the dict; the caller must hold what it uses.
bool DictNext(Value dict, int64_t* position, Value* key, Value* value, int64_t* hash = nullptr);
// For caches: the version (assigned now if 0; 0 only when versions ran out) and the entry index of
// a key (-1: absent, and then the version guards the absence; -2: can't be told without running
// Python code, so don't cache).
uint32_t DictKeysVersion(Value dict);
int64_t DictFindIndex(Value dict, Value interned_key);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CONTAINER_DICT_H_
