// _io.BytesIO: a binary stream in memory. The contents are a bytes object that getvalue() and the
// constructor share with their caller; it is copied before the first change while it is shared.

#include <cstring>

#include "runtime/modules/_io/io_base.h"
#include "runtime/modules/registry.h"
#include "runtime/object/heap.h"
#include "runtime/object/method_def.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/shape.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type BytesIoType;
Type BytesIoBufferType;

namespace {

struct BytesIo : Object {
  Value contents;    // bytes, at least `size` long; empty: closed
  int64_t size;
  int64_t position;
  int64_t exports;   // views handed out
};
struct BytesIoBuffer : Object {
  Value source;      // what getbuffer() exports: keeps the stream
};

BytesIo* Of(Value self) { return self.As<BytesIo>(); }
uint8_t* Data(const BytesIo* io) { return io->contents.As<Bytes>()->data; }
int64_t Capacity(const BytesIo* io) { return io->contents.As<Bytes>()->size; }

bool CheckOpen(Value self) {
  return Of(self)->contents ? true : Raise(&ValueErrorType, "I/O operation on closed file.");
}
bool CheckExports(Value self) {
  if (Of(self)->exports == 0) return true;
  return Raise(&BufferErrorType, "Existing exports of data: object cannot be re-sized");
}

// Contents of our own with room for `capacity` bytes.
bool MakeOwn(BytesIo* io, int64_t capacity) {
  if (IsUniquelyReferenced(io->contents) && Capacity(io) >= capacity &&
      TypeOf(io->contents) == &BytesType)
    return true;
  int64_t room = capacity;
  if (capacity > Capacity(io)) room = capacity + (capacity >> 3) + (capacity < 9 ? 3 : 6);
  Handle grown = TRY(BytesNew(nullptr, room));
  int64_t kept = io->size < room ? io->size : room;
  memcpy(grown.As<Bytes>()->data, Data(io), static_cast<size_t>(kept));
  StoreOwned(&io->contents, grown.Release());
  return true;
}

bool WriteBytes(Value self, const uint8_t* data, int64_t count) {
  BytesIo* io = Of(self);
  if (count == 0) return true;
  int64_t end = io->position + count;
  TRY_VOID(MakeOwn(io, end > io->size ? end : io->size));
  io->contents.As<Bytes>()->hash = -1;
  if (io->position > io->size)
    memset(Data(io) + io->size, 0, static_cast<size_t>(io->position - io->size));
  memcpy(Data(io) + io->position, data, static_cast<size_t>(count));
  io->position = end;
  if (io->size < end) io->size = end;
  return true;
}

Owned Take(BytesIo* io, int64_t count) {
  if (count > 1 && io->position == 0 && count == io->size && io->exports == 0 &&
      Capacity(io) == io->size) {
    io->position += count;
    return Retain(io->contents);
  }
  Handle bytes = TRY(BytesNew(Data(io) + io->position, count));
  io->position += count;
  return bytes.Release();
}

int64_t Remaining(const BytesIo* io) {
  return io->size > io->position ? io->size - io->position : 0;
}

Owned ReadMethod(Value self, const Value* args, size_t nargs) {
  int64_t size = TRY(SizeArgument(nargs > 0 ? args[0] : Value::None()));
  TRY_VOID(CheckOpen(self));
  BytesIo* io = Of(self);
  int64_t rest = Remaining(io);
  if (size < 0 || size > rest) size = rest;
  if (size == 0) return BytesNew("", 0);
  return Take(io, size);
}

int64_t LineLength(const BytesIo* io, int64_t limit) {
  int64_t length = Remaining(io);
  if (limit >= 0 && limit < length) length = limit;
  if (length == 0) return 0;
  const uint8_t* from = Data(io) + io->position;
  const void* at = memchr(from, '\n', static_cast<size_t>(length));
  return at != nullptr ? static_cast<const uint8_t*>(at) - from + 1 : length;
}

Owned ReadLine(BytesIo* io, int64_t limit) {
  int64_t length = LineLength(io, limit);
  return length == 0 ? BytesNew("", 0) : Take(io, length);
}

Owned ReadlineMethod(Value self, const Value* args, size_t nargs) {
  int64_t limit = TRY(SizeArgument(nargs > 0 ? args[0] : Value::None()));
  TRY_VOID(CheckOpen(self));
  return ReadLine(Of(self), limit);
}

Owned ReadlinesMethod(Value self, const Value* args, size_t nargs) {
  TRY_VOID(CheckOpen(self));
  int64_t hint = -1;
  if (nargs > 0 && !args[0].IsNone()) {
    if (TypeOf(args[0])->slots.index == nullptr)
      return Raise(&TypeErrorType, "integer argument expected, got '%s'", TypeName(args[0]));
    hint = TRY(IndexExact(args[0], &OverflowErrorType));
  }
  Handle list = TRY(ListNew());
  int64_t total = 0;
  for (;;) {
    Handle line = TRY(ReadLine(Of(self), -1));
    int64_t length = static_cast<int64_t>(BytesView(line).size());
    if (length == 0) break;
    TRY_VOID(ListAppend(list, line));
    total += length;
    if (hint > 0 && total >= hint) break;
  }
  return list.Release();
}

Owned ReadintoMethod(Value self, Value target) {
  ScopedBuffer view;
  if (!AcquireTarget(&view, target)) return {};
  TRY_VOID(CheckOpen(self));
  BytesIo* io = Of(self);
  int64_t count = Remaining(io);
  if (count > view.size()) count = view.size();
  if (count > 0) memcpy(view.mutable_data(), Data(io) + io->position, static_cast<size_t>(count));
  io->position += count;
  return IntFromInt64(count);
}

Owned WriteMethod(Value self, Value data) {
  TRY_VOID(CheckOpen(self));
  TRY_VOID(CheckExports(self));
  ScopedBuffer view;
  if (!view.Acquire(data)) return {};
  TRY_VOID(CheckOpen(self));
  TRY_VOID(WriteBytes(self, view.data(), view.size()));
  return IntFromInt64(view.size());
}

Owned WritelinesMethod(Value self, Value lines) {
  TRY_VOID(CheckOpen(self));
  Handle iterator = TRY(GetIterator(lines));
  for (;;) {
    Handle line = IteratorNext(iterator);
    if (!line) return HasPendingException() ? Owned() : OwnNone();
    Handle result = TRY(WriteMethod(self, line));
  }
}

Owned NextSlot(Value self) {
  TRY_VOID(CheckOpen(self));
  int64_t length = LineLength(Of(self), -1);
  return length == 0 ? Owned() : Take(Of(self), length);
}
Owned IterateSlot(Value self) {
  TRY_VOID(CheckOpen(self));
  return Retain(self);
}

Owned SeekMethod(Value self, const Value* args, size_t nargs) {
  TRY_VOID(CheckOpen(self));
  int64_t offset = TRY(IndexExact(args[0], &OverflowErrorType));
  int64_t whence = nargs > 1 ? TRY(AsInt64(args[1])) : 0;
  BytesIo* io = Of(self);
  if (offset < 0 && whence == 0)
    return Raise(&ValueErrorType, "negative seek value %lld", static_cast<long long>(offset));
  int64_t base = whence == 0 ? 0 : whence == 1 ? io->position : io->size;
  if (whence < 0 || whence > 2)
    return Raise(&ValueErrorType, "invalid whence (%i, should be 0, 1 or 2)",
                 static_cast<int>(whence));
  if (__builtin_add_overflow(base, offset, &offset))
    return Raise(&OverflowErrorType, "new position too large");
  io->position = offset < 0 ? 0 : offset;
  return IntFromInt64(io->position);
}

Owned TellMethod(Value self) {
  TRY_VOID(CheckOpen(self));
  return IntFromInt64(Of(self)->position);
}

Owned TruncateMethod(Value self, const Value* args, size_t nargs) {
  TRY_VOID(CheckOpen(self));
  TRY_VOID(CheckExports(self));
  BytesIo* io = Of(self);
  int64_t size = io->position;
  if (nargs > 0 && !args[0].IsNone()) size = TRY(SizeArgument(args[0]));
  if (size < 0) return Raise(&ValueErrorType, "negative size value %lld", static_cast<long long>(size));
  if (size < io->size) {
    Handle shorter = TRY(BytesNew(Data(io), size));
    StoreOwned(&io->contents, shorter.Release());
    io->size = size;
  }
  return IntFromInt64(size);
}

Owned GetvalueMethod(Value self) {
  TRY_VOID(CheckOpen(self));
  BytesIo* io = Of(self);
  if (Capacity(io) != io->size || TypeOf(io->contents) != &BytesType) {
    Handle exact = TRY(BytesNew(Data(io), io->size));
    if (io->exports > 0) return exact.Release();
    StoreOwned(&io->contents, exact.Release());
  }
  if (io->exports > 0) return BytesNew(Data(io), io->size);
  return Retain(io->contents);
}

Owned GetbufferMethod(Value self) {
  TRY_VOID(CheckOpen(self));
  Handle exporter = TRY(AllocateObject(&BytesIoBufferType));
  exporter.As<BytesIoBuffer>()->source = Retain(self).Peek();
  return MemoryViewFrom(exporter);
}

bool GetBufferSlotOf(Value self, BufferView* view, int flags) {
  BytesIo* io = Of(self.As<BytesIoBuffer>()->source);
  if (!io->contents) return Raise(&ValueErrorType, "I/O operation on closed file.");
  TRY_VOID(MakeOwn(io, io->size));
  TRY_VOID(FillSimpleBuffer(view, self, Data(io), io->size, false, flags));
  ++io->exports;
  return true;
}
void ReleaseBufferSlotOf(Value self, BufferView*) { --Of(self.As<BytesIoBuffer>()->source)->exports; }

Owned CloseMethod(Value self) {
  TRY_VOID(CheckExports(self));
  ClearField(&Of(self)->contents);
  return OwnNone();
}
Owned FlushMethod(Value self) {
  TRY_VOID(CheckOpen(self));
  return OwnNone();
}
Owned IsattyMethod(Value self) {
  TRY_VOID(CheckOpen(self));
  return OwnBool(false);
}
Owned AbleMethod(Value self) {
  TRY_VOID(CheckOpen(self));
  return OwnBool(true);
}

Owned GetstateMethod(Value self) {
  Handle contents = TRY(GetvalueMethod(self));
  Handle position = TRY(IntFromInt64(Of(self)->position));
  Attributes* attributes = AttributesOf(self.AsObject());
  Handle dict = OwnNone();
  if (attributes->shape->is_dict || attributes->shape->count != 0) {
    Value own = InstanceDict(self.AsObject());
    if (!own) return {};
    dict = TRY(DictCopy(own));
  }
  return TupleOf({contents, position, dict});
}

Owned SetstateMethod(Value self, Value state) {
  TRY_VOID(CheckOpen(self));
  if (!IsTuple(state) || TupleSize(state) < 3)
    return Raise(&TypeErrorType, "%.200s.__setstate__ argument should be 3-tuple, got %.200s",
                 TypeName(self), TypeName(state));
  TRY_VOID(CheckExports(self));
  ScopedBuffer view;
  if (!view.Acquire(TupleAt(state, 0))) return {};
  Handle contents = TRY(BytesNew(view.data(), view.size()));
  BytesIo* io = Of(self);
  StoreOwned(&io->contents, contents.Release());
  io->size = view.size();
  Value position = TupleAt(state, 1);
  if (!IsAnyInt(position))
    return Raise(&TypeErrorType, "second item of state must be an integer, not %.200s",
                 TypeName(position));
  int64_t at = TRY(AsInt64(position));
  if (at < 0) return Raise(&ValueErrorType, "position value cannot be negative");
  io->position = at;
  Value dict = TupleAt(state, 2);
  if (dict.IsNone()) return OwnNone();
  if (!IsDict(dict))
    return Raise(&TypeErrorType, "third item of state should be a dict, got a %.200s", TypeName(dict));
  Value own = InstanceDict(self.AsObject());
  if (!own || !DictUpdate(own, dict)) return {};
  return OwnNone();
}

Owned SizeofMethod(Value self) {
  int64_t size = static_cast<int64_t>(ObjectSize(self.AsObject()));
  if (Of(self)->contents) size += static_cast<int64_t>(ObjectSize(Of(self)->contents.AsObject()));
  return IntFromInt64(size);
}

Owned GetClosed(Value self) { return OwnBool(!Of(self)->contents); }

Owned Make(Type* type, const Value*, size_t, Value) {
  Handle self = TRY(AllocateInstance(type));
  Of(self)->contents = TRY(BytesNew("", 0)).Peek();
  return self.Release();
}

bool Init(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[1];
  TRY_VOID(BindArguments("BytesIO", "(initial_bytes=b'')", args, nargs, keyword_names, bound));
  TRY_VOID(CheckExports(self));
  BytesIo* io = Of(self);
  io->size = io->position = 0;
  if (!bound[0] || bound[0].IsNone()) {
    Handle none = TRY(BytesNew("", 0));
    StoreOwned(&io->contents, none.Release());
    return true;
  }
  if (IsExactly(bound[0], BytesType)) {
    StoreOwned(&io->contents, Retain(bound[0]));
  } else {
    ScopedBuffer view;
    if (!view.Acquire(bound[0])) return false;
    Handle copy = TRY(BytesNew(view.data(), view.size()));
    StoreOwned(&Of(self)->contents, copy.Release());
  }
  io->size = Capacity(io);
  return true;
}

void Finalize(Value self) {
  if (TypeOf(self) != &BytesIoType) StreamFinalize(self);
}
void Destroy(Object* object) { ClearField(&static_cast<BytesIo*>(object)->contents); }

bool BufferTraverse(Object* object, Visitor visit, void* arg) {
  Value source = static_cast<BytesIoBuffer*>(object)->source;
  return source && visit(source, arg);
}
void BufferClear(Object* object) { ClearField(&static_cast<BytesIoBuffer*>(object)->source); }

constexpr MethodDef kMethods[] = {
    PY_METHOD(BytesIO, readable, NoArgs(AbleMethod), "($self, /)\n--\n\nReturns True if the IO object can be read."),
    PY_METHOD(BytesIO, seekable, NoArgs(AbleMethod), "($self, /)\n--\n\nReturns True if the IO object can be seeked."),
    PY_METHOD(BytesIO, writable, NoArgs(AbleMethod), "($self, /)\n--\n\nReturns True if the IO object can be written."),
    PY_METHOD(BytesIO, close, NoArgs(CloseMethod), "($self, /)\n--\n\nDisable all I/O operations."),
    PY_METHOD(BytesIO, flush, NoArgs(FlushMethod), "($self, /)\n--\n\nDoes nothing."),
    PY_METHOD(BytesIO, isatty, NoArgs(IsattyMethod), "($self, /)\n--\n\nAlways returns False."),
    PY_METHOD(BytesIO, tell, NoArgs(TellMethod), "($self, /)\n--\n\nCurrent file position, an integer."),
    PY_METHOD(BytesIO, write, OneArg(WriteMethod), "($self, b, /)\n--\n\nWrite bytes to file."),
    PY_METHOD(BytesIO, writelines, OneArg(WritelinesMethod), "($self, lines, /)\n--\n\nWrite lines to the file."),
    PY_METHOD(BytesIO, read1, Positional(ReadMethod, 0, 1), "($self, size=-1, /)\n--\n\n"),
    PY_METHOD(BytesIO, readinto, OneArg(ReadintoMethod), "($self, buffer, /)\n--\n\n"),
    PY_METHOD(BytesIO, readline, Positional(ReadlineMethod, 0, 1), "($self, size=-1, /)\n--\n\n"),
    PY_METHOD(BytesIO, readlines, Positional(ReadlinesMethod, 0, 1), "($self, size=None, /)\n--\n\n"),
    PY_METHOD(BytesIO, read, Positional(ReadMethod, 0, 1), "($self, size=-1, /)\n--\n\n"),
    PY_METHOD(BytesIO, getbuffer, NoArgs(GetbufferMethod), "($self, /)\n--\n\n"),
    PY_METHOD(BytesIO, getvalue, NoArgs(GetvalueMethod), "($self, /)\n--\n\n"),
    PY_METHOD(BytesIO, seek, Positional(SeekMethod, 1, 2), "($self, pos, whence=0, /)\n--\n\n"),
    PY_METHOD(BytesIO, truncate, Positional(TruncateMethod, 0, 1), "($self, size=None, /)\n--\n\n"),
    PY_METHOD(BytesIO, __getstate__, NoArgs(GetstateMethod, kMethodCoexist), nullptr),
    PY_METHOD(BytesIO, __setstate__, OneArg(SetstateMethod), nullptr),
    PY_METHOD(BytesIO, __sizeof__, NoArgs(SizeofMethod), nullptr),
    {}};
constexpr PropertyDef kProperties[] = {
    {"closed", GetClosed, nullptr, "True if the file is closed."}, {}};

}  // namespace

