#include "mp/objects/common.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <new>

#include "mp/segment/segment.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"

namespace polygil {

Raised RaiseStatus(const mp::Status& status) {
  if (status.error == ENOMEM) return RaiseMemoryError();
  return RaiseOsError(status.error);
}

bool DeadlineOf(Value block, Value timeout, int64_t* deadline) {
  *deadline = mp::kForever;
  if (!block.IsEmpty()) {
    if (!TRY(IsTrue(block))) {
      *deadline = mp::kNoWait;
      return true;
    }
  }
  if (timeout.IsEmpty() || timeout.IsNone()) return true;
  double seconds = TRY(AsDouble(timeout));
  if (!(seconds > 0)) {
    *deadline = mp::kNoWait;
  } else if (seconds < 1e9) {
    *deadline = gil::MonotonicNs() + static_cast<int64_t>(seconds * 1e9);
  }
  return true;
}

mp::BlockingHooks GilHooks() {
  static constexpr auto kBefore = [](void* hooks) {
    static_cast<const RuntimeHooks*>(hooks)->release_gil();
  };
  static constexpr auto kAfter = [](void* hooks) {
    static_cast<const RuntimeHooks*>(hooks)->acquire_gil();
  };
  const RuntimeHooks* hooks = CurrentInterpreter()->hooks;
  if (hooks == nullptr || hooks->release_gil == nullptr) return {};
  return {kBefore, kAfter, const_cast<RuntimeHooks*>(hooks)};
}

bool ServeSignals() {
  const RuntimeHooks* hooks = CurrentInterpreter()->hooks;
  return hooks == nullptr || hooks->check_signals == nullptr || hooks->check_signals();
}

// -- Arenas ---------------------------------------------------------------------------------------

namespace {

constexpr size_t kArenaBytes = 64 << 10;
constexpr size_t kAlignment = 64;
constexpr const char* kCurrentArena = "_polygil_mp.arena";

// A segment out of which small things are cut, never to be put back: it goes when the last of them does. Only the
// process that made it cuts, since a child would cut the same piece as its parent.
struct Arena : Object {
  mp::Segment* segment;
  size_t used;
  int64_t pid;
};
Type ArenaType;

Owned ArenaNew(size_t bytes) {
  Handle arena = TRY(AllocateObject(&ArenaType));
  auto* segment = new (std::nothrow) mp::Segment();
  if (segment == nullptr) return RaiseMemoryError();
  arena.As<Arena>()->segment = segment;
  mp::Status status = mp::Segment::Create("polygil-shared", bytes, segment);
  if (!status.ok()) return RaiseStatus(status);
  arena.As<Arena>()->pid = getpid();
  return arena.Release();
}

void ArenaDestroy(Object* self) { delete static_cast<Arena*>(self)->segment; }

bool Cut(Value arena, size_t size, Owned* owner, char** data) {
  auto* object = arena.As<Arena>();
  *data = object->segment->data() + object->used;
  object->used += size;
  *owner = Retain(arena);
  return true;
}

}  // namespace

bool AllocateShared(size_t size, Owned* owner, char** data) {
  size = (size + kAlignment - 1) / kAlignment * kAlignment;
  if (size > kArenaBytes / 2) {
    Handle arena = TRY(ArenaNew(size));
    return Cut(arena, size, owner, data);
  }
  Value state = CurrentInterpreter()->module_state;
  Value current = DictGetAscii(state, kCurrentArena);
  if (current && current.As<Arena>()->pid == getpid() &&
      current.As<Arena>()->used + size <= kArenaBytes)
    return Cut(current, size, owner, data);
  Handle arena = TRY(ArenaNew(kArenaBytes));
  TRY_VOID(DictSetAscii(state, kCurrentArena, arena));
  return Cut(arena, size, owner, data);
}

Owned SharedPlace(Value arena, const char* data, std::initializer_list<int64_t> rest) {
  const mp::Segment* segment = arena.As<Arena>()->segment;
  Handle place = TRY(ListNew());
  TRY_VOID(ListAppend(place, Value::Int(segment->fd())));
  TRY_VOID(ListAppend(place, Value::Int(data - segment->data())));
  for (int64_t value : rest) TRY_VOID(ListAppend(place, Value::Int(value)));
  return TupleFrom(place.As<List>()->items, ListSize(place));
}

bool OpenShared(const Value* place, size_t size, Owned* owner, char** data) {
  int64_t fd = TRY(AsInt64(place[0])), offset = TRY(AsInt64(place[1]));
  Handle arena = TRY(AllocateObject(&ArenaType));
  auto* segment = new (std::nothrow) mp::Segment();
  if (segment == nullptr) return RaiseMemoryError();
  arena.As<Arena>()->segment = segment;
  arena.As<Arena>()->pid = -1;
  int own = fcntl(static_cast<int>(fd), F_DUPFD_CLOEXEC, 0);
  if (own < 0) return RaiseOsError(errno);
  mp::Status status = mp::Segment::Map(own, segment);
  if (!status.ok()) return RaiseStatus(status);
  if (offset < 0 || static_cast<uint64_t>(offset) > segment->size() ||
      size > segment->size() - static_cast<uint64_t>(offset))
    return Raise(&ValueErrorType, "no such place in the shared memory");
  *data = segment->data() + offset;
  *owner = arena.Release();
  return true;
}

bool AddArena(Value) {
  ArenaType.slots.destroy = ArenaDestroy;
  return ReadyType({.type = &ArenaType,
                    .name = "_polygil_mp.Arena",
                    .basic_size = sizeof(Arena),
                    .flags = kTypeNoInstantiation});
}

}  // namespace polygil
