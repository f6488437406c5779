// _polygil_mp.Connection: one end of a pipe of messages in shared memory.

#include <new>

#include "mp/objects/common.h"
#include "mp/ring/pipe.h"
#include "mp/serial/serial.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/number/int.h"
#include "runtime/types/container/tuple.h"

namespace polygil {
namespace {

Type ConnectionType;

struct Connection : Object {
  mp::PipeEnd* end;          // null once closed
  mp::MessageBuffer* input;  // of the message that is being received
  mp::MessageBuffer* output;
  bool readable, writable;
  bool sending, receiving;   // a thread is at it; the ring has room for one
};

Owned ConnectionNew(bool readable, bool writable) {
  Handle self = TRY(AllocateObject(&ConnectionType));
  auto* connection = self.As<Connection>();
  connection->end = new (std::nothrow) mp::PipeEnd();
  connection->input = new (std::nothrow) mp::MessageBuffer();
  connection->output = new (std::nothrow) mp::MessageBuffer();
  connection->readable = readable, connection->writable = writable;
  if (connection->end == nullptr || connection->input == nullptr || connection->output == nullptr)
    return RaiseMemoryError();
  return self.Release();
}

void Destroy(Object* self) {
  auto* connection = static_cast<Connection*>(self);
  delete connection->end;
  delete connection->input;
  delete connection->output;
}

bool CheckOpen(Connection* c) {
  return c->end != nullptr || Raise(&OSErrorType, "handle is closed");
}
bool CheckReadable(Connection* c) {
  return CheckOpen(c) && (c->readable || Raise(&OSErrorType, "connection is write-only"));
}
bool CheckWritable(Connection* c) {
  return CheckOpen(c) && (c->writable || Raise(&OSErrorType, "connection is read-only"));
}

// Marks one direction as in use for a scope; false if another thread uses it.
class Turn {
 public:
  explicit Turn(bool* flag) : flag_(flag), first_(!*flag) { *flag = true; }
  ~Turn() {
    if (first_) *flag_ = false;
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  bool Mine() const {
    return first_ || Raise(&RuntimeErrorType, "connection is in use by another thread");
  }

 private:
  bool* flag_;
  bool first_;
};

bool SendMessage(Connection* c, const char* data, size_t size) {
  size_t sent = 0;
  mp::WaitResult result = WaitFor(mp::kForever, [&](int64_t limit, const mp::BlockingHooks& hooks) {
    return c->end == nullptr ? mp::WaitResult::kClosed : c->end->Send(data, size, limit, hooks, &sent);
  });
  if (result == mp::WaitResult::kDone) return true;
  if (result == mp::WaitResult::kInterrupted) return false;
  if (result == mp::WaitResult::kNoMemory) return RaiseMemoryError();
  return RaiseOsError(32);  // EPIPE: BrokenPipeError
}

Owned Send(Value self, Value object) {
  auto* c = self.As<Connection>();
  TRY_VOID(CheckWritable(c));
  Turn turn(&c->sending);
  TRY_VOID(turn.Mine());
  Handle hold = Retain(self);
  c->output->Clear();
  TRY_VOID(Serialize(object, c->output));
  TRY_VOID(SendMessage(c, c->output->data(), c->output->size()));
  return OwnNone();
}

Owned SendBytes(Value self, const Value* args) {
  auto* c = self.As<Connection>();
  TRY_VOID(CheckWritable(c));
  ScopedBuffer buffer;
  TRY_VOID(buffer.Acquire(args[0]));
  int64_t offset = 0;
  if (args[1]) offset = TRY(AsInt64(args[1]));
  if (offset < 0) return Raise(&ValueErrorType, "offset is negative");
  if (buffer.size() < offset) return Raise(&ValueErrorType, "buffer length < offset");
  int64_t size = buffer.size() - offset;
  if (args[2] && !args[2].IsNone()) {
    size = TRY(AsInt64(args[2]));
    if (size < 0) return Raise(&ValueErrorType, "size is negative");
    if (offset + size > buffer.size()) return Raise(&ValueErrorType, "buffer length < offset + size");
  }
  Turn turn(&c->sending);
  TRY_VOID(turn.Mine());
  Handle hold = Retain(self);
  TRY_VOID(SendMessage(c, reinterpret_cast<const char*>(buffer.data()) + offset, static_cast<size_t>(size)));
  return OwnNone();
}

// A message, to be given back with FinishReceive.
bool ReceiveMessage(Connection* c, mp::RingMessage* message) {
  mp::WaitResult result = WaitFor(mp::kForever, [&](int64_t limit, const mp::BlockingHooks& hooks) {
    return c->end == nullptr ? mp::WaitResult::kClosed : c->end->Receive(limit, hooks, c->input, message);
  });
  if (result == mp::WaitResult::kDone) return true;
  if (result == mp::WaitResult::kInterrupted) return false;
  if (result == mp::WaitResult::kNoMemory) return RaiseMemoryError();
  return RaiseBare(&EOFErrorType);
}

Owned Receive(Value self) {
  auto* c = self.As<Connection>();
  TRY_VOID(CheckReadable(c));
  Turn turn(&c->receiving);
  TRY_VOID(turn.Mine());
  Handle hold = Retain(self);
  mp::RingMessage message;
  TRY_VOID(ReceiveMessage(c, &message));
  Owned object = Deserialize(message.data, message.size);
  if (c->end != nullptr) c->end->FinishReceive(message, c->input);
  return object;
}

Owned ReceiveBytes(Value self, const Value* args) {
  auto* c = self.As<Connection>();
  TRY_VOID(CheckReadable(c));
  int64_t maximum = INT64_MAX;
  if (args[0] && !args[0].IsNone()) {
    maximum = TRY(AsInt64(args[0]));
    if (maximum < 0) return Raise(&ValueErrorType, "negative maxlength");
  }
  Turn turn(&c->receiving);
  TRY_VOID(turn.Mine());
  Handle hold = Retain(self);
  mp::RingMessage message;
  TRY_VOID(ReceiveMessage(c, &message));
  bool fits = message.size <= static_cast<uint64_t>(maximum);
  Owned bytes = fits ? BytesNew(message.data, static_cast<int64_t>(message.size)) : Owned();
  if (c->end != nullptr) c->end->FinishReceive(message, c->input);
  if (fits) return bytes;
  delete c->end;
  c->end = nullptr;
  return Raise(&OSErrorType, "bad message length");
}

Owned ReceiveBytesInto(Value self, const Value* args) {
  auto* c = self.As<Connection>();
  TRY_VOID(CheckReadable(c));
  ScopedBuffer buffer;
  TRY_VOID(buffer.Acquire(args[0], kBufferWritable));
  int64_t offset = 0;
  if (args[1]) offset = TRY(AsInt64(args[1]));
  if (offset < 0) return Raise(&ValueErrorType, "negative offset");
  if (offset > buffer.size()) return Raise(&ValueErrorType, "offset too large");
  Turn turn(&c->receiving);
  TRY_VOID(turn.Mine());
  Handle hold = Retain(self);
  mp::RingMessage message;
  TRY_VOID(ReceiveMessage(c, &message));
  size_t size = message.size;
  Owned overflow;
  if (size <= static_cast<size_t>(buffer.size() - offset)) {
    if (size > 0) memcpy(buffer.mutable_data() + offset, message.data, size);
  } else {
    overflow = BytesNew(message.data, static_cast<int64_t>(size));
  }
  if (c->end != nullptr) c->end->FinishReceive(message, c->input);
  if (!overflow) return HasPendingException() ? Owned() : IntFromSize(size);
  Handle text = overflow;
  Handle type = TRY(ImportAttribute("multiprocessing", "BufferTooShort"));
  return RaiseWith(type.As<Type>(), text);
}

Owned Poll(Value self, const Value* args) {
  auto* c = self.As<Connection>();
  TRY_VOID(CheckReadable(c));
  int64_t deadline = mp::kNoWait;
  if (args[0]) TRY_VOID(DeadlineOf(Value::Empty(), args[0], &deadline));
  Handle hold = Retain(self);
  mp::WaitResult result = WaitFor(deadline, [&](int64_t limit, const mp::BlockingHooks& hooks) {
    return c->end == nullptr ? mp::WaitResult::kClosed : c->end->Poll(limit, hooks);
  });
  if (result == mp::WaitResult::kInterrupted) return {};
  return OwnBool(result != mp::WaitResult::kTimedOut);
}

Owned FileNumber(Value self) {
  auto* c = self.As<Connection>();
  TRY_VOID(CheckOpen(c));
  int fd;
  mp::Status status = c->end->PollableDescriptor(&fd);
  if (!status.ok()) return RaiseStatus(status);
  return Owned(Value::Int(fd));
}

Owned Close(Value self) {
  auto* c = self.As<Connection>();
  // A thread that waits in the pipe still needs it: the end goes with the object then.
  if (c->end != nullptr && !c->sending && !c->receiving) {
    delete c->end;
    c->end = nullptr;
  }
  return OwnNone();
}
Owned Enter(Value self) { return Retain(self); }
Owned Exit(Value self, const Value*, size_t) { return Close(self); }
Owned GetClosed(Value self) { return OwnBool(self.As<Connection>()->end == nullptr); }
Owned GetReadable(Value self) { return OwnBool(self.As<Connection>()->readable); }
Owned GetWritable(Value self) { return OwnBool(self.As<Connection>()->writable); }

// Descriptors travel by what the package reduction does for them.
Owned ReduceEx(Value self, Value) {
  Handle reduce = TRY(ImportAttribute("multiprocessing.connection", "_reduce_connection"));
  return Call(reduce, {self});
}

// (descriptors..., readable, writable)
Owned Place(Value self) {
  auto* c = self.As<Connection>();
  TRY_VOID(CheckOpen(c));
  int fds[mp::PipeEnd::kDescriptors];
  c->end->Descriptors(fds);
  return TupleOf({Value::Int(fds[0]), Value::Int(fds[1]), Value::Int(fds[2]), Value::Int(fds[3]),
                  Value::Bool(c->readable), Value::Bool(c->writable)});
}
Owned At(Value, const Value* args, size_t) {
  int fds[mp::PipeEnd::kDescriptors];
  for (int i = 0; i < mp::PipeEnd::kDescriptors; ++i) fds[i] = static_cast<int>(TRY(AsInt64(args[i])));
  bool readable = TRY(IsTrue(args[4])), writable = TRY(IsTrue(args[5]));
  Handle self = TRY(ConnectionNew(readable, writable));
  mp::Status status = mp::PipeEnd::FromDescriptors(fds, self.As<Connection>()->end);
  if (!status.ok()) return RaiseStatus(status);
  return self.Release();
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(Connection, send, OneArg(Send), "($self, obj, /)\n--\n\nSends an object."),
    PY_METHOD(Connection, recv, NoArgs(Receive), "($self, /)\n--\n\nReceives an object."),
    PY_METHOD(Connection, send_bytes, Bound(SendBytes),
              "($self, /, buf, offset=0, size=None)\n--\n\nSends the bytes of a bytes-like object."),
    PY_METHOD(Connection, recv_bytes, Bound(ReceiveBytes),
              "($self, /, maxlength=None)\n--\n\nReceives a message as bytes."),
    PY_METHOD(Connection, recv_bytes_into, Bound(ReceiveBytesInto),
              "($self, /, buf, offset=0)\n--\n\nReceives a message into a writable bytes-like object."),
    PY_METHOD(Connection, poll, Bound(Poll),
              "($self, /, timeout=0.0)\n--\n\nWhether there is something to receive."),
    PY_METHOD(Connection, fileno, NoArgs(FileNumber),
              "($self, /)\n--\n\nA descriptor that is readable when there is something to receive."),
    PY_METHOD(Connection, _place, NoArgs(Place), kPlaceDoc),
    PY_METHOD(Connection, _at, Positional(At, 6, 6, kMethodClass),
              "The connection of such descriptors, which it takes over."),
    PY_METHOD(Connection, close, NoArgs(Close), "($self, /)\n--\n\nCloses the connection."),
    PY_METHOD(Connection, __enter__, NoArgs(Enter), "($self, /)\n--\n\nReturn self."),
    PY_METHOD(Connection, __exit__, Positional(Exit, 3, 3),
              "($self, type, value, traceback, /)\n--\n\nCloses the connection."),
    PY_METHOD(Connection, __reduce_ex__, OneArg(ReduceEx), "($self, protocol, /)\n--\n\nNot possible."),
    {}};
constexpr PropertyDef kProperties[] = {{"closed", GetClosed, nullptr, "True if the connection is closed"},
                                       {"readable", GetReadable, nullptr, "True if the connection is readable"},
                                       {"writable", GetWritable, nullptr, "True if the connection is writable"},
                                       {}};

}  // namespace

Owned PipePair(Value, Value duplex_value) {
  bool duplex = TRY(IsTrue(duplex_value));
  Handle first = TRY(ConnectionNew(true, duplex)), second = TRY(ConnectionNew(duplex, true));
  mp::Status status =
      mp::PipeEnd::CreatePair(first.As<Connection>()->end, second.As<Connection>()->end);
  if (!status.ok()) return RaiseStatus(status);
  Value pair[] = {first, second};
  return TupleFrom(pair, 2);
}

bool AddConnection(Value module) {
  ConnectionType.slots.destroy = Destroy;
  return AddType(module, {.type = &ConnectionType,
                          .name = "multiprocessing.connection.Connection",
                          .basic_size = sizeof(Connection),
                          .flags = kTypeNoInstantiation | kTypeWeakly,
                          .methods = kMethods,
                          .properties = kProperties,
                          .doc = "One end of a pipe."});
}

}  // namespace polygil
