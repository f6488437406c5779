// Path arguments: str, bytes, os.PathLike, and sometimes an open descriptor (PEP 519).

#ifndef POLYGIL_RUNTIME_MODULES_POSIX_PATH_H_
#define POLYGIL_RUNTIME_MODULES_POSIX_PATH_H_

#include "runtime/object/ownership.h"
#include "runtime/object/type.h"
#include "runtime/types/bytes/bytes.h"

namespace polygil {

// os.fspath(path): a str or bytes.
Owned FsPath(Value path);
// os.fsencode(os.fspath(path)): bytes without NUL, or ValueError "embedded null byte".
Owned FsConvert(Value path);

// One path argument of a function of the posix module.
class PathArgument {
 public:
  // `function` and `name` are for messages: "stat: path should be string, bytes, os.PathLike or
  // integer, not list".
  PathArgument(const char* function, const char* name, bool nullable = false,
               bool allow_fd = false)
      : function_(function), name_(name), nullable_(nullable), allow_fd_(allow_fd) {}
  // Empty counts as None.
  bool Convert(Value path);

  // NUL-terminated; null if a descriptor was given or nothing.
  const char* text() const {
    return bytes_ ? reinterpret_cast<const char*>(bytes_.As<Bytes>()->data) : nullptr;
  }
  int fd() const { return fd_; }                 // -1: none
  Value object() const { return object_.Get(); }  // what the caller gave, for OSError.filename
  bool gave_bytes() const { return gave_bytes_; }
  bool gave_none() const { return !bytes_ && fd_ < 0; }
  // OSError(errno) with the path.
  Raised Fail() const;
  Raised Fail(int error) const;

 private:
  const char* function_;
  const char* name_;
  bool nullable_, allow_fd_;
  bool gave_bytes_ = false;
  int fd_ = -1;
  Handle object_, bytes_;
};

// A descriptor, or -1 for None, of a dir_fd argument: "argument should be integer or None, not x".
// Empty: AT_FDCWD.
Fallible<int> DirFdArgument(Value v);
// An int, or the result of fileno().
Fallible<int> FileDescriptor(Value v);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_POSIX_PATH_H_
