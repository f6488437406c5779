#include "runtime/modules/faulthandler/later.h"

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <mutex>
#include <string>
#include <thread>
#include <unistd.h>

#include "runtime/modules/faulthandler/dump.h"
#include "runtime/modules/faulthandler/file_argument.h"
#include "runtime/modules/module_state.h"
#include "runtime/modules/native_type.h"
#include "runtime/types/classes/module.h"

namespace polygil {
namespace {

using Microseconds = std::chrono::microseconds;

// What one call of dump_traceback_later() asked for, and the thread that does it.
struct Watch {
  int fd = -1;
  bool repeat = false, exit = false;
  Microseconds timeout{0};
  std::string header;
  const Interpreter* interpreter = nullptr;
  pid_t process = 0;  // threads are not inherited
  std::mutex mutex;
  std::condition_variable wake;
  bool stop = false;  // guarded by mutex
  std::thread thread;
};

struct WatchHolder : Object {
  Watch* watch;  // owned, or null
  Value file;
};
Type WatchHolderType;
constexpr char kHolderName[] = "_watch";

WatchHolder* HolderOf(Value module) { return DictGetAscii(ModuleDict(module), kHolderName).As<WatchHolder>(); }

void Run(Watch* watch) {
  // Signals are for threads that can handle them.
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, nullptr);
  do {
    {
      std::unique_lock<std::mutex> lock(watch->mutex);
      if (watch->wake.wait_for(lock, watch->timeout, [watch] { return watch->stop; })) return;
    }
    DumpText(watch->fd, watch->header.c_str());
    DumpAllStacks(watch->fd, watch->interpreter, nullptr);
    if (watch->exit) _exit(1);
  } while (watch->repeat);
}

void StopWatch(WatchHolder* holder) {
  Watch* watch = holder->watch;
  holder->watch = nullptr;
  if (watch == nullptr) return;
  if (watch->process != getpid()) {
    watch->thread.detach();  // it is the parent's, as is whatever state its lock is in
    return;
  }
  {
    std::lock_guard<std::mutex> lock(watch->mutex);
    watch->stop = true;
  }
  watch->wake.notify_all();
  watch->thread.join();
  delete watch;
}

void DestroyHolder(Object* self) {
  StopWatch(static_cast<WatchHolder*>(self));
  ClearField(&static_cast<WatchHolder*>(self)->file);
}

std::string HeaderFor(Microseconds timeout) {
  int64_t us = timeout.count(), seconds = us / 1000000;
  us %= 1000000;
  char text[96];
  int used = snprintf(text, sizeof text, "Timeout (%ld:%02ld:%02ld", static_cast<long>(seconds / 3600),
                      static_cast<long>(seconds / 60 % 60), static_cast<long>(seconds % 60));
  std::string header(text, static_cast<size_t>(used));
  if (us != 0) {
    snprintf(text, sizeof text, ".%06ld", static_cast<long>(us));
    header += text;
  }
  return header + ")!\n";
}

bool TimeoutArgument(Value v, Microseconds* timeout) {
  constexpr double kMost = 9e12;  // seconds
  double seconds = TRY(AsDouble(v));
  if (!(seconds < kMost)) return Raise(&OverflowErrorType, "timeout value is too large");
  // Rounded up, as a time to wait is.
  double us = __builtin_ceil(seconds * 1e6);
  if (!(us > 0)) return Raise(&ValueErrorType, "timeout must be greater than 0");
  if (us > 9e15) return Raise(&OverflowErrorType, "timeout value is too large");
  *timeout = Microseconds(static_cast<int64_t>(us));
  return true;
}

Owned DumpLaterFunction(Value module, const Value* args) {
  Microseconds timeout{0};
  TRY_VOID(TimeoutArgument(args[0], &timeout));
  bool repeat = args[1] && TRY(IsTrue(args[1])), exit = args[3] && TRY(IsTrue(args[3]));
  DumpFile file;
  TRY_VOID(FileArgument(args[2], &file));
  WatchHolder* holder = HolderOf(module);
  StopWatch(holder);
  StoreOwned(&holder->file, file.object.Release());
  auto* watch = new Watch;
  watch->fd = file.fd;
  watch->repeat = repeat;
  watch->exit = exit;
  watch->timeout = timeout;
  watch->header = HeaderFor(timeout);
  watch->interpreter = CurrentInterpreter();
  watch->process = getpid();
  watch->thread = std::thread(Run, watch);
  holder->watch = watch;
  return OwnNone();
}

Owned CancelFunction(Value module) {
  WatchHolder* holder = HolderOf(module);
  StopWatch(holder);
  ClearField(&holder->file);
  return OwnNone();
}

}  // namespace

const MethodDef kLaterFunctions[] = {
    PY_FUNCTION(faulthandler, dump_traceback_later, Bound(DumpLaterFunction),
                "($module, /, timeout, repeat=False, file=sys.stderr, exit=False)\n--\n\n"
                "dump the traceback of all threads in timeout seconds,\nor each timeout seconds if repeat is True. "
                "If exit is True, call _exit(1) which is not safe."),
    PY_FUNCTION(faulthandler, cancel_dump_traceback_later, NoArgs(CancelFunction),
                "($module, /)\n--\n\ncancel the previous call to dump_traceback_later()."),
    {}};

bool InitLater(Value module) {
  WatchHolderType.slots.destroy = DestroyHolder;
  TRY_VOID(ReadyType({.type = &WatchHolderType,
                      .name = "faulthandler._Watch",
                      .basic_size = sizeof(WatchHolder),
                      .flags = kTypeNoInstantiation}));
  return ModuleAdd(module, kHolderName, AllocateObject(&WatchHolderType));
}

}  // namespace polygil
