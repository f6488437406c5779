// Method resolution order and layout of classes (Language Reference 3.3.3).

#ifndef POLYGIL_RUNTIME_TYPES_CLASSES_MRO_H_
#define POLYGIL_RUNTIME_TYPES_CLASSES_MRO_H_

#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

// The C3 linearisation of type->bases, a list with `type` first. TypeError if there is none.
Owned ComputeMro(Type* type);
// Asks the metaclass (mro()), checks the answer and stores it in type->mro.
bool AssignMro(Type* type);
// The base whose layout the instances of a class with these bases extend. TypeError.
Type* BestBase(Value bases);
// The most derived metaclass of `meta` and those of the bases. TypeError for a conflict.
Type* WinningMetaclass(Type* meta, Value bases);
// The nearest type, itself included, that adds fields of its own.
Type* SolidBase(Type* type);
// Direct subclass bookkeeping, see Type::subclasses.
bool AddSubclass(Type* base, Type* type);
void RemoveSubclass(Type* base, Type* type);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CLASSES_MRO_H_
