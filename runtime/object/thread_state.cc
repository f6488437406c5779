// The thread-local views of the object layer, and its small up-calls.

#include <cstdlib>

#include "runtime/object/heap.h"
#include "runtime/object/hooks.h"
#include "runtime/object/interpreter.h"
#include "runtime/object/upcalls.h"

namespace polygil {

constinit POLYGIL_TLS CountedRange t_counted{};
constinit POLYGIL_TLS FreeLists* t_free_lists = nullptr;
constinit POLYGIL_TLS ThreadState* t_thread = nullptr;

bool CheckNativeStackSlow() {
  kObjectUpcalls.raise_recursion_error();
  return false;
}

#ifdef POLYGIL_DEBUG
// A thread has its views only while it is attached: see HeapAttachThread.
void AssertGilHeld() {
  if (t_free_lists == nullptr) [[unlikely]]
    abort();
}

void AssertCountable(const Object* object, bool dropping) {
  AssertGilHeld();
  // A free block has no type (heap_state.h).
  if (object->type == nullptr || (dropping && object->refcount == 0)) [[unlikely]]
    abort();
}
#endif

GilReleased::GilReleased() {
  const RuntimeHooks* hooks = CurrentInterpreter()->hooks;
  if (hooks != nullptr && hooks->release_gil != nullptr) hooks->release_gil();
}

GilReleased::~GilReleased() {
  const RuntimeHooks* hooks = CurrentInterpreter()->hooks;
  if (hooks != nullptr && hooks->acquire_gil != nullptr) hooks->acquire_gil();
}

}  // namespace polygil
