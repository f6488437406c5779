// _polygil_mp.Memory: zeroed shared memory as a writable buffer, for Value and Array.

#include "mp/objects/common.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/number/int.h"

namespace polygil {
namespace {

Type MemoryType;

struct Memory : Object {
  Value arena;
  char* data;
  int64_t size;
};

Owned Make(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(CheckNoKeywords("Memory", keyword_names) && CheckPositional("Memory", nargs, 1, 1));
  int64_t size = TRY(AsInt64(args[0]));
  if (size < 0) return Raise(&ValueErrorType, "size must not be negative");
  Handle self = TRY(NewInstanceOf(type));
  Owned arena;
  char* data;
  TRY_VOID(AllocateShared(size == 0 ? 1 : static_cast<size_t>(size), &arena, &data));
  self.As<Memory>()->arena = arena.Peek();
  self.As<Memory>()->data = data;
  self.As<Memory>()->size = size;
  return self.Release();
}

Owned Place(Value self) {
  auto* memory = self.As<Memory>();
  return SharedPlace(memory->arena, memory->data, {memory->size});
}
Owned At(Value type, const Value* args, size_t) {
  int64_t size = TRY(AsInt64(args[2]));
  if (size < 0) return Raise(&ValueErrorType, "size must not be negative");
  Handle self = TRY(NewInstanceOf(type.As<Type>()));
  Owned arena;
  char* data;
  TRY_VOID(OpenShared(args, static_cast<size_t>(size), &arena, &data));
  self.As<Memory>()->arena = arena.Peek();
  self.As<Memory>()->data = data;
  self.As<Memory>()->size = size;
  return self.Release();
}

bool GetMemoryBuffer(Value self, BufferView* view, int flags) {
  auto* memory = self.As<Memory>();
  return FillSimpleBuffer(view, self, memory->data, memory->size, false, flags);
}
Owned GetAddress(Value self) {
  return IntFromUint64(reinterpret_cast<uint64_t>(self.As<Memory>()->data));
}
Fallible<int64_t> MemoryLength(Value self) { return self.As<Memory>()->size; }

constexpr MethodDef kMethods[] = {PY_METHOD(Memory, _place, NoArgs(Place), kPlaceDoc),
                                  PY_METHOD(Memory, _at, Positional(At, 3, 3, kMethodClass), kAtDoc),
                                  {}};
constexpr PropertyDef kProperties[] = {{"address", GetAddress, nullptr, "Where it is in this process."}, {}};

}  // namespace

bool AddMemory(Value module) {
  OwnFields<Memory, &Memory::arena>(&MemoryType);
  MemoryType.slots.new_instance = Make;
  MemoryType.slots.get_buffer = GetMemoryBuffer;
  MemoryType.slots.length = MemoryLength;
  return AddType(module, {.type = &MemoryType,
                          .name = "_polygil_mp.Memory",
                          .basic_size = sizeof(Memory),
                          .flags = kTypeBase,
                          .methods = kMethods,
                          .properties = kProperties,
                          .doc = "Memory that forked processes share."});
}

}  // namespace polygil
