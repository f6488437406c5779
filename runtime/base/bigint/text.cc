// Digits go through mpn's subquadratic conversions, which speak digit values
// instead of characters.

#include "runtime/base/bigint/text.h"

#include <gmp.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/bigint/bits.h"
#include "runtime/base/bigint/scratch.h"

namespace polygil {
namespace {

constexpr char kDigits[] = "0123456789abcdefghijklmnopqrstuvwxyz";

// log2 of the base, rounded up and down to 1/1024.
constexpr int kLogScale = 1024;
constexpr int16_t kLogFloor[37] = {0,    0,    1024, 1623, 2048, 2377, 2647, 2874, 3072, 3246,
                                   3401, 3542, 3671, 3789, 3898, 4000, 4096, 4185, 4270, 4349,
                                   4425, 4497, 4566, 4632, 4695, 4755, 4813, 4869, 4922, 4974,
                                   5024, 5073, 5120, 5165, 5209, 5252, 5294};

int DigitValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'z') return c - 'a' + 10;
  if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
  return 99;
}

int64_t SmallToText(char* out, uint64_t value, int base, bool negative) {
  char buffer[65];
  char* at = buffer + sizeof(buffer);
  if (base == 10) {
    do {
      *--at = static_cast<char>('0' + value % 10);
      value /= 10;
    } while (value != 0);
  } else {
    do {
      *--at = kDigits[value % base];
      value /= base;
    } while (value != 0);
  }
  if (negative) *out++ = '-';
  int64_t length = buffer + sizeof(buffer) - at;
  memcpy(out, at, length);
  return length + negative;
}

}  // namespace

int64_t BigTextBound(const BigView& a, int base) {
  return BigBitLength(a) * kLogScale / kLogFloor[base] + 4;
}

int64_t BigToText(char* out, const BigView& a, int base) {
  if (a.size <= 1) {
    return SmallToText(out, a.size == 0 ? 0 : a.limbs[0], base, a.negative);
  }
  char* digits = out + a.negative;
  if (a.negative) *out = '-';
  uint8_t* values = reinterpret_cast<uint8_t*>(digits);
  // mpn may write one leading zero more than the bound allows for, so the
  // digits are made elsewhere and copied without it.
  int64_t most = mpn_sizeinbase(a.limbs, a.size, base) + 2;
  BigScratch scratch(a.size + 1 + most / 8 + 1);
  if (!scratch.ok()) return -1;
  memcpy(scratch.get(), a.limbs, sizeof(Limb) * a.size);
  uint8_t* made = reinterpret_cast<uint8_t*>(scratch.get() + a.size + 1);
  int64_t length = static_cast<int64_t>(mpn_get_str(made, base, scratch.get(), a.size));
  while (length > 1 && *made == 0) {
    ++made;
    --length;
  }
  for (int64_t i = 0; i < length; ++i) values[i] = kDigits[made[i]];
  return length + a.negative;
}

BigDigits BigScanDigits(const char* text, size_t length, int base, bool allow_leading_underscore) {
  int64_t count = 0;
  bool underscore = !allow_leading_underscore;
  for (size_t i = 0; i < length; ++i) {
    if (text[i] == '_') {
      if (underscore) return {false, count};
      underscore = true;
      continue;
    }
    if (DigitValue(text[i]) >= base) return {false, count};
    underscore = false;
    ++count;
  }
  return {count > 0 && !underscore, count};
}

int64_t BigFromTextBound(int64_t count, int base) {
  // mpn wants one limb more than the digits need.
  return count * (kLogFloor[base] + 1) / kLogScale / 64 + 2;
}

BigResult BigFromText(Limb* out, const char* text, size_t length, int base, int64_t count) {
  if (count <= 12) {
    Limb value = 0;
    for (size_t i = 0; i < length; ++i) {
      if (text[i] != '_') value = value * base + DigitValue(text[i]);
    }
    out[0] = value;
    return {value != 0, false, BigStatus::kOk};
  }
  BigScratch scratch(count / 8 + 1);
  if (!scratch.ok()) return BigFailed(BigStatus::kNoMemory);
  uint8_t* values = reinterpret_cast<uint8_t*>(scratch.get());
  int64_t filled = 0;
  for (size_t i = 0; i < length; ++i) {
    if (text[i] == '_') continue;
    int value = DigitValue(text[i]);
    if (filled == 0 && value == 0) continue;
    values[filled++] = static_cast<uint8_t>(value);
  }
  if (filled == 0) return {0, false, BigStatus::kOk};
  return BigDone(out, mpn_set_str(out, values, filled, base), false);
}

}  // namespace polygil
