// __dict__ of native types that keep it in a field (Type::dict_offset): the row of a property table.

#ifndef POLYGIL_RUNTIME_MODULES_INSTANCE_DICT_H_
#define POLYGIL_RUNTIME_MODULES_INSTANCE_DICT_H_

#include "runtime/object/method_def.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/dict.h"

namespace polygil {

template <typename Layout, Value Layout::*kDict>
Owned GetInstanceDict(Value self) {
  Value* field = &(self.As<Layout>()->*kDict);
  if (field->IsEmpty()) *field = TRY(DictNew()).Peek();
  return Retain(*field);
}

template <typename Layout, Value Layout::*kDict>
bool SetInstanceDict(Value self, Value value) {
  if (!value) return Raise(&TypeErrorType, "cannot delete __dict__");
  if (!IsDict(value))
    return Raise(&TypeErrorType, "__dict__ must be set to a dictionary, not a '%.200s'",
                 TypeName(value));
  StoreOwned(&(self.As<Layout>()->*kDict), Retain(value));
  return true;
}

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_INSTANCE_DICT_H_
