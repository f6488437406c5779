// _io._IOBase and _io._RawIOBase.

#include "runtime/modules/_io/io_base.h"

#include "runtime/modules/registry.h"
#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/classes/shape.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type IoBaseType, RawIoBaseType;

namespace {

constexpr const char* kClosedMark = "__IOBase_closed";
constexpr const char* kUnsupportedKey = "_io.UnsupportedOperation";

bool MarkedClosed(Value self) {
  Handle mark = FindAttribute(self, kClosedMark);
  ClearPending();
  return static_cast<bool>(mark);
}

}  // namespace

Type* UnsupportedOperation() {
  return DictGetAscii(CurrentInterpreter()->module_state, kUnsupportedKey).As<Type>();
}

Raised RaiseUnsupported(const char* message) { return Raise(UnsupportedOperation(), "%s", message); }
Raised RaiseClosedFile() { return Raise(&ValueErrorType, "I/O operation on closed file"); }

Fallible<bool> IsClosed(Value stream) {
  Handle closed = TRY(GetAttribute(stream, "closed"));
  return IsTrue(closed);
}

bool CheckClosed(Value stream) {
  bool closed = TRY(IsClosed(stream));
  if (closed) return Raise(&ValueErrorType, "I/O operation on closed file.");
  return true;
}

Fallible<bool> AskBool(Value stream, const char* method) {
  Handle answer = TRY(CallMethod(stream, method));
  return IsTrue(answer);
}

Fallible<int64_t> AskInt(Value stream, const char* method) {
  Handle answer = TRY(CallMethod(stream, method));
  return IndexExact(answer, &ValueErrorType);
}

namespace {
bool CheckAbility(Value stream, const char* method, const char* message) {
  Handle answer = TRY(CallMethod(stream, method));
  return answer.Get().IsTrue() ? true : RaiseUnsupported(message);
}
}  // namespace

bool CheckSeekable(Value stream) {
  return CheckAbility(stream, "seekable", "File or stream is not seekable.");
}
bool CheckReadable(Value stream) {
  return CheckAbility(stream, "readable", "File or stream is not readable.");
}
bool CheckWritable(Value stream) {
  return CheckAbility(stream, "writable", "File or stream is not writable.");
}

bool AcquireTarget(ScopedBuffer* buffer, Value target) {
  if (SupportsBuffer(target) && buffer->Acquire(target, kBufferWritable)) return true;
  if (HasPendingException() && !ClearPendingIf(&BufferErrorType)) return false;
  return Raise(&TypeErrorType, "readinto() argument must be read-write bytes-like object, not %.200s",
               TypeName(target));
}

Fallible<int64_t> SizeArgument(Value v, int64_t none) {
  if (!v || v.IsNone()) return none;
  if (v.IsInt()) return v.AsInt();
  if (TypeOf(v)->slots.index == nullptr)
    return Raise(&TypeErrorType, "argument should be integer or None, not '%.200s'", TypeName(v));
  return IndexExact(v, &OverflowErrorType);
}

void CloseKeepingPending(Value stream) {
  Handle before = TakePending();
  Handle result = CallMethod(stream, "close");
  if (!before) return;
  if (HasPendingException()) {
    Handle now = TakePending();
    BaseException* later = now.As<BaseException>();
    if (now.Get() != before.Get() && !later->context) later->context = before.Release().Peek();
    RestorePending(now.Release());
  } else {
    RestorePending(before.Release());
  }
}

void StreamFinalize(Value self) {
  Handle closed = FindAttribute(self, "closed");
  bool is_closed = false;
  if (!closed) {
    ClearPending();
  } else {
    Fallible<bool> truth = IsTrue(closed);
    if (!truth) ClearPending();
    is_closed = truth && truth.value;
  }
  if (is_closed) return;
  // Tells close() that it is the object's end, for the ResourceWarning.
  if (!SetAttribute(self, "_finalizing", Value::True())) ClearPending();
  Handle result = CallMethod(self, "close");
  if (!result) {
    if (CurrentInterpreter()->dev_mode)
      WriteUnraisable(self);
    else
      ClearPending();
  }
}

Owned RaiseCannotPickle(Value self) {
  return Raise(&TypeErrorType, "cannot pickle '%.100s' object", TypeName(self));
}

Owned StreamDict(Value self) {
  Value dict = InstanceDict(self.AsObject());
  return dict ? Retain(dict) : Owned();
}

