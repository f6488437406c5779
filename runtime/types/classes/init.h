// Start-up of the types in this folder, one function each; InitClassTypes (type_object.h) calls them.

#ifndef POLYGIL_RUNTIME_TYPES_CLASSES_INIT_H_
#define POLYGIL_RUNTIME_TYPES_CLASSES_INIT_H_

namespace polygil {

bool InitObjectType();
bool InitTypeType();
bool InitSingletonTypes();
bool InitSuperType();
bool InitModuleType();
bool InitMappingProxyType();
bool InitSimpleNamespaceType();
bool InitGenericAliasType();
bool InitUnionType();

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CLASSES_INIT_H_
