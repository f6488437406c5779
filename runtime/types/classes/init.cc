#include "runtime/types/classes/init.h"

#include "runtime/types/classes/type_object.h"

namespace polygil {

bool InitClassTypes() {
  return InitObjectType() && InitTypeType() && InitSingletonTypes() && InitSuperType() &&
         InitModuleType() && InitMappingProxyType() && InitSimpleNamespaceType() &&
         InitGenericAliasType() && InitUnionType();
}

}  // namespace polygil
