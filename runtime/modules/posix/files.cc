// Functions of open file descriptors.

#include <fcntl.h>
#include <cstring>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/uio.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>
#include <pty.h>

#include <vector>

#include "runtime/modules/posix/posix_internal.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"

namespace polygil {
namespace {

constexpr int64_t kMaximumTransfer = 0x7ffff000;

size_t Clip(int64_t size) {
  return static_cast<size_t>(size > kMaximumTransfer ? kMaximumTransfer : size);
}

Owned OpenFunction(Value, const Value* args) {
  PathArgument path("open", "path");
  TRY_VOID(path.Convert(args[0]));
  int flags = TRY(IntArgument(args[1]));
  int mode = TRY(IntArgument(args[2], 0777));
  int dir_fd = TRY(DirFdArgument(args[3]));
  bool raised;
  int fd = BlockingCall(
      [&] { return openat(dir_fd, path.text(), flags | O_CLOEXEC, mode); }, &raised);
  if (raised) return {};
  if (fd < 0) return path.Fail();
  return Owned(Value::Int(fd));
}

Owned CloseFunction(Value, const Value* args) {
  int fd = TRY(IntArgument(args[0]));
  int result;
  {
    BlockingScope released;
    result = close(fd);
  }
  // The descriptor is gone even if the call was interrupted.
  return result == 0 || errno == EINTR ? OwnNone() : Owned(RaiseOsError(errno));
}

Owned CloserangeFunction(Value, const Value* args, size_t) {
  int low = TRY(IntArgument(args[0]));
  int high = TRY(IntArgument(args[1]));
  if (low < 0) low = 0;
  BlockingScope released;
  if (low < high) close_range(static_cast<unsigned>(low), static_cast<unsigned>(high - 1), 0);
  return OwnNone();
}

Owned ReadFunction(Value, const Value* args, size_t) {
  int fd = TRY(IntArgument(args[0]));
  int64_t size = TRY(IndexExact(args[1], &OverflowErrorType));
  if (size < 0) return RaiseOsError(EINVAL);
  size = static_cast<int64_t>(Clip(size));
  Handle bytes = TRY(BytesNew(nullptr, size));
  uint8_t* data = bytes.As<Bytes>()->data;
  ssize_t count = TRY(CheckedCall([=] { return read(fd, data, static_cast<size_t>(size)); }));
  return BytesShrink(bytes.Release(), count);
}

Owned WriteFunction(Value, const Value* args, size_t) {
  int fd = TRY(IntArgument(args[0]));
  ScopedBuffer view;
  if (!view.Acquire(args[1])) return {};
  ssize_t count = TRY(CheckedCall([&] { return write(fd, view.data(), Clip(view.size())); }));
  return IntFromInt64(count);
}

Owned PreadFunction(Value, const Value* args, size_t) {
  int fd = TRY(IntArgument(args[0]));
  int size = TRY(IntArgument(args[1]));
  int64_t offset = TRY(AsInt64(args[2]));
  if (size < 0) return RaiseOsError(EINVAL);
  Handle bytes = TRY(BytesNew(nullptr, size));
  uint8_t* data = bytes.As<Bytes>()->data;
  ssize_t count =
      TRY(CheckedCall([=] { return pread(fd, data, static_cast<size_t>(size), offset); }));
  return BytesShrink(bytes.Release(), count);
}

Owned PwriteFunction(Value, const Value* args, size_t) {
  int fd = TRY(IntArgument(args[0]));
  ScopedBuffer view;
  if (!view.Acquire(args[1])) return {};
  int64_t offset = TRY(AsInt64(args[2]));
  ssize_t count =
      TRY(CheckedCall([&] { return pwrite(fd, view.data(), Clip(view.size()), offset); }));
  return IntFromInt64(count);
}

// The buffers of readv and writev.
class Vector {
 public:
  bool Acquire(const char* function, Value sequence, int flags) {
    if (!IsList(sequence) && !IsTuple(sequence) && TypeOf(sequence)->slots.get_item == nullptr)
      return Raise(&TypeErrorType, "%s must be a sequence", function);
    ItemsView items = TRY(FastItems(sequence, &held_, "buffers must be a sequence"));
    views_ = std::vector<ScopedBuffer>(static_cast<size_t>(items.size));
    vectors_.resize(static_cast<size_t>(items.size));
    for (size_t i = 0; i < views_.size(); ++i) {
      if (!views_[i].Acquire(items.items[i], flags)) return false;
      vectors_[i] = {views_[i].mutable_data(), static_cast<size_t>(views_[i].size())};
    }
    return true;
  }
  const iovec* data() const { return vectors_.data(); }
  int size() const { return static_cast<int>(vectors_.size()); }

