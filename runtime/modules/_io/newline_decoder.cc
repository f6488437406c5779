#include "runtime/modules/_io/newline_decoder.h"

#include <cstring>

#include "runtime/base/codec/codec.h"
#include "runtime/modules/_io/io_base.h"
#include "runtime/modules/registry.h"
#include "runtime/object/method_def.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception_types.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/codec.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type NewlineDecoderType;

namespace {

enum Seen : uint8_t { kSeenReturn = 1, kSeenLine = 2, kSeenBoth = 4 };

NewlineDecoder* Of(Value self) { return self.As<NewlineDecoder>(); }

}  // namespace

NativeEncoding FindNativeEncoding(std::string_view name) {
  char normal[16];
  if (name.size() >= sizeof normal) return NativeEncoding::kOther;
  for (size_t i = 0; i < name.size(); ++i) {
    char c = name[i];
    normal[i] = c == '_' || c == ' ' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  std::string_view n(normal, name.size());
  if (n == "utf-8" || n == "utf8") return NativeEncoding::kUtf8;
  if (n == "ascii" || n == "us-ascii") return NativeEncoding::kAscii;
  if (n == "latin-1" || n == "latin1" || n == "iso-8859-1" || n == "iso8859-1")
    return NativeEncoding::kLatin1;
  return NativeEncoding::kOther;
}

int64_t FindCharacter(Value text, uint32_t c, int64_t start, int64_t end) {
  const Str* str = text.As<Str>();
  if (start >= end) return -1;
  if (str->kind() == 1) {
    if (c > 0xff) return -1;
    const void* at = memchr(str->data + start, static_cast<int>(c), static_cast<size_t>(end - start));
    return at != nullptr ? static_cast<const uint8_t*>(at) - str->data : -1;
  }
  if (str->kind() == 2) {
    for (int64_t i = start; i < end; ++i)
      if (str->ucs2()[i] == c) return i;
    return -1;
  }
  for (int64_t i = start; i < end; ++i)
    if (str->ucs4()[i] == c) return i;
  return -1;
}

Owned NewlineDecoderNew(NativeEncoding encoding, Value decoder, Value errors, bool universal,
                        bool translate) {
  Handle self = TRY(AllocateInstance(&NewlineDecoderType));
  NewlineDecoder* d = Of(self);
  d->encoding = encoding;
  if (encoding == NativeEncoding::kOther) d->decoder = Retain(decoder).Peek();
  d->errors = Retain(errors).Peek();
  d->universal = universal;
  d->translate = translate;
  d->ok = true;
  return self.Release();
}

// -- The native decoders --------------------------------------------------------------------------

namespace {

// How many bytes at the end begin a UTF-8 sequence that is not complete.
int64_t UnfinishedTail(const uint8_t* data, int64_t size) {
  for (int64_t back = 1; back <= 3 && back <= size; ++back) {
    uint8_t byte = data[size - back];
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    int needed = byte < 0xc2 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : byte < 0xf5 ? 4 : 1;
    if (needed <= back) return 0;
    if (back >= 2) {  // a second byte that can't follow is an error now
      uint8_t second = data[size - back + 1];
      if ((byte == 0xe0 && second < 0xa0) || (byte == 0xed && second >= 0xa0) ||
          (byte == 0xf0 && second < 0x90) || (byte == 0xf4 && second >= 0x90))
        return 0;
    }
    return back;
  }
  return 0;
}

Owned DecodeUtf8Chunk(NewlineDecoder* d, Value input, const char* errors, bool final) {
  std::string_view bytes = BytesView(input);
  Handle joined;
  if (d->leftover_size > 0) {
    joined = TRY(BytesNew(nullptr, static_cast<int64_t>(d->leftover_size + bytes.size())));
    memcpy(joined.As<Bytes>()->data, d->leftover, d->leftover_size);
    memcpy(joined.As<Bytes>()->data + d->leftover_size, bytes.data(), bytes.size());
    bytes = BytesView(joined);
  }
  auto* data = reinterpret_cast<const uint8_t*>(bytes.data());
  int64_t size = static_cast<int64_t>(bytes.size());
  int64_t tail = final ? 0 : UnfinishedTail(data, size);
  Handle text = TRY(DecodeUtf8WithErrors(data, size - tail, errors));
  memcpy(d->leftover, data + size - tail, static_cast<size_t>(tail));
  d->leftover_size = static_cast<uint8_t>(tail);
  return text.Release();
}

Owned DecodeAsciiChunk(Value input, const char* errors) {
  std::string_view bytes = BytesView(input);
  auto* data = reinterpret_cast<const uint8_t*>(bytes.data());
  int64_t size = static_cast<int64_t>(bytes.size());
  if (CountAscii(data, size) == size) return StrFromAscii(bytes.data(), bytes.size());
  DecodeRequest request{TextEncoding::kAscii, data, size, errors};
  return DecodeWith(&request);
}

Owned DecodeNative(Value self, Value input, bool final) {
  NewlineDecoder* d = Of(self);
  Handle owner;
  std::string_view text = TRY(StrAsUtf8(d->errors, &owner));
  const char* errors = text == "strict" ? nullptr : text.data();
  switch (d->encoding) {
    case NativeEncoding::kUtf8: return DecodeUtf8Chunk(d, input, errors, final);
    case NativeEncoding::kAscii: return DecodeAsciiChunk(input, errors);
    default: {
      std::string_view bytes = BytesView(input);
      return StrFromUnits(bytes.data(), 1, static_cast<int64_t>(bytes.size()));
    }
  }
}

}  // namespace

Owned NewlineDecoderDecode(Value self, Value input, bool final) {
  NewlineDecoder* d = Of(self);
  Handle text;
  if (!d->decoder)
    text = TRY(DecodeNative(self, input, final));
  else if (d->decoder.IsNone())
    text = Retain(input);
  else
    text = TRY(CallMethod(d->decoder, names.decode, {input, Value::Bool(final)}));
  if (!IsStr(text))
    return Raise(&TypeErrorType, "decoder should return a string result, not '%.200s'",
                 TypeName(text));
  return d->universal ? NewlineDecoderTranslate(self, text, final) : text.Release();
}

// -- Newlines -------------------------------------------------------------------------------------

namespace {

// Notes which newlines occur.
void NoteNewlines(NewlineDecoder* d, Value text) {
  int64_t length = StrLength(text);
  for (int64_t at = 0; at < length && d->seen != 7;) {
    uint32_t c = StrAt(text, at++);
    if (c == '\n') {
      d->seen |= kSeenLine;
    } else if (c == '\r') {
      bool both = at < length && StrAt(text, at) == '\n';
      d->seen |= both ? kSeenBoth : kSeenReturn;
      at += both;
    }
  }
}

Owned TranslateReturns(NewlineDecoder* d, Value text) {
  StrBuilder out;
  int64_t length = StrLength(text);
  int64_t from = 0;
  for (;;) {
    int64_t at = FindCharacter(text, '\r', from, length);
    int64_t end = at < 0 ? length : at;
    if (!(d->seen & kSeenLine) && FindCharacter(text, '\n', from, end) >= 0) d->seen |= kSeenLine;
    if (!out.AppendRange(text, from, end)) return {};
    if (at < 0) return out.Finish();
    bool both = at + 1 < length && StrAt(text, at + 1) == '\n';
    d->seen |= both ? kSeenBoth : kSeenReturn;
    if (!out.Append('\n')) return {};
    from = at + 1 + both;
  }
}

}  // namespace

Owned NewlineDecoderTranslate(Value self, Value input, bool final) {
  NewlineDecoder* d = Of(self);
  Handle text = Retain(input);
  if (d->pending_return && (final || StrLength(text) > 0)) {
    Handle mark = TRY(StrFromCodePoint('\r'));
    text = TRY(StrConcat(mark, text));
    d->pending_return = false;
  }
  int64_t length = StrLength(text);
  if (!final && length > 0 && StrAt(text, length - 1) == '\r') {
    text = TRY(StrSubstring(text, 0, length - 1));
    d->pending_return = true;
    --length;
  }
  if (FindCharacter(text, '\r', 0, length) < 0) {
    if (!(d->seen & kSeenLine) && FindCharacter(text, '\n', 0, length) >= 0) d->seen |= kSeenLine;
    return text.Release();
  }
  if (d->translate) return TranslateReturns(d, text);
  NoteNewlines(d, text);
  return text.Release();
}

bool NewlineDecoderGetState(Value self, Handle* buffered, int64_t* flags) {
  NewlineDecoder* d = Of(self);
  *flags = 0;
  if (!d->decoder || d->decoder.IsNone()) {
    *buffered = TRY(BytesNew(d->leftover, d->leftover_size));
  } else {
    Handle state = TRY(CallMethod(d->decoder, "getstate"));
    if (!IsTuple(state) || TupleSize(state) != 2)
      return Raise(&TypeErrorType, "illegal decoder state");
    *buffered = Retain(TupleAt(state, 0));
    if (!IsBytes(*buffered))
      return Raise(&TypeErrorType,
                   "illegal decoder state: the first item should be a bytes object, not '%.200s'",
                   TypeName(*buffered));
    *flags = TRY(AsInt64(TupleAt(state, 1)));
  }
  if (d->universal) *flags = *flags << 1 | d->pending_return;
  return true;
}

bool NewlineDecoderSetState(Value self, Value buffered, int64_t flags) {
  NewlineDecoder* d = Of(self);
  if (d->universal) {
    d->pending_return = flags & 1;
    flags >>= 1;
  }
  if (!d->decoder || d->decoder.IsNone()) {
    std::string_view bytes = IsBytes(buffered) ? BytesView(buffered) : std::string_view();
    d->leftover_size = static_cast<uint8_t>(bytes.size() > 4 ? 4 : bytes.size());
    memcpy(d->leftover, bytes.data(), d->leftover_size);
    return true;
  }
  Handle number = TRY(IntFromInt64(flags));
  Handle state = TRY(TupleOf({buffered, number}));
  Handle result = TRY(CallMethod(d->decoder, "setstate", {state}));
  return true;
}

bool NewlineDecoderReset(Value self) {
  NewlineDecoder* d = Of(self);
  d->pending_return = false;
  d->seen = 0;
  d->leftover_size = 0;
  if (!d->decoder || d->decoder.IsNone()) return true;
  Handle result = TRY(CallMethod(d->decoder, "reset"));
  return true;
}

Owned NewlineDecoderNewlines(Value self) {
  static constexpr const char* kTexts[3] = {"\r", "\n", "\r\n"};
  uint8_t seen = Of(self)->seen;
  if (seen == 0) return OwnNone();
  int count = __builtin_popcount(seen);
  Handle tuple = TRY(TupleNew(count));
  int index = 0;
  for (int i = 0; i < 3; ++i) {
    if (!(seen & (1 << i))) continue;
    Handle text = TRY(StrFromUtf8(kTexts[i]));
    if (count == 1) return text.Release();
    TupleInit(tuple, index++, text.Release());
  }
  return tuple.Release();
}

// -- The Python class -----------------------------------------------------------------------------

namespace {

bool CheckReady(Value self) {
  return Of(self)->ok ? true
                      : Raise(&ValueErrorType, "IncrementalNewlineDecoder.__init__ not called");
}

bool Init(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[3];
  TRY_VOID(BindArguments("IncrementalNewlineDecoder", "(decoder, translate, errors='strict')", args,
                         nargs, keyword_names, bound));
  bool translate = TRY(IsTrue(bound[1]));
  NewlineDecoder* d = Of(self);
  StoreOwned(&d->decoder, Retain(bound[0]));
  Handle errors = bound[2] ? Retain(bound[2]) : StrFromUtf8("strict");
  if (!errors) return false;
  StoreOwned(&d->errors, errors.Release());
  d->universal = true;
  d->translate = translate;
  d->pending_return = false;
  d->seen = 0;
  d->ok = true;
  return true;
}

Owned DecodeMethod(Value self, const Value* args) {
  TRY_VOID(CheckReady(self));
  bool final = args[1] ? TRY(IsTrue(args[1])) : false;
  return NewlineDecoderDecode(self, args[0], final);
}

Owned GetstateMethod(Value self) {
  TRY_VOID(CheckReady(self));
  Handle buffered;
  int64_t flags;
  TRY_VOID(NewlineDecoderGetState(self, &buffered, &flags));
  Handle number = TRY(IntFromInt64(flags));
  return TupleOf({buffered, number});
}

Owned SetstateMethod(Value self, Value state) {
  TRY_VOID(CheckReady(self));
  if (!IsTuple(state)) return Raise(&TypeErrorType, "state argument must be a tuple");
  if (TupleSize(state) != 2)
    return Raise(&TypeErrorType, "setstate(): illegal state argument");
  int64_t flags = TRY(AsInt64(TupleAt(state, 1)));
  TRY_VOID(NewlineDecoderSetState(self, TupleAt(state, 0), flags));
  return OwnNone();
}

Owned ResetMethod(Value self) {
  TRY_VOID(CheckReady(self));
  TRY_VOID(NewlineDecoderReset(self));
  return OwnNone();
}

Owned GetNewlines(Value self) {
  TRY_VOID(CheckReady(self));
  return NewlineDecoderNewlines(self);
}

bool Traverse(Object* object, Visitor visit, void* arg) {
  NewlineDecoder* d = static_cast<NewlineDecoder*>(object);
  return (d->decoder && visit(d->decoder, arg)) || (d->errors && visit(d->errors, arg));
}
void Clear(Object* object) {
  ClearField(&static_cast<NewlineDecoder*>(object)->decoder);
  ClearField(&static_cast<NewlineDecoder*>(object)->errors);
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(IncrementalNewlineDecoder, decode, Bound(DecodeMethod),
              "($self, /, input, final=False)\n--\n\n"),
    PY_METHOD(IncrementalNewlineDecoder, getstate, NoArgs(GetstateMethod), "($self, /)\n--\n\n"),
    PY_METHOD(IncrementalNewlineDecoder, setstate, OneArg(SetstateMethod),
              "($self, state, /)\n--\n\n"),
    PY_METHOD(IncrementalNewlineDecoder, reset, NoArgs(ResetMethod), "($self, /)\n--\n\n"),
    {}};
constexpr PropertyDef kProperties[] = {{"newlines", GetNewlines}, {}};

}  // namespace

bool InitNewlineDecoderType(Value module) {
  if (!NewlineDecoderType.dict) {
    TypeSlots& slots = NewlineDecoderType.slots;
    slots.new_instance = StreamMake;
    slots.init = Init;
    slots.traverse = Traverse;
    slots.clear = Clear;
    slots.destroy = Clear;
    TRY_VOID(InitBuiltinType({.type = &NewlineDecoderType,
                              .name = "_io.IncrementalNewlineDecoder",
                              .basic_size = sizeof(NewlineDecoder),
                              .flags = kTypeBase | kTypeGc,
                              .methods = kMethods,
                              .properties = kProperties,
                              .doc = "IncrementalNewlineDecoder(decoder, translate, errors='strict')\n--\n\n"
                                     "Codec used when reading a file in universal newlines mode."}));
  }
  return ModuleAddType(module, &NewlineDecoderType);
}

}  // namespace polygil
