// The module _posixsubprocess: fork and exec for subprocess, with as little as possible in between.

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <grp.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <vector>

#include "runtime/modules/posix/exec_strings.h"
#include "runtime/modules/posix/fork.h"
#include "runtime/modules/posix/posix_internal.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"

extern "C" char** environ;

namespace polygil {
namespace {

// Everything the child needs, prepared by the parent.
struct Child {
  std::vector<const char*> programs;
  char* const* arguments;
  char* const* environment;  // null: inherited
  const char* directory;     // null: not changed
  int p2c_read, p2c_write, c2p_read, c2p_write, error_read, error_write;
  int error_pipe_read, error_pipe_write;
  bool close_fds, restore_signals, new_session;
  int process_group = -1;
  int mask = -1;
  bool set_group = false, set_groups = false, set_user = false;
  gid_t group = 0;
  uid_t user = 0;
  std::vector<gid_t> groups;
  std::vector<int> keep;  // ascending
  Value prepare;          // preexec_fn, or None
};

bool Reopen(int from, int to) {
  if (from == to) {
    int flags = fcntl(from, F_GETFD);
    return flags >= 0 && fcntl(from, F_SETFD, flags & ~FD_CLOEXEC) >= 0;
  }
  return from == -1 || dup2(from, to) != -1;
}

// A descriptor that the standard ones are about to overwrite moves up.
bool MoveUp(int* fd) {
  if (*fd < 0 || *fd > 2) return true;
  int moved = fcntl(*fd, F_DUPFD_CLOEXEC, 3);
  if (moved < 0) return false;
  *fd = moved;
  return true;
}

void CloseOthers(const Child& child) {
  unsigned from = 3;
  for (int fd : child.keep) {
    if (fd < static_cast<int>(from)) continue;
    if (static_cast<unsigned>(fd) > from) close_range(from, static_cast<unsigned>(fd) - 1, 0);
    from = static_cast<unsigned>(fd) + 1;
  }
  close_range(from, ~0u, 0);
}

void RestoreSignals() {
  for (int number : {SIGPIPE, SIGXFSZ}) signal(number, SIG_DFL);
}

// Runs in the child; comes back only on failure, with what to say about it.
const char* RunChild(Child* child) {
  for (int fd : child->keep) {
    if (fd == child->error_pipe_write) continue;
    int flags = fcntl(fd, F_GETFD);
    if (flags >= 0) fcntl(fd, F_SETFD, flags & ~FD_CLOEXEC);
  }
  if (child->p2c_write >= 0) close(child->p2c_write);
  if (child->c2p_read >= 0) close(child->c2p_read);
  if (child->error_read >= 0) close(child->error_read);
  close(child->error_pipe_read);
  int standard[3] = {child->p2c_read, child->c2p_write, child->error_write};
  if (standard[1] == 0 && !MoveUp(&standard[1])) return "noexec";
  if ((standard[2] == 0 || standard[2] == 1) && !MoveUp(&standard[2])) return "noexec";
  for (int i = 0; i < 3; ++i)
    if (!Reopen(standard[i], i)) return "noexec";
  if (child->directory != nullptr && chdir(child->directory) != 0) return "noexec";
  if (child->mask >= 0) umask(static_cast<mode_t>(child->mask));
  if (child->restore_signals) RestoreSignals();
  if (child->new_session) setsid();
  if (child->process_group >= 0 && setpgid(0, child->process_group) != 0) return "noexec";
  if (child->set_groups && setgroups(child->groups.size(), child->groups.data()) != 0) return "noexec";
  if (child->set_group && setregid(child->group, child->group) != 0) return "noexec";
  if (child->set_user && setreuid(child->user, child->user) != 0) return "noexec";
  if (!child->prepare.IsNone()) {
    Handle result = Call(child->prepare);
    if (!result) {
      errno = 0;
      return "Exception occurred in preexec_fn.";
    }
  }
  if (child->close_fds) CloseOthers(*child);
  int error = ENOENT;
  for (const char* program : child->programs) {
    execve(program, child->arguments,
           child->environment != nullptr ? child->environment : environ);
    if (errno != ENOENT && errno != ENOTDIR) error = errno;
  }
  errno = error;
  return "";
}

// "OSError:2:noexec" for the parent, who makes the exception of it; "noexec": it came before exec.
void ReportFailure(int pipe, const char* message) {
  int error = errno;
  char text[128];
  int size = error != 0 ? snprintf(text, sizeof text, "OSError:%X:%s", static_cast<unsigned>(error),
                                   message)
                        : snprintf(text, sizeof text, "SubprocessError:0:%s", message);
  ssize_t ignored = write(pipe, text, static_cast<size_t>(size));
  (void)ignored;
}

bool SortedDescriptors(Value keep, std::vector<int>* out) {
  if (!IsTuple(keep))
    return Raise(&TypeErrorType, "fork_exec() argument 4 must be tuple, not %.200s", TypeName(keep));
  int64_t before = -1;
  for (int64_t i = 0; i < TupleSize(keep); ++i) {
    Value item = TupleAt(keep, i);
    int64_t fd;
    if (!IsAnyInt(item) || !IntFitsInt64(item, &fd) || fd <= before || fd > INT_MAX)
      return Raise(&ValueErrorType, "bad value(s) in fds_to_keep");
    out->push_back(static_cast<int>(fd));
    before = fd;
  }
  return true;
}

// An id of a group or user: any number that isn't one is a ValueError here.
Fallible<uint32_t> GroupId(Value v, const char* message) {
  Fallible<uint32_t> id = IdArgument(v, "id");
  if (!id) return Raise(&ValueErrorType, "%s", message);
  return id;
}

bool GroupArguments(const Value* args, Child* child) {
  if (!args[0].IsNone()) {
    child->group = TRY(GroupId(args[0], "invalid group id"));
    child->set_group = true;
  }
  if (!args[1].IsNone()) {
    if (!IsList(args[1])) return Raise(&TypeErrorType, "setgroups argument must be a list");
    for (int64_t i = 0; i < ListSize(args[1]); ++i)
      child->groups.push_back(TRY(GroupId(ListAt(args[1], i), "invalid group id")));
    child->set_groups = true;
  }
  if (!args[2].IsNone()) {
    child->user = TRY(GroupId(args[2], "invalid user id"));
    child->set_user = true;
  }
  return true;
}

// process_args, executable_list, close_fds, pass_fds, cwd, env, p2cread, p2cwrite, c2pread, c2pwrite,
// errread, errwrite, errpipe_read, errpipe_write, restore_signals, start_new_session, process_group,
// gid, extra_groups, uid, umask, preexec_fn, allow_vfork
Owned ForkExecFunction(Value, const Value* args, size_t) {
  Child child{};
  child.process_group = child.mask = -1;
  child.close_fds = TRY(IsTrue(args[2]));
  TRY_VOID(SortedDescriptors(args[3], &child.keep));
  int* descriptors[8] = {&child.p2c_read,        &child.p2c_write,   &child.c2p_read,
                         &child.c2p_write,       &child.error_read,  &child.error_write,
                         &child.error_pipe_read, &child.error_pipe_write};
  for (int i = 0; i < 8; ++i) *descriptors[i] = TRY(IntArgument(args[6 + i]));
  child.restore_signals = TRY(IsTrue(args[14]));
  child.new_session = TRY(IsTrue(args[15]));
  child.process_group = TRY(IntArgument(args[16]));
  TRY_VOID(GroupArguments(args + 17, &child));
  child.mask = TRY(IntArgument(args[20]));
  child.prepare = args[21];
  if (child.close_fds && child.error_pipe_write < 3)
    return Raise(&ValueErrorType, "errpipe_write must be >= 3");
  ExecStrings arguments, programs, environment;
  if (!args[0].IsNone()) TRY_VOID(arguments.FromSequence(args[0]));
  TRY_VOID(programs.FromSequence(args[1]));
  if (!args[5].IsNone()) TRY_VOID(environment.FromSequence(args[5]));
  for (size_t i = 0; i < programs.size(); ++i) child.programs.push_back(programs.data()[i]);
  child.arguments = arguments.data();
  child.environment = args[5].IsNone() ? nullptr : environment.data();
  Handle directory;
  if (!args[4].IsNone()) {
    directory = TRY(FsConvert(args[4]));
    child.directory = BytesView(directory).data();
  }
  bool runs_python = !child.prepare.IsNone();
  if (runs_python) BeforeFork();
  pid_t pid = fork();
  if (pid == 0) {
    if (runs_python) AfterForkChild();
    ReportFailure(child.error_pipe_write, RunChild(&child));
    _exit(255);
  }
  int error = errno;
  if (runs_python) AfterForkParent();
  return pid < 0 ? Owned(RaiseOsError(error)) : IntFromInt64(pid);
}

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(_posixsubprocess, fork_exec, Positional(ForkExecFunction, 23, 23),
                "fork_exec(args, executable_list, close_fds, pass_fds, cwd, env,\n          p2cread, p2cwrite, c2pread, c2pwrite,\n          errread, errwrite, errpipe_read, errpipe_write,\n          restore_signals, call_setsid, pgid_to_set,\n          gid, groups_list, uid, umask,\n          preexec_fn, allow_vfork)\n\nForks a child process, closes parent file descriptors as appropriate in the\nchild and dups the few that are needed before calling exec() in the child\nprocess."),
    {}};

}  // namespace

extern const ModuleDefinition PosixsubprocessModule;
const ModuleDefinition PosixsubprocessModule = {
    "_posixsubprocess", "A POSIX helper for the subprocess module.", kFunctions, nullptr};

}  // namespace polygil
