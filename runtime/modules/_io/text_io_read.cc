// Reading of TextIOWrapper: chunks of the binary stream are decoded and given out by pieces.

#include <cstring>

#include "runtime/modules/_io/buffered.h"
#include "runtime/modules/_io/io_base.h"
#include "runtime/modules/_io/text_io.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

void TextForgetDecoded(TextIo* text) {
  ClearField(&text->decoded);
  ClearField(&text->snapshot);
  text->decoded_used = 0;
}

namespace {

bool IsNativeReader(Value buffer) {
  return (IsExactly(buffer, BufferedReaderType) || IsExactly(buffer, BufferedRandomType)) &&
         BufferedOf(buffer)->ok;
}

Owned ReadInput(Value self, int64_t size) {
  TextIo* text = TextOf(self);
  if (IsNativeReader(text->buffer)) {
    TRY_VOID(BufferedCheckOpen(text->buffer, "read of closed file"));
    return BufferedRead1(text->buffer, size);
  }
  Handle count = TRY(IntFromInt64(size));
  Handle input =
      TRY(CallMethod(text->buffer, text->has_read1 ? names.read1 : names.read, {count}));
  if (IsBytes(input)) return input.Release();
  ScopedBuffer view;
  if (!view.Acquire(input)) {
    if (!PendingMatches(&TypeErrorType)) return {};
    ClearPending();
    return Raise(&TypeErrorType,
                 "underlying %s() should have returned a bytes-like object, not '%.200s'",
                 text->has_read1 ? "read1" : "read", TypeName(input));
  }
  return BytesNew(view.data(), view.size());
}

// The bytes that the decoder holds, followed by the new ones.
Owned JoinBytes(Value held, Value input) {
  std::string_view a = BytesView(held), b = BytesView(input);
  if (a.empty()) return Retain(input);
  Handle joined = TRY(BytesNew(nullptr, static_cast<int64_t>(a.size() + b.size())));
  memcpy(joined.As<Bytes>()->data, a.data(), a.size());
  memcpy(joined.As<Bytes>()->data + a.size(), b.data(), b.size());
  return joined.Release();
}

// Reads and decodes one chunk for about `wanted` characters (0: any). False and nothing pending:
// the end.
Fallible<bool> ReadChunk(Value self, int64_t wanted) {
  TextIo* text = TextOf(self);
  if (!text->decoder) return RaiseUnsupported("not readable");
  Handle held;
  int64_t flags = 0;
  bool telling = text->telling;
  if (telling) TRY_VOID(NewlineDecoderGetState(text->decoder, &held, &flags));
  int64_t size = text->chunk_size;
  double estimate = static_cast<double>(wanted) * (text->bytes_per_character > 0 ? text->bytes_per_character : 1);
  if (estimate > static_cast<double>(size) && estimate < 1e15) size = static_cast<int64_t>(estimate);
  Handle input = TRY(ReadInput(self, size));
  int64_t got = static_cast<int64_t>(BytesView(input).size());
  bool end = got == 0;
  text = TextOf(self);
  Handle decoded = TRY(NewlineDecoderDecode(text->decoder, input, end));
  int64_t characters = StrLength(decoded);
  text->bytes_per_character =
      characters > 0 ? static_cast<double>(got) / static_cast<double>(characters) : 0;
  StoreOwned(&text->decoded, decoded.Release());
  text->decoded_used = 0;
  if (characters > 0) end = false;
  if (telling) {
    Handle joined = TRY(JoinBytes(held, input));
    StoreOwned(&text->snapshot, joined.Release());
    text->snapshot_flags = flags;
  }
  return !end;
}

int64_t Available(const TextIo* text) {
  return text->decoded ? StrLength(text->decoded) - text->decoded_used : 0;
}

// The next `count` decoded characters.
Owned Take(TextIo* text, int64_t count) {
  int64_t from = text->decoded_used;
  text->decoded_used += count;
  if (from == 0 && count == StrLength(text->decoded)) return Retain(text->decoded);
  return StrSubstring(text->decoded, from, from + count);
}

Owned ReadAllText(Value self) {
  TextIo* text = TextOf(self);
  Handle bytes = TRY(CallMethod(text->buffer, names.read));
  if (bytes.Get().IsNone())
    return Raise(&TypeErrorType, "underlying read() should have returned a bytes-like object, not 'NoneType'");
  if (!IsBytes(bytes)) {
    ScopedBuffer view;
    if (!view.Acquire(bytes)) return {};
    bytes = TRY(BytesNew(view.data(), view.size()));
  }
  text = TextOf(self);
  Handle decoded = TRY(NewlineDecoderDecode(text->decoder, bytes, true));
  int64_t have = Available(text);
  if (have > 0) {
    Handle first = TRY(Take(text, have));
    decoded = TRY(StrConcat(first, decoded));
  }
  TextForgetDecoded(text);
  return decoded.Release();
}

}  // namespace

