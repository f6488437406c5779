// The state of a task slot in one word, so that each step of a task's life is one compare-and-swap.
#ifndef POLYGIL_MP_WORKER_TASK_WORD_H_
#define POLYGIL_MP_WORKER_TASK_WORD_H_

#include <cstdint>

namespace polygil::mp {

enum class TaskState : uint8_t {
  kFree,
  kQueued,  // in the task queue
  kTaken,   // a worker has it (stored before the worker sees it)
  kDone,    // its result was received, or it was given up
};

// [generation:32][state:8][worker:24]. The generation grows with each use of the slot, so that a message of an
// earlier use is recognised and dropped.
struct TaskWord {
  uint32_t generation;
  TaskState state;
  uint32_t worker;

  static TaskWord Of(uint64_t bits) {
    return {static_cast<uint32_t>(bits >> 32), static_cast<TaskState>(bits >> 24 & 0xff),
            static_cast<uint32_t>(bits & 0xffffff)};
  }
  uint64_t Bits() const {
    return uint64_t{generation} << 32 | uint64_t{static_cast<uint8_t>(state)} << 24 | (worker & 0xffffff);
  }
};

// The label of a task's messages: which use of which slot, and what kind of message.
struct TaskLabel {
  uint32_t generation;
  uint32_t slot;  // 24 bits
  uint8_t kind;

  static TaskLabel Of(uint64_t bits) {
    return {static_cast<uint32_t>(bits >> 32), static_cast<uint32_t>(bits & 0xffffff),
            static_cast<uint8_t>(bits >> 24 & 0xff)};
  }
  uint64_t Bits() const { return uint64_t{generation} << 32 | uint64_t{kind} << 24 | (slot & 0xffffff); }
};

}  // namespace polygil::mp

#endif  // POLYGIL_MP_WORKER_TASK_WORD_H_
