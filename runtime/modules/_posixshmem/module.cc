// _posixshmem: shared memory objects by name, below multiprocessing.shared_memory.

#include <string>
#include <sys/mman.h>

#include "runtime/modules/posix/posix_internal.h"
#include "runtime/modules/registry.h"

namespace polygil {
namespace {

bool NameOf(Value path, std::string* name) {
  if (!IsStr(path))
    return Raise(&TypeErrorType, "path argument must be str, not %.50s", TypeName(path));
  Handle owner;
  *name = TRY(StrAsUtf8(path, &owner));
  return name->find('\0') == std::string::npos || Raise(&ValueErrorType, "embedded null character");
}

template <typename Call>
Fallible<int> CallWithName(Value path, Call call) {
  std::string name;
  TRY_VOID(NameOf(path, &name));
  bool raised;
  int result = BlockingCall([&] { return call(name.c_str()); }, &raised);
  if (raised) return {};
  if (result < 0) return RaiseOsErrorWithFile(errno, path);
  return result;
}

Owned ShmOpen(Value, const Value* args) {
  int flags = TRY(IntArgument(args[1]));
  int mode = TRY(IntArgument(args[2], 0777));
  int fd = TRY(CallWithName(args[0], [=](const char* name) {
    return shm_open(name, flags, static_cast<mode_t>(mode));
  }));
  return Owned(Value::Int(fd));
}

Owned ShmUnlink(Value, const Value* args) {
  TRY(CallWithName(args[0], [](const char* name) { return shm_unlink(name); }));
  return OwnNone();
}

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(_posixshmem, shm_open, Bound(ShmOpen),
                "($module, /, path, flags, mode=511)\n--\n\n"
                "Open a shared memory object.  Returns a file descriptor (integer)."),
    PY_FUNCTION(_posixshmem, shm_unlink, Bound(ShmUnlink),
                "($module, /, path)\n--\n\nRemove a shared memory object's name."),
    {}};

}  // namespace

extern const ModuleDefinition PosixshmemModule;
const ModuleDefinition PosixshmemModule = {"_posixshmem", "POSIX shared memory module", kFunctions, nullptr};

}  // namespace polygil
