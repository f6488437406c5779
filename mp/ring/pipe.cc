#include "mp/ring/pipe.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

namespace polygil::mp {

namespace {

constexpr size_t kCapacity = 65536;

void CloseAll(const int* fds, int count) {
  for (int i = 0; i < count; ++i) {
    if (fds[i] >= 0) close(fds[i]);
  }
}

int Duplicate(int fd) { return fcntl(fd, F_DUPFD_CLOEXEC, 0); }

// A socket's inode number tells which end it belongs to, also after it was passed to another process.
uint64_t InodeOf(int fd) {
  struct stat info;
  return fstat(fd, &info) == 0 ? info.st_ino : 0;
}

}  // namespace

// The segment: flags, then the ring to side 0, then the ring to side 1.
struct PipeEnd::Shared {
  alignas(64) std::atomic<uint32_t> polled[2];  // side i has a pollable descriptor
  std::atomic<uint64_t> socket_inode[2];        // tells which side a passed socket belongs to

  static size_t RingOffset(int side) {
    return sizeof(Shared) + static_cast<size_t>(side) * Ring::BytesFor(kCapacity);
  }
  static size_t Bytes() { return RingOffset(2); }
};

Status PipeEnd::CreatePair(PipeEnd* first, PipeEnd* second) {
  Segment segment;
  Status status = Segment::Create("polygil-pipe", Shared::Bytes(), &segment);
  if (!status.ok()) return status;
  for (int side = 0; side < 2; ++side) Ring::Init(segment.data() + Shared::RingOffset(side), kCapacity);
  int sockets[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0) return StatusFromErrno("socketpair");
  auto* shared = reinterpret_cast<Shared*>(segment.data());
  for (int side = 0; side < 2; ++side) {
    shared->socket_inode[side].store(InodeOf(sockets[side]));
    // Kept in the kernel's coarse timers, which cost nothing, unlike those of poll() and futexes.
    const timeval recheck{0, kRecheckNs / 1000};
    setsockopt(sockets[side], SOL_SOCKET, SO_RCVTIMEO, &recheck, sizeof(recheck));
  }
  const int events[2] = {eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
  const int of_first[kDescriptors] = {Duplicate(segment.fd()), sockets[0], events[0], events[1]};
  const int of_second[kDescriptors] = {Duplicate(segment.fd()), sockets[1], Duplicate(events[1]),
                                       Duplicate(events[0])};
  status = FromDescriptors(of_first, first);
  const Status other = FromDescriptors(of_second, second);
  if (status.ok() && other.ok()) return {};
  first->Close();
  second->Close();
  return status.ok() ? other : status;
}

Status PipeEnd::FromDescriptors(const int* fds, PipeEnd* end) {
  PipeEnd made;
  made.socket_ = fds[1];
  made.own_event_ = fds[2];
  made.peer_event_ = fds[3];
  if (*std::min_element(fds, fds + kDescriptors) < 0) {
    if (fds[0] >= 0) close(fds[0]);
    return {EMFILE, "pipe"};
  }
  const Status status = Segment::Map(fds[0], &made.segment_);
  if (!status.ok()) return status;
  if (made.segment_.size() < Shared::Bytes()) return {EINVAL, "pipe"};
  const auto* shared = reinterpret_cast<const Shared*>(made.segment_.data());
  made.side_ = shared->socket_inode[1].load() == InodeOf(made.socket_) ? 1 : 0;
  made.in_ = Ring(made.segment_.data() + Shared::RingOffset(made.side_));
  made.out_ = Ring(made.segment_.data() + Shared::RingOffset(1 - made.side_));
  made.out_.set_wake_socket(made.socket_);
  *end = static_cast<PipeEnd&&>(made);
  return {};
}

PipeEnd& PipeEnd::operator=(PipeEnd&& other) noexcept {
  if (this == &other) return *this;
  Close();
  segment_ = static_cast<Segment&&>(other.segment_);
  in_ = other.in_;
  out_ = other.out_;
  side_ = other.side_;
  for (int PipeEnd::*fd : {&PipeEnd::socket_, &PipeEnd::own_event_, &PipeEnd::peer_event_, &PipeEnd::pollable_}) {
    this->*fd = other.*fd;
    other.*fd = -1;
  }
  return *this;
}

void PipeEnd::Close() {
  const int fds[] = {pollable_, socket_, own_event_, peer_event_};
  CloseAll(fds, 4);
  pollable_ = socket_ = own_event_ = peer_event_ = -1;
  segment_.Close();
}

void PipeEnd::Descriptors(int* fds) const {
  fds[0] = segment_.fd();
  fds[1] = socket_;
  fds[2] = own_event_;
  fds[3] = peer_event_;
}

bool PipeEnd::PeerClosed() const {
  pollfd entry{socket_, POLLRDHUP, 0};
  return poll(&entry, 1, 0) == 1 && (entry.revents & (POLLHUP | POLLRDHUP | POLLERR)) != 0;
}

// --- Sending ---

void PipeEnd::TellPollers() {
  const auto* shared = reinterpret_cast<const Shared*>(segment_.data());
  if (shared->polled[1 - side_].load(std::memory_order_seq_cst) == 0) return;
  (void)eventfd_write(peer_event_, 1);
}

WaitResult PipeEnd::Send(const char* data, size_t size, int64_t deadline, const BlockingHooks& hooks,
                         size_t* sent) {
  size_t own_sent = 0;
  if (sent == nullptr) sent = &own_sent;
  BlockingScope scope(hooks);
  const BlockingHooks no_hooks;
  WaitResult result = WaitResult::kTimedOut;
  int64_t slice = kNoWait;
  while (true) {
    if (PeerClosed()) return WaitResult::kClosed;
    result = out_.Write(data, size, 0, slice == kNoWait ? kNoWait : EarlierDeadline(deadline, slice), no_hooks,
                        sent);
    if (*sent > 0 || result == WaitResult::kDone) TellPollers();
    if (result != WaitResult::kTimedOut || HasPassed(deadline)) return result;
    scope.Enter();
    slice = gil::MonotonicNs() + kRecheckNs;
  }
}

// --- Receiving ---

// Data is there, or may be (kDone), or end of file (kClosed), or a signal came, or nothing happened (kTimedOut).
WaitResult PipeEnd::SleepOnSocket(int64_t deadline) {
  const int64_t left = deadline == kForever ? kRecheckNs : deadline - gil::MonotonicNs();
  if (left < kRecheckNs) {
    pollfd entry{socket_, POLLIN, 0};
    const timespec timeout{0, std::max<int64_t>(left, 0)};
    const int found = ppoll(&entry, 1, &timeout, nullptr);
    if (found < 0) return errno == EINTR ? WaitResult::kInterrupted : WaitResult::kTimedOut;
    if (found == 0) return WaitResult::kTimedOut;
  }
  char bytes[64];
  const ssize_t received = recv(socket_, bytes, sizeof(bytes), 0);
  if (received > 0) return WaitResult::kDone;
  if (received == 0) return WaitResult::kClosed;
  if (errno == EINTR) return WaitResult::kInterrupted;
  return errno == ECONNRESET ? WaitResult::kClosed : WaitResult::kTimedOut;
}

// Makes `attempt`, which does not wait, until it is something else than kTimedOut.
template <typename Attempt>
WaitResult PipeEnd::WaitForInput(int64_t deadline, const BlockingHooks& hooks, Attempt attempt) {
  WaitResult result = attempt();
  if (result != WaitResult::kTimedOut) return result;
  BlockingScope scope(hooks);
  RingHeader* const header = in_.header();
  while (true) {
    if (HasPassed(deadline)) {
      if (!PeerClosed()) return WaitResult::kTimedOut;
      result = attempt();  // what was sent before the end is still there
      return result == WaitResult::kTimedOut ? WaitResult::kClosed : result;
    }
    scope.Enter();
    const auto ready = [this] { return in_.HasMessage(); };
    WaitResult slept = WaitResult::kDone;
    if (!header->read_spin.SpinUntil(ready)) {
      header->data_bell.Arm();
      if (!ready()) slept = SleepOnSocket(deadline);
    }
    result = attempt();
    if (result != WaitResult::kTimedOut) return result;
    if (slept == WaitResult::kClosed || slept == WaitResult::kInterrupted) return slept;
  }
}

WaitResult PipeEnd::Receive(int64_t deadline, const BlockingHooks& hooks, MessageBuffer* buffer,
                            RingMessage* message) {
  const BlockingHooks no_hooks;
  return WaitForInput(deadline, hooks, [&] { return in_.Read(kNoWait, no_hooks, buffer, message); });
}

void PipeEnd::FinishReceive(const RingMessage& message, MessageBuffer* buffer) {
  in_.FinishRead(message, buffer);
  SettleEvent();
}

WaitResult PipeEnd::Poll(int64_t deadline, const BlockingHooks& hooks) {
  const BlockingHooks no_hooks;
  return WaitForInput(deadline, hooks, [&] {
    RingMessage message;
    return in_.Peek(kNoWait, no_hooks, &message);
  });
}

// --- For select() ---

Status PipeEnd::PollableDescriptor(int* fd) {
  if (pollable_ < 0) {
    const int made = epoll_create1(EPOLL_CLOEXEC);
    if (made < 0) return StatusFromErrno("epoll_create1");
    epoll_event message{EPOLLIN, {}};
    epoll_event hang_up{EPOLLRDHUP | EPOLLHUP, {}};
    if (epoll_ctl(made, EPOLL_CTL_ADD, own_event_, &message) != 0 ||
        epoll_ctl(made, EPOLL_CTL_ADD, socket_, &hang_up) != 0) {
      const Status status = StatusFromErrno("epoll_ctl");
      close(made);
      return status;
    }
    pollable_ = made;
    reinterpret_cast<Shared*>(segment_.data())->polled[side_].store(1, std::memory_order_seq_cst);
    if (in_.HasMessage()) (void)eventfd_write(own_event_, 1);
  }
  *fd = pollable_;
  return {};
}

// Keeps the event in step with the ring: silent when it is empty, rung when it is not.
void PipeEnd::SettleEvent() {
  if (reinterpret_cast<const Shared*>(segment_.data())->polled[side_].load(std::memory_order_relaxed) == 0) return;
  if (in_.HasMessage()) return;
  eventfd_t count;
  (void)eventfd_read(own_event_, &count);
  if (in_.HasMessage()) (void)eventfd_write(own_event_, 1);
}

}  // namespace polygil::mp
