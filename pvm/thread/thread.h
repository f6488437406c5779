// Thread states: their stacks, and taking and leaving the GIL with them.

#ifndef POLYGIL_PVM_THREAD_THREAD_H_
#define POLYGIL_PVM_THREAD_THREAD_H_

#include <cstddef>

#include "gil/statistics.h"
#include "runtime/object/interpreter.h"

namespace polygil {

// A state with its register and frame stacks, linked into the interpreter's list. GIL held, except
// for the first of an interpreter. Null: no memory (nothing pending).
ThreadState* ThreadStateNew(Interpreter* interpreter, bool is_main);
// Drops what the state owns, unlinks and frees it. GIL held; no frame of it runs.
void ThreadStateDelete(ThreadState* thread);

// Binds the calling OS thread to `thread` and takes the GIL; measures the native stack.
void ThreadAttach(ThreadState* thread);
// Lets go of the GIL for good: the OS thread has no state afterwards.
void ThreadDetach();

// Around blocking code; the thread keeps its state. RuntimeHooks.
void ReleaseGil(gil::Reason reason);
void AcquireGil();

// After the program limited its own address space: gives back what the stacks of its only thread
// and the heap reserved beyond their shares of it. Does nothing if there is no limit or there are
// more threads. GIL held.
void GiveBackAddressSpace();

// sys.setrecursionlimit: also for all threads that exist.
void SetRecursionLimit(Interpreter* interpreter, int limit);
// Frames of the current thread, the innermost included.
int FrameDepth(const ThreadState* thread);

}  // namespace polygil

#endif  // POLYGIL_PVM_THREAD_THREAD_H_
