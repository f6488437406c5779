// Expectations are CPython's, run with PYTHONHASHSEED set to each seed.

#include "runtime/base/hash/hash.h"

#include <string.h>

#include <string>

#include "gtest/gtest.h"

namespace polygil {
namespace {

int64_t HashText(uint32_t seed, const std::string& text) {
  return HashBytes(HashSecretFromSeed(seed), text.data(), text.size());
}

TEST(HashTest, StringsHashAsInCPythonUnderTheSameSeed) {
  std::string longer;
  for (int i = 0; i < 9; ++i) longer += "abcdefghi";
  EXPECT_EQ(HashText(0, "a"), 4644417185603328019);
  EXPECT_EQ(HashText(0, "hello world"), -5642461784034726774);
  EXPECT_EQ(HashText(0, "abcdefgh"), 4574395652268504554);
  EXPECT_EQ(HashText(0, longer), -5525493589816119745);
  EXPECT_EQ(HashText(42, "a"), -123207753977932514);
  EXPECT_EQ(HashText(42, "abcdefgh"), -5457871895989710762);
  EXPECT_EQ(HashText(42, longer), 6624249903367813888);
  EXPECT_EQ(HashText(4294967295u, "hello world"), 6208778848576073069);
  EXPECT_EQ(HashText(42, ""), 0);
  const uint16_t wide[] = {0x20ac, 0x394};
  EXPECT_EQ(HashBytes(HashSecretFromSeed(42), wide, sizeof(wide)), -3368234429725480900);
}

TEST(HashTest, TuplesHashAsInCPython) {
  EXPECT_EQ(TupleHasher().Finish(0), 5740354900026072187);
  TupleHasher three;
  for (int64_t item : {1, 2, 3}) three.Add(item);
  EXPECT_EQ(three.Finish(3), 529344067295497451);
  TupleHasher odd;
  for (int64_t item : {int64_t{-2}, int64_t{1}, int64_t{0}}) odd.Add(item);
  EXPECT_NE(odd.Finish(3), three.Finish(3));
}

TEST(HashTest, FrozenSetsHashAsInCPythonInAnyOrder) {
  EXPECT_EQ(SetHasher().Finish(0), 133146708735736);
  SetHasher up, down;
  for (int64_t item : {1, 2, 3}) up.Add(item);
  for (int64_t item : {3, 2, 1}) down.Add(item);
  EXPECT_EQ(up.Finish(3), -272375401224217160);
  EXPECT_EQ(down.Finish(3), -272375401224217160);
}

TEST(HashTest, ComplexNumbersHashAsInCPython) {
  EXPECT_EQ(HashComplex(1, 2), 2000007);
  EXPECT_EQ(HashComplex(-2, -3), -3000011);
}

TEST(HashTest, SeedTextIsRandomOrANumber) {
  uint32_t seed = 1;
  EXPECT_EQ(ParseHashSeed("random", &seed), HashSeedKind::kRandom);
  EXPECT_EQ(ParseHashSeed("4294967295", &seed), HashSeedKind::kNumber);
  EXPECT_EQ(seed, 4294967295u);
  EXPECT_EQ(ParseHashSeed("4294967296", &seed), HashSeedKind::kInvalid);
  EXPECT_EQ(ParseHashSeed("-1", &seed), HashSeedKind::kInvalid);
  EXPECT_EQ(ParseHashSeed("", &seed), HashSeedKind::kInvalid);
}

TEST(HashTest, RandomSecretsDiffer) {
  HashSecret one, two;
  ASSERT_TRUE(HashSecretRandom(&one));
  ASSERT_TRUE(HashSecretRandom(&two));
  EXPECT_NE(memcmp(&one, &two, sizeof(one)), 0);
}

}  // namespace
}  // namespace polygil
