// What the files of the posix module share: argument conversion, and their tables of functions.

#ifndef POLYGIL_RUNTIME_MODULES_POSIX_POSIX_INTERNAL_H_
#define POLYGIL_RUNTIME_MODULES_POSIX_POSIX_INTERNAL_H_

#include <climits>
#include <cstdint>
#include <ctime>
#include <sys/stat.h>

#include "runtime/modules/module_state.h"
#include "runtime/modules/posix/path.h"
#include "runtime/modules/posix/system_call.h"
#include "runtime/object/method_def.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {

extern const MethodDef kPosixStatFunctions[], kPosixFileFunctions[], kPosixPathFunctions[],
    kPosixScandirFunctions[], kPosixProcessFunctions[], kPosixIdentityFunctions[],
    kPosixSpawnFunctions[], kPosixSystemFunctions[], kPosixSchedulerFunctions[],
    kPosixAttributeFunctions[];

bool InitPosixConstants(Value module);
bool InitPosixStat(Value module);
bool InitPosixScandir(Value module);
bool InitPosixProcess(Value module);
bool InitPosixSystem(Value module);
bool InitPosixScheduler(Value module);

// An argument of C type int: OverflowError "signed integer is greater than maximum".
inline Fallible<int> IntArgument(Value v) {
  int64_t number = TRY(IndexExact(v, &OverflowErrorType));
  if (number > INT_MAX) return Raise(&OverflowErrorType, "signed integer is greater than maximum");
  if (number < INT_MIN) return Raise(&OverflowErrorType, "signed integer is less than minimum");
  return static_cast<int>(number);
}
inline Fallible<int> IntArgument(Value v, int absent) {
  return v ? IntArgument(v) : Fallible<int>(absent);
}
inline Fallible<bool> BoolArgument(Value v, bool absent) {
  return v ? IsTrue(v) : Fallible<bool>(absent);
}
// Results of system calls that give 0 or -1.
inline Owned NoneOrError(int result) { return result == 0 ? OwnNone() : Owned(RaiseOsError(errno)); }

// os.stat_result.
Owned StatResultNew(const struct stat& facts);
// A timestamp as a float, as st_mtime is.
double SecondsOf(const timespec& time);

// uid_t and gid_t: -1 means "as it is"; "uid should be integer, not str".
Fallible<uint32_t> IdArgument(Value v, const char* name);
inline Owned IdNew(uint32_t id) { return IntFromInt64(id == UINT32_MAX ? -1 : int64_t{id}); }

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_POSIX_POSIX_INTERNAL_H_