Owned StreamMake(Type* type, const Value*, size_t, Value) { return AllocateInstance(type); }

namespace {

Owned Unsupported(const char* what) { return RaiseUnsupported(what); }
Owned SeekAny(Value, const Value*, size_t) { return Unsupported("seek"); }
Owned TruncateAny(Value, const Value*, size_t) { return Unsupported("truncate"); }
Owned FilenoMethod(Value) { return Unsupported("fileno"); }

Owned TellMethod(Value self) { return CallMethod(self, "seek", {Value::Int(0), Value::Int(1)}); }

Owned FlushMethod(Value self) {
  if (MarkedClosed(self)) return Raise(&ValueErrorType, "I/O operation on closed file.");
  return OwnNone();
}

Owned CloseMethod(Value self) {
  if (MarkedClosed(self)) return OwnNone();
  Handle flushed = CallMethod(self, "flush");
  if (!flushed) {
    Handle error = TakePending();
    if (!SetAttribute(self, kClosedMark, Value::True())) ClearPending();
    RestorePending(error.Release());
    return {};
  }
  TRY_VOID(SetAttribute(self, kClosedMark, Value::True()));
  return OwnNone();
}

Owned NotAble(Value self) {
  TRY_VOID(CheckClosed(self));
  return OwnBool(false);
}

Owned CheckClosedMethod(Value self, const Value*, size_t) {
  TRY_VOID(CheckClosed(self));
  return OwnNone();
}
Owned CheckSeekableMethod(Value self, const Value*, size_t) {
  return CheckSeekable(self) ? OwnBool(true) : Owned();
}
Owned CheckReadableMethod(Value self, const Value*, size_t) {
  return CheckReadable(self) ? OwnBool(true) : Owned();
}
Owned CheckWritableMethod(Value self, const Value*, size_t) {
  return CheckWritable(self) ? OwnBool(true) : Owned();
}

Owned EnterMethod(Value self) {
  TRY_VOID(CheckClosed(self));
  return Retain(self);
}
Owned ExitMethod(Value self, const Value*, size_t) { return CallMethod(self, "close"); }

// How many bytes the next read() of readline may take: up to a newline that peek() shows.
Fallible<int64_t> PeekedLine(Value self, Value peek, int64_t limit, int64_t have) {
  Handle ready = TRY(Call(peek, {Value::Int(1)}));
  if (!IsBytes(ready))
    return Raise(&OSErrorType, "peek() should have returned a bytes object, not '%.200s'",
                 TypeName(ready));
  std::string_view bytes = BytesView(ready);
  if (bytes.empty()) return 1;
  if (limit >= 0 && static_cast<int64_t>(bytes.size()) > limit - have)
    bytes = bytes.substr(0, static_cast<size_t>(limit - have));
  size_t newline = bytes.find('\n');
  return static_cast<int64_t>(newline == bytes.npos ? bytes.size() : newline + 1);
}

Owned ReadlineMethod(Value self, const Value* args, size_t nargs) {
  int64_t limit = TRY(SizeArgument(nargs > 0 ? args[0] : Value::None()));
  Handle peek = FindAttribute(self, "peek");
  if (!peek && HasPendingException()) return {};
  Handle line = TRY(ByteArrayNew(nullptr, 0));
  for (;;) {
    int64_t have = line.As<ByteArray>()->size;
    if (limit >= 0 && have >= limit) break;
    int64_t want = 1;
    if (peek) want = TRY(PeekedLine(self, peek, limit, have));
    Handle count = TRY(IntFromInt64(want));
    Handle got = CallMethod(self, names.read, {count});
    if (!got) return {};
    if (!IsBytes(got))
      return Raise(&OSErrorType, "read() should have returned a bytes object, not '%.200s'",
                   TypeName(got));
    std::string_view bytes = BytesView(got);
    if (bytes.empty()) break;
    TRY_VOID(ByteArrayResize(line, have + static_cast<int64_t>(bytes.size())));
    memcpy(line.As<ByteArray>()->data + have, bytes.data(), bytes.size());
    if (bytes.back() == '\n') break;
  }
  return BytesNew(line.As<ByteArray>()->data, line.As<ByteArray>()->size);
}

Owned IterateSlot(Value self) {
  TRY_VOID(CheckClosed(self));
  return Retain(self);
}

Owned NextSlot(Value self) {
  Handle line = TRY(CallMethod(self, names.readline));
  Fallible<int64_t> length = Length(line);
  if (!length || length.value == 0) return {};
  return line.Release();
}

Owned ReadlinesMethod(Value self, const Value* args, size_t nargs) {
  int64_t hint = TRY(SizeArgument(nargs > 0 ? args[0] : Value::None()));
  Handle list = TRY(ListNew());
  if (hint <= 0) {
    TRY_VOID(ListExtend(list, self));
    return list.Release();
  }
  Handle iterator = TRY(GetIterator(self));
  int64_t total = 0;
  for (;;) {
    Handle line = IteratorNext(iterator);
    if (!line) {
      if (HasPendingException()) return {};
      break;
    }
    TRY_VOID(ListAppend(list, line));
    int64_t length = TRY(Length(line));
    if (length > hint - total) break;
    total += length;
  }
  return list.Release();
}

Owned WritelinesMethod(Value self, Value lines) {
  TRY_VOID(CheckClosed(self));
  Handle iterator = TRY(GetIterator(lines));
  for (;;) {
    Handle line = IteratorNext(iterator);
    if (!line) {
      if (HasPendingException()) return {};
      return OwnNone();
    }
    Handle result = TRY(CallMethod(self, names.write, {line}));
  }
}

Owned GetClosed(Value self) { return OwnBool(MarkedClosed(self)); }

constexpr MethodDef kBaseMethods[] = {
    PY_METHOD(_IOBase, seek, Positional(SeekAny, 0, kNoMaximum),
              "Change the stream position to the given byte offset."),
    PY_METHOD(_IOBase, tell, NoArgs(TellMethod), "($self, /)\n--\n\nReturn current stream position."),
    PY_METHOD(_IOBase, truncate, Positional(TruncateAny, 0, kNoMaximum),
              "Truncate file to size bytes."),
    PY_METHOD(_IOBase, flush, NoArgs(FlushMethod), "($self, /)\n--\n\nFlush write buffers, if applicable."),
    PY_METHOD(_IOBase, close, NoArgs(CloseMethod), "($self, /)\n--\n\nFlush and close the IO object."),
    PY_METHOD(_IOBase, seekable, NoArgs(NotAble), "($self, /)\n--\n\nReturn whether object supports random access."),
    PY_METHOD(_IOBase, readable, NoArgs(NotAble), "($self, /)\n--\n\nReturn whether object was opened for reading."),
    PY_METHOD(_IOBase, writable, NoArgs(NotAble), "($self, /)\n--\n\nReturn whether object was opened for writing."),
    PY_METHOD(_IOBase, _checkClosed, Positional(CheckClosedMethod, 0, 1), nullptr),
    PY_METHOD(_IOBase, _checkSeekable, Positional(CheckSeekableMethod, 0, 1), nullptr),
    PY_METHOD(_IOBase, _checkReadable, Positional(CheckReadableMethod, 0, 1), nullptr),
    PY_METHOD(_IOBase, _checkWritable, Positional(CheckWritableMethod, 0, 1), nullptr),
    PY_METHOD(_IOBase, fileno, NoArgs(FilenoMethod), "($self, /)\n--\n\nReturns underlying file descriptor if one exists."),
    PY_METHOD(_IOBase, isatty, NoArgs(NotAble), "($self, /)\n--\n\nReturn whether this is an 'interactive' stream."),
    PY_METHOD(_IOBase, __enter__, NoArgs(EnterMethod), nullptr),
    PY_METHOD(_IOBase, __exit__, Positional(ExitMethod, 0, kNoMaximum), nullptr),
    PY_METHOD(_IOBase, readline, Positional(ReadlineMethod, 0, 1),
              "($self, size=-1, /)\n--\n\nRead and return a line from the stream."),
    PY_METHOD(_IOBase, readlines, Positional(ReadlinesMethod, 0, 1),
              "($self, hint=-1, /)\n--\n\nReturn a list of lines from the stream."),
    PY_METHOD(_IOBase, writelines, OneArg(WritelinesMethod),
              "($self, lines, /)\n--\n\nWrite a list of lines to stream."),
    {}};
constexpr PropertyDef kBaseProperties[] = {
    {"__dict__", StreamDict}, {"closed", GetClosed}, {}};

// -- _RawIOBase -----------------------------------------------------------------------------------

Owned RawReadall(Value self) {
  Handle all = TRY(ByteArrayNew(nullptr, 0));
  for (;;) {
    Handle data = TRY(CallMethod(self, names.read, {Value::Int(kDefaultBufferSize)}));
    int64_t have = all.As<ByteArray>()->size;
    if (data.Get().IsNone()) {
      if (have == 0) return OwnNone();
      break;
    }
    if (!IsBytes(data)) return Raise(&TypeErrorType, "read() should return bytes");
    std::string_view bytes = BytesView(data);
    if (bytes.empty()) break;
    TRY_VOID(ByteArrayResize(all, have + static_cast<int64_t>(bytes.size())));
    memcpy(all.As<ByteArray>()->data + have, bytes.data(), bytes.size());
  }
  return BytesNew(all.As<ByteArray>()->data, all.As<ByteArray>()->size);
}

Owned RawRead(Value self, const Value* args, size_t nargs) {
  int64_t size = -1;
  if (nargs > 0) size = TRY(IndexExact(args[0], &OverflowErrorType));
  if (size < 0) return CallMethod(self, "readall");
  Handle buffer = TRY(ByteArrayNew(nullptr, size));
  Handle count = TRY(CallMethod(self, names.readinto, {buffer}));
  if (count.Get().IsNone()) return OwnNone();
  int64_t got = TRY(IndexExact(count, &ValueErrorType));
  if (got < 0 || got > buffer.As<ByteArray>()->size)
    return Raise(&ValueErrorType, "readinto returned %lld outside buffer size %lld",
                 static_cast<long long>(got), static_cast<long long>(buffer.As<ByteArray>()->size));
  return BytesNew(buffer.As<ByteArray>()->data, got);
}

Owned RawNotImplemented(Value, const Value*, size_t) { return RaiseBare(&NotImplementedErrorType); }

constexpr MethodDef kRawMethods[] = {
    PY_METHOD(_RawIOBase, read, Positional(RawRead, 0, 1), "($self, size=-1, /)\n--\n\n"),
    PY_METHOD(_RawIOBase, readall, NoArgs(RawReadall),
              "($self, /)\n--\n\nRead until EOF, using multiple read() call."),
    PY_METHOD(_RawIOBase, readinto, Positional(RawNotImplemented, 0, kNoMaximum), nullptr),
    PY_METHOD(_RawIOBase, write, Positional(RawNotImplemented, 0, kNoMaximum), nullptr),
    {}};

bool MakeUnsupportedOperation(Value module) {
  Interpreter* interpreter = CurrentInterpreter();
  if (!interpreter->module_state) interpreter->module_state = TRY(DictNew()).Peek();
  Handle known = Retain(DictGetAscii(interpreter->module_state, kUnsupportedKey));
  if (!known) {
    Handle bases = TRY(TupleOf({Value::Pointer(&OSErrorType), Value::Pointer(&ValueErrorType)}));
    known = TRY(MakeException("io.UnsupportedOperation", bases, Value::Empty()));
    TRY_VOID(DictSetAscii(interpreter->module_state, kUnsupportedKey, known));
  }
  return ModuleAdd(module, "UnsupportedOperation", known.Release());
}

}  // namespace

