// How native modules show types: what the files of a module share when they declare one.

#ifndef POLYGIL_RUNTIME_MODULES_NATIVE_TYPE_H_
#define POLYGIL_RUNTIME_MODULES_NATIVE_TYPE_H_

#include <cstddef>
#include <cstdint>

#include "runtime/modules/registry.h"
#include "runtime/object/heap.h"
#include "runtime/object/interpreter.h"
#include "runtime/object/method_def.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/type_object.h"

namespace polygil {

// The type is set up by the first module object that shows it; a second one (after a removal from
// sys.modules) shows the same type.
inline bool ReadyType(const TypeSpec& spec) {
  return !spec.type->dict.IsEmpty() || InitBuiltinType(spec);
}
inline bool AddType(Value module, const TypeSpec& spec) {
  return ReadyType(spec) && ModuleAddType(module, spec.type);
}

// A new instance of a native type or of a class derived from it.
inline Owned NewInstanceOf(Type* type) {
  return type->Has(kTypeHeap) ? AllocateInstance(type) : AllocateObject(type);
}

// Constructors that take no keywords leave them to a subclass with an __init__ of its own.
inline bool RejectKeywords(Type* type, const Type* exact, const char* name, Value keyword_names) {
  if (keyword_names.IsEmpty()) return true;
  if (type != exact && type->slots.init != exact->slots.init) return true;
  return CheckNoKeywords(name, keyword_names);
}

// Replaces a field by a new reference to `value`, which may be empty.
inline void SetField(Value* field, Value value) { StoreOwned(field, Retain(value)); }
inline Value OrNone(Value v) { return v.IsEmpty() ? Value::None() : v; }

// traverse, clear and destroy of layouts whose owned fields are all plain Values.
template <typename Layout, Value Layout::*... kFields>
bool TraverseFields(Object* self, Visitor visit, void* arg) {
  auto* object = static_cast<Layout*>(self);
  return ((!(object->*kFields).IsEmpty() && visit(object->*kFields, arg)) || ...);
}
template <typename Layout, Value Layout::*... kFields>
void ClearFields(Object* self) {
  auto* object = static_cast<Layout*>(self);
  (ClearField(&(object->*kFields)), ...);
}
// `safe_to_clear`: the methods of the type cope with empty fields, so the collector may clear them.
template <typename Layout, Value Layout::*... kFields>
void OwnFields(Type* type, bool safe_to_clear = false) {
  type->slots.traverse = TraverseFields<Layout, kFields...>;
  type->slots.destroy = ClearFields<Layout, kFields...>;
  if (safe_to_clear) type->slots.clear = ClearFields<Layout, kFields...>;
}

inline constexpr const char* kReduceDoc = "Return state information for pickling.";
inline constexpr const char* kSetStateDoc = "Set state information for unpickling.";

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_NATIVE_TYPE_H_
