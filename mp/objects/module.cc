// _polygil_mp: what the package multiprocessing is made of.

#include <malloc.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "mp/objects/common.h"
#include "mp/serial/serial.h"
#include "pvm/code/code.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/callable/cell.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"

namespace polygil {
namespace {

Owned Dumps(Value, Value object) {
  mp::MessageBuffer buffer;
  TRY_VOID(Serialize(object, &buffer));
  return BytesNew(buffer.data(), static_cast<int64_t>(buffer.size()));
}
Owned Loads(Value, Value data) {
  ScopedBuffer buffer;
  TRY_VOID(buffer.Acquire(data));
  return Deserialize(reinterpret_cast<const char*>(buffer.data()), static_cast<size_t>(buffer.size()));
}

Owned PidfdOpen(Value, Value arg) {
  int64_t pid = TRY(AsInt64(arg));
  auto fd = static_cast<int>(syscall(SYS_pidfd_open, static_cast<pid_t>(pid), 0));
  if (fd < 0) return RaiseOsError(errno);
  return Owned(Value::Int(fd));
}

// Code is made ready when it first runs. What children run is better made ready once than in each of them.
Owned PrepareFunctions(Value, Value functions) {
  for (int64_t i = 0; i < TupleSize(functions); ++i) {
    Value function = TupleAt(functions, i);
    if (function.IsPointer() && TypeOf(function) == &FunctionType) TRY_VOID(CodePrepare(function.As<Function>()->code));
  }
  return OwnNone();
}

// Free pages of the C library's heap, left by compiling and importing, would be in the page tables a fork copies.
Owned TrimHeap(Value) {
  malloc_trim(0);
  return OwnNone();
}

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(_polygil_mp, dumps, OneArg(Dumps),
                "($module, obj, /)\n--\n\nAn object as bytes, for another process of this program."),
    PY_FUNCTION(_polygil_mp, loads, OneArg(Loads), "($module, data, /)\n--\n\nThe object again."),
    PY_FUNCTION(_polygil_mp, pipe, OneArg(PipePair),
                "($module, duplex, /)\n--\n\nTwo connected Connection objects."),
    PY_FUNCTION(_polygil_mp, prepare_functions, OneArg(PrepareFunctions),
                "($module, functions, /)\n--\n\nMakes the code of a tuple of functions ready to run."),
    PY_FUNCTION(_polygil_mp, trim_heap, NoArgs(TrimHeap),
                "($module, /)\n--\n\nGives free memory back to the system."),
    PY_FUNCTION(_polygil_mp, pidfd_open, OneArg(PidfdOpen),
                "($module, pid, /)\n--\n\nA descriptor that is readable when the process has ended."),
    {}};

bool Execute(Value module) {
  return AddArena(module) && AddLocks(module) && AddCondition(module) && AddMemory(module) &&
         AddQueue(module) && AddConnection(module) && AddTable(module);
}

}  // namespace

extern const ModuleDefinition PolygilMpModule;
const ModuleDefinition PolygilMpModule = {
    "_polygil_mp", "Shared memory, messages and workers below multiprocessing.", kFunctions, Execute};

}  // namespace polygil