 private:
  Handle held_;
  std::vector<ScopedBuffer> views_;
  std::vector<iovec> vectors_;
};

Owned ReadvFunction(Value, const Value* args, size_t) {
  int fd = TRY(IntArgument(args[0]));
  Vector vector;
  TRY_VOID(vector.Acquire("readv() arg 2", args[1], kBufferWritable));
  ssize_t count = TRY(CheckedCall([&] { return readv(fd, vector.data(), vector.size()); }));
  return IntFromInt64(count);
}
Owned WritevFunction(Value, const Value* args, size_t) {
  int fd = TRY(IntArgument(args[0]));
  Vector vector;
  TRY_VOID(vector.Acquire("writev() arg 2", args[1], kBufferSimple));
  ssize_t count = TRY(CheckedCall([&] { return writev(fd, vector.data(), vector.size()); }));
  return IntFromInt64(count);
}
Owned PreadvFunction(Value, const Value* args, size_t nargs) {
  int fd = TRY(IntArgument(args[0]));
  Vector vector;
  TRY_VOID(vector.Acquire("preadv2() arg 2", args[1], kBufferWritable));
  int64_t offset = TRY(AsInt64(args[2]));
  int flags = TRY(IntArgument(nargs > 3 ? args[3] : Value::Empty(), 0));
  ssize_t count =
      TRY(CheckedCall([&] { return preadv2(fd, vector.data(), vector.size(), offset, flags); }));
  return IntFromInt64(count);
}
Owned PwritevFunction(Value, const Value* args, size_t nargs) {
  int fd = TRY(IntArgument(args[0]));
  Vector vector;
  TRY_VOID(vector.Acquire("pwritev() arg 2", args[1], kBufferSimple));
  int64_t offset = TRY(AsInt64(args[2]));
  int flags = TRY(IntArgument(nargs > 3 ? args[3] : Value::Empty(), 0));
  ssize_t count =
      TRY(CheckedCall([&] { return pwritev2(fd, vector.data(), vector.size(), offset, flags); }));
  return IntFromInt64(count);
}

Owned LseekFunction(Value, const Value* args, size_t) {
  int fd = TRY(IntArgument(args[0]));
  int64_t offset = TRY(AsInt64(args[1]));
  int whence = TRY(IntArgument(args[2]));
  off_t position;
  {
    BlockingScope released;
    position = lseek(fd, offset, whence);
  }
  return position < 0 ? Owned(RaiseOsError(errno)) : IntFromInt64(position);
}

Owned DupFunction(Value, const Value* args, size_t) {
  int fd = TRY(IntArgument(args[0]));
  int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
  return copy < 0 ? Owned(RaiseOsError(errno)) : Owned(Value::Int(copy));
}

Owned Dup2Function(Value, const Value* args) {
  int fd = TRY(IntArgument(args[0]));
  int to = TRY(IntArgument(args[1]));
  bool inheritable = TRY(BoolArgument(args[2], true));
  if (fd < 0 || to < 0) return RaiseOsError(EBADF);
  int result = TRY(CheckedCall(
      [=] { return inheritable || fd == to ? dup2(fd, to) : dup3(fd, to, O_CLOEXEC); }));
  return Owned(Value::Int(result));
}

Owned PairNew(int first, int second) {
  return TupleOf({Value::Int(first), Value::Int(second)});
}

Owned PipeFunction(Value) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return RaiseOsError(errno);
  return PairNew(ends[0], ends[1]);
}
Owned Pipe2Function(Value, const Value* args, size_t) {
  int flags = TRY(IntArgument(args[0]));
  int ends[2];
  if (pipe2(ends, flags) != 0) return RaiseOsError(errno);
  return PairNew(ends[0], ends[1]);
}

Owned IsattyFunction(Value, const Value* args, size_t) {
  int fd = TRY(IntArgument(args[0]));
  return OwnBool(isatty(fd));
}

Owned FsyncFunction(Value, const Value* args) {
  int fd = TRY(FileDescriptor(args[0]));
  TRY_VOID(CheckedCall([=] { return fsync(fd); }));
  return OwnNone();
}
Owned FdatasyncFunction(Value, const Value* args) {
  int fd = TRY(FileDescriptor(args[0]));
  TRY_VOID(CheckedCall([=] { return fdatasync(fd); }));
  return OwnNone();
}

Owned FtruncateFunction(Value, const Value* args, size_t) {
  int fd = TRY(IntArgument(args[0]));
  int64_t length = TRY(AsInt64(args[1]));
  TRY_VOID(CheckedCall([=] { return ftruncate(fd, length); }));
  return OwnNone();
}

Owned LockfFunction(Value, const Value* args, size_t) {
  int fd = TRY(IntArgument(args[0]));
  int command = TRY(IntArgument(args[1]));
  int64_t length = TRY(AsInt64(args[2]));
  TRY_VOID(CheckedCall([=] { return lockf(fd, command, length); }));
  return OwnNone();
}

Owned FallocateFunction(Value, const Value* args, size_t) {
  int fd = TRY(IntArgument(args[0]));
  int64_t offset = TRY(AsInt64(args[1]));
  int64_t length = TRY(AsInt64(args[2]));
  int error;
  {
    GilReleased released;
    error = posix_fallocate(fd, offset, length);
  }
  return error == 0 ? OwnNone() : Owned(RaiseOsError(error));
}
Owned FadviseFunction(Value, const Value* args, size_t) {
  int fd = TRY(IntArgument(args[0]));
  int64_t offset = TRY(AsInt64(args[1]));
  int64_t length = TRY(AsInt64(args[2]));
  int advice = TRY(IntArgument(args[3]));
  int error;
  {
    GilReleased released;
    error = posix_fadvise(fd, offset, length, advice);
  }
  return error == 0 ? OwnNone() : Owned(RaiseOsError(error));
}

Owned SendfileFunction(Value, const Value* args) {
  int out = TRY(IntArgument(args[0]));
  int in = TRY(IntArgument(args[1]));
  int64_t count = TRY(IndexExact(args[3], &OverflowErrorType));
  if (args[2].IsNone()) {
    ssize_t sent =
        TRY(CheckedCall([=] { return sendfile(out, in, nullptr, static_cast<size_t>(count)); }));
    return IntFromInt64(sent);
  }
  off_t offset = TRY(AsInt64(args[2]));
  ssize_t sent =
      TRY(CheckedCall([&] { return sendfile(out, in, &offset, static_cast<size_t>(count)); }));
  return IntFromInt64(sent);
}

bool OffsetArgument(Value v, off64_t* offset, off64_t** pointer) {
  *pointer = nullptr;
  if (!v || v.IsNone()) return true;
  *offset = TRY(AsInt64(v));
  *pointer = offset;
  return true;
}

Owned CopyFileRangeFunction(Value, const Value* args) {
  int in = TRY(IntArgument(args[0]));
  int out = TRY(IntArgument(args[1]));
  int64_t count = TRY(IndexExact(args[2], &OverflowErrorType));
  if (count < 0) return Raise(&ValueErrorType, "negative value for 'count' not allowed");
  off64_t offsets[2], *in_offset, *out_offset;
  TRY_VOID(OffsetArgument(args[3], &offsets[0], &in_offset));
  TRY_VOID(OffsetArgument(args[4], &offsets[1], &out_offset));
  ssize_t done = TRY(CheckedCall([&] {
    return copy_file_range(in, in_offset, out, out_offset, static_cast<size_t>(count), 0);
  }));
  return IntFromInt64(done);
}

Owned SpliceFunction(Value, const Value* args) {
  int in = TRY(IntArgument(args[0]));
  int out = TRY(IntArgument(args[1]));
  int64_t count = TRY(IndexExact(args[2], &OverflowErrorType));
  if (count < 0) return Raise(&ValueErrorType, "negative value for 'count' not allowed");
  off64_t offsets[2], *in_offset, *out_offset;
  TRY_VOID(OffsetArgument(args[3], &offsets[0], &in_offset));
  TRY_VOID(OffsetArgument(args[4], &offsets[1], &out_offset));
  int flags = TRY(IntArgument(args[5], 0));
  ssize_t done = TRY(CheckedCall([&] {
    return splice(in, in_offset, out, out_offset, static_cast<size_t>(count),
                  static_cast<unsigned>(flags));
  }));
  return IntFromInt64(done);
}

Owned GetInheritableFunction(Value, const Value* args, size_t) {
  int fd = TRY(IntArgument(args[0]));
  int flags = fcntl(fd, F_GETFD);
  return flags < 0 ? Owned(RaiseOsError(errno)) : OwnBool(!(flags & FD_CLOEXEC));
}
Owned SetInheritableFunction(Value, const Value* args, size_t) {
  int fd = TRY(IntArgument(args[0]));
  int on = TRY(IntArgument(args[1]));
  int flags = fcntl(fd, F_GETFD);
  if (flags < 0) return RaiseOsError(errno);
  return NoneOrError(
      fcntl(fd, F_SETFD, on ? flags & ~FD_CLOEXEC : flags | FD_CLOEXEC) < 0 ? -1 : 0);
}
Owned GetBlockingFunction(Value, const Value* args, size_t) {
  int fd = TRY(IntArgument(args[0]));
  int flags = fcntl(fd, F_GETFL);
  return flags < 0 ? Owned(RaiseOsError(errno)) : OwnBool(!(flags & O_NONBLOCK));
}
Owned SetBlockingFunction(Value, const Value* args, size_t) {
  int fd = TRY(IntArgument(args[0]));
  bool on = TRY(IsTrue(args[1]));
  int flags = fcntl(fd, F_GETFL);
  if (flags < 0) return RaiseOsError(errno);
  return NoneOrError(
      fcntl(fd, F_SETFL, on ? flags & ~O_NONBLOCK : flags | O_NONBLOCK) < 0 ? -1 : 0);
}

Owned MemfdCreateFunction(Value, const Value* args) {
  Handle name = TRY(FsConvert(args[0]));
  int flags = TRY(IntArgument(args[1], MFD_CLOEXEC));
  int fd = memfd_create(BytesView(name).data(), static_cast<unsigned>(flags));
  return fd < 0 ? Owned(RaiseOsError(errno)) : Owned(Value::Int(fd));
}

Owned EventfdFunction(Value, const Value* args) {
  int64_t initial = TRY(AsInt64(args[0]));
  int flags = TRY(IntArgument(args[1], EFD_CLOEXEC));
  int fd = eventfd(static_cast<unsigned>(initial), flags);
  return fd < 0 ? Owned(RaiseOsError(errno)) : Owned(Value::Int(fd));
}
Owned EventfdReadFunction(Value, const Value* args) {
  int fd = TRY(FileDescriptor(args[0]));
  eventfd_t value = 0;
  TRY_VOID(CheckedCall([&] { return eventfd_read(fd, &value); }));
  return IntFromUint64(value);
}
Owned EventfdWriteFunction(Value, const Value* args) {
  int fd = TRY(FileDescriptor(args[0]));
  Handle number = TRY(Index(args[1]));
  uint64_t value = TRY(IntAsUint64(number));
  TRY_VOID(CheckedCall([=] { return eventfd_write(fd, value); }));
  return OwnNone();
}

// -- Terminals ------------------------------------------------------------------------------------

Owned TtynameFunction(Value, const Value* args, size_t) {
  int fd = TRY(IntArgument(args[0]));
  char name[256];
  int error = ttyname_r(fd, name, sizeof name);
  return error != 0 ? Owned(RaiseOsError(error)) : StrDecodeFs(name, strlen(name));
}
Owned OpenptyFunction(Value) {
  int master, slave;
  if (openpty(&master, &slave, nullptr, nullptr, nullptr) != 0) return RaiseOsError(errno);
  fcntl(master, F_SETFD, FD_CLOEXEC);
  fcntl(slave, F_SETFD, FD_CLOEXEC);
  return PairNew(master, slave);
}
Owned LoginTtyFunction(Value, const Value* args, size_t) {
  int fd = TRY(FileDescriptor(args[0]));
  return NoneOrError(login_tty(fd));
}
Owned TcgetpgrpFunction(Value, const Value* args, size_t) {
  int fd = TRY(IntArgument(args[0]));
  pid_t group = tcgetpgrp(fd);
  return group < 0 ? Owned(RaiseOsError(errno)) : Owned(Value::Int(group));
}
Owned TcsetpgrpFunction(Value, const Value* args, size_t) {
  int fd = TRY(IntArgument(args[0]));
  int group = TRY(IntArgument(args[1]));
  return NoneOrError(tcsetpgrp(fd, group));
}

}  // namespace

