#include "mp/worker/worker_table.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace polygil::mp {

namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr int64_t kParentCheckNs = 200000000;
constexpr uint32_t kMostTasks = 0xffffff;

void Add(std::atomic<uint64_t>& counter, int64_t amount) {
  counter.store(counter.load(kRelaxed) + static_cast<uint64_t>(std::max<int64_t>(amount, 0)), kRelaxed);
}

}  // namespace

// At the beginning of the segment, followed by the workers and the tasks.
struct WorkerTable::Shared {
  uint32_t workers;
  uint32_t tasks;
  ProcessIdentity parent;
  std::atomic<uint32_t> shutdown;
  uint32_t unused;

  WorkerSlot* Workers() { return reinterpret_cast<WorkerSlot*>(this + 1); }
  std::atomic<uint64_t>* Tasks() { return reinterpret_cast<std::atomic<uint64_t>*>(Workers() + workers); }
};

Status WorkerTable::Create(uint32_t workers, uint32_t tasks, WorkerTable* table) {
  if (workers == 0 || tasks == 0 || tasks > kMostTasks) return {EINVAL, "workers"};
  WorkerTable made;
  const size_t bytes = sizeof(Shared) + workers * sizeof(WorkerSlot) + tasks * sizeof(uint64_t);
  Status status = Segment::Create("polygil-workers", bytes, &made.segment_);
  if (status.ok()) status = Queue::Create(0, &made.tasks_);
  if (status.ok()) status = Queue::Create(0, &made.results_);
  if (!status.ok()) return status;
  made.shared()->workers = workers;
  made.shared()->tasks = tasks;
  made.shared()->parent = OwnIdentity();
  made.free_slots_ = static_cast<uint32_t*>(malloc(tasks * sizeof(uint32_t)));
  if (made.free_slots_ == nullptr) return {ENOMEM, "workers"};
  for (uint32_t i = 0; i < tasks; ++i) made.free_slots_[i] = tasks - 1 - i;
  made.free_count_ = tasks;
  *table = std::move(made);
  return {};
}

void WorkerTable::Descriptors(int* fds) const {
  fds[0] = segment_.fd();
  fds[1] = tasks_.fd();
  fds[2] = results_.fd();
}

Status WorkerTable::Open(const int* fds, WorkerTable* table) {
  int own[kDescriptors];
  for (int i = 0; i < kDescriptors; ++i) own[i] = fcntl(fds[i], F_DUPFD_CLOEXEC, 0);
  WorkerTable made;
  Status status = Segment::Map(own[0], &made.segment_);
  const Status tasks = Queue::Open(own[1], &made.tasks_);
  const Status results = Queue::Open(own[2], &made.results_);
  if (status.ok()) status = tasks;
  if (status.ok()) status = results;
  if (status.ok()) *table = std::move(made);
  return status;
}

WorkerTable& WorkerTable::operator=(WorkerTable&& other) noexcept {
  segment_ = std::move(other.segment_);
  tasks_ = std::move(other.tasks_);
  results_ = std::move(other.results_);
  free(free_slots_);
  free_slots_ = std::exchange(other.free_slots_, nullptr);
  free_count_ = std::exchange(other.free_count_, 0);
  return *this;
}

WorkerTable::~WorkerTable() { free(free_slots_); }

uint32_t WorkerTable::worker_count() const { return shared()->workers; }
uint32_t WorkerTable::task_count() const { return shared()->tasks; }
ProcessIdentity WorkerTable::parent() const { return shared()->parent; }
WorkerSlot& WorkerTable::worker(uint32_t index) const { return shared()->Workers()[index]; }
std::atomic<uint64_t>& WorkerTable::TaskBits(uint32_t slot) const { return shared()->Tasks()[slot]; }
TaskWord WorkerTable::task(uint32_t slot) const {
  return TaskWord::Of(TaskBits(slot).load(std::memory_order_acquire));
}
bool WorkerTable::ShuttingDown() const { return shared()->shutdown.load(std::memory_order_acquire) != 0; }

