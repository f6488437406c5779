// _io.BufferedReader, BufferedWriter and BufferedRandom: their methods over one buffer.

#include <cstring>
#include <unistd.h>

#include "runtime/base/codec/codec.h"
#include "runtime/modules/_io/buffered.h"
#include "runtime/modules/_io/io_base.h"
#include "runtime/modules/posix/system_call.h"
#include "runtime/modules/registry.h"
#include "runtime/object/heap.h"
#include "runtime/object/method_def.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type BufferedReaderType, BufferedWriterType, BufferedRandomType;

namespace {

// -- Reading --------------------------------------------------------------------------------------

// Gets ready to read: what is pending goes out first.
bool PrepareReading(Value self) {
  return BufferedOf(self)->pending == 0 || BufferedFlushPending(self);
}

int64_t TakeBuffered(Buffered* buffered, uint8_t* into, int64_t size) {
  int64_t have = buffered->end - buffered->start;
  if (have > size) have = size;
  memcpy(into, buffered->data + buffered->start, static_cast<size_t>(have));
  buffered->start += have;
  return have;
}

// Reads until `size` bytes are there, the end, or a read that would block. kIoWouldBlock only if
// nothing was read. With `once`, at most one raw read, and none where something was buffered and the
// rest is small.
int64_t ReadFully(Value self, uint8_t* into, int64_t size, bool once) {
  Buffered* buffered = BufferedOf(self);
  int64_t done = TakeBuffered(buffered, into, size);
  while (done < size) {
    int64_t rest = size - done;
    if (once && done > 0 && rest <= buffered->capacity) break;
    int64_t count;
    if (rest >= buffered->capacity) {
      buffered->start = buffered->end = 0;
      count = BufferedRawRead(self, into + done, once ? rest : rest - rest % buffered->capacity);
      if (count > 0) done += count;
    } else {
      count = BufferedFill(self);
      if (count > 0) done += TakeBuffered(buffered, into + done, rest);
    }
    if (count == kIoRaised) return kIoRaised;
    if (count == 0) break;
    if (count == kIoWouldBlock) return done > 0 ? done : kIoWouldBlock;
    if (once) break;
  }
  return done;
}

Owned ReadAll(Value self) {
  Buffered* buffered = BufferedOf(self);
  int64_t have = buffered->end - buffered->start;
  Handle head = TRY(BytesNew(buffered->data + buffered->start, have));
  buffered->start = buffered->end = 0;
  buffered->raw_position = -1;
  Handle rest;
  if (IsExactly(buffered->raw, FileIoType)) {
    rest = TRY(FileIoReadAll(buffered->raw));
  } else {
    Handle method = FindAttribute(buffered->raw, "readall");
    if (!method && HasPendingException()) return {};
    if (method) {
      rest = TRY(Call(method));
    } else {
      ByteBuffer all;
      for (;;) {
        Handle data = TRY(CallMethod(buffered->raw, names.read));
        if (!data.Get().IsNone() && !IsBytes(data))
          return Raise(&TypeErrorType, "read() should return bytes");
        if (data.Get().IsNone() || BytesView(data).empty()) {
          if (data.Get().IsNone() && all.size() == 0) rest = OwnNone();
          break;
        }
        std::string_view bytes = BytesView(data);
        if (!all.Append(bytes.data(), static_cast<int64_t>(bytes.size()))) return RaiseMemoryError();
      }
      if (!rest) rest = TRY(BytesNew(all.data() ? all.data() : nullptr, all.size()));
    }
    if (!rest.Get().IsNone() && !IsBytes(rest))
      return Raise(&TypeErrorType, "readall() should return bytes");
  }
  if (rest.Get().IsNone()) return have == 0 ? OwnNone() : head.Release();
  if (have == 0) return rest.Release();
  std::string_view tail = BytesView(rest);
  Handle joined = TRY(BytesNew(nullptr, have + static_cast<int64_t>(tail.size())));
  memcpy(joined.As<Bytes>()->data, head.As<Bytes>()->data, static_cast<size_t>(have));
  memcpy(joined.As<Bytes>()->data + have, tail.data(), tail.size());
  return joined.Release();
}

Owned ReadMethod(Value self, const Value* args, size_t nargs) {
  TRY_VOID(BufferedCheckReady(self));
  int64_t size = TRY(SizeArgument(nargs > 0 ? args[0] : Value::None()));
  if (size < -1) return Raise(&ValueErrorType, "read length must be non-negative or -1");
  TRY_VOID(BufferedCheckOpen(self, "read of closed file"));
  Buffered* buffered = BufferedOf(self);
  if (size >= 0 && size <= buffered->end - buffered->start) {
    Handle bytes = TRY(BytesNew(buffered->data + buffered->start, size));
    buffered->start += size;
    return bytes.Release();
  }
  BufferedLock lock(self);
  if (!lock.ok()) return {};
  TRY_VOID(PrepareReading(self));
  if (size < 0) return ReadAll(self);
  Handle bytes = TRY(BytesNew(nullptr, size));
  int64_t count = ReadFully(self, bytes.As<Bytes>()->data, size, false);
  if (count == kIoRaised) return {};
  if (count == kIoWouldBlock) return OwnNone();
  return BytesShrink(bytes.Release(), count);
}

Owned Read1Method(Value self, const Value* args, size_t nargs) {
  TRY_VOID(BufferedCheckReady(self));
  int64_t size = -1;
  if (nargs > 0) size = TRY(IndexExact(args[0], &OverflowErrorType));
  TRY_VOID(BufferedCheckOpen(self, "read of closed file"));
  return BufferedRead1(self, size);
}

Owned PeekMethod(Value self, const Value*, size_t) {
  TRY_VOID(BufferedCheckReady(self));
  TRY_VOID(BufferedCheckOpen(self, "peek of closed file"));
  BufferedLock lock(self);
  if (!lock.ok()) return {};
  TRY_VOID(PrepareReading(self));
  Buffered* buffered = BufferedOf(self);
  if (buffered->start == buffered->end && BufferedFill(self) == kIoRaised) return {};
  return BytesNew(buffered->data + buffered->start, buffered->end - buffered->start);
}

Owned ReadIntoAny(Value self, Value target, bool once) {
  TRY_VOID(BufferedCheckReady(self));
  ScopedBuffer view;
  if (!AcquireTarget(&view, target)) return {};
  TRY_VOID(BufferedCheckOpen(self, "readinto of closed file"));
  BufferedLock lock(self);
  if (!lock.ok()) return {};
  TRY_VOID(PrepareReading(self));
  int64_t count = ReadFully(self, view.mutable_data(), view.size(), once);
  if (count == kIoRaised) return {};
  return count == kIoWouldBlock ? OwnNone() : IntFromInt64(count);
}
Owned ReadintoMethod(Value self, Value target) { return ReadIntoAny(self, target, false); }
Owned Readinto1Method(Value self, Value target) { return ReadIntoAny(self, target, true); }

Owned ReadLine(Value self, int64_t limit) {
  TRY_VOID(BufferedCheckReady(self));
  TRY_VOID(BufferedCheckOpen(self, "readline of closed file"));
  Buffered* buffered = BufferedOf(self);
  int64_t have = buffered->end - buffered->start;
  if (limit >= 0 && have > limit) have = limit;
  const uint8_t* from = buffered->data + buffered->start;
  auto* newline = have > 0 ? static_cast<const uint8_t*>(memchr(from, '\n', static_cast<size_t>(have)))
                           : nullptr;
  if (newline != nullptr || (limit >= 0 && have == limit)) {
    int64_t length = newline != nullptr ? newline - from + 1 : have;
    Handle line = TRY(BytesNew(from, length));
    buffered->start += length;
    return line.Release();
  }
  BufferedLock lock(self);
  if (!lock.ok()) return {};
  TRY_VOID(PrepareReading(self));
  ByteBuffer line;
  for (;;) {
    have = buffered->end - buffered->start;
    if (have == 0) {
      int64_t count = BufferedFill(self);
      if (count == kIoRaised) return {};
      if (count <= 0) break;
      have = count;
    }
    if (limit >= 0 && have > limit - line.size()) have = limit - line.size();
    from = buffered->data + buffered->start;
    newline = static_cast<const uint8_t*>(memchr(from, '\n', static_cast<size_t>(have)));
    if (newline != nullptr) have = newline - from + 1;
    if (!line.Append(from, have)) return RaiseMemoryError();
    buffered->start += have;
    if (newline != nullptr || (limit >= 0 && line.size() >= limit)) break;
  }
  return BytesNew(line.size() == 0 ? reinterpret_cast<const uint8_t*>("") : line.data(), line.size());
}

Owned ReadlineMethod(Value self, const Value* args, size_t nargs) {
  int64_t limit = TRY(SizeArgument(nargs > 0 ? args[0] : Value::None()));
  return ReadLine(self, limit);
}

Owned NextSlot(Value self) {
  Handle line;
  Type* type = TypeOf(self);
  if (type == &BufferedReaderType || type == &BufferedRandomType) {
    line = TRY(ReadLine(self, -1));
  } else {
    line = TRY(CallMethod(self, names.readline));
    if (!IsBytes(line))
      return Raise(&OSErrorType, "readline() should have returned a bytes object, not '%.200s'",
                   TypeName(line));
  }
  return BytesView(line).empty() ? Owned() : line.Release();
}

// -- Writing --------------------------------------------------------------------------------------

Owned WriteMethod(Value self, Value data) {
  TRY_VOID(BufferedCheckReady(self));
  ScopedBuffer view;
  if (!view.Acquire(data)) return {};
  TRY_VOID(BufferedCheckOpen(self, "write to closed file"));
  TRY_VOID(BufferedWriteAll(self, view.data(), view.size()));
  return IntFromInt64(view.size());
}

Owned FlushMethod(Value self) {
  TRY_VOID(BufferedCheckReady(self));
  TRY_VOID(BufferedCheckOpen(self, "flush of closed file"));
  TRY_VOID(BufferedFlush(self));
  return OwnNone();
}

Owned SimpleFlushMethod(Value self) {
  TRY_VOID(BufferedCheckReady(self));
  return CallMethod(BufferedOf(self)->raw, names.flush);
}

// -- Position -------------------------------------------------------------------------------------

Owned SeekMethod(Value self, const Value* args, size_t nargs) {
  int64_t whence = nargs > 1 ? TRY(AsInt64(args[1])) : 0;
  if (whence < 0 || whence > 4)
    return Raise(&ValueErrorType, "whence value %d unsupported", static_cast<int>(whence));
  TRY_VOID(BufferedCheckReady(self));
  TRY_VOID(BufferedCheckOpen(self, "seek of closed file"));
  Buffered* buffered = BufferedOf(self);
  TRY_VOID(CheckSeekable(buffered->raw));
  int64_t target = TRY(AsInt64(args[0]));
  BufferedLock lock(self);
  if (!lock.ok()) return {};
  // Within what was read ahead only: else the raw stream may have been moved behind our back.
  if (whence < 2 && buffered->pending == 0 && buffered->end > buffered->start) {
    int64_t position = buffered->raw_position >= 0 ? buffered->raw_position : BufferedRawTell(self);
    if (position < 0) return {};
    position -= buffered->end - buffered->start;
    int64_t distance = whence == 0 ? target - position : target;
    if (distance >= -buffered->start && distance <= buffered->end - buffered->start) {
      buffered->start += distance;
      return IntFromInt64(position + distance);
    }
  }
  TRY_VOID(BufferedFlushPending(self));
  if (whence == 1) target -= buffered->end - buffered->start;
  int64_t position = BufferedRawSeek(self, target, static_cast<int>(whence));
  if (position < 0) return {};
  buffered->start = buffered->end = 0;
  return IntFromInt64(position);
}

Owned TellMethod(Value self) {
  TRY_VOID(BufferedCheckReady(self));
  int64_t position = BufferedRawTell(self);
  if (position < 0) return {};
  const Buffered* buffered = BufferedOf(self);
  return IntFromInt64(position - (buffered->end - buffered->start) + buffered->pending);
}

Owned TruncateMethod(Value self, const Value* args, size_t nargs) {
  TRY_VOID(BufferedCheckReady(self));
  TRY_VOID(BufferedCheckOpen(self, "truncate of closed file"));
  Buffered* buffered = BufferedOf(self);
  if (!buffered->writable) return RaiseUnsupported("truncate");
  BufferedLock lock(self);
  if (!lock.ok()) return {};
  TRY_VOID(BufferedFlushPending(self));
  TRY_VOID(BufferedDropReadAhead(self));
  Handle result =
      TRY(CallMethod(buffered->raw, names.truncate, {nargs > 0 ? args[0] : Value::None()}));
  if (BufferedRawTell(self) < 0) ClearPending();
  return result.Release();
}

// -- Life -----------------------------------------------------------------------------------------

bool Init(Value self, Value raw, Value size_argument, bool readable, bool writable) {
  Buffered* buffered = BufferedOf(self);
  buffered->ok = buffered->detached = false;
  if (readable && writable) TRY_VOID(CheckSeekable(raw));
  if (readable) TRY_VOID(CheckReadable(raw));
  if (writable) TRY_VOID(CheckWritable(raw));
  int64_t size = kDefaultBufferSize;
  if (size_argument) size = TRY(IndexExact(size_argument, &OverflowErrorType));
  if (size <= 0) return Raise(&ValueErrorType, "buffer size must be strictly positive");
  buffered = BufferedOf(self);
  IncRef(raw);
  StoreOwned(&buffered->raw, Owned(raw));
  if (buffered->data != nullptr) RawFree(buffered->data, static_cast<size_t>(buffered->capacity));
  buffered->data = static_cast<uint8_t*>(RawAllocate(static_cast<size_t>(size)));
  if (buffered->data == nullptr) return RaiseMemoryError();
  buffered->capacity = size;
  buffered->start = buffered->end = buffered->pending = 0;
  buffered->readable = readable;
  buffered->writable = writable;
  if (BufferedRawTell(self) < 0) ClearPending();  // not every stream has a position
  buffered->ok = true;
  return true;
}

bool ReaderInit(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[2];
  TRY_VOID(BindArguments("BufferedReader", "(raw, buffer_size=DEFAULT_BUFFER_SIZE)", args, nargs,
                         keyword_names, bound));
  return Init(self, bound[0], bound[1], true, false);
}
bool WriterInit(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[2];
  TRY_VOID(BindArguments("BufferedWriter", "(raw, buffer_size=DEFAULT_BUFFER_SIZE )", args, nargs,
                         keyword_names, bound));
  return Init(self, bound[0], bound[1], false, true);
}
bool RandomInit(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[2];
  TRY_VOID(BindArguments("BufferedRandom", "(raw, buffer_size=DEFAULT_BUFFER_SIZE  )", args, nargs,
                         keyword_names, bound));
  return Init(self, bound[0], bound[1], true, true);
}

Owned Make(Type* type, const Value*, size_t, Value) {
  Handle self = TRY(AllocateInstance(type));
  BufferedOf(self)->raw_position = -1;
  return self.Release();
}

Owned CloseMethod(Value self) {
  TRY_VOID(BufferedCheckReady(self));
  Buffered* buffered = BufferedOf(self);
  bool closed = TRY(BufferedIsClosed(self));
  if (closed) return OwnNone();
  if (buffered->finalizing) {
    Handle warned = CallMethod(buffered->raw, "_dealloc_warn", {self});
    ClearPending();
  }
  Handle flushed = CallMethod(self, names.flush);
  if (!flushed) {
    CloseKeepingPending(buffered->raw);
    return {};
  }
  Handle raw = Retain(buffered->raw);
  Handle result = TRY(CallMethod(raw, names.close));
  BufferedLock lock(self);
  if (lock.ok()) buffered->start = buffered->end = buffered->pending = 0;
  return lock.ok() ? result.Release() : Owned();
}

Owned DetachMethod(Value self) {
  TRY_VOID(BufferedCheckReady(self));
  Handle flushed = TRY(CallMethod(self, names.flush));
  Buffered* buffered = BufferedOf(self);
  Handle raw = Owned(std::exchange(buffered->raw, Value::Empty()));
  buffered->detached = true;
  buffered->ok = false;
  return raw.Release();
}

Owned RawMethod(Value self, Value name) {
  TRY_VOID(BufferedCheckReady(self));
  return CallMethod(BufferedOf(self)->raw, name);
}
Owned SeekableMethod(Value self) { return RawMethod(self, names.seekable); }
Owned ReadableMethod(Value self) { return RawMethod(self, names.readable); }
Owned WritableMethod(Value self) { return RawMethod(self, names.writable); }
Owned FilenoMethod(Value self) { return RawMethod(self, names.fileno); }
Owned IsattyMethod(Value self) { return RawMethod(self, names.isatty); }

Owned DeallocWarnMethod(Value self, Value source) {
  if (BufferedOf(self)->ok && BufferedOf(self)->raw) {
    Handle result = CallMethod(BufferedOf(self)->raw, "_dealloc_warn", {source});
    ClearPending();
  }
  return OwnNone();
}

Owned ReprSlot(Value self) {
  Type* type = TypeOf(self);
  const char* type_name = type->native_name != nullptr ? type->native_name : TypeNameOf(type);
  Handle name = FindAttribute(self, "name");
  if (!name) {
    if (HasPendingException()) {
      if (!PendingMatches(&ValueErrorType)) return {};
      ClearPending();
    }
    return StrFormat("<%s>", type_name);
  }
  switch (ReprEnter(self)) {
    case ReprEntry::kError: return {};
    case ReprEntry::kRunning:
      return Raise(&RuntimeErrorType, "reentrant call inside %s.__repr__", type_name);
    case ReprEntry::kEntered: break;
  }
  Handle text = StrFormat("<%s name=%R>", type_name, name.Get());
  ReprLeave(self);
  return text.Release();
}

Owned SizeofMethod(Value self) {
  return IntFromInt64(static_cast<int64_t>(ObjectSize(self.AsObject())) +
                      BufferedOf(self)->capacity);
}

Owned GetClosed(Value self) {
  bool closed = TRY(BufferedIsClosed(self));
  return OwnBool(closed);
}
Owned GetName(Value self) {
  TRY_VOID(BufferedCheckReady(self));
  return GetAttribute(BufferedOf(self)->raw, "name");
}
Owned GetMode(Value self) {
  TRY_VOID(BufferedCheckReady(self));
  return GetAttribute(BufferedOf(self)->raw, "mode");
}
Owned GetRaw(Value self) {
  Value raw = BufferedOf(self)->raw;
  return raw ? Retain(raw) : OwnNone();
}
Owned GetFinalizing(Value self) { return OwnBool(static_cast<bool>(BufferedOf(self)->finalizing)); }
bool SetFinalizing(Value self, Value value) {
  bool set = value && TRY(IsTrue(value));
  BufferedOf(self)->finalizing = set ? Value::True() : Value::Empty();
  return true;
}

void Finalize(Value self) {
  if (BufferedOf(self)->ok) StreamFinalize(self);
}

bool Traverse(Object* object, Visitor visit, void* arg) {
  Value raw = static_cast<Buffered*>(object)->raw;
  return raw && visit(raw, arg);
}
void Clear(Object* object) {
  static_cast<Buffered*>(object)->ok = false;
  ClearField(&static_cast<Buffered*>(object)->raw);
}
void Destroy(Object* object) {
  Buffered* buffered = static_cast<Buffered*>(object);
  Clear(object);
  if (buffered->data != nullptr) RawFree(buffered->data, static_cast<size_t>(buffered->capacity));
  buffered->data = nullptr;
}

#define SHARED_METHODS(type)                                                                    \
  PY_METHOD(type, detach, NoArgs(DetachMethod), "($self, /)\n--\n\n"),                          \
      PY_METHOD(type, close, NoArgs(CloseMethod), "($self, /)\n--\n\n"),                        \
      PY_METHOD(type, seekable, NoArgs(SeekableMethod), "($self, /)\n--\n\n"),                  \
      PY_METHOD(type, fileno, NoArgs(FilenoMethod), "($self, /)\n--\n\n"),                      \
      PY_METHOD(type, isatty, NoArgs(IsattyMethod), "($self, /)\n--\n\n"),                      \
      PY_METHOD(type, _dealloc_warn, OneArg(DeallocWarnMethod), nullptr),                       \
      PY_METHOD(type, seek, Positional(SeekMethod, 1, 2),                                       \
                "($self, target, whence=0, /)\n--\n\n"),                                        \
      PY_METHOD(type, tell, NoArgs(TellMethod), "($self, /)\n--\n\n"),                          \
      PY_METHOD(type, truncate, Positional(TruncateMethod, 0, 1),                               \
                "($self, pos=None, /)\n--\n\n"),                                                \
      PY_METHOD(type, __getstate__, NoArgs(RaiseCannotPickle, kMethodCoexist), nullptr),        \
      PY_METHOD(type, __sizeof__, NoArgs(SizeofMethod), "($self, /)\n--\n\n")

#define READING_METHODS(type)                                                                   \
  PY_METHOD(type, readable, NoArgs(ReadableMethod), "($self, /)\n--\n\n"),                      \
      PY_METHOD(type, read, Positional(ReadMethod, 0, 1), "($self, size=-1, /)\n--\n\n"),       \
      PY_METHOD(type, peek, Positional(PeekMethod, 0, 1), "($self, size=0, /)\n--\n\n"),        \
      PY_METHOD(type, read1, Positional(Read1Method, 0, 1), "($self, size=-1, /)\n--\n\n"),     \
      PY_METHOD(type, readinto, OneArg(ReadintoMethod), "($self, buffer, /)\n--\n\n"),          \
      PY_METHOD(type, readinto1, OneArg(Readinto1Method), "($self, buffer, /)\n--\n\n"),        \
      PY_METHOD(type, readline, Positional(ReadlineMethod, 0, 1), "($self, size=-1, /)\n--\n\n")

#define WRITING_METHODS(type)                                                                   \
  PY_METHOD(type, writable, NoArgs(WritableMethod), "($self, /)\n--\n\n"),                      \
      PY_METHOD(type, write, OneArg(WriteMethod), "($self, buffer, /)\n--\n\n")

constexpr MethodDef kReaderMethods[] = {
    SHARED_METHODS(BufferedReader), READING_METHODS(BufferedReader),
    PY_METHOD(BufferedReader, flush, NoArgs(SimpleFlushMethod), "($self, /)\n--\n\n"), {}};
constexpr MethodDef kWriterMethods[] = {
    SHARED_METHODS(BufferedWriter), WRITING_METHODS(BufferedWriter),
    PY_METHOD(BufferedWriter, flush, NoArgs(FlushMethod), "($self, /)\n--\n\n"), {}};
constexpr MethodDef kRandomMethods[] = {
    SHARED_METHODS(BufferedRandom), READING_METHODS(BufferedRandom),
    WRITING_METHODS(BufferedRandom),
    PY_METHOD(BufferedRandom, flush, NoArgs(FlushMethod), "($self, /)\n--\n\n"), {}};
constexpr PropertyDef kProperties[] = {
    {"raw", GetRaw},   {"closed", GetClosed}, {"name", GetName}, {"mode", GetMode},
    {"_finalizing", GetFinalizing, SetFinalizing}, {}};

bool InitOne(Type* type, const char* name, InitSlot init, const MethodDef* methods, bool reads,
             const char* doc) {
  TypeSlots& slots = type->slots;
  slots.new_instance = Make;
  slots.init = init;
  slots.repr = ReprSlot;
  if (reads) slots.next = NextSlot;
  slots.finalize = Finalize;
  slots.traverse = Traverse;
  slots.clear = Clear;
  slots.destroy = Destroy;
  return InitBuiltinType({.type = type,
                          .name = name,
                          .base = &BufferedIoBaseType,
                          .basic_size = sizeof(Buffered),
                          .flags = kTypeBase | kTypeGc,
                          .methods = methods,
                          .properties = kProperties,
                          .doc = doc});
}

}  // namespace

bool InitBufferedTypes(Value module) {
  if (!BufferedReaderType.dict) {
    TRY_VOID(InitOne(&BufferedReaderType, "_io.BufferedReader", ReaderInit, kReaderMethods, true,
                     "BufferedReader(raw, buffer_size=DEFAULT_BUFFER_SIZE)\n--\n\n"
                     "Create a new buffered reader using the given readable raw IO object."));
    TRY_VOID(InitOne(&BufferedWriterType, "_io.BufferedWriter", WriterInit, kWriterMethods, false,
                     "BufferedWriter(raw, buffer_size=DEFAULT_BUFFER_SIZE)\n--\n\n"
                     "A buffer for a writeable sequential RawIO object."));
    TRY_VOID(InitOne(&BufferedRandomType, "_io.BufferedRandom", RandomInit, kRandomMethods, true,
                     "BufferedRandom(raw, buffer_size=DEFAULT_BUFFER_SIZE)\n--\n\n"
                     "A buffered interface to random access streams."));
  }
  return ModuleAddType(module, &BufferedReaderType) &&
         ModuleAddType(module, &BufferedWriterType) && ModuleAddType(module, &BufferedRandomType);
}

}  // namespace polygil
