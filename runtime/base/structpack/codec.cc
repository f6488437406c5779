#include "runtime/base/structpack/codec.h"

#include <bit>
#include <cmath>
#include <cstdio>
#include <cstring>

namespace polygil::structpack {
namespace {

// A copy of a known size is one instruction.
inline void Store(const Field& field, uint64_t bits, uint8_t* out) {
  if (field.big_endian) bits = __builtin_bswap64(bits) >> (64 - 8 * field.width);
  switch (field.width) {
    case 1:
      *out = static_cast<uint8_t>(bits);
      return;
    case 2:
      memcpy(out, &bits, 2);
      return;
    case 4:
      memcpy(out, &bits, 4);
      return;
    case 8:
      memcpy(out, &bits, 8);
      return;
    default:
      memcpy(out, &bits, field.width);
      return;
  }
}

template <typename Unit>
inline uint64_t LoadUnit(const uint8_t* in) {
  Unit unit;
  memcpy(&unit, in, sizeof unit);
  return unit;
}

inline uint64_t Load(const Field& field, const uint8_t* in) {
  uint64_t bits = 0;
  switch (field.width) {
    case 1:
      return *in;
    case 2:
      bits = LoadUnit<uint16_t>(in);
      break;
    case 4:
      bits = LoadUnit<uint32_t>(in);
      break;
    case 8:
      bits = LoadUnit<uint64_t>(in);
      break;
    default:
      memcpy(&bits, in, field.width);
      break;
  }
  if (field.big_endian) bits = __builtin_bswap64(bits) >> (64 - 8 * field.width);
  return bits;
}

int64_t SignedMax(size_t width) { return static_cast<int64_t>(UINT64_MAX >> (65 - 8 * width)); }
uint64_t UnsignedMax(size_t width) { return UINT64_MAX >> (64 - 8 * width); }

// B and H take their argument as a C long, unlike the wider unsigned ones and the
// big-endian H.
bool IsSmallUnsigned(const Field& field) {
  return field.kind == Kind::kUnsigned &&
         (field.width == 1 || (field.width == 2 && !field.big_endian));
}

// CPython converts these in another way than all the others, with another text.
bool IsBigEndianLong(const Field& field) { return field.big_endian && field.width == 8; }

PackError CheckRange(const Field& field, Integer value) {
  using Range = Integer::Range;
  if (field.kind == Kind::kPointer) {
    return value.range == Range::kTooBig ? PackError::kTooLarge : PackError::kNone;
  }
  int64_t number = static_cast<int64_t>(value.bits);
  if (field.kind == Kind::kSigned || IsSmallUnsigned(field)) {
    if (value.range != Range::kSigned) return PackError::kArgument;
    if (field.kind == Kind::kSigned) {
      int64_t most = SignedMax(field.width);
      return number > most || number < -most - 1 ? PackError::kField : PackError::kNone;
    }
  } else if (value.range == Range::kTooBig || (value.range == Range::kSigned && number < 0)) {
    return PackError::kArgument;
  }
  return value.bits > UnsignedMax(field.width) ? PackError::kField : PackError::kNone;
}

// `significand` shifted right, to the nearest, ties to even. shift < 64.
uint64_t RoundedShift(uint64_t significand, int shift) {
  uint64_t result = significand >> shift;
  uint64_t lost = significand & ((uint64_t{1} << shift) - 1);
  uint64_t half = uint64_t{1} << (shift - 1);
  if (lost > half || (lost == half && (result & 1))) ++result;
  return result;
}

}  // namespace

bool PackHalf(double value, uint16_t* out) {
  uint64_t bits = std::bit_cast<uint64_t>(value);
  uint16_t sign = static_cast<uint16_t>(bits >> 48 & 0x8000);
  int exponent = static_cast<int>(bits >> 52 & 0x7ff) - 1023;
  uint64_t fraction = bits & ((uint64_t{1} << 52) - 1);
  uint64_t magnitude;
  if (exponent == 1024) {
    magnitude = fraction != 0 ? 0x7e00 : 0x7c00;
  } else if (exponent < -25) {
    magnitude = 0;  // Less than half of the least subnormal.
  } else if (exponent < -14) {
    magnitude = RoundedShift(fraction | uint64_t{1} << 52, 42 - 14 - exponent);
  } else {
    // A carry out of the fraction lands in the exponent, as it should.
    if (exponent > 15) return false;
    magnitude = RoundedShift(fraction, 42) + (static_cast<uint64_t>(exponent + 15) << 10);
    if (magnitude >= 0x7c00) return false;
  }
  *out = static_cast<uint16_t>(magnitude | sign);
  return true;
}

double UnpackHalf(uint16_t half) {
  int exponent = half >> 10 & 31;
  double fraction = half & 1023;
  double magnitude;
  if (exponent == 31) {
    magnitude = fraction == 0 ? HUGE_VAL : static_cast<double>(NAN);
  } else if (exponent == 0) {
    magnitude = std::ldexp(fraction, -24);
  } else {
    magnitude = std::ldexp(fraction + 1024, exponent - 25);
  }
  return half & 0x8000 ? -magnitude : magnitude;
}

PackError PackInteger(const Field& field, Integer value, uint8_t* out) {
  PackError error = CheckRange(field, value);
  if (error == PackError::kNone) {
    Store(field, value.bits, out);
  } else if (IsBigEndianLong(field)) {
    error = PackError::kTooLarge;
  }
  return error;
}

Integer UnpackInteger(const Field& field, const uint8_t* in) {
  uint64_t bits = Load(field, in);
  if (field.kind != Kind::kSigned) return Integer::Unsigned(bits);
  int unused = static_cast<int>(64 - 8 * field.width);
  return Integer::Signed(static_cast<int64_t>(bits << unused) >> unused);
}

PackError PackFloat(const Field& field, double value, uint8_t* out) {
  if (field.width == 8) {
    Store(field, std::bit_cast<uint64_t>(value), out);
    return PackError::kNone;
  }
  if (field.width == 2) {
    uint16_t half;
    if (!PackHalf(value, &half)) return PackError::kFloatTooLarge;
    Store(field, half, out);
    return PackError::kNone;
  }
  float narrow = static_cast<float>(value);
  // The native format converts as C does, to infinity.
  if (!field.native && std::isinf(narrow) && !std::isinf(value)) return PackError::kFloatTooLarge;
  Store(field, std::bit_cast<uint32_t>(narrow), out);
  return PackError::kNone;
}

double UnpackFloat(const Field& field, const uint8_t* in) {
  uint64_t bits = Load(field, in);
  if (field.width == 8) return std::bit_cast<double>(bits);
  if (field.width == 2) return UnpackHalf(static_cast<uint16_t>(bits));
  return static_cast<double>(std::bit_cast<float>(static_cast<uint32_t>(bits)));
}

void PackBytes(const Field& field, const uint8_t* data, size_t length, uint8_t* out) {
  size_t room = field.width;
  if (field.kind == Kind::kPascal) {
    if (room == 0) return;
    --room;
    if (length > room) length = room;
    *out++ = static_cast<uint8_t>(length < 255 ? length : 255);
  }
  if (length > room) length = room;
  if (length != 0) memcpy(out, data, length);
  if (room != length) memset(out + length, 0, room - length);
}

size_t PascalLength(const Field& field, const uint8_t* in) {
  if (field.width == 0) return 0;
  size_t length = in[0];
  return length < field.width ? length : field.width - 1;
}

void PackErrorText(const Field& field, PackError error, char (&text)[kPackErrorSize]) {
  const char* fixed = "";
  switch (error) {
    case PackError::kNone:
      break;
    case PackError::kArgument:
      fixed = "argument out of range";
      break;
    case PackError::kTooLarge:
      fixed = "int too large to convert";
      break;
    case PackError::kFloatTooLarge:
      snprintf(text, sizeof(text), "float too large to pack with %c format", field.code);
      return;
    case PackError::kField: {
      char quoted[4] = {'\'', field.code, '\'', 0};
      const char* name = field.code == 'b'   ? "byte"
                         : field.code == 'B' ? "ubyte"
                         : field.big_endian  ? quoted
                         : field.code == 'h' ? "short"
                         : field.code == 'H' ? "ushort"
                                             : quoted;
      long long most = SignedMax(field.width), least = -most - 1;
      if (field.kind == Kind::kUnsigned) {
        least = 0;
        most = static_cast<long long>(UnsignedMax(field.width));
      }
      snprintf(text, sizeof(text), "%s format requires %lld <= number <= %lld", name, least, most);
      return;
    }
  }
  snprintf(text, sizeof(text), "%s", fixed);
}

}  // namespace polygil::structpack
