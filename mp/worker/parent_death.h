// So that no worker outlives its parent, even one killed with SIGKILL.
#ifndef POLYGIL_MP_WORKER_PARENT_DEATH_H_
#define POLYGIL_MP_WORKER_PARENT_DEATH_H_

#include <sys/types.h>

namespace polygil::mp {

// In a fresh child: asks the kernel for `signal` when the parent dies, and exits at once if it is dead already.
// `parent` is the pid taken before the fork. The kernel's "parent" is the *thread* that forked: call this only if
// that was the main thread, or one that lives as long as the process.
void DieWithParent(pid_t parent, int signal);

// In a fresh child forked by any thread: a native thread waits for the end of the parent process, then kills this
// one with `signal`. False if the thread could not be started.
bool DieWithParentProcess(pid_t parent, int signal);

}  // namespace polygil::mp

#endif  // POLYGIL_MP_WORKER_PARENT_DEATH_H_
