#include <langinfo.h>

#include <cstring>

#include "runtime/modules/_io/buffered.h"
#include "runtime/modules/_io/io_base.h"
#include "runtime/modules/_io/text_io.h"
#include "runtime/modules/builtins/builtins.h"
#include "runtime/modules/registry.h"
#include "runtime/object/heap.h"
#include "runtime/object/method_def.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/codec_registry.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type TextIoWrapperType;

bool TextCheckReady(Value self) {
  const TextIo* text = TextOf(self);
  if (text->ok) [[likely]]
    return true;
  if (text->detached) return Raise(&ValueErrorType, "underlying buffer has been detached");
  return Raise(&ValueErrorType, "I/O operation on uninitialized object");
}

bool TextCheckOpen(Value self) {
  if (TypeOf(self) != &TextIoWrapperType) return CheckClosed(self);
  Value buffer = TextOf(self)->buffer;
  const Type* type = TypeOf(buffer);
  bool native =
      type == &BufferedReaderType || type == &BufferedWriterType || type == &BufferedRandomType;
  if (!native) return CheckClosed(buffer);
  bool closed = TRY(BufferedIsClosed(buffer));
  return closed ? Raise(&ValueErrorType, "I/O operation on closed file.") : true;
}

namespace {

bool CheckNewline(Value newline, const char* function) {
  if (newline.IsNone()) return true;
  if (!IsStr(newline))
    return Raise(&TypeErrorType, "%s() argument 'newline' must be str or None, not %.200s",
                 function, TypeName(newline));
  if (StrLength(newline) == 0 || StrEqualsAscii(newline, "\n") || StrEqualsAscii(newline, "\r") ||
      StrEqualsAscii(newline, "\r\n"))
    return true;
  return Raise(&ValueErrorType, "illegal newline value: %U", newline);
}

void SetNewline(TextIo* text, Value newline) {
  StoreOwned(&text->newline, Retain(newline));
  text->read_translate = newline.IsNone();
  text->read_universal = newline.IsNone() || StrLength(newline) == 0;
  text->write_translate = newline.IsNone() || StrLength(newline) != 0;
}

}  // namespace

bool WarnDefaultEncoding(int stack_level) {
  Value flags = SysAttribute("flags");
  if (!flags) return true;
  Handle hold = Retain(flags);
  Handle wanted = FindAttribute(hold, "warn_default_encoding");
  if (!wanted) return !HasPendingException();
  bool warns = TRY(IsTrue(wanted));
  return !warns || Warn(&EncodingWarningType, stack_level, "'encoding' argument not specified");
}