// --- Parent: tasks ---

uint32_t WorkerTable::AllocateTask() {
  if (free_count_ == 0) return kNone;
  const uint32_t slot = free_slots_[--free_count_];
  const uint32_t generation = task(slot).generation + 1;
  TaskBits(slot).store(TaskWord{generation, TaskState::kDone, 0}.Bits(), std::memory_order_release);
  return slot;
}

// A new generation each time, so that a message of a failed attempt is not taken for the new one.
void WorkerTable::MarkQueued(uint32_t slot) {
  const uint32_t generation = task(slot).generation + 1;
  TaskBits(slot).store(TaskWord{generation, TaskState::kQueued, 0}.Bits(), std::memory_order_release);
}

WaitResult WorkerTable::Submit(uint32_t slot, const char* data, size_t size) {
  MarkQueued(slot);
  const TaskLabel label{task(slot).generation, slot, 0};
  return tasks_.Put(data, size, kForever, BlockingHooks(), label.Bits());
}

WaitResult WorkerTable::SubmitLarge(uint32_t slot, char* room, size_t size) {
  MarkQueued(slot);
  const TaskLabel label{task(slot).generation, slot, 0};
  return tasks_.PutLarge(room, size, kForever, BlockingHooks(), label.Bits());
}

void WorkerTable::FreeTask(uint32_t slot) {
  const uint32_t generation = task(slot).generation + 1;
  TaskBits(slot).store(TaskWord{generation, TaskState::kFree, 0}.Bits(), std::memory_order_release);
  free_slots_[free_count_++] = slot;
}

WorkerTable::CancelResult WorkerTable::Cancel(uint32_t slot, uint32_t* worker) {
  uint64_t bits = TaskBits(slot).load(std::memory_order_acquire);
  while (true) {
    const TaskWord word = TaskWord::Of(bits);
    if (word.state == TaskState::kTaken) {
      *worker = word.worker;
      return CancelResult::kRunning;
    }
    if (word.state != TaskState::kQueued) return CancelResult::kFinished;
    const TaskWord cancelled{word.generation, TaskState::kDone, 0};
    if (TaskBits(slot).compare_exchange_weak(bits, cancelled.Bits(), std::memory_order_acq_rel)) {
      return CancelResult::kCancelled;
    }
  }
}

void WorkerTable::Interrupt(uint32_t index, uint32_t slot) {
  const TaskLabel label{task(slot).generation, slot, 0};
  worker(index).interrupt.store(label.Bits(), std::memory_order_release);
}

// --- Parent: results and workers ---

// Completes the slot; false if the result belongs to an earlier use of it.
bool WorkerTable::AcceptResult(const TaskLabel& label) {
  uint64_t bits = TaskBits(label.slot).load(std::memory_order_acquire);
  while (true) {
    TaskWord word = TaskWord::Of(bits);
    if (word.generation != label.generation || word.state != TaskState::kTaken) return false;
    word.state = TaskState::kDone;
    if (TaskBits(label.slot).compare_exchange_weak(bits, word.Bits(), std::memory_order_acq_rel)) return true;
  }
}

WaitResult WorkerTable::NextResult(int64_t deadline, const BlockingHooks& hooks, MessageBuffer* buffer,
                                   Result* result) {
  while (true) {
    const WaitResult waited = results_.Get(deadline, hooks, buffer, &result->message);
    if (waited != WaitResult::kDone) return waited;
    const TaskLabel label = TaskLabel::Of(result->message.label);
    result->kind = static_cast<ResultKind>(label.kind);
    result->slot = label.slot;
    result->label = TaskLabel{label.generation, label.slot, 0}.Bits();
    const bool of_task = result->kind == ResultKind::kResult || result->kind == ResultKind::kFailure;
    if (!of_task || AcceptResult(label)) return WaitResult::kDone;
    results_.Release(&result->message);
  }
}

