// The table of dict, for the files that implement it.

#ifndef POLYGIL_RUNTIME_TYPES_CONTAINER_DICT_INTERNAL_H_
#define POLYGIL_RUNTIME_TYPES_CONTAINER_DICT_INTERNAL_H_

#include <cstdint>

#include "runtime/protocol/protocol.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/text/str.h"

namespace polygil {

inline constexpr int64_t kDictAbsent = -1;
inline constexpr int64_t kDictError = -2;

inline int64_t DictCapacity(const Dict* dict) {  // entries there is room for
  return dict->log2_index == 0 ? 0 : (int64_t{2} << dict->log2_index) / 3;
}

inline Fallible<int64_t> DictHash(Value key) {
  if (IsExactly(key, StrType)) [[likely]] {
    int64_t hash = key.As<Str>()->hash;
    return hash != -1 ? hash : StrHash(key);
  }
  if (key.IsInt()) [[likely]] {
    constexpr int64_t kModulus = (int64_t{1} << 61) - 1;  // of Python's numeric hash
    int64_t value = key.AsInt();
    if (value > -kModulus && value < kModulus) return value == -1 ? -2 : value;
  }
  return Hash(key);
}

// Index of the entry, kDictAbsent, or kDictError (pending). May run __eq__.
int64_t DictLookup(Dict* dict, Value key, int64_t hash);
// For an exact str key: no Python code runs if all keys are exact strs.
int64_t DictLookupStr(Dict* dict, Value key, int64_t hash);
// The entry whose key is this very object, or kDictAbsent. Runs no Python code.
int64_t DictFindIdentical(const Dict* dict, Value key, int64_t hash);
// Adds a key that is not there; consumes key and value, also on failure.
bool DictInsertNew(Dict* dict, Owned key, int64_t hash, Owned value);
bool DictSetKnownHash(Value dict, Value key, int64_t hash, Value value);
Owned DictPopKnownHash(Value dict, Value key, int64_t hash);  // as DictPop()
// Takes an entry out; the caller owns *key and the result.
Owned DictRemoveEntry(Dict* dict, int64_t index, Value* key);
// Room for `count` entries altogether.
bool DictReserve(Dict* dict, int64_t count);
// Drops all entries and the table.
void DictDropTable(Dict* dict);
// Fills an instance of `type` (DictType or a subclass, fresh) with the entries of `source`.
bool DictCopyInto(Dict* target, Dict* source);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CONTAINER_DICT_INTERNAL_H_
