#include "mp/ring/ring.h"

#include <errno.h>
#include <sys/socket.h>

#include <algorithm>

namespace polygil::mp {

void Ring::Init(void* memory, size_t capacity) {
  auto* header = static_cast<RingHeader*>(memory);
  header->capacity = static_cast<uint32_t>(capacity);
}

Ring::Ring(void* memory, Doorbell* data_bell)
    : header_(static_cast<RingHeader*>(memory)),
      data_(reinterpret_cast<char*>(header_ + 1)),
      mask_(header_->capacity - 1),
      data_bell_(data_bell != nullptr ? data_bell : &header_->data_bell) {}

WaitResult Ring::Reserve(size_t size, int64_t deadline, const BlockingHooks& hooks, char** room) {
  BlockingScope scope(hooks);
  while (true) {
    if (reader_closed()) return WaitResult::kClosed;
    *room = TryReserve(size);
    if (*room != nullptr) return WaitResult::kDone;
    if (HasPassed(deadline)) return WaitResult::kTimedOut;
    scope.Enter();
    const auto ready = [&] {
      *room = TryReserve(size);
      return *room != nullptr || reader_closed();
    };
    if (header_->write_spin.SpinUntil(ready)) continue;
    header_->space_bell.Arm();
    if (ready()) continue;
    if (header_->space_bell.Sleep(deadline) == EINTR) return WaitResult::kInterrupted;
  }
}

WaitResult Ring::Write(const char* data, size_t size, uint32_t tag, int64_t deadline,
                       const BlockingHooks& hooks, size_t* sent) {
  // Pieces of an eighth, so that both sides work at the same time.
  const size_t piece = size <= LongestRecord() ? size : capacity() / 8;
  size_t done = sent != nullptr ? *sent : 0;
  do {
    const size_t now = std::min(piece, size - done);
    char* room;
    const WaitResult result = Reserve(now, deadline, hooks, &room);
    if (result != WaitResult::kDone) return result;
    if (now > 0) memcpy(room, data + done, now);
    done += now;
    Commit(room, now, done < size ? tag | kMoreFollows : tag);
    if (sent != nullptr) *sent = done;
  } while (done < size);
  return WaitResult::kDone;
}

WaitResult Ring::Peek(int64_t deadline, const BlockingHooks& hooks, RingMessage* message) {
  if (TryPeek(message)) return WaitResult::kDone;
  AnnounceSpace();
  BlockingScope scope(hooks);
  while (true) {
    const bool closed = writer_closed();  // before the last look, or a final message could be missed
    if (TryPeek(message)) return WaitResult::kDone;
    if (closed) return WaitResult::kClosed;
    if (HasPassed(deadline)) return WaitResult::kTimedOut;
    scope.Enter();
    const auto ready = [this] { return HasMessage() || writer_closed(); };
    if (header_->read_spin.SpinUntil(ready)) continue;
    data_bell_->Arm();
    if (ready()) continue;
    if (data_bell_->Sleep(deadline) == EINTR) return WaitResult::kInterrupted;
  }
}

WaitResult Ring::Read(int64_t deadline, const BlockingHooks& hooks, MessageBuffer* buffer,
                      RingMessage* message) {
  while (true) {
    RingMessage piece;
    const WaitResult result = Peek(deadline, hooks, &piece);
    if (result != WaitResult::kDone) return result;
    const bool more = (piece.tag & kMoreFollows) != 0;
    if (!more && buffer->size() == 0) {
      *message = piece;
      return WaitResult::kDone;
    }
    const bool stored = buffer->Append(piece.data, piece.size);
    Release(piece);
    if (!stored) return WaitResult::kNoMemory;
    if (!more) {
      *message = {buffer->data(), buffer->size(), piece.tag};
      return WaitResult::kDone;
    }
  }
}

void Ring::FinishRead(const RingMessage& message, MessageBuffer* buffer) {
  if (buffer->size() == 0) {
    Release(message);
  } else {
    buffer->Clear();
  }
}

void Ring::WakeConsumer() {
  if (wake_socket_ < 0) {
    data_bell_->RingAll();
    return;
  }
  data_bell_->Disarm();
  const char byte = 0;
  // A full socket has bytes that wake it already.
  (void)send(wake_socket_, &byte, 1, MSG_DONTWAIT | MSG_NOSIGNAL);
}

void Ring::AnnounceSpace() {
  header_->announced_head.store(header_->head.load(std::memory_order_relaxed), std::memory_order_relaxed);
  header_->space_bell.RingAll();
}

void Ring::CloseWriter() {
  header_->closed.fetch_or(1, std::memory_order_seq_cst);
  data_bell_->RingAll();
}

void Ring::CloseReader() {
  header_->closed.fetch_or(2, std::memory_order_seq_cst);
  header_->space_bell.RingAll();
}

}  // namespace polygil::mp
