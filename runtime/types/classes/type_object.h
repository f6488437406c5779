// Making types: built-in ones at start-up, classes at run time; and the state that belongs to a
// type besides its slots.

#ifndef POLYGIL_RUNTIME_TYPES_CLASSES_TYPE_OBJECT_H_
#define POLYGIL_RUNTIME_TYPES_CLASSES_TYPE_OBJECT_H_

#include <cstddef>
#include <cstdint>

#include "runtime/object/method_def.h"
#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

extern Type ObjectType, TypeType, SuperType, NoneType, EllipsisType, NotImplementedType;

// One built-in type. Its slots are filled in type->slots *before* InitBuiltinType, which inherits
// missing slots from the base, makes the dictionary (methods, properties, members, slot wrappers,
// __doc__, __new__) and the MRO.
struct TypeSpec {
  Type* type;
  const char* name;  // "list", or "collections.deque" with the module in front
  Type* base = nullptr;  // null: object
  uint32_t basic_size;
  uint32_t item_size = 0;
  uint32_t flags = 0;
  const MethodDef* methods = nullptr;
  const PropertyDef* properties = nullptr;
  const MemberDef* members = nullptr;
  const char* doc = nullptr;
  bool has_attributes = false;  // instances of the type itself have a __dict__ behind basic_size
  uint32_t dict_offset = 0;     // Type::dict_offset: instances keep a dict in a field instead
};
// Makes the type usable for allocation (header, sizes, flags) without touching the heap; the first
// part of InitBuiltinType, also done early for the types that all others need.
void PrepareBuiltinType(const TypeSpec& spec);
bool InitBuiltinType(const TypeSpec& spec);

// Heap types made by native modules at run time (struct sequences, exceptions of modules).
// `base_or_tuple` may be empty: Exception.
Owned MakeException(const char* module_and_name, Value base_or_tuple, Value dict_or_empty,
                    const char* doc = nullptr);

// type(name, bases, dict) with metaclass `meta`: what the class statement ends in. `keywords` go
// to __init_subclass__.
Owned TypeNew(Type* meta, Value name, Value bases, Value dict, Value keywords_or_empty);

// TypeLookup() without the cache: for a class that is being made.
Value TypeLookupUncached(Type* type, Value interned_name);
// The version for caches, assigned on demand; 0 if the type can't be cached (versions ran out).
uint32_t TypeVersion(Type* type);
// After any change of type->dict or bases: forgets versions of the type and its subclasses, gives
// their shapes new keys, and recomputes the slots that depend on `name` (empty: all).
void TypeModified(Type* type, Value name_or_empty);
bool TypeSetAttribute(Type* type, Value name, Value value_or_empty);

// A new instance with room for Attributes; the type's constructor work is the caller's.
// Raises TypeError for abstract classes. Used by every new_instance slot for subclasses.
Owned AllocateInstance(Type* type);

// "Can't instantiate abstract class C with abstract method f".
struct Raised RaiseAbstract(Type* type);
// For kTypeVarSized types: AllocateVarObject plus what AllocateInstance does.
Owned AllocateVarInstance(Type* type, int64_t count, size_t extra = 0);

// An instance whose __class__ may become `type`? (layout compatible)
bool SameLayout(Type* a, Type* b);

// Start-up: makes object, type, str, tuple, dict, list, int, and the callables allocatable before any
// of their dictionaries exists. Order of start-up (runtime/host):
//   BootstrapTypes(); InitNames(); InitClassTypes(); InitCallableTypes(); InitExceptionTypes();
//   then the other families in any order (a base before its subclasses).
void BootstrapTypes();
bool InitClassTypes();

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CLASSES_TYPE_OBJECT_H_
