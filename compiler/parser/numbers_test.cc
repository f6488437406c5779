#include "compiler/parser/numbers.h"

#include <limits>

#include "gtest/gtest.h"

namespace polygil {
namespace {

class NumbersTest : public testing::Test {
 protected:
  ast::ConstantValue Parse(std::string_view text) {
    ast::ConstantValue value;
    std::string error;
    EXPECT_TRUE(ParseNumber(text, 4300, &arena_, &value, &error)) << error;
    return value;
  }
  ast::Arena arena_;
};

TEST_F(NumbersTest, SmallIntegersAreValues) {
  EXPECT_EQ(Parse("1_000").integer, 1000);
  EXPECT_EQ(Parse("0x_Ff").integer, 255);
  EXPECT_EQ(Parse("0b101").integer, 5);
  EXPECT_EQ(Parse("0o17").integer, 15);
  EXPECT_EQ(Parse("9223372036854775807").integer, std::numeric_limits<int64_t>::max());
}

TEST_F(NumbersTest, BigIntegersAreHexadecimalText) {
  EXPECT_EQ(Parse("9223372036854775808").kind, ast::ConstantKind::kBigInt);
  EXPECT_EQ(Parse("9223372036854775808").text, "8000000000000000");
  EXPECT_EQ(Parse("0xABCDEF0123456789ABCDEF").text, "abcdef0123456789abcdef");
  EXPECT_EQ(Parse("0o7777777777777777777777").text, "3ffffffffffffffff");
  EXPECT_EQ(HexToDecimal(Parse("123456789012345678901234567890").text),
            "123456789012345678901234567890");
}

TEST_F(NumbersTest, FloatsOutOfRangeAreInfiniteOrZero) {
  EXPECT_EQ(Parse("1.5e3").real, 1500.0);
  EXPECT_EQ(Parse("1e400").real, std::numeric_limits<double>::infinity());
  EXPECT_EQ(Parse("1e-400").real, 0.0);
  EXPECT_EQ(Parse("0.0000000001e-999999999999999999999").real, 0.0);
  EXPECT_EQ(Parse("5e-324").real, std::numeric_limits<double>::denorm_min());
  EXPECT_EQ(Parse("2.5J").imaginary, 2.5);
}

}  // namespace
}  // namespace polygil
