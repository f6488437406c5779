#include "runtime/object/weak_table.h"

#include <cstdlib>

#include "runtime/object/heap.h"
#include "runtime/object/interpreter.h"
#include "runtime/object/upcalls.h"

namespace polygil {
namespace {

size_t HashOf(const Object* object) {
  return (reinterpret_cast<uint64_t>(object) * 0x9E3779B97F4A7C15u) >> 24;
}

WeakEntry* Find(WeakTable* table, const Object* referent) {
  if (table->entries == nullptr) return nullptr;
  for (size_t i = HashOf(referent);; ++i) {
    WeakEntry* entry = &table->entries[i & table->mask];
    if (entry->referent == referent) return entry;
    if (entry->referent == nullptr) return nullptr;
  }
}

void InsertNew(WeakTable* table, WeakEntry entry) {
  size_t i = HashOf(entry.referent);
  while (table->entries[i & table->mask].referent != nullptr) ++i;
  table->entries[i & table->mask] = entry;
}

bool Grow(WeakTable* table) {
  size_t mask = table->entries == nullptr ? 63 : table->mask * 2 + 1;
  WeakTable grown;
  grown.entries = static_cast<WeakEntry*>(calloc(mask + 1, sizeof(WeakEntry)));
  if (grown.entries == nullptr) return false;
  grown.mask = mask;
  grown.count = table->count;
  for (size_t i = 0; table->entries != nullptr && i <= table->mask; ++i) {
    if (table->entries[i].referent != nullptr) InsertNew(&grown, table->entries[i]);
  }
  free(table->entries);
  *table = grown;
  return true;
}

// Takes an entry out and closes the gap, so that no tombstones are needed.
void Erase(WeakTable* table, WeakEntry* entry) {
  size_t hole = static_cast<size_t>(entry - table->entries);
  for (size_t i = hole + 1;; ++i) {
    WeakEntry* next = &table->entries[i & table->mask];
    if (next->referent == nullptr) break;
    size_t home = HashOf(next->referent) & table->mask;
    size_t distance = (i - home) & table->mask, from_hole = (i - hole) & table->mask;
    if (distance < from_hole) continue;
    table->entries[hole & table->mask] = *next;
    hole = i;
  }
  table->entries[hole & table->mask] = {};
  --table->count;
}

WeakTable* Table() { return CurrentInterpreter()->weak_references; }

}  // namespace

WeakReference* WeakTableFirst(Object* referent) {
  if (!(referent->flags & kHasWeakReferences)) return nullptr;
  WeakEntry* entry = Find(Table(), referent);
  return entry == nullptr ? nullptr : entry->first;
}

size_t WeakTableCount(Object* referent) {
  size_t count = 0;
  for (WeakReference* r = WeakTableFirst(referent); r != nullptr; r = r->next) ++count;
  return count;
}

bool WeakTableAdd(WeakReference* reference, WeakReference* after) {
  Object* referent = reference->referent.AsObject();
  if (after != nullptr) {
    reference->previous = after;
    reference->next = after->next;
    if (after->next != nullptr) after->next->previous = reference;
    after->next = reference;
    return true;
  }
  WeakTable* table = Table();
  WeakEntry* entry = referent->flags & kHasWeakReferences ? Find(table, referent) : nullptr;
  reference->previous = nullptr;
  reference->next = nullptr;
  if (entry != nullptr) {
    reference->next = entry->first;
    entry->first->previous = reference;
    entry->first = reference;
    return true;
  }
  if ((table->entries == nullptr || table->count * 3 >= table->mask * 2) && !Grow(table))
    return false;
  InsertNew(table, {referent, reference});
  ++table->count;
  referent->flags |= kHasWeakReferences;
  return true;
}

void WeakTableRemove(WeakReference* reference) {
  if (reference->referent.IsEmpty()) return;
  Object* referent = reference->referent.AsObject();
  reference->referent = Value::Empty();
  if (reference->next != nullptr) reference->next->previous = reference->previous;
  if (reference->previous != nullptr) {
    reference->previous->next = reference->next;
  } else {
    WeakTable* table = Table();
    WeakEntry* entry = Find(table, referent);
    if (reference->next != nullptr) {
      entry->first = reference->next;
    } else {
      Erase(table, entry);
      referent->flags &= ~static_cast<uint32_t>(kHasWeakReferences);
    }
  }
  reference->next = reference->previous = nullptr;
}

void WeakTableClear(Object* referent) {
  WeakTable* table = Table();
  WeakEntry* entry = Find(table, referent);
  referent->flags &= ~static_cast<uint32_t>(kHasWeakReferences);
  if (entry == nullptr) return;
  WeakReference* first = entry->first;
  Erase(table, entry);
  // First all die, then the callbacks run: none of them sees another one alive. References to be
  // called are kept alive and linked by `next` meanwhile.
  WeakReference* to_call = nullptr;
  WeakReference** tail = &to_call;
  for (WeakReference* r = first; r != nullptr;) {
    WeakReference* next = r->next;
    r->referent = Value::Empty();
    r->next = r->previous = nullptr;
    if (!r->callback.IsEmpty() && !(r->flags & kBeingDestroyed)) {
      IncRef(r);
      *tail = r;
      tail = &r->next;
    }
    r = next;
  }
  if (to_call == nullptr) return;
  Value pending = t_thread->pending;
  t_thread->pending = Value::Empty();
  while (to_call != nullptr) {
    WeakReference* reference = to_call;
    to_call = reference->next;
    reference->next = nullptr;
    Handle callback{Owned(reference->callback)};
    reference->callback = Value::Empty();
    kObjectUpcalls.weak_callback(callback, Value::Pointer(reference));
    DecRef(reference);
  }
  t_thread->pending = pending;
}

}  // namespace polygil
