#include "runtime/modules/_socket/socket.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <climits>
#include <cstring>
#include <vector>

#include "runtime/modules/_socket/address.h"
#include "runtime/modules/module_state.h"
#include "runtime/modules/posix/posix_internal.h"
#include "runtime/modules/time/time_value.h"
#include "runtime/protocol/warn.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/float.h"

namespace polygil {

Type SocketType;

namespace {

struct Socket : Object {
  int32_t fd;  // -1: closed
  int32_t family, type, protocol;
  int64_t timeout;  // nanoseconds; -1: blocking
};

Socket* Of(Value self) { return self.As<Socket>(); }

constexpr const char* kTimeoutKey = "socket.default_timeout";

int64_t DefaultTimeout() {
  Value v = ModuleState(kTimeoutKey);
  return v && v.IsInt() ? v.AsInt() : -1;
}

bool SetBlocking(int fd, bool blocking) {
  int on = !blocking;
  return ioctl(fd, FIONBIO, &on) == 0 ? true : RaiseOsError(errno);
}

Raised RaiseTimeout() { return Raise(&TimeoutErrorType, "timed out"); }

// Waits until the socket is ready or the deadline (ns, monotonic) passes. False: raised.
bool WaitReady(Value self, short events, int64_t deadline) {
  for (;;) {
    int64_t rest = deadline - ClockNow(CLOCK_MONOTONIC);
    if (rest < 0) return RaiseTimeout();
    pollfd fd = {Of(self)->fd, events, 0};
    int64_t milliseconds = (rest + 999'999) / 1'000'000;
    int count;
    {
      BlockingScope released;
      count = poll(&fd, 1, milliseconds > INT_MAX ? INT_MAX : static_cast<int>(milliseconds));
    }
    if (count > 0) return true;
    if (count == 0) return RaiseTimeout();
    if (errno != EINTR) return RaiseOsError(errno);
    if (!CheckSignals()) return false;
  }
}

// call() with the socket's timeout; -1 is its failure.
template <typename Function>
auto TimedCall(Value self, short events, int64_t deadline, Function call)
    -> Fallible<decltype(call())> {
  bool timed = Of(self)->timeout > 0;
  for (;;) {
    if (timed) TRY_VOID(WaitReady(self, events, deadline));
    bool raised;
    auto result = BlockingCall(call, &raised);
    if (raised) return {};
    if (result != static_cast<decltype(call())>(-1)) return result;
    if (timed && (errno == EWOULDBLOCK || errno == EAGAIN)) continue;
    return RaiseOsError(errno);
  }
}
int64_t DeadlineOf(Value self) {
  int64_t timeout = Of(self)->timeout;
  return timeout > 0 ? ClockNow(CLOCK_MONOTONIC) + timeout : 0;
}
template <typename Function>
auto TimedCall(Value self, short events, Function call) {
  return TimedCall(self, events, DeadlineOf(self), call);
}

// -- Making ---------------------------------------------------------------------------------------

Owned Make(Type* type, const Value*, size_t, Value) {
  Handle self = TRY(AllocateInstance(type));
  Of(self)->fd = -1;
  Of(self)->timeout = -1;
  return self.Release();
}

bool Start(Value self, int fd, int family, int type, int protocol) {
  Socket* socket = Of(self);
  socket->fd = fd;
  socket->family = family;
  socket->type = type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
  socket->protocol = protocol;
  if (type & SOCK_NONBLOCK) {
    socket->timeout = 0;
    return true;
  }
  socket->timeout = DefaultTimeout();
  return socket->timeout < 0 || SetBlocking(fd, false);
}

int SocketOption(int fd, int name, int absent) {
  int value = absent;
  socklen_t size = sizeof value;
  return getsockopt(fd, SOL_SOCKET, name, &value, &size) == 0 ? value : absent;
}

bool Init(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[4];
  TRY_VOID(BindArguments("socket", "(family=-1, type=-1, proto=-1, fileno=None)", args, nargs,
                         keyword_names, bound));
  int family = TRY(IntArgument(bound[0], -1));
  int type = TRY(IntArgument(bound[1], -1));
  int protocol = TRY(IntArgument(bound[2], -1));
  if (bound[3] && !bound[3].IsNone()) {
    if (IsAnyFloat(bound[3])) return Raise(&TypeErrorType, "integer argument expected, got float");
    int fd = TRY(IntArgument(bound[3]));
    if (fd < 0) return Raise(&ValueErrorType, "negative file descriptor");
    sockaddr_storage storage;
    socklen_t size = sizeof storage;
    memset(&storage, 0, sizeof storage);
    if (getsockname(fd, reinterpret_cast<sockaddr*>(&storage), &size) != 0) {
      if (family == -1 || errno == EBADF || errno == ENOTSOCK) return RaiseOsError(errno);
    } else if (family == -1) {
      family = storage.ss_family;
    }
    if (type == -1) type = SocketOption(fd, SO_TYPE, SOCK_STREAM);
    if (protocol == -1) protocol = SocketOption(fd, SO_PROTOCOL, 0);
    return Start(self, fd, family, type, protocol);
  }
  if (family == -1) family = AF_INET;
  if (type == -1) type = SOCK_STREAM;
  if (protocol == -1) protocol = 0;
  int fd;
  {
    BlockingScope released;
    fd = socket(family, type | SOCK_CLOEXEC, protocol);
  }
  if (fd < 0) return RaiseOsError(errno);
  if (Start(self, fd, family, type, protocol)) return true;
  close(fd);
  Of(self)->fd = -1;
  return false;
}

void Finalize(Value self) {
  int fd = Of(self)->fd;
  if (fd < 0) return;
  PendingScope keep;
  if (!WarnWithSource(&ResourceWarningType, self, "unclosed %R", self)) {
    if (PendingMatches(&WarningType))
      WriteUnraisable(self);
    else
      ClearPending();
  }
  Of(self)->fd = -1;
  close(fd);
}
void Destroy(Object* object) {
  Socket* self = static_cast<Socket*>(object);
  if (self->fd >= 0) close(self->fd);
  self->fd = -1;
}

// -- Connecting -----------------------------------------------------------------------------------

Owned AcceptMethod(Value self) {
  SocketAddress address;
  address.size = sizeof address.storage;
  int fd = TRY(TimedCall(self, POLLIN, [&] {
    address.size = sizeof address.storage;
    return accept4(Of(self)->fd, address.get(), &address.size, SOCK_CLOEXEC);
  }));
  Handle peer = AddressToPython(address);
  if (!peer) {
    close(fd);
    return {};
  }
  return TupleOf({Value::Int(fd), peer});
}

Owned BindMethod(Value self, Value where) {
  SocketAddress address;
  TRY_VOID(AddressFromPython(Of(self)->family, where, "bind", &address));
  int result;
  {
    BlockingScope released;
    result = bind(Of(self)->fd, address.get(), address.size);
  }
  return NoneOrError(result);
}

// connect(2): 0, an errno, or empty if a handler or the time-out raised.
Fallible<int> Connect(Value self, Value where, const char* function) {
  SocketAddress address;
  TRY_VOID(AddressFromPython(Of(self)->family, where, function, &address));
  int64_t deadline = DeadlineOf(self);
  int result, error;
  {
    BlockingScope released;
    result = connect(Of(self)->fd, address.get(), address.size);
    error = errno;
  }
  if (result == 0) return 0;
  bool interrupted = error == EINTR;
  if (interrupted && !CheckSignals()) return {};
  bool waits = interrupted ? Of(self)->timeout != 0 : Of(self)->timeout > 0 && error == EINPROGRESS;
  if (!waits) return error;
  TRY_VOID(WaitReady(self, POLLOUT, Of(self)->timeout > 0 ? deadline : INT64_MAX));
  return SocketOption(Of(self)->fd, SO_ERROR, 0);
}

Owned ConnectMethod(Value self, Value where) {
  int error = TRY(Connect(self, where, "connect"));
  return error == 0 ? OwnNone() : Owned(RaiseOsError(error));
}
Owned ConnectExMethod(Value self, Value where) {
  Fallible<int> error = Connect(self, where, "connect_ex");
  if (error) return Owned(Value::Int(error.value));
  return ClearPendingIf(&TimeoutErrorType) ? Owned(Value::Int(EWOULDBLOCK)) : Owned();
}

Owned ListenMethod(Value self, const Value* args, size_t nargs) {
  int backlog = TRY(IntArgument(nargs > 0 ? args[0] : Value::Empty(), 128));
  return NoneOrError(listen(Of(self)->fd, backlog < 0 ? 0 : backlog));
}
Owned ShutdownMethod(Value self, Value how) {
  int value = TRY(IntArgument(how));
  int result;
  {
    BlockingScope released;
    result = shutdown(Of(self)->fd, value);
  }
  return NoneOrError(result);
}
Owned CloseMethod(Value self) {
  int fd = std::exchange(Of(self)->fd, -1);
  if (fd < 0) return OwnNone();
  int result;
  {
    BlockingScope released;
    result = close(fd);
  }
  return result == 0 || errno == ECONNRESET ? OwnNone() : Owned(RaiseOsError(errno));
}
Owned DetachMethod(Value self) { return Owned(Value::Int(std::exchange(Of(self)->fd, -1))); }
Owned FilenoMethod(Value self) { return Owned(Value::Int(Of(self)->fd)); }

Owned NameBy(Value self, int (*function)(int, sockaddr*, socklen_t*)) {
  SocketAddress address;
  address.size = sizeof address.storage;
  if (function(Of(self)->fd, address.get(), &address.size) != 0) return RaiseOsError(errno);
  return AddressToPython(address);
}
Owned GetsocknameMethod(Value self) { return NameBy(self, getsockname); }
Owned GetpeernameMethod(Value self) { return NameBy(self, getpeername); }

// -- Receiving ------------------------------------------------------------------------------------

Fallible<ssize_t> Receive(Value self, void* data, size_t size, int flags) {
  if (size == 0) return ssize_t{0};
  return TimedCall(self, POLLIN, [=] { return recv(Of(self)->fd, data, size, flags); });
}
Fallible<ssize_t> ReceiveFrom(Value self, void* data, size_t size, int flags,
                              SocketAddress* address) {
  return TimedCall(self, POLLIN, [=] {
    address->size = sizeof address->storage;
    return recvfrom(Of(self)->fd, data, size, flags, address->get(), &address->size);
  });
}

Fallible<int64_t> ReceiveSize(const char* function, Value v) {
  int64_t size = TRY(IndexExact(v, &OverflowErrorType));
  if (size < 0) return Raise(&ValueErrorType, "negative buffersize in %s", function);
  return size;
}

Owned RecvMethod(Value self, const Value* args, size_t nargs) {
  int64_t size = TRY(ReceiveSize("recv", args[0]));
  int flags = TRY(IntArgument(nargs > 1 ? args[1] : Value::Empty(), 0));
  Handle bytes = TRY(BytesNew(nullptr, size));
  ssize_t count = TRY(Receive(self, bytes.As<Bytes>()->data, static_cast<size_t>(size), flags));
  return BytesShrink(bytes.Release(), count);
}
Owned RecvfromMethod(Value self, const Value* args, size_t nargs) {
  int64_t size = TRY(ReceiveSize("recvfrom", args[0]));
  int flags = TRY(IntArgument(nargs > 1 ? args[1] : Value::Empty(), 0));
  Handle bytes = TRY(BytesNew(nullptr, size));
  SocketAddress address;
  ssize_t count =
      TRY(ReceiveFrom(self, bytes.As<Bytes>()->data, static_cast<size_t>(size), flags, &address));
  Handle data = TRY(BytesShrink(bytes.Release(), count));
  Handle peer = TRY(AddressToPython(address));
  return TupleOf({data, peer});
}

// The buffer and size of recv_into and recvfrom_into.
Fallible<size_t> IntoSize(const char* function, const ScopedBuffer& view, Value v) {
  int64_t size = v ? TRY(IndexExact(v, &OverflowErrorType)) : 0;
  if (size < 0) return Raise(&ValueErrorType, "negative buffersize in %s", function);
  if (size == 0) size = view.size();
  if (size > view.size())
    return Raise(&ValueErrorType, "%s",
                 strcmp(function, "recv_into") == 0
                     ? "buffer too small for requested bytes"
                     : "nbytes is greater than the length of the buffer");
  return static_cast<size_t>(size);
}
Owned RecvIntoMethod(Value self, const Value* args) {
  ScopedBuffer view;
  if (!view.Acquire(args[0], kBufferWritable)) return {};
  size_t size = TRY(IntoSize("recv_into", view, args[1]));
  int flags = TRY(IntArgument(args[2], 0));
  ssize_t count = TRY(Receive(self, view.mutable_data(), size, flags));
  return IntFromInt64(count);
}
Owned RecvfromIntoMethod(Value self, const Value* args) {
  ScopedBuffer view;
  if (!view.Acquire(args[0], kBufferWritable)) return {};
  size_t size = TRY(IntoSize("recvfrom_into", view, args[1]));
  int flags = TRY(IntArgument(args[2], 0));
  SocketAddress address;
  ssize_t count = TRY(ReceiveFrom(self, view.mutable_data(), size, flags, &address));
  Handle number = TRY(IntFromInt64(count));
  Handle peer = TRY(AddressToPython(address));
  return TupleOf({number, peer});
}

// -- Sending --------------------------------------------------------------------------------------

Owned SendMethod(Value self, const Value* args, size_t nargs) {
  ScopedBuffer view;
  if (!view.Acquire(args[0])) return {};
  int flags = TRY(IntArgument(nargs > 1 ? args[1] : Value::Empty(), 0));
  ssize_t count = TRY(TimedCall(self, POLLOUT, [&] {
    return send(Of(self)->fd, view.data(), static_cast<size_t>(view.size()), flags);
  }));
  return IntFromInt64(count);
}
Owned SendallMethod(Value self, const Value* args, size_t nargs) {
  ScopedBuffer view;
  if (!view.Acquire(args[0])) return {};
  int flags = TRY(IntArgument(nargs > 1 ? args[1] : Value::Empty(), 0));
  int64_t deadline = DeadlineOf(self);
  for (int64_t done = 0; done < view.size();) {
    done += TRY(TimedCall(self, POLLOUT, deadline, [&] {
      return send(Of(self)->fd, view.data() + done, static_cast<size_t>(view.size() - done), flags);
    }));
    if (!CheckSignals()) return {};
  }
  return OwnNone();
}
Owned SendtoMethod(Value self, const Value* args, size_t nargs) {
  if (nargs < 2 || nargs > 3)
    return Raise(&TypeErrorType, "sendto() takes 2 or 3 arguments (%zu given)", nargs);
  ScopedBuffer view;
  if (!view.Acquire(args[0])) return {};
  int flags = nargs > 2 ? TRY(IntArgument(args[1])) : 0;
  SocketAddress address;
  TRY_VOID(AddressFromPython(Of(self)->family, args[nargs - 1], "sendto", &address));
  ssize_t count = TRY(TimedCall(self, POLLOUT, [&] {
    return sendto(Of(self)->fd, view.data(), static_cast<size_t>(view.size()), flags, address.get(),
                  address.size);
  }));
  return IntFromInt64(count);
}

// -- Messages with ancillary data -----------------------------------------------------------------

Owned AncillaryList(msghdr* message) {
  Handle list = TRY(ListNew());
  for (cmsghdr* at = CMSG_FIRSTHDR(message); at != nullptr; at = CMSG_NXTHDR(message, at)) {
    auto* end = static_cast<uint8_t*>(message->msg_control) + message->msg_controllen;
    int64_t size = static_cast<int64_t>(at->cmsg_len) - static_cast<int64_t>(CMSG_LEN(0));
    if (size > end - CMSG_DATA(at)) size = end - CMSG_DATA(at);
    Handle data = TRY(BytesNew(CMSG_DATA(at), size > 0 ? size : 0));
    TRY_VOID(ListAppendOwned(
        list, TupleOf({Value::Int(at->cmsg_level), Value::Int(at->cmsg_type), data})));
  }
  return list.Release();
}

// recvmsg(2) into vectors: (first, ancillary data, flags, address), where *first comes from the
// count.
template <typename First>
Owned ReceiveMessage(Value self, iovec* vectors, size_t count, Value control_size,
                     Value flags_argument, First first) {
  int64_t size = control_size ? TRY(IndexExact(control_size, &OverflowErrorType)) : 0;
  if (size < 0 || size > INT_MAX)
    return Raise(&ValueErrorType, "invalid ancillary data buffer length");
  int flags = TRY(IntArgument(flags_argument, 0));
  std::vector<uint8_t> control(static_cast<size_t>(size) + 1);
  SocketAddress address;
  msghdr message = {};
  ssize_t got = TRY(TimedCall(self, POLLIN, [&] {
    address.size = sizeof address.storage;
    message.msg_name = &address.storage;
    message.msg_namelen = sizeof address.storage;
    message.msg_iov = vectors;
    message.msg_iovlen = count;
    message.msg_control = control.data();
    message.msg_controllen = static_cast<size_t>(size);
    return recvmsg(Of(self)->fd, &message, flags);
  }));
  address.size = message.msg_namelen;
  Handle ancillary = TRY(AncillaryList(&message));
  Handle peer = TRY(AddressToPython(address));
  Handle data = TRY(first(got));
  return TupleOf({data, ancillary, Value::Int(message.msg_flags), peer});
}

Owned RecvmsgMethod(Value self, const Value* args, size_t nargs) {
  int64_t size = TRY(IndexExact(args[0], &OverflowErrorType));
  if (size < 0) return Raise(&ValueErrorType, "negative buffer size in recvmsg()");
  Handle bytes = TRY(BytesNew(nullptr, size));
  iovec vector = {bytes.As<Bytes>()->data, static_cast<size_t>(size)};
  return ReceiveMessage(self, &vector, 1, nargs > 1 ? args[1] : Value::Empty(),
                        nargs > 2 ? args[2] : Value::Empty(),
                        [&](ssize_t got) { return BytesShrink(bytes.Release(), got); });
}

struct Vectors {
  Handle held;
  std::vector<ScopedBuffer> views;
  std::vector<iovec> vectors;
  bool Acquire(Value iterable, int flags, const char* message) {
    Handle list = TRY(ToList(iterable));
    (void)message;
    views = std::vector<ScopedBuffer>(static_cast<size_t>(ListSize(list)));
    vectors.resize(views.size());
    for (size_t i = 0; i < views.size(); ++i) {
      if (!views[i].Acquire(ListAt(list, static_cast<int64_t>(i)), flags)) {
        if (flags != kBufferWritable || !ClearPendingIf(&BufferErrorType)) return false;
        return Raise(
            &TypeErrorType,
            "recvmsg_into() argument 1 must be an iterable of single-segment read-write buffers");
      }
      vectors[i] = {views[i].mutable_data(), static_cast<size_t>(views[i].size())};
    }
    held = std::move(list);
    return true;
  }
};

Owned RecvmsgIntoMethod(Value self, const Value* args, size_t nargs) {
  Vectors vectors;
  TRY_VOID(
      vectors.Acquire(args[0], kBufferWritable, "recvmsg_into() argument 1 must be an iterable"));
  return ReceiveMessage(self, vectors.vectors.data(), vectors.vectors.size(),
                        nargs > 1 ? args[1] : Value::Empty(), nargs > 2 ? args[2] : Value::Empty(),
                        [](ssize_t got) { return IntFromInt64(got); });
}

bool FillControl(Value messages, std::vector<uint8_t>* out) {
  Handle list = TRY(ToList(messages));
  for (int64_t i = 0; i < ListSize(list); ++i) {
    Handle row = TRY(ToTuple(ListAt(list, i)));
    if (TupleSize(row) != 3)
      return Raise(&TypeErrorType,
                   "[sendmsg() ancillary data items] must be sequence of length 3, not %lld",
                   static_cast<long long>(TupleSize(row)));
    int level = TRY(IntArgument(TupleAt(row, 0)));
    int type = TRY(IntArgument(TupleAt(row, 1)));
    ScopedBuffer view;
    if (!view.Acquire(TupleAt(row, 2))) return false;
    size_t size = static_cast<size_t>(view.size()), start = out->size();
    out->resize(start + CMSG_SPACE(size));
    auto* header = reinterpret_cast<cmsghdr*>(out->data() + start);
    header->cmsg_level = level;
    header->cmsg_type = type;
    header->cmsg_len = CMSG_LEN(size);
    memcpy(CMSG_DATA(header), view.data(), size);
  }
  return true;
}

Owned SendmsgMethod(Value self, const Value* args, size_t nargs) {
  Vectors vectors;
  TRY_VOID(vectors.Acquire(args[0], kBufferSimple, "sendmsg() argument 1 must be an iterable"));
  std::vector<uint8_t> control;
  if (nargs > 1 && !args[1].IsNone()) TRY_VOID(FillControl(args[1], &control));
  int flags = TRY(IntArgument(nargs > 2 ? args[2] : Value::Empty(), 0));
  SocketAddress address;
  address.size = 0;
  if (nargs > 3 && !args[3].IsNone())
    TRY_VOID(AddressFromPython(Of(self)->family, args[3], "sendmsg", &address));
  msghdr message = {};
  message.msg_name = address.size > 0 ? &address.storage : nullptr;
  message.msg_namelen = address.size;
  message.msg_iov = vectors.vectors.data();
  message.msg_iovlen = vectors.vectors.size();
  message.msg_control = control.empty() ? nullptr : control.data();
  message.msg_controllen = control.size();
  ssize_t count =
      TRY(TimedCall(self, POLLOUT, [&] { return sendmsg(Of(self)->fd, &message, flags); }));
  return IntFromInt64(count);
}

// -- Options --------------------------------------------------------------------------------------

Owned GetsockoptMethod(Value self, const Value* args, size_t nargs) {
  int level = TRY(IntArgument(args[0]));
  int name = TRY(IntArgument(args[1]));
  int size = TRY(IntArgument(nargs > 2 ? args[2] : Value::Empty(), 0));
  if (size == 0) {
    int value = 0;
    socklen_t length = sizeof value;
    if (getsockopt(Of(self)->fd, level, name, &value, &length) != 0) return RaiseOsError(errno);
    return Owned(Value::Int(value));
  }
  if (size < 0 || size > 1024) return Raise(&OSErrorType, "getsockopt buflen out of range");
  Handle bytes = TRY(BytesNew(nullptr, size));
  socklen_t length = static_cast<socklen_t>(size);
  if (getsockopt(Of(self)->fd, level, name, bytes.As<Bytes>()->data, &length) != 0)
    return RaiseOsError(errno);
  return BytesShrink(bytes.Release(), length);
}

Owned SetsockoptMethod(Value self, const Value* args, size_t nargs) {
  int level = TRY(IntArgument(args[0]));
  int name = TRY(IntArgument(args[1]));
  if (nargs == 4) {
    if (!args[2].IsNone())
      return Raise(&TypeErrorType, "socket.setsockopt() argument 3 must be None, not %.200s",
                   TypeName(args[2]));
    int64_t size = TRY(AsInt64(args[3]));
    return NoneOrError(
        setsockopt(Of(self)->fd, level, name, nullptr, static_cast<socklen_t>(size)));
  }
  if (IsAnyInt(args[2])) {
    int value = TRY(IntArgument(args[2]));
    return NoneOrError(setsockopt(Of(self)->fd, level, name, &value, sizeof value));
  }
  ScopedBuffer view;
  if (!view.Acquire(args[2])) return {};
  return NoneOrError(
      setsockopt(Of(self)->fd, level, name, view.data(), static_cast<socklen_t>(view.size())));
}

Owned SetblockingMethod(Value self, Value flag) {
  bool blocking = TRY(IsTrue(flag));
  Of(self)->timeout = blocking ? -1 : 0;
  TRY_VOID(SetBlocking(Of(self)->fd, blocking));
  return OwnNone();
}
Owned GetblockingMethod(Value self) { return OwnBool(Of(self)->timeout != 0); }

Fallible<int64_t> TimeoutArgument(Value v) {
  if (v.IsNone()) return int64_t{-1};
  int64_t timeout = TRY(NanosecondsFromSeconds(v));
  if (timeout < 0) return Raise(&ValueErrorType, "Timeout value out of range");
  return timeout;
}
Owned TimeoutNew(int64_t timeout) {
  return timeout < 0 ? OwnNone() : FloatNew(static_cast<double>(timeout) / 1e9);
}
Owned SettimeoutMethod(Value self, Value v) {
  int64_t timeout = TRY(TimeoutArgument(v));
  Of(self)->timeout = timeout;
  TRY_VOID(SetBlocking(Of(self)->fd, timeout < 0));
  return OwnNone();
}
Owned GettimeoutMethod(Value self) { return TimeoutNew(Of(self)->timeout); }

Owned ReprSlot(Value self) {
  const Socket* s = Of(self);
  return StrFormat("<socket object, fd=%d, family=%d, type=%d, proto=%d>", s->fd, s->family,
                   s->type, s->protocol);
}
Owned GetFamily(Value self) { return Owned(Value::Int(Of(self)->family)); }
Owned GetType(Value self) { return Owned(Value::Int(Of(self)->type)); }
Owned GetProtocol(Value self) { return Owned(Value::Int(Of(self)->protocol)); }

constexpr MethodDef kMethods[] = {
    PY_METHOD(socket, _accept, NoArgs(AcceptMethod), "_accept() -> (integer, address info)"),
    PY_METHOD(socket, bind, OneArg(BindMethod),
              "bind(address)\n\nBind the socket to a local address."),
    PY_METHOD(socket, close, NoArgs(CloseMethod),
              "close()\n\nClose the socket.  It cannot be used after this call."),
    PY_METHOD(socket, connect, OneArg(ConnectMethod),
              "connect(address)\n\nConnect the socket to a remote address."),
    PY_METHOD(socket, connect_ex, OneArg(ConnectExMethod), "connect_ex(address) -> errno"),
    PY_METHOD(
        socket, detach, NoArgs(DetachMethod),
        "detach()\n\nClose the socket object without closing the underlying file descriptor."),
    PY_METHOD(socket, fileno, NoArgs(FilenoMethod),
              "fileno() -> integer\n\nReturn the integer file descriptor of the socket."),
    PY_METHOD(socket, getpeername, NoArgs(GetpeernameMethod), "getpeername() -> address info"),
    PY_METHOD(socket, getsockname, NoArgs(GetsocknameMethod), "getsockname() -> address info"),
    PY_METHOD(socket, getsockopt, Positional(GetsockoptMethod, 2, 3),
              "getsockopt(level, option[, buffersize]) -> value"),
    PY_METHOD(socket, listen, Positional(ListenMethod, 0, 1),
              "listen([backlog])\n\nEnable a server to accept connections."),
    PY_METHOD(socket, recv, Positional(RecvMethod, 1, 2), "recv(buffersize[, flags]) -> data"),
    PY_METHOD(socket, recv_into, Bound(RecvIntoMethod),
              "($self, buffer, nbytes=0, flags=0)\n--\n\nrecv_into(buffer, [nbytes[, flags]]) -> "
              "nbytes_read"),
    PY_METHOD(socket, recvfrom, Positional(RecvfromMethod, 1, 2),
              "recvfrom(buffersize[, flags]) -> (data, address info)"),
    PY_METHOD(socket, recvfrom_into, Bound(RecvfromIntoMethod),
              "($self, buffer, nbytes=0, flags=0)\n--\n\nrecvfrom_into(buffer[, nbytes[, flags]]) "
              "-> (nbytes, address info)"),
    PY_METHOD(socket, recvmsg, Positional(RecvmsgMethod, 1, 3),
              "recvmsg(bufsize[, ancbufsize[, flags]]) -> (data, ancdata, msg_flags, address)"),
    PY_METHOD(
        socket, recvmsg_into, Positional(RecvmsgIntoMethod, 1, 3),
        "recvmsg_into(buffers[, ancbufsize[, flags]]) -> (nbytes, ancdata, msg_flags, address)"),
    PY_METHOD(socket, send, Positional(SendMethod, 1, 2), "send(data[, flags]) -> count"),
    PY_METHOD(socket, sendall, Positional(SendallMethod, 1, 2), "sendall(data[, flags])"),
    PY_METHOD(socket, sendto, Positional(SendtoMethod, 0, kNoMaximum),
              "sendto(data[, flags], address) -> count"),
    PY_METHOD(socket, sendmsg, Positional(SendmsgMethod, 1, 4),
              "sendmsg(buffers[, ancdata[, flags[, address]]]) -> count"),
    PY_METHOD(socket, setblocking, OneArg(SetblockingMethod), "setblocking(flag)"),
    PY_METHOD(socket, getblocking, NoArgs(GetblockingMethod), "getblocking()"),
    PY_METHOD(socket, settimeout, OneArg(SettimeoutMethod), "settimeout(timeout)"),
    PY_METHOD(socket, gettimeout, NoArgs(GettimeoutMethod), "gettimeout() -> timeout"),
    PY_METHOD(socket, setsockopt, Positional(SetsockoptMethod, 3, 4),
              "setsockopt(level, option, value: int)"),
    PY_METHOD(socket, shutdown, OneArg(ShutdownMethod), "shutdown(flag)"),
    {}};
constexpr PropertyDef kProperties[] = {{"family", GetFamily, nullptr, "the socket family"},
                                       {"type", GetType, nullptr, "the socket type"},
                                       {"proto", GetProtocol, nullptr, "the socket protocol"},
                                       {"timeout", GettimeoutMethod, nullptr, "the socket timeout"},
                                       {}};

// -- Functions ------------------------------------------------------------------------------------

Owned SocketFrom(int fd, int family, int type, int protocol) {
  Handle self = Make(&SocketType, nullptr, 0, Value::Empty());
  if (!self || !Start(self, fd, family, type, protocol)) {
    close(fd);
    if (self) Of(self)->fd = -1;
    return {};
  }
  return self.Release();
}

Owned SocketpairFunction(Value, const Value* args, size_t nargs) {
  int family = TRY(IntArgument(nargs > 0 ? args[0] : Value::Empty(), AF_UNIX));
  int type = TRY(IntArgument(nargs > 1 ? args[1] : Value::Empty(), SOCK_STREAM));
  int protocol = TRY(IntArgument(nargs > 2 ? args[2] : Value::Empty(), 0));
  int ends[2];
  if (socketpair(family, type | SOCK_CLOEXEC, protocol, ends) != 0) return RaiseOsError(errno);
  Handle first = SocketFrom(ends[0], family, type, protocol);
  if (!first) {
    close(ends[1]);
    return {};
  }
  Handle second = TRY(SocketFrom(ends[1], family, type, protocol));
  return TupleOf({first, second});
}
Owned DupFunction(Value, Value v) {
  int fd = TRY(IntArgument(v));
  int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
  return copy < 0 ? Owned(RaiseOsError(errno)) : Owned(Value::Int(copy));
}
Owned GetdefaulttimeoutFunction(Value) { return TimeoutNew(DefaultTimeout()); }
Owned SetdefaulttimeoutFunction(Value, Value v) {
  int64_t timeout = TRY(TimeoutArgument(v));
  TRY_VOID(ModuleStateSet(kTimeoutKey, Value::Int(timeout)));
  return OwnNone();
}

}  // namespace

const MethodDef kSocketFunctions[] = {
    PY_FUNCTION(_socket, socketpair, Positional(SocketpairFunction, 0, 3),
                "socketpair([family[, type [, proto]]]) -> (socket object, socket object)"),
    PY_FUNCTION(_socket, dup, OneArg(DupFunction), "dup(integer) -> integer"),
    PY_FUNCTION(_socket, getdefaulttimeout, NoArgs(GetdefaulttimeoutFunction),
                "getdefaulttimeout() -> timeout"),
    PY_FUNCTION(_socket, setdefaulttimeout, OneArg(SetdefaulttimeoutFunction),
                "setdefaulttimeout(timeout)"),
    {}};

bool InitSocketType(Value module) {
  if (!SocketType.dict) {
    TypeSlots& slots = SocketType.slots;
    slots.new_instance = Make;
    slots.init = Init;
    slots.repr = ReprSlot;
    slots.finalize = Finalize;
    slots.destroy = Destroy;
    TRY_VOID(InitBuiltinType(
        {.type = &SocketType,
         .name = "_socket.socket",
         .basic_size = sizeof(Socket),
         .flags = kTypeBase,
         .methods = kMethods,
         .properties = kProperties,
         .doc = "socket(family=AF_INET, type=SOCK_STREAM, proto=0) -> socket "
                "object\nsocket(family=-1, type=-1, proto=-1, fileno=None) -> socket object"}));
  }
  return ModuleAddType(module, &SocketType) &&
         ModuleAdd(module, "SocketType", Retain(Value::Pointer(&SocketType)));
}

}  // namespace polygil
