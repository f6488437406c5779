// What the object layer needs from the types above it, as data: one constant table, declared here
// and defined beside the types (runtime/types/classes/upcalls.cc), so that the layer can be linked
// and tested without them. GIL held in all of them.

#ifndef POLYGIL_RUNTIME_OBJECT_UPCALLS_H_
#define POLYGIL_RUNTIME_OBJECT_UPCALLS_H_

#include <cstdint>

#include "runtime/object/object.h"
#include "runtime/object/slots.h"
#include "runtime/object/value.h"

namespace polygil {

struct ObjectUpcalls {
  // Makes MemoryError / RecursionError ("maximum recursion depth exceeded") pending.
  void (*raise_memory_error)();
  void (*raise_recursion_error)();
  // AttributesTraverse and AttributesClear of types/classes/shape.h.
  bool (*attributes_traverse)(Object* object, Visitor visit, void* arg);
  void (*attributes_clear)(Object* object);
  // Calls callback(reference) of a weak reference that died; reports exceptions as unraisable.
  void (*weak_callback)(Value callback, Value reference);
  // Calls the functions of gc.callbacks, a list: f(phase, {"generation": .., "collected": ..,
  // "uncollectable": ..}).
  void (*collector_callbacks)(Value callbacks, const char* phase, int generation,
                              int64_t collected, int64_t uncollectable);
  // Appends to gc.garbage, a list, under DEBUG_SAVEALL.
  void (*append_garbage)(Value garbage, Value object);
};
extern const ObjectUpcalls kObjectUpcalls;

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_OBJECT_UPCALLS_H_
