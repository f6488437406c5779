#include "runtime/modules/json/json.h"
#include "runtime/modules/registry.h"

namespace polygil {
namespace {

bool Execute(Value module) {
  return InitJsonScannerType() && InitJsonEncoderType() &&
         ModuleAdd(module, "make_scanner", Retain(Value::Pointer(&JsonScannerType))) &&
         ModuleAdd(module, "make_encoder", Retain(Value::Pointer(&JsonEncoderType)));
}

}  // namespace

extern const ModuleDefinition JsonModule{"_json", "json speedups", kJsonFunctions, Execute};

}  // namespace polygil
