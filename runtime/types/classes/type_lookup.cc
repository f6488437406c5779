// Attribute lookup along the MRO with a cache per (type version, name), and what has to be forgotten
// when a type changes.
//
// Two invariants let invalidation stop early: a type with a version has bases with versions, and a
// shape with a key belongs to a type with a version.

#include <cstring>

#include "runtime/object/heap.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/types/classes/shape.h"
#include "runtime/types/classes/slot_table.h"
#include "runtime/types/classes/spared_misses.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/str.h"

namespace polygil {

// Direct-mapped. The name is owned, so that its address stays its own; the value is borrowed from the
// class dictionary, which can't change while the version is current. A known absence is cached too.
struct TypeCache {
  static constexpr uint32_t kSize = 4096;
  struct Entry {
    uint64_t version;
    Value name;
    Value value;
  };
  Entry entries[kSize];
};

namespace {

TypeCache* MakeCache(Interpreter* interpreter) {
  void* block = RawAllocate(sizeof(TypeCache));
  if (block == nullptr) return nullptr;
  memset(block, 0, sizeof(TypeCache));
  interpreter->type_cache = static_cast<TypeCache*>(block);
  return interpreter->type_cache;
}

}  // namespace

Value TypeLookupUncached(Type* type, Value name) {
  if (!type->mro) return type->dict ? DictGetStr(type->dict, name) : Value::Empty();
  // Class dictionaries may hold foreign keys, whose comparison may replace the MRO.
  Handle hold = Retain(type->mro);
  const Tuple* mro = type->mro.As<Tuple>();
  for (int64_t i = 0; i < mro->size; ++i) {
    Value dict = mro->items[i].As<Type>()->dict;
    if (!dict) continue;
    if (Value found = DictGetStr(dict, name)) return found;
  }
  return Value::Empty();
}

namespace {

bool MayNameSlot(Value name) {
  return name.IsEmpty() || (StrLength(name) > 4 && StrAt(name, 0) == '_' && StrAt(name, 1) == '_');
}

template <typename Visit>
void ForEachSubclass(Type* type, Visit visit) {
  if (!type->subclasses) return;
  int64_t position = 0;
  Value key, value;
  while (DictNext(type->subclasses, &position, &key, &value))
    visit(reinterpret_cast<Type*>(key.AsInt() << 3));
}

void Invalidate(Type* type) {
  if (type->version == 0) return;
  type->version = 0;
  ShapesInvalidate(type);
  ForEachSubclass(type, Invalidate);
}

void UpdateSlotsOfTree(Type* type, Value name) {
  if (type->Has(kTypeHeap)) UpdateSlots(type, name);
  ForEachSubclass(type, [name](Type* subclass) {
    if (name && DictGetStr(subclass->dict, name)) return;
    UpdateSlotsOfTree(subclass, name);
  });
}

}  // namespace

Value TypeLookup(Type* type, Value name) {
  TypeCache* cache = CurrentInterpreter()->type_cache;
  uint32_t version = type->version;
  uint32_t place = (version * 0x9E3779B1u ^ static_cast<uint32_t>(name.bits >> 4)) %
                   TypeCache::kSize;
  if (cache != nullptr && version != 0) [[likely]] {
    TypeCache::Entry* entry = &cache->entries[place];
    if (entry->version == version && entry->name == name) [[likely]]
      return entry->value;
  }
  Value found = TypeLookupUncached(type, name);
  if (type->version != version) return found;  // changed by the lookup itself
  if (version == 0) {
    version = type->mro ? TypeVersion(type) : 0;
    if (version == 0) return found;
    place = (version * 0x9E3779B1u ^ static_cast<uint32_t>(name.bits >> 4)) % TypeCache::kSize;
  }
  if (cache == nullptr) cache = MakeCache(CurrentInterpreter());
  if (cache == nullptr || !name.As<Str>()->is_interned() || !MayFillCaches()) return found;
  TypeCache::Entry* entry = &cache->entries[place];
  Value old_name = entry->name;
  IncRef(name);
  entry->version = version;
  entry->name = name;
  entry->value = found;
  DecRef(old_name);
  return found;
}

uint32_t TypeVersion(Type* type) {
  if (type->version != 0) return type->version;
  Interpreter* interpreter = CurrentInterpreter();
  const Tuple* mro = type->mro.As<Tuple>();
  for (int64_t i = mro->size - 1; i >= 0; --i) {
    Type* base = mro->items[i].As<Type>();
    if (base->version != 0) continue;
    if (interpreter->next_type_version == 0) return 0;  // ran out: nothing new is cached
    base->version = interpreter->next_type_version++;
  }
  // A custom MRO need not contain the type itself.
  if (type->version == 0 && interpreter->next_type_version != 0)
    type->version = interpreter->next_type_version++;
  return type->version;
}

void TypeModified(Type* type, Value name) {
  Invalidate(type);
  if (MayNameSlot(name)) UpdateSlotsOfTree(type, name);
}

}  // namespace polygil
