// _io.StringIO: a text stream in memory. Appending collects into a growing array of code units whose
// width is that of the widest character so far.

#include <cstring>

#include "runtime/modules/_io/io_base.h"
#include "runtime/modules/_io/newline_decoder.h"
#include "runtime/modules/_io/text_io.h"
#include "runtime/modules/registry.h"
#include "runtime/object/heap.h"
#include "runtime/object/method_def.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/shape.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"
#include "runtime/types/text/units.h"

namespace polygil {

Type StringIoType;

namespace {

struct StringIo : Object {
  Value newline;      // as given: None or str
  Value decoder;      // NewlineDecoder for universal newlines, or empty
  Value value;        // str: the contents while the array is not needed, or empty
  void* units;        // raw block of `capacity` units
  int64_t capacity, size, position;
  int32_t kind;       // bytes a unit
  bool ok, closed;
  bool read_universal, read_translate, write_translate;
};

StringIo* Of(Value self) { return self.As<StringIo>(); }

bool CheckReady(Value self) {
  if (!Of(self)->ok) return Raise(&ValueErrorType, "I/O operation on uninitialized object");
  if (Of(self)->closed) return Raise(&ValueErrorType, "I/O operation on closed file");
  return true;
}

void FreeUnits(StringIo* io) {
  if (io->units != nullptr) RawFree(io->units, static_cast<size_t>(io->capacity * io->kind));
  io->units = nullptr;
  io->capacity = 0;
}

// Room for `capacity` units of at least `kind` bytes in the array.
bool Reserve(StringIo* io, int64_t capacity, int kind) {
  if (capacity <= io->capacity && kind <= io->kind) return true;
  if (kind < io->kind) kind = io->kind;
  int64_t room = capacity <= io->capacity ? io->capacity : capacity + capacity / 4 + 16;
  void* block = RawAllocate(static_cast<size_t>(room * kind));
  if (block == nullptr) return RaiseMemoryError();
  if (io->size > 0 && io->units != nullptr) CopyUnits(block, kind, io->units, io->kind, io->size);
  FreeUnits(io);
  io->units = block;
  io->capacity = room;
  io->kind = kind;
  return true;
}

// Turns shared contents into the array.
bool MakeArray(StringIo* io) {
  if (!io->value) return true;
  Handle value = Owned(std::exchange(io->value, Value::Empty()));
  int64_t size = StrLength(value);
  io->size = 0;
  int kind = value.As<Str>()->kind();
  if (!Reserve(io, size, kind)) return false;
  CopyUnits(io->units, io->kind, value.As<Str>()->data, kind, size);
  io->size = size;
  return true;
}

// The contents as a str, which becomes the shared form.
Owned Contents(StringIo* io) {
  if (!io->value) {
    if (io->size == 0) return StrEmpty();
    io->value = TRY(StrFromUnits(io->units, io->kind, io->size)).Peek();
  }
  return Retain(io->value);
}

bool Write(Value self, Value text) {
  StringIo* io = Of(self);
  Handle decoded;
  if (io->decoder) decoded = TRY(NewlineDecoderTranslate(io->decoder, text, true));
  Handle translated;
  Value out = decoded ? decoded.Get() : text;
  if (io->write_translate && !io->newline.IsNone() && !StrEqualsAscii(io->newline, "\n") &&
      FindCharacter(out, '\n', 0, StrLength(out)) >= 0) {
    Handle line = TRY(StrFromCodePoint('\n'));
    translated = TRY(CallMethod(out, "replace", {line, io->newline}));
    out = translated;
  }
  int64_t count = StrLength(out);
  if (count == 0) return true;
  TRY_VOID(MakeArray(io));
  int64_t end = io->position + count;
  int kind = out.As<Str>()->kind();
  TRY_VOID(Reserve(io, end > io->size ? end : io->size, kind));
  if (io->position > io->size)
    FillUnits(UnitAt(io->units, io->kind, io->size), io->kind, io->position - io->size, 0);
  CopyUnits(UnitAt(io->units, io->kind, io->position), io->kind, out.As<Str>()->data, kind, count);
  io->position = end;
  if (end > io->size) io->size = end;
  return true;
}

Owned WriteMethod(Value self, Value text) {
  TRY_VOID(CheckReady(self));
  if (!IsStr(text))
    return Raise(&TypeErrorType, "string argument expected, got '%s'", TypeName(text));
  TRY_VOID(Write(self, text));
  return IntFromInt64(StrLength(text));
}

int64_t SizeOf(const StringIo* io) { return io->value ? StrLength(io->value) : io->size; }

Owned Slice(StringIo* io, int64_t count) {
  int64_t from = io->position;
  io->position += count;
  if (count == 0) return StrEmpty();
  if (io->value) return StrSubstring(io->value, from, from + count);
  return StrFromUnits(UnitAt(io->units, io->kind, from), io->kind, count);
}

Owned ReadMethod(Value self, const Value* args, size_t nargs) {
  int64_t size = TRY(SizeArgument(nargs > 0 ? args[0] : Value::None()));
  TRY_VOID(CheckReady(self));
  StringIo* io = Of(self);
  int64_t rest = SizeOf(io) - io->position;
  if (rest < 0) rest = 0;
  if (size < 0 || size > rest) size = rest;
  return Slice(io, size);
}

Owned ReadLine(Value self, int64_t limit) {
  StringIo* io = Of(self);
  int64_t rest = SizeOf(io) - io->position;
  if (rest <= 0 || limit == 0) return StrEmpty();
  Handle contents = TRY(Contents(io));
  int64_t end = FindLineEnd(contents, io->position, io->read_translate, io->read_universal, io->newline);
  int64_t count = end < 0 ? rest : end - io->position;
  if (limit >= 0 && count > limit) count = limit;
  return Slice(io, count);
}

Owned ReadlineMethod(Value self, const Value* args, size_t nargs) {
  int64_t limit = TRY(SizeArgument(nargs > 0 ? args[0] : Value::None()));
  TRY_VOID(CheckReady(self));
  return ReadLine(self, limit);
}

Owned NextSlot(Value self) {
  TRY_VOID(CheckReady(self));
  Handle line;
  if (TypeOf(self) == &StringIoType) {
    line = TRY(ReadLine(self, -1));
  } else {
    line = TRY(CallMethod(self, "readline"));
    if (!IsStr(line))
      return Raise(&OSErrorType, "readline() should have returned a str object, not '%.200s'",
                   TypeName(line));
  }
  return StrLength(line) == 0 ? Owned() : line.Release();
}

Owned GetvalueMethod(Value self) {
  TRY_VOID(CheckReady(self));
  return Contents(Of(self));
}

Owned TellMethod(Value self) {
  TRY_VOID(CheckReady(self));
  return IntFromInt64(Of(self)->position);
}

Owned SeekMethod(Value self, const Value* args, size_t nargs) {
  int64_t offset = TRY(IndexExact(args[0], &OverflowErrorType));
  int64_t whence = nargs > 1 ? TRY(AsInt64(args[1])) : 0;
  TRY_VOID(CheckReady(self));
  if (whence < 0 || whence > 2)
    return Raise(&ValueErrorType, "Invalid whence (%i, should be 0, 1 or 2)", static_cast<int>(whence));
  if (offset < 0 && whence == 0)
    return Raise(&ValueErrorType, "Negative seek position %lld", static_cast<long long>(offset));
  if (offset != 0 && whence != 0)
    return Raise(&OSErrorType, "Can't do nonzero cur-relative seeks");
  StringIo* io = Of(self);
  io->position = whence == 0 ? offset : whence == 1 ? io->position : SizeOf(io);
  return IntFromInt64(io->position);
}

Owned TruncateMethod(Value self, const Value* args, size_t nargs) {
  TRY_VOID(CheckReady(self));
  StringIo* io = Of(self);
  int64_t size = io->position;
  if (nargs > 0 && !args[0].IsNone()) size = TRY(SizeArgument(args[0]));
  if (size < 0) return Raise(&ValueErrorType, "Negative size value %lld", static_cast<long long>(size));
  if (size < SizeOf(io)) {
    TRY_VOID(MakeArray(io));
    io->size = size;
  }
  return IntFromInt64(size);
}

Owned CloseMethod(Value self) {
  StringIo* io = Of(self);
  io->closed = true;
  ClearField(&io->value);
  FreeUnits(io);
  io->size = 0;
  return OwnNone();
}

Owned AbleMethod(Value self) {
  TRY_VOID(CheckReady(self));
  return OwnBool(true);
}

bool SetNewline(StringIo* io, Value newline) {
  if (!newline.IsNone() && StrLength(newline) != 0 && !StrEqualsAscii(newline, "\n") &&
      !StrEqualsAscii(newline, "\r") && !StrEqualsAscii(newline, "\r\n"))
    return Raise(&ValueErrorType, "illegal newline value: %R", newline);
  StoreOwned(&io->newline, Retain(newline));
  io->read_universal = newline.IsNone() || StrLength(newline) == 0;
  io->read_translate = newline.IsNone();
  // Newlines are translated when written, so that reading is plain.
  io->write_translate = !newline.IsNone() && StrLength(newline) != 0;
  ClearField(&io->decoder);
  if (io->read_universal)
    io->decoder = TRY(NewlineDecoderNew(NativeEncoding::kOther, Value::None(), Value::None(), true,
                                        io->read_translate))
                      .Peek();
  return true;
}

bool Init(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[2];
  TRY_VOID(BindArguments("StringIO", "(initial_value='', newline='\\n')", args, nargs, keyword_names, bound));
  StringIo* io = Of(self);
  io->ok = false;
  Handle newline;
  if (!bound[1])
    newline = TRY(StrFromCodePoint('\n'));
  else
    newline = Retain(bound[1]);
  if (!newline.Get().IsNone() && !IsStr(newline))
    return Raise(&TypeErrorType, "newline must be str or None, not %.200s", TypeName(newline));
  Value value = bound[0] ? bound[0] : Value::None();
  if (!value.IsNone() && !IsStr(value))
    return Raise(&TypeErrorType, "initial_value must be str or None, not %.200s", TypeName(value));
  TRY_VOID(SetNewline(io, newline));
  ClearField(&io->value);
  FreeUnits(io);
  io->size = io->position = 0;
  io->kind = 1;
  io->closed = false;
  if (!value.IsNone() && StrLength(value) > 0) {
    bool plain = !io->decoder && (!io->write_translate || StrEqualsAscii(newline, "\n"));
    if (plain && TypeOf(value) == &StrType)
      io->value = Retain(value).Peek();
    else
      TRY_VOID(Write(self, value));
  }
  io->position = 0;
  io->ok = true;
  return true;
}

Owned Make(Type* type, const Value*, size_t, Value) {
  Handle self = TRY(AllocateInstance(type));
  Of(self)->kind = 1;
  return self.Release();
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
  return TupleOf({contents, Of(self)->newline, position, dict});
}

Owned SetstateMethod(Value self, Value state) {
  if (Of(self)->closed) return RaiseClosedFile();
  if (!IsTuple(state) || TupleSize(state) < 4)
    return Raise(&TypeErrorType, "%.200s.__setstate__ argument should be 4-tuple, got %.200s",
                 TypeName(self), TypeName(state));
  Value args[2] = {TupleAt(state, 0), TupleAt(state, 1)};
  if (!IsStr(args[0]))
    return Raise(&TypeErrorType, "initial_value must be str or None, not %.200s", TypeName(args[0]));
  // The value has been through the newline translation already.
  Handle plain = TRY(StrEmpty());
  Value first[2] = {plain, args[1]};
  TRY_VOID(Init(self, first, 2, Value::Empty()));
  StringIo* io = Of(self);
  io->value = TRY(StrExact(args[0])).Peek();
  Value position = TupleAt(state, 2);
  if (!IsAnyInt(position))
    return Raise(&TypeErrorType, "third item of state must be an integer, got %.200s", TypeName(position));
  int64_t at = TRY(AsInt64(position));
  if (at < 0) return Raise(&ValueErrorType, "position value cannot be negative");
  io->position = at;
  Value dict = TupleAt(state, 3);
  if (dict.IsNone()) return OwnNone();
  if (!IsDict(dict))
    return Raise(&TypeErrorType, "fourth item of state should be a dict, got a %.200s", TypeName(dict));
  Value own = InstanceDict(self.AsObject());
  if (!own || !DictUpdate(own, dict)) return {};
  return OwnNone();
}

Owned GetClosed(Value self) {
  if (!Of(self)->ok) return Raise(&ValueErrorType, "I/O operation on uninitialized object");
  return OwnBool(Of(self)->closed);
}
Owned GetNewlines(Value self) {
  TRY_VOID(CheckReady(self));
  Value decoder = Of(self)->decoder;
  return decoder ? NewlineDecoderNewlines(decoder) : OwnNone();
}
Owned GetLineBuffering(Value self) {
  TRY_VOID(CheckReady(self));
  return OwnBool(false);
}

void Finalize(Value self) {
  if (TypeOf(self) != &StringIoType) StreamFinalize(self);
}
bool Traverse(Object* object, Visitor visit, void* arg) {
  const StringIo* io = static_cast<StringIo*>(object);
  for (Value v : {io->newline, io->decoder, io->value})
    if (v && visit(v, arg)) return true;
  return false;
}
void Clear(Object* object) { ClearField(&static_cast<StringIo*>(object)->decoder); }
void Destroy(Object* object) {
  StringIo* io = static_cast<StringIo*>(object);
  for (Value* field : {&io->newline, &io->decoder, &io->value}) ClearField(field);
  FreeUnits(io);
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(StringIO, close, NoArgs(CloseMethod), "($self, /)\n--\n\nClose the IO object."),
    PY_METHOD(StringIO, getvalue, NoArgs(GetvalueMethod),
              "($self, /)\n--\n\nRetrieve the entire contents of the object."),
    PY_METHOD(StringIO, read, Positional(ReadMethod, 0, 1), "($self, size=-1, /)\n--\n\n"),
    PY_METHOD(StringIO, readline, Positional(ReadlineMethod, 0, 1), "($self, size=-1, /)\n--\n\n"),
    PY_METHOD(StringIO, tell, NoArgs(TellMethod), "($self, /)\n--\n\nTell the current file position."),
    PY_METHOD(StringIO, truncate, Positional(TruncateMethod, 0, 1), "($self, pos=None, /)\n--\n\n"),
    PY_METHOD(StringIO, seek, Positional(SeekMethod, 1, 2), "($self, pos, whence=0, /)\n--\n\n"),
    PY_METHOD(StringIO, write, OneArg(WriteMethod), "($self, s, /)\n--\n\nWrite string to file."),
    PY_METHOD(StringIO, seekable, NoArgs(AbleMethod), "($self, /)\n--\n\n"),
    PY_METHOD(StringIO, readable, NoArgs(AbleMethod), "($self, /)\n--\n\n"),
    PY_METHOD(StringIO, writable, NoArgs(AbleMethod), "($self, /)\n--\n\n"),
    PY_METHOD(StringIO, __getstate__, NoArgs(GetstateMethod, kMethodCoexist), nullptr),
    PY_METHOD(StringIO, __setstate__, OneArg(SetstateMethod), nullptr),
    {}};
constexpr PropertyDef kProperties[] = {{"closed", GetClosed},
                                       {"newlines", GetNewlines},
                                       {"line_buffering", GetLineBuffering},
                                       {}};

}  // namespace

bool InitStringIoType(Value module) {
  if (!StringIoType.dict) {
    TypeSlots& slots = StringIoType.slots;
    slots.new_instance = Make;
    slots.init = Init;
    slots.next = NextSlot;
    slots.finalize = Finalize;
    slots.traverse = Traverse;
    slots.clear = Clear;
    slots.destroy = Destroy;
    TRY_VOID(InitBuiltinType({.type = &StringIoType,
                              .name = "_io.StringIO",
                              .base = &TextIoBaseType,
                              .basic_size = sizeof(StringIo),
                              .flags = kTypeBase | kTypeGc,
                              .methods = kMethods,
                              .properties = kProperties,
                              .doc = "StringIO(initial_value='', newline='\\n')\n--\n\n"
                                     "Text I/O implementation using an in-memory buffer."}));
  }
  return ModuleAddType(module, &StringIoType);
}

}  // namespace polygil
