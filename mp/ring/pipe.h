// A pair of connected ends, for multiprocessing.Pipe: two rings in one segment carry the messages, one in each
// direction, and a pair of sockets tells when the other side is gone: the kernel closes them with the last process
// that has them, however it ends. A reader sleeps in recv() of its socket, where a byte of the writer or the end of
// file wakes it; no message goes through the sockets.
//
// For select() and its relatives each end can make one descriptor that is readable when a message or the end of
// file is there. From then on its peer rings an eventfd for each message; until then messages cost no system call
// while both sides are busy.
#ifndef POLYGIL_MP_RING_PIPE_H_
#define POLYGIL_MP_RING_PIPE_H_

#include <cstddef>
#include <cstdint>

#include "mp/lock/blocking.h"
#include "mp/ring/message_buffer.h"
#include "mp/ring/ring.h"
#include "mp/segment/segment.h"

namespace polygil::mp {

// One end. Inherited by forked children, where it works as the same end; sending (and receiving) is for one
// thread of one process at a time.
class PipeEnd {
 public:
  static constexpr int kDescriptors = 4;

  // Two connected ends, each with descriptors of its own.
  static Status CreatePair(PipeEnd* first, PipeEnd* second);

  PipeEnd() = default;
  PipeEnd(PipeEnd&& other) noexcept { *this = static_cast<PipeEnd&&>(other); }
  PipeEnd& operator=(PipeEnd&& other) noexcept;
  ~PipeEnd() { Close(); }

  bool valid() const { return segment_.valid(); }

  // Closes this process's copy of the end. The peer sees the end of file when all copies are closed.
  void Close();

  // Sends one message. kClosed when the peer is gone. After kTimedOut or kInterrupted `*sent` bytes are on their
  // way: call again with the same arguments. `*sent` must start as 0; may be null if the deadline is kForever and
  // no signals matter.
  WaitResult Send(const char* data, size_t size, int64_t deadline, const BlockingHooks& hooks, size_t* sent);

  // Receives one message: in place, or in `buffer` if it was streamed. After kInterrupted or kTimedOut call again
  // with the same buffer. kClosed at the end of file. After kDone the bytes are valid until FinishReceive.
  WaitResult Receive(int64_t deadline, const BlockingHooks& hooks, MessageBuffer* buffer, RingMessage* message);
  void FinishReceive(const RingMessage& message, MessageBuffer* buffer);

  // Waits until Receive would not block: kDone (a message), kClosed (end of file), or as Receive.
  WaitResult Poll(int64_t deadline, const BlockingHooks& hooks);

  // True when no process has the other end any more.
  bool PeerClosed() const;

  // The descriptor for select(); made at the first call, owned by the end.
  Status PollableDescriptor(int* fd);

  // What another process needs to open this end, in order; borrowed. FromDescriptors takes ownership.
  void Descriptors(int* fds) const;
  static Status FromDescriptors(const int* fds, PipeEnd* end);

 private:
  struct Shared;

  template <typename Attempt>
  WaitResult WaitForInput(int64_t deadline, const BlockingHooks& hooks, Attempt attempt);
  WaitResult SleepOnSocket(int64_t deadline);
  void TellPollers();
  void SettleEvent();

  Segment segment_;
  Ring in_;
  Ring out_;
  int side_ = 0;
  int socket_ = -1;      // hangs up when the peer is gone
  int own_event_ = -1;   // rung by the peer when it is polled
  int peer_event_ = -1;
  int pollable_ = -1;
};

}  // namespace polygil::mp

#endif  // POLYGIL_MP_RING_PIPE_H_
