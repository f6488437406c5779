// What a fork() of the interpreter needs before and after it: the fork hooks of RuntimeHooks.

#ifndef POLYGIL_PVM_THREAD_FORK_H_
#define POLYGIL_PVM_THREAD_FORK_H_

namespace polygil {

// The GIL is held before and, in both processes, after. In the child the calling thread is the main thread and the
// only one; objects of the parent are inherited (runtime/object/heap.h). No Python code runs: the callbacks of
// os.register_at_fork are the caller's business.
void ThreadsBeforeFork();
void ThreadsAfterForkParent();
void ThreadsAfterForkChild();

}  // namespace polygil

#endif  // POLYGIL_PVM_THREAD_FORK_H_
