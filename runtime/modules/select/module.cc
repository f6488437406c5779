// The module select: select(), poll objects, epoll objects.

#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <unistd.h>

#include <climits>
#include <vector>

#include "runtime/modules/module_state.h"
#include "runtime/modules/posix/posix_internal.h"
#include "runtime/modules/time/time_value.h"
#include "runtime/object/heap.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"

namespace polygil {

Type PollType, EpollType;

namespace {

// A timeout as an absolute time, so that interrupted calls go on waiting for the rest.
class Deadline {
 public:
  // nanoseconds < 0: none.
  explicit Deadline(int64_t nanoseconds)
      : endless_(nanoseconds < 0),
        end_(endless_ ? 0 : SaturatingAdd(ClockNow(CLOCK_MONOTONIC), nanoseconds)) {}
  bool endless() const { return endless_; }
  int64_t Rest() const {
    int64_t rest = end_ - ClockNow(CLOCK_MONOTONIC);
    return rest > 0 ? rest : 0;
  }
  int Milliseconds() const {
    if (endless_) return -1;
    int64_t value = (Rest() + 999'999) / 1'000'000;
    return value > INT_MAX ? INT_MAX : static_cast<int>(value);
  }

 private:
  static int64_t SaturatingAdd(int64_t a, int64_t b) {
    int64_t sum;
    return __builtin_add_overflow(a, b, &sum) ? INT64_MAX : sum;
  }
  bool endless_;
  int64_t end_;
};

// Repeats call(), made without the GIL, while signals interrupt it. -1: raised.
template <typename Function>
int Wait(Function call) {
  for (;;) {
    int count;
    {
      BlockingScope released;
      count = call();
    }
    if (count >= 0) return count;
    if (errno != EINTR) {
      (void)static_cast<bool>(RaiseOsError(errno));
      return -1;
    }
    if (!CheckSignals()) return -1;
  }
}

// -- select ---------------------------------------------------------------------------------------

struct FdList {
  fd_set set;
  std::vector<int> fds;
  Handle objects;  // list
};

bool Collect(Value sequence, FdList* out, int* highest) {
  FD_ZERO(&out->set);
  Handle owner;
  ItemsView items = TRY(FastItems(sequence, &owner, "arguments 1-3 must be sequences"));
  out->objects = TRY(ListNew(items.size));
  // A fileno() may change the list, which then is taken as it is by now.
  bool is_list = IsList(sequence);
  for (int64_t i = 0; i < (is_list ? ListSize(sequence) : items.size); ++i) {
    Value object = is_list ? ListAt(sequence, i) : items.items[i];
    TRY_VOID(ListAppend(out->objects, object));
    int fd = TRY(FileDescriptor(ListAt(out->objects, i)));
    if (fd >= FD_SETSIZE) return Raise(&ValueErrorType, "filedescriptor out of range in select()");
    FD_SET(fd, &out->set);
    out->fds.push_back(fd);
    if (fd > *highest) *highest = fd;
  }
  return true;
}

Owned Ready(const FdList& list, const fd_set& set) {
  Handle result = TRY(ListNew());
  for (size_t i = 0; i < list.fds.size(); ++i)
    if (FD_ISSET(list.fds[i], &set))
      TRY_VOID(ListAppend(result, ListAt(list.objects, static_cast<int64_t>(i))));
  return result.Release();
}

Owned SelectFunction(Value, const Value* args, size_t nargs) {
  int64_t timeout = -1;
  if (nargs > 3 && !args[3].IsNone()) {
    if (!IsAnyFloat(args[3]) && TypeOf(args[3])->slots.index == nullptr)
      return Raise(&TypeErrorType, "timeout must be a float or None");
    timeout = TRY(NanosecondsFromSeconds(args[3]));
    if (timeout < 0) return Raise(&ValueErrorType, "timeout must be non-negative");
  }
  FdList lists[3];
  int highest = -1;
  for (int i = 0; i < 3; ++i) TRY_VOID(Collect(args[i], &lists[i], &highest));
  Deadline deadline(timeout);
  fd_set sets[3];
  int count = Wait([&] {
    for (int i = 0; i < 3; ++i) sets[i] = lists[i].set;
    timespec rest = deadline.endless() ? timespec{} : ToTimespec(deadline.Rest());
    return pselect(highest + 1, &sets[0], &sets[1], &sets[2], deadline.endless() ? nullptr : &rest,
                   nullptr);
  });
  if (count < 0) return {};
  Handle result[3];
  for (int i = 0; i < 3; ++i) {
    if (count == 0) FD_ZERO(&sets[i]);
    result[i] = TRY(Ready(lists[i], sets[i]));
  }
  return TupleOf({result[0], result[1], result[2]});
}

// -- poll -----------------------------------------------------------------------------------------

struct Poll : Object {
  Value events;  // dict: descriptor -> mask
  bool running;
};

Fallible<int64_t> MaskArgument(Value v, int64_t absent, int64_t maximum, const char* too_large) {
  if (!v) return absent;
  Handle number = TRY(Index(v));
  int64_t mask;
  if (!IntFitsInt64(number, &mask) || mask > maximum)
    return Raise(&OverflowErrorType, "%s", too_large);
  if (mask < 0) return Raise(&ValueErrorType, "value must be positive");
  return mask;
}

Owned PollRegister(Value self, const Value* args, size_t nargs) {
  int fd = TRY(FileDescriptor(args[0]));
  int64_t mask = TRY(MaskArgument(nargs > 1 ? args[1] : Value::Empty(), POLLIN | POLLPRI | POLLOUT,
                                  USHRT_MAX, "Python int too large for C unsigned short"));
  TRY_VOID(DictSet(self.As<Poll>()->events, Value::Int(fd), Value::Int(mask)));
  return OwnNone();
}
Owned PollModify(Value self, const Value* args, size_t) {
  int fd = TRY(FileDescriptor(args[0]));
  int64_t mask =
      TRY(MaskArgument(args[1], 0, USHRT_MAX, "Python int too large for C unsigned short"));
  bool known = TRY(DictContains(self.As<Poll>()->events, Value::Int(fd)));
  if (!known) return RaiseOsError(ENOENT);
  TRY_VOID(DictSet(self.As<Poll>()->events, Value::Int(fd), Value::Int(mask)));
  return OwnNone();
}
Owned PollUnregister(Value self, Value file) {
  int fd = TRY(FileDescriptor(file));
  TRY_VOID(DictDelete(self.As<Poll>()->events, Value::Int(fd)));
  return OwnNone();
}

Owned PollPoll(Value self, const Value* args, size_t nargs) {
  Poll* poll_object = self.As<Poll>();
  int64_t timeout = -1;
  if (nargs > 0 && !args[0].IsNone()) {
    if (!IsAnyFloat(args[0]) && TypeOf(args[0])->slots.index == nullptr)
      return Raise(&TypeErrorType, "timeout must be an integer or None");
    double milliseconds = TRY(AsDouble(args[0]));
    if (milliseconds > INT_MAX) return Raise(&OverflowErrorType, "timeout is too large");
    timeout = milliseconds < 0 ? -1 : static_cast<int64_t>(milliseconds * 1e6);
  }
  if (poll_object->running) return Raise(&RuntimeErrorType, "concurrent poll() invocation");
  std::vector<pollfd> fds;
  int64_t position = 0;
  Value key, mask;
  while (DictNext(poll_object->events, &position, &key, &mask))
    fds.push_back({static_cast<int>(key.AsInt()), static_cast<short>(mask.AsInt()), 0});
  Deadline deadline(timeout);
  poll_object->running = true;
  int count = Wait([&] { return poll(fds.data(), fds.size(), deadline.Milliseconds()); });
  poll_object->running = false;
  if (count < 0) return {};
  Handle result = TRY(ListNew(count));
  for (const pollfd& fd : fds) {
    if (fd.revents == 0) continue;
    TRY_VOID(ListAppendOwned(
        result, TupleOf({Value::Int(fd.fd), Value::Int(static_cast<unsigned short>(fd.revents))})));
  }
  return result.Release();
}

Owned PollFunction(Value) {
  Handle self = TRY(AllocateObject(&PollType));
  self.As<Poll>()->events = TRY(DictNew()).Peek();
  return self.Release();
}

void PollDestroy(Object* object) { ClearField(&static_cast<Poll*>(object)->events); }

constexpr MethodDef kPollMethods[] = {
    PY_METHOD(poll, register, Positional(PollRegister, 1, 2),
              "($self, fd, eventmask=POLLIN | POLLPRI | POLLOUT, /)\n--\n\nRegister a file "
              "descriptor with the polling object."),
    PY_METHOD(poll, modify, Positional(PollModify, 2, 2),
              "($self, fd, eventmask, /)\n--\n\nModify an already registered file descriptor."),
    PY_METHOD(
        poll, unregister, OneArg(PollUnregister),
        "($self, fd, /)\n--\n\nRemove a file descriptor being tracked by the polling object."),
    PY_METHOD(poll, poll, Positional(PollPoll, 0, 1),
              "($self, timeout=None, /)\n--\n\nPolls the set of registered file descriptors."),
    {}};

// -- epoll ----------------------------------------------------------------------------------------

struct Epoll : Object {
  int32_t fd;  // -1: closed
};

bool EpollOpen(Value self) {
  return self.As<Epoll>()->fd >= 0 ? true
                                   : Raise(&ValueErrorType, "I/O operation on closed epoll object");
}

Owned EpollControl(Value self, int operation, Value file, int64_t events) {
  TRY_VOID(EpollOpen(self));
  int fd = TRY(FileDescriptor(file));
  epoll_event event{};
  event.events = static_cast<uint32_t>(events);
  event.data.fd = fd;
  int result;
  {
    BlockingScope released;
    result = epoll_ctl(self.As<Epoll>()->fd, operation, fd, &event);
  }
  return NoneOrError(result);
}

constexpr const char* kTooLarge = "Python int too large to convert to C unsigned int";
Owned EpollRegister(Value self, const Value* args) {
  int64_t mask = TRY(MaskArgument(args[1], EPOLLIN | EPOLLPRI | EPOLLOUT, UINT_MAX, kTooLarge));
  return EpollControl(self, EPOLL_CTL_ADD, args[0], mask);
}
Owned EpollModify(Value self, const Value* args) {
  int64_t mask = TRY(MaskArgument(args[1], 0, UINT_MAX, kTooLarge));
  return EpollControl(self, EPOLL_CTL_MOD, args[0], mask);
}
Owned EpollUnregister(Value self, const Value* args) {
  return EpollControl(self, EPOLL_CTL_DEL, args[0], 0);
}

Owned EpollPoll(Value self, const Value* args) {
  TRY_VOID(EpollOpen(self));
  int64_t timeout = -1;
  if (args[0] && !args[0].IsNone()) {
    if (!IsAnyFloat(args[0]) && TypeOf(args[0])->slots.index == nullptr)
      return Raise(&TypeErrorType, "timeout must be an integer or None");
    timeout = TRY(NanosecondsFromSeconds(args[0]));
    if (timeout / 1'000'000 > INT_MAX) return Raise(&OverflowErrorType, "timeout is too large");
  }
  int maximum = TRY(IntArgument(args[1], -1));
  if (maximum == -1) maximum = FD_SETSIZE - 1;
  if (maximum < 1)
    return Raise(&ValueErrorType, "maxevents must be greater than 0, got %d", maximum);
  std::vector<epoll_event> events(static_cast<size_t>(maximum));
  Deadline deadline(timeout);
  int fd = self.As<Epoll>()->fd;
  int count = Wait([&] { return epoll_wait(fd, events.data(), maximum, deadline.Milliseconds()); });
  if (count < 0) return {};
  Handle result = TRY(ListNew(count));
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events[static_cast<size_t>(i)];
    TRY_VOID(ListAppendOwned(
        result, TupleOf({Value::Int(event.data.fd), Value::Int(int64_t{event.events})})));
  }
  return result.Release();
}

Owned EpollClose(Value self) {
  int fd = std::exchange(self.As<Epoll>()->fd, -1);
  if (fd < 0) return OwnNone();
  int result;
  {
    BlockingScope released;
    result = close(fd);
  }
  return NoneOrError(result);
}
Owned EpollFileno(Value self) {
  TRY_VOID(EpollOpen(self));
  return Owned(Value::Int(self.As<Epoll>()->fd));
}
Owned EpollEnter(Value self) {
  TRY_VOID(EpollOpen(self));
  return Retain(self);
}
Owned EpollExit(Value self, const Value*, size_t) { return EpollClose(self); }
Owned GetEpollClosed(Value self) { return OwnBool(self.As<Epoll>()->fd < 0); }

Owned EpollFrom(Type* type, int fd) {
  if (fd < 0) return RaiseOsError(errno);
  Handle self = AllocateInstance(type);
  if (!self) {
    close(fd);
    return {};
  }
  self.As<Epoll>()->fd = fd;
  return self.Release();
}
Owned EpollFromfd(Value cls, Value argument) {
  int fd = TRY(IntArgument(argument));
  return EpollFrom(cls.As<Type>(), fd);
}
Owned EpollMake(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[2];
  TRY_VOID(BindArguments("epoll", "(sizehint=-1, flags=0)", args, nargs, keyword_names, bound));
  int hint = TRY(IntArgument(bound[0], -1));
  int flags = TRY(IntArgument(bound[1], 0));
  if (hint == 0 || hint < -1) return Raise(&ValueErrorType, "negative sizehint");
  if (flags != 0 && flags != EPOLL_CLOEXEC) return Raise(&OSErrorType, "invalid flags");
  return EpollFrom(type, epoll_create1(EPOLL_CLOEXEC));
}
void EpollDestroy(Object* object) {
  Epoll* epoll = static_cast<Epoll*>(object);
  if (epoll->fd >= 0) close(epoll->fd);
  epoll->fd = -1;
}

constexpr MethodDef kEpollMethods[] = {
    PY_METHOD(epoll, fromfd, OneArg(EpollFromfd, kMethodClass),
              "($type, fd, /)\n--\n\nCreate an epoll object from a given control fd."),
    PY_METHOD(epoll, close, NoArgs(EpollClose),
              "($self, /)\n--\n\nClose the epoll control file descriptor."),
    PY_METHOD(epoll, fileno, NoArgs(EpollFileno),
              "($self, /)\n--\n\nReturn the epoll control file descriptor."),
    PY_METHOD(
        epoll, modify, Bound(EpollModify),
        "($self, /, fd, eventmask)\n--\n\nModify event mask for a registered file descriptor."),
    PY_METHOD(epoll, register, Bound(EpollRegister),
              "($self, /, fd,\n         eventmask=select.EPOLLIN | select.EPOLLPRI | "
              "select.EPOLLOUT)\n--\n\nRegisters a new fd or raises an OSError if the fd is "
              "already registered."),
    PY_METHOD(epoll, unregister, Bound(EpollUnregister),
              "($self, /, fd)\n--\n\nRemove a registered file descriptor from the epoll object."),
    PY_METHOD(epoll, poll, Bound(EpollPoll),
              "($self, /, timeout=None, maxevents=-1)\n--\n\nWait for events on the epoll file "
              "descriptor."),
    PY_METHOD(epoll, __enter__, NoArgs(EpollEnter), nullptr),
    PY_METHOD(epoll, __exit__, Positional(EpollExit, 0, kNoMaximum), nullptr),
    {}};
constexpr PropertyDef kEpollProperties[] = {
    {"closed", GetEpollClosed, nullptr, "True if the epoll handler is closed"}, {}};

#define SAME(name) {#name, static_cast<int64_t>(name)}
constexpr IntConstant kConstants[] = {{"POLLIN", POLLIN},
                                      {"POLLPRI", POLLPRI},
                                      {"POLLOUT", POLLOUT},
                                      {"POLLERR", POLLERR},
                                      {"POLLHUP", POLLHUP},
                                      {"POLLNVAL", POLLNVAL},
                                      {"POLLRDNORM", POLLRDNORM},
                                      {"POLLRDBAND", POLLRDBAND},
                                      {"POLLWRNORM", POLLWRNORM},
                                      {"POLLWRBAND", POLLWRBAND},
                                      {"POLLMSG", POLLMSG},
                                      {"POLLRDHUP", POLLRDHUP},
                                      {"PIPE_BUF", 4096},
                                      SAME(EPOLLIN),
                                      SAME(EPOLLOUT),
                                      SAME(EPOLLPRI),
                                      SAME(EPOLLERR),
                                      SAME(EPOLLHUP),
                                      SAME(EPOLLRDHUP),
                                      SAME(EPOLLET),
                                      SAME(EPOLLONESHOT),
                                      SAME(EPOLLEXCLUSIVE),
                                      SAME(EPOLLRDNORM),
                                      SAME(EPOLLRDBAND),
                                      SAME(EPOLLWRNORM),
                                      SAME(EPOLLWRBAND),
                                      SAME(EPOLLMSG),
                                      SAME(EPOLL_CLOEXEC),
                                      {nullptr, 0}};
#undef SAME

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(select, select, Positional(SelectFunction, 3, 4),
                "($module, rlist, wlist, xlist, timeout=None, /)\n--\n\nWait until one or more "
                "file descriptors are ready for some kind of I/O."),
    PY_FUNCTION(select, poll, NoArgs(PollFunction),
                "($module, /)\n--\n\nReturns a polling object."),
    {}};

bool Execute(Value module) {
  if (!PollType.dict) {
    PollType.slots.destroy = PollDestroy;
    TRY_VOID(InitBuiltinType({.type = &PollType,
                              .name = "select.poll",
                              .basic_size = sizeof(Poll),
                              .flags = kTypeNoInstantiation,
                              .methods = kPollMethods}));
    EpollType.slots.new_instance = EpollMake;
    EpollType.slots.destroy = EpollDestroy;
    TRY_VOID(InitBuiltinType({.type = &EpollType,
                              .name = "select.epoll",
                              .basic_size = sizeof(Epoll),
                              .flags = 0,
                              .methods = kEpollMethods,
                              .properties = kEpollProperties,
                              .doc = "Returns an epolling object."}));
  }
  return AddIntConstants(module, kConstants) && ModuleAddType(module, &EpollType) &&
         ModuleAdd(module, "error", Retain(Value::Pointer(&OSErrorType)));
}

}  // namespace

extern const ModuleDefinition SelectModule;
const ModuleDefinition SelectModule = {
    "select", "This module supports asynchronous I/O on multiple file descriptors.", kFunctions,
    Execute};

}  // namespace polygil
