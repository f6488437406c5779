// A ring of messages between one producer and one consumer in shared memory.
//
// Messages have any length and lie in one piece in the ring: the producer writes them in place and commits, the
// consumer reads them in place and releases. Positions only grow; their low bits are the place in the ring.
//
//   * Bytes in [head, tail) belong to the consumer, all others to the producer.
//   * A commit is one store of `tail`, a release one store of `head`, each after everything it covers. So a
//     process killed at any moment leaves either the whole message or nothing, and there is nothing to repair.
//   * Nobody keeps the truth in private memory: after its producer died, or under a lock of their own, other
//     processes may act as the producer (and as the consumer likewise).
//   * A record is an 8-byte header {length, tag} and the bytes, padded to 8. One that would not fit before the
//     end of the ring is preceded by a padding record and starts at the beginning.
//   * Messages longer than half the ring are streamed in pieces, of which all but the last carry kMoreFollows.
//
// Waiting is a short spin and then a futex (doorbell.h). The producer looks for a sleeping consumer at each
// commit; the consumer looks for a sleeping producer only after each quarter of the ring and when it finds
// nothing to read.
#ifndef POLYGIL_MP_RING_RING_H_
#define POLYGIL_MP_RING_RING_H_

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "mp/lock/blocking.h"
#include "mp/lock/doorbell.h"
#include "mp/lock/spin.h"
#include "mp/ring/message_buffer.h"

namespace polygil::mp {

// The shared part. Lies at a multiple of 64 in zero-filled shared memory, followed by the bytes of the ring.
struct RingHeader {
  // Producer's line.
  alignas(64) std::atomic<uint64_t> tail;
  std::atomic<uint64_t> known_head;  // what the producer last saw of `head`
  SpinHint write_spin;
  // Consumer's line.
  alignas(64) std::atomic<uint64_t> head;
  std::atomic<uint64_t> known_tail;
  std::atomic<uint64_t> announced_head;  // where it last looked for a sleeping producer
  SpinHint read_spin;
  // Rarely written.
  alignas(64) Doorbell data_bell;
  Doorbell space_bell;
  std::atomic<uint32_t> closed;
  uint32_t capacity;
};

struct RingMessage {
  const char* data;
  size_t size;
  uint32_t tag;
};

// A process's view of a ring; copyable. No method keeps the GIL: blocking ones take hooks.
class Ring {
 public:
  static constexpr uint32_t kMoreFollows = 1u << 31;
  static constexpr uint32_t kTagMask = kMoreFollows - 1;  // the caller's part of the tag, except all ones

  // Bytes of shared memory a ring of `capacity` (a power of two, at least 1024) takes.
  static size_t BytesFor(size_t capacity) { return sizeof(RingHeader) + capacity; }
  static void Init(void* memory, size_t capacity);

  Ring() = default;
  // `data_bell`: rung at every commit instead of the ring's own, so that one consumer can wait for many rings.
  explicit Ring(void* memory, Doorbell* data_bell = nullptr);

  // A consumer that arms the data bell and then sleeps in recv() of a socket: what its producer sends a byte to.
  void set_wake_socket(int socket) { wake_socket_ = socket; }

  // --- Producer ---

  // Longest message that can be reserved in one piece.
  size_t LongestRecord() const { return (mask_ + 1) / 2 - 2 * kHeader; }

  // Room for `size` bytes, or null if there is none now (always, if longer than LongestRecord). Nothing is
  // visible to the consumer before Commit; reserving again drops what was reserved.
  char* TryReserve(size_t size) {
    const uint64_t tail = header_->tail.load(std::memory_order_relaxed);
    const uint64_t at_end = mask_ + 1 - (tail & mask_);
    const uint64_t need = RecordBytes(size);
    const uint64_t start = need <= at_end ? tail : tail + at_end;
    if (!HasRoom(start + need)) [[unlikely]] return nullptr;
    if (start != tail) {
      StoreHeader(tail, static_cast<uint32_t>(at_end - kHeader), kPadding);
    }
    return At(start) + kHeader;
  }

  // Waits for the room. kClosed when the consumer has closed.
  WaitResult Reserve(size_t size, int64_t deadline, const BlockingHooks& hooks, char** room);