uint32_t WorkerTable::AllocateWorker() {
  for (uint32_t i = 0; i < worker_count(); ++i) {
    WorkerSlot& slot = worker(i);
    const WorkerState state = slot.state.load(std::memory_order_acquire);
    if (state != WorkerState::kEmpty && state != WorkerState::kDead) continue;
    if (state == WorkerState::kDead) slot.restarts.fetch_add(1, kRelaxed);
    slot.process.store(0, kRelaxed);
    slot.interrupt.store(0, kRelaxed);
    slot.current_task.store(kNone, kRelaxed);
    slot.last_words_size.store(0, kRelaxed);
    slot.state.store(WorkerState::kStarting, std::memory_order_release);
    return i;
  }
  return kNone;
}

void WorkerTable::RegisterWorker(uint32_t index, pid_t pid) {
  // The worker stores the same when it starts; a child that died at once no longer has an identity.
  const ProcessIdentity identity = IdentityOf(pid);
  if (identity != 0) worker(index).process.store(identity, std::memory_order_release);
}

void WorkerTable::BuryWorker(uint32_t index) {
  worker(index).state.store(WorkerState::kDead, std::memory_order_release);
}

int WorkerTable::LostTasks(uint32_t index, uint32_t* slots, int capacity) {
  int count = 0;
  for (uint32_t slot = 0; slot < task_count() && count < capacity; ++slot) {
    uint64_t bits = TaskBits(slot).load(std::memory_order_acquire);
    TaskWord word = TaskWord::Of(bits);
    if (word.state != TaskState::kTaken || word.worker != index) continue;
    word.state = TaskState::kDone;
    if (TaskBits(slot).compare_exchange_strong(bits, word.Bits(), std::memory_order_acq_rel)) {
      slots[count++] = slot;
    }
  }
  return count;
}

void WorkerTable::Shutdown() {
  shared()->shutdown.store(1, std::memory_order_seq_cst);
  tasks_.WakeConsumers();
}

// --- Worker ---

void WorkerTable::StartWorker(uint32_t index) {
  WorkerSlot& slot = worker(index);
  slot.process.store(OwnIdentity(), kRelaxed);
  slot.tasks_done.store(0, kRelaxed);
  slot.waiting_ns.store(0, kRelaxed);
  slot.working_ns.store(0, kRelaxed);
  slot.started_ns.store(gil::MonotonicNs(), kRelaxed);
  slot.state.store(WorkerState::kIdle, std::memory_order_release);
}

namespace {

struct ClaimContext {
  std::atomic<uint64_t>* tasks;
  uint32_t count;
  uint32_t worker;
};

// Runs under the mutex of the task queue: from here on the parent knows who has the task.
bool ClaimTask(void* context, uint64_t label_bits) {
  const auto& claim = *static_cast<ClaimContext*>(context);
  const TaskLabel label = TaskLabel::Of(label_bits);
  if (label.slot >= claim.count) return false;
  uint64_t expected = TaskWord{label.generation, TaskState::kQueued, 0}.Bits();
  const uint64_t taken = TaskWord{label.generation, TaskState::kTaken, claim.worker}.Bits();
  return claim.tasks[label.slot].compare_exchange_strong(expected, taken, std::memory_order_acq_rel);
}

}  // namespace

