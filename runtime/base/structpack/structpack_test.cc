#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <string>

#include "runtime/base/structpack/codec.h"
#include "runtime/base/structpack/format.h"

namespace polygil::structpack {
namespace {

Field OnlyField(const char* format) {
  Layout layout;
  EXPECT_EQ(ParseFormat(format, &layout), FormatError::kNone);
  EXPECT_EQ(layout.fields.size(), 1u);
  return layout.fields[0];
}

std::string Hex(const uint8_t* data, size_t length) {
  std::string hex;
  for (size_t i = 0; i < length; ++i) {
    hex += "0123456789abcdef"[data[i] >> 4];
    hex += "0123456789abcdef"[data[i] & 15];
  }
  return hex;
}

TEST(FormatTest, FormatsHaveCPythonsSizesAndErrors) {
#define FORMAT(text, length, expected_size, values, error)                                  \
  {                                                                                         \
    Layout layout;                                                                          \
    FormatError result = ParseFormat(std::string_view(text, length), &layout);              \
    EXPECT_STREQ(FormatErrorText(result), error) << text;                                   \
    if (result == FormatError::kNone) {                                                     \
      EXPECT_EQ(layout.size, expected_size) << text;                                        \
      if (values >= 0) EXPECT_EQ(static_cast<int64_t>(layout.value_count), values) << text; \
    }                                                                                       \
  }
#include "runtime/base/structpack/structpack_vectors.inc"
}

void CheckInteger(const char* format, Integer value, const char* hex, const char* error) {
  Field field = OnlyField(format);
  uint8_t out[8] = {};
  PackError result = PackInteger(field, value, out);
  char text[kPackErrorSize];
  PackErrorText(field, result, text);
  EXPECT_STREQ(text, error) << format << " " << value.bits;
  if (result != PackError::kNone) return;
  EXPECT_EQ(Hex(out, field.width), hex) << format;
  // P gives back a negative address as a positive one.
  if (field.kind != Kind::kPointer) {
    EXPECT_EQ(UnpackInteger(field, out).bits, value.bits) << format;
  }
}

TEST(CodecTest, IntegersArePackedOrRefusedAsCPythonDoes) {
#define INTEGER(format, value, hex, error) CheckInteger(format, value, hex, error);
#include "runtime/base/structpack/structpack_vectors.inc"
}

void CheckFloat(const char* format, double value, const char* hex, const char* error) {
  Field field = OnlyField(format);
  uint8_t out[8] = {};
  PackError result = PackFloat(field, value, out);
  char text[kPackErrorSize];
  PackErrorText(field, result, text);
  EXPECT_STREQ(text, error) << format << " " << value;
  if (result != PackError::kNone) return;
  EXPECT_EQ(Hex(out, field.width), hex) << format << " " << value;
}

TEST(CodecTest, FloatsArePackedOrRefusedAsCPythonDoes) {
#define FLOAT(format, value, hex, error) CheckFloat(format, value, hex, error);
#include "runtime/base/structpack/structpack_vectors.inc"
}

TEST(CodecTest, EveryHalfFloatComesBackFromItsValue) {
  for (uint32_t half = 0; half < 0x10000; ++half) {
    double value = UnpackHalf(static_cast<uint16_t>(half));
    uint16_t back;
    ASSERT_TRUE(PackHalf(value, &back));
    if (std::isnan(value)) {
      ASSERT_EQ(back & 0x7fff, 0x7e00);
    } else {
      ASSERT_EQ(back, half);
    }
  }
}

TEST(CodecTest, BytesAreCutAndPadded) {
  const uint8_t* data = reinterpret_cast<const uint8_t*>("abcdefgh");
  uint8_t out[16];
  memset(out, 'z', sizeof(out));
  PackBytes(OnlyField("10s"), data, 2, out);
  EXPECT_EQ(Hex(out, 11),
            "61620000000000000000"
            "7a");
  PackBytes(OnlyField("3s"), data, 8, out);
  EXPECT_EQ(Hex(out, 4),
            "616263"
            "00");
  Field pascal = OnlyField("5p");
  PackBytes(pascal, data, 8, out);
  EXPECT_EQ(Hex(out, 5), "0461626364");
  EXPECT_EQ(PascalLength(pascal, out), 4u);
  out[0] = 200;
  EXPECT_EQ(PascalLength(pascal, out), 4u);
  std::string longest(299, 'a');
  std::string room(300, 'z');
  PackBytes(OnlyField("300p"), reinterpret_cast<const uint8_t*>(longest.data()), 299,
            reinterpret_cast<uint8_t*>(room.data()));
  EXPECT_EQ(room, "\xff" + longest);
}

}  // namespace
}  // namespace polygil::structpack