bool InitBytesIoType(Value module) {
  if (!BytesIoType.dict) {
    TypeSlots& slots = BytesIoType.slots;
    slots.new_instance = Make;
    slots.init = Init;
    slots.iterate = IterateSlot;
    slots.next = NextSlot;
    slots.finalize = Finalize;
    slots.destroy = Destroy;
    TRY_VOID(InitBuiltinType({.type = &BytesIoType,
                              .name = "_io.BytesIO",
                              .base = &BufferedIoBaseType,
                              .basic_size = sizeof(BytesIo),
                              .flags = kTypeBase | kTypeGc,
                              .methods = kMethods,
                              .properties = kProperties,
                              .doc = "BytesIO(initial_bytes=b'')\n--\n\n"
                                     "Buffered I/O implementation using an in-memory bytes buffer."}));
    TypeSlots& buffer = BytesIoBufferType.slots;
    buffer.get_buffer = GetBufferSlotOf;
    buffer.release_buffer = ReleaseBufferSlotOf;
    buffer.traverse = BufferTraverse;
    buffer.clear = BufferClear;
    buffer.destroy = BufferClear;
    TRY_VOID(InitBuiltinType({.type = &BytesIoBufferType,
                              .name = "_io._BytesIOBuffer",
                              .basic_size = sizeof(BytesIoBuffer),
                              .flags = kTypeGc}));
  }
  return ModuleAddType(module, &BytesIoType);
}

}  // namespace polygil
