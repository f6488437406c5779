#include "runtime/modules/_io/file_io.h"

#include <cstring>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/modules/_io/io_base.h"
#include "runtime/modules/posix/path.h"
#include "runtime/modules/posix/system_call.h"
#include "runtime/modules/registry.h"
#include "runtime/object/method_def.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/protocol/warn.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type FileIoType;

namespace {

// What the kernel takes in one call.
constexpr int64_t kMaximumTransfer = 0x7ffff000;

FileIo* Of(Value self) { return self.As<FileIo>(); }

Raised RaiseMode(const char* doing) {
  return Raise(UnsupportedOperation(), "File not open for %s", doing);
}

bool CheckOpen(Value self) { return Of(self)->fd >= 0 ? true : RaiseClosedFile(); }

bool CloseDescriptor(Value self) {
  int fd = Of(self)->fd;
  Of(self)->fd = -1;
  if (fd < 0) return true;
  int result, error;
  {
    GilReleased released;
    result = close(fd);
    error = errno;
  }
  return result == 0 ? true : RaiseOsError(error);
}

const char* ModeText(const FileIo* file) {
  if (file->created) return file->readable ? "xb+" : "xb";
  if (file->appending) return file->readable ? "ab+" : "ab";
  if (file->readable) return file->writable ? "rb+" : "rb";
  return "wb";
}

// Reads the mode into the object; gives the flags of open(2).
Fallible<int> ParseMode(FileIo* file, std::string_view mode) {
  int flags = O_CLOEXEC;
  bool main = false, plus = false;
  for (char c : mode) {
    if (c == 'b') continue;
    if (c == '+') {
      if (plus) main = false;
      if (plus) break;
      plus = true;
      continue;
    }
    bool known = c == 'r' || c == 'w' || c == 'x' || c == 'a';
    if (!known)
      return Raise(&ValueErrorType, "invalid mode: %.200s", std::string_view(mode).data());
    if (main)
      return Raise(&ValueErrorType,
                   "Must have exactly one of create/read/write/append mode and at most one plus");
    main = true;
    if (c == 'r') file->readable = true;
    if (c != 'r') file->writable = true;
    if (c == 'w') flags |= O_CREAT | O_TRUNC;
    if (c == 'x') file->created = true, flags |= O_CREAT | O_EXCL;
    if (c == 'a') file->appending = true, flags |= O_CREAT | O_APPEND;
  }
  if (!main)
    return Raise(&ValueErrorType,
                 "Must have exactly one of create/read/write/append mode and at most one plus");
  if (plus) file->readable = file->writable = true;
  flags |= file->readable && file->writable ? O_RDWR : file->readable ? O_RDONLY : O_WRONLY;
  return flags;
}

Fallible<int> OpenByOpener(Value opener, Value name, int flags) {
  Handle result = TRY(Call(opener, {name, Value::Int(flags)}));
  if (!IsAnyInt(result)) return Raise(&TypeErrorType, "expected integer from opener");
  int64_t fd = TRY(IndexExact(result, &OverflowErrorType));
  if (fd < 0) return Raise(&ValueErrorType, "opener returned %d", static_cast<int>(fd));
  return static_cast<int>(fd);
}

Fallible<int> OpenPath(Value name, int flags, Value opener) {
  if (opener && !opener.IsNone()) {
    int fd = TRY(OpenByOpener(opener, name, flags));
    int now = fcntl(fd, F_GETFD);
    if (now >= 0 && !(now & FD_CLOEXEC)) fcntl(fd, F_SETFD, now | FD_CLOEXEC);
    return fd;
  }
  Handle path = TRY(FsConvert(name));
  const char* text = BytesView(path).data();
  bool raised;
  int fd = BlockingCall([text, flags] { return open(text, flags, 0666); }, &raised);
  if (raised) return {};
  if (fd < 0) return RaiseOsErrorWithFile(errno, name);
  return fd;
}

// What open() checks once there is a descriptor.
bool CheckDescriptor(Value self, Value name) {
  FileIo* file = Of(self);
  struct stat facts;
  int error = 0;
  {
    GilReleased released;
    if (fstat(file->fd, &facts) < 0) error = errno;
  }
  if (error == EBADF) return RaiseOsError(error);
  if (error != 0) return true;
  if (S_ISDIR(facts.st_mode)) return RaiseOsErrorWithFile(EISDIR, name);
  if (facts.st_blksize > 1) file->block_size = facts.st_blksize;
  return true;
}

bool FinishOpening(Value self, Value name) {
  TRY_VOID(CheckDescriptor(self, name));
  TRY_VOID(SetAttribute(self, "name", name));
  if (Of(self)->appending && FileIoSeek(self, 0, SEEK_END) < 0) {
    if (!PendingMatches(&OSErrorType)) return false;
    ClearPending();  // a pipe
  }
  return true;
}

bool FileInit(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[4];
  TRY_VOID(BindArguments("FileIO", "(file, mode='r', closefd=True, opener=None)", args, nargs,
                         keyword_names, bound));
  FileIo* file = Of(self);
  if (file->fd >= 0 && file->close_fd) TRY_VOID(CloseDescriptor(self));
  file->fd = -1;
  Value name = bound[0];
  std::string_view mode = "r";
  Handle owner;
  if (bound[1]) {
    if (!IsStr(bound[1]))
      return Raise(&TypeErrorType, "FileIO() argument 'mode' must be str, not %T", bound[1]);
    mode = TRY(StrAsUtf8(bound[1], &owner));
    if (mode.find('\0') != mode.npos) return Raise(&ValueErrorType, "embedded null character");
  }
  bool close_fd = bound[2] ? TRY(IsTrue(bound[2])) : true;
  if (IsAnyFloat(name)) return Raise(&TypeErrorType, "integer argument expected, got float");
  int64_t fd = -1;
  if (IsAnyInt(name)) {
    int64_t number;
    if (!IntFitsInt64(name, &number) || number != static_cast<int>(number))
      return Raise(&OverflowErrorType, "Python int too large to convert to C int");
    if (number < 0) return Raise(&ValueErrorType, "negative file descriptor");
    fd = number;
  }
  file->created = file->readable = file->writable = file->appending = false;
  file->seekable = -1;
  file->block_size = kDefaultBufferSize;
  int flags = TRY(ParseMode(file, mode));
  file->close_fd = close_fd;
  bool opened_here = fd < 0;
  if (opened_here) {
    if (!close_fd) return Raise(&ValueErrorType, "Cannot use closefd=False with file name");
    fd = TRY(OpenPath(name, flags, bound[3]));
  }
  Of(self)->fd = static_cast<int32_t>(fd);
  if (FinishOpening(self, name)) return true;
  if (!opened_here) {
    Of(self)->fd = -1;  // not ours to close
  } else {
    PendingScope keep;
    if (!CloseDescriptor(self)) ClearPending();
  }
  return false;
}

Owned FileMake(Type* type, const Value*, size_t, Value) {
  Handle self = TRY(AllocateInstance(type));
  Of(self)->fd = -1;
  Of(self)->seekable = -1;
  Of(self)->close_fd = true;
  Of(self)->block_size = kDefaultBufferSize;
  return self.Release();
}

}  // namespace

