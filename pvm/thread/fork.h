// fork() of the interpreter: the one way for all who fork and go on running Python in the child.

#ifndef POLYGIL_PVM_THREAD_FORK_H_
#define POLYGIL_PVM_THREAD_FORK_H_

#include <sys/types.h>

namespace polygil {

// As fork(2). GIL held before and, in both processes, after. In the child the calling thread is the main thread and
// the only one; objects of the parent are inherited (runtime/object/heap.h). Runs no Python code: the callbacks of
// os.register_at_fork are the caller's business.
pid_t ForkInterpreter();

}  // namespace polygil

#endif  // POLYGIL_PVM_THREAD_FORK_H_
