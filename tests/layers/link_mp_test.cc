// Links with mp's substrate alone: processes share memory without an interpreter.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "gil/futex.h"
#include "mp/lock/blocking.h"
#include "mp/ring/message_buffer.h"
#include "mp/ring/ring.h"
#include "mp/segment/segment.h"

namespace polygil::mp {
namespace {

constexpr size_t kCapacity = 4096;
constexpr int64_t kTenSeconds = 10'000'000'000;

TEST(LinkMp, MessageOfAForkedProcessArrivesWithoutInterpreter) {
  Segment segment;
  ASSERT_TRUE(Segment::Create("link_test", Ring::BytesFor(kCapacity), &segment).ok());
  Ring::Init(segment.data(), kCapacity);
  Ring ring(segment.data());
  const BlockingHooks no_hooks;
  const int64_t deadline = gil::MonotonicNs() + kTenSeconds;
  const std::string text = "from the child";
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const WaitResult written = ring.Write(text.data(), text.size(), 7, deadline, no_hooks, nullptr);
    _exit(written == WaitResult::kDone ? 0 : 1);
  }
  MessageBuffer buffer;
  RingMessage message;
  ASSERT_EQ(ring.Read(deadline, no_hooks, &buffer, &message), WaitResult::kDone);
  EXPECT_EQ(std::string(message.data, message.size), text);
  EXPECT_EQ(message.tag, 7u);
  ring.FinishRead(message, &buffer);
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace polygil::mp