int64_t FileIoRead(Value self, void* data, int64_t size) {
  int fd = Of(self)->fd;
  if (size > kMaximumTransfer) size = kMaximumTransfer;
  bool raised;
  ssize_t got =
      BlockingCall([=] { return read(fd, data, static_cast<size_t>(size)); }, &raised);
  if (raised) return kIoRaised;
  if (got >= 0) return got;
  if (errno == EAGAIN) return kIoWouldBlock;
  (void)static_cast<bool>(RaiseOsError(errno));
  return kIoRaised;
}

int64_t FileIoWrite(Value self, const void* data, int64_t size) {
  int fd = Of(self)->fd;
  if (size > kMaximumTransfer) size = kMaximumTransfer;
  bool raised;
  ssize_t done =
      BlockingCall([=] { return write(fd, data, static_cast<size_t>(size)); }, &raised);
  if (raised) return kIoRaised;
  if (done >= 0) return done;
  if (errno == EAGAIN) return kIoWouldBlock;
  (void)static_cast<bool>(RaiseOsError(errno));
  return kIoRaised;
}

int64_t FileIoSeek(Value self, int64_t offset, int whence) {
  int fd = Of(self)->fd;
  off_t position;
  int error;
  {
    GilReleased released;
    position = lseek(fd, offset, whence);
    error = errno;
  }
  if (Of(self)->seekable < 0) Of(self)->seekable = position >= 0;
  if (position < 0) (void)static_cast<bool>(RaiseOsError(error));
  return position;
}

