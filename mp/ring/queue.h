// A first-in first-out queue of messages in shared memory, for any number of producers and consumers, bounded or
// not. No feeder thread and no pipe: a message is in shared memory when Put returns, and stays there when its
// producer exits.
//
//   * Small messages are copied into a log, a chain of units (units.h). A record is {mark, size, kind, bytes};
//     storing the mark, its sequence number, makes it exist. The mark after the last record is always zero.
//   * Large messages are written and read in place, in runs of units of their own and without the mutex; the log
//     has only a reference.
//   * `mutex` guards the log and the units. Nobody waits, runs user code or copies a large message under it.
//
// If a process is killed: a small message exists or not; a large one that was being written is freed; one that was
// being read is gone with its reader. Whoever locks next repairs: the truth is `head` and the marks (and the unit
// entries); tail, counts and chains are recomputed by walking the log.
#ifndef POLYGIL_MP_RING_QUEUE_H_
#define POLYGIL_MP_RING_QUEUE_H_

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "mp/lock/blocking.h"
#include "mp/lock/doorbell.h"
#include "mp/lock/robust_mutex.h"
#include "mp/lock/spin.h"
#include "mp/ring/message_buffer.h"
#include "mp/ring/units.h"
#include "mp/segment/segment.h"

namespace polygil::mp {

struct QueueHeader;
struct QueueRecord;

// A received message: in the caller's buffer if it was small, in shared memory if it was large.
struct QueueMessage {
  const char* data = nullptr;
  size_t size = 0;
  uint64_t label = 0;            // what the producer gave it
  uint32_t unit = Units::kNone;  // the run to release
};

// Asked under the mutex for each message before it is taken, so that what it stores is true before the consumer has
// the message: must be short and not block. False drops the message.
struct QueueClaim {
  bool (*claim)(void* context, uint64_t label) = nullptr;
  void* context = nullptr;
};

// A process's handle, made before the fork and inherited, or opened from the segment's descriptor. Threads may
// share it.
class Queue {
 public:
  static constexpr size_t kLongestSmall = 8192;

  // `capacity`: most messages at a time, 0 for no limit.
  static Status Create(uint64_t capacity, Queue* queue);
  // Opens the queue in an existing segment; takes ownership of `fd`.
  static Status Open(int fd, Queue* queue);

  Queue() = default;
  Queue(Queue&& other) noexcept { *this = static_cast<Queue&&>(other); }
  Queue& operator=(Queue&& other) noexcept;

  bool valid() const { return header_ != nullptr; }
  int fd() const { return segment_.fd(); }

  // Appends a copy. kDone, kTimedOut (full), kInterrupted, kNoMemory.
  WaitResult Put(const char* data, size_t size, int64_t deadline, const BlockingHooks& hooks,
                 uint64_t label = 0);

  // Writing a large message in place: null when there is no memory. Then PutLarge, or Discard it.
  char* BeginLarge(size_t size);
  WaitResult PutLarge(char* room, size_t size, int64_t deadline, const BlockingHooks& hooks,
                      uint64_t label = 0);
  void Discard(char* room);

  // Takes the oldest message. kDone, kTimedOut (empty), kInterrupted, kNoMemory (the message stays). After kDone,
  // call Release when the bytes are no longer needed.
  WaitResult Get(int64_t deadline, const BlockingHooks& hooks, MessageBuffer* buffer, QueueMessage* message,
                 const QueueClaim& claim = QueueClaim());
  void Release(QueueMessage* message);

  // Exact at this instant.
  uint64_t Size() const;
  uint64_t Capacity() const;
  bool Full() const { return Capacity() != 0 && Size() >= Capacity(); }

  // Wakes all who wait for a message, for them to look at something else.
  void WakeConsumers();

  // Waits until there is something to get; kDone or as Get. Others may be faster.
  WaitResult AwaitMessage(int64_t deadline, const BlockingHooks& hooks);

  // JoinableQueue: each message put is unfinished until TaskDone; false if called too often.
  bool TaskDone();
  WaitResult AwaitAllDone(int64_t deadline, const BlockingHooks& hooks);
  uint64_t Unfinished() const;

  // Frees memory that killed processes had taken for messages; also done when memory runs short.
  int FreeMemoryOfTheDead();

  // For RobustLock.
  void Repair();

 private:
  enum class Appended { kDone, kFull, kNeedsUnit };

  // What a record is made of.
  struct Item {
    const char* data;
    size_t size;
    uint32_t kind;
    uint64_t label;
  };

  Appended Append(const Item& item, uint32_t* spare);
  WaitResult AppendWaiting(const Item& item, int64_t deadline, const BlockingHooks& hooks);
  bool TryGet(MessageBuffer* buffer, QueueMessage* message, const QueueClaim& claim, WaitResult* result);
  void Deliver(const QueueRecord& record, ProcessIdentity self, MessageBuffer* buffer, QueueMessage* message);
  static uint32_t UnitOfLarge(const QueueRecord& record);
  uint32_t AllocateRun(size_t bytes);
  void FreeRun(uint32_t unit);
  void StartUnit(uint32_t unit);
  char* At(uint64_t position) const { return segment_.data() + position; }
  bool SkipToRecord();

  Segment segment_;
  QueueHeader* header_ = nullptr;
  Units units_;
};

}  // namespace polygil::mp

#endif  // POLYGIL_MP_RING_QUEUE_H_
