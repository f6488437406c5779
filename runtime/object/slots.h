// Signatures of the type slots, and the table of them. Arguments are borrowed, results owned;
// the GIL is held; failure is the empty value with a pending exception. Rows: slots.def.

#ifndef POLYGIL_RUNTIME_OBJECT_SLOTS_H_
#define POLYGIL_RUNTIME_OBJECT_SLOTS_H_

#include <cstddef>
#include <cstdint>

#include "runtime/object/ownership.h"
#include "runtime/object/value.h"

namespace polygil {

enum class CompareOp : uint8_t { kLt, kLe, kEq, kNe, kGt, kGe };

// Positional arguments are args[0 .. nargs); the values of keyword arguments follow them, and
// `keyword_names` is a tuple of their names (interned str), or empty.
using CallSlot = Owned (*)(Value callable, const Value* args, size_t nargs, Value keyword_names);
using UnarySlot = Owned (*)(Value self);
using BinarySlot = Owned (*)(Value left, Value right);
using TernarySlot = Owned (*)(Value a, Value b, Value c);
using CompareSlot = Owned (*)(Value self, Value other, CompareOp op);  // or NotImplemented
using HashSlot = Fallible<int64_t> (*)(Value self);                    // never -1
using TruthSlot = Fallible<bool> (*)(Value self);
using LengthSlot = Fallible<int64_t> (*)(Value self);
using ContainsSlot = Fallible<bool> (*)(Value self, Value item);
using RepeatSlot = Owned (*)(Value self, int64_t count);
using SetItemSlot = bool (*)(Value self, Value key, Value value_or_empty);
using InitSlot = bool (*)(Value self, const Value* args, size_t nargs, Value keyword_names);
using FinalizeSlot = void (*)(Value self);

// -- Slots without a special method ------------------------------------------------------------

// type.__new__ of a built-in type; `type` may be a subclass. Allocates through AllocateInstance.
using NewSlot = Owned (*)(Type* type, const Value* args, size_t nargs, Value keyword_names);
// Calls visit(child, arg) for every Value the object owns in its built-in layout, until one returns
// true. Attributes, __slots__ and the type are the heap's business.
using Visitor = bool (*)(Value child, void* arg);
using TraverseSlot = bool (*)(Object* self, Visitor visit, void* arg);
// Drops what may take part in a cycle; the object must stay valid. Used by the cycle collector.
using ClearSlot = void (*)(Object* self);
// Drops everything the object owns and what it holds outside its own block. The caller
// (Deallocate) then frees the block. Weak references and finalisers are done before.
using DestroySlot = void (*)(Object* self);
// Bytes of the object's own block, needed for variable-sized layouts when it isn't basic_size.
using SizeSlot = size_t (*)(Object* self);

// The buffer protocol (PEP 3118): fills *view or raises BufferError.
struct BufferView;
using GetBufferSlot = bool (*)(Value self, BufferView* view, int flags);
using ReleaseBufferSlot = void (*)(Value self, BufferView* view);

// generator.send without making a StopIteration (PEP 342, 380).
enum class SendStatus : uint8_t { kYielded, kReturned, kError };
using SendSlot = SendStatus (*)(Value self, Value argument, Owned* result);

struct TypeSlots {
#define SLOT(name, Signature, dunder, wrapper) Signature name = nullptr;
#include "runtime/object/slots.def"
  NewSlot new_instance = nullptr;
  TraverseSlot traverse = nullptr;
  ClearSlot clear = nullptr;
  DestroySlot destroy = nullptr;
  SizeSlot size = nullptr;
  GetBufferSlot get_buffer = nullptr;
  ReleaseBufferSlot release_buffer = nullptr;
  SendSlot send = nullptr;
};

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_OBJECT_SLOTS_H_
