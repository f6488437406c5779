// Links with gil alone: the lock knows no objects and no interpreter.

#include <gtest/gtest.h>

#include "gil/gil.h"

namespace polygil::gil {
namespace {

TEST(LinkGil, LockWithoutInterpreterIsTakenAndDropped) {
  Breaker breaker;
  Gil gil(breaker);
  ThreadTicket ticket(gil, 1);
  gil.Take(ticket);
  EXPECT_TRUE(gil.HeldBy(ticket));
  gil.Drop(ticket, Reason::kThreadExit);
  EXPECT_FALSE(gil.HeldBy(ticket));
}

}  // namespace
}  // namespace polygil::gil
