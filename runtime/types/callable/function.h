// Functions written in Python, built-in functions, bound methods, static and class methods,
// properties: the callables and descriptors of the core.

#ifndef POLYGIL_RUNTIME_TYPES_CALLABLE_FUNCTION_H_
#define POLYGIL_RUNTIME_TYPES_CALLABLE_FUNCTION_H_

#include <cstdint>

#include "runtime/object/method_def.h"
#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

struct Code;
struct Function : Object {
  Code* code;            // owned
  Value globals, builtins;
  Value defaults;        // tuple or empty
  Value keyword_defaults;  // dict or empty
  Value closure;         // tuple of cells or empty
  Value name, qualname, doc, module;  // doc empty: the code's
  Value annotations;     // dict, or a tuple of alternating names and values, or empty
  Value dict;            // or empty
  uint32_t version;      // for call caches: 0 when anything above that matters changed
};
struct BuiltinFunction : Object {
  const MethodDef* definition;
  Value self;            // module or bound object, or empty
  Value module;          // str or empty
};
struct BoundMethod : Object {
  Value function, self;
};
struct MethodDescriptor : Object {   // list.append: an unbound method of a built-in type
  const MethodDef* definition;
  Type* owner;
  Value name, qualname;
};
struct Property : Object {
  Value get, set, del, doc;  // empty: None
  Value name;                // from __set_name__, for messages; or empty
  bool doc_from_getter;
};
struct StaticMethod : Object {
  Value callable, dict;
};
struct ClassMethod : Object {  // same layout as StaticMethod
  Value callable, dict;
};
extern Type FunctionType, BuiltinFunctionType, BoundMethodType, MethodDescriptorType;
extern Type ClassMethodDescriptorType, SlotWrapperType, MethodWrapperType, GetSetDescriptorType;
extern Type MemberDescriptorType, PropertyType, StaticMethodType, ClassMethodType;

// Name, qualname and doc come from the code, __module__ from the globals; defaults, closure and
// annotations are filled in by the caller.
Owned FunctionNew(Value code, Value globals);
// The version for call caches, assigned on demand; 0: versions ran out.
uint32_t FunctionVersion(Function* function);
Owned BoundMethodNew(Value function, Value self);
Owned StaticMethodNew(Value callable);
Owned ClassMethodNew(Value callable);
Owned PropertyNew(Value get_or_none, Value set_or_none, Value del_or_none, Value doc_or_none);
Owned BuiltinFunctionNew(const MethodDef* definition, Value self, Value module_name);
// Calls a row of a method table: the one place where CallKinds are told apart. `owner` names the
// type in messages ("list.append() takes ..."), null for module functions.
Owned CallNative(const MethodDef* definition, Type* owner, Value self, const Value* args,
                 size_t nargs, Value keyword_names);

bool InitCallableTypes();

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CALLABLE_FUNCTION_H_
