// The end of an interpreter, in CPython's order: threads, atexit, streams, modules, so that
// finalisers of what a program left behind still run.

#include <vector>

#include "gil/gil.h"
#include "runtime/host/host.h"
#include "runtime/host/parts.h"
#include "runtime/modules/atexit/exit_callbacks.h"
#include "runtime/modules/builtins/builtins.h"
#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/classes/weakref.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

void WaitForThreads() {
  Value threading = DictGetAscii(CurrentInterpreter()->modules, "threading");
  if (!threading || threading.IsNone()) return ClearPending();
  Handle keep = Retain(threading);
  Handle done = CallMethod(keep, "_shutdown");
  if (done.IsEmpty()) WriteUnraisable(keep);
}

void SetNone(Value dict, const char* name) {
  if (!DictSetAscii(dict, name, Value::None())) ClearPending();
}

// References of sys to the program's objects, and streams that it replaced.
void ForgetSpecialNames() {
  Interpreter* interpreter = CurrentInterpreter();
  SetNone(interpreter->builtins, "_");
  for (const char* name : {"path", "argv", "ps1", "ps2", "last_type", "last_value",
                           "last_traceback", "path_importer_cache", "meta_path", "path_hooks"})
    SetNone(interpreter->sys_dict, name);
  constexpr const char* kStreams[][2] = {
      {"stdin", "__stdin__"}, {"stdout", "__stdout__"}, {"stderr", "__stderr__"}};
  for (const auto& pair : kStreams) {
    Value original = DictGetAscii(interpreter->sys_dict, pair[1]);
    if (!DictSetAscii(interpreter->sys_dict, pair[0], original ? original : Value::None()))
      ClearPending();
  }
}

bool StartsWithOneUnderscore(Value name) {
  return StrLength(name) > 0 && StrAt(name, 0) == '_' &&
         !(StrLength(name) > 1 && StrAt(name, 1) == '_');
}

// First the names with one underscore become None, then the others but __builtins__.
void ClearModuleDict(Value dict) {
  for (bool underscored : {true, false}) {
    Handle keys = DictKeysList(dict);
    if (keys.IsEmpty()) return ClearPending();
    for (int64_t i = 0; i < ListSize(keys); ++i) {
      Value name = ListAt(keys, i);
      if (!IsStr(name)) continue;
      bool first_round = StartsWithOneUnderscore(name);
      if (underscored != first_round || StrEqualsAscii(name, "__builtins__")) continue;
      if (!DictSet(dict, name, Value::None())) ClearPending();
    }
  }
}

struct ModuleEntry {
  Handle name, reference;
};

// sys.modules is emptied; weak references tell later which modules are still alive.
std::vector<ModuleEntry> ReleaseModules() {
  std::vector<ModuleEntry> entries;
  Interpreter* interpreter = CurrentInterpreter();
  Handle items = IsDict(interpreter->modules) ? DictItemsList(interpreter->modules) : Owned();
  if (items.IsEmpty()) {
    ClearPending();
    return entries;
  }
  for (int64_t i = 0; i < ListSize(items); ++i) {
    Value name = TupleAt(ListAt(items, i), 0), module = TupleAt(ListAt(items, i), 1);
    if (IsInstanceOf(module, ModuleType)) {
      Handle reference = WeakReferenceNew(module, Value::Empty());
      if (!reference.IsEmpty()) entries.push_back({Retain(name), std::move(reference)});
      ClearPending();
    }
    if (!DictSet(interpreter->modules, name, Value::None())) ClearPending();
  }
  items.Reset();
  DictClear(interpreter->modules);
  return entries;
}

}  // namespace

void TearDownModules() {
  Interpreter* interpreter = CurrentInterpreter();
  ForgetSpecialNames();
  std::vector<ModuleEntry> entries = ReleaseModules();
  GcCollect(2);
  for (size_t i = entries.size(); i-- > 0;) {
    Handle module = WeakReferent(entries[i].reference);
    if (module.IsEmpty() || module.Get() == interpreter->sys_module ||
        module.Get() == interpreter->builtins_module)
      continue;
    if (ModuleDict(module)) ClearModuleDict(ModuleDict(module));
  }
  entries.clear();
  // sys and builtins last: what only a cycle kept until now dies without a stream to complain to.
  Handle output = Retain(DictGetAscii(interpreter->sys_dict, "stdout"));
  Handle errors = Retain(DictGetAscii(interpreter->sys_dict, "stderr"));
  ClearModuleDict(interpreter->sys_dict);
  ClearModuleDict(interpreter->builtins);
  GcCollect(2);
  // For the last flush.
  if (output && !DictSetAscii(interpreter->sys_dict, "stdout", output)) ClearPending();
  if (errors && !DictSetAscii(interpreter->sys_dict, "stderr", errors)) ClearPending();
}

int FinishInterpreter(int status) {
  Interpreter* interpreter = CurrentInterpreter();
  ClearPending();
  WaitForThreads();
  RunExitCallbacks();
  bool flushed = FlushStreams(true);
  if (!flushed) status = 120;
  interpreter->finalizing = true;
  // Daemon threads that want the lock from now on sleep for ever.
  auto* lock = static_cast<gil::Gil*>(interpreter->gil);
  lock->AssertHeld();
  lock->Close(*static_cast<gil::ThreadTicket*>(CurrentThread()->gil_ticket));
  TearDownModules();
  ClearPending();
  // What finalisers printed.
  if (flushed) FlushStreams(false);
  return status;
}

}  // namespace polygil
