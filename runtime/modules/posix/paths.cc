// Functions of paths: directories, links, permissions, times.

#include <cmath>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/modules/posix/posix_internal.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/tuple.h"

namespace polygil {

Fallible<uint32_t> IdArgument(Value v, const char* name) {
  if (TypeOf(v)->slots.index == nullptr)
    return Raise(&TypeErrorType, "%s should be integer, not %.200s", name, TypeName(v));
  Handle number = TRY(Index(v));
  int64_t value;
  if (!IntFitsInt64(number, &value))
    return Raise(&OverflowErrorType, "%s is %s", name,
                 IntSign(number) < 0 ? "less than minimum" : "greater than maximum");
  if (value < -1) return Raise(&OverflowErrorType, "%s is less than minimum", name);
  if (value > UINT32_MAX) return Raise(&OverflowErrorType, "%s is greater than maximum", name);
  return static_cast<uint32_t>(value);
}

namespace {

// Runs call() without the GIL; None, or OSError with the path.
template <typename Function>
Owned PathCall(const PathArgument& path, Function call) {
  int result;
  {
    BlockingScope released;
    result = call();
  }
  return result == 0 ? OwnNone() : Owned(path.Fail());
}
template <typename Function>
Owned TwoPathCall(const PathArgument& from, const PathArgument& to, Function call) {
  int result;
  {
    BlockingScope released;
    result = call();
  }
  if (result == 0) return OwnNone();
  return RaiseOsErrorWithFile(errno, from.object(), to.object());
}

Owned ChdirFunction(Value, const Value* args) {
  PathArgument path("chdir", "path", false, true);
  TRY_VOID(path.Convert(args[0]));
  return PathCall(path, [&] { return path.text() ? chdir(path.text()) : fchdir(path.fd()); });
}
Owned FchdirFunction(Value, const Value* args) {
  int fd = TRY(FileDescriptor(args[0]));
  TRY_VOID(CheckedCall([=] { return fchdir(fd); }));
  return OwnNone();
}

Owned WorkingDirectory(bool bytes) {
  char buffer[4096];
  char* text;
  {
    BlockingScope released;
    text = getcwd(buffer, sizeof buffer);
  }
  if (text == nullptr) return RaiseOsError(errno);
  size_t size = strlen(text);
  return bytes ? BytesNew(text, static_cast<int64_t>(size)) : StrDecodeFs(text, size);
}
Owned GetcwdFunction(Value) { return WorkingDirectory(false); }
Owned GetcwdbFunction(Value) { return WorkingDirectory(true); }

Owned MkdirFunction(Value, const Value* args) {
  PathArgument path("mkdir", "path");
  TRY_VOID(path.Convert(args[0]));
  int mode = TRY(IntArgument(args[1], 0777));
  int dir_fd = TRY(DirFdArgument(args[2]));
  return PathCall(path, [&] { return mkdirat(dir_fd, path.text(), static_cast<mode_t>(mode)); });
}

Owned Remove(const char* function, Value path_argument, Value dir_fd_argument, int flags) {
  PathArgument path(function, "path");
  TRY_VOID(path.Convert(path_argument));
  int dir_fd = TRY(DirFdArgument(dir_fd_argument));
  return PathCall(path, [&] { return unlinkat(dir_fd, path.text(), flags); });
}
Owned RmdirFunction(Value, const Value* args) {
  return Remove("rmdir", args[0], args[1], AT_REMOVEDIR);
}
Owned UnlinkFunction(Value, const Value* args) { return Remove("unlink", args[0], args[1], 0); }
Owned RemoveFunction(Value, const Value* args) { return Remove("remove", args[0], args[1], 0); }

Owned Rename(const char* function, const Value* args) {
  PathArgument from(function, "src"), to(function, "dst");
  TRY_VOID(from.Convert(args[0]));
  TRY_VOID(to.Convert(args[1]));
  int from_fd = TRY(DirFdArgument(args[2]));
  int to_fd = TRY(DirFdArgument(args[3]));
  return TwoPathCall(from, to, [&] { return renameat(from_fd, from.text(), to_fd, to.text()); });
}
Owned RenameFunction(Value, const Value* args) { return Rename("rename", args); }
Owned ReplaceFunction(Value, const Value* args) { return Rename("replace", args); }

Owned LinkFunction(Value, const Value* args) {
  PathArgument from("link", "src"), to("link", "dst");
  TRY_VOID(from.Convert(args[0]));
  TRY_VOID(to.Convert(args[1]));
  int from_fd = TRY(DirFdArgument(args[2]));
  int to_fd = TRY(DirFdArgument(args[3]));
  bool follow = TRY(BoolArgument(args[4], true));
  bool plain = from_fd == AT_FDCWD && to_fd == AT_FDCWD && follow;
  return TwoPathCall(from, to, [&] {
    return plain ? link(from.text(), to.text())
                 : linkat(from_fd, from.text(), to_fd, to.text(), follow ? AT_SYMLINK_FOLLOW : 0);
  });
}

Owned SymlinkFunction(Value, const Value* args) {
  PathArgument from("symlink", "src"), to("symlink", "dst");
  TRY_VOID(from.Convert(args[0]));
  TRY_VOID(to.Convert(args[1]));
  int dir_fd = TRY(DirFdArgument(args[3]));
  return TwoPathCall(from, to, [&] { return symlinkat(from.text(), dir_fd, to.text()); });
}

Owned ReadlinkFunction(Value, const Value* args) {
  PathArgument path("readlink", "path");
  TRY_VOID(path.Convert(args[0]));
  int dir_fd = TRY(DirFdArgument(args[1]));
  char buffer[4097];
  ssize_t size;
  {
    BlockingScope released;
    size = readlinkat(dir_fd, path.text(), buffer, sizeof buffer - 1);
  }
  if (size < 0) return path.Fail();
  return path.gave_bytes() ? BytesNew(buffer, size) : StrDecodeFs(buffer, static_cast<size_t>(size));
}

Owned AccessFunction(Value, const Value* args) {
  PathArgument path("access", "path");
  TRY_VOID(path.Convert(args[0]));
  int mode = TRY(IntArgument(args[1]));
  int dir_fd = TRY(DirFdArgument(args[2]));
  bool effective = TRY(BoolArgument(args[3], false));
  bool follow = TRY(BoolArgument(args[4], true));
  int flags = (effective ? AT_EACCESS : 0) | (follow ? 0 : AT_SYMLINK_NOFOLLOW);
  BlockingScope released;
  return OwnBool(faccessat(dir_fd, path.text(), mode, flags) == 0);
}

Owned ChmodFunction(Value, const Value* args) {
  PathArgument path("chmod", "path", false, true);
  TRY_VOID(path.Convert(args[0]));
  int mode = TRY(IntArgument(args[1]));
  int dir_fd = TRY(DirFdArgument(args[2]));
  bool follow = TRY(BoolArgument(args[3], true));
  if (path.fd() >= 0 && !follow)
    return Raise(&ValueErrorType, "chmod: cannot use fd and follow_symlinks together");
  mode_t bits = static_cast<mode_t>(mode);
  int result;
  {
    BlockingScope released;
    result = path.text() ? fchmodat(dir_fd, path.text(), bits, follow ? 0 : AT_SYMLINK_NOFOLLOW)
                         : fchmod(path.fd(), bits);
  }
  if (result == 0) return OwnNone();
  if (!follow && (errno == ENOTSUP || errno == EOPNOTSUPP)) {
    if (dir_fd != AT_FDCWD)
      return Raise(&ValueErrorType, "chmod: cannot use dir_fd and follow_symlinks together");
    return Raise(&NotImplementedErrorType, "chmod: follow_symlinks unavailable on this platform");
  }
  return path.Fail();
}
Owned FchmodFunction(Value, const Value* args) {
  int fd = TRY(IntArgument(args[0]));
  int mode = TRY(IntArgument(args[1]));
  TRY_VOID(CheckedCall([=] { return fchmod(fd, static_cast<mode_t>(mode)); }));
  return OwnNone();
}

Owned ChownFunction(Value, const Value* args) {
  PathArgument path("chown", "path", false, true);
  TRY_VOID(path.Convert(args[0]));
  uint32_t user = TRY(IdArgument(args[1], "uid"));
  uint32_t group = TRY(IdArgument(args[2], "gid"));
  int dir_fd = TRY(DirFdArgument(args[3]));
  bool follow = TRY(BoolArgument(args[4], true));
  if (path.fd() >= 0 && dir_fd != AT_FDCWD)
    return Raise(&ValueErrorType, "chown: can't specify dir_fd without matching path");
  if (path.fd() >= 0 && !follow)
    return Raise(&ValueErrorType, "chown: cannot use fd and follow_symlinks together");
  return PathCall(path, [&] {
    return path.text() ? fchownat(dir_fd, path.text(), user, group,
                                  follow ? 0 : AT_SYMLINK_NOFOLLOW)
                       : fchown(path.fd(), user, group);
  });
}
Owned LchownFunction(Value, const Value* args) {
  PathArgument path("lchown", "path");
  TRY_VOID(path.Convert(args[0]));
  uint32_t user = TRY(IdArgument(args[1], "uid"));
  uint32_t group = TRY(IdArgument(args[2], "gid"));
  return PathCall(path, [&] { return lchown(path.text(), user, group); });
}
Owned FchownFunction(Value, const Value* args) {
  int fd = TRY(IntArgument(args[0]));
  uint32_t user = TRY(IdArgument(args[1], "uid"));
  uint32_t group = TRY(IdArgument(args[2], "gid"));
  TRY_VOID(CheckedCall([=] { return fchown(fd, user, group); }));
  return OwnNone();
}

Owned UmaskFunction(Value, const Value* args, size_t) {
  int mask = TRY(IntArgument(args[0]));
  return Owned(Value::Int(umask(static_cast<mode_t>(mask))));
}
Owned ChrootFunction(Value, const Value* args) {
  PathArgument path("chroot", "path");
  TRY_VOID(path.Convert(args[0]));
  return PathCall(path, [&] { return chroot(path.text()); });
}
Owned SyncFunction(Value) {
  BlockingScope released;
  sync();
  return OwnNone();
}

Owned TruncateFunction(Value, const Value* args) {
  PathArgument path("truncate", "path", false, true);
  TRY_VOID(path.Convert(args[0]));
  int64_t length = TRY(AsInt64(args[1]));
  bool raised;
  int result = BlockingCall(
      [&] { return path.text() ? truncate(path.text(), length) : ftruncate(path.fd(), length); },
      &raised);
  if (raised) return {};
  return result == 0 ? OwnNone() : Owned(path.Fail());
}

Owned MkfifoFunction(Value, const Value* args) {
  PathArgument path("mkfifo", "path");
  TRY_VOID(path.Convert(args[0]));
  int mode = TRY(IntArgument(args[1], 0666));
  int dir_fd = TRY(DirFdArgument(args[2]));
  return PathCall(path, [&] { return mkfifoat(dir_fd, path.text(), static_cast<mode_t>(mode)); });
}
Owned MknodFunction(Value, const Value* args) {
  PathArgument path("mknod", "path");
  TRY_VOID(path.Convert(args[0]));
  int mode = TRY(IntArgument(args[1], 0600));
  int64_t device = args[2] ? TRY(AsInt64(args[2])) : 0;
  int dir_fd = TRY(DirFdArgument(args[3]));
  return PathCall(path, [&] {
    return mknodat(dir_fd, path.text(), static_cast<mode_t>(mode), static_cast<dev_t>(device));
  });
}

// -- utime ----------------------------------------------------------------------------------------

bool SecondsToTimespec(Value v, timespec* out) {
  if (IsAnyFloat(v)) {
    double value = TRY(AsDouble(v));
    if (std::isnan(value)) return Raise(&ValueErrorType, "Invalid value NaN (not a number)");
    double whole = std::floor(value);
    if (!(whole >= -9.2e18 && whole <= 9.2e18))
      return Raise(&OverflowErrorType, "timestamp out of range for platform time_t");
    out->tv_sec = static_cast<time_t>(whole);
    out->tv_nsec = static_cast<long>(std::floor((value - whole) * 1e9));
    return true;
  }
  out->tv_sec = TRY(IndexExact(v, &OverflowErrorType));
  out->tv_nsec = 0;
  return true;
}

bool NanosecondsToTimespec(Value v, timespec* out) {
  Handle pair = TRY(DivmodOperation(v, Value::Int(1'000'000'000)));
  if (!IsTuple(pair) || TupleSize(pair) != 2)
    return Raise(&TypeErrorType, "%.200s.__divmod__() must return a 2-tuple, not %.200s",
                 TypeName(v), TypeName(pair));
  out->tv_sec = TRY(AsInt64(TupleAt(pair, 0)));
  out->tv_nsec = TRY(AsInt64(TupleAt(pair, 1)));
  return true;
}

bool UtimeTimes(Value times, Value nanoseconds, timespec* out) {
  if (!times.IsNone()) {
    if (!IsTuple(times) || TupleSize(times) != 2)
      return Raise(&TypeErrorType, "utime: 'times' must be either a tuple of two ints or None");
    return SecondsToTimespec(TupleAt(times, 0), &out[0]) &&
           SecondsToTimespec(TupleAt(times, 1), &out[1]);
  }
  if (!nanoseconds) {
    out[0].tv_nsec = out[1].tv_nsec = UTIME_NOW;
    return true;
  }
  if (!IsTuple(nanoseconds) || TupleSize(nanoseconds) != 2)
    return Raise(&TypeErrorType, "utime: 'ns' must be a tuple of two ints");
  return NanosecondsToTimespec(TupleAt(nanoseconds, 0), &out[0]) &&
         NanosecondsToTimespec(TupleAt(nanoseconds, 1), &out[1]);
}

Owned UtimeFunction(Value, const Value* args) {
  PathArgument path("utime", "path", false, true);
  TRY_VOID(path.Convert(args[0]));
  Value times = args[1] ? args[1] : Value::None();
  if (!times.IsNone() && args[2])
    return Raise(&ValueErrorType, "utime: you may specify either 'times' or 'ns' but not both");
  timespec stamps[2] = {};
  TRY_VOID(UtimeTimes(times, args[2], stamps));
  int dir_fd = TRY(DirFdArgument(args[3]));
  bool follow = TRY(BoolArgument(args[4], true));
  if (path.fd() >= 0 && dir_fd != AT_FDCWD)
    return Raise(&ValueErrorType, "utime: can't specify dir_fd without matching path");
  if (path.fd() >= 0 && !follow)
    return Raise(&ValueErrorType, "utime: cannot use fd and follow_symlinks together");
  return PathCall(path, [&] {
    return path.text() ? utimensat(dir_fd, path.text(), stamps, follow ? 0 : AT_SYMLINK_NOFOLLOW)
                       : futimens(path.fd(), stamps);
  });
}

// -- Without the file system ----------------------------------------------------------------------

Owned FspathFunction(Value, const Value* args) { return FsPath(args[0]); }

// What posixpath.normpath does, on code points.
Owned NormpathFunction(Value, const Value* args) {
  Value path = args[0];
  if (!IsStr(path))
    return Raise(&TypeErrorType, "_path_normpath() argument 'path' must be str, not %.200s",
                 TypeName(path));
  int64_t length = StrLength(path);
  if (length == 0) return StrFromUtf8(".");
  int64_t roots = 0;
  while (roots < length && StrAt(path, roots) == '/') ++roots;
  if (roots > 2) roots = 1;
  Handle buffer = TRY(BytesNew(nullptr, length * 4));
  auto* out = reinterpret_cast<uint32_t*>(buffer.As<Bytes>()->data);
  int64_t size = 0;
  for (; size < roots; ++size) out[size] = '/';
  for (int64_t at = 0; at < length;) {
    while (at < length && StrAt(path, at) == '/') ++at;
    int64_t from = at;
    while (at < length && StrAt(path, at) != '/') ++at;
    int64_t count = at - from;
    if (count == 0 || (count == 1 && StrAt(path, from) == '.')) continue;
    bool parent = count == 2 && StrAt(path, from) == '.' && StrAt(path, from + 1) == '.';
    if (parent) {
      int64_t start = size;
      while (start > roots && out[start - 1] != '/') --start;
      bool last_is_parent = size - start == 2 && out[start] == '.' && out[start + 1] == '.';
      if (size > roots && !last_is_parent) {
        size = start > roots ? start - 1 : start;
        continue;
      }
      if (size == roots && roots > 0) continue;
    }
    if (size > roots) out[size++] = '/';
    for (int64_t i = 0; i < count; ++i) out[size++] = StrAt(path, from + i);
  }
  if (size == 0) return StrFromUtf8(".");
  return StrFromUnits(out, 4, size);
}

}  // namespace

const MethodDef kPosixPathFunctions[] = {
    PY_FUNCTION(posix, chdir, Bound(ChdirFunction), "($module, /, path)\n--\n\nChange the current working directory to the specified path."),
    PY_FUNCTION(posix, fchdir, Bound(FchdirFunction), "($module, /, fd)\n--\n\nChange to the directory of the given file descriptor."),
    PY_FUNCTION(posix, getcwd, NoArgs(GetcwdFunction), "($module, /)\n--\n\nReturn a unicode string representing the current working directory."),
    PY_FUNCTION(posix, getcwdb, NoArgs(GetcwdbFunction), "($module, /)\n--\n\nReturn a bytes string representing the current working directory."),
    PY_FUNCTION(posix, mkdir, Bound(MkdirFunction), "($module, /, path, mode=511, *, dir_fd=None)\n--\n\nCreate a directory."),
    PY_FUNCTION(posix, rmdir, Bound(RmdirFunction), "($module, /, path, *, dir_fd=None)\n--\n\nRemove a directory."),
    PY_FUNCTION(posix, unlink, Bound(UnlinkFunction), "($module, /, path, *, dir_fd=None)\n--\n\nRemove a file (same as remove())."),
    PY_FUNCTION(posix, remove, Bound(RemoveFunction), "($module, /, path, *, dir_fd=None)\n--\n\nRemove a file (same as unlink())."),
    PY_FUNCTION(posix, rename, Bound(RenameFunction), "($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)\n--\n\nRename a file or directory."),
    PY_FUNCTION(posix, replace, Bound(ReplaceFunction), "($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)\n--\n\nRename a file or directory, overwriting the destination."),
    PY_FUNCTION(posix, link, Bound(LinkFunction), "($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None,\n     follow_symlinks=True)\n--\n\nCreate a hard link to a file."),
    PY_FUNCTION(posix, symlink, Bound(SymlinkFunction), "($module, /, src, dst, target_is_directory=False, *, dir_fd=None)\n--\n\nCreate a symbolic link pointing to src named dst."),
    PY_FUNCTION(posix, readlink, Bound(ReadlinkFunction), "($module, /, path, *, dir_fd=None)\n--\n\nReturn a string representing the path to which the symbolic link points."),
    PY_FUNCTION(posix, access, Bound(AccessFunction), "($module, /, path, mode, *, dir_fd=None, effective_ids=False,\n       follow_symlinks=True)\n--\n\nUse the real uid/gid to test for access to a path."),
    PY_FUNCTION(posix, chmod, Bound(ChmodFunction), "($module, /, path, mode, *, dir_fd=None, follow_symlinks=True)\n--\n\nChange the access permissions of a file."),
    PY_FUNCTION(posix, fchmod, Bound(FchmodFunction), "($module, /, fd, mode)\n--\n\nChange the access permissions of the file given by file descriptor fd."),
    PY_FUNCTION(posix, chown, Bound(ChownFunction), "($module, /, path, uid, gid, *, dir_fd=None, follow_symlinks=True)\n--\n\nChange the owner and group id of path to the numeric uid and gid."),
    PY_FUNCTION(posix, lchown, Bound(LchownFunction), "($module, /, path, uid, gid)\n--\n\nChange the owner and group id of path to the numeric uid and gid."),
    PY_FUNCTION(posix, fchown, Bound(FchownFunction), "($module, /, fd, uid, gid)\n--\n\nChange the owner and group id of the file specified by file descriptor."),
    PY_FUNCTION(posix, umask, Positional(UmaskFunction, 1, 1), "($module, mask, /)\n--\n\nSet the current numeric umask and return the previous umask."),
    PY_FUNCTION(posix, chroot, Bound(ChrootFunction), "($module, /, path)\n--\n\nChange root directory to path."),
    PY_FUNCTION(posix, sync, NoArgs(SyncFunction), "($module, /)\n--\n\nForce write of everything to disk."),
    PY_FUNCTION(posix, truncate, Bound(TruncateFunction), "($module, /, path, length)\n--\n\nTruncate a file, specified by path, to a specific length."),
    PY_FUNCTION(posix, mkfifo, Bound(MkfifoFunction), "($module, /, path, mode=438, *, dir_fd=None)\n--\n\nCreate a \"fifo\" (a POSIX named pipe)."),
    PY_FUNCTION(posix, mknod, Bound(MknodFunction), "($module, /, path, mode=384, device=0, *, dir_fd=None)\n--\n\nCreate a node in the file system."),
    PY_FUNCTION(posix, utime, Bound(UtimeFunction), "($module, /, path, times=None, *, ns=None, dir_fd=None,\n      follow_symlinks=True)\n--\n\nSet the access and modified time of path."),
    PY_FUNCTION(posix, fspath, Bound(FspathFunction), "($module, /, path)\n--\n\nReturn the file system path representation of the object."),
    PY_FUNCTION(posix, _path_normpath, Bound(NormpathFunction), "($module, /, path)\n--\n\nBasic path normalization."),
    {}};

}  // namespace polygil
