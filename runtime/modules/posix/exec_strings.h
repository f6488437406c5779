// Arguments and environments as execve(2) wants them.

#ifndef POLYGIL_RUNTIME_MODULES_POSIX_EXEC_STRINGS_H_
#define POLYGIL_RUNTIME_MODULES_POSIX_EXEC_STRINGS_H_

#include <cstddef>

#include "runtime/object/ownership.h"

namespace polygil {

// An array of C strings ended by null, with the bytes objects that hold them.
class ExecStrings {
 public:
  ExecStrings() = default;
  ~ExecStrings();
  ExecStrings(const ExecStrings&) = delete;
  ExecStrings& operator=(const ExecStrings&) = delete;

  // Paths (str, bytes, PathLike) of any sequence.
  bool FromSequence(Value sequence);
  // "key=value" for each item of a mapping: ValueError "illegal environment variable name".
  bool FromMapping(Value mapping);
  char* const* data() const { return strings_; }
  size_t size() const { return size_; }

 private:
  bool Allocate(size_t count);
  Handle held_;  // list of bytes
  char** strings_ = nullptr;
  size_t size_ = 0;
};

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_POSIX_EXEC_STRINGS_H_
