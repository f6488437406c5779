// The module _socket.

#include "runtime/modules/_socket/address.h"
#include "runtime/modules/_socket/socket.h"
#include "runtime/modules/module_state.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/exception/exception_types.h"

namespace polygil {
namespace {

constexpr IntConstant kConstants[] = {
#define CONSTANT(name, value) {#name, value},
#include "runtime/modules/_socket/constants.def"
    {nullptr, 0}};

bool AddError(Value module, const char* name, const char* key) {
  Handle error = Retain(ModuleState(key));
  if (!error) {
    error = TRY(MakeException(key, Value::Pointer(&OSErrorType), Value::Empty()));
    TRY_VOID(ModuleStateSet(key, error));
  }
  return ModuleAdd(module, name, error.Release());
}

bool Execute(Value module) {
  return AddIntConstants(module, kConstants) && AddError(module, "herror", "socket.herror") &&
         AddError(module, "gaierror", "socket.gaierror") &&
         ModuleAdd(module, "error", Retain(Value::Pointer(&OSErrorType))) &&
         ModuleAdd(module, "timeout", Retain(Value::Pointer(&TimeoutErrorType))) &&
         ModuleAdd(module, "has_ipv6", OwnBool(true)) &&
         ModuleAddStr(module, "BDADDR_ANY", "00:00:00:00:00:00") &&
         ModuleAddStr(module, "BDADDR_LOCAL", "00:00:00:FF:FF:FF") &&
         AddModuleFunctions(module, "_socket", kSocketFunctions) && InitSocketType(module);
}

}  // namespace

extern const ModuleDefinition SocketModule;
const ModuleDefinition SocketModule = {
    "_socket", "Implementation module for socket operations.\n\nSee the socket module for documentation.",
    kSocketNameFunctions, Execute};

}  // namespace polygil
