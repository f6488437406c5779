// Links with runtime/base alone: what needs no object.

#include <gtest/gtest.h>

#include <string>

#include "runtime/base/bigint/bigint.h"
#include "runtime/base/bigint/text.h"
#include "runtime/base/floattext/format.h"
#include "runtime/base/unicode/properties.h"

namespace polygil {
namespace {

TEST(LinkBase, BigIntWithoutObjectsPrintsItself) {
  const Limb limbs[] = {0, 1};
  const BigView two_to_the_64th = {limbs, 2, false};
  char text[64];
  ASSERT_LE(BigTextBound(two_to_the_64th, 10), static_cast<int64_t>(sizeof text));
  const int64_t length = BigToText(text, two_to_the_64th, 10);
  ASSERT_GT(length, 0);
  EXPECT_EQ(std::string(text, length), "18446744073709551616");
}

TEST(LinkBase, FloatWithoutObjectsPrintsItself) {
  char text[64];
  const int length = FloatRepr(text, 0.1);
  EXPECT_EQ(std::string(text, length), "0.1");
}

TEST(LinkBase, CharactersWithoutObjectsHaveProperties) {
  EXPECT_TRUE(UnicodeIsUpper(U'\u00c4'));
  EXPECT_EQ(UnicodeToLower(U'\u00c4'), U'\u00e4');
}

}  // namespace
}  // namespace polygil
