// Writing of TextIOWrapper: text is encoded at once and collected in chunks.

#include <cstring>

#include "runtime/modules/_io/buffered.h"
#include "runtime/modules/_io/io_base.h"
#include "runtime/modules/_io/text_io.h"
#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/codec.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

bool IsNativeWriter(Value buffer) {
  return (IsExactly(buffer, BufferedWriterType) || IsExactly(buffer, BufferedRandomType)) &&
         BufferedOf(buffer)->ok;
}

// Appends encoded bytes to what is pending.
bool Collect(TextIo* text, const void* data, int64_t size) {
  if (size == 0) return true;
  if (text->pending_size > 0 && text->pending_size + size > text->chunk_size)
    TRY_VOID(TextFlushPending(Value::Pointer(text)));
  if (text->pending_size + size > text->pending_capacity) {
    int64_t capacity = text->pending_size + size + (size < text->chunk_size ? text->chunk_size : 0);
    void* block = RawReallocate(text->pending, static_cast<size_t>(text->pending_capacity),
                                static_cast<size_t>(capacity));
    if (block == nullptr) return RaiseMemoryError();
    text->pending = static_cast<uint8_t*>(block);
    text->pending_capacity = capacity;
  }
  memcpy(text->pending + text->pending_size, data, static_cast<size_t>(size));
  text->pending_size += size;
  return true;
}

Owned EncodeOther(TextIo* text, Value string) {
  if (text->native != NativeEncoding::kOther) {
    Handle owner;
    std::string_view errors = TRY(StrAsUtf8(text->errors, &owner));
    TextEncoding encoding = text->native == NativeEncoding::kUtf8    ? TextEncoding::kUtf8
                            : text->native == NativeEncoding::kAscii ? TextEncoding::kAscii
                                                                     : TextEncoding::kLatin1;
    return EncodeWith(encoding, string, errors == "strict" ? nullptr : errors.data());
  }
  Handle bytes = TRY(CallMethod(text->encoder, names.encode, {string}));
  if (!IsBytes(bytes))
    return Raise(&TypeErrorType, "encoder should return a bytes object, not '%.200s'",
                 TypeName(bytes));
  return bytes.Release();
}

bool EncodeAndCollect(Value self, Value string) {
  TextIo* text = TextOf(self);
  const Str* str = string.As<Str>();
  if (text->native != NativeEncoding::kOther &&
      (str->is_ascii() || (text->native == NativeEncoding::kLatin1 && str->kind() == 1)))
    return Collect(text, str->data, str->size);
  Handle bytes = TRY(EncodeOther(text, string));
  std::string_view view = BytesView(bytes);
  return Collect(TextOf(self), view.data(), static_cast<int64_t>(view.size()));
}

// Replaces \n by the newline of the stream.
Owned TranslateNewlines(Value string, Value newline) {
  StrBuilder out;
  int64_t length = StrLength(string), from = 0;
  for (;;) {
    int64_t at = FindCharacter(string, '\n', from, length);
    if (!out.AppendRange(string, from, at < 0 ? length : at)) return {};
    if (at < 0) return out.Finish();
    if (!out.Append(newline)) return {};
    from = at + 1;
  }
}

}  // namespace

bool TextFlushPending(Value self) {
  TextIo* text = TextOf(self);
  if (text->pending_size == 0) return true;
  if (IsNativeWriter(text->buffer)) {
    // The bytes are taken away first: another thread, or a signal handler, may write meanwhile.
    uint8_t* data = std::exchange(text->pending, nullptr);
    int64_t size = std::exchange(text->pending_size, 0);
    int64_t capacity = std::exchange(text->pending_capacity, 0);
    bool closed_ok = BufferedCheckOpen(text->buffer, "write to closed file");
    bool ok = closed_ok && BufferedWriteAll(text->buffer, data, size);
    if (text->pending == nullptr) {
      text->pending = data;  // the block serves again
      text->pending_capacity = capacity;
    } else {
      RawFree(data, static_cast<size_t>(capacity));
    }
    return ok;
  }
  Handle bytes = TRY(BytesNew(text->pending, text->pending_size));
  text->pending_size = 0;
  Handle result = TRY(CallMethod(text->buffer, names.write, {bytes}));
  return true;
}

bool TextFlush(Value self) {
  TRY_VOID(TextFlushPending(self));
  Value buffer = TextOf(self)->buffer;
  if (IsNativeWriter(buffer)) {
    TRY_VOID(BufferedCheckOpen(buffer, "flush of closed file"));
    return BufferedFlush(buffer);
  }
  Handle result = TRY(CallMethod(buffer, names.flush));
  return true;
}

Owned TextWriteMethod(Value self, Value string) {
  TRY_VOID(TextCheckReady(self));
  if (!IsStr(string))
    return Raise(&TypeErrorType, "write() argument must be str, not %.200s", TypeName(string));
  TRY_VOID(TextCheckOpen(self));
  TextIo* text = TextOf(self);
  if (!text->writable) return RaiseUnsupported("not writable");
  int64_t length = StrLength(string);
  bool replaces = text->write_translate && !text->newline.IsNone() &&
                  !StrEqualsAscii(text->newline, "\n");
  bool has_line = (replaces || text->line_buffering) &&
                  FindCharacter(string, '\n', 0, length) >= 0;
  bool flush = text->write_through ||
               (text->line_buffering &&
                (has_line || FindCharacter(string, '\r', 0, length) >= 0));
  Handle translated;
  if (has_line && replaces) translated = TRY(TranslateNewlines(string, text->newline));
  TRY_VOID(EncodeAndCollect(self, translated ? translated.Get() : string));
  if (text->pending_size >= text->chunk_size || flush) TRY_VOID(TextFlushPending(self));
  if (flush && text->line_buffering) TRY_VOID(TextFlush(self));
  if (text->decoder) {
    TextForgetDecoded(text);
    TRY_VOID(NewlineDecoderReset(text->decoder));
  }
  return IntFromInt64(length);
}

}  // namespace polygil
