#include "pvm/thread/thread.h"

#include <pthread.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <new>

#include "gil/annotations.h"
#include "gil/gil.h"
#include "pvm/frame/frame.h"
#include "runtime/object/address_space.h"
#include "runtime/object/heap.h"

namespace polygil {
namespace {

constexpr size_t kRegisterBytes = size_t{256} << 20;
constexpr size_t kThreadRegisterBytes = size_t{64} << 20;
constexpr size_t kFrameRecords = size_t{1} << 22;
constexpr size_t kThreadFrameRecords = size_t{1} << 19;
constexpr size_t kGuardBytes = 4096;
// What C++ code that isn't asked (the C library, destructors) may still use.
constexpr uintptr_t kNativeReserve = uintptr_t{256} << 10;

// Of limited address space each stack of the main thread may take a 16th, those of others a 64th.
constexpr uint64_t kMainShare = 16, kThreadShare = 64;

// Address space with a guard page behind it; null if there is none. Halves *size until it fits.
void* ReserveStack(size_t* size) {
  for (; *size >= (size_t{1} << 20); *size /= 2) {
    void* memory = mmap(nullptr, *size + kGuardBytes, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) continue;
    mprotect(static_cast<char*>(memory) + *size, kGuardBytes, PROT_NONE);
    return memory;
  }
  return nullptr;
}

void SetFrameLimit(ThreadState* thread, int limit) {
  FrameRecord* wanted = thread->frame_base + limit + 1;
  thread->frame_limit = wanted < thread->frame_end ? wanted : thread->frame_end;
}

bool ReserveStacks(ThreadState* thread, bool is_main) {
  uint64_t left = AddressSpaceLeft(), share = is_main ? kMainShare : kThreadShare;
  size_t registers =
      ShareOfAddressSpace(is_main ? kRegisterBytes : kThreadRegisterBytes, left, share);
  size_t frames = ShareOfAddressSpace(
      (is_main ? kFrameRecords : kThreadFrameRecords) * sizeof(FrameRecord), left, share);
  void* base = ReserveStack(&registers);
  if (base == nullptr) return false;
  void* records = ReserveStack(&frames);
  if (records == nullptr) {
    munmap(base, registers + kGuardBytes);
    return false;
  }
  thread->stack_base = static_cast<Value*>(base);
  thread->stack_limit = thread->stack_base + registers / sizeof(Value);
  // The sentinel at the bottom has no code: nobody's caller.
  thread->frame_base = static_cast<FrameRecord*>(records);
  thread->frame_end = thread->frame_base + frames / sizeof(FrameRecord);
  thread->frame = thread->frame_base;
  thread->frame->base = thread->frame->stack_top = thread->stack_base;
  SetFrameLimit(thread, thread->interpreter->recursion_limit);
  return true;
}

size_t BytesBetween(const void* from, const void* to) {
  return static_cast<size_t>(static_cast<const char*>(to) - static_cast<const char*>(from));
}

// Shortens a reserved stack of `size` bytes to its share, but leaves four times what is used of it.
// Returns the new size.
size_t TrimStack(void* base, size_t size, size_t used, uint64_t left) {
  size_t kept = ShareOfAddressSpace(size, left, kMainShare);
  if (kept < used * 4) kept = (used * 4 + kGuardBytes - 1) & ~(kGuardBytes - 1);
  if (kept + kGuardBytes >= size) return size;
  char* end = static_cast<char*>(base) + kept;
  mprotect(end, kGuardBytes, PROT_NONE);
  // (To behind the old guard page, page by page.)
  munmap(end + kGuardBytes, (size + kGuardBytes - 1) / kGuardBytes * kGuardBytes - kept);
  return kept;
}

void MeasureNativeStack(ThreadState* thread) {
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return;
  void* lowest = nullptr;
  size_t size = 0;
  pthread_attr_getstack(&attributes, &lowest, &size);
  pthread_attr_destroy(&attributes);
  uintptr_t reserve = size / 4 < kNativeReserve ? size / 4 : kNativeReserve;
  thread->native_stack_limit = reinterpret_cast<uintptr_t>(lowest) + reserve;
}

gil::Gil* LockOf(const ThreadState* thread) {
  return static_cast<gil::Gil*>(thread->interpreter->gil);
}
gil::ThreadTicket* TicketOf(const ThreadState* thread) {
  return static_cast<gil::ThreadTicket*>(thread->gil_ticket);
}

void Unlink(ThreadState* thread) {
  ThreadState** link = &thread->interpreter->first_thread;
  while (*link != nullptr && *link != thread) link = &(*link)->next;
  if (*link == thread) *link = thread->next;
}

uint64_t NextThreadId(Interpreter* interpreter) {
  uint64_t id = 1;
  for (ThreadState* t = interpreter->first_thread; t != nullptr; t = t->next) {
    if (t->id >= id) id = t->id + 1;
  }
  return id;
}

}  // namespace

ThreadState* ThreadStateNew(Interpreter* interpreter, bool is_main) {
  auto* thread = new (std::nothrow) ThreadState();
  if (thread == nullptr) return nullptr;
  thread->interpreter = interpreter;
  thread->breaker = interpreter->breaker;
  thread->handled = &thread->base_handled;
  thread->is_main = is_main;
  if (!ReserveStacks(thread, is_main)) {
    delete thread;
    return nullptr;
  }
  thread->id = NextThreadId(interpreter);
  thread->gil_ticket = new gil::ThreadTicket(*static_cast<gil::Gil*>(interpreter->gil), thread->id);
  thread->next = interpreter->first_thread;
  interpreter->first_thread = thread;
  return thread;
}

void GiveBackAddressSpace() {
  ThreadState* thread = CurrentThread();
  if (thread->interpreter->first_thread->next != nullptr) return;
  size_t registers = BytesBetween(thread->stack_base, thread->stack_limit);
  size_t frames = BytesBetween(thread->frame_base, thread->frame_end);
  uint64_t left = AddressSpaceLeft(HeapSpanBytes() + registers + frames);
  if (left == UINT64_MAX) return;
  registers = TrimStack(thread->stack_base, registers,
                        BytesBetween(thread->stack_base, thread->frame->stack_top), left);
  frames = TrimStack(thread->frame_base, frames,
                     BytesBetween(thread->frame_base, thread->frame + 1), left);
  thread->stack_limit = thread->stack_base + registers / sizeof(Value);
  thread->frame_end = thread->frame_base + frames / sizeof(FrameRecord);
  SetFrameLimit(thread, thread->interpreter->recursion_limit);
  HeapTrimSpan(left > registers + frames ? left - registers - frames : 0);
}

void ThreadStateDelete(ThreadState* thread) {
  Value* fields[] = {&thread->pending,
                     &thread->base_handled.value,
                     &thread->loop_result,
                     &thread->async_exception,
                     &thread->trace_function,
                     &thread->trace_object,
                     &thread->profile_function,
                     &thread->profile_object,
                     &thread->context,
                     &thread->async_gen_first_iteration,
                     &thread->async_gen_finalizer,
                     &thread->dict,
                     &thread->repr_running};
  for (Value* field : fields) ClearField(field);
  Unlink(thread);
  munmap(thread->stack_base, reinterpret_cast<char*>(thread->stack_limit) -
                                 reinterpret_cast<char*>(thread->stack_base) + kGuardBytes);
  munmap(thread->frame_base, reinterpret_cast<char*>(thread->frame_end) -
                                 reinterpret_cast<char*>(thread->frame_base) + kGuardBytes);
  thread->stack_base = nullptr;
  // The ticket goes when its thread no longer holds the GIL: see ThreadDetach.
  if (t_thread != thread) {
    delete TicketOf(thread);
    delete thread;
  }
}

// Which lock a thread takes and leaves is known only at run time: beyond the analysis.
POLYGIL_NO_THREAD_SAFETY_ANALYSIS void ThreadAttach(ThreadState* thread) {
  MeasureNativeStack(thread);
  LockOf(thread)->Take(*TicketOf(thread));
  // Others read these under the GIL, and who started the thread has written the first.
  thread->thread_id = static_cast<uint64_t>(pthread_self());
  thread->native_id = static_cast<int64_t>(syscall(SYS_gettid));
  TicketOf(thread)->set_ident(static_cast<uint64_t>(thread->native_id));
  t_thread = thread;
  HeapAttachThread(thread->interpreter);
}

POLYGIL_NO_THREAD_SAFETY_ANALYSIS void ThreadDetach() {
  ThreadState* thread = t_thread;
  bool deleted = thread->stack_base == nullptr;
  t_thread = nullptr;
  HeapAttachThread(nullptr);
  LockOf(thread)->Drop(*TicketOf(thread), gil::Reason::kThreadExit);
  if (!deleted) return;
  delete TicketOf(thread);
  delete thread;
}

POLYGIL_NO_THREAD_SAFETY_ANALYSIS void ReleaseGil(gil::Reason reason) {
  ThreadState* thread = t_thread;
  LockOf(thread)->Drop(*TicketOf(thread), reason);
}

POLYGIL_NO_THREAD_SAFETY_ANALYSIS void AcquireGil() {
  ThreadState* thread = t_thread;
  LockOf(thread)->Take(*TicketOf(thread));
}

void SetRecursionLimit(Interpreter* interpreter, int limit) {
  interpreter->recursion_limit = limit;
  for (ThreadState* t = interpreter->first_thread; t != nullptr; t = t->next)
    SetFrameLimit(t, limit);
}

int FrameDepth(const ThreadState* thread) {
  return static_cast<int>(thread->frame - thread->frame_base);
}

}  // namespace polygil
