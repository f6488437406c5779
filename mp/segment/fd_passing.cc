#include "mp/segment/fd_passing.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

namespace polygil::mp {

namespace {

union ControlBuffer {
  cmsghdr align;
  char bytes[CMSG_SPACE(sizeof(int) * kMaxPassedDescriptors)];
};

}  // namespace

Status SendDescriptors(int socket, const int* fds, int count) {
  if (count < 1 || count > kMaxPassedDescriptors) return {EINVAL, "sendmsg"};
  char byte = static_cast<char>(count);
  iovec vector{&byte, 1};
  ControlBuffer control{};
  msghdr message{};
  message.msg_iov = &vector;
  message.msg_iovlen = 1;
  message.msg_control = control.bytes;
  message.msg_controllen = CMSG_SPACE(sizeof(int) * count);
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int) * count);
  memcpy(CMSG_DATA(header), fds, sizeof(int) * count);
  while (sendmsg(socket, &message, MSG_NOSIGNAL) < 0) {
    if (errno != EINTR) return StatusFromErrno("sendmsg");
  }
  return {};
}

Status ReceiveDescriptors(int socket, int* fds, int capacity, int* count) {
  char byte = 0;
  iovec vector{&byte, 1};
  ControlBuffer control{};
  msghdr message{};
  message.msg_iov = &vector;
  message.msg_iovlen = 1;
  message.msg_control = control.bytes;
  message.msg_controllen = sizeof(control.bytes);
  *count = 0;
  ssize_t received;
  while ((received = recvmsg(socket, &message, MSG_CMSG_CLOEXEC)) < 0) {
    if (errno != EINTR) return StatusFromErrno("recvmsg");
  }
  if (received == 0) return {EPIPE, "recvmsg"};
  for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr;
       header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
    const int sent = static_cast<int>((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
    for (int i = 0; i < sent; ++i) {
      int fd;
      memcpy(&fd, CMSG_DATA(header) + i * sizeof(int), sizeof(int));
      if (*count < capacity) {
        fds[(*count)++] = fd;
      } else {
        close(fd);  // more than the caller wanted: do not leak them
      }
    }
  }
  return *count > 0 ? Status{} : Status{EBADMSG, "recvmsg"};
}

}  // namespace polygil::mp
