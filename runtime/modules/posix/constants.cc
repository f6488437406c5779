// Integer constants and tables of configuration names.

#include <climits>
#include <cstdio>
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/memfd.h>
#include <sched.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <sysexits.h>
#include <unistd.h>
#include <linux/limits.h>

#include "runtime/modules/posix/posix_internal.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"

// What the library leaves to the reader of the manual.
#ifndef SCHED_RESET_ON_FORK
#define SCHED_RESET_ON_FORK 0x40000000
#endif
#define POSIX_SPAWN_OPEN 0
#define POSIX_SPAWN_CLOSE 1
#define POSIX_SPAWN_DUP2 2
#ifndef P_PIDFD
#define P_PIDFD 3
#endif

namespace polygil {
namespace {

constexpr IntConstant kConstants[] = {
#define CONSTANT(name) {#name, static_cast<int64_t>(name)},
#include "runtime/modules/posix/constants.def"
    {nullptr, 0}};

#define SYSCONF(name, value) {#name, value},
#define CONFSTR(name, value)
#define PATHCONF(name, value)
constexpr IntConstant kSysconfNames[] = {
#include "runtime/modules/posix/configuration_names.def"
    {nullptr, 0}};
#define SYSCONF(name, value)
#define CONFSTR(name, value) {#name, value},
#define PATHCONF(name, value)
constexpr IntConstant kConfstrNames[] = {
#include "runtime/modules/posix/configuration_names.def"
    {nullptr, 0}};
#define SYSCONF(name, value)
#define CONFSTR(name, value)
#define PATHCONF(name, value) {#name, value},
constexpr IntConstant kPathconfNames[] = {
#include "runtime/modules/posix/configuration_names.def"
    {nullptr, 0}};

constexpr const char* kHave[] = {
    "HAVE_EVENTFD",   "HAVE_FACCESSAT",  "HAVE_FCHDIR",    "HAVE_FCHMOD",        "HAVE_FCHMODAT",
    "HAVE_FCHOWN",    "HAVE_FCHOWNAT",   "HAVE_FEXECVE",   "HAVE_FDOPENDIR",     "HAVE_FPATHCONF",
    "HAVE_FSTATAT",   "HAVE_FSTATVFS",   "HAVE_FTRUNCATE", "HAVE_FUTIMENS",      "HAVE_FUTIMES",
    "HAVE_FUTIMESAT", "HAVE_LINKAT",     "HAVE_LCHOWN",    "HAVE_LSTAT",         "HAVE_LUTIMES",
    "HAVE_MEMFD_CREATE", "HAVE_MKDIRAT", "HAVE_MKFIFOAT",  "HAVE_MKNODAT",       "HAVE_OPENAT",
    "HAVE_READLINKAT", "HAVE_RENAMEAT",  "HAVE_SYMLINKAT", "HAVE_UNLINKAT",      "HAVE_UTIMENSAT"};

bool AddNames(Value module, const char* name, const IntConstant* rows) {
  Handle dict = TRY(DictNew());
  for (; rows->name != nullptr; ++rows)
    TRY_VOID(DictSetAscii(dict, rows->name, Value::Int(rows->value)));
  return ModuleAdd(module, name, dict.Release());
}

}  // namespace

bool InitPosixConstants(Value module) {
  TRY_VOID(AddIntConstants(module, kConstants));
  TRY_VOID(AddNames(module, "sysconf_names", kSysconfNames));
  TRY_VOID(AddNames(module, "confstr_names", kConfstrNames));
  TRY_VOID(AddNames(module, "pathconf_names", kPathconfNames));
  Handle have = TRY(ListNew());
  for (const char* name : kHave) TRY_VOID(ListAppendOwned(have, StrFromUtf8(name)));
  TRY_VOID(ModuleAdd(module, "_have_functions", have.Release()));
  return ModuleAdd(module, "error", Retain(Value::Pointer(&OSErrorType)));
}

}  // namespace polygil
