// The memos of PEP 307: which objects a pickler has written, by identity, and what an unpickler has
// stored under which number. Both own the objects in them. All zero bytes are a valid empty memo.

#ifndef POLYGIL_RUNTIME_MODULES_PICKLE_MEMO_H_
#define POLYGIL_RUNTIME_MODULES_PICKLE_MEMO_H_

#include <cstdint>

#include "runtime/object/ownership.h"
#include "runtime/object/slots.h"

namespace polygil::pickle {

// Object -> number. Open addressing, linear probing.
struct SaveMemo {
  struct Entry {
    Value key;  // empty: free
    int64_t number;
  };
  Entry* entries;
  uint64_t mask;
  int64_t used;
  int64_t next;  // number of the next object: entries, and those that nobody can refer to
};

// -1: not there.
inline int64_t MemoFind(const SaveMemo& memo, Value key) {
  if (memo.used == 0) return -1;
  for (uint64_t i = (key.bits >> 4) * 0x9E3779B97F4A7C15u >> 32;; ++i) {
    const SaveMemo::Entry& entry = memo.entries[i & memo.mask];
    if (entry.key == key) return entry.number;
    if (!entry.key) return -1;
  }
}
// `key` must not be there. Retains it.
bool MemoAdd(SaveMemo* memo, Value key, int64_t number);
void MemoClear(SaveMemo* memo);
bool MemoTraverse(const SaveMemo& memo, Visitor visit, void* arg);

// Number -> object: an array, and a dict for numbers that only a hostile pickle uses.
struct LoadMemo {
  Value* items;
  int64_t capacity;
  int64_t count;   // objects, which is the number of the next MEMOIZE
  Value sparse;    // dict int -> object, or empty
};

Value MemoGetSparse(const LoadMemo& memo, int64_t number);
// Borrowed; empty without exception: not there.
inline Value MemoGet(const LoadMemo& memo, int64_t number) {
  if (static_cast<uint64_t>(number) < static_cast<uint64_t>(memo.capacity)) [[likely]]
    return memo.items[number];
  return MemoGetSparse(memo, number);
}
// `number` >= 0. Retains the value.
bool MemoPut(LoadMemo* memo, int64_t number, Value value);
void MemoClear(LoadMemo* memo);
bool MemoTraverse(const LoadMemo& memo, Visitor visit, void* arg);

}  // namespace polygil::pickle

#endif  // POLYGIL_RUNTIME_MODULES_PICKLE_MEMO_H_
