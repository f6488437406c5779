#include "runtime/types/text/intern.h"

#include <cstdlib>
#include <cstring>
#include <new>

#include "runtime/protocol/raise.h"

namespace polygil {
namespace {

constexpr uint64_t kFirstSlots = 4096;

void Insert(InternTable* table, Str* str) {
  uint64_t i = static_cast<uint64_t>(str->hash) & table->mask;
  while (table->slots[i] != nullptr) i = (i + 1) & table->mask;
  table->slots[i] = str;
}

bool Grow(InternTable* table) {
  uint64_t slots = table->mask != 0 ? (table->mask + 1) * 2 : kFirstSlots;
  auto** grown = static_cast<Str**>(calloc(slots, sizeof(Str*)));
  if (grown == nullptr) return false;
  Str** old = table->slots;
  uint64_t old_count = old != nullptr ? table->mask + 1 : 0;
  table->slots = grown;
  table->mask = slots - 1;
  for (uint64_t i = 0; i < old_count; ++i)
    if (old[i] != nullptr) Insert(table, old[i]);
  free(old);
  return true;
}

Str* Find(const InternTable* table, Value s, int64_t hash) {
  for (uint64_t i = static_cast<uint64_t>(hash) & table->mask; table->slots[i] != nullptr;
       i = (i + 1) & table->mask) {
    Str* found = table->slots[i];
    if (found->hash == hash && StrEqual(Value::Pointer(found), s)) return found;
  }
  return nullptr;
}

}  // namespace

bool InitInternTable() {
  Interpreter* interpreter = CurrentInterpreter();
  if (interpreter->interned != nullptr) return true;
  auto* table = new (std::nothrow) InternTable;
  if (table == nullptr || !Grow(table)) return false;
  if (!interpreter->hash_randomized)
    table->secret = HashSecretFromSeed(static_cast<uint32_t>(interpreter->hash_seed));
  else if (!HashSecretRandom(&table->secret))
    return false;
  interpreter->interned = table;
  return true;
}

Owned StrIntern(Value s) {
  Str* str = s.As<Str>();
  if (str->is_interned()) return Retain(s);
  if (str->type != &StrType) [[unlikely]] {
    Handle exact = TRY(StrExact(s));
    return StrIntern(exact);
  }
  InternTable* table = CurrentInterpreter()->interned;
  if (Str* found = Find(table, s, StrHash(s))) return Retain(Value::Pointer(found));
  if ((table->count + 1) * 3 > (table->mask + 1) * 2 && !Grow(table)) return RaiseMemoryError();
  str->flags |= uint32_t{kStrInterned} | uint32_t{kRegistered};
  Insert(table, str);
  ++table->count;
  return Retain(s);
}

void InternForget(Str* str) {
  InternTable* table = CurrentInterpreter()->interned;
  uint64_t hole = static_cast<uint64_t>(str->hash) & table->mask;
  while (table->slots[hole] != str) {
    if (table->slots[hole] == nullptr) return;
    hole = (hole + 1) & table->mask;
  }
  --table->count;
  // Members behind the hole move up if they may stand there (Knuth 6.4, algorithm R).
  for (uint64_t i = (hole + 1) & table->mask; table->slots[i] != nullptr;
       i = (i + 1) & table->mask) {
    uint64_t home = static_cast<uint64_t>(table->slots[i]->hash) & table->mask;
    if (((i - home) & table->mask) < ((i - hole) & table->mask)) continue;
    table->slots[hole] = table->slots[i];
    hole = i;
  }
  table->slots[hole] = nullptr;
}

uint64_t InternCount() { return CurrentInterpreter()->interned->count; }

Owned StrInternUtf8(std::string_view text) {
  Handle s = TRY(StrFromUtf8(text));
  return StrIntern(s);
}

// The reference is never given back.
Value InternImmortal(const char* ascii) { return StrInternUtf8(ascii).Peek(); }

}  // namespace polygil
