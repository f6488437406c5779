// stat_result and statvfs_result, and the functions that make them.

#include <fcntl.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cmath>

#include "runtime/modules/posix/posix_internal.h"
#include "runtime/types/number/float.h"

namespace polygil {
namespace {

constexpr const char* kStatKey = "posix.stat_result";
constexpr const char* kStatvfsKey = "posix.statvfs_result";

constexpr StructSequenceField kStatFields[] = {
    {"st_mode", "protection bits"},
    {"st_ino", "inode"},
    {"st_dev", "device"},
    {"st_nlink", "number of hard links"},
    {"st_uid", "user ID of owner"},
    {"st_gid", "group ID of owner"},
    {"st_size", "total size, in bytes"},
    {kStructSequenceUnnamed, "integer time of last access"},
    {kStructSequenceUnnamed, "integer time of last modification"},
    {kStructSequenceUnnamed, "integer time of last change"},
    {"st_atime", "time of last access"},
    {"st_mtime", "time of last modification"},
    {"st_ctime", "time of last change"},
    {"st_atime_ns", "time of last access in nanoseconds"},
    {"st_mtime_ns", "time of last modification in nanoseconds"},
    {"st_ctime_ns", "time of last change in nanoseconds"},
    {"st_blksize", "blocksize for filesystem I/O"},
    {"st_blocks", "number of blocks allocated"},
    {"st_rdev", "device type (if inode device)"},
    {nullptr, nullptr}};
constexpr StructSequenceSpec kStatSpec = {
    "os.stat_result", "stat_result: Result from stat, fstat, or lstat.", kStatFields, 10};

constexpr StructSequenceField kStatvfsFields[] = {
    {"f_bsize", nullptr},  {"f_frsize", nullptr},  {"f_blocks", nullptr}, {"f_bfree", nullptr},
    {"f_bavail", nullptr}, {"f_files", nullptr},   {"f_ffree", nullptr},  {"f_favail", nullptr},
    {"f_flag", nullptr},   {"f_namemax", nullptr}, {"f_fsid", nullptr},   {nullptr, nullptr}};
constexpr StructSequenceSpec kStatvfsSpec = {
    "os.statvfs_result", "statvfs_result: Result from statvfs or fstatvfs.", kStatvfsFields, 10};

Owned NanosecondsOf(const timespec& time) {
  Handle seconds = TRY(IntFromInt64(time.tv_sec));
  Handle scaled = TRY(IntMultiply(seconds, Value::Int(1'000'000'000)));
  return IntAdd(scaled, Value::Int(time.tv_nsec));
}

}  // namespace

double SecondsOf(const timespec& time) {
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

Owned StatResultNew(const struct stat& facts) {
  Handle result = TRY(StructSequenceNew(ModuleStateType(kStatKey)));
  const timespec times[3] = {facts.st_atim, facts.st_mtim, facts.st_ctim};
  Handle values[19];
  int count = 0;
  auto add = [&](Owned value) {
    values[count++] = Handle(value);
    return !values[count - 1].IsEmpty();
  };
  bool ok = add(IntFromInt64(facts.st_mode)) && add(IntFromUint64(facts.st_ino)) &&
            add(IntFromUint64(facts.st_dev)) && add(IntFromUint64(facts.st_nlink)) &&
            add(IdNew(facts.st_uid)) && add(IdNew(facts.st_gid)) &&
            add(IntFromInt64(facts.st_size));
  for (const timespec& time : times) ok = ok && add(IntFromInt64(time.tv_sec));
  for (const timespec& time : times) ok = ok && add(FloatNew(SecondsOf(time)));
  for (const timespec& time : times) ok = ok && add(NanosecondsOf(time));
  ok = ok && add(IntFromInt64(facts.st_blksize)) && add(IntFromInt64(facts.st_blocks)) &&
       add(IntFromUint64(facts.st_rdev));
  if (!ok) return {};
  for (int i = 0; i < 19; ++i) TupleInit(result, i, values[i].Release());
  return result.Release();
}

namespace {

Owned DoStat(const char* function, Value path_argument, Value dir_fd_argument, bool follow,
             bool allow_fd) {
  PathArgument path(function, "path", false, allow_fd);
  int dir_fd = TRY(DirFdArgument(dir_fd_argument));
  TRY_VOID(path.Convert(path_argument));
  if (path.fd() >= 0 && dir_fd != AT_FDCWD)
    return Raise(&ValueErrorType, "%s: can't specify dir_fd without matching path", function);
  if (path.fd() >= 0 && !follow)
    return Raise(&ValueErrorType, "%s: cannot use fd and follow_symlinks together", function);
  struct stat facts;
  int result, error;
  const char* text = path.text();
  {
    GilReleased released;
    if (text == nullptr)
      result = fstat(path.fd(), &facts);
    else
      result = fstatat(dir_fd, text, &facts, follow ? 0 : AT_SYMLINK_NOFOLLOW);
    error = errno;
  }
  if (result != 0) return path.Fail(error);
  return StatResultNew(facts);
}

Owned StatFunction(Value, const Value* args) {
  bool follow = TRY(BoolArgument(args[2], true));
  return DoStat("stat", args[0], args[1], follow, true);
}
Owned LstatFunction(Value, const Value* args) {
  return DoStat("lstat", args[0], args[1], false, false);
}

Owned FstatFunction(Value, const Value* args) {
  int fd = TRY(IntArgument(args[0]));
  struct stat facts;
  TRY_VOID(CheckedCall([&] { return fstat(fd, &facts); }));
  return StatResultNew(facts);
}

Owned StatvfsResultNew(const struct statvfs& facts) {
  Handle result = TRY(StructSequenceNew(ModuleStateType(kStatvfsKey)));
  const uint64_t values[11] = {facts.f_bsize,  facts.f_frsize,  facts.f_blocks, facts.f_bfree,
                               facts.f_bavail, facts.f_files,   facts.f_ffree,  facts.f_favail,
                               facts.f_flag,   facts.f_namemax, facts.f_fsid};
  for (int i = 0; i < 11; ++i) TupleInit(result, i, IntFromUint64(values[i]));
  return result.Release();
}

Owned StatvfsFunction(Value, const Value* args) {
  PathArgument path("statvfs", "path", false, true);
  TRY_VOID(path.Convert(args[0]));
  struct statvfs facts;
  bool raised;
  int result = BlockingCall(
      [&] { return path.text() ? statvfs(path.text(), &facts) : fstatvfs(path.fd(), &facts); },
      &raised);
  if (raised) return {};
  return result == 0 ? StatvfsResultNew(facts) : Owned(path.Fail());
}

Owned FstatvfsFunction(Value, const Value* args, size_t) {
  int fd = TRY(IntArgument(args[0]));
  struct statvfs facts;
  TRY_VOID(CheckedCall([&] { return fstatvfs(fd, &facts); }));
  return StatvfsResultNew(facts);
}

Owned MajorFunction(Value, Value device) {
  Handle number = TRY(Index(device));
  uint64_t value = TRY(IntAsUint64(number));
  return IntFromInt64(major(value));
}
Owned MinorFunction(Value, Value device) {
  Handle number = TRY(Index(device));
  uint64_t value = TRY(IntAsUint64(number));
  return IntFromInt64(minor(value));
}
Owned MakedevFunction(Value, const Value* args, size_t) {
  int a = TRY(IntArgument(args[0]));
  int b = TRY(IntArgument(args[1]));
  return IntFromUint64(makedev(static_cast<unsigned>(a), static_cast<unsigned>(b)));
}

}  // namespace

const MethodDef kPosixStatFunctions[] = {
    PY_FUNCTION(posix, stat, Bound(StatFunction),
                "($module, /, path, *, dir_fd=None, follow_symlinks=True)\n--\n\nPerform a stat "
                "system call on the given path."),
    PY_FUNCTION(posix, lstat, Bound(LstatFunction),
                "($module, /, path, *, dir_fd=None)\n--\n\nPerform a stat system call on the given "
                "path, without following symbolic links."),
    PY_FUNCTION(posix, fstat, Bound(FstatFunction),
                "($module, /, fd)\n--\n\nPerform a stat system call on the given file descriptor."),
    PY_FUNCTION(posix, statvfs, Bound(StatvfsFunction),
                "($module, /, path)\n--\n\nPerform a statvfs system call on the given path."),
    PY_FUNCTION(posix, fstatvfs, Positional(FstatvfsFunction, 1, 1),
                "($module, fd, /)\n--\n\nPerform an fstatvfs system call on the given fd."),
    PY_FUNCTION(
        posix, major, OneArg(MajorFunction),
        "($module, device, /)\n--\n\nExtracts a device major number from a raw device number."),
    PY_FUNCTION(
        posix, minor, OneArg(MinorFunction),
        "($module, device, /)\n--\n\nExtracts a device minor number from a raw device number."),
    PY_FUNCTION(posix, makedev, Positional(MakedevFunction, 2, 2),
                "($module, major, minor, /)\n--\n\nComposes a raw device number from the major and "
                "minor device numbers."),
    {}};

bool InitPosixStat(Value module) {
  return AddStructSequence(module, "stat_result", kStatKey, kStatSpec) &&
         AddStructSequence(module, "statvfs_result", kStatvfsKey, kStatvfsSpec);
}

}  // namespace polygil
