// complex besides arithmetic: text, the constructor, and the tables of methods and properties.

#ifndef POLYGIL_RUNTIME_TYPES_NUMBER_COMPLEX_METHODS_H_
#define POLYGIL_RUNTIME_TYPES_NUMBER_COMPLEX_METHODS_H_

#include "runtime/object/method_def.h"

namespace polygil {

extern const MethodDef kComplexMethods[];
extern const MemberDef kComplexMembers[];
Owned ComplexRepr(Value self);
Owned ComplexNewInstance(Type* type, const Value* args, size_t nargs, Value keyword_names);
// The exact complex equal to one of any type.
Owned ComplexExact(Value self);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_NUMBER_COMPLEX_METHODS_H_
