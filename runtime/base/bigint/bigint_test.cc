// Integer arithmetic against vectors that CPython made, and what they miss.

#include "runtime/base/bigint/bigint.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "runtime/base/bigint/bits.h"
#include "runtime/base/bigint/convert.h"
#include "runtime/base/bigint/number.h"
#include "runtime/base/bigint/power.h"
#include "runtime/base/bigint/text.h"

namespace polygil {
namespace {

constexpr Limb kCanary = 0xdeadbeefcafef00d;

// An owned number, with a canary behind the bound it was made with.
class Number {
 public:
  explicit Number(int64_t bound) : limbs_(bound + 1, kCanary), bound_(bound) {}
  explicit Number(const std::string& text, int base = 16) : Number(0) {
    bool negative = !text.empty() && text[0] == '-';
    std::string digits = text.substr(negative);
    BigDigits scan = BigScanDigits(digits.data(), digits.size(), base, false);
    EXPECT_TRUE(scan.valid) << text;
    *this = Number(BigFromTextBound(scan.count, base));
    Take(BigFromText(out(), digits.data(), digits.size(), base, scan.count));
    negative_ = negative && size_ > 0;
  }

  Limb* out() { return limbs_.data(); }
  Number& Take(const BigResult& result) {
    EXPECT_EQ(limbs_[bound_], kCanary) << "wrote over the bound";
    EXPECT_LE(result.size, bound_);
    EXPECT_EQ(result.status, BigStatus::kOk);
    size_ = result.size;
    negative_ = result.negative;
    EXPECT_TRUE(size_ == 0 || limbs_[size_ - 1] != 0) << "not normalised";
    EXPECT_FALSE(size_ == 0 && negative_) << "negative zero";
    return *this;
  }
  BigView view() const { return {limbs_.data(), size_, negative_}; }
  std::string Text(int base = 16) const {
    std::string text(BigTextBound(view(), base), '?');
    int64_t length = BigToText(text.data(), view(), base);
    EXPECT_LE(length, static_cast<int64_t>(text.size()));
    text.resize(length);
    return text;
  }