WaitResult WorkerTable::NextTask(uint32_t index, int64_t deadline, const BlockingHooks& hooks,
                                 MessageBuffer* buffer, Task* task) {
  WorkerSlot& slot = worker(index);
  ClaimContext context{shared()->Tasks(), task_count(), index};
  const QueueClaim claim{ClaimTask, &context};
  const int64_t start = gil::MonotonicNs();
  BlockingScope scope(hooks);
  const BlockingHooks no_hooks;
  WaitResult result = tasks_.Get(kNoWait, no_hooks, buffer, &task->message, claim);
  while (result == WaitResult::kTimedOut) {
    if (ShuttingDown() && tasks_.Size() == 0) return WaitResult::kClosed;
    if (HasPassed(deadline)) return result;
    const int64_t now = gil::MonotonicNs();
    if (now - last_parent_check_ > kParentCheckNs) {
      last_parent_check_ = now;
      if (!ProcessIsAlive(parent())) return WaitResult::kClosed;
    }
    scope.Enter();
    const int64_t slice = EarlierDeadline(deadline, now + kRecheckNs);
    result = tasks_.Get(slice, no_hooks, buffer, &task->message, claim);
  }
  if (result != WaitResult::kDone) return result;
  task->label = task->message.label;
  task->slot = TaskLabel::Of(task->label).slot;
  const int64_t now = gil::MonotonicNs();
  Add(slot.waiting_ns, now - start);
  slot.task_started_ns.store(now, kRelaxed);
  slot.current_task.store(task->slot, kRelaxed);
  slot.state.store(WorkerState::kBusy, std::memory_order_release);
  return result;
}

void WorkerTable::FinishOnWorker(uint32_t index) {
  WorkerSlot& slot = worker(index);
  Add(slot.working_ns, gil::MonotonicNs() - slot.task_started_ns.load(kRelaxed));
  Add(slot.tasks_done, 1);
  slot.current_task.store(kNone, kRelaxed);
  slot.state.store(WorkerState::kIdle, std::memory_order_release);
}

WaitResult WorkerTable::Report(uint32_t index, const Task& task, ResultKind kind, const char* data, size_t size) {
  TaskLabel label = TaskLabel::Of(task.label);
  label.kind = static_cast<uint8_t>(kind);
  const WaitResult result = results_.Put(data, size, kForever, BlockingHooks(), label.Bits());
  if (result == WaitResult::kDone) FinishOnWorker(index);
  return result;
}

WaitResult WorkerTable::ReportLarge(uint32_t index, const Task& task, ResultKind kind, char* room, size_t size) {
  TaskLabel label = TaskLabel::Of(task.label);
  label.kind = static_cast<uint8_t>(kind);
  const WaitResult result = results_.PutLarge(room, size, kForever, BlockingHooks(), label.Bits());
  if (result == WaitResult::kDone) FinishOnWorker(index);
  return result;
}

bool WorkerTable::TakeInterrupt(uint32_t index, const Task& task) {
  uint64_t wanted = TaskLabel{TaskLabel::Of(task.label).generation, task.slot, 0}.Bits();
  return worker(index).interrupt.compare_exchange_strong(wanted, 0, std::memory_order_acq_rel);
}

void WorkerTable::LeaveLastWords(uint32_t index, const char* text, size_t size) {
  WorkerSlot& slot = worker(index);
  size = std::min(size, WorkerSlot::kLastWords);
  memcpy(slot.last_words, text, size);
  slot.last_words_size.store(static_cast<uint32_t>(size), std::memory_order_release);
}

void WorkerTable::LeaveWorker(uint32_t index) {
  worker(index).state.store(WorkerState::kLeaving, std::memory_order_release);
}

// --- Both ---

WaitResult WorkerTable::SendMessage(uint32_t index, const char* data, size_t size) {
  const TaskLabel label{index, 0, static_cast<uint8_t>(ResultKind::kMessage)};
  return results_.Put(data, size, kForever, BlockingHooks(), label.Bits());
}

void WorkerTable::AnnounceDeath(const WorkerDeath& death) {
  const TaskLabel label{death.worker, 0, static_cast<uint8_t>(ResultKind::kWorkerDied)};
  const auto* bytes = reinterpret_cast<const char*>(&death);
  while (results_.Put(bytes, sizeof(death), kForever, BlockingHooks(), label.Bits()) ==
         WaitResult::kInterrupted) {
  }
}

}  // namespace polygil::mp