  // Publishes the reserved message; `size` may be smaller than what was reserved.
  void Commit(char* room, size_t size, uint32_t tag) {
    const uint64_t offset = static_cast<uint64_t>(room - kHeader - data_);
    uint64_t start = header_->tail.load(std::memory_order_relaxed);
    if ((start & mask_) != offset) start += mask_ + 1 - (start & mask_);
    StoreHeader(start, static_cast<uint32_t>(size), tag);
    header_->tail.exchange(start + RecordBytes(size), std::memory_order_seq_cst);
    if (data_bell_->ArmedAfterExchange()) [[unlikely]] WakeConsumer();
  }

  // Sends a message of any length, in pieces if need be. After kTimedOut or kInterrupted nothing was sent, unless
  // `*sent` is not null and says how many bytes were: call again with the rest. `*sent` must start as 0.
  WaitResult Write(const char* data, size_t size, uint32_t tag, int64_t deadline, const BlockingHooks& hooks,
                   size_t* sent);

  void CloseWriter();

  // --- Consumer ---

  bool HasMessage() const {
    return header_->head.load(std::memory_order_relaxed) != header_->tail.load(std::memory_order_seq_cst);
  }

  // The oldest message, left in the ring; false if there is none.
  bool TryPeek(RingMessage* message) {
    uint64_t head = header_->head.load(std::memory_order_relaxed);
    while (true) {
      if (head == header_->known_tail.load(std::memory_order_relaxed)) {
        const uint64_t tail = header_->tail.load(std::memory_order_acquire);
        header_->known_tail.store(tail, std::memory_order_relaxed);
        if (head == tail) return false;
      }
      const uint32_t* const record = reinterpret_cast<const uint32_t*>(At(head));
      if (record[1] != kPadding) [[likely]] {
        *message = {reinterpret_cast<const char*>(record) + kHeader, record[0], record[1]};
        return true;
      }
      head += RecordBytes(record[0]);
      header_->head.store(head, std::memory_order_release);
    }
  }

  // Waits for a message. kClosed when there is none and the producer has closed.
  WaitResult Peek(int64_t deadline, const BlockingHooks& hooks, RingMessage* message);

  // Gives the bytes of the peeked message back to the producer.
  void Release(const RingMessage& message) {
    const uint64_t head =
        header_->head.load(std::memory_order_relaxed) + RecordBytes(message.size);
    header_->head.store(head, std::memory_order_release);
    if (head - header_->announced_head.load(std::memory_order_relaxed) > (mask_ + 1) / 4) [[unlikely]] {
      AnnounceSpace();
    }
  }

  // Reads one whole message, joining pieces. A message in one piece stays in the ring, to be given back with
  // FinishRead; a streamed one is put together in `buffer`. After kTimedOut or kInterrupted in the middle of a
  // streamed message, call again with the same buffer. kNoMemory loses the message.
  WaitResult Read(int64_t deadline, const BlockingHooks& hooks, MessageBuffer* buffer, RingMessage* message);
  void FinishRead(const RingMessage& message, MessageBuffer* buffer);

  void CloseReader();

  bool writer_closed() const { return (header_->closed.load(std::memory_order_acquire) & 1) != 0; }
  bool reader_closed() const { return (header_->closed.load(std::memory_order_acquire) & 2) != 0; }
  RingHeader* header() const { return header_; }
  size_t capacity() const { return mask_ + 1; }

  // Tells a producer that waits for room to look again; also called when a peer's death is noticed.
  void AnnounceSpace();

 private:
  static constexpr size_t kHeader = 8;
  static constexpr uint32_t kPadding = ~uint32_t{0};

  static uint64_t RecordBytes(size_t size) { return kHeader + ((size + 7) & ~size_t{7}); }
  char* At(uint64_t position) const { return data_ + (position & mask_); }
  void StoreHeader(uint64_t position, uint32_t size, uint32_t tag) {
    uint32_t* const record = reinterpret_cast<uint32_t*>(At(position));
    record[0] = size;
    record[1] = tag;
  }
  bool HasRoom(uint64_t end) {
    if (end - header_->known_head.load(std::memory_order_relaxed) <= mask_ + 1) [[likely]] return true;
    const uint64_t head = header_->head.load(std::memory_order_seq_cst);
    header_->known_head.store(head, std::memory_order_relaxed);
    return end - head <= mask_ + 1;
  }

  void WakeConsumer();

  RingHeader* header_ = nullptr;
  char* data_ = nullptr;
  uint64_t mask_ = 0;
  Doorbell* data_bell_ = nullptr;
  int wake_socket_ = -1;
};

}  // namespace polygil::mp

#endif  // POLYGIL_MP_RING_RING_H_
