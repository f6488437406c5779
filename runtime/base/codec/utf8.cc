// Malformed sequences are split as Unicode recommends: the longest prefix of a
// well-formed sequence is one error.

#include "runtime/base/codec/utf8.h"

#include <string.h>

#include "runtime/base/codec/utf8_valid.h"

namespace polygil {
namespace {

constexpr int64_t kWorthBlocks = 32;  // bytes

bool IsContinuation(uint8_t byte) { return (byte & 0xc0) == 0x80; }

bool IsSurrogate(char32_t c) { return c - 0xd800u < 0x800u; }

// One sequence that does not start with ASCII. A length > 0 means well-formed;
// otherwise `bad` bytes are wrong for `reason`, or the data ends (truncated).
struct Sequence {
  int length;
  int bad;
  bool truncated;
  const char* reason;
  char32_t code;
};

Sequence Bad(int count) {
  return {0, count, false, count == 0 ? "invalid start byte" : "invalid continuation byte", 0};
}

// Whether the second byte may follow the first.
bool AllowsSecond(uint8_t first, uint8_t second) {
  if (!IsContinuation(second)) return false;
  switch (first) {
    case 0xe0:
      return second >= 0xa0;
    case 0xed:
      return second < 0xa0;
    case 0xf0:
      return second >= 0x90;
    case 0xf4:
      return second < 0x90;
    default:
      return true;
  }
}

Sequence ReadSequence(const uint8_t* at, int64_t left) {
  uint8_t first = at[0];
  if (first < 0xc2 || first > 0xf4) return Bad(0);
  int length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  for (int i = 1; i < length; ++i) {
    if (i >= left) {
      return {0, static_cast<int>(left), true, "unexpected end of data", 0};
    }
    if (i == 1 ? !AllowsSecond(first, at[1]) : !IsContinuation(at[i])) {
      return Bad(i);
    }
  }
  char32_t code = first & (0x7f >> length);
  for (int i = 1; i < length; ++i) code = code << 6 | (at[i] & 0x3f);
  return {length, 0, false, nullptr, code};
}

// Decodes one character that isn't ASCII.
template <typename Character>
inline const uint8_t* DecodeOne(const uint8_t* at, Character* out) {
  uint8_t first = *at;
  if (sizeof(Character) == 1 || first < 0xe0) {
    *out = static_cast<Character>((first & 0x1f) << 6 | (at[1] & 0x3f));
    return at + 2;
  }
  if (sizeof(Character) == 2 || first < 0xf0) {
    *out = static_cast<Character>((first & 0xf) << 12 | (at[1] & 0x3f) << 6 | (at[2] & 0x3f));
    return at + 3;
  }
  *out = static_cast<Character>((first & 7) << 18 | (at[1] & 0x3f) << 12 | (at[2] & 0x3f) << 6 |
                                (at[3] & 0x3f));
  return at + 4;
}

template <typename Character>
void DecodeValid(const uint8_t* at, const uint8_t* end, Character* out) {
  // Thirty-two bytes are eight characters at least: there is room to write eight at once, of which
  // those behind the ASCII ones are written again.
  while (end - at >= 32) {
    uint64_t word;
    memcpy(&word, at, 8);
    for (int i = 0; i < 8; ++i) out[i] = at[i];
    word &= 0x8080808080808080u;
    int ascii = word == 0 ? 8 : __builtin_ctzll(word) / 8;
    at += ascii;
    out += ascii;
    while (end - at >= 4 && *at >= 0x80) at = DecodeOne(at, out++);
  }
  while (at < end) {
    uint8_t first = *at;
    // Characters of one length come in a row.
    if constexpr (sizeof(Character) > 1) {
      while ((first & 0xf0) == 0xe0) {
        *out++ = static_cast<Character>((first & 0xf) << 12 | (at[1] & 0x3f) << 6 | (at[2] & 0x3f));
        at += 3;
        if (at == end) return;
        first = *at;
      }
    }
    while ((first & 0xe0) == 0xc0) {
      *out++ = static_cast<Character>((first & 0x1f) << 6 | (at[1] & 0x3f));
      at += 2;
      if (at == end) return;
      first = *at;
    }
    if (first < 0x80) {
      // A lone blank between words is not worth a scan.
      if (end - at < 2 || at[1] >= 0x80) {
        *out++ = first;
        ++at;
        continue;
      }
      if (end - at >= 32) {
        int64_t ascii = CountAscii(at, end - at);
        for (int64_t i = 0; i < ascii; ++i) out[i] = at[i];
        out += ascii;
        at += ascii;
        continue;
      }
      do *out++ = *at++;
      while (at < end && *at < 0x80);
    } else if (first < 0xf0) {
      *out++ = static_cast<Character>((first & 0xf) << 12 | (at[1] & 0x3f) << 6 | (at[2] & 0x3f));
      at += 3;
    } else {
      *out++ = static_cast<Character>((first & 7) << 18 | (at[1] & 0x3f) << 12 |
                                      (at[2] & 0x3f) << 6 | (at[3] & 0x3f));
      at += 4;
    }
  }
}

template <typename Character>
int64_t MeasureTyped(const Character* text, int64_t length) {
  int64_t size = length;
  // Parts so short that 16-bit sums do, and without a way out: the compiler makes vectors of them.
  constexpr int64_t kPart = 4096;
  for (int64_t start = 0; start < length; start += kPart) {
    int64_t end = length - start < kPart ? length : start + kPart;
    uint16_t more = 0, surrogates = 0;
    for (int64_t i = start; i < end; ++i) {
      Character c = text[i];
      more = static_cast<uint16_t>(more + (c >= 0x80));
      if constexpr (sizeof(Character) > 1) {
        more = static_cast<uint16_t>(more + (c >= 0x800));
        surrogates = static_cast<uint16_t>(surrogates + IsSurrogate(c));
      }
      if constexpr (sizeof(Character) > 2) more = static_cast<uint16_t>(more + (c >= 0x10000));
    }
    if (surrogates != 0) return -1;
    size += more;
  }
  return size;
}

// Characters of one length come in a row here, too.
template <typename Character>
uint8_t* EncodeTyped(const Character* text, int64_t length, uint8_t* out) {
  int64_t i = 0;
  if constexpr (sizeof(Character) == 1) {
    while (length - i >= 8) {
      uint64_t word;
      memcpy(&word, text + i, 8);
      memcpy(out, &word, 8);
      word &= 0x8080808080808080u;
      int ascii = word == 0 ? 8 : __builtin_ctzll(word) / 8;
      i += ascii;
      out += ascii;
      for (; i < length && text[i] >= 0x80; ++i, out += 2) {
        out[0] = static_cast<uint8_t>(0xc0 | text[i] >> 6);
        out[1] = static_cast<uint8_t>(0x80 | (text[i] & 0x3f));
      }
    }
  }
  while (i < length) {
    for (; i < length && text[i] < 0x80; ++i) *out++ = static_cast<uint8_t>(text[i]);
    for (; i < length && text[i] >= 0x80 && (sizeof(Character) == 1 || text[i] < 0x800); ++i) {
      out[0] = static_cast<uint8_t>(0xc0 | text[i] >> 6);
      out[1] = static_cast<uint8_t>(0x80 | (text[i] & 0x3f));
      out += 2;
    }
    if constexpr (sizeof(Character) > 1) {
      for (; i < length && text[i] >= 0x800 && (sizeof(Character) == 2 || text[i] < 0x10000); ++i) {
        out[0] = static_cast<uint8_t>(0xe0 | text[i] >> 12);
        out[1] = static_cast<uint8_t>(0x80 | (text[i] >> 6 & 0x3f));
        out[2] = static_cast<uint8_t>(0x80 | (text[i] & 0x3f));
        out += 3;
      }
      if constexpr (sizeof(Character) > 2) {
        for (; i < length && text[i] >= 0x10000; ++i) out = WriteUtf8(out, text[i]);
      }
    }
  }
  return out;
}

}  // namespace

Utf8Measure MeasureUtf8(const uint8_t* data, int64_t size) {
  Utf8Measure result = {true, 0, 0x7f};
  if (size >= kWorthBlocks) {
    Utf8Blocks found = ValidateUtf8Blocks(data, size);
    if (found.usable) {
      char32_t largest = found.largest < 0x80   ? 0x7f
                         : found.largest < 0xc4 ? 0xff
                         : found.largest < 0xf0 ? 0xffff
                                                : 0x10ffff;
      return {found.valid, found.valid ? found.length : 0, found.valid ? largest : 0};
    }
  }
  char32_t bits = 0;
  int64_t at = 0;
  while (at < size) {
    if (data[at] < 0x80) {
      int64_t ascii = CountAscii(data + at, size - at);
      at += ascii;
      result.length += ascii;
      continue;
    }
    // The common lengths need no look at the rules for special second bytes.
    if (data[at] - 0xc2u < 0x1e && at + 1 < size && IsContinuation(data[at + 1])) {
      bits |= (data[at] & 0x1fu) << 6 | 0x3f;
      at += 2;
      ++result.length;
      continue;
    }
    Sequence sequence = ReadSequence(data + at, size - at);
    if (sequence.length == 0) return {false, 0, 0};
    bits |= sequence.code;
    at += sequence.length;
    ++result.length;
  }
  result.largest = bits < 0x80 ? 0x7f : bits < 0x100 ? 0xff : bits < 0x10000 ? 0xffff : 0x10ffff;
  return result;
}

void DecodeValidUtf8(const uint8_t* data, int64_t size, int kind, void* out) {
  if (kind == 1) {
    DecodeValid(data, data + size, static_cast<uint8_t*>(out));
  } else if (kind == 2) {
    DecodeValid(data, data + size, static_cast<uint16_t*>(out));
  } else {
    DecodeValid(data, data + size, static_cast<uint32_t*>(out));
  }
}

int64_t MeasureAsUtf8(const TextView& text) {
  return WithTypedText(text, [&](auto* typed) { return MeasureTyped(typed, text.length); });
}

uint8_t* EncodeValidUtf8(const TextView& text, uint8_t* out) {
  return WithTypedText(text, [&](auto* typed) { return EncodeTyped(typed, text.length, out); });
}

CodecStatus DecodeUtf8(const uint8_t* data, int64_t size, bool final, int64_t* position,
                       CodePointBuffer* out, CodecError* error) {
  int64_t at = *position;
  if (!out->Reserve(size - at)) return CodecStatus::kNoMemory;
  while (at < size) {
    if (data[at] < 0x80) {
      out->Append(data[at++]);
      continue;
    }
    Sequence sequence = ReadSequence(data + at, size - at);
    if (sequence.length == 0) {
      if (sequence.truncated && !final) break;
      int bad = sequence.bad == 0 ? 1 : sequence.bad;
      return CodecFail(error, position, at, at + bad, sequence.reason);
    }
    out->Append(sequence.code);
    at += sequence.length;
  }
  *position = at;
  return out->ok() ? CodecStatus::kDone : CodecStatus::kNoMemory;
}

CodecStatus EncodeUtf8(const TextView& text, int64_t* position, ByteBuffer* out,
                       CodecError* error) {
  int64_t start = *position;
  int64_t end = start;
  while (end < text.length && !IsSurrogate(text[end])) ++end;
  TextView part = text.Slice(start, end);
  uint8_t* room = out->Extend(MeasureAsUtf8(part));
  if (room == nullptr && end > start) return CodecStatus::kNoMemory;
  if (end > start) EncodeValidUtf8(part, room);
  *position = end;
  if (end == text.length) return CodecStatus::kDone;
  int64_t last = end;
  while (last < text.length && IsSurrogate(text[last])) ++last;
  return CodecFail(error, position, end, last, "surrogates not allowed");
}

}  // namespace polygil
