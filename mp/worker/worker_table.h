// What a parent and its workers share: a queue of tasks, a queue of results, a slot per task in flight, and a slot
// per worker. The layer above adds serialisation and callbacks, nothing else.
//
// A task's life: the parent takes a free slot and puts the task into the task queue (kQueued). Any idle worker takes
// the message; *before* it has it, under the queue's mutex, the slot is marked kTaken by that worker. The worker puts
// its result into the result queue. The parent receives it and frees the slot.
//
// If a worker dies, its supervisor puts a note behind its last results into the result queue. When the parent comes to
// it, it asks which slots that worker had taken: those tasks, and no others, are lost. They are failed, or given back to the queue by a new Submit. Slots that
// were still queued are not touched; other workers take them. A message whose slot has moved on (cancelled, failed) is
// dropped when a worker comes to it.
//
// One process, the one that created the table, is the parent; its threads must agree on who calls parent methods.
#ifndef POLYGIL_MP_WORKER_WORKER_TABLE_H_
#define POLYGIL_MP_WORKER_WORKER_TABLE_H_

#include <sys/types.h>

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "mp/lock/blocking.h"
#include "mp/ring/message_buffer.h"
#include "mp/ring/queue.h"
#include "mp/segment/process.h"
#include "mp/segment/segment.h"
#include "mp/worker/task_word.h"

namespace polygil::mp {

enum class WorkerState : uint32_t {
  kEmpty,     // no worker has this place
  kStarting,  // about to be forked
  kIdle,
  kBusy,
  kLeaving,   // ends by itself
  kDead,
};

// A worker's place, in shared memory. Readable by tools at any time, also after the worker died.
struct WorkerSlot {
  static constexpr size_t kLastWords = 4096;

  std::atomic<WorkerState> state;
  std::atomic<uint32_t> current_task;       // slot of the task it runs, or WorkerTable::kNone
  std::atomic<ProcessIdentity> process;
  std::atomic<uint64_t> interrupt;          // label of the task to be interrupted, 0: none
  std::atomic<uint64_t> tasks_done;
  std::atomic<int64_t> started_ns;          // CLOCK_MONOTONIC
  std::atomic<int64_t> task_started_ns;
  std::atomic<uint64_t> waiting_ns;         // for tasks
  std::atomic<uint64_t> working_ns;
  std::atomic<uint32_t> restarts;           // workers that had this place before
  std::atomic<uint32_t> last_words_size;
  char last_words[kLastWords];              // what a crash handler left, such as the Python stack
};

// What arrives in the result queue.
enum class ResultKind : uint8_t {
  kResult,       // of a task, as the worker reported it
  kFailure,      // likewise, for a task that raised
  kWorkerDied,   // by the supervisor: the bytes are a WorkerDeath
  kMessage,      // anything else the layer above wants to say
};

struct WorkerDeath {
  uint32_t worker;
  pid_t pid;
  int32_t exit_code;  // as multiprocessing has it: -N for signal N
};

struct Task {
  uint32_t slot = 0;
  uint64_t label = 0;
  QueueMessage message;  // the payload
};

struct Result {
  ResultKind kind = ResultKind::kResult;
  uint32_t slot = 0;      // for kResult and kFailure
  uint64_t label = 0;
  QueueMessage message;
};

class WorkerTable {
 public:
  static constexpr uint32_t kNone = ~uint32_t{0};

  static Status Create(uint32_t workers, uint32_t tasks, WorkerTable* table);

  // For a worker that inherits nothing: what it needs to open the table, in order; borrowed. Open duplicates them.
  static constexpr int kDescriptors = 3;
  void Descriptors(int* fds) const;
  static Status Open(const int* fds, WorkerTable* table);

  WorkerTable() = default;
  WorkerTable(WorkerTable&&) noexcept = default;
  WorkerTable& operator=(WorkerTable&&) noexcept;
  ~WorkerTable();

  uint32_t worker_count() const;
  uint32_t task_count() const;
  WorkerSlot& worker(uint32_t index) const;
  TaskWord task(uint32_t slot) const;
  ProcessIdentity parent() const;

