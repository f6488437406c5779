// mmap.mmap as a type: making one, items and slices, the buffer.

#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/modules/mmap/mmap.h"
#include "runtime/modules/module_state.h"
#include "runtime/modules/posix/posix_internal.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/sequence.h"
#include "runtime/types/container/slice.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type MmapType;

bool MmapCheckOpen(const Mmap* map) {
  return map->data != nullptr || Raise(&ValueErrorType, "mmap closed or invalid");
}
bool MmapCheckWritable(const Mmap* map) {
  TRY_VOID(MmapCheckOpen(map));
  return map->access != MapAccess::kRead ||
         Raise(&TypeErrorType, "mmap can't modify a readonly memory map.");
}

void MmapClose(Mmap* map) {
  int fd = map->fd;
  uint8_t* data = map->data;
  map->fd = -1;
  map->data = nullptr;
  if (fd >= 0) close(fd);
  if (data != nullptr) munmap(data, static_cast<size_t>(map->size));
}

namespace {

struct Request {
  int fd;
  int64_t length, offset;
  int flags, protection;
  MapAccess access;
};

bool ApplyAccess(int access, bool has_own, Request* request) {
  if (access != 0 && has_own)
    return Raise(&ValueErrorType, "mmap can't specify both access and flags, prot.");
  request->access = static_cast<MapAccess>(access);
  switch (access) {
    case 0:
      if ((request->protection & PROT_WRITE) == 0) {
        request->access = MapAccess::kRead;
      } else if ((request->protection & PROT_READ) == 0) {
        request->access = MapAccess::kWrite;
      }
      return true;
    case 1: request->flags = MAP_SHARED, request->protection = PROT_READ; return true;
    case 2: request->flags = MAP_SHARED, request->protection = PROT_READ | PROT_WRITE; return true;
    case 3: request->flags = MAP_PRIVATE, request->protection = PROT_READ | PROT_WRITE; return true;
    default: return Raise(&ValueErrorType, "mmap invalid access parameter.");
  }
}

// Regular files must have what is mapped; length 0 asks for all there is.
bool FitFile(Request* request) {
  struct stat facts;
  if (request->fd < 0 || fstat(request->fd, &facts) != 0 || !S_ISREG(facts.st_mode)) return true;
  if (request->length == 0) {
    if (facts.st_size == 0) return Raise(&ValueErrorType, "cannot mmap an empty file");
    if (request->offset >= facts.st_size)
      return Raise(&ValueErrorType, "mmap offset is greater than file size");
    request->length = facts.st_size - request->offset;
    return true;
  }
  if (request->offset > facts.st_size || facts.st_size - request->offset < request->length)
    return Raise(&ValueErrorType, "mmap length is greater than file size");
  return true;
}

bool ParseRequest(const Value* args, Request* request) {
  request->fd = TRY(IntArgument(args[0]));
  request->length = TRY(IndexExact(args[1], &OverflowErrorType));
  request->flags = TRY(IntArgument(args[2], MAP_SHARED));
  request->protection = TRY(IntArgument(args[3], PROT_READ | PROT_WRITE));
  int access = TRY(IntArgument(args[4], 0));
  request->offset = args[5] ? TRY(IndexExact(args[5], &OverflowErrorType)) : 0;
  if (request->length < 0)
    return Raise(&OverflowErrorType, "memory mapped length must be positive");
  if (request->offset < 0)
    return Raise(&OverflowErrorType, "memory mapped offset must be positive");
  bool has_own = request->flags != MAP_SHARED || request->protection != (PROT_READ | PROT_WRITE);
  TRY_VOID(ApplyAccess(access, has_own, request));
  return FitFile(request);
}

Owned Make(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  static constexpr const char* kSignature =
      "(fileno, length, flags=1, prot=3, access=0, offset=0)\n--\n\n";
  Value bound[6];
  TRY_VOID(BindArguments("mmap", kSignature, args, nargs, keyword_names, bound));
  Request request;
  TRY_VOID(ParseRequest(bound, &request));
  Handle self = TRY(NewInstanceOf(type));
  Mmap* map = self.As<Mmap>();
  map->fd = -1;
  map->size = request.length, map->offset = request.offset;
  map->flags = request.flags, map->protection = request.protection, map->access = request.access;
  if (request.fd == -1) {
    map->flags |= MAP_ANONYMOUS;
  } else {
    map->fd = fcntl(request.fd, F_DUPFD_CLOEXEC, 0);
    if (map->fd < 0) return RaiseOsError(errno);
  }
  void* data = mmap(nullptr, static_cast<size_t>(map->size), map->protection, map->flags, map->fd, map->offset);
  if (data == MAP_FAILED) return RaiseOsError(errno);
  map->data = static_cast<uint8_t*>(data);
  return self.Release();
}

void Destroy(Object* self) { MmapClose(static_cast<Mmap*>(self)); }

Owned ReprSlot(Value self) {
  static constexpr const char* kNames[] = {"ACCESS_DEFAULT", "ACCESS_READ", "ACCESS_WRITE", "ACCESS_COPY"};
  const Mmap* map = self.As<Mmap>();
  // The name with its module, which TypeOf(self)->name lacks for the type itself.
  Handle name = IsExactly(self, MmapType) ? StrFromUtf8("mmap.mmap") : Retain(TypeOf(self)->name);
  if (!name) return {};
  if (map->data == nullptr) return StrFormat("<%U closed=True>", name.Get());
  return StrFormat("<%U closed=False, access=%s, length=%zd, pos=%zd, offset=%zd>", name.Get(),
                   kNames[static_cast<int>(map->access)], static_cast<ssize_t>(map->size),
                   static_cast<ssize_t>(map->position), static_cast<ssize_t>(map->offset));
}

Fallible<int64_t> LengthSlotFunction(Value self) {
  TRY_VOID(MmapCheckOpen(self.As<Mmap>()));
  return self.As<Mmap>()->size;
}

Fallible<int64_t> PlaceOf(const Mmap* map, Value key) {
  int64_t index = TRY(IndexExact(key, &IndexErrorType));
  if (index < 0) index += map->size;
  TRY_VOID(MmapCheckOpen(map));
  if (index < 0 || index >= map->size) return Raise(&IndexErrorType, "mmap index out of range");
  return index;
}

Owned GetItemSlot(Value self, Value key) {
  const Mmap* map = self.As<Mmap>();
  TRY_VOID(MmapCheckOpen(map));
  if (IsIndexable(key)) {
    int64_t index = TRY(PlaceOf(map, key));
    return Owned(Value::Int(map->data[index]));
  }
  if (!IsExactly(key, SliceType)) return Raise(&TypeErrorType, "mmap indices must be integers");
  int64_t start, stop, step, count;
  Handle plain = TRY(SlicePlain(key));
  TRY_VOID(SliceIndices(plain, map->size, &start, &stop, &step, &count));
  TRY_VOID(MmapCheckOpen(map));
  if (step == 1) return BytesNew(map->data + (count > 0 ? start : 0), count);
  Handle result = TRY(BytesNew(nullptr, count));
  uint8_t* out = const_cast<uint8_t*>(reinterpret_cast<const uint8_t*>(result.As<Bytes>()->data));
  for (int64_t i = 0; i < count; ++i) out[i] = map->data[start + i * step];
  return result.Release();
}

bool AssignSlice(Mmap* map, Value key, Value value) {
  int64_t start, stop, step, count;
  Handle plain = TRY(SlicePlain(key));
  TRY_VOID(SliceIndices(plain, map->size, &start, &stop, &step, &count));
  if (!value) return Raise(&TypeErrorType, "mmap object doesn't support slice deletion");
  ScopedBuffer source;
  TRY_VOID(source.Acquire(value));
  if (source.size() != count) return Raise(&IndexErrorType, "mmap slice assignment is wrong size");
  TRY_VOID(MmapCheckOpen(map));
  if (step == 1) {
    if (count > 0) memmove(map->data + start, source.data(), static_cast<size_t>(count));
    return true;
  }
  for (int64_t i = 0; i < count; ++i) map->data[start + i * step] = source.data()[i];
  return true;
}

bool SetItemSlotFunction(Value self, Value key, Value value) {
  Mmap* map = self.As<Mmap>();
  TRY_VOID(MmapCheckWritable(map));
  if (IsExactly(key, SliceType)) return AssignSlice(map, key, value);
  if (!IsIndexable(key)) return Raise(&TypeErrorType, "mmap indices must be integers");
  int64_t index = TRY(PlaceOf(map, key));
  if (!value) return Raise(&TypeErrorType, "mmap doesn't support item deletion");
  if (!IsIndexable(value)) return Raise(&TypeErrorType, "mmap item value must be an int");
  int64_t number = TRY(IndexClipped(value));
  if (number < 0 || number > 255)
    return Raise(&ValueErrorType, "mmap item value must be in range(0, 256)");
  TRY_VOID(MmapCheckOpen(map));
  map->data[index] = static_cast<uint8_t>(number);
  return true;
}

bool ExportBuffer(Value self, BufferView* view, int flags) {
  Mmap* map = self.As<Mmap>();
  TRY_VOID(MmapCheckOpen(map));
  TRY_VOID(FillSimpleBuffer(view, self, map->data, map->size, map->access == MapAccess::kRead, flags));
  ++map->exports;
  return true;
}
void ReleaseExport(Value self, BufferView*) { --self.As<Mmap>()->exports; }

Owned GetClosed(Value self) { return OwnBool(self.As<Mmap>()->data == nullptr); }
constexpr PropertyDef kProperties[] = {{"closed", GetClosed, nullptr, nullptr}, {}};

#define SAME(name) {#name, static_cast<int64_t>(name)}
constexpr IntConstant kConstants[] = {
    SAME(PROT_EXEC), SAME(PROT_READ), SAME(PROT_WRITE), SAME(MAP_SHARED), SAME(MAP_PRIVATE),
    SAME(MAP_DENYWRITE), SAME(MAP_EXECUTABLE), SAME(MAP_ANON), SAME(MAP_ANONYMOUS), SAME(MAP_POPULATE),
    SAME(MAP_STACK), {"ACCESS_DEFAULT", 0}, {"ACCESS_READ", 1}, {"ACCESS_WRITE", 2}, {"ACCESS_COPY", 3},
    SAME(MADV_NORMAL), SAME(MADV_RANDOM), SAME(MADV_SEQUENTIAL), SAME(MADV_WILLNEED), SAME(MADV_DONTNEED),
    SAME(MADV_REMOVE), SAME(MADV_DONTFORK), SAME(MADV_DOFORK), SAME(MADV_HWPOISON), SAME(MADV_MERGEABLE),
    SAME(MADV_UNMERGEABLE), SAME(MADV_HUGEPAGE), SAME(MADV_NOHUGEPAGE), SAME(MADV_DONTDUMP),
    SAME(MADV_DODUMP), SAME(MADV_FREE), {nullptr, 0}};
#undef SAME

bool Execute(Value module) {
  TypeSlots& slots = MmapType.slots;
  slots.new_instance = Make;
  slots.destroy = Destroy;
  slots.repr = ReprSlot;
  slots.length = LengthSlotFunction;
  slots.get_item = GetItemSlot;
  slots.set_item = SetItemSlotFunction;
  slots.get_buffer = ExportBuffer;
  slots.release_buffer = ReleaseExport;
  slots.iterate = MmapIterate;
  TRY_VOID(InitMmapIterator());
  TRY_VOID(AddType(module, {.type = &MmapType,
                            .name = "mmap.mmap",
                            .basic_size = sizeof(Mmap),
                            .flags = kTypeBase | kTypeWeakly,
                            .methods = kMmapMethods,
                            .properties = kProperties,
                            .doc = "mmap(fileno, length[, flags[, prot[, access[, offset]]]])\n\n"
                                   "Maps length bytes of the file, or of new memory if fileno is -1. Length 0\n"
                                   "maps the file as long as it is now."}));
  int64_t page = sysconf(_SC_PAGESIZE);
  return AddIntConstants(module, kConstants) && ModuleAddInt(module, "PAGESIZE", page) &&
         ModuleAddInt(module, "ALLOCATIONGRANULARITY", page) &&
         ModuleAdd(module, "error", Retain(Value::Pointer(&OSErrorType)));
}

}  // namespace

extern const ModuleDefinition MmapModule;
const ModuleDefinition MmapModule = {"mmap", "Files and shared memory as mutable bytes.", nullptr, Execute};

}  // namespace polygil
