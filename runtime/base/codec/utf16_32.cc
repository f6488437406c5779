// The wide encodings, unit by unit.

#include "runtime/base/codec/utf16_32.h"

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
  for (int64_t i = *position; i < text.length; ++i) {
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
