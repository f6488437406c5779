#include "pvm/thread/fork.h"

#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "gil/gil.h"
#include "runtime/object/heap.h"
#include "runtime/object/interpreter.h"
#include "runtime/types/classes/spared_misses.h"

namespace polygil {
namespace {

gil::Gil* LockOf(const ThreadState* thread) { return static_cast<gil::Gil*>(thread->interpreter->gil); }

// The other threads don't exist here. Their states stay as they are: what they refer to may be in use by frames
// that will never end.
void KeepOnlyThisThread(ThreadState* thread) {
  Interpreter* interpreter = thread->interpreter;
  interpreter->first_thread = thread;
  thread->next = nullptr;
  thread->is_main = true;
  thread->thread_id = static_cast<uint64_t>(pthread_self());
  thread->native_id = static_cast<int64_t>(syscall(SYS_gettid));
}

}  // namespace

void ThreadsBeforeFork() { LockOf(CurrentThread())->BeforeFork(); }
void ThreadsAfterForkParent() { LockOf(CurrentThread())->AfterForkParent(); }

void ThreadsAfterForkChild() {
  HeapAfterForkChild();  // before anything touches a count
  t_misses_spared = kMissesSpared;
  ThreadState* thread = CurrentThread();
  auto* ticket = static_cast<gil::ThreadTicket*>(thread->gil_ticket);
  LockOf(thread)->AfterForkChild(*ticket);
  KeepOnlyThisThread(thread);
  ticket->set_ident(static_cast<uint64_t>(thread->native_id));
}

}  // namespace polygil