Owned FileIoReadAll(Value self) {
  int fd = Of(self)->fd;
  struct stat facts;
  int64_t capacity = kDefaultBufferSize;
  {
    GilReleased released;
    off_t position = lseek(fd, 0, SEEK_CUR);
    if (position >= 0 && fstat(fd, &facts) == 0 && facts.st_size > position)
      capacity = facts.st_size - position + 1;
  }
  Handle bytes = TRY(BytesNew(nullptr, capacity));
  int64_t have = 0;
  for (;;) {
    if (have == capacity) {
      int64_t larger = capacity + (capacity < 65536 ? 65536 : capacity / 4 * 3);
      Handle grown = TRY(BytesNew(nullptr, larger));
      memcpy(grown.As<Bytes>()->data, bytes.As<Bytes>()->data, static_cast<size_t>(have));
      bytes = std::move(grown);
      capacity = larger;
    }
    int64_t got = FileIoRead(self, bytes.As<Bytes>()->data + have, capacity - have);
    if (got == kIoRaised) return {};
    if (got == kIoWouldBlock) {
      if (have > 0) break;
      return OwnNone();
    }
    if (got == 0) break;
    have += got;
  }
  return BytesShrink(bytes.Release(), have);
}

namespace {

Owned ReadallMethod(Value self) {
  TRY_VOID(CheckOpen(self));
  return FileIoReadAll(self);
}

Owned ReadMethod(Value self, const Value* args, size_t nargs) {
  TRY_VOID(CheckOpen(self));
  if (!Of(self)->readable) return RaiseMode("reading");
  int64_t size = TRY(SizeArgument(nargs > 0 ? args[0] : Value::None()));
  if (size < 0) return FileIoReadAll(self);
  Handle bytes = TRY(BytesNew(nullptr, size));
  int64_t got = FileIoRead(self, bytes.As<Bytes>()->data, size);
  if (got == kIoRaised) return {};
  if (got == kIoWouldBlock) return OwnNone();
  return BytesShrink(bytes.Release(), got);
}

Owned ReadintoMethod(Value self, Value buffer) {
  TRY_VOID(CheckOpen(self));
  if (!Of(self)->readable) return RaiseMode("reading");
  ScopedBuffer view;
  if (!AcquireTarget(&view, buffer)) return {};
  int64_t got = FileIoRead(self, view.mutable_data(), view.size());
  if (got == kIoRaised) return {};
  return got == kIoWouldBlock ? OwnNone() : IntFromInt64(got);
}

Owned WriteMethod(Value self, Value data) {
  TRY_VOID(CheckOpen(self));
  if (!Of(self)->writable) return RaiseMode("writing");
  if (IsStr(data))
    return Raise(&TypeErrorType, "a bytes-like object is required, not 'str'");
  ScopedBuffer view;
  if (!view.Acquire(data)) return {};
  int64_t done = FileIoWrite(self, view.data(), view.size());
  if (done == kIoRaised) return {};
  return done == kIoWouldBlock ? OwnNone() : IntFromInt64(done);
}

Owned SeekMethod(Value self, const Value* args, size_t nargs) {
  TRY_VOID(CheckOpen(self));
  int64_t whence = nargs > 1 ? TRY(AsInt64(args[1])) : 0;
  if (IsAnyFloat(args[0]))
    return Raise(&TypeErrorType, "'float' object cannot be interpreted as an integer");
  int64_t offset = TRY(AsInt64(args[0]));
  int64_t position = FileIoSeek(self, offset, static_cast<int>(whence));
  return position < 0 ? Owned() : IntFromInt64(position);
}

Owned TellMethod(Value self) {
  TRY_VOID(CheckOpen(self));
  int64_t position = FileIoSeek(self, 0, SEEK_CUR);
  return position < 0 ? Owned() : IntFromInt64(position);
}

Owned TruncateMethod(Value self, const Value* args, size_t nargs) {
  TRY_VOID(CheckOpen(self));
  if (!Of(self)->writable) return RaiseMode("writing");
  Handle size;
  if (nargs > 0 && !args[0].IsNone())
    size = Retain(args[0]);
  else
    size = TRY(TellMethod(self));
  int64_t length = TRY(AsInt64(size));
  int fd = Of(self)->fd;
  TRY_VOID(CheckedCall([=] { return ftruncate(fd, length); }));
  return size.Release();
}

Owned CloseMethod(Value self) {
  // The base class flushes and marks; the descriptor is closed whatever comes of it.
  Handle base = TRY(GetAttribute(Value::Pointer(&RawIoBaseType), "close"));
  Handle result = Call(base, {self});
  FileIo* file = Of(self);
  if (!file->close_fd) {
    file->fd = -1;
    return result.Release();
  }
  Handle error = TakePending();
  if (file->finalizing) {
    Handle warned = CallMethod(self, "_dealloc_warn", {self});
    ClearPending();
  }
  bool closed = CloseDescriptor(self);
  if (!closed && !error) return {};
  if (error) {
    ClearPending();
    RestorePending(error.Release());
    return {};
  }
  return result.Release();
}

Owned SeekableMethod(Value self) {
  TRY_VOID(CheckOpen(self));
  if (Of(self)->seekable < 0 && FileIoSeek(self, 0, SEEK_CUR) < 0) ClearPending();
  return OwnBool(Of(self)->seekable == 1);
}
Owned ReadableMethod(Value self) {
  TRY_VOID(CheckOpen(self));
  return OwnBool(Of(self)->readable);
}
Owned WritableMethod(Value self) {
  TRY_VOID(CheckOpen(self));
  return OwnBool(Of(self)->writable);
}
Owned FilenoMethod(Value self) {
  TRY_VOID(CheckOpen(self));
  return Owned(Value::Int(Of(self)->fd));
}
Owned IsattyMethod(Value self) {
  TRY_VOID(CheckOpen(self));
  return OwnBool(isatty(Of(self)->fd));
}

Owned DeallocWarnMethod(Value self, Value source) {
  if (Of(self)->fd < 0 || !Of(self)->close_fd) return OwnNone();
  PendingScope keep;
  if (!WarnWithSource(&ResourceWarningType, source, "unclosed file %R", source)) {
    if (PendingMatches(&WarningType))
      WriteUnraisable(self);
    else
      ClearPending();
  }
  return OwnNone();
}

Owned ReprSlot(Value self) {
  FileIo* file = Of(self);
  if (file->fd < 0) return StrFormat("<_io.FileIO [closed]>");
  const char* close_fd = file->close_fd ? "True" : "False";
  Handle name = FindAttribute(self, "name");
  if (!name) {
    if (HasPendingException()) return {};
    return StrFormat("<_io.FileIO fd=%d mode='%s' closefd=%s>", file->fd, ModeText(file), close_fd);
  }
  switch (ReprEnter(self)) {
    case ReprEntry::kError: return {};
    case ReprEntry::kRunning:
      return Raise(&RuntimeErrorType, "reentrant call inside %.100s.__repr__", TypeName(self));
    case ReprEntry::kEntered: break;
  }
  Handle text = StrFormat("<_io.FileIO name=%R mode='%s' closefd=%s>", name.Get(), ModeText(file),
                          close_fd);
  ReprLeave(self);
  return text.Release();
}

Owned GetClosed(Value self) { return OwnBool(Of(self)->fd < 0); }
Owned GetCloseFd(Value self) { return OwnBool(Of(self)->close_fd); }
Owned GetMode(Value self) { return StrFromUtf8(ModeText(Of(self))); }
Owned GetBlockSize(Value self) { return IntFromInt64(Of(self)->block_size); }
bool SetBlockSize(Value self, Value value) {
  Of(self)->block_size = TRY(AsInt64(value));
  return true;
}
Owned GetFinalizing(Value self) { return OwnBool(static_cast<bool>(Of(self)->finalizing)); }
bool SetFinalizing(Value self, Value value) {
  bool set = value && TRY(IsTrue(value));
  Of(self)->finalizing = set ? Value::True() : Value::Empty();
  return true;
}

void Destroy(Object* object) {
  FileIo* file = static_cast<FileIo*>(object);
  if (file->fd >= 0 && file->close_fd) close(file->fd);  // the finalizer couldn't
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(FileIO, read, Positional(ReadMethod, 0, 1),
              "($self, size=-1, /)\n--\n\nRead at most size bytes, returned as bytes."),
    PY_METHOD(FileIO, readall, NoArgs(ReadallMethod),
              "($self, /)\n--\n\nRead all data from the file, returned as bytes."),
    PY_METHOD(FileIO, readinto, OneArg(ReadintoMethod),
              "($self, buffer, /)\n--\n\nSame as RawIOBase.readinto()."),
    PY_METHOD(FileIO, write, OneArg(WriteMethod),
              "($self, b, /)\n--\n\nWrite buffer b to file, return number of bytes written."),
    PY_METHOD(FileIO, seek, Positional(SeekMethod, 1, 2),
              "($self, pos, whence=0, /)\n--\n\nMove to new file position and return the file position."),
    PY_METHOD(FileIO, tell, NoArgs(TellMethod), "($self, /)\n--\n\nCurrent file position."),
    PY_METHOD(FileIO, truncate, Positional(TruncateMethod, 0, 1),
              "($self, size=None, /)\n--\n\nTruncate the file to at most size bytes."),
    PY_METHOD(FileIO, close, NoArgs(CloseMethod), "($self, /)\n--\n\nClose the file."),
    PY_METHOD(FileIO, seekable, NoArgs(SeekableMethod),
              "($self, /)\n--\n\nTrue if file supports random-access."),
    PY_METHOD(FileIO, readable, NoArgs(ReadableMethod),
              "($self, /)\n--\n\nTrue if file was opened in a read mode."),
    PY_METHOD(FileIO, writable, NoArgs(WritableMethod),
              "($self, /)\n--\n\nTrue if file was opened in a write mode."),
    PY_METHOD(FileIO, fileno, NoArgs(FilenoMethod),
              "($self, /)\n--\n\nReturn the underlying file descriptor (an integer)."),
    PY_METHOD(FileIO, isatty, NoArgs(IsattyMethod),
              "($self, /)\n--\n\nTrue if the file is connected to a TTY device."),
    PY_METHOD(FileIO, _dealloc_warn, OneArg(DeallocWarnMethod), nullptr),
    PY_METHOD(FileIO, __getstate__, NoArgs(RaiseCannotPickle, kMethodCoexist), nullptr),
    {}};
constexpr PropertyDef kProperties[] = {
    {"closed", GetClosed, nullptr, "True if the file is closed"},
    {"closefd", GetCloseFd, nullptr, "True if the file descriptor will be closed by close()."},
    {"mode", GetMode, nullptr, "String giving the file mode"},
    {"_blksize", GetBlockSize, SetBlockSize},
    {"_finalizing", GetFinalizing, SetFinalizing},
    {}};

}  // namespace

bool InitFileIoType(Value module) {
  if (!FileIoType.dict) {
    TypeSlots& slots = FileIoType.slots;
    slots.new_instance = FileMake;
    slots.init = FileInit;
    slots.repr = ReprSlot;
    slots.destroy = Destroy;
    TRY_VOID(InitBuiltinType({.type = &FileIoType,
                              .name = "_io.FileIO",
                              .base = &RawIoBaseType,
                              .basic_size = sizeof(FileIo),
                              .flags = kTypeBase | kTypeGc,
                              .methods = kMethods,
                              .properties = kProperties,
                              .doc = "FileIO(file, mode='r', closefd=True, opener=None)\n--\n\n"
                                     "Open a file."}));
  }
  return ModuleAddType(module, &FileIoType);
}

}  // namespace polygil