bool InitIoBaseTypes(Value module) {
  TRY_VOID(MakeUnsupportedOperation(module));
  if (!IoBaseType.dict) {
    TypeSlots& base = IoBaseType.slots;
    base.new_instance = StreamMake;
    base.iterate = IterateSlot;
    base.next = NextSlot;
    base.finalize = StreamFinalize;
    TRY_VOID(InitBuiltinType({.type = &IoBaseType,
                              .name = "_io._IOBase",
                              .basic_size = sizeof(Object),
                              .flags = kTypeBase | kTypeGc | kTypeWeakly,
                              .methods = kBaseMethods,
                              .properties = kBaseProperties,
                              .doc = "The abstract base class for all I/O classes.",
                              .has_attributes = true}));
    RawIoBaseType.slots.new_instance = StreamMake;
    TRY_VOID(InitBuiltinType({.type = &RawIoBaseType,
                              .name = "_io._RawIOBase",
                              .base = &IoBaseType,
                              .basic_size = sizeof(Object),
                              .flags = kTypeBase | kTypeGc,
                              .methods = kRawMethods,
                              .doc = "Base class for raw binary I/O."}));
  }
  return ModuleAddType(module, &IoBaseType) && ModuleAddType(module, &RawIoBaseType);
}

}  // namespace polygil
