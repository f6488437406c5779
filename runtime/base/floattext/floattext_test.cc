// Doubles against vectors that CPython made.

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <string>

#include "gtest/gtest.h"
#include "runtime/base/floattext/format.h"
#include "runtime/base/floattext/number.h"
#include "runtime/base/floattext/parse.h"

namespace polygil {
namespace {

struct Vector {
  const char* operation;
  const char* argument;
  const char* given;
  const char* expected;
};

constexpr Vector kVectors[] = {
#include "runtime/base/floattext/floattext_vectors.inc"
};

std::string Hex(double value) {
  char buffer[kFloatHexBound];
  return std::string(buffer, FloatHex(buffer, value));
}

std::string Repr(double value) {
  char buffer[kFloatReprBound];
  return std::string(buffer, FloatRepr(buffer, value));
}

std::string Format(double value, const char* spec) {
  unsigned flags = 0;
  for (; *spec == '+' || *spec == 'z' || *spec == '#'; ++spec) {
    flags |= *spec == '+'   ? kFloatAlwaysSign
             : *spec == 'z' ? kFloatNoNegativeZero
                            : kFloatAlternate;
  }
  char type = 'r';
  int precision = 0;
  if (*spec == '.') {
    char* end;
    precision = static_cast<int>(strtol(spec + 1, &end, 10));
    type = *end != 0 ? *end : 'g';
    if (*end == 0) flags |= kFloatAddDotZero;
  } else {
    flags |= kFloatAddDotZero;
  }
  std::string text(FloatFormatBound(value, type, precision), '?');
  text.resize(FloatFormat(text.data(), value, type, precision, flags));
  return text;
}

std::string Ratio(double value) {
  FloatRatio ratio = FloatToRatio(value);
  int64_t top = ratio.mantissa, bottom = 1;
  if (ratio.exponent > 0) top *= int64_t{1} << ratio.exponent;
  if (ratio.exponent < 0) bottom <<= -ratio.exponent;
  return std::to_string(top) + "/" + std::to_string(bottom);
}

std::string Evaluate(const Vector& row) {
  std::string name = row.operation;
  if (name == "parse") {
    double value;
    return FloatParse(row.given, strlen(row.given), &value) ? Hex(value) : "ValueError";
  }
  double value = 0.0;
  FloatHexStatus status = FloatFromHex(row.given, strlen(row.given), &value);
  if (status == FloatHexStatus::kInvalid) return "ValueError";
  if (status == FloatHexStatus::kOverflow) return "OverflowError";
  if (name == "fromhex" || name == "hex") return Hex(value);
  if (name == "repr") return Repr(value);
  if (name == "format") return Format(value, row.argument);
  if (name == "hash") return std::to_string(FloatHash(value));
  if (name == "round") {
    double rounded = FloatRound(value, atoi(row.argument));
    return isinf(rounded) ? "OverflowError" : Hex(rounded);
  }
  if (name == "ratio") return row.expected[0] == 0 ? "" : Ratio(value);
  double other = 0.0;
  FloatFromHex(row.argument, strlen(row.argument), &other);
  if (name == "mod") return Hex(FloatModulo(value, other));
  if (name == "floordiv") return Hex(FloatFloorDivide(value, other));
  return "no such operation";
}

TEST(FloatTextTest, VectorsOfCPythonAreReproduced) {
  for (const Vector& row : kVectors) {
    EXPECT_EQ(Evaluate(row), row.expected)
        << row.operation << "(" << row.given << ", " << row.argument << ")";
  }
}

TEST(FloatTextTest, PrefixParsingStopsBehindTheNumber) {
  double value = 0;
  EXPECT_EQ(FloatParsePrefix("1.5e+x", 6, &value), 3u);
  EXPECT_EQ(value, 1.5);
  EXPECT_EQ(FloatParsePrefix("-inf)", 5, &value), 4u);
  EXPECT_EQ(value, -INFINITY);
  EXPECT_EQ(FloatParsePrefix("x", 1, &value), 0u);
}

TEST(FloatTextTest, RoundingToIntegersIsHalfToEven) {
  EXPECT_EQ(FloatRoundToIntegral(2.5), 2.0);
  EXPECT_EQ(FloatRoundToIntegral(3.5), 4.0);
  EXPECT_EQ(FloatRoundToIntegral(-0.5), -0.0);
  EXPECT_EQ(FloatRoundToIntegral(4503599627370497.5), 4503599627370498.0);
}

TEST(FloatTextTest, HugePrecisionPadsWithZeros) {
  std::string text = Format(0.1, ".2000e");
  EXPECT_EQ(text.size(), 2u + 2000u + 4u);
  EXPECT_EQ(text.substr(0, 8), "1.000000");
  EXPECT_EQ(Format(1.0, "#.1000g").size(), 1001u);
  EXPECT_EQ(Format(5e-324, ".1074f").substr(1070), "265625");
}

}  // namespace
}  // namespace polygil
