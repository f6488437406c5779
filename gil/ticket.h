// A thread's place at the GIL: its futex word, its links in the waiting list, its statistics. One per thread
// state; the thread waits on its own word, so a hand-over wakes exactly one thread.
#ifndef POLYGIL_GIL_TICKET_H_
#define POLYGIL_GIL_TICKET_H_

#include <atomic>
#include <cstdint>

#include "gil/statistics.h"

namespace polygil::gil {

class Gil;

enum class WaitClass : uint8_t {
  kCpu,  // waits for its turn
  kIo,   // back from blocking I/O: goes first, within the credit
};

// Registers with its lock on construction and leaves it on destruction; must outlive every Take and Drop made
// with it, and not hold the lock when destroyed. Used by one thread.
class ThreadTicket {
 public:
  // `ident` is any number that tools may show for the thread (its native id, say).
  ThreadTicket(Gil& gil, uint64_t ident);
  ~ThreadTicket();
  ThreadTicket(const ThreadTicket&) = delete;
  ThreadTicket& operator=(const ThreadTicket&) = delete;

  uint64_t ident() const { return ident_; }
  void set_ident(uint64_t ident) { ident_ = ident; }
  // This thread's row and column in the matrix of who waited for whom.
  int slot() const { return slot_; }
  const ThreadStatistics& statistics() const { return statistics_; }

 private:
  friend class Gil;
  friend class WaitList;

  enum Word : uint32_t { kIdle, kSpinning, kSleeping, kPoked, kGranted };

  // Written by the thread before it sleeps and by whoever hands the lock over.
  alignas(64) std::atomic<uint32_t> word_{kIdle};

  // Guarded by the lock's mutex while the thread waits.
  ThreadTicket* previous_ = nullptr;
  ThreadTicket* next_ = nullptr;
  WaitClass wait_class_ = WaitClass::kCpu;
  uint64_t enqueued_ = 0;     // ticks
  uint64_t granted_ = 0;      // ticks
  uint64_t request_due_ = 0;  // when a kIo waiter may ask, in ticks
  bool requested_ = false;    // has asked the present holder
  uint64_t wake_due_ = 0;     // when the sleeping thread will look again, in ticks

  // Owned by the thread.
  uint64_t hold_start_ = 0;
  uint64_t slice_used_ = 0;  // part of the slice spent before a thread back from I/O pushed in
  uint32_t drops_ = 0;
  bool back_from_io_ = false;
  bool priority_hold_ = false;  // holds the lock by I/O priority

  // Guarded by the lock's mutex: the list of all tickets.
  ThreadTicket* registry_previous_ = nullptr;
  ThreadTicket* registry_next_ = nullptr;
  Gil* gil_;  // null once a fork has removed the thread
  int slot_ = 0;
  uint64_t ident_;
  ThreadStatistics statistics_;
};

// First come, first served. Guarded by the lock's mutex.
class WaitList {
 public:
  bool Empty() const { return front_ == nullptr; }
  ThreadTicket* Front() const { return front_; }
  static ThreadTicket* Next(const ThreadTicket& ticket) { return ticket.next_; }

  void PushBack(ThreadTicket& ticket) {
    ticket.previous_ = back_;
    ticket.next_ = nullptr;
    (back_ != nullptr ? back_->next_ : front_) = &ticket;
    back_ = &ticket;
  }
  void PushFront(ThreadTicket& ticket) {
    ticket.previous_ = nullptr;
    ticket.next_ = front_;
    (front_ != nullptr ? front_->previous_ : back_) = &ticket;
    front_ = &ticket;
  }
  ThreadTicket* PopFront() {
    ThreadTicket* const ticket = front_;
    front_ = ticket->next_;
    (front_ != nullptr ? front_->previous_ : back_) = nullptr;
    ticket->next_ = nullptr;
    return ticket;
  }
  // `ticket` must be in this list.
  void Remove(ThreadTicket& ticket) {
    (ticket.previous_ != nullptr ? ticket.previous_->next_ : front_) = ticket.next_;
    (ticket.next_ != nullptr ? ticket.next_->previous_ : back_) = ticket.previous_;
    ticket.previous_ = ticket.next_ = nullptr;
  }
  void Clear() { front_ = back_ = nullptr; }

 private:
  ThreadTicket* front_ = nullptr;
  ThreadTicket* back_ = nullptr;
};

}  // namespace polygil::gil

#endif  // POLYGIL_GIL_TICKET_H_
