// The header of every heap object, and the only place where reference counts are touched.
//
// Ownership by address: an interpreter counts references only to objects inside the range
// [counted.base, counted.base + counted.span). Everything outside is not counted here: builtin
// types in the binary, objects allocated before start-up ended, objects of another interpreter,
// objects in shared segments. After a fork the child moves the base up to the top of the heap;
// objects the parent made are then "inherited", and their counts go to a side table of deltas
// (heap/inherited.cc) unless they are of an atomic kind, which are immortal in the child.

#ifndef POLYGIL_RUNTIME_OBJECT_OBJECT_H_
#define POLYGIL_RUNTIME_OBJECT_OBJECT_H_

#include <cstdint>

#include "runtime/object/value.h"

namespace polygil {

struct Type;

// Bits of Object::flags. The upper half belongs to the concrete layout (e.g. str kind).
enum ObjectFlag : uint32_t {
  kHasWeakReferences = 1u << 0,  // an entry in the interpreter's weak reference table
  kFinalized = 1u << 1,          // __del__ (or the finalize slot) has run
  kGcUntracked = 1u << 2,        // a container that can't be part of a cycle (tuple of ints)
  kShapeAt16 = 1u << 4,           // Attributes stand right behind the header (set by AllocateInstance)
  kBeingDestroyed = 1u << 3,     // refcount reached zero; deallocation is running or deferred
  kRegistered = 1u << 5,          // an atomic object whose destroy slot must run (interned str)
  kLayoutFlagShift = 16,
};

struct Object {
  uint32_t refcount;
  uint32_t flags;
  Type* type;
};
static_assert(sizeof(Object) == 16);

// Objects with a number of items stored behind a fixed part keep it here (tuple, bytes, big int).
struct VarObject : Object {
  int64_t size;
};

struct CountedRange {
  uint64_t base;            // the watermark
  uint64_t span;            // bytes above it that this interpreter owns
  uint64_t inherited_base;  // heap of the forking parent, below the watermark
  uint64_t inherited_span;  // 0 unless forked
};

#define POLYGIL_TLS __attribute__((tls_model("initial-exec"))) thread_local

// Of the interpreter whose GIL the current thread holds; set when a thread attaches.
extern constinit POLYGIL_TLS CountedRange t_counted;

// Slow paths (runtime/object/heap). `object` is not null.
void IncRefInherited(Value value);
void DecRefInherited(Value value);
// Runs the destructor protocol for an object whose count reached zero.
void Deallocate(Object* object);

#ifdef POLYGIL_DEBUG
void AssertGilHeld();
// A counted object about to gain, or (`dropping`) to lose a reference: the GIL is held, the block is
// not free, and there is a reference to lose.
void AssertCountable(const Object* object, bool dropping);
#else
inline void AssertGilHeld() {}
inline void AssertCountable(const Object*, bool) {}
#endif

// GIL held. Any Value, including the empty one and immediates.
inline void IncRef(Value value) {
  if (!value.HasPointerTag()) return;
  if (value.bits - t_counted.base < t_counted.span) [[likely]] {
    AssertCountable(value.AsObject(), false);
    ++value.AsObject()->refcount;
  } else if (t_counted.inherited_span != 0) [[unlikely]] {
    IncRefInherited(value);
  }
}

// GIL held. May run arbitrary Python code (finalisers, weak reference callbacks).
inline void DecRef(Value value) {
  if (!value.HasPointerTag()) return;
  if (value.bits - t_counted.base < t_counted.span) [[likely]] {
    AssertCountable(value.AsObject(), true);
    if (--value.AsObject()->refcount == 0) Deallocate(value.AsObject());
  } else if (t_counted.inherited_span != 0) [[unlikely]] {
    DecRefInherited(value);
  }
}

inline void IncRef(Object* object) { IncRef(Value::Pointer(object)); }
inline void DecRef(Object* object) { DecRef(Value::Pointer(object)); }

// True if the caller's reference is the only one, so the object may be reused in place.
inline bool IsUniquelyReferenced(Value value) {
  return value.IsPointer() && value.bits - t_counted.base < t_counted.span &&
         value.AsObject()->refcount == 1;
}

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_OBJECT_OBJECT_H_
