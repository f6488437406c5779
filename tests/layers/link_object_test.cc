// Links with runtime/object alone: the heap allocates, counts and frees without any Python type.

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>

#include "runtime/object/heap.h"
#include "runtime/object/interpreter.h"
#include "runtime/object/upcalls.h"

namespace polygil {
namespace {

int g_memory_errors = 0;

void RaiseMemory() { ++g_memory_errors; }
void RaiseRecursion() {}
bool NoTraverse(Object*, Visitor, void*) { return false; }
void NoClear(Object*) {}
void NoCallback(Value, Value) {}
void NoCollectorCallbacks(Value, const char*, int, int64_t, int64_t) {}

}  // namespace

// The layer above defines this table; here it is the test.
const ObjectUpcalls kObjectUpcalls = {
    .raise_memory_error = RaiseMemory,
    .raise_recursion_error = RaiseRecursion,
    .attributes_traverse = NoTraverse,
    .attributes_clear = NoClear,
    .weak_callback = NoCallback,
    .collector_callbacks = NoCollectorCallbacks,
    .append_garbage = NoCallback,
};

namespace {

class LinkObject : public testing::Test {
 protected:
  void SetUp() override {
    text_.basic_size = sizeof(VarObject);
    text_.item_size = 1;
    text_.type_flags = kTypeAtomic | kTypeVarSized;
    ASSERT_TRUE(HeapInit(&interpreter_));
    interpreter_.breaker = &breaker_;
    thread_.interpreter = &interpreter_;
    t_thread = &thread_;
    HeapAttachThread(&interpreter_);
  }
  void TearDown() override {
    HeapFinish(&interpreter_);
    t_thread = nullptr;
  }

  Type text_{};
  Interpreter interpreter_;
  ThreadState thread_;
  std::atomic<uint32_t> breaker_{0};
};

TEST_F(LinkObject, BlockWithoutPythonTypesIsFreedWithItsLastReference) {
  const auto atomic = static_cast<int>(PageKind::kAtomic);
  Handle text = AllocateVarObject(&text_, 100);
  ASSERT_TRUE(text);
  EXPECT_EQ(HeapMeasure().live_blocks[atomic], 1u);
  text.Reset();
  EXPECT_EQ(HeapMeasure().live_blocks[atomic], 0u);
}

TEST_F(LinkObject, ImpossibleSizeGoesUpThroughTheTable) {
  const int before = g_memory_errors;
  EXPECT_FALSE(AllocateVarObject(&text_, -1));
  EXPECT_EQ(g_memory_errors, before + 1);
}

}  // namespace
}  // namespace polygil
