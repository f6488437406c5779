#include "mp/objects/common.h"

#include <unistd.h>

#include <cerrno>
#include <new>

#include "mp/segment/segment.h"
#include "runtime/types/container/dict.h"

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

bool AddArena(Value) {
  ArenaType.slots.destroy = ArenaDestroy;
  return ReadyType({.type = &ArenaType,
                    .name = "_polygil_mp.Arena",
                    .basic_size = sizeof(Arena),
                    .flags = kTypeNoInstantiation});
}

}  // namespace polygil
