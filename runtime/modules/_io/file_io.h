// _io.FileIO: a raw stream over a file descriptor.

#ifndef POLYGIL_RUNTIME_MODULES_IO_FILE_IO_H_
#define POLYGIL_RUNTIME_MODULES_IO_FILE_IO_H_

#include <cstdint>

#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

struct FileIo : Object {
  int32_t fd;         // -1: closed
  int8_t seekable;    // -1: not known yet
  bool created, readable, writable, appending, close_fd;
  Value finalizing;   // True while the finalizer closes it, else empty
  int64_t block_size;
};
extern Type FileIoType;

// What reading and writing gave instead of a count.
inline constexpr int64_t kIoRaised = -1;
inline constexpr int64_t kIoWouldBlock = -2;

// One read(2) / write(2) without the GIL.
int64_t FileIoRead(Value self, void* data, int64_t size);
int64_t FileIoWrite(Value self, const void* data, int64_t size);
Owned FileIoReadAll(Value self);  // bytes, or None
// lseek(2). -1: raised.
int64_t FileIoSeek(Value self, int64_t offset, int whence);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_IO_FILE_IO_H_
