// One byte a code point. Encoders report runs of what they can't encode.

#include "runtime/base/codec/single_byte.h"

#include <algorithm>

namespace polygil {
namespace {

CodecStatus EncodeBelow(const TextView& text, char32_t limit, const char* reason, int64_t* position,
                        ByteBuffer* out, CodecError* error) {
  int64_t start = *position;
  uint8_t* room = out->Extend(text.length - start);
  if (room == nullptr && text.length > start) return CodecStatus::kNoMemory;
  int64_t i = start;
  WithTypedText(text, [&](auto* typed) {
    for (; i < text.length && typed[i] < limit; ++i) {
      *room++ = static_cast<uint8_t>(typed[i]);
    }
  });
  out->Truncate(out->size() - (text.length - i));
  *position = i;
  if (i == text.length) return CodecStatus::kDone;
  int64_t end = i;
  while (end < text.length && text[end] >= limit) ++end;
  return CodecFail(error, position, i, end, reason);
}

}  // namespace

CodecStatus DecodeAscii(const uint8_t* data, int64_t size, int64_t* position, CodePointBuffer* out,
                        CodecError* error) {
  int64_t at = *position;
  int64_t end = at + CountAscii(data + at, size - at);
  if (!out->Append({data + at, end - at, 1})) return CodecStatus::kNoMemory;
  *position = end;
  if (end == size) return CodecStatus::kDone;
  return CodecFail(error, position, end, end + 1, "ordinal not in range(128)");
}

CodecStatus EncodeAscii(const TextView& text, int64_t* position, ByteBuffer* out,
                        CodecError* error) {
  return EncodeBelow(text, 128, "ordinal not in range(128)", position, out, error);
}

CodecStatus EncodeLatin1(const TextView& text, int64_t* position, ByteBuffer* out,
                         CodecError* error) {
  return EncodeBelow(text, 256, "ordinal not in range(256)", position, out, error);
}

CodecStatus DecodeCharmap(const uint8_t* data, int64_t size, const TextView& table,
                          int64_t* position, CodePointBuffer* out, CodecError* error) {
  for (int64_t at = *position; at < size; ++at) {
    char32_t c = data[at] < table.length ? table[data[at]] : kCharmapUndefined;
    if (c == kCharmapUndefined) {
      return CodecFail(error, position, at, at + 1, "character maps to <undefined>");
    }
    if (!out->Append(c)) return CodecStatus::kNoMemory;
  }
  *position = size;
  return CodecStatus::kDone;
}

Charmap::Charmap(const TextView& table) {
  for (int64_t i = 0; i < table.length && i < 256; ++i) {
    if (table[i] == kCharmapUndefined) continue;
    entries_[count_++] = {table[i], static_cast<uint8_t>(i)};
  }
  // Of equal code points the last byte wins.
  std::sort(entries_, entries_ + count_, [](const Entry& a, const Entry& b) {
    return a.code != b.code ? a.code < b.code : a.byte > b.byte;
  });
}

int Charmap::Find(char32_t c) const {
  const Entry* found =
      std::lower_bound(entries_, entries_ + count_, c,
                       [](const Entry& entry, char32_t code) { return entry.code < code; });
  return found < entries_ + count_ && found->code == c ? found->byte : -1;
}

CodecStatus EncodeCharmap(const TextView& text, const Charmap& map, int64_t* position,
                          ByteBuffer* out, CodecError* error) {
  for (int64_t i = *position; i < text.length; ++i) {
    int byte = map.Find(text[i]);
    if (byte < 0) {
      int64_t end = i + 1;
      while (end < text.length && map.Find(text[end]) < 0) ++end;
      return CodecFail(error, position, i, end, "character maps to <undefined>");
    }
    if (!out->Append(static_cast<uint8_t>(byte))) return CodecStatus::kNoMemory;
  }
  *position = text.length;
  return CodecStatus::kDone;
}

}  // namespace polygil
