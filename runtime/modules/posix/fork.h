// fork(2) of an interpreter: the callbacks of os.register_at_fork, and what the host does around it.

#ifndef POLYGIL_RUNTIME_MODULES_POSIX_FORK_H_
#define POLYGIL_RUNTIME_MODULES_POSIX_FORK_H_

namespace polygil {

// To be called in this order around fork(2), the GIL held throughout.
void BeforeFork();
void AfterForkParent();
void AfterForkChild();

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_POSIX_FORK_H_