namespace {

Owned LocaleEncoding() {
  if (CurrentInterpreter()->utf8_mode) return StrFromUtf8("utf-8");
  const char* codeset = nl_langinfo(CODESET);
  if (codeset == nullptr || *codeset == 0) return StrFromUtf8("UTF-8");
  // The locale "C" is taken for UTF-8, as PEP 538 and 540 have it.
  if (strcmp(codeset, "ANSI_X3.4-1968") == 0) return StrFromUtf8("UTF-8");
  return StrFromUtf8(codeset);
}

// The CodecInfo of an encoding that isn't native.
Owned LookupCodec(Value encoding, const char* name) {
  Handle info = TRY(CodecLookup(name));
  Handle is_text = FindAttribute(info, "_is_text_encoding");
  if (!is_text) {
    if (HasPendingException()) return {};
    return info.Release();
  }
  bool text = TRY(IsTrue(is_text));
  if (!text)
    return Raise(&LookupErrorType,
                 "'%U' is not a text encoding; use codecs.open() to handle arbitrary codecs",
                 encoding);
  return info.Release();
}

bool MakeDecoder(Value self, Value info) {
  TextIo* text = TextOf(self);
  Handle readable = TRY(CallMethod(text->buffer, names.readable));
  bool wanted = TRY(IsTrue(readable));
  ClearField(&text->decoder);
  if (!wanted) return true;
  Handle inner;
  if (info) inner = TRY(CallMethod(info, "incrementaldecoder", {text->errors}));
  Handle decoder = TRY(NewlineDecoderNew(text->native, inner, text->errors, text->read_universal,
                                         text->read_translate));
  StoreOwned(&text->decoder, decoder.Release());
  return true;
}

bool MakeEncoder(Value self, Value info) {
  TextIo* text = TextOf(self);
  Handle writable = TRY(CallMethod(text->buffer, names.writable));
  text->writable = TRY(IsTrue(writable));
  ClearField(&text->encoder);
  if (!text->writable || !info) return true;
  Handle encoder = TRY(CallMethod(info, "incrementalencoder", {text->errors}));
  StoreOwned(&text->encoder, encoder.Release());
  return true;
}

// No byte order mark in the middle of a file.
bool FixEncoderState(Value self) {
  TextIo* text = TextOf(self);
  if (!text->seekable || !text->encoder) return true;
  Handle where = TRY(CallMethod(text->buffer, names.tell));
  bool at_start = TRY(Equals(where, Value::Int(0)));
  if (at_start) return true;
  Handle result = TRY(CallMethod(text->encoder, "setstate", {Value::Int(0)}));
  text->encoder_started = true;
  return true;
}

bool SetEncoding(Value self, Value encoding, Value errors) {
  TextIo* text = TextOf(self);
  Handle owner;
  std::string_view name = TRY(StrAsUtf8(encoding, &owner));
  if (memchr(name.data(), 0, name.size()) != nullptr)
    return Raise(&ValueErrorType, "embedded null character");
  Handle info;
  NativeEncoding native = FindNativeEncoding(name);
  if (native == NativeEncoding::kOther) info = TRY(LookupCodec(encoding, name.data()));
  StoreOwned(&text->encoding, Retain(encoding));
  StoreOwned(&text->errors, Retain(errors));
  text->native = native;
  TRY_VOID(MakeDecoder(self, info));
  return MakeEncoder(self, info);
}

bool Init(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[6];
  TRY_VOID(BindArguments("TextIOWrapper",
                         "(buffer, encoding=None, errors=None, newline=None, line_buffering=False, "
                         "write_through=False)",
                         args, nargs, keyword_names, bound));
  TextIo* text = TextOf(self);
  text->ok = text->detached = false;
  Value newline = bound[3] ? bound[3] : Value::None();
  Value errors = bound[2] ? bound[2] : Value::None();
  Value encoding = bound[1] ? bound[1] : Value::None();
  if (!encoding.IsNone() && !IsStr(encoding))
    return Raise(&TypeErrorType,
                 "TextIOWrapper() argument 'encoding' must be str or None, not %.200s",
                 TypeName(encoding));
  if (encoding.IsNone()) TRY_VOID(WarnDefaultEncoding(1));
  TRY_VOID(CheckNewline(newline, "TextIOWrapper"));
  bool line_buffering = bound[4] ? TRY(IsTrue(bound[4])) : false;
  bool write_through = bound[5] ? TRY(IsTrue(bound[5])) : false;
  if (!errors.IsNone() && !IsStr(errors))
    return Raise(&TypeErrorType,
                 "TextIOWrapper() argument 'errors' must be str or None, not %.200s",
                 TypeName(errors));
  Handle error_name = errors.IsNone() ? StrFromUtf8("strict") : Retain(errors);
  Handle encoding_name =
      encoding.IsNone() || StrEqualsAscii(encoding, "locale") ? LocaleEncoding() : Retain(encoding);
  if (!error_name || !encoding_name) return false;
  StoreOwned(&text->buffer, Retain(bound[0]));
  SetNewline(text, newline);
  text->chunk_size = kDefaultBufferSize;
  text->line_buffering = line_buffering;
  text->write_through = write_through;
  text->pending_size = 0;
  TextForgetDecoded(text);
  TRY_VOID(SetEncoding(self, encoding_name, error_name));
  Handle seekable = TRY(CallMethod(text->buffer, names.seekable));
  text->seekable = text->telling = TRY(IsTrue(seekable));
  Handle read1 = FindAttribute(text->buffer, "read1");
  if (!read1 && HasPendingException()) return false;
  text->has_read1 = static_cast<bool>(read1);
  text->encoder_started = false;
  TRY_VOID(FixEncoderState(self));
  text->ok = true;
  return true;
}

bool BoolArgument(Value v, bool* out) {
  if (!v || v.IsNone()) return true;
  *out = TRY(IsTrue(v));
  return true;
}

Owned ReconfigureMethod(Value self, const Value* args) {
  TRY_VOID(TextCheckReady(self));
  Value encoding = args[0] ? args[0] : Value::None(), errors = args[1] ? args[1] : Value::None();
  TextIo* text = TextOf(self);
  if (text->decoder && (text->decoded || text->snapshot) &&
      (!encoding.IsNone() || !errors.IsNone() || args[2]))
    return RaiseUnsupported(
        "It is not possible to set the encoding or newline of stream after the first read");
  if (!encoding.IsNone() && !IsStr(encoding))
    return Raise(&TypeErrorType,
                 "reconfigure() argument 'encoding' must be str or None, not %.200s",
                 TypeName(encoding));
  if (!errors.IsNone() && !IsStr(errors))
    return Raise(&TypeErrorType, "reconfigure() argument 'errors' must be str or None, not %.200s",
                 TypeName(errors));
  if (args[2]) TRY_VOID(CheckNewline(args[2], "reconfigure"));
  bool line_buffering = text->line_buffering, write_through = text->write_through;
  TRY_VOID(BoolArgument(args[3], &line_buffering) && BoolArgument(args[4], &write_through));
  Handle flushed = TRY(CallMethod(self, names.flush));
  if (args[2]) SetNewline(text, args[2]);
  if (!encoding.IsNone() || !errors.IsNone() || args[2]) {
    Handle error_name = !errors.IsNone()    ? Retain(errors)
                        : encoding.IsNone() ? Retain(text->errors)
                                            : StrFromUtf8("strict");
    Handle name = encoding.IsNone()                    ? Retain(text->encoding)
                  : StrEqualsAscii(encoding, "locale") ? LocaleEncoding()
                                                       : Retain(encoding);
    if (!error_name || !name) return {};
    TRY_VOID(SetEncoding(self, name, error_name));
    TRY_VOID(FixEncoderState(self));
  }
  text->line_buffering = line_buffering;
  text->write_through = write_through;
  return OwnNone();
}

Owned Make(Type* type, const Value*, size_t, Value) {
  Handle self = TRY(AllocateInstance(type));
  TextOf(self)->chunk_size = kDefaultBufferSize;
  return self.Release();
}

Owned DetachMethod(Value self) {
  TRY_VOID(TextCheckReady(self));
  Handle flushed = TRY(CallMethod(self, names.flush));
  TextIo* text = TextOf(self);
  Handle buffer = Owned(std::exchange(text->buffer, Value::Empty()));
  text->detached = true;
  text->ok = false;
  return buffer.Release();
}

Owned FlushMethod(Value self) {
  TRY_VOID(TextCheckReady(self));
  TRY_VOID(TextCheckOpen(self));
  TextIo* text = TextOf(self);
  text->telling = text->seekable;
  TRY_VOID(TextFlush(self));
  return OwnNone();
}

Owned CloseMethod(Value self) {
  TRY_VOID(TextCheckReady(self));
  TextIo* text = TextOf(self);
  bool closed = TRY(IsClosed(text->buffer));
  if (closed) return OwnNone();
  if (text->finalizing) {
    Handle warned = CallMethod(text->buffer, "_dealloc_warn", {self});
    ClearPending();
  }
  Handle buffer = Retain(text->buffer);
  Handle flushed = CallMethod(self, names.flush);
  if (!flushed) {
    CloseKeepingPending(buffer);
    return {};
  }
  return CallMethod(buffer, names.close);
}

Owned BufferMethod(Value self, Value name) {
  TRY_VOID(TextCheckReady(self));
  return CallMethod(TextOf(self)->buffer, name);
}
Owned FilenoMethod(Value self) { return BufferMethod(self, names.fileno); }
Owned SeekableMethod(Value self) { return BufferMethod(self, names.seekable); }
Owned ReadableMethod(Value self) { return BufferMethod(self, names.readable); }
Owned WritableMethod(Value self) { return BufferMethod(self, names.writable); }
Owned IsattyMethod(Value self) { return BufferMethod(self, names.isatty); }

// ", key=value" if the attribute exists.
bool AppendAttribute(StrBuilder* out, Value self, const char* name) {
  Handle value = FindAttribute(self, name);
  if (!value) {
    if (!HasPendingException()) return true;
    return ClearPendingIf(&ValueErrorType);
  }
  Handle text = TRY(StrFormat(" %s=%R", name, value.Get()));
  return out->Append(text);
}

Owned ReprSlot(Value self) {
  if (!TextOf(self)->detached) TRY_VOID(TextCheckReady(self));
  switch (ReprEnter(self)) {
    case ReprEntry::kError:
      return {};
    case ReprEntry::kRunning:
      return Raise(&RuntimeErrorType, "reentrant call inside %s.__repr__", TypeName(self));
    case ReprEntry::kEntered:
      break;
  }
  StrBuilder out;
  bool ok = out.AppendAscii("<_io.TextIOWrapper") && AppendAttribute(&out, self, "name") &&
            AppendAttribute(&out, self, "mode");
  ReprLeave(self);
  if (!ok) return {};
  Handle rest = TRY(StrFormat(" encoding=%R>", TextOf(self)->encoding));
  if (!out.Append(rest)) return {};
  return out.Finish();
}

Owned Field(Value v) { return v ? Retain(v) : OwnNone(); }
Owned GetEncoding(Value self) { return Field(TextOf(self)->encoding); }
Owned GetBuffer(Value self) { return Field(TextOf(self)->buffer); }
Owned GetErrors(Value self) {
  if (!TextOf(self)->detached) TRY_VOID(TextCheckReady(self));
  return Field(TextOf(self)->errors);
}
Owned GetLineBuffering(Value self) { return OwnBool(TextOf(self)->line_buffering); }
Owned GetWriteThrough(Value self) { return OwnBool(TextOf(self)->write_through); }
Owned GetName(Value self) {
  TRY_VOID(TextCheckReady(self));
  return GetAttribute(TextOf(self)->buffer, "name");
}
Owned GetClosed(Value self) {
  TRY_VOID(TextCheckReady(self));
  return GetAttribute(TextOf(self)->buffer, "closed");
}
Owned GetNewlines(Value self) {
  TRY_VOID(TextCheckReady(self));
  Value decoder = TextOf(self)->decoder;
  return decoder ? NewlineDecoderNewlines(decoder) : OwnNone();
}
Owned GetChunkSize(Value self) {
  TRY_VOID(TextCheckReady(self));
  return IntFromInt64(TextOf(self)->chunk_size);
}
bool SetChunkSize(Value self, Value value) {
  TRY_VOID(TextCheckReady(self));
  if (!value) return Raise(&AttributeErrorType, "cannot delete attribute");
  int64_t size = TRY(IndexExact(value, &ValueErrorType));
  if (size <= 0) return Raise(&ValueErrorType, "a strictly positive integer is required");
  TextOf(self)->chunk_size = size;
  return true;
}
Owned GetFinalizing(Value self) { return OwnBool(static_cast<bool>(TextOf(self)->finalizing)); }
bool SetFinalizing(Value self, Value value) {
  bool set = value && TRY(IsTrue(value));
  TextOf(self)->finalizing = set ? Value::True() : Value::Empty();
  return true;
}

void Finalize(Value self) {
  if (TextOf(self)->ok) StreamFinalize(self);
}

bool Traverse(Object* object, Visitor visit, void* arg) {
  const TextIo* t = static_cast<TextIo*>(object);
  for (Value v : {t->buffer, t->encoding, t->errors, t->newline, t->encoder, t->decoder, t->decoded,
                  t->snapshot})
    if (v && visit(v, arg)) return true;
  return false;
}
void Clear(Object* object) {
  TextIo* t = static_cast<TextIo*>(object);
  t->ok = false;
  for (Value* field : {&t->buffer, &t->encoding, &t->errors, &t->newline, &t->encoder, &t->decoder,
                       &t->decoded, &t->snapshot})
    ClearField(field);
}
void Destroy(Object* object) {
  TextIo* t = static_cast<TextIo*>(object);
  Clear(object);
  if (t->pending != nullptr) RawFree(t->pending, static_cast<size_t>(t->pending_capacity));
  t->pending = nullptr;
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(TextIOWrapper, detach, NoArgs(DetachMethod), "($self, /)\n--\n\n"),
    PY_METHOD(TextIOWrapper, reconfigure, Bound(ReconfigureMethod),
              "($self, /, *, encoding=None, errors=None, newline=None,\n            "
              "line_buffering=None, write_through=None)\n--\n\nReconfigure the text stream with "
              "new parameters."),
    PY_METHOD(TextIOWrapper, write, OneArg(TextWriteMethod), "($self, text, /)\n--\n\n"),
    PY_METHOD(TextIOWrapper, read, Positional(TextReadMethod, 0, 1), "($self, size=-1, /)\n--\n\n"),
    PY_METHOD(TextIOWrapper, readline, Positional(TextReadlineMethod, 0, 1),
              "($self, size=-1, /)\n--\n\n"),
    PY_METHOD(TextIOWrapper, flush, NoArgs(FlushMethod), "($self, /)\n--\n\n"),
    PY_METHOD(TextIOWrapper, close, NoArgs(CloseMethod), "($self, /)\n--\n\n"),
    PY_METHOD(TextIOWrapper, fileno, NoArgs(FilenoMethod), "($self, /)\n--\n\n"),
    PY_METHOD(TextIOWrapper, seekable, NoArgs(SeekableMethod), "($self, /)\n--\n\n"),
    PY_METHOD(TextIOWrapper, readable, NoArgs(ReadableMethod), "($self, /)\n--\n\n"),
    PY_METHOD(TextIOWrapper, writable, NoArgs(WritableMethod), "($self, /)\n--\n\n"),
    PY_METHOD(TextIOWrapper, isatty, NoArgs(IsattyMethod), "($self, /)\n--\n\n"),
    PY_METHOD(TextIOWrapper, seek, Positional(TextSeekMethod, 1, 2),
              "($self, cookie, whence=0, /)\n--\n\n"),
    PY_METHOD(TextIOWrapper, tell, NoArgs(TextTellMethod), "($self, /)\n--\n\n"),
    PY_METHOD(TextIOWrapper, truncate, Positional(TextTruncateMethod, 0, 1),
              "($self, pos=None, /)\n--\n\n"),
    PY_METHOD(TextIOWrapper, __getstate__, NoArgs(RaiseCannotPickle, kMethodCoexist), nullptr),
    {}};
constexpr PropertyDef kProperties[] = {{"encoding", GetEncoding},
                                       {"buffer", GetBuffer},
                                       {"line_buffering", GetLineBuffering},
                                       {"write_through", GetWriteThrough},
                                       {"_finalizing", GetFinalizing, SetFinalizing},
                                       {"name", GetName},
                                       {"closed", GetClosed},
                                       {"newlines", GetNewlines},
                                       {"errors", GetErrors},
                                       {"_CHUNK_SIZE", GetChunkSize, SetChunkSize},
                                       {}};

}  // namespace

bool InitTextIoWrapperType(Value module) {
  if (!TextIoWrapperType.dict) {
    TypeSlots& slots = TextIoWrapperType.slots;
    slots.new_instance = Make;
    slots.init = Init;
    slots.repr = ReprSlot;
    slots.next = TextNextSlot;
    slots.finalize = Finalize;
    slots.traverse = Traverse;
    slots.clear = Clear;
    slots.destroy = Destroy;
    TRY_VOID(InitBuiltinType({.type = &TextIoWrapperType,
                              .name = "_io.TextIOWrapper",
                              .base = &TextIoBaseType,
                              .basic_size = sizeof(TextIo),
                              .flags = kTypeBase | kTypeGc,
                              .methods = kMethods,
                              .properties = kProperties,
                              .doc = "TextIOWrapper(buffer, encoding=None, errors=None, newline=None,\n              line_buffering=False, write_through=False)\n--\n\n"
                                     "Character and line based layer over a BufferedIOBase object, buffer."}));
  }
  return ModuleAddType(module, &TextIoWrapperType);
}

}  // namespace polygil
