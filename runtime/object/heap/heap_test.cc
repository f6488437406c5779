// The heap with hand-made types: no Python type is linked.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <vector>

#include "runtime/object/heap.h"
#include "runtime/object/heap/gc_state.h"
#include "runtime/object/heap/heap_state.h"
#include "runtime/object/heap/trace.h"
#include "runtime/object/interpreter.h"
#include "runtime/object/upcalls.h"
#include "runtime/object/weak_table.h"

namespace polygil {
namespace {

int g_memory_errors = 0, g_callbacks = 0, g_destroyed = 0, g_finalized = 0;
Value g_resurrect_into = Value::Empty();

void RaiseMemory() { ++g_memory_errors; }
void RaiseRecursion() {}
bool NoTraverse(Object*, Visitor, void*) { return false; }
void NoClear(Object*) {}
void CountCallback(Value, Value) { ++g_callbacks; }
void NoHooks(Value, const char*, int, int64_t, int64_t) {}
void NoGarbage(Value, Value) {}

struct Pair : Object {
  Value first, second;
};

bool PairTraverse(Object* self, Visitor visit, void* arg) {
  Pair* pair = static_cast<Pair*>(self);
  return (pair->first && visit(pair->first, arg)) || (pair->second && visit(pair->second, arg));
}
void PairClear(Object* self) {
  ClearField(&static_cast<Pair*>(self)->first);
  ClearField(&static_cast<Pair*>(self)->second);
}
void PairDestroy(Object* self) {
  ++g_destroyed;
  PairClear(self);
}
void PairFinalize(Value self) {
  ++g_finalized;
  if (g_resurrect_into) StoreOwned(&g_resurrect_into.As<Pair>()->second, Retain(self));
}
void ReferenceDestroy(Object* self) {
  WeakTableRemove(static_cast<WeakReference*>(self));
  ClearField(&static_cast<WeakReference*>(self)->callback);
}

Type g_pair, g_finalizing, g_text, g_reference;

class HeapTest : public testing::Test {
 protected:
  void SetUp() override {
    g_pair = g_finalizing = g_text = g_reference = Type{};
    g_pair.basic_size = sizeof(Pair);
    g_pair.type_flags = kTypeGc;
    g_pair.slots.traverse = PairTraverse;
    g_pair.slots.clear = PairClear;
    g_pair.slots.destroy = PairDestroy;
    g_finalizing = g_pair;
    g_finalizing.type_flags |= kTypeHasFinalizer;
    g_finalizing.slots.finalize = PairFinalize;
    g_text.basic_size = sizeof(VarObject);
    g_text.item_size = 1;
    g_text.type_flags = kTypeAtomic | kTypeVarSized;
    g_reference.basic_size = sizeof(WeakReference);
    g_reference.type_flags = kTypeGc;
    g_reference.slots.destroy = ReferenceDestroy;
    ASSERT_TRUE(HeapInit(&interpreter_));
    interpreter_.breaker = &breaker_;
    thread_.interpreter = &interpreter_;
    t_thread = &thread_;
    HeapAttachThread(&interpreter_);
    g_memory_errors = g_callbacks = g_destroyed = g_finalized = 0;
    g_resurrect_into = Value::Empty();
  }
  void TearDown() override {
    HeapFinish(&interpreter_);
    t_thread = nullptr;
  }

