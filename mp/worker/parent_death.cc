#include "mp/worker/parent_death.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace polygil::mp {

namespace {

constexpr int kExitCode = 1;

struct Watch {
  int pidfd;
  int signal;
};

void* WaitForParent(void* argument) {
  const uintptr_t packed = reinterpret_cast<uintptr_t>(argument);
  const Watch watch{static_cast<int>(packed >> 8), static_cast<int>(packed & 0xff)};
  pollfd entry{watch.pidfd, POLLIN, 0};
  while (poll(&entry, 1, -1) < 0 && errno == EINTR) {
  }
  kill(getpid(), watch.signal);
  return nullptr;
}

}  // namespace

void DieWithParent(pid_t parent, int signal) {
  prctl(PR_SET_PDEATHSIG, signal);
  // The parent may have died before the call: then nobody will send the signal.
  if (getppid() != parent) _exit(kExitCode);
}

bool DieWithParentProcess(pid_t parent, int signal) {
  const int pidfd = static_cast<int>(syscall(SYS_pidfd_open, parent, 0));
  if (pidfd < 0 || getppid() != parent) _exit(kExitCode);
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, 65536);
  pthread_t thread;
  const uintptr_t packed = static_cast<uintptr_t>(pidfd) << 8 | static_cast<uintptr_t>(signal & 0xff);
  const int error = pthread_create(&thread, &attributes, WaitForParent, reinterpret_cast<void*>(packed));
  pthread_attr_destroy(&attributes);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return error == 0;
}

}  // namespace polygil::mp
