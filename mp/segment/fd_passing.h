// Descriptors sent to a process that was not forked after they were opened, over a Unix socket.
#ifndef POLYGIL_MP_SEGMENT_FD_PASSING_H_
#define POLYGIL_MP_SEGMENT_FD_PASSING_H_

#include "mp/segment/status.h"

namespace polygil::mp {

inline constexpr int kMaxPassedDescriptors = 16;

// Sends `count` descriptors in one message; the sender keeps its own.
Status SendDescriptors(int socket, const int* fds, int count);

// Receives up to `capacity` descriptors of one message, close-on-exec; sets `count`. EPIPE when the peer closed.
Status ReceiveDescriptors(int socket, int* fds, int capacity, int* count);

}  // namespace polygil::mp

#endif  // POLYGIL_MP_SEGMENT_FD_PASSING_H_
