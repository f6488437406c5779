// posix_spawn() and posix_spawnp().

#include <csignal>
#include <cstring>
#include <sched.h>
#include <spawn.h>

#include "runtime/modules/posix/exec_strings.h"
#include "runtime/modules/posix/posix_internal.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"

extern "C" char** environ;

namespace polygil {
namespace {

enum FileAction { kOpen = 0, kClose = 1, kDup2 = 2 };

// The actions, with the paths they refer to.
class Actions {
 public:
  Actions() { posix_spawn_file_actions_init(&actions_); }
  ~Actions() { posix_spawn_file_actions_destroy(&actions_); }
  bool Add(Value sequence) {
    paths_ = TRY(ListNew());
    Handle owner;
    ItemsView items =
        TRY(FastItems(sequence, &owner, "file_actions must be a sequence or None"));
    for (int64_t i = 0; i < items.size; ++i) TRY_VOID(AddOne(items.items[i]));
    return true;
  }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  bool AddOne(Value action) {
    if (!IsTuple(action) || TupleSize(action) == 0)
      return Raise(&TypeErrorType, "Each file_actions element must be a non-empty tuple");
    int kind = TRY(IntArgument(TupleAt(action, 0)));
    int64_t size = TupleSize(action);
    int error = 0;
    if (kind == kOpen && size == 5) {
      int fd = TRY(IntArgument(TupleAt(action, 1)));
      Handle path = TRY(FsConvert(TupleAt(action, 2)));
      int flags = TRY(IntArgument(TupleAt(action, 3)));
      int mode = TRY(IntArgument(TupleAt(action, 4)));
      TRY_VOID(ListAppend(paths_, path));
      error = posix_spawn_file_actions_addopen(&actions_, fd, BytesView(path).data(), flags,
                                               static_cast<mode_t>(mode));
    } else if (kind == kClose && size == 2) {
      int fd = TRY(IntArgument(TupleAt(action, 1)));
      error = posix_spawn_file_actions_addclose(&actions_, fd);
    } else if (kind == kDup2 && size == 3) {
      int from = TRY(IntArgument(TupleAt(action, 1)));
      int to = TRY(IntArgument(TupleAt(action, 2)));
      error = posix_spawn_file_actions_adddup2(&actions_, from, to);
    } else if (kind >= kOpen && kind <= kDup2) {
      return Raise(&TypeErrorType, "A %s file_action tuple must have %d elements",
                   kind == kOpen ? "open" : kind == kClose ? "close" : "dup2",
                   kind == kOpen ? 5 : kind == kClose ? 2 : 3);
    } else {
      return Raise(&TypeErrorType, "Unknown file_actions identifier");
    }
    return error == 0 ? true : RaiseOsError(error);
  }

