#include "pvm/thread/fork.h"

#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "gil/gil.h"
#include "runtime/object/heap.h"
#include "runtime/object/interpreter.h"

namespace polygil {
namespace {

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

pid_t ForkInterpreter() {
  ThreadState* thread = CurrentThread();
  auto* lock = static_cast<gil::Gil*>(thread->interpreter->gil);
  auto* ticket = static_cast<gil::ThreadTicket*>(thread->gil_ticket);
  lock->BeforeFork();
  const pid_t pid = fork();
  const int error = errno;
  if (pid == 0) {
    HeapAfterForkChild();  // before anything touches a count
    lock->AfterForkChild(*ticket);
    KeepOnlyThisThread(thread);
    ticket->set_ident(static_cast<uint64_t>(thread->native_id));
  } else {
    lock->AfterForkParent();
  }
  errno = error;
  return pid;
}

}  // namespace polygil
