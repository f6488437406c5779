// The cycle collector: trial deletion over one or more generations, with CPython's policy.
//
//   1. candidates: living containers of the generations asked for, found by walking pages
//   2. their counts are copied beside the pages, and every reference from a candidate to a candidate
//      is subtracted; what keeps a positive count is held from outside, and so is all it reaches
//   3. of the rest: weak references are cleared and the callbacks run of those whose reference
//      object is itself reachable; finalisers run (PEP 442), each once
//   4. what a finaliser brought back is found by repeating 2 on the rest; the others are cleared,
//      and the reference counts do what is left to do
//
// Objects are read only, never written, before they are known to be garbage: in a forked child the
// parent's pages stay shared. References from sealed objects count as references from outside.

#include <atomic>

#include "gil/breaker.h"
#include "runtime/object/heap/collector.h"
#include "runtime/object/upcalls.h"
#include "runtime/object/weak_table.h"

namespace polygil {
namespace {

#ifdef POLYGIL_STRESS
// A collection is due at the first safe point after every new container.
constexpr int64_t kStressBudget = 0;
#endif

constexpr uint32_t kReachable = CandidateTable::kReachable;
constexpr uint32_t kUnit = CandidateTable::kUnit;

bool SubtractVisit(Value child, void* arg) {
  uint32_t* entry = static_cast<CandidateTable*>(arg)->Find(child);
  if (entry != nullptr && *entry >= kUnit) *entry -= kUnit;
  return false;
}

struct Reach {
  CandidateTable* table;
  ObjectArray* stack;
  bool failed = false;
};

bool ReachVisit(Value child, void* arg) {
  Reach* reach = static_cast<Reach*>(arg);
  uint32_t* entry = reach->table->Find(child);
  if (entry == nullptr || (*entry & kReachable)) return false;
  *entry |= kReachable;
  if (!reach->stack->Push(child.AsObject())) reach->failed = true;
  return reach->failed;
}

// Step 2: marks what is held from outside, and all that it reaches. False: out of memory.
bool MarkReachable(CandidateTable* table, CandidateArray* candidates) {
  for (const Candidate& candidate : *candidates)
    TraverseObject(candidate.object, SubtractVisit, table);
  ObjectArray stack;
  Reach reach{table, &stack};
  for (const Candidate& candidate : *candidates) {
    if (*candidate.entry < kUnit || (*candidate.entry & kReachable)) continue;
    *candidate.entry |= kReachable;
    TraverseObject(candidate.object, ReachVisit, &reach);
    while (!stack.empty()) TraverseObject(stack.Pop(), ReachVisit, &reach);
    if (reach.failed) return false;
  }
  return true;
}

// Copies the counts of garbage.
bool AddGarbage(CandidateTable* table, ObjectArray* garbage, CandidateArray* candidates) {
  for (Object* object : *garbage) {
    uint32_t* entry = table->Add(object);
    if (entry == nullptr || !candidates->Push({object, entry})) return false;
  }
  return true;
}

// Clears the weak references to garbage. Callbacks run only where the reference object is not
// garbage itself; all references are dead before the first runs.
void HandleWeakReferences(Heap* heap, ObjectArray* garbage) {
  CandidateTable table(heap);
  CandidateArray candidates;
  if (!AddGarbage(&table, garbage, &candidates)) return;
  ObjectArray to_call;
  for (Object* object : *garbage) {
    while (WeakReference* reference = WeakTableFirst(object)) {
      WeakTableRemove(reference);
      if (reference->callback.IsEmpty() || (reference->flags & kBeingDestroyed) ||
          table.Find(Value::Pointer(reference)) != nullptr)
        continue;
      IncRef(reference);
      if (!to_call.Push(reference)) DecRef(reference);
    }
  }
  for (Object* object : to_call) {
    WeakReference* reference = static_cast<WeakReference*>(object);
    Handle callback{Owned(reference->callback)};
    reference->callback = Value::Empty();
    if (callback) kObjectUpcalls.weak_callback(callback, Value::Pointer(reference));
    DecRef(reference);
  }
}

void RunFinalizers(ObjectArray* garbage) {
  for (Object* object : *garbage) {
    if (!object->type->Has(kTypeHasFinalizer) || (object->flags & kFinalized)) continue;
    object->flags |= kFinalized;
    object->type->slots.finalize(Value::Pointer(object));
  }
}

void ClearSlots(Object* object) {
  const Type* type = object->type;
  Value* slots = SlotsOf(object, type);
  for (uint32_t i = 0; i < type->slot_count; ++i) ClearField(&slots[i]);
  if (type->Has(kTypeHasAttributes)) kObjectUpcalls.attributes_clear(object);
  if (type->slots.clear != nullptr) type->slots.clear(object);
}

// All garbage is held by one reference each, so nothing goes away under the loops.
void HoldAll(ObjectArray* objects) {
  for (Object* object : *objects) IncRef(object);
}
void DropAll(ObjectArray* objects) {
  for (Object* object : *objects) DecRef(object);
}

// Holding adds one reference to each; trial deletion must not take it for one from outside.
bool SplitResurrected(Heap* heap, ObjectArray* garbage, ObjectArray* still) {
  CandidateTable table(heap);
  CandidateArray candidates;
  if (!AddGarbage(&table, garbage, &candidates)) return false;
  for (const Candidate& candidate : candidates) *candidate.entry -= kUnit;
  if (!MarkReachable(&table, &candidates)) return false;
  for (const Candidate& candidate : candidates) {
    if (!(*candidate.entry & kReachable) && !still->Push(candidate.object)) return false;
  }
  return true;
}

// Steps 3 and 4. `garbage` is held; returns the number of objects found.
int64_t DestroyGarbage(Heap* heap, GcState* gc, ObjectArray* garbage) {
  HandleWeakReferences(heap, garbage);
  RunFinalizers(garbage);
  ObjectArray dead;
  if (!SplitResurrected(heap, garbage, &dead)) return 0;
  for (Object* object : dead) {
    if ((gc->debug & kGcDebugSaveAll) && !gc->garbage.IsEmpty())
      kObjectUpcalls.append_garbage(gc->garbage, Value::Pointer(object));
    else
      ClearSlots(object);
  }
  return static_cast<int64_t>(dead.size());
}

struct Collection {
  Heap* heap;
  GcState* gc;
  int generation;
  int64_t found = 0;
};

struct ItemCheck {
  int64_t items = 0;
  bool tracked = false;
};

bool CheckItem(Value item, void* arg) {
  ItemCheck* check = static_cast<ItemCheck*>(arg);
  ++check->items;
  check->tracked = GcIsTracked(item);
  return check->tracked;
}

// A tuple of atoms can't be part of a cycle, ever: later collections need not look at it. One that
// is still being filled has empty items and is left alone.
void UntrackAtomicTuple(Object* object) {
  const Type* type = object->type;
  if ((type->type_flags & (kTypeIsTuple | kTypeHeap)) != kTypeIsTuple) return;
  if (reinterpret_cast<uint64_t>(object) - t_counted.base >= t_counted.span) return;
  ItemCheck check;
  type->slots.traverse(object, CheckItem, &check);
  if (!check.tracked && check.items == static_cast<VarObject*>(object)->size) GcUntrack(object);
}

// Steps 1 and 2. What survives is one generation older, and so is garbage, should a finaliser bring
// it back. Returns the number of survivors; -1: out of memory.
int64_t FindGarbage(Collection* c, ObjectArray* garbage) {
  CandidateTable table(c->heap);
  CandidateArray candidates;
  if (!GatherCandidates(c->heap, c->generation, &table, &candidates)) return -1;
  if (!MarkReachable(&table, &candidates)) return -1;
  for (const Candidate& candidate : candidates) {
    if (!(*candidate.entry & kReachable) && !garbage->Push(candidate.object)) return -1;
  }
  for (const Candidate& candidate : candidates) {
    PromoteObject(c->heap, candidate.object, c->generation);
    if (c->generation == 0) UntrackAtomicTuple(candidate.object);
  }
  return static_cast<int64_t>(candidates.size() - garbage->size());
}

void CollectHeap(Collection* c) {
  ObjectArray garbage;
  int64_t survivors = FindGarbage(c, &garbage);
  if (survivors < 0) return;
  ResetYoungPages(c->heap);
  if (c->generation > 0) ResetMiddlePages(c->heap);
  if (c->generation == kGcGenerations - 1) {
    c->gc->long_lived_total = survivors;
    c->gc->long_lived_pending = 0;
  } else if (c->generation == 1) {
    c->gc->long_lived_pending += survivors;
  }
  if (garbage.empty()) return;
  HoldAll(&garbage);
  c->found = DestroyGarbage(c->heap, c->gc, &garbage);
  DropAll(&garbage);
}

void ResetCounts(Heap* heap, GcState* gc, int generation) {
  int64_t threshold = gc->generations[0].threshold;
#ifdef POLYGIL_STRESS
  if (threshold > kStressBudget) threshold = kStressBudget;
#endif
  heap->lists.container_budget = heap->lists.container_threshold = threshold;
  for (int i = 1; i <= generation; ++i) gc->generations[i].count = 0;
  if (generation + 1 < kGcGenerations) ++gc->generations[generation + 1].count;
}

void CallHooks(GcState* gc, const char* phase, int generation, int64_t collected) {
  if (!gc->callbacks.IsEmpty())
    kObjectUpcalls.collector_callbacks(gc->callbacks, phase, generation, collected, 0);
}

// The oldest generation that is due; -1: none.
int DueGeneration(GcState* gc) {
  for (int i = kGcGenerations - 1; i > 0; --i) {
    const GcGeneration& generation = gc->generations[i];
    if (generation.threshold == 0 || generation.count <= generation.threshold) continue;
    if (i == kGcGenerations - 1 && gc->long_lived_pending < gc->long_lived_total / 4) continue;
    return i;
  }
  return 0;
}

}  // namespace

bool TraverseObject(Object* object, Visitor visit, void* arg) {
  Type* type = object->type;
  if (type->Has(kTypeHeap) && visit(Value::Pointer(type), arg)) return true;
  Value* slots = type->slot_count ? SlotsOf(object, type) : nullptr;
  for (uint32_t i = 0; i < type->slot_count; ++i) {
    if (!slots[i].IsEmpty() && visit(slots[i], arg)) return true;
  }
  if (type->Has(kTypeHasAttributes) && kObjectUpcalls.attributes_traverse(object, visit, arg))
    return true;
  return type->slots.traverse != nullptr && type->slots.traverse(object, visit, arg);
}

bool GcIsTracked(Value value) {
  if (!value.IsPointer() || !value.AsObject()->type->Has(kTypeGc)) return false;
  return !(value.AsObject()->flags & kGcUntracked);
}

int64_t GcCollect(int generation) {
  Heap* heap = CurrentHeap();
  GcState* gc = heap->interpreter->gc;
  if (gc->collecting) return 0;
  gc->collecting = true;
  Value pending = t_thread->pending;
  t_thread->pending = Value::Empty();
  CallHooks(gc, "start", generation, 0);
  Collection collection{heap, gc, generation};
  ResetCounts(heap, gc, generation);
  CollectHeap(&collection);
  GcGeneration& statistics = gc->generations[generation];
  ++statistics.collections;
  statistics.collected += collection.found;
  CallHooks(gc, "stop", generation, collection.found);
  t_thread->pending = pending;
  gc->collecting = false;
  return collection.found;
}

void GcRequest() {
  Heap* heap = CurrentHeap();
  GcState* gc = heap->interpreter->gc;
  if (!gc->enabled || gc->generations[0].threshold == 0 || gc->collecting) {
    // Ask again after a while only: the budget goes on counting from where it is.
    return;
  }
  std::atomic<uint32_t>* breaker = heap->interpreter->breaker;
  if (breaker != nullptr && !(breaker->load(std::memory_order_relaxed) & gil::kGcWanted))
    breaker->fetch_or(gil::kGcWanted, std::memory_order_relaxed);
}

void GcRunIfRequested() {
  Heap* heap = CurrentHeap();
  GcState* gc = heap->interpreter->gc;
  if (std::atomic<uint32_t>* breaker = heap->interpreter->breaker)
    breaker->fetch_and(~uint32_t{gil::kGcWanted}, std::memory_order_relaxed);
  if (!gc->enabled || gc->generations[0].threshold == 0 || gc->collecting) return;
  if (heap->lists.container_budget < 0) GcCollect(DueGeneration(gc));
}

void GcCounts(int64_t counts[kGcGenerations]) {
  Heap* heap = CurrentHeap();
  GcState* gc = heap->interpreter->gc;
  int64_t used = gc->generations[0].threshold - heap->lists.container_budget;
  counts[0] = used < 0 ? 0 : used;
  for (int i = 1; i < kGcGenerations; ++i) counts[i] = gc->generations[i].count;
}

void GcSetThreshold(int generation, int64_t threshold) {
  Heap* heap = CurrentHeap();
  GcState* gc = heap->interpreter->gc;
  if (generation == 0) {
    heap->lists.container_budget += threshold - gc->generations[0].threshold;
    heap->lists.container_threshold = threshold;
  }
  gc->generations[generation].threshold = threshold;
}

}  // namespace polygil
