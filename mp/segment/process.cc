#include "mp/segment/process.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <atomic>

namespace polygil::mp {

namespace {

struct ProcessState {
  char state;
  uint64_t start_time;
};

// Reads fields 3 and 22 of /proc/PID/stat. False if there is no such process.
bool ReadProcessState(pid_t pid, ProcessState* result) {
  char path[40];
  snprintf(path, sizeof(path), "/proc/%d/stat", static_cast<int>(pid));
  const int saved_errno = errno;
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    errno = saved_errno;
    return false;
  }
  char text[1024];
  const ssize_t length = read(fd, text, sizeof(text) - 1);
  close(fd);
  errno = saved_errno;
  if (length <= 0) return false;
  text[length] = '\0';
  // The command's name is in parentheses and may contain anything, so fields count from the last ')'.
  const char* field = strrchr(text, ')');
  if (field == nullptr || field[1] == '\0') return false;
  field += 2;
  result->state = *field;
  for (int number = 3; number < 22; ++number) {
    field = strchr(field, ' ');
    if (field == nullptr) return false;
    ++field;
  }
  result->start_time = strtoull(field, nullptr, 10);
  return true;
}

ProcessIdentity Combine(pid_t pid, uint64_t start_time) {
  return static_cast<uint64_t>(pid) << 32 | (start_time & 0xffffffffu);
}

// A cache of a fact of the operating system, not state of an interpreter.
std::atomic<ProcessIdentity> own_identity{0};

}  // namespace

ProcessIdentity OwnIdentity() {
  const ProcessIdentity known = own_identity.load(std::memory_order_relaxed);
  if (known != 0) [[likely]] return known;
  // A forked child starts without the cached value; asking the kernel for the pid each time would cost more
  // than a whole lock operation.
  static const int registered = pthread_atfork(nullptr, nullptr, [] {
    own_identity.store(0, std::memory_order_relaxed);
  });
  (void)registered;
  ProcessIdentity identity = IdentityOf(getpid());
  if (identity == 0) identity = Combine(getpid(), 0);  // no /proc
  own_identity.store(identity, std::memory_order_relaxed);
  return identity;
}

ProcessIdentity IdentityOf(pid_t pid) {
  ProcessState state;
  return ReadProcessState(pid, &state) ? Combine(pid, state.start_time) : 0;
}

bool ProcessIsAlive(ProcessIdentity identity) {
  ProcessState state;
  if (!ReadProcessState(PidOf(identity), &state)) {
    return access("/proc/self/stat", R_OK) != 0;  // without /proc, assume the best
  }
  return state.state != 'Z' && state.state != 'X' &&
         Combine(PidOf(identity), state.start_time) == identity;
}

}  // namespace polygil::mp
