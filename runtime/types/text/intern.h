// The table of interned strs. It holds its members weakly: an interned str dies with its last other
// reference, and its destructor takes it out. Also the secret of the interpreter's hashes, which the
// table is the first to need.

#ifndef POLYGIL_RUNTIME_TYPES_TEXT_INTERN_H_
#define POLYGIL_RUNTIME_TYPES_TEXT_INTERN_H_

#include <cstdint>

#include "runtime/base/hash/hash.h"
#include "runtime/object/interpreter.h"
#include "runtime/types/text/str.h"

namespace polygil {

struct InternTable {
  HashSecret secret;
  Str** slots = nullptr;  // open addressing, linear probing
  uint64_t mask = 0;
  uint64_t count = 0;
};

// Makes the table of the current interpreter and draws the hash secret from its hash_seed and
// hash_randomized. False: out of memory or no randomness. Part of InitNames().
bool InitInternTable();
inline const HashSecret& CurrentHashSecret() { return CurrentInterpreter()->interned->secret; }
// Takes a dying str out.
void InternForget(Str* str);
// The members there are now.
uint64_t InternCount();

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_TEXT_INTERN_H_
