#include "gil/credit.h"

#include "gtest/gtest.h"

namespace polygil::gil {
namespace {

class IoCreditTest : public testing::Test {
 protected:
  uint64_t Ns(uint64_t ns) const { return rate_.FromNs(ns); }

  TickRate rate_;
  IoCredit credit_{rate_};
};

TEST_F(IoCreditTest, FreshCreditAllowsImmediateRequests) {
  EXPECT_TRUE(credit_.MayGoFirst());
  EXPECT_EQ(credit_.Delay(), 0u);
}

TEST_F(IoCreditTest, UseAboveTheExpressShareDelaysButNotBeyondTheLimit) {
  uint64_t now = Ns(1000000000);
  credit_.Refill(now);
  for (int i = 0; i < 10000; ++i) {  // 20 us of every 100 us
    now += Ns(100000);
    credit_.Refill(now);
    credit_.Charge(Ns(20000));
  }
  EXPECT_TRUE(credit_.MayGoFirst());
  EXPECT_GT(credit_.Delay(), 0u);
  EXPECT_LE(credit_.Delay(), Ns(IoCredit::kLongestDelayNs));
}

TEST_F(IoCreditTest, UseBelowTheExpressShareIsNeverDelayed) {
  uint64_t now = Ns(1000000000);
  credit_.Refill(now);
  for (int i = 0; i < 10000; ++i) {  // 3 us of every 100 us
    now += Ns(100000);
    credit_.Refill(now);
    credit_.Charge(Ns(3000));
    ASSERT_EQ(credit_.Delay(), 0u);
  }
}

TEST_F(IoCreditTest, UseAboveHalfOfTheTimeLosesPriorityUntilItIsPaidBack) {
  uint64_t now = Ns(1000000000);
  credit_.Refill(now);
  for (int i = 0; i < 1000; ++i) {  // 900 us of every 1000 us
    now += Ns(1000000);
    credit_.Refill(now);
    credit_.Charge(Ns(900000));
  }
  EXPECT_FALSE(credit_.MayGoFirst());
  credit_.Refill(now + Ns(300000000));
  EXPECT_TRUE(credit_.MayGoFirst());
}

}  // namespace
}  // namespace polygil::gil
