// Ids of processes, users, groups and sessions.

#include <grp.h>
#include <sys/resource.h>
#include <unistd.h>

#include <vector>

#include "runtime/modules/posix/posix_internal.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"

namespace polygil {
namespace {

#define GET_ID(name) \
  Owned name##Function(Value) { return IntFromInt64(name()); }
GET_ID(getpid)
GET_ID(getppid)
GET_ID(getuid)
GET_ID(geteuid)
GET_ID(getgid)
GET_ID(getegid)
GET_ID(getpgrp)
#undef GET_ID

#define SET_ID(name, what)                                    \
  Owned name##Function(Value, const Value* args, size_t) {    \
    uint32_t id = TRY(IdArgument(args[0], what));             \
    return NoneOrError(name(id));                             \
  }
SET_ID(setuid, "uid")
SET_ID(seteuid, "uid")
SET_ID(setgid, "gid")
SET_ID(setegid, "gid")
#undef SET_ID

#define SET_IDS2(name, what)                                  \
  Owned name##Function(Value, const Value* args, size_t) {    \
    uint32_t a = TRY(IdArgument(args[0], what));              \
    uint32_t b = TRY(IdArgument(args[1], what));              \
    return NoneOrError(name(a, b));                           \
  }
SET_IDS2(setreuid, "uid")
SET_IDS2(setregid, "gid")
#undef SET_IDS2

#define IDS3(kind, what)                                                          \
  Owned setres##kind##Function(Value, const Value* args, size_t) {                \
    uint32_t a = TRY(IdArgument(args[0], what));                                  \
    uint32_t b = TRY(IdArgument(args[1], what));                                  \
    uint32_t c = TRY(IdArgument(args[2], what));                                  \
    return NoneOrError(setres##kind(a, b, c));                                    \
  }                                                                               \
  Owned getres##kind##Function(Value) {                                           \
    uint32_t a, b, c;                                                             \
    if (getres##kind(&a, &b, &c) != 0) return RaiseOsError(errno);                \
    return TupleOf({Value::Int(a), Value::Int(b), Value::Int(c)});                \
  }
IDS3(uid, "uid")
IDS3(gid, "gid")
#undef IDS3

Owned GroupList(const gid_t* groups, int count) {
  Handle list = TRY(ListNew(count));
  for (int i = 0; i < count; ++i) TRY_VOID(ListAppend(list, Value::Int(groups[i])));
  return list.Release();
}

Owned GetgroupsFunction(Value) {
  int count = getgroups(0, nullptr);
  if (count < 0) return RaiseOsError(errno);
  std::vector<gid_t> groups(static_cast<size_t>(count) + 1);
  count = getgroups(count, groups.data());
  if (count < 0) return RaiseOsError(errno);
  return GroupList(groups.data(), count);
}

Owned SetgroupsFunction(Value, const Value* args, size_t) {
  Handle owner;
  ItemsView items = TRY(FastItems(args[0], &owner, "setgroups argument must be a sequence"));
  std::vector<gid_t> groups;
  for (int64_t i = 0; i < items.size; ++i) groups.push_back(TRY(IdArgument(items.items[i], "gid")));
  return NoneOrError(setgroups(groups.size(), groups.data()));
}

Owned GetgrouplistFunction(Value, const Value* args, size_t) {
  Handle user = TRY(FsConvert(args[0]));
  uint32_t base = TRY(IdArgument(args[1], "gid"));
  int count = 256;
  std::vector<gid_t> groups(static_cast<size_t>(count));
  while (getgrouplist(BytesView(user).data(), base, groups.data(), &count) < 0)
    groups.resize(static_cast<size_t>(count) + 16), count = static_cast<int>(groups.size());
  return GroupList(groups.data(), count);
}

Owned InitgroupsFunction(Value, const Value* args, size_t) {
  Handle user = TRY(FsConvert(args[0]));
  uint32_t base = TRY(IdArgument(args[1], "gid"));
  return NoneOrError(initgroups(BytesView(user).data(), base));
}

Owned GetpgidFunction(Value, const Value* args) {
  int pid = TRY(IntArgument(args[0]));
  pid_t group = getpgid(pid);
  return group < 0 ? Owned(RaiseOsError(errno)) : IntFromInt64(group);
}
Owned GetsidFunction(Value, const Value* args, size_t) {
  int pid = TRY(IntArgument(args[0]));
  pid_t session = getsid(pid);
  return session < 0 ? Owned(RaiseOsError(errno)) : IntFromInt64(session);
}
Owned SetsidFunction(Value) { return setsid() < 0 ? Owned(RaiseOsError(errno)) : OwnNone(); }
Owned SetpgrpFunction(Value) { return NoneOrError(setpgid(0, 0)); }
Owned SetpgidFunction(Value, const Value* args, size_t) {
  int pid = TRY(IntArgument(args[0]));
  int group = TRY(IntArgument(args[1]));
  return NoneOrError(setpgid(pid, group));
}

