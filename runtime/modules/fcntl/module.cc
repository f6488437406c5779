// The module fcntl.

#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/ioctl.h>

#include "runtime/modules/module_state.h"
#include "runtime/modules/posix/posix_internal.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"

namespace polygil {
namespace {

constexpr size_t kArgumentSize = 1024;

Owned FcntlFunction(Value, const Value* args, size_t nargs) {
  int fd = TRY(FileDescriptor(args[0]));
  int command = TRY(IntArgument(args[1]));
  Value argument = nargs > 2 ? args[2] : Value::Int(0);
  if (IsStr(argument) || IsBytes(argument)) {
    Handle owner;
    std::string_view text =
        IsStr(argument) ? TRY(StrAsUtf8(argument, &owner)) : BytesView(argument);
    if (text.size() > kArgumentSize) return Raise(&ValueErrorType, "fcntl string arg too long");
    char buffer[kArgumentSize + 1];
    memcpy(buffer, text.data(), text.size());
    buffer[text.size()] = 0;
    TRY_VOID(CheckedCall([&] { return fcntl(fd, command, buffer); }));
    return BytesNew(buffer, static_cast<int64_t>(text.size()));
  }
  Handle number = TRY(Index(argument));
  long value = static_cast<long>(IntAsUint64Mask(number));
  int result = TRY(CheckedCall([&] { return fcntl(fd, command, value); }));
  return IntFromInt64(result);
}

Owned IoctlWithBuffer(int fd, unsigned long request, Value argument, bool mutate) {
  ScopedBuffer view;
  char buffer[kArgumentSize + 1];
  bool writable = false;
  if (mutate && !IsBytes(argument) && view.Acquire(argument, kBufferWritable)) {
    writable = true;
  } else {
    ClearPending();
    if (!view.Acquire(argument)) return {};
  }
  size_t size = static_cast<size_t>(view.size());
  if (writable && size > kArgumentSize) {
    int result = TRY(CheckedCall([&] { return ioctl(fd, request, view.mutable_data()); }));
    return IntFromInt64(result);
  }
  if (size > kArgumentSize) return Raise(&ValueErrorType, "ioctl string arg too long");
  memcpy(buffer, view.data(), size);
  buffer[size] = 0;
  int result = TRY(CheckedCall([&] { return ioctl(fd, request, buffer); }));
  if (!writable) return BytesNew(buffer, static_cast<int64_t>(size));
  memcpy(view.mutable_data(), buffer, size);
  return IntFromInt64(result);
}

Owned IoctlFunction(Value, const Value* args, size_t nargs) {
  int fd = TRY(FileDescriptor(args[0]));
  Handle code = TRY(Index(args[1]));
  unsigned long request = IntAsUint64Mask(code) & 0xffffffff;
  bool mutate = nargs > 3 ? TRY(IsTrue(args[3])) : true;
  Value argument = nargs > 2 ? args[2] : Value::Int(0);
  if (IsStr(argument)) {
    Handle owner;
    std::string_view text = TRY(StrAsUtf8(argument, &owner));
    Handle bytes = TRY(BytesNew(text.data(), static_cast<int64_t>(text.size())));
    return IoctlWithBuffer(fd, request, bytes, false);
  }
  if (SupportsBuffer(argument)) return IoctlWithBuffer(fd, request, argument, mutate);
  if (TypeOf(argument)->slots.index == nullptr)
    return Raise(&TypeErrorType, "ioctl requires a file or file descriptor, an integer and optionally an integer or buffer argument");
  int value = TRY(IntArgument(argument));
  int result = TRY(CheckedCall([&] { return ioctl(fd, request, value); }));
  return IntFromInt64(result);
}

Owned FlockFunction(Value, const Value* args, size_t) {
  int fd = TRY(FileDescriptor(args[0]));
  int operation = TRY(IntArgument(args[1]));
  TRY_VOID(CheckedCall([=] { return flock(fd, operation); }));
  return OwnNone();
}

Owned LockfFunction(Value, const Value* args, size_t nargs) {
  int fd = TRY(FileDescriptor(args[0]));
  int operation = TRY(IntArgument(args[1]));
  struct flock lock = {};
  if (operation == LOCK_UN)
    lock.l_type = F_UNLCK;
  else if (operation & LOCK_SH)
    lock.l_type = F_RDLCK;
  else if (operation & LOCK_EX)
    lock.l_type = F_WRLCK;
  else
    return Raise(&ValueErrorType, "unrecognized lockf argument");
  lock.l_len = nargs > 2 && !args[2].IsNone() ? TRY(AsInt64(args[2])) : 0;
  lock.l_start = nargs > 3 && !args[3].IsNone() ? TRY(AsInt64(args[3])) : 0;
  int whence = TRY(IntArgument(nargs > 4 ? args[4] : Value::Empty(), 0));
  lock.l_whence = static_cast<short>(whence);
  TRY_VOID(CheckedCall([&] { return fcntl(fd, operation & LOCK_NB ? F_SETLK : F_SETLKW, &lock); }));
  return OwnNone();
}

#define SAME(name) {#name, static_cast<int64_t>(name)}
constexpr IntConstant kConstants[] = {
    SAME(LOCK_SH), SAME(LOCK_EX), SAME(LOCK_NB), SAME(LOCK_UN), SAME(LOCK_MAND), SAME(LOCK_READ),
    SAME(LOCK_WRITE), SAME(LOCK_RW), SAME(F_DUPFD), SAME(F_DUPFD_CLOEXEC), SAME(F_GETFD),
    SAME(F_SETFD), SAME(F_GETFL), SAME(F_SETFL), SAME(F_GETLK), SAME(F_SETLK), SAME(F_SETLKW),
    SAME(F_OFD_GETLK), SAME(F_OFD_SETLK), SAME(F_OFD_SETLKW), SAME(F_GETOWN), SAME(F_SETOWN),
    SAME(F_GETSIG), SAME(F_SETSIG), SAME(F_RDLCK), SAME(F_WRLCK), SAME(F_UNLCK), SAME(F_EXLCK),
    SAME(F_SHLCK), {"F_GETLK64", F_GETLK}, {"F_SETLK64", F_SETLK}, {"F_SETLKW64", F_SETLKW},
    SAME(FASYNC), SAME(FD_CLOEXEC), SAME(F_SETLEASE), SAME(F_GETLEASE), SAME(F_NOTIFY),
    SAME(DN_ACCESS), SAME(DN_MODIFY), SAME(DN_CREATE), SAME(DN_DELETE), SAME(DN_RENAME),
    SAME(DN_ATTRIB), SAME(DN_MULTISHOT), SAME(F_ADD_SEALS), SAME(F_GET_SEALS), SAME(F_SEAL_SEAL),
    SAME(F_SEAL_SHRINK), SAME(F_SEAL_GROW), SAME(F_SEAL_WRITE), SAME(F_SETPIPE_SZ),
    SAME(F_GETPIPE_SZ), {"FICLONE", 0x40049409}, {"FICLONERANGE", 0x4020940d},
    {nullptr, 0}};
#undef SAME

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(fcntl, fcntl, Positional(FcntlFunction, 2, 3), "($module, fd, cmd, arg=0, /)\n--\n\nPerform the operation `cmd` on file descriptor fd."),
    PY_FUNCTION(fcntl, ioctl, Positional(IoctlFunction, 2, 4), "($module, fd, request, arg=0, mutate_flag=True, /)\n--\n\nPerform the operation request on file descriptor fd."),
    PY_FUNCTION(fcntl, flock, Positional(FlockFunction, 2, 2), "($module, fd, operation, /)\n--\n\nPerform the lock operation `operation` on file descriptor `fd`."),
    PY_FUNCTION(fcntl, lockf, Positional(LockfFunction, 2, 5), "($module, fd, cmd, len=0, start=0, whence=0, /)\n--\n\nA wrapper around the fcntl() locking calls."),
    {}};

bool Execute(Value module) { return AddIntConstants(module, kConstants); }

}  // namespace

extern const ModuleDefinition FcntlModule;
const ModuleDefinition FcntlModule = {
    "fcntl", "This module performs file control and I/O control on file\ndescriptors.", kFunctions,
    Execute};

}  // namespace polygil
