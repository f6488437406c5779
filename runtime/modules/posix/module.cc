// The module posix.

#include "runtime/modules/posix/posix_internal.h"

namespace polygil {
namespace {

bool Execute(Value module) {
  for (const MethodDef* table :
       {kPosixFileFunctions, kPosixPathFunctions, kPosixScandirFunctions, kPosixProcessFunctions,
        kPosixIdentityFunctions, kPosixSpawnFunctions, kPosixSystemFunctions,
        kPosixSchedulerFunctions, kPosixAttributeFunctions})
    TRY_VOID(AddModuleFunctions(module, "posix", table));
  return InitPosixConstants(module) && InitPosixStat(module) && InitPosixScandir(module) &&
         InitPosixProcess(module) && InitPosixSystem(module) && InitPosixScheduler(module);
}

}  // namespace

extern const ModuleDefinition PosixModule;
const ModuleDefinition PosixModule = {
    "posix",
    "This module provides access to operating system functionality that is\nstandardized by the C "
    "Standard and the POSIX standard.",
    kPosixStatFunctions,
    Execute,
};

}  // namespace polygil
