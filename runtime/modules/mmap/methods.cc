// mmap.mmap's methods: it reads and seeks like a file, and searches like bytes.

#include <algorithm>
#include <cstring>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/modules/mmap/mmap.h"
#include "runtime/modules/posix/posix_internal.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"

namespace polygil {
namespace {

Type MmapIteratorType;

struct MmapIterator : Object {
  Value map;
  int64_t index;
};

Mmap* Of(Value self) { return self.As<Mmap>(); }
int64_t Left(const Mmap* map) { return std::max<int64_t>(map->size - map->position, 0); }
Fallible<int64_t> SizeArgument(Value v) { return IndexExact(v, &OverflowErrorType); }

Owned CloseMethod(Value self) {
  if (Of(self)->exports > 0)
    return Raise(&BufferErrorType, "cannot close exported pointers exist");
  MmapClose(Of(self));
  return OwnNone();
}

// -- Reading and writing ------------------------------------------------------------------------

Owned Take(Mmap* map, int64_t count) {
  Owned result = BytesNew(map->data + std::min(map->position, map->size), count);
  if (result) map->position += count;
  return result;
}

Owned ReadMethod(Value self, const Value* args, size_t nargs) {
  Mmap* map = Of(self);
  int64_t count = -1;
  if (nargs > 0 && !args[0].IsNone()) {
    if (!args[0].IsInt() && TypeOf(args[0])->slots.index == nullptr)
      return Raise(&TypeErrorType, "argument should be integer or None, not '%.200s'", TypeName(args[0]));
    count = TRY(SizeArgument(args[0]));
  }
  TRY_VOID(MmapCheckOpen(map));
  return Take(map, count < 0 ? Left(map) : std::min(count, Left(map)));
}

Owned ReadByteMethod(Value self) {
  Mmap* map = Of(self);
  TRY_VOID(MmapCheckOpen(map));
  if (map->position >= map->size) return Raise(&ValueErrorType, "read byte out of range");
  return Owned(Value::Int(map->data[map->position++]));
}

Owned ReadLineMethod(Value self) {
  Mmap* map = Of(self);
  TRY_VOID(MmapCheckOpen(map));
  int64_t left = Left(map);
  if (left == 0) return BytesNew("", 0);
  const uint8_t* start = map->data + map->position;
  const void* end = memchr(start, '\n', static_cast<size_t>(left));
  return Take(map, end == nullptr ? left : static_cast<const uint8_t*>(end) - start + 1);
}

Owned WriteMethod(Value self, Value data) {
  Mmap* map = Of(self);
  TRY_VOID(MmapCheckOpen(map));
  ScopedBuffer buffer;
  TRY_VOID(buffer.Acquire(data));
  TRY_VOID(MmapCheckWritable(map));
  if (buffer.size() > Left(map)) return Raise(&ValueErrorType, "data out of range");
  memmove(map->data + map->position, buffer.data(), static_cast<size_t>(buffer.size()));
  map->position += buffer.size();
  return Owned(Value::Int(buffer.size()));
}

Owned WriteByteMethod(Value self, Value byte) {
  Mmap* map = Of(self);
  int64_t number = TRY(SizeArgument(byte));
  if (number < 0) return Raise(&OverflowErrorType, "unsigned byte integer is less than minimum");
  if (number > 255) return Raise(&OverflowErrorType, "unsigned byte integer is greater than maximum");
  TRY_VOID(MmapCheckWritable(map));
  if (map->position >= map->size) return Raise(&ValueErrorType, "write byte out of range");
  map->data[map->position++] = static_cast<uint8_t>(number);
  return OwnNone();
}

Owned TellMethod(Value self) {
  TRY_VOID(MmapCheckOpen(Of(self)));
  return Owned(Value::Int(Of(self)->position));
}

Owned SeekMethod(Value self, const Value* args, size_t nargs) {
  Mmap* map = Of(self);
  int64_t distance = TRY(SizeArgument(args[0]));
  int whence = nargs > 1 ? TRY(IntArgument(args[1])) : 0;
  TRY_VOID(MmapCheckOpen(map));
  if (whence < 0 || whence > 2) return Raise(&ValueErrorType, "unknown seek type");
  int64_t base = whence == 0 ? 0 : whence == 1 ? map->position : map->size;
  int64_t place;
  if (__builtin_add_overflow(base, distance, &place) || place < 0 || place > map->size)
    return Raise(&ValueErrorType, "seek out of range");
  map->position = place;
  return OwnNone();
}

// -- Searching ----------------------------------------------------------------------------------

int64_t FindIn(const uint8_t* data, int64_t size, const ScopedBuffer& wanted, bool from_end) {
  int64_t length = wanted.size();
  if (length > size) return -1;
  if (length == 0) return from_end ? size : 0;
  if (!from_end) {
    const void* found = memmem(data, static_cast<size_t>(size), wanted.data(), static_cast<size_t>(length));
    return found == nullptr ? -1 : static_cast<const uint8_t*>(found) - data;
  }
  for (int64_t end = size - length + 1; end > 0;) {
    const void* found = memrchr(data, wanted.data()[0], static_cast<size_t>(end));
    if (found == nullptr) return -1;
    int64_t place = static_cast<const uint8_t*>(found) - data;
    if (memcmp(found, wanted.data(), static_cast<size_t>(length)) == 0) return place;
    end = place;
  }
  return -1;
}

Owned Search(Value self, const Value* args, size_t nargs, bool from_end) {
  Mmap* map = Of(self);
  ScopedBuffer wanted;
  TRY_VOID(wanted.Acquire(args[0]));
  int64_t start = nargs > 1 ? TRY(SizeArgument(args[1])) : map->position;
  int64_t end = nargs > 2 ? TRY(SizeArgument(args[2])) : map->size;
  TRY_VOID(MmapCheckOpen(map));
  auto clip = [map](int64_t place) {
    if (place < 0) place += map->size;
    return std::clamp<int64_t>(place, 0, map->size);
  };
  start = clip(start), end = clip(end);
  if (start > end) return Owned(Value::Int(-1));
  int64_t found = FindIn(map->data + start, end - start, wanted, from_end);
  return Owned(Value::Int(found < 0 ? -1 : found + start));
}
Owned FindMethod(Value self, const Value* args, size_t nargs) { return Search(self, args, nargs, false); }
Owned RfindMethod(Value self, const Value* args, size_t nargs) { return Search(self, args, nargs, true); }

// -- The mapping --------------------------------------------------------------------------------

Owned SizeMethod(Value self) {
  TRY_VOID(MmapCheckOpen(Of(self)));
  struct stat facts;
  if (fstat(Of(self)->fd, &facts) != 0) return RaiseOsError(errno);
  return IntFromInt64(facts.st_size);
}

Owned ResizeMethod(Value self, Value size) {
  Mmap* map = Of(self);
  int64_t new_size = TRY(SizeArgument(size));
  TRY_VOID(MmapCheckOpen(map));
  if (map->exports > 0) return Raise(&BufferErrorType, "mmap can't resize with extant buffers exported.");
  if (map->access != MapAccess::kWrite && map->access != MapAccess::kDefault)
    return Raise(&TypeErrorType, "mmap can't resize a readonly or copy-on-write memory map.");
  if (new_size < 0 || INT64_MAX - map->offset < new_size)
    return Raise(&ValueErrorType, "new size out of range");
  if (map->fd >= 0 && ftruncate(map->fd, map->offset + new_size) != 0) return RaiseOsError(errno);
  void* moved = mremap(map->data, static_cast<size_t>(map->size), static_cast<size_t>(new_size), MREMAP_MAYMOVE);
  if (moved == MAP_FAILED) return RaiseOsError(errno);
  map->data = static_cast<uint8_t*>(moved);
  map->size = new_size;
  return OwnNone();
}

Owned FlushMethod(Value self, const Value* args, size_t nargs) {
  Mmap* map = Of(self);
  int64_t offset = nargs > 0 ? TRY(SizeArgument(args[0])) : 0;
  int64_t size = nargs > 1 ? TRY(SizeArgument(args[1])) : map->size;
  TRY_VOID(MmapCheckOpen(map));
  if (size < 0 || offset < 0 || map->size - offset < size)
    return Raise(&ValueErrorType, "flush values out of range");
  if (map->access == MapAccess::kRead || map->access == MapAccess::kCopy) return OwnNone();
  if (msync(map->data + offset, static_cast<size_t>(size), MS_SYNC) != 0) return RaiseOsError(errno);
  return OwnNone();
}

Owned MoveMethod(Value self, const Value* args, size_t) {
  Mmap* map = Of(self);
  int64_t to = TRY(SizeArgument(args[0]));
  int64_t from = TRY(SizeArgument(args[1]));
  int64_t count = TRY(SizeArgument(args[2]));
  TRY_VOID(MmapCheckWritable(map));
  if (to < 0 || from < 0 || count < 0 || map->size - to < count || map->size - from < count)
    return Raise(&ValueErrorType, "source, destination, or count out of range");
  memmove(map->data + to, map->data + from, static_cast<size_t>(count));
  return OwnNone();
}

Owned AdviseMethod(Value self, const Value* args, size_t nargs) {
  Mmap* map = Of(self);
  int option = TRY(IntArgument(args[0]));
  int64_t start = nargs > 1 ? TRY(SizeArgument(args[1])) : 0;
  int64_t length = nargs > 2 ? TRY(SizeArgument(args[2])) : map->size;
  TRY_VOID(MmapCheckOpen(map));
  if (start < 0 || start >= map->size) return Raise(&ValueErrorType, "madvise start out of bounds");
  if (length < 0) return Raise(&ValueErrorType, "madvise length invalid");
  if (INT64_MAX - start < length) return Raise(&OverflowErrorType, "madvise length too large");
  length = std::min(length, map->size - start);
  if (madvise(map->data + start, static_cast<size_t>(length), option) != 0) return RaiseOsError(errno);
  return OwnNone();
}

Owned EnterMethod(Value self) {
  TRY_VOID(MmapCheckOpen(Of(self)));
  return Retain(self);
}
Owned ExitMethod(Value self, const Value*, size_t) {
  Handle close = CallMethod(self, "close");
  return close ? OwnNone() : Owned();
}
Owned ReduceMethod(Value self) {
  return Raise(&TypeErrorType, "cannot pickle '%.200s' object", TypeName(self));
}

Owned NextByte(Value self) {
  auto* iterator = self.As<MmapIterator>();
  if (iterator->map.IsEmpty()) return {};
  const Mmap* map = Of(iterator->map);
  TRY_VOID(MmapCheckOpen(map));
  if (iterator->index < map->size) return BytesNew(map->data + iterator->index++, 1);
  ClearField(&iterator->map);
  return {};
}

}  // namespace

bool InitMmapIterator() {
  OwnFields<MmapIterator, &MmapIterator::map>(&MmapIteratorType, true);
  MmapIteratorType.slots.iterate = Retain;
  MmapIteratorType.slots.next = NextByte;
  return ReadyType({.type = &MmapIteratorType,
                    .name = "iterator",
                    .basic_size = sizeof(MmapIterator),
                    .flags = kTypeGc | kTypeNoInstantiation});
}

Owned MmapIterate(Value self) {
  Owned iterator = AllocateObject(&MmapIteratorType);
  if (iterator) SetField(&iterator.Peek().As<MmapIterator>()->map, self);
  return iterator;
}

const MethodDef kMmapMethods[] = {
    PY_METHOD(mmap, close, NoArgs(CloseMethod), "Unmaps; the object can't be used any more."),
    PY_METHOD(mmap, find, Positional(FindMethod, 1, 3), "find(sub[, start[, end]]): where sub is first, or -1."),
    PY_METHOD(mmap, rfind, Positional(RfindMethod, 1, 3), "rfind(sub[, start[, end]]): where sub is last, or -1."),
    PY_METHOD(mmap, flush, Positional(FlushMethod, 0, 2), "flush([offset, size]): writes changes to the file."),
    PY_METHOD(mmap, madvise, Positional(AdviseMethod, 1, 3), "madvise(option[, start[, length]]): see madvise(2)."),
    PY_METHOD(mmap, move, Positional(MoveMethod, 3, 3), "move(dest, src, count): copies within the mapping."),
    PY_METHOD(mmap, read, Positional(ReadMethod, 0, 1), "read([n]): the next n bytes, or all that are left."),
    PY_METHOD(mmap, read_byte, NoArgs(ReadByteMethod), "The next byte as an int."),
    PY_METHOD(mmap, readline, NoArgs(ReadLineMethod), "The bytes up to the end of the line, inclusive."),
    PY_METHOD(mmap, resize, OneArg(ResizeMethod), "resize(size): changes the mapping, and the file with it."),
    PY_METHOD(mmap, seek, Positional(SeekMethod, 1, 2), "seek(pos[, whence]): moves the position."),
    PY_METHOD(mmap, size, NoArgs(SizeMethod), "The size of the file."),
    PY_METHOD(mmap, tell, NoArgs(TellMethod), "The position."),
    PY_METHOD(mmap, write, OneArg(WriteMethod), "write(bytes): puts them at the position; returns how many."),
    PY_METHOD(mmap, write_byte, OneArg(WriteByteMethod), "write_byte(int): puts one byte at the position."),
    PY_METHOD(mmap, __enter__, NoArgs(EnterMethod), nullptr),
    PY_METHOD(mmap, __exit__, Positional(ExitMethod, 0, 3), nullptr),
    PY_METHOD(mmap, __reduce__, NoArgs(ReduceMethod), nullptr),
    {}};

}  // namespace polygil