Owned TextReadMethod(Value self, const Value* args, size_t nargs) {
  int64_t size = TRY(SizeArgument(nargs > 0 ? args[0] : Value::None()));
  TRY_VOID(TextCheckReady(self));
  TRY_VOID(TextCheckOpen(self));
  TextIo* text = TextOf(self);
  if (!text->decoder) return RaiseUnsupported("not readable");
  TRY_VOID(TextFlushPending(self));
  if (size < 0) return ReadAllText(self);
  int64_t have = Available(text);
  if (size <= have) return size == 0 ? StrEmpty() : Take(text, size);
  StrBuilder out;
  int64_t rest = size;
  for (;;) {
    have = Available(text);
    if (have > rest) have = rest;
    if (have > 0) {
      if (!out.AppendRange(text->decoded, text->decoded_used, text->decoded_used + have)) return {};
      text->decoded_used += have;
      rest -= have;
    }
    if (rest == 0) break;
    Fallible<bool> more = ReadChunk(self, rest);
    if (!more) return {};
    if (!more.value) break;
  }
  return out.Finish();
}

int64_t FindLineEnd(Value text, int64_t start, bool translated, bool universal, Value newline) {
  int64_t length = StrLength(text);
  if (translated) {
    int64_t at = FindCharacter(text, '\n', start, length);
    return at < 0 ? -1 : at + 1;
  }
  if (universal) {
    int64_t line = FindCharacter(text, '\n', start, length);
    int64_t mark = FindCharacter(text, '\r', start, line < 0 ? length : line);
    if (mark < 0) return line < 0 ? -1 : line + 1;
    return mark + 1 < length && StrAt(text, mark + 1) == '\n' ? mark + 2 : mark + 1;
  }
  int64_t at = StrFind(text, newline, start, length);
  return at < 0 ? -1 : at + StrLength(newline);
}

namespace {

// With newline="\r\n" a chunk may end between the two: the \r waits for the next one.
Fallible<bool> ReadChunkKeeping(Value self, bool keep_return) {
  Handle kept;
  if (keep_return) kept = TRY(StrFromCodePoint('\r'));
  bool more = TRY(ReadChunk(self, 0));
  if (kept && more) {
    TextIo* text = TextOf(self);
    Handle joined = TRY(StrConcat(kept, text->decoded));
    StoreOwned(&text->decoded, joined.Release());
    ClearField(&text->snapshot);  // no position inside can be told
  }
  return more;
}

Owned ReadLine(Value self, int64_t limit) {
  TRY_VOID(TextCheckOpen(self));
  TextIo* text = TextOf(self);
  TRY_VOID(TextFlushPending(self));
  bool translated = text->read_translate;
  bool universal = text->read_universal;
  bool two = !translated && !universal && StrLength(text->newline) == 2;
  StrBuilder line;
  bool first = true, kept_return = false;
  for (;;) {
    int64_t have = Available(text);
    if (have == 0 || kept_return) {
      Fallible<bool> more = ReadChunkKeeping(self, kept_return);
      if (!more) return {};
      if (!more.value) {
        if (kept_return && !line.Append('\r')) return {};
        TextForgetDecoded(text);
        break;
      }
      kept_return = false;
      have = Available(text);
      if (have == 0) continue;
    }
    int64_t from = text->decoded_used;
    int64_t end = FindLineEnd(text->decoded, from, translated, universal, text->newline);
    int64_t rest = limit >= 0 ? limit - line.length() : INT64_MAX;
    int64_t count = end < 0 ? have : end - from;
    bool done = end >= 0;
    if (count >= rest) count = rest, done = true;
    if (done && first) return Take(text, count);
    if (!done && two && StrAt(text->decoded, from + count - 1) == '\r') {
      kept_return = true;
      --count;
    }
    if (!line.AppendRange(text->decoded, from, from + count)) return {};
    text->decoded_used += count + kept_return;
    first = false;
    if (done) break;
  }
  return line.Finish();
}

}  // namespace

Owned TextReadlineMethod(Value self, const Value* args, size_t nargs) {
  int64_t limit = -1;
  if (nargs > 0) limit = TRY(IndexExact(args[0], &OverflowErrorType));
  TRY_VOID(TextCheckReady(self));
  return ReadLine(self, limit);
}

Owned TextNextSlot(Value self) {
  TRY_VOID(TextCheckReady(self));
  TextIo* text = TextOf(self);
  text->telling = false;
  Handle line;
  if (TypeOf(self) == &TextIoWrapperType) {
    line = TRY(ReadLine(self, -1));
  } else {
    line = TRY(CallMethod(self, names.readline));
    if (!IsStr(line))
      return Raise(&OSErrorType, "readline() should have returned a str object, not '%.200s'",
                   TypeName(line));
  }
  if (StrLength(line) > 0) return line.Release();
  text = TextOf(self);
  ClearField(&text->snapshot);
  text->telling = text->seekable;
  return {};
}

}  // namespace polygil
