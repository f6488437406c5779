// Sequences of random.Random with the same seeds.

#include "runtime/base/mersenne/mersenne.h"

#include "gtest/gtest.h"

namespace polygil {
namespace {

TEST(MersenneTest, SeedZeroGivesCPythonsSequence) {
  Mersenne generator;
  const uint32_t key[] = {0};
  generator.Seed(key, 1);
  EXPECT_EQ(generator.Next(), 3626764237u);
  EXPECT_EQ(generator.Next(), 1654615998u);
  EXPECT_EQ(generator.Next(), 3255389356u);
  EXPECT_EQ(generator.Random(), 0x1.c7ce0d1aeaa51p-1);
}

TEST(MersenneTest, LongSeedsAndBitCountsAgree) {
  Mersenne generator;
  // 10**30
  const uint32_t key[] = {0x40000000, 0x4674edea, 0x9f2c9cd0, 0xc};
  generator.Seed(key, 4);
  EXPECT_EQ(generator.Bits(1), 1u);
  EXPECT_EQ(generator.Bits(31), 1050451975u);
  EXPECT_EQ(generator.Bits(33), 2256175901u);
  EXPECT_EQ(generator.Bits(53), 195233533067903u);
  EXPECT_EQ(generator.Bits(64), 17628044379895063699u);
  EXPECT_EQ(generator.Random(), 0x1.2901cadd5dac4p-3);
  uint32_t words[4];
  generator.FillBits(words, 100);
  EXPECT_EQ(words[0], 0x69a8a9cau);
  EXPECT_EQ(words[1], 0x747ee803u);
  EXPECT_EQ(words[2], 0xd767cf87u);
  EXPECT_EQ(words[3], 0x2u);
}

TEST(MersenneTest, StateRefillsAfterAllWordsAreUsed) {
  Mersenne generator;
  const uint32_t key[] = {42};
  generator.Seed(key, 1);
  uint32_t last = 0;
  for (int i = 0; i < 2000; ++i) last = generator.Next();
  EXPECT_EQ(last, 1557724698u);
  EXPECT_EQ(generator.index, 128);
}

}  // namespace
}  // namespace polygil