Owned GetloginFunction(Value) {
  char name[256];
  int error = getlogin_r(name, sizeof name);
  return error != 0 ? Owned(RaiseOsError(error)) : StrDecodeFs(name, __builtin_strlen(name));
}

Owned NiceFunction(Value, const Value* args, size_t) {
  int increment = TRY(IntArgument(args[0]));
  errno = 0;
  int value = nice(increment);
  return value == -1 && errno != 0 ? Owned(RaiseOsError(errno)) : Owned(Value::Int(value));
}
Owned GetpriorityFunction(Value, const Value* args) {
  int which = TRY(IntArgument(args[0]));
  int who = TRY(IntArgument(args[1]));
  errno = 0;
  int value = getpriority(static_cast<__priority_which_t>(which), static_cast<id_t>(who));
  return errno != 0 ? Owned(RaiseOsError(errno)) : Owned(Value::Int(value));
}
Owned SetpriorityFunction(Value, const Value* args) {
  int which = TRY(IntArgument(args[0]));
  int who = TRY(IntArgument(args[1]));
  int priority = TRY(IntArgument(args[2]));
  return NoneOrError(
      setpriority(static_cast<__priority_which_t>(which), static_cast<id_t>(who), priority));
}

}  // namespace

#define ID_ROW(name) PY_FUNCTION(posix, name, NoArgs(name##Function), "($module, /)\n--\n\n")
#define ID_SET(name, count, signature) \
  PY_FUNCTION(posix, name, Positional(name##Function, count, count), signature "\n--\n\n")

const MethodDef kPosixIdentityFunctions[] = {
    ID_ROW(getpid), ID_ROW(getppid), ID_ROW(getuid), ID_ROW(geteuid), ID_ROW(getgid),
    ID_ROW(getegid), ID_ROW(getpgrp), ID_ROW(getresuid), ID_ROW(getresgid),
    ID_SET(setuid, 1, "($module, uid, /)"), ID_SET(seteuid, 1, "($module, euid, /)"),
    ID_SET(setgid, 1, "($module, gid, /)"), ID_SET(setegid, 1, "($module, egid, /)"),
    ID_SET(setreuid, 2, "($module, ruid, euid, /)"), ID_SET(setregid, 2, "($module, rgid, egid, /)"),
    ID_SET(setresuid, 3, "($module, ruid, euid, suid, /)"),
    ID_SET(setresgid, 3, "($module, rgid, egid, sgid, /)"),
    PY_FUNCTION(posix, getgroups, NoArgs(GetgroupsFunction), "($module, /)\n--\n\nReturn list of supplemental group IDs for the process."),
    PY_FUNCTION(posix, setgroups, Positional(SetgroupsFunction, 1, 1), "($module, groups, /)\n--\n\n"),
    PY_FUNCTION(posix, getgrouplist, Positional(GetgrouplistFunction, 2, 2), "($module, user, group, /)\n--\n\n"),
    PY_FUNCTION(posix, initgroups, Positional(InitgroupsFunction, 2, 2), "($module, username, gid, /)\n--\n\n"),
    PY_FUNCTION(posix, getpgid, Bound(GetpgidFunction), "($module, /, pid)\n--\n\nCall the system call getpgid(), and return the result."),
    PY_FUNCTION(posix, getsid, Positional(GetsidFunction, 1, 1), "($module, pid, /)\n--\n\n"),
    PY_FUNCTION(posix, setsid, NoArgs(SetsidFunction), "($module, /)\n--\n\n"),
    PY_FUNCTION(posix, setpgrp, NoArgs(SetpgrpFunction), "($module, /)\n--\n\n"),
    PY_FUNCTION(posix, setpgid, Positional(SetpgidFunction, 2, 2), "($module, pid, pgrp, /)\n--\n\n"),
    PY_FUNCTION(posix, getlogin, NoArgs(GetloginFunction), "($module, /)\n--\n\nReturn the actual login name."),
    PY_FUNCTION(posix, nice, Positional(NiceFunction, 1, 1), "($module, increment, /)\n--\n\nAdd increment to the priority of process and return the new priority."),
    PY_FUNCTION(posix, getpriority, Bound(GetpriorityFunction), "($module, /, which, who)\n--\n\nReturn program scheduling priority."),
    PY_FUNCTION(posix, setpriority, Bound(SetpriorityFunction), "($module, /, which, who, priority)\n--\n\nSet program scheduling priority."),
    {}};
#undef ID_ROW
#undef ID_SET

}  // namespace polygil
