#include "runtime/modules/faulthandler/crash.h"

#include <csignal>
#include <cstdlib>
#include <thread>

#include "runtime/modules/faulthandler/dump.h"
#include "runtime/object/hooks.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

template <int kNumber>
Owned CrashFunction(Value, const Value*) {
  raise(kNumber);
  return OwnNone();
}

Owned SegmentationFaultFunction(Value, const Value* args) {
  bool release = args[0] && TRY(IsTrue(args[0]));
  if (release) {
    GilReleased released;
    raise(SIGSEGV);
  } else {
    raise(SIGSEGV);
  }
  return OwnNone();
}

Owned ReadNullFunction(Value, const Value*) {
  const volatile int* volatile nothing = nullptr;
  return OwnBool(*nothing != 0);
}

[[noreturn]] void EndFatally(const Interpreter* interpreter) {
  constexpr int kStandardError = 2;
  DumpText(kStandardError,
           "Fatal Python error: faulthandler_fatal_error_thread: in new thread\n"
           "Python runtime state: initialized\n\n");
  DumpAllStacks(kStandardError, interpreter, nullptr);
  DumpExtensionModules(kStandardError, interpreter);
  signal(SIGABRT, SIG_DFL);
  abort();
}

Owned FatalErrorInThreadFunction(Value, const Value*) {
  const Interpreter* interpreter = CurrentInterpreter();
  std::thread thread(EndFatally, interpreter);
  thread.join();
  return OwnNone();
}

// As deep as the stack goes, and a page at a time.
__attribute__((noinline)) uintptr_t UseStack(uintptr_t lowest, int* depth) {
  volatile unsigned char page[4096];
  auto here = reinterpret_cast<uintptr_t>(page);
  page[0] = 1;
  page[sizeof page - 1] = 2;
  ++*depth;
  if (here <= lowest) return here;
  uintptr_t deeper = UseStack(lowest, depth);
  return deeper + page[0] - page[0];
}

Owned StackOverflowFunction(Value, const Value*) {
  constexpr uintptr_t kMuch = uintptr_t{100} << 20;
  auto here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  int depth = 0;
  uintptr_t reached = UseStack(here - kMuch, &depth);
  return Raise(&RuntimeErrorType, "unable to raise a stack overflow (allocated %zu bytes on the stack, %d recursive calls)",
               static_cast<size_t>(here - reached), depth);
}

}  // namespace

const MethodDef kCrashFunctions[] = {
    PY_FUNCTION(faulthandler, _read_null, Bound(ReadNullFunction), "($module, /)\n--\n\nread from NULL, raise a SIGSEGV or SIGBUS signal"),
    PY_FUNCTION(faulthandler, _sigsegv, Bound(SegmentationFaultFunction),
                "($module, /, release_gil=False)\n--\n\nraise a SIGSEGV signal"),
    PY_FUNCTION(faulthandler, _sigabrt, Bound(CrashFunction<SIGABRT>), "($module, /)\n--\n\nraise a SIGABRT signal"),
    PY_FUNCTION(faulthandler, _sigfpe, Bound(CrashFunction<SIGFPE>), "($module, /)\n--\n\nraise a SIGFPE signal"),
    PY_FUNCTION(faulthandler, _fatal_error_c_thread, Bound(FatalErrorInThreadFunction),
                "($module, /)\n--\n\nend the process with a fatal error in a thread without Python"),
    PY_FUNCTION(faulthandler, _stack_overflow, Bound(StackOverflowFunction),
                "($module, /)\n--\n\nrecursive call to raise a stack overflow"),
    {}};

}  // namespace polygil
