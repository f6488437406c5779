// errno: the system's error numbers by name, and back.

#include <cerrno>

#include "runtime/modules/registry.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

struct ErrorRow {
  const char* name;
  int number;
};
constexpr ErrorRow kErrors[] = {
#define ERROR(name) {#name, name},
#include "runtime/modules/errno/errors.def"
};

bool Execute(Value module) {
  Handle codes = TRY(DictNew());
  for (const ErrorRow& row : kErrors) {
    TRY_VOID(ModuleAddInt(module, row.name, row.number));
    Handle name = TRY(StrInternUtf8(row.name));
    bool known = TRY(DictContains(codes, Value::Int(row.number)));
    if (!known) TRY_VOID(DictSet(codes, Value::Int(row.number), name));
  }
  return ModuleAdd(module, "errorcode", codes.Release());
}

}  // namespace

extern const ModuleDefinition ErrnoModule;
const ModuleDefinition ErrnoModule = {
    "errno", "This module makes available standard errno system symbols.", nullptr, Execute};

}  // namespace polygil