 private:
  std::vector<Limb> limbs_;
  int64_t bound_ = 0;
  int64_t size_ = 0;
  bool negative_ = false;
};

struct Vector {
  const char* operation;
  const char* a;
  const char* b;
  const char* c;
  const char* expected;
};

constexpr Vector kVectors[] = {
#include "runtime/base/bigint/bigint_vectors.inc"
};

std::string SmallText(int64_t value) {
  char buffer[40];
  snprintf(buffer, sizeof(buffer), "%s%lx", value < 0 ? "-" : "",
           static_cast<unsigned long>(value < 0 ? -value : value));
  return buffer;
}

// float.hex() has one fixed form; comparing values is enough.
std::string DoubleVerdict(const BigDouble& made, const char* expected) {
  if (made.overflow) return "OverflowError";
  double wanted = strtod(expected, nullptr);
  return wanted == made.value && signbit(wanted) == signbit(made.value)
             ? expected
             : std::to_string(made.value);
}

std::string ToHex(const std::vector<uint8_t>& bytes) {
  std::string text;
  for (uint8_t byte : bytes) {
    char buffer[3];
    snprintf(buffer, sizeof(buffer), "%02x", byte);
    text += buffer;
  }
  return text;
}

std::string RunBytes(const BigView& a, size_t count, bool is_signed) {
  std::vector<uint8_t> big(count), little(count);
  BigToBytesStatus status = BigToBytes(a, big.data(), count, false, is_signed);
  EXPECT_EQ(status, BigToBytes(a, little.data(), count, true, is_signed));
  if (status == BigToBytesStatus::kNegative) return "negative";
  if (status == BigToBytesStatus::kTooBig) return "big";
  Number back(BigFromBytesBound(count));
  back.Take(BigFromBytes(back.out(), big.data(), count, false, is_signed));
  EXPECT_TRUE(BigEqual(back.view(), a));
  back.Take(BigFromBytes(back.out(), little.data(), count, true, is_signed));
  EXPECT_TRUE(BigEqual(back.view(), a));
  return ToHex(big);
}

const char* Failure(BigStatus status) {
  switch (status) {
    case BigStatus::kOk:
      return nullptr;
    case BigStatus::kDivisionByZero:
      return "ZeroDivisionError";
    case BigStatus::kNotInvertible:
      return "ValueError";
    case BigStatus::kNoMemory:
      return "MemoryError";
  }
  return "?";
}

std::string Evaluate(const Vector& row) {
  std::string name = row.operation;
  Number left(row.a), right(row.b), third(row.c);
  BigView a = left.view(), b = right.view(), c = third.view();
  auto binary = [&](int64_t bound, auto function) {
    Number out(bound);
    BigResult result = function(out.out(), a, b);
    if (!result.ok()) return std::string(Failure(result.status));
    return out.Take(result).Text();
  };
  if (name == "add") return binary(BigAddBound(a, b), BigAdd);
  if (name == "sub") return binary(BigAddBound(a, b), BigSubtract);
  if (name == "mul") return binary(BigMultiplyBound(a, b), BigMultiply);
  if (name == "and") return binary(BigBitwiseBound(a, b), BigAnd);
  if (name == "or") return binary(BigBitwiseBound(a, b), BigOr);
  if (name == "xor") return binary(BigBitwiseBound(a, b), BigXor);
  if (name == "floordiv") return binary(BigQuotientBound(a, b), BigFloorDivide);
  if (name == "mod") return binary(BigRemainderBound(b), BigModulo);
  if (name == "gcd") return binary(BigGcdBound(a, b), BigGcd);
  if (name == "cmp") return SmallText(BigCompare(a, b));
  if (name == "hash") return SmallText(BigHash(a));
  if (name == "bits") return SmallText(BigBitLength(a));
  if (name == "ones") return SmallText(BigBitCount(a));
  if (name == "float") return DoubleVerdict(BigToDouble(a), row.expected);
  if (name == "bytes") {
    return RunBytes(a, b.size ? b.limbs[0] : 0, c.size != 0);
  }
  if (name == "truediv") {
    if (b.size == 0) return "ZeroDivisionError";
    BigQuotient made = BigTrueDivide(a, b);
    return DoubleVerdict({made.value, made.overflow}, row.expected);
  }
  if (name == "divmod") {
    Number quotient(BigQuotientBound(a, b)), remainder(BigRemainderBound(b));
    BigDivmodResult parts = BigDivmod(quotient.out(), remainder.out(), a, b);
    if (!parts.quotient.ok()) return Failure(parts.quotient.status);
    return quotient.Take(parts.quotient).Text() + "," + remainder.Take(parts.remainder).Text();
  }
  if (name == "invert") {
    Number out(BigInvertBound(a));
    return out.Take(BigInvert(out.out(), a)).Text();
  }
  if (name == "isqrt") {
    Number out(BigSquareRootBound(a));
    return out.Take(BigSquareRoot(out.out(), a)).Text();
  }
  if (name == "powmod") {
    Number out(BigPowerModuloBound(c));
    BigResult result = BigPowerModulo(out.out(), a, b, c);
    // CPython has the same exception for both.
    if (result.status == BigStatus::kDivisionByZero) return "ValueError";
    if (!result.ok()) return Failure(result.status);
    return out.Take(result).Text();
  }
  uint64_t n = b.size ? b.limbs[0] : 0;
  if (name == "lshift") {
    Number out(BigShiftLeftBound(a, n));
    return out.Take(BigShiftLeft(out.out(), a, n)).Text();
  }
  if (name == "rshift") {
    Number out(BigShiftRightBound(a, n));
    return out.Take(BigShiftRight(out.out(), a, n)).Text();
  }
  if (name == "pow") {
    Number out(BigPowerBound(a, n));
    return out.Take(BigPower(out.out(), a, n)).Text();
  }
  uint64_t m = a.size ? a.limbs[0] : 0;
  if (name == "factorial") {
    Number out(BigFactorialBound(m));
    return out.Take(BigFactorial(out.out(), m)).Text();
  }
  if (name == "comb") {
    Number out(BigCombinationsBound(m, n));
    return out.Take(BigCombinations(out.out(), m, n)).Text();
  }
  if (name == "perm") {
    Number out(BigPermutationsBound(m, n));
    return out.Take(BigPermutations(out.out(), m, n)).Text();
  }
  return "no such operation";
}

TEST(BigintTest, VectorsOfCPythonAreReproduced) {
  for (const Vector& row : kVectors) {
    EXPECT_EQ(Evaluate(row), row.expected)
        << row.operation << "(" << row.a << ", " << row.b << ", " << row.c << ")";
  }
}

TEST(BigintTest, AddIntoOneOfItsInputsIsAllowed) {
  Number a("ffffffffffffffffffffffffffffffff");
  Number out(3);
  memcpy(out.out(), a.view().limbs, 16);
  BigView self = {out.out(), 2, false};
  out.Take(BigAdd(out.out(), self, SmallBig(1).view()));
  EXPECT_EQ(out.Text(), "100000000000000000000000000000000");
  out.Take(BigSubtract(out.out(), out.view(), SmallBig(1).view()));
  EXPECT_EQ(out.Text(), "ffffffffffffffffffffffffffffffff");
}

TEST(BigintTest, FitsInt64KnowsBothEnds) {
  int64_t value = 0;
  EXPECT_TRUE(BigFitsInt64(Number("-8000000000000000").view(), &value));
  EXPECT_EQ(value, INT64_MIN);
  EXPECT_FALSE(BigFitsInt64(Number("8000000000000000").view(), &value));
  EXPECT_FALSE(BigFitsInt64(Number("-8000000000000001").view(), &value));
  uint64_t wide = 0;
  EXPECT_TRUE(BigFitsUint64(Number("ffffffffffffffff").view(), &wide));
  EXPECT_EQ(wide, UINT64_MAX);
  EXPECT_FALSE(BigFitsUint64(SmallBig(-1).view(), &wide));
}

TEST(BigintTest, TextRoundTripsInEveryBase) {
  for (int base = 2; base <= 36; ++base) {
    Number power(BigPowerBound(SmallBig(base).view(), 700));
    power.Take(BigPower(power.out(), SmallBig(base).view(), 700));
    EXPECT_EQ(power.Text(base), "1" + std::string(700, '0'));
    EXPECT_TRUE(BigEqual(Number(power.Text(base), base).view(), power.view()));
    power.Take(BigSubtract(power.out(), power.view(), SmallBig(1).view()));
    char top = "0123456789abcdefghijklmnopqrstuvwxyz"[base - 1];
    EXPECT_EQ(power.Text(base), std::string(700, top));
  }
}

TEST(BigintTest, DigitsAllowSingleUnderscoresOnlyBetweenThem) {
  auto valid = [](const std::string& text, int base, bool prefixed = false) {
    return BigScanDigits(text.data(), text.size(), base, prefixed).valid;
  };
  EXPECT_TRUE(valid("1_000", 10));
  EXPECT_FALSE(valid("1__0", 10));
  EXPECT_FALSE(valid("_1", 10));
  EXPECT_TRUE(valid("_1", 16, true));
  EXPECT_FALSE(valid("1_", 10));
  EXPECT_FALSE(valid("", 10));
  EXPECT_FALSE(valid("12", 2));
  EXPECT_TRUE(valid("Zz", 36));
  EXPECT_EQ(Number("1_000_000_000_000_000_000_000", 10).Text(10), "1000000000000000000000");
}

TEST(BigintTest, ComparisonWithDoublesIsExact) {
  Number big("20000000000001");  // 2**53 + 1
  EXPECT_GT(BigCompareDouble(big.view(), 0x1p53), 0);
  EXPECT_LT(BigCompareDouble(big.view(), 0x1.0000000000001p53), 0);
  EXPECT_LT(BigCompareDouble(SmallBig(3).view(), 3.5), 0);
  EXPECT_GT(BigCompareDouble(SmallBig(-3).view(), -3.5), 0);
  EXPECT_EQ(BigCompareDouble(SmallBig(0).view(), -0.0), 0);
  EXPECT_LT(BigCompareDouble(big.view(), INFINITY), 0);
  EXPECT_GT(BigCompareDouble(big.view(), -INFINITY), 0);
}

TEST(BigintTest, DoublesTruncateAndFrexpRoundsHalfToEven) {
  Number out(kBigFromDoubleBound);
  EXPECT_EQ(out.Take(BigFromDouble(out.out(), -3.99)).Text(), "-3");
  EXPECT_EQ(out.Take(BigFromDouble(out.out(), 0x1.8p100)).Text(), "18" + std::string(24, '0'));
  EXPECT_EQ(out.Take(BigFromDouble(out.out(), 1.7976931348623157e308)).Text(),
            "fffffffffffff8" + std::string(242, '0'));
  BigFraction fraction = BigFrexp(Number("ffffffffffffffffffff").view());
  EXPECT_EQ(fraction.mantissa, 0.5);
  EXPECT_EQ(fraction.exponent, 81);
}

TEST(BigintTest, LargeProductsAndPowersAgree) {
  // 3**20000 mod (2**4000 - 1) in two ways; the modulus is too big for
  // Montgomery's reduction.
  Number modulus(70);
  modulus.Take(BigShiftLeft(modulus.out(), SmallBig(1).view(), 4000));
  modulus.Take(BigSubtract(modulus.out(), modulus.view(), SmallBig(1).view()));
  SmallBig three(3), exponent(20000);
  Number power(BigPowerBound(three.view(), 20000));
  power.Take(BigPower(power.out(), three.view(), 20000));
  Number expected(BigRemainderBound(modulus.view()));
  expected.Take(BigModulo(expected.out(), power.view(), modulus.view()));
  Number made(BigPowerModuloBound(modulus.view()));
  made.Take(BigPowerModulo(made.out(), three.view(), exponent.view(), modulus.view()));
  EXPECT_EQ(made.Text(), expected.Text());
}

TEST(BigintTest, LargeFactorialDividesDown) {
  Number top(BigFactorialBound(3000)), below(BigFactorialBound(2999));
  top.Take(BigFactorial(top.out(), 3000));
  below.Take(BigFactorial(below.out(), 2999));
  Number quotient(BigQuotientBound(top.view(), below.view()));
  quotient.Take(BigFloorDivide(quotient.out(), top.view(), below.view()));
  EXPECT_EQ(quotient.Text(10), "3000");
}

}  // namespace
}  // namespace polygil
