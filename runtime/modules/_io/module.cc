// The module _io.

#include "runtime/modules/_io/io_base.h"
#include "runtime/modules/_io/open.h"
#include "runtime/modules/registry.h"
#include "runtime/types/exception/exception_types.h"

namespace polygil {
namespace {

bool Execute(Value module) {
  return ModuleAddInt(module, "DEFAULT_BUFFER_SIZE", kDefaultBufferSize) &&
         InitIoBaseTypes(module) && InitAbstractStreamTypes(module) && InitFileIoType(module) &&
         InitBytesIoType(module) && InitStringIoType(module) && InitBufferedTypes(module) &&
         InitBufferedPairType(module) && InitNewlineDecoderType(module) &&
         InitTextIoWrapperType(module) && ModuleAddType(module, &BlockingIOErrorType);
}

}  // namespace

extern const ModuleDefinition IoModule;
const ModuleDefinition IoModule = {
    "_io",
    "The io module provides the Python interfaces to stream handling.",
    kIoFunctions,
    Execute,
};

}  // namespace polygil