  posix_spawn_file_actions_t actions_;
  Handle paths_;
};

bool SignalSet(Value iterable, sigset_t* set) {
  sigemptyset(set);
  Handle iterator = TRY(GetIterator(iterable));
  for (;;) {
    Handle item = IteratorNext(iterator);
    if (!item) return !HasPendingException();
    int number = TRY(IntArgument(item));
    if (sigaddset(set, number) != 0)
      return Raise(&ValueErrorType, "signal number %d out of range [1; %d]", number, NSIG - 1);
  }
}

bool Attributes(const Value* args, posix_spawnattr_t* out) {
  short flags = 0;
  if (args[4] && !args[4].IsNone()) {
    int group = TRY(IntArgument(args[4]));
    posix_spawnattr_setpgroup(out, group);
    flags |= POSIX_SPAWN_SETPGROUP;
  }
  int reset_ids = TRY(IntArgument(args[5], 0));
  if (reset_ids) flags |= POSIX_SPAWN_RESETIDS;
  int new_session = TRY(IntArgument(args[6], 0));
  if (new_session) flags |= POSIX_SPAWN_SETSID;
  sigset_t set;
  if (args[7]) {
    TRY_VOID(SignalSet(args[7], &set));
    posix_spawnattr_setsigmask(out, &set);
    flags |= POSIX_SPAWN_SETSIGMASK;
  }
  if (args[8]) {
    TRY_VOID(SignalSet(args[8], &set));
    posix_spawnattr_setsigdefault(out, &set);
    flags |= POSIX_SPAWN_SETSIGDEF;
  }
  if (args[9]) {
    if (!IsTuple(args[9]) || TupleSize(args[9]) != 2)
      return Raise(&TypeErrorType, "A scheduler tuple must have two elements");
    Value policy = TupleAt(args[9], 0), param = TupleAt(args[9], 1);
    if (!policy.IsNone()) {
      int number = TRY(IntArgument(policy));
      posix_spawnattr_setschedpolicy(out, number);
      flags |= POSIX_SPAWN_SETSCHEDULER;
    }
    if (!IsTuple(param) || TupleSize(param) < 1)
      return Raise(&TypeErrorType, "must have a sched_param object");
    sched_param priority;
    priority.sched_priority = TRY(IntArgument(TupleAt(param, 0)));
    posix_spawnattr_setschedparam(out, &priority);
    flags |= POSIX_SPAWN_SETSCHEDPARAM;
  }
  posix_spawnattr_setflags(out, flags);
  return true;
}

Owned Spawn(const char* function, bool search, const Value* args) {
  PathArgument path(function, "path");
  TRY_VOID(path.Convert(args[0]));
  if (!IsList(args[1]) && !IsTuple(args[1]))
    return Raise(&TypeErrorType, "%s: argv must be a tuple or list", function);
  int64_t count = TRY(Length(args[1]));
  if (count < 1) return Raise(&ValueErrorType, "%s: argv must not be empty", function);
  if (!args[2].IsNone() && TypeOf(args[2])->slots.get_item == nullptr)
    return Raise(&TypeErrorType, "%s: environment must be a mapping object", function);
  ExecStrings strings, environment;
  TRY_VOID(strings.FromSequence(args[1]));
  if (strings.data()[0][0] == 0)
    return Raise(&ValueErrorType, "%s: argv first element cannot be empty", function);
  if (!args[2].IsNone()) TRY_VOID(environment.FromMapping(args[2]));
  Actions actions;
  if (args[3] && !args[3].IsNone()) TRY_VOID(actions.Add(args[3]));
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  int error = 0;
  pid_t pid = 0;
  bool ok = Attributes(args, &attributes);
  if (ok) {
    char* const* variables = args[2].IsNone() ? environ : environment.data();
    GilReleased released;
    error = (search ? posix_spawnp : posix_spawn)(&pid, path.text(), actions.get(), &attributes,
                                                  strings.data(), variables);
  }
  posix_spawnattr_destroy(&attributes);
  if (!ok) return {};
  if (error != 0) return path.Fail(error);
  return IntFromInt64(pid);
}

Owned SpawnFunction(Value, const Value* args) { return Spawn("posix_spawn", false, args); }
Owned SpawnpFunction(Value, const Value* args) { return Spawn("posix_spawnp", true, args); }

}  // namespace

const MethodDef kPosixSpawnFunctions[] = {
    PY_FUNCTION(posix, posix_spawn, Bound(SpawnFunction),
                "($module, path, argv, env, /, *, file_actions=(),\n            setpgroup=None, resetids=False, setsid=False,\n            setsigmask=(), setsigdef=(), scheduler=None)\n--\n\nExecute the program specified by path in a new process."),
    PY_FUNCTION(posix, posix_spawnp, Bound(SpawnpFunction),
                "($module, path, argv, env, /, *, file_actions=(),\n             setpgroup=None, resetids=False, setsid=False,\n             setsigmask=(), setsigdef=(), scheduler=None)\n--\n\nExecute the program specified by path in a new process."),
    {}};

}  // namespace polygil
