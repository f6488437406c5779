// The math functions against vectors that CPython made.

#include "runtime/base/mathx/mathx.h"

#include <math.h>
#include <stdlib.h>

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "runtime/base/bigint/text.h"
#include "runtime/base/floattext/format.h"
#include "runtime/base/mathx/float_sum.h"

namespace polygil {
namespace {

struct Vector {
  const char* function;
  const char* arguments;
  const char* expected;
};

constexpr Vector kVectors[] = {
#include "runtime/base/mathx/mathx_vectors.inc"
};

std::string Hex(double value) {
  char buffer[kFloatHexBound];
  return std::string(buffer, FloatHex(buffer, value));
}

std::string Show(const MathResult& result) {
  return result.status == MathStatus::kDomain  ? "math domain error"
         : result.status == MathStatus::kRange ? "math range error"
                                               : Hex(result.value);
}

std::vector<double> ParseArguments(const char* at) {
  std::vector<double> values;
  while (*at != 0) {
    char* end;
    values.push_back(strtod(at, &end));
    at = *end == ' ' ? end + 1 : end;
  }
  return values;
}

struct Unary {
  const char* name;
  double (*function)(double);
  bool can_overflow;
};

constexpr Unary kUnary[] = {
    {"exp", exp, true},      {"expm1", expm1, true},  {"exp2", exp2, true},
    {"sqrt", sqrt, false},   {"cbrt", cbrt, false},   {"erf", erf, false},
    {"erfc", erfc, false},   {"sin", sin, false},     {"acosh", acosh, false},
    {"atanh", atanh, false}, {"log1p", log1p, false},
};

std::string Sum(const std::vector<double>& values) {
  FloatSum sum;
  double total;
  for (double value : values) {
    if (sum.Add(value) == FloatSumStatus::kOverflow) {
      return "intermediate overflow in fsum";
    }
  }
  return sum.Finish(&total) == FloatSumStatus::kOpposites ? "-inf + inf in fsum" : Hex(total);
}

std::string LogOfInteger(LogBase base, const std::string& digits) {
  int64_t count = static_cast<int64_t>(digits.size());
  std::vector<Limb> limbs(BigFromTextBound(count, 16));
  BigResult result = BigFromText(limbs.data(), digits.data(), digits.size(), 16, count);
  return Show(MathLogOfInteger(base, {limbs.data(), result.size, false}));
}

std::string Evaluate(const Vector& row) {
  std::string name = row.function;
  if (name == "log_int") return LogOfInteger(LogBase::kNatural, row.arguments);
  if (name == "log2_int") return LogOfInteger(LogBase::kTwo, row.arguments);
  if (name == "log10_int") return LogOfInteger(LogBase::kTen, row.arguments);
  if (name == "ldexp") {
    std::string text = row.arguments;
    size_t space = text.find(' ');
    return Show(
        MathScale(strtod(text.c_str(), nullptr), strtol(text.c_str() + space, nullptr, 16)));
  }
  std::vector<double> values = ParseArguments(row.arguments);
  if (name == "fsum") return Sum(values);
  if (name == "hypot") {
    return Hex(MathVectorNorm(values.data(), static_cast<int64_t>(values.size())));
  }
  double x = values[0];
  double y = values.size() > 1 ? values[1] : 0.0;
  for (const Unary& unary : kUnary) {
    if (name == unary.name) return Show(MathCall(unary.function, x, unary.can_overflow));
  }
  if (name == "gamma") return Show(MathGamma(x));
  if (name == "lgamma") return Show(MathLogGamma(x));
  if (name == "ulp") return Hex(MathUlp(x));
  if (name == "log") return Show(MathLog(LogBase::kNatural, x));
  if (name == "log2") return Show(MathLog(LogBase::kTwo, x));
  if (name == "log10") return Show(MathLog(LogBase::kTen, x));
  if (name == "pow") return Show(MathPower(x, y));
  if (name == "fmod") return Show(MathModulo(x, y));
  if (name == "remainder") return Show(MathRemainder(x, y));
  if (name == "isclose") return MathIsClose(x, y, 1e-9, 0.0) ? "1" : "0";
  return "no such function";
}

TEST(MathxTest, VectorsOfCPythonAreReproduced) {
  for (const Vector& row : kVectors) {
    EXPECT_EQ(Evaluate(row), row.expected) << row.function << "(" << row.arguments << ")";
  }
}

TEST(MathxTest, SumOfManyMagnitudesOutgrowsTheInlinePartials) {
  FloatSum sum;
  for (int i = 0; i < 60; ++i) {
    ASSERT_EQ(sum.Add(ldexp(1.0, -1000 + 33 * i)), FloatSumStatus::kOk);
  }
  for (int i = 59; i > 0; --i) {
    ASSERT_EQ(sum.Add(-ldexp(1.0, -1000 + 33 * i)), FloatSumStatus::kOk);
  }
  double total;
  ASSERT_EQ(sum.Finish(&total), FloatSumStatus::kOk);
  EXPECT_EQ(total, ldexp(1.0, -1000));
}

TEST(MathxTest, CloseWithinAbsoluteTolerance) {
  EXPECT_TRUE(MathIsClose(0.0, 1e-12, 0.0, 1e-11));
  EXPECT_FALSE(MathIsClose(0.0, 1e-12, 1e-9, 0.0));
  EXPECT_FALSE(MathIsClose(INFINITY, 1.0, 1.0, 1.0));
}

}  // namespace
}  // namespace polygil
