// The wide encodings, unit by unit.

#include "runtime/base/codec/utf16_32.h"

#include <string.h>

namespace polygil {
namespace {

uint32_t Read16(const uint8_t* at, ByteOrder order) {
  return order == ByteOrder::kLittle ? at[0] | at[1] << 8 : at[0] << 8 | at[1];
}

uint32_t Read32(const uint8_t* at, ByteOrder order) {
  return order == ByteOrder::kLittle ? Read16(at, order) | Read16(at + 2, order) << 16
                                     : Read16(at, order) << 16 | Read16(at + 2, order);
}

bool IsSurrogate(char32_t c) { return c - 0xd800u < 0x800u; }
bool IsLow(char32_t c) { return c - 0xdc00u < 0x400u; }

uint8_t* Write16(uint8_t* out, uint32_t unit, ByteOrder order) {
  bool little = order == ByteOrder::kLittle;
  out[little ? 0 : 1] = static_cast<uint8_t>(unit);
  out[little ? 1 : 0] = static_cast<uint8_t>(unit >> 8);
  return out + 2;
}

inline uint16_t Unit16(const uint8_t* at, ByteOrder order) {
  uint16_t unit;
  memcpy(&unit, at, 2);
  return order == ByteOrder::kLittle ? unit : __builtin_bswap16(unit);
}

// The whole blocks of 16-bit units at the start that have no surrogates; the bits of their units in
// *bits.
template <typename Read>
int64_t PlainUnits(int64_t count, Read read, char32_t* bits) {
  constexpr int64_t kBlock = 32;
  int64_t at = 0;
  uint16_t all = 0;
  for (; at + kBlock <= count; at += kBlock) {
    uint16_t surrogates = 0, block = 0;
    for (int64_t i = 0; i < kBlock; ++i) {
      uint16_t unit = read(at + i);
      block = static_cast<uint16_t>(block | unit);
      surrogates = static_cast<uint16_t>(surrogates | ((unit & 0xf800) == 0xd800));
    }
    if (surrogates != 0) break;
    all = static_cast<uint16_t>(all | block);
  }
  *bits = all;
  return at;
}

// Appends what PlainUnits finds; returns the units, or -1 without memory.
template <ByteOrder kOrder>
int64_t DecodePlain(const uint8_t* data, int64_t count, CodePointBuffer* out) {
  char32_t bits;
  int64_t plain =
      PlainUnits(count, [data](int64_t i) { return Unit16(data + 2 * i, kOrder); }, &bits);
  if (plain == 0) return 0;
  char32_t* room = out->Extend(plain, bits);
  if (room == nullptr) return -1;
  for (int64_t i = 0; i < plain; ++i) room[i] = Unit16(data + 2 * i, kOrder);
  return plain;
}

template <ByteOrder kOrder, typename Character>
int64_t EncodePlain(const Character* text, int64_t count, ByteBuffer* out) {
  char32_t bits;
  int64_t plain =
      PlainUnits(count, [text](int64_t i) { return static_cast<uint16_t>(text[i]); }, &bits);
  uint8_t* room = out->Extend(2 * plain);
  if (room == nullptr) return plain == 0 ? 0 : -1;
  for (int64_t i = 0; i < plain; ++i) {
    uint16_t unit = kOrder == ByteOrder::kLittle
                        ? static_cast<uint16_t>(text[i])
                        : __builtin_bswap16(static_cast<uint16_t>(text[i]));
    memcpy(room + 2 * i, &unit, 2);
  }
  return plain;
}

}  // namespace

int DetectByteOrder(const uint8_t* data, int64_t size, int unit, ByteOrder* order) {
  if (size < unit) return 0;
  constexpr ByteOrder kOrders[] = {ByteOrder::kLittle, ByteOrder::kBig};
  for (ByteOrder tried : kOrders) {
    uint32_t first = unit == 2 ? Read16(data, tried) : Read32(data, tried);
    if (first == 0xfeff) {
      *order = tried;
      return unit;
    }
  }
  return 0;
}

uint8_t* WriteUtf16(uint8_t* out, char32_t c, ByteOrder order) {
  if (c < 0x10000) return Write16(out, c, order);
  out = Write16(out, 0xd7c0 + (c >> 10), order);
  return Write16(out, 0xdc00 | (c & 0x3ff), order);
}

uint8_t* WriteUtf32(uint8_t* out, char32_t c, ByteOrder order) {
  bool little = order == ByteOrder::kLittle;
  for (int i = 0; i < 4; ++i) {
    out[little ? i : 3 - i] = static_cast<uint8_t>(c >> (8 * i));
  }
  return out + 4;
}

CodecStatus DecodeUtf16(const uint8_t* data, int64_t size, ByteOrder order, bool final,
                        int64_t* position, CodePointBuffer* out, CodecError* error) {
  int64_t at = *position;
  if (!out->Reserve((size - at) / 2 + 1)) return CodecStatus::kNoMemory;
  int64_t plain = order == ByteOrder::kLittle
                      ? DecodePlain<ByteOrder::kLittle>(data + at, (size - at) / 2, out)
                      : DecodePlain<ByteOrder::kBig>(data + at, (size - at) / 2, out);
  if (plain < 0) return CodecStatus::kNoMemory;
  at += 2 * plain;
  for (; at + 2 <= size; at += 2) {
    char32_t c = Read16(data + at, order);
    if (IsSurrogate(c)) {
      if (IsLow(c)) {
        return CodecFail(error, position, at, at + 2, "illegal encoding");
      }
      if (at + 4 > size) {
        if (!final) break;
        return CodecFail(error, position, at, size, "unexpected end of data");
      }
      char32_t low = Read16(data + at + 2, order);
      if (!IsLow(low)) {
        return CodecFail(error, position, at, at + 2, "illegal UTF-16 surrogate");
      }
      c = 0x10000 + ((c & 0x3ff) << 10 | (low & 0x3ff));
      at += 2;
    }
    out->Append(c);
  }
  *position = at;
  if (at < size && final) {
    return CodecFail(error, position, at, size, "truncated data");
  }
  return out->ok() ? CodecStatus::kDone : CodecStatus::kNoMemory;
}

CodecStatus EncodeUtf16(const TextView& text, ByteOrder order, int64_t* position, ByteBuffer* out,
                        CodecError* error) {
  int64_t plain = 0;
  if (text.kind < 4) {
    TextView rest = text.Slice(*position, text.length);
    plain = WithTypedText(rest, [&](auto* typed) {
      return order == ByteOrder::kLittle ? EncodePlain<ByteOrder::kLittle>(typed, rest.length, out)
                                         : EncodePlain<ByteOrder::kBig>(typed, rest.length, out);
    });
    if (plain < 0) return CodecStatus::kNoMemory;
  }
  for (int64_t i = *position + plain; i < text.length; ++i) {
    char32_t c = text[i];
    if (IsSurrogate(c)) {
      return CodecFail(error, position, i, i + 1, "surrogates not allowed");
    }
    uint8_t* room = out->Extend(c < 0x10000 ? 2 : 4);
    if (room == nullptr) return CodecStatus::kNoMemory;
    WriteUtf16(room, c, order);
  }
  *position = text.length;
  return CodecStatus::kDone;
}

CodecStatus DecodeUtf32(const uint8_t* data, int64_t size, ByteOrder order, bool final,
                        int64_t* position, CodePointBuffer* out, CodecError* error) {
  int64_t at = *position;
  if (!out->Reserve((size - at) / 4 + 1)) return CodecStatus::kNoMemory;
  for (; at + 4 <= size; at += 4) {
    char32_t c = Read32(data + at, order);
    if (IsSurrogate(c)) {
      return CodecFail(error, position, at, at + 4,
                       "code point in surrogate code point range(0xd800, 0xe000)");
    }
    if (c > 0x10ffff) {
      return CodecFail(error, position, at, at + 4, "code point not in range(0x110000)");
    }
    out->Append(c);
  }
  *position = at;
  if (at < size && final) {
    return CodecFail(error, position, at, size, "truncated data");
  }
  return out->ok() ? CodecStatus::kDone : CodecStatus::kNoMemory;
}

CodecStatus EncodeUtf32(const TextView& text, ByteOrder order, int64_t* position, ByteBuffer* out,
                        CodecError* error) {
  for (int64_t i = *position; i < text.length; ++i) {
    char32_t c = text[i];
    if (IsSurrogate(c)) {
      return CodecFail(error, position, i, i + 1, "surrogates not allowed");
    }
    uint8_t* room = out->Extend(4);
    if (room == nullptr) return CodecStatus::kNoMemory;
    WriteUtf32(room, c, order);
  }
  *position = text.length;
  return CodecStatus::kDone;
}

}  // namespace polygil
