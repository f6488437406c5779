// _uuid: version 1 UUIDs (RFC 4122, 4.2) for the uuid module: time, a random clock sequence and the
// address of a network interface. Processes don't agree with each other on the time, so uuid calls
// them unsafe.

#include <ifaddrs.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sys/random.h>
#include <unistd.h>

#include <ctime>

#include "runtime/modules/module_state.h"
#include "runtime/modules/registry.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"

namespace polygil {
namespace {

constexpr const char* kNodeKey = "_uuid.node";
constexpr const char* kSequenceKey = "_uuid.clock_sequence";
constexpr const char* kProcessKey = "_uuid.process";
constexpr const char* kLastKey = "_uuid.last";
// 100 ns steps between the Gregorian calendar's first day and 1970.
constexpr int64_t kGregorian = 0x01B21DD213814000;

uint64_t RandomBits() {
  uint64_t bits = 0;
  if (getrandom(&bits, sizeof bits, 0) != sizeof bits) bits = static_cast<uint64_t>(clock());
  return bits;
}

// The address of the first interface that has one, or a random one with the multicast bit.
uint64_t FindNode() {
  ifaddrs* interfaces = nullptr;
  uint64_t node = 0;
  if (getifaddrs(&interfaces) == 0) {
    for (ifaddrs* at = interfaces; at != nullptr && node == 0; at = at->ifa_next) {
      if (at->ifa_addr == nullptr || at->ifa_addr->sa_family != AF_PACKET) continue;
      if ((at->ifa_flags & IFF_LOOPBACK) != 0) continue;
      auto* link = reinterpret_cast<const sockaddr_ll*>(at->ifa_addr);
      for (int i = 0; i < 6 && link->sll_halen == 6; ++i) node = node << 8 | link->sll_addr[i];
    }
    freeifaddrs(interfaces);
  }
  return node != 0 ? node : (RandomBits() & 0xFFFFFFFFFFFF) | uint64_t{1} << 40;
}

Fallible<int64_t> Remembered(const char* key, int64_t otherwise) {
  Value known = ModuleState(key);
  if (known) return AsInt64(known);
  if (!ModuleStateSet(key, Value::Int(otherwise))) return {};
  return otherwise;
}

void PutBigEndian(uint64_t value, int size, uint8_t* out) {
  for (int i = 0; i < size; ++i) out[i] = static_cast<uint8_t>(value >> (8 * (size - 1 - i)));
}

// Never the same time twice.
Fallible<int64_t> NextTime() {
  timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  int64_t time = int64_t{now.tv_sec} * 10'000'000 + now.tv_nsec / 100 + kGregorian;
  int64_t last = TRY(Remembered(kLastKey, 0));
  if (time <= last) time = last + 1;
  TRY_VOID(ModuleStateSet(kLastKey, Value::Int(time)));
  return time;
}

Owned GenerateTimeSafe(Value) {
  int64_t process = TRY(Remembered(kProcessKey, 0));
  if (process != getpid()) {  // a forked child has a sequence of its own
    auto fresh = static_cast<int64_t>(RandomBits() & 0x3FFF);
    TRY_VOID(ModuleStateSet(kProcessKey, Value::Int(getpid())) &&
             ModuleStateSet(kSequenceKey, Value::Int(fresh)));
  }
  int64_t sequence = TRY(Remembered(kSequenceKey, 0));
  Value known = ModuleState(kNodeKey);
  int64_t node =
      known ? known.AsInt() : TRY(Remembered(kNodeKey, static_cast<int64_t>(FindNode())));
  auto time = static_cast<uint64_t>(TRY(NextTime()));
  uint8_t bytes[16];
  PutBigEndian(time & 0xFFFFFFFF, 4, bytes);
  PutBigEndian(time >> 32 & 0xFFFF, 2, bytes + 4);
  PutBigEndian((time >> 48 & 0x0FFF) | 0x1000, 2, bytes + 6);
  PutBigEndian(static_cast<uint64_t>(sequence) | 0x8000, 2, bytes + 8);
  PutBigEndian(static_cast<uint64_t>(node), 6, bytes + 10);
  Handle uuid = TRY(BytesNew(bytes, 16));
  return TupleOf({uuid, Value::Int(-1)});
}

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(_uuid, generate_time_safe, NoArgs(GenerateTimeSafe), nullptr), {}};

bool Execute(Value module) { return ModuleAddInt(module, "has_uuid_generate_time_safe", 1); }

}  // namespace

extern const ModuleDefinition UuidModule;
const ModuleDefinition UuidModule = {"_uuid", nullptr, kFunctions, Execute};

}  // namespace polygil
