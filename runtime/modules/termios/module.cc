// The module termios.

#include <termios.h>

#include <sys/ioctl.h>
#include <asm/ioctls.h>

#include "runtime/modules/module_state.h"
#include "runtime/modules/posix/posix_internal.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"

// Kernel facts that the C library's header leaves out.
#ifndef XCASE
#define XCASE 0000004
#endif
#ifndef IOCSIZE_MASK
#define IOCSIZE_MASK 0x3fff0000
#define IOCSIZE_SHIFT 16
#endif
#ifndef NCC
#define NCC 8
#endif

namespace polygil {
namespace {

constexpr const char* kErrorKey = "termios.error";

constexpr IntConstant kConstants[] = {
    {"VSWTCH", VSWTC},
#define CONSTANT(name) {#name, static_cast<int64_t>(name)},
#include "runtime/modules/termios/constants.def"
    {nullptr, 0}};

// termios.error(errno, strerror).
Raised RaiseTermiosError() {
  int error = errno;
  Handle text = StrFromUtf8(strerror(error));
  if (!text) return {};
  Handle args[2] = {IntFromInt64(error), Retain(text)};
  Handle instance = Call(ModuleState(kErrorKey), {args[0], args[1]});
  return instance ? RaiseInstance(instance.Release()) : Raised();
}

template <typename Function>
Owned TerminalCall(Function call) {
  int result;
  {
    BlockingScope released;
    result = call();
  }
  return result == 0 ? OwnNone() : Owned(RaiseTermiosError());
}

Owned TcgetattrFunction(Value, const Value* args, size_t) {
  int fd = TRY(FileDescriptor(args[0]));
  termios mode;
  if (tcgetattr(fd, &mode) != 0) return RaiseTermiosError();
  bool canonical = mode.c_lflag & ICANON;
  Handle characters = TRY(ListNew(NCCS));
  for (int i = 0; i < NCCS; ++i) {
    bool number = !canonical && (i == VMIN || i == VTIME);
    TRY_VOID(ListAppendOwned(characters, number ? Owned(Value::Int(mode.c_cc[i]))
                                                : BytesNew(&mode.c_cc[i], 1)));
  }
  Handle list = TRY(ListNew(7));
  for (tcflag_t flags : {mode.c_iflag, mode.c_oflag, mode.c_cflag, mode.c_lflag,
                         static_cast<tcflag_t>(cfgetispeed(&mode)),
                         static_cast<tcflag_t>(cfgetospeed(&mode))})
    TRY_VOID(ListAppend(list, Value::Int(flags)));
  TRY_VOID(ListAppend(list, characters));
  return list.Release();
}

Owned TcsetattrFunction(Value, const Value* args, size_t) {
  int fd = TRY(FileDescriptor(args[0]));
  int when = TRY(IntArgument(args[1]));
  if (!IsList(args[2]) || ListSize(args[2]) != 7)
    return Raise(&TypeErrorType, "tcsetattr, arg 3: must be 7 element list");
  termios mode;
  if (tcgetattr(fd, &mode) != 0) return RaiseTermiosError();
  uint32_t flags[6];
  for (int i = 0; i < 6; ++i)
    flags[i] = static_cast<uint32_t>(TRY(AsInt64(ListAt(args[2], i))));
  mode.c_iflag = flags[0], mode.c_oflag = flags[1], mode.c_cflag = flags[2], mode.c_lflag = flags[3];
  Value characters = ListAt(args[2], 6);
  if (!IsList(characters) || ListSize(characters) != NCCS)
    return Raise(&TypeErrorType, "tcsetattr: attributes[6] must be %d element list", NCCS);
  for (int i = 0; i < NCCS; ++i) {
    Value c = ListAt(characters, i);
    if (IsBytes(c) && BytesView(c).size() == 1)
      mode.c_cc[i] = static_cast<cc_t>(BytesView(c)[0]);
    else if (IsAnyInt(c))
      mode.c_cc[i] = static_cast<cc_t>(TRY(AsInt64(c)));
    else
      return Raise(&TypeErrorType,
                   "tcsetattr: elements of attributes must be characters or integers");
  }
  if (cfsetispeed(&mode, flags[4]) != 0 || cfsetospeed(&mode, flags[5]) != 0)
    return RaiseTermiosError();
  return TerminalCall([&] { return tcsetattr(fd, when, &mode); });
}

#define FD_AND_INT(name)                                             \
  Owned name##Function(Value, const Value* args, size_t) {           \
    int fd = TRY(FileDescriptor(args[0]));                           \
    int value = TRY(IntArgument(args[1]));                           \
    return TerminalCall([=] { return name(fd, value); });            \
  }
FD_AND_INT(tcsendbreak)
FD_AND_INT(tcflush)
FD_AND_INT(tcflow)
#undef FD_AND_INT

Owned TcdrainFunction(Value, const Value* args, size_t) {
  int fd = TRY(FileDescriptor(args[0]));
  return TerminalCall([=] { return tcdrain(fd); });
}
Owned TcgetwinsizeFunction(Value, const Value* args, size_t) {
  int fd = TRY(FileDescriptor(args[0]));
  winsize size;
  if (ioctl(fd, TIOCGWINSZ, &size) != 0) return RaiseTermiosError();
  return TupleOf({Value::Int(size.ws_row), Value::Int(size.ws_col)});
}
Owned TcsetwinsizeFunction(Value, const Value* args, size_t) {
  int fd = TRY(FileDescriptor(args[0]));
  Handle pair = TRY(ToTuple(args[1]));
  if (TupleSize(pair) != 2)
    return Raise(&TypeErrorType, "tcsetwinsize, arg 2: must be a two-item sequence");
  winsize size;
  if (ioctl(fd, TIOCGWINSZ, &size) != 0) return RaiseTermiosError();
  int64_t rows = TRY(AsInt64(TupleAt(pair, 0))), columns = TRY(AsInt64(TupleAt(pair, 1)));
  size.ws_row = static_cast<unsigned short>(rows);
  size.ws_col = static_cast<unsigned short>(columns);
  if (size.ws_row != rows || size.ws_col != columns)
    return Raise(&OverflowErrorType, "winsize value(s) out of range.");
  return TerminalCall([&] { return ioctl(fd, TIOCSWINSZ, &size); });
}

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(termios, tcgetattr, Positional(TcgetattrFunction, 1, 1), "($module, fd, /)\n--\n\nGet the tty attributes for file descriptor fd."),
    PY_FUNCTION(termios, tcsetattr, Positional(TcsetattrFunction, 3, 3), "($module, fd, when, attributes, /)\n--\n\nSet the tty attributes for file descriptor fd."),
    PY_FUNCTION(termios, tcsendbreak, Positional(tcsendbreakFunction, 2, 2), "($module, fd, duration, /)\n--\n\nSend a break on file descriptor fd."),
    PY_FUNCTION(termios, tcdrain, Positional(TcdrainFunction, 1, 1), "($module, fd, /)\n--\n\nWait until all output written to file descriptor fd has been transmitted."),
    PY_FUNCTION(termios, tcflush, Positional(tcflushFunction, 2, 2), "($module, fd, queue, /)\n--\n\nDiscard queued data on file descriptor fd."),
    PY_FUNCTION(termios, tcflow, Positional(tcflowFunction, 2, 2), "($module, fd, action, /)\n--\n\nSuspend or resume input or output on file descriptor fd."),
    PY_FUNCTION(termios, tcgetwinsize, Positional(TcgetwinsizeFunction, 1, 1), "($module, fd, /)\n--\n\nGet the tty winsize for file descriptor fd."),
    PY_FUNCTION(termios, tcsetwinsize, Positional(TcsetwinsizeFunction, 2, 2), "($module, fd, winsize, /)\n--\n\nSet the tty winsize for file descriptor fd."),
    {}};

bool Execute(Value module) {
  Handle error = Retain(ModuleState(kErrorKey));
  if (!error) {
    error = TRY(MakeException("termios.error", Value::Pointer(&ExceptionType), Value::Empty()));
    TRY_VOID(ModuleStateSet(kErrorKey, error));
  }
  return AddIntConstants(module, kConstants) && ModuleAdd(module, "error", error.Release());
}

}  // namespace

extern const ModuleDefinition TermiosModule;
const ModuleDefinition TermiosModule = {
    "termios", "This module provides an interface to the Posix calls for tty I/O control.",
    kFunctions, Execute};

}  // namespace polygil