  // --- Parent: tasks ---

  // A free slot for a new task, or kNone when all are in use. Only one thread at a time.
  uint32_t AllocateTask();
  // Puts the task into the queue. kDone, kNoMemory (the slot stays allocated), or as Queue::Put.
  WaitResult Submit(uint32_t slot, const char* data, size_t size);
  // The same for a payload written in place with tasks().BeginLarge.
  WaitResult SubmitLarge(uint32_t slot, char* room, size_t size);
  // Frees the slot, whatever became of the task; a message still queued will be dropped.
  void FreeTask(uint32_t slot);

  enum class CancelResult { kCancelled, kRunning, kFinished };
  // Withdraws a task that no worker has taken. A running one can be interrupted: `*worker` says where it runs.
  CancelResult Cancel(uint32_t slot, uint32_t* worker);
  // Marks the running task for interruption; the caller also sends the worker the signal that makes it look.
  void Interrupt(uint32_t worker, uint32_t slot);

  // --- Parent: results and workers ---

  // The next result. The slot's state is kDone when the caller gets it. Results of tasks that were freed meanwhile are
  // dropped. Release with results().Release(&result->message).
  WaitResult NextResult(int64_t deadline, const BlockingHooks& hooks, MessageBuffer* buffer, Result* result);

  // An empty place for a new worker, or kNone. Register its process after the fork.
  uint32_t AllocateWorker();
  void RegisterWorker(uint32_t worker, pid_t pid);
  // Records a death: the place keeps its statistics and last words and can be allocated again.
  void BuryWorker(uint32_t worker);
  // The tasks the worker had taken and not reported; at most `capacity` slots. Their state becomes kDone. To be asked
  // when the note of its death has come out of the result queue, and before its place is given to another.
  int LostTasks(uint32_t worker, uint32_t* slots, int capacity);

  // Asks all workers to leave when they are idle.
  void Shutdown();

  // --- Worker ---

  // In the new worker, before anything else.
  void StartWorker(uint32_t worker);
  // The next task. kClosed when the parent is gone or has called Shutdown and no task is left.
  WaitResult NextTask(uint32_t worker, int64_t deadline, const BlockingHooks& hooks, MessageBuffer* buffer,
                      Task* task);
  // Reports and thereby finishes the task. kDone or kNoMemory (report something smaller).
  WaitResult Report(uint32_t worker, const Task& task, ResultKind kind, const char* data, size_t size);
  // A payload written in place with results().BeginLarge.
  WaitResult ReportLarge(uint32_t worker, const Task& task, ResultKind kind, char* room, size_t size);
  // True once if the parent wants this task interrupted.
  bool TakeInterrupt(uint32_t worker, const Task& task);
  // Async-signal-safe: leaves a text for the post-mortem.
  void LeaveLastWords(uint32_t worker, const char* text, size_t size);
  // The worker ends by itself after this.
  void LeaveWorker(uint32_t worker);

  // --- Both ---

  Queue& tasks() { return tasks_; }
  Queue& results() { return results_; }
  WaitResult SendMessage(uint32_t worker, const char* data, size_t size);
  // A death noticed by the supervisor, for the thread that waits for results.
  void AnnounceDeath(const WorkerDeath& death);

 private:
  struct Shared;

  std::atomic<uint64_t>& TaskBits(uint32_t slot) const;
  Shared* shared() const { return reinterpret_cast<Shared*>(segment_.data()); }
  void MarkQueued(uint32_t slot);
  void FinishOnWorker(uint32_t worker);
  bool AcceptResult(const TaskLabel& label);
  bool ShuttingDown() const;

  Segment segment_;
  Queue tasks_;
  Queue results_;
  uint32_t* free_slots_ = nullptr;  // parent's stack of free slots, private
  uint32_t free_count_ = 0;
  int64_t last_parent_check_ = 0;
};

}  // namespace polygil::mp

#endif  // POLYGIL_MP_WORKER_WORKER_TABLE_H_
