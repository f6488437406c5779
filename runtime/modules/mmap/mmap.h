// What the files of the module mmap share: the layout of its one type.

#ifndef POLYGIL_RUNTIME_MODULES_MMAP_MMAP_H_
#define POLYGIL_RUNTIME_MODULES_MMAP_MMAP_H_

#include <cstdint>

#include "runtime/modules/native_type.h"

namespace polygil {

enum class MapAccess : uint8_t { kDefault, kRead, kWrite, kCopy };

struct Mmap : Object {
  uint8_t* data;  // null once closed
  int64_t size, position, offset;
  int64_t exports;
  int fd;  // our own, or -1
  int protection, flags;
  MapAccess access;
};
extern Type MmapType;
extern const MethodDef kMmapMethods[];

// "mmap closed or invalid".
bool MmapCheckOpen(const Mmap* map);
// Is it open, and may it be written to?
bool MmapCheckWritable(const Mmap* map);
// Unmaps and closes; no buffers may be exported.
void MmapClose(Mmap* map);
bool InitMmapIterator();
Owned MmapIterate(Value self);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_MMAP_MMAP_H_