  Handle NewPair(Value first = Value::None(), Type* type = &g_pair) {
    Handle pair = AllocateObject(type);
    IncRef(first);
    pair.As<Pair>()->first = first;
    return pair;
  }
  Handle NewReference(Value referent, bool callback) {
    Handle reference = AllocateObject(&g_reference);
    reference.As<WeakReference>()->referent = referent;
    if (callback) reference.As<WeakReference>()->callback = Value::True();
    EXPECT_TRUE(WeakTableAdd(reference.As<WeakReference>(), nullptr));
    return reference;
  }
  // Runs `check` in a forked child; true if it returned true there.
  template <typename Function>
  bool InChild(Function check) {
    pid_t child = fork();
    if (child == 0) {
      HeapAfterForkChild();
      _exit(check() ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }

  Interpreter interpreter_;
  ThreadState thread_;
  std::atomic<uint32_t> breaker_{0};
};

TEST_F(HeapTest, SizeClassesCoverEverySize) {
  for (size_t size = 16; size <= kMaxMediumBlock; size += 8) {
    int size_class = SizeClassOf(size);
    ASSERT_LT(size_class, kClasses);
    ASSERT_GE(SizeOfClass(size_class), size);
    if (size_class > 1) {
      ASSERT_LT(SizeOfClass(size_class - 1), size);
    }
  }
}

TEST_F(HeapTest, BlocksOfAllSizesDoNotOverlap) {
  std::vector<Value> texts;
  for (size_t size : {1, 15, 100, 1000, 1025, 5000, 20000, 33000, 100000, 3000000}) {
    for (int i = 0; i < 20; ++i) {
      Owned text = AllocateVarObject(&g_text, static_cast<int64_t>(size));
      ASSERT_TRUE(text);
      memset(text.Peek().As<uint8_t>() + sizeof(VarObject), static_cast<int>(texts.size()), size);
      texts.push_back(text.Peek());
    }
  }
  for (size_t i = 0; i < texts.size(); ++i) {
    const uint8_t* data = texts[i].As<uint8_t>() + sizeof(VarObject);
    int64_t size = texts[i].As<VarObject>()->size;
    ASSERT_EQ(data[0], static_cast<uint8_t>(i));
    ASSERT_EQ(data[size - 1], static_cast<uint8_t>(i));
  }
  for (Value text : texts) DecRef(text);
  EXPECT_EQ(HeapMeasure().live_blocks[static_cast<int>(PageKind::kAtomic)], 0u);
}

TEST_F(HeapTest, FreedRunsAreUsedAgain) {
  for (int i = 0; i < 100; ++i) Discard(AllocateVarObject(&g_text, 1000000));
  EXPECT_LT(HeapMeasure().committed, 8u << 20);
}

TEST_F(HeapTest, ImpossibleSizeRaisesMemoryError) {
  EXPECT_FALSE(AllocateVarObject(&g_text, int64_t{1} << 60));
  EXPECT_FALSE(AllocateVarObject(&g_text, -1));
  EXPECT_EQ(g_memory_errors, 2);
}

TEST_F(HeapTest, RawArraysKeepTheirBytesWhenMoved) {
  size_t size = 16;
  uint8_t* block = static_cast<uint8_t*>(RawAllocate(size));
  for (size_t i = 0; i < 16; ++i) block[i] = static_cast<uint8_t>(i);
  for (size_t next : {40, 1000, 5000, 900000, 2000, 64}) {
    block = static_cast<uint8_t*>(RawReallocate(block, size, next));
    ASSERT_NE(block, nullptr);
    for (size_t i = 0; i < 16; ++i) ASSERT_EQ(block[i], i);
    size = next;
  }
  RawFree(block, size);
}

TEST_F(HeapTest, LongChainDiesWithoutDeepRecursion) {
  Handle head;
  for (int i = 0; i < 1000000; ++i) head = NewPair(head);
  head.Reset();
  EXPECT_EQ(g_destroyed, 1000000);
}

TEST_F(HeapTest, FinalizerRunsOnceAndMayResurrect) {
  Handle keeper = NewPair();
  g_resurrect_into = keeper;
  Handle object = NewPair(Value::None(), &g_finalizing);
  object.Reset();
  EXPECT_EQ(g_finalized, 1);
  EXPECT_EQ(g_destroyed, 0);
  g_resurrect_into = Value::Empty();
  ClearField(&keeper.As<Pair>()->second);
  EXPECT_EQ(g_finalized, 1);
  EXPECT_EQ(g_destroyed, 1);
}

TEST_F(HeapTest, WeakReferencesDieBeforeCallbacksRun) {
  Handle object = NewPair();
  Handle a = NewReference(object, true), b = NewReference(object, true);
  Handle silent = NewReference(object, false);
  EXPECT_EQ(WeakTableCount(object.Get().AsObject()), 3u);
  silent.Reset();
  EXPECT_EQ(WeakTableCount(object.Get().AsObject()), 2u);
  object.Reset();
  EXPECT_EQ(g_callbacks, 2);
  EXPECT_TRUE(a.As<WeakReference>()->referent.IsEmpty());
}

TEST_F(HeapTest, ManyWeakReferentsKeepTheirLists) {
  std::vector<Handle> objects, references;
  for (int i = 0; i < 1000; ++i) {
    objects.push_back(NewPair());
    references.push_back(NewReference(objects.back(), true));
  }
  for (size_t i = 0; i < objects.size(); i += 2) objects[i].Reset();
  EXPECT_EQ(g_callbacks, 500);
  for (size_t i = 1; i < objects.size(); i += 2)
    EXPECT_EQ(WeakTableFirst(objects[i].Get().AsObject()), references[i].As<WeakReference>());
}

TEST_F(HeapTest, CyclesAreCollectedAndTheLivingKept) {
  Handle root = NewPair();
  for (int i = 0; i < 5000; ++i) {
    Handle a = NewPair(), b = NewPair(a);
    StoreOwned(&a.As<Pair>()->second, Retain(b));
    if (i == 7) StoreOwned(&root.As<Pair>()->second, Retain(a));
  }
  EXPECT_EQ(GcCollect(2), 9998);
  EXPECT_EQ(g_destroyed, 9998);
  EXPECT_EQ(root.As<Pair>()->second.As<Pair>()->second.As<Pair>()->first, root.As<Pair>()->second);
}

TEST_F(HeapTest, GenerationsAreCollectedSeparately) {
  Handle a = NewPair();
  StoreOwned(&a.As<Pair>()->second, Retain(a));
  GcCollect(0);
  a.Reset();  // a cycle of generation 1 now
  EXPECT_EQ(GcCollect(0), 0);
  EXPECT_EQ(GcCollect(1), 1);
  Handle b = NewPair();
  StoreOwned(&b.As<Pair>()->second, Retain(b));
  GcCollect(1);
  b.Reset();
  EXPECT_EQ(GcCollect(1), 0);
  EXPECT_EQ(GcCollect(2), 1);
}

TEST_F(HeapTest, RequestComesAfterThreshold) {
  std::vector<Handle> keep;
  for (int i = 0; i < 700; ++i) keep.push_back(NewPair());
#ifndef POLYGIL_STRESS
  EXPECT_EQ(breaker_.load(), 0u);
#endif
  keep.push_back(NewPair());
  EXPECT_NE(breaker_.load(), 0u);
  GcRunIfRequested();
  EXPECT_EQ(breaker_.load(), 0u);
  EXPECT_EQ(interpreter_.gc->generations[0].collections, 1);
}

TEST_F(HeapTest, FinalizerInCycleMayResurrect) {
  Handle keeper = NewPair();
  g_resurrect_into = keeper;
  {
    Handle a = NewPair(Value::None(), &g_finalizing);
    StoreOwned(&a.As<Pair>()->second, Retain(a));
  }
  EXPECT_EQ(GcCollect(2), 0);
  EXPECT_EQ(g_finalized, 1);
  g_resurrect_into = Value::Empty();
  ClearField(&keeper.As<Pair>()->second);
  EXPECT_EQ(GcCollect(2), 1);
  EXPECT_EQ(g_finalized, 1);
}

TEST_F(HeapTest, WeakReferencesToGarbageAreClearedWithCallbacks) {
  Handle outside;
  {
    Handle a = NewPair();
    StoreOwned(&a.As<Pair>()->second, Retain(a));
    outside = NewReference(a, true);
    Handle inside = NewReference(a, true);
    StoreOwned(&a.As<Pair>()->first, inside.Release());
  }
  EXPECT_EQ(GcCollect(2), 2);
  EXPECT_EQ(g_callbacks, 1);
  EXPECT_TRUE(outside.As<WeakReference>()->referent.IsEmpty());
}

TEST_F(HeapTest, FrozenObjectsAreNotCollected) {
  {
    Handle a = NewPair();
    StoreOwned(&a.As<Pair>()->second, Retain(a));
  }
  GcFreeze();
  EXPECT_EQ(GcFreezeCount(), 1);
  EXPECT_EQ(GcCollect(2), 0);
  GcUnfreeze();
  EXPECT_EQ(GcCollect(2), 1);
}

TEST_F(HeapTest, SealedObjectsAreNotCounted) {
  Handle object = NewPair();
  HeapSealStartup();
  for (int i = 0; i < 5; ++i) DecRef(object.Get());
  EXPECT_EQ(object.As<Pair>()->refcount, 1u);
  Handle fresh = NewPair();
  EXPECT_EQ(fresh.As<Pair>()->refcount, 1u);
  StoreOwned(&object.As<Pair>()->second, fresh.Release());
  EXPECT_EQ(GcCollect(2), 0);
}

TEST_F(HeapTest, ChildCountsInheritedObjectsBesideThePages) {
  Handle object = NewPair();
  Pair before = *object.As<Pair>();
  EXPECT_TRUE(InChild([&] {
    for (int i = 0; i < 300; ++i) IncRef(object.Get());  // leaves the byte's range
    if (ReferenceCount(object.Get().AsObject()) != 301) return false;
    for (int i = 0; i < 300; ++i) DecRef(object.Get());
    if (memcmp(&before, object.As<Pair>(), sizeof(Pair)) != 0 || g_destroyed != 0) return false;
    DecRef(object.Get());
    return g_destroyed == 1;
  }));
}

TEST_F(HeapTest, ChildOfChildCountsBothGenerations) {
  Handle old = NewPair();
  EXPECT_TRUE(InChild([&] {
    Handle middle = NewPair();
    IncRef(old.Get());
    return InChild([&] {
      Handle fresh = NewPair(middle);
      if (ReferenceCount(old.Get().AsObject()) != 2) return false;
      if (ReferenceCount(middle.Get().AsObject()) != 2) return false;
      fresh.Reset();
      DecRef(middle.Release().Peek());
      DecRef(old.Get());
      DecRef(old.Get());
      return g_destroyed == 3;
    });
  }));
}

TEST_F(HeapTest, ChildNeverReusesInheritedBlocks) {
  Handle object = NewPair();
  uint64_t top = HeapMeasure().committed + reinterpret_cast<Heap*>(t_free_lists)->base;
  EXPECT_TRUE(InChild([&] {
    object.Reset();
    Handle fresh = NewPair();
    Handle text = AllocateVarObject(&g_text, 10);
    return fresh.Get().bits >= top && text.Get().bits >= top;
  }));
}

TEST_F(HeapTest, ChildCollectsInheritedCycles) {
  Handle a = NewPair();
  StoreOwned(&a.As<Pair>()->second, Retain(a));
  Handle kept = NewPair();
  StoreOwned(&kept.As<Pair>()->second, Retain(kept));
  EXPECT_TRUE(InChild([&] {
    a.Reset();
    return GcCollect(2) == 1 && g_destroyed == 1 && ReferenceCount(kept.Get().AsObject()) == 2;
  }));
}

TEST_F(HeapTest, AtomicObjectsAreImmortalInChild) {
  Handle text = AllocateVarObject(&g_text, 100);
  EXPECT_TRUE(InChild([&] {
    for (int i = 0; i < 3; ++i) DecRef(text.Get());
    return text.As<VarObject>()->refcount == 1 && text.As<VarObject>()->type == &g_text;
  }));
}

#if !defined(POLYGIL_ASAN) && !defined(POLYGIL_TSAN)  // their shadows are private memory too
// Kilobytes of private memory that this process alone pays for.
int64_t PrivateDirty() {
  FILE* file = fopen("/proc/self/smaps_rollup", "r");
  if (file == nullptr) return -1;
  char line[256];
  int64_t total = -1, kilobytes;
  while (fgets(line, sizeof(line), file) != nullptr)
    if (sscanf(line, "Private_Dirty: %ld kB", &kilobytes) == 1) total = kilobytes;
  fclose(file);
  return total;
}

TEST_F(HeapTest, ReadingAMillionInheritedObjectsDirtiesLittle) {
  constexpr int kCount = 1000000;
  std::vector<Value> objects;
  for (int i = 0; i < kCount; ++i) objects.push_back(NewPair().Release().Peek());
  int64_t megabytes = kCount * sizeof(Pair) >> 20;
  EXPECT_TRUE(InChild([&] {
    int64_t before = PrivateDirty();
    int64_t found = 0;
    for (Value object : objects) {
      IncRef(object);  // more than what reading through locals does
      found += object.As<Pair>()->first.IsNone();
      DecRef(object);
    }
    int64_t grown = PrivateDirty() - before;
    fprintf(stderr, "%ld kB dirty of %ld MB\n", grown, megabytes);
    return found == kCount && (before < 0 || grown * 20 < megabytes << 10);
  }));
}
#endif

// Sums what lives among the blocks that it saw.
struct SizeWatcher : AllocationWatcher {
  std::vector<std::pair<void*, size_t>> blocks;
  size_t freed_unseen = 0;
  SizeWatcher() {
    allocated = [](AllocationWatcher* self, void* block, size_t size) {
      static_cast<SizeWatcher*>(self)->blocks.push_back({block, size});
    };
    freed = [](AllocationWatcher* self, void* block) {
      auto* watcher = static_cast<SizeWatcher*>(self);
      for (auto& seen : watcher->blocks) {
        if (seen.first != block) continue;
        seen = watcher->blocks.back();
        watcher->blocks.pop_back();
        return;
      }
      ++watcher->freed_unseen;
    };
  }
  size_t Living() const {
    size_t sum = 0;
    for (const auto& seen : blocks) sum += seen.second;
    return sum;
  }
};

TEST_F(HeapTest, WatchedHeapTellsEveryAllocationAndFree) {
  Handle before = NewPair();
  SizeWatcher watcher;
  HeapWatchStart(&watcher);
  EXPECT_EQ(HeapWatcher(), &watcher);
  {
    Handle pair = NewPair(), text = AllocateVarObject(&g_text, 100000);
    void* raw = RawAllocate(64);
    void* large = RawAllocate(5000);
    EXPECT_EQ(watcher.blocks.size(), 4u);
    EXPECT_GE(watcher.Living(), sizeof(Pair) + 100000 + 64 + 5000);
    large = RawReallocate(large, 5000, 9000);
    EXPECT_GE(watcher.Living(), sizeof(Pair) + 100000 + 64 + 9000);
    RawFree(raw, 64);
    RawFree(large, 9000);
    EXPECT_EQ(watcher.blocks.size(), 2u);
  }
  EXPECT_TRUE(watcher.blocks.empty());
  before.Reset();
  EXPECT_EQ(watcher.freed_unseen, 1u);
  HeapWatchStop();
  EXPECT_EQ(HeapWatcher(), nullptr);
}

TEST_F(HeapTest, HeapReusesBlocksAfterWatching) {
  for (int round = 0; round < 3; ++round) {
    SizeWatcher watcher;
    std::vector<Handle> pairs;
    for (int i = 0; i < 1000; ++i) pairs.push_back(NewPair());
    HeapWatchStart(&watcher);
    pairs.clear();
    for (int i = 0; i < 500; ++i) pairs.push_back(NewPair());
    EXPECT_EQ(watcher.blocks.size(), 500u);
    HeapWatchStop();
    pairs.clear();
    EXPECT_EQ(GcCollect(2), 0);
  }
  EXPECT_LE(HeapMeasure().committed, uint64_t{8} << 20);
}

TEST_F(HeapTest, ForkedChildIsWatchedByItself) {
  SizeWatcher watcher;
  HeapWatchStart(&watcher);
  Handle pair = NewPair();
  EXPECT_TRUE(InChild([&] {
    Handle other = NewPair(pair);
    bool seen = HeapWatcher() == &watcher && watcher.blocks.size() == 2;
    other.Reset();
    pair.Reset();
    return seen && watcher.blocks.empty();
  }));
  EXPECT_EQ(watcher.blocks.size(), 1u);
  HeapWatchStop();
}

}  // namespace

Type IntType, FloatType;
Type* const kImmediateTypes[8] = {};
const ObjectUpcalls kObjectUpcalls = {RaiseMemory, RaiseRecursion, NoTraverse, NoClear,
                                      CountCallback, NoHooks, NoGarbage};

}  // namespace polygil
