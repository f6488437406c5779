// _polygil: what the interpreter knows about itself beyond Python: the counters of its GIL.

#include <cstring>

#include "gil/gil.h"
#include "runtime/modules/native_type.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/number/int.h"

namespace polygil {
namespace {

bool Add(Value dict, const char* name, uint64_t value) {
  Handle number = TRY(IntFromUint64(value));
  return DictSetAscii(dict, name, number);
}

Owned Releases(const gil::Snapshot::Thread& thread) {
  Handle dict = TRY(DictNew());
  for (int i = 0; i < gil::kReasonCount; ++i)
    TRY_VOID(Add(dict, gil::ReasonName(static_cast<gil::Reason>(i)), thread.releases[i]));
  return dict.Release();
}

Owned ThreadRow(const gil::Snapshot::Thread& thread) {
  Handle row = TRY(DictNew());
  TRY_VOID(Add(row, "native_id", thread.ident) && Add(row, "acquisitions", thread.acquisitions) &&
           Add(row, "contended", thread.contended) && Add(row, "waited_ns", thread.wait_ns) &&
           Add(row, "held_ns", thread.hold_ns) && Add(row, "longest_wait_ns", thread.longest_wait_ns) &&
           Add(row, "longest_hold_ns", thread.longest_hold_ns) &&
           Add(row, "preempted_by_io", thread.preempted_by_io));
  TRY_VOID(DictSetAscii(row, "holding", Value::Bool(thread.holding)) &&
           DictSetAscii(row, "waiting", Value::Bool(thread.waiting)) &&
           DictSetAscii(row, "ended", Value::Bool(thread.slot < 0)));
  Handle releases = TRY(Releases(thread));
  TRY_VOID(DictSetAscii(row, "releases", releases));
  return row.Release();
}

Owned GilStatistics(Value) {
  auto* lock = static_cast<gil::Gil*>(CurrentInterpreter()->gil);
  gil::Snapshot snapshot = lock->TakeSnapshot();
  Handle dict = TRY(DictNew()), threads = TRY(ListNew());
  uint64_t waited = 0, held = 0, acquisitions = 0, contended = 0;
  for (const gil::Snapshot::Thread& thread : snapshot.threads) {
    waited += thread.wait_ns, held += thread.hold_ns;
    acquisitions += thread.acquisitions, contended += thread.contended;
    Handle row = TRY(ThreadRow(thread));
    TRY_VOID(ListAppend(threads, row));
  }
  TRY_VOID(Add(dict, "waited_ns", waited) && Add(dict, "held_ns", held) &&
           Add(dict, "acquisitions", acquisitions) && Add(dict, "contended", contended) &&
           Add(dict, "drop_requests", snapshot.drop_requests) &&
           Add(dict, "longest_request_latency_ns", snapshot.longest_request_latency_ns) &&
           Add(dict, "age_ns", snapshot.age_ns));
  TRY_VOID(DictSetAscii(dict, "threads", threads));
  return dict.Release();
}

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(_polygil, gil_statistics, NoArgs(GilStatistics),
                "($module, /)\n--\n\nWhat the GIL has counted: totals, and a row for each thread."),
    {}};

}  // namespace

extern const ModuleDefinition PolygilModule;
const ModuleDefinition PolygilModule = {"_polygil", "The interpreter's own figures.", kFunctions, nullptr};

}  // namespace polygil
