// The eval breaker: one word per interpreter that the interpreter loop reads on back edges and calls. Zero
// means "go on"; each bit asks the running thread for one thing. Setting a bit needs no lock and no GIL, so
// signal handlers and other threads may do it at any time.
#ifndef POLYGIL_GIL_BREAKER_H_
#define POLYGIL_GIL_BREAKER_H_

#include <atomic>
#include <cstdint>

namespace polygil::gil {

enum BreakerBit : uint32_t {
  kGilDropRequest = 1u << 0,  // another thread waits: call Gil::HandOver
  kPendingSignals = 1u << 1,  // a signal arrived; its Python handler is due
  kGcWanted = 1u << 2,        // the cycle collector asked to run at a safe point
  kAsyncException = 1u << 3,  // an exception was sent to a thread
  kPendingCalls = 1u << 4,    // calls queued from other threads
  kTracing = 1u << 5,         // some thread traces or profiles: stays set as long as one does
  kStressed = 1u << 6,        // always set in stress builds: every look at the word is a safe point taken
};

class Breaker {
 public:
  // The loop's test: one relaxed load. What a bit announces is read under the lock that guards it.
  bool Tripped() const { return word_.load(std::memory_order_relaxed) != 0; }
  uint32_t Bits() const { return word_.load(std::memory_order_acquire); }
  void Set(uint32_t bits) { word_.fetch_or(bits, std::memory_order_release); }
  void Clear(uint32_t bits) { word_.fetch_and(~bits, std::memory_order_acq_rel); }

  // For compiled code and handlers that load the word themselves.
  const std::atomic<uint32_t>* word() const { return &word_; }

 private:
#ifdef POLYGIL_STRESS
  std::atomic<uint32_t> word_{kStressed};
#else
  std::atomic<uint32_t> word_{0};
#endif
};

}  // namespace polygil::gil

#endif  // POLYGIL_GIL_BREAKER_H_