const MethodDef kPosixFileFunctions[] = {
    PY_FUNCTION(posix, open, Bound(OpenFunction),
                "($module, /, path, flags, mode=511, *, dir_fd=None)\n--\n\nOpen a file for low level IO.  Returns a file descriptor (integer)."),
    PY_FUNCTION(posix, close, Bound(CloseFunction), "($module, /, fd)\n--\n\nClose a file descriptor."),
    PY_FUNCTION(posix, closerange, Positional(CloserangeFunction, 2, 2), "($module, fd_low, fd_high, /)\n--\n\nCloses all file descriptors in [fd_low, fd_high), ignoring errors."),
    PY_FUNCTION(posix, read, Positional(ReadFunction, 2, 2), "($module, fd, length, /)\n--\n\nRead from a file descriptor.  Returns a bytes object."),
    PY_FUNCTION(posix, write, Positional(WriteFunction, 2, 2), "($module, fd, data, /)\n--\n\nWrite a bytes object to a file descriptor."),
    PY_FUNCTION(posix, pread, Positional(PreadFunction, 3, 3), "($module, fd, length, offset, /)\n--\n\n"),
    PY_FUNCTION(posix, pwrite, Positional(PwriteFunction, 3, 3), "($module, fd, buffer, offset, /)\n--\n\n"),
    PY_FUNCTION(posix, readv, Positional(ReadvFunction, 2, 2), "($module, fd, buffers, /)\n--\n\n"),
    PY_FUNCTION(posix, writev, Positional(WritevFunction, 2, 2), "($module, fd, buffers, /)\n--\n\n"),
    PY_FUNCTION(posix, preadv, Positional(PreadvFunction, 3, 4), "($module, fd, buffers, offset, flags=0, /)\n--\n\n"),
    PY_FUNCTION(posix, pwritev, Positional(PwritevFunction, 3, 4), "($module, fd, buffers, offset, flags=0, /)\n--\n\n"),
    PY_FUNCTION(posix, lseek, Positional(LseekFunction, 3, 3), "($module, fd, position, whence, /)\n--\n\nSet the position of a file descriptor."),
    PY_FUNCTION(posix, dup, Positional(DupFunction, 1, 1), "($module, fd, /)\n--\n\nReturn a duplicate of a file descriptor."),
    PY_FUNCTION(posix, dup2, Bound(Dup2Function), "($module, /, fd, fd2, inheritable=True)\n--\n\nDuplicate file descriptor."),
    PY_FUNCTION(posix, pipe, NoArgs(PipeFunction), "($module, /)\n--\n\nCreate a pipe."),
    PY_FUNCTION(posix, pipe2, Positional(Pipe2Function, 1, 1), "($module, flags, /)\n--\n\nCreate a pipe with flags set atomically."),
    PY_FUNCTION(posix, isatty, Positional(IsattyFunction, 1, 1), "($module, fd, /)\n--\n\nReturn True if the fd is connected to a terminal."),
    PY_FUNCTION(posix, fsync, Bound(FsyncFunction), "($module, /, fd)\n--\n\nForce write of fd to disk."),
    PY_FUNCTION(posix, fdatasync, Bound(FdatasyncFunction), "($module, /, fd)\n--\n\nForce write of fd to disk without forcing update of metadata."),
    PY_FUNCTION(posix, ftruncate, Positional(FtruncateFunction, 2, 2), "($module, fd, length, /)\n--\n\nTruncate a file, specified by file descriptor, to a specific length."),
    PY_FUNCTION(posix, lockf, Positional(LockfFunction, 3, 3), "($module, fd, command, length, /)\n--\n\nApply, test or remove a POSIX lock on an open file descriptor."),
    PY_FUNCTION(posix, posix_fallocate, Positional(FallocateFunction, 3, 3), "($module, fd, offset, length, /)\n--\n\n"),
    PY_FUNCTION(posix, posix_fadvise, Positional(FadviseFunction, 4, 4), "($module, fd, offset, length, advice, /)\n--\n\n"),
    PY_FUNCTION(posix, sendfile, Bound(SendfileFunction), "($module, /, out_fd, in_fd, offset, count)\n--\n\nCopy count bytes from file descriptor in_fd to file descriptor out_fd."),
    PY_FUNCTION(posix, copy_file_range, Bound(CopyFileRangeFunction), "($module, /, src, dst, count, offset_src=None, offset_dst=None)\n--\n\n"),
    PY_FUNCTION(posix, splice, Bound(SpliceFunction), "($module, /, src, dst, count, offset_src=None, offset_dst=None,\n       flags=0)\n--\n\n"),
    PY_FUNCTION(posix, get_inheritable, Positional(GetInheritableFunction, 1, 1), "($module, fd, /)\n--\n\nGet the close-on-exe flag of the specified file descriptor."),
    PY_FUNCTION(posix, set_inheritable, Positional(SetInheritableFunction, 2, 2), "($module, fd, inheritable, /)\n--\n\nSet the inheritable flag of the specified file descriptor."),
    PY_FUNCTION(posix, get_blocking, Positional(GetBlockingFunction, 1, 1), "($module, fd, /)\n--\n\nGet the blocking mode of the file descriptor."),
    PY_FUNCTION(posix, set_blocking, Positional(SetBlockingFunction, 2, 2), "($module, fd, blocking, /)\n--\n\nSet the blocking mode of the specified file descriptor."),
    PY_FUNCTION(posix, memfd_create, Bound(MemfdCreateFunction), "($module, /, name, flags=MFD_CLOEXEC)\n--\n\n"),
    PY_FUNCTION(posix, eventfd, Bound(EventfdFunction), "($module, /, initval, flags=EFD_CLOEXEC)\n--\n\nCreates and returns an event notification file descriptor."),
    PY_FUNCTION(posix, eventfd_read, Bound(EventfdReadFunction), "($module, /, fd)\n--\n\nRead eventfd value"),
    PY_FUNCTION(posix, eventfd_write, Bound(EventfdWriteFunction), "($module, /, fd, value)\n--\n\nWrite eventfd value."),
    PY_FUNCTION(posix, ttyname, Positional(TtynameFunction, 1, 1), "($module, fd, /)\n--\n\nReturn the name of the terminal device connected to 'fd'."),
    PY_FUNCTION(posix, openpty, NoArgs(OpenptyFunction), "($module, /)\n--\n\nOpen a pseudo-terminal."),
    PY_FUNCTION(posix, login_tty, Positional(LoginTtyFunction, 1, 1), "($module, fd, /)\n--\n\n"),
    PY_FUNCTION(posix, tcgetpgrp, Positional(TcgetpgrpFunction, 1, 1), "($module, fd, /)\n--\n\nReturn the process group associated with the terminal specified by fd."),
    PY_FUNCTION(posix, tcsetpgrp, Positional(TcsetpgrpFunction, 2, 2), "($module, fd, pgid, /)\n--\n\nSet the process group associated with the terminal specified by fd."),
    {}};

}  // namespace polygil
