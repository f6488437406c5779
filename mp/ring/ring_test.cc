#include "mp/ring/ring.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "mp/segment/segment.h"

namespace polygil::mp {
namespace {

constexpr BlockingHooks kNoHooks;

int64_t In(int ms) { return gil::MonotonicNs() + ms * int64_t{1000000}; }

class RingTest : public testing::Test {
 protected:
  static constexpr size_t kCapacity = 4096;

  RingTest() {
    EXPECT_TRUE(Segment::Create("ring_test", Ring::BytesFor(kCapacity), &segment_).ok());
    Ring::Init(segment_.data(), kCapacity);
    ring_ = Ring(segment_.data());
  }

  WaitResult Write(const std::string& text, uint32_t tag, int64_t deadline) {
    return ring_.Write(text.data(), text.size(), tag, deadline, kNoHooks, nullptr);
  }
  std::string Next(uint32_t* tag = nullptr) {
    MessageBuffer buffer;
    RingMessage message;
    if (ring_.Read(In(10000), kNoHooks, &buffer, &message) != WaitResult::kDone) return "<none>";
    const std::string text(message.data, message.size);
    if (tag != nullptr) *tag = message.tag;
    ring_.FinishRead(message, &buffer);
    return text;
  }

  Segment segment_;
  Ring ring_;
};

TEST_F(RingTest, MessagesComeOutInOrderWithTheirTags) {
  EXPECT_EQ(Write("one", 1, kNoWait), WaitResult::kDone);
  EXPECT_EQ(Write("", 2, kNoWait), WaitResult::kDone);
  EXPECT_EQ(Write("three", 3, kNoWait), WaitResult::kDone);
  uint32_t tag;
  EXPECT_EQ(Next(&tag), "one");
  EXPECT_EQ(tag, 1u);
  EXPECT_EQ(Next(&tag), "");
  EXPECT_EQ(tag, 2u);
  EXPECT_EQ(Next(&tag), "three");
  EXPECT_FALSE(ring_.HasMessage());
}

TEST_F(RingTest, FullRingTimesOutAndTakesUpAgain) {
  const std::string text(1000, 'x');
  int written = 0;
  while (Write(text, 0, kNoWait) == WaitResult::kDone) ++written;
  EXPECT_EQ(written, 4);
  EXPECT_EQ(Write(text, 0, In(20)), WaitResult::kTimedOut);
  EXPECT_EQ(Next(), text);
  EXPECT_EQ(Write(text, 0, kNoWait), WaitResult::kDone);
}

TEST_F(RingTest, EveryLengthWrapsCorrectly) {
  for (int round = 0; round < 3; ++round) {
    for (size_t size = 0; size <= ring_.LongestRecord(); size += 7) {
      const std::string text(size, static_cast<char>('a' + size % 26));
      ASSERT_EQ(Write(text, 5, kNoWait), WaitResult::kDone) << size;
      ASSERT_EQ(Next(), text) << size;
    }
  }
}

TEST_F(RingTest, UncommittedMessageIsInvisible) {
  char* const room = ring_.TryReserve(100);
  ASSERT_NE(room, nullptr);
  memset(room, 'x', 100);
  EXPECT_FALSE(ring_.HasMessage());
  EXPECT_EQ(Write("other", 0, kNoWait), WaitResult::kDone);  // drops the reservation
  EXPECT_EQ(Next(), "other");
  EXPECT_EQ(ring_.TryReserve(ring_.capacity()), nullptr);
}

TEST_F(RingTest, CommitMayBeShorterThanTheReservation) {
  char* const room = ring_.TryReserve(1000);
  memcpy(room, "short", 5);
  ring_.Commit(room, 5, 9);
  EXPECT_EQ(Next(), "short");
}

TEST_F(RingTest, MessagesLargerThanTheRingAreStreamed) {
  std::string large(100000, '\0');
  for (size_t i = 0; i < large.size(); ++i) large[i] = static_cast<char>(i * 31 >> 3);
  std::thread writer([&] {
    for (int i = 0; i < 20; ++i) EXPECT_EQ(Write(large, 7, kForever), WaitResult::kDone);
    EXPECT_EQ(Write("end", 8, kForever), WaitResult::kDone);
  });
  uint32_t tag;
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(Next(&tag) == large);
    ASSERT_EQ(tag, 7u);
  }
  EXPECT_EQ(Next(), "end");
  writer.join();
}

TEST_F(RingTest, ThreadsPassEveryMessageOnce) {
  constexpr uint64_t kMessages = 200000;
  std::thread writer([&] {
    for (uint64_t i = 0; i < kMessages; ++i) {
      char* room;
      ASSERT_EQ(ring_.Reserve(8 + i % 40, kForever, kNoHooks, &room), WaitResult::kDone);
      memcpy(room, &i, 8);
      ring_.Commit(room, 8 + i % 40, 1);
    }
    ring_.CloseWriter();
  });
  for (uint64_t i = 0; i < kMessages; ++i) {
    RingMessage message;
    ASSERT_EQ(ring_.Peek(kForever, kNoHooks, &message), WaitResult::kDone);
    uint64_t value;
    memcpy(&value, message.data, 8);
    ASSERT_EQ(value, i);
    ASSERT_EQ(message.size, 8 + i % 40);
    ring_.Release(message);
  }
  RingMessage message;
  EXPECT_EQ(ring_.Peek(kForever, kNoHooks, &message), WaitResult::kClosed);
  writer.join();
}

TEST_F(RingTest, ClosedReaderFailsTheWriter) {
  while (Write(std::string(500, 'x'), 0, kNoWait) == WaitResult::kDone) {
  }
  std::thread reader([&] {
    timespec duration{0, 20000000};
    nanosleep(&duration, nullptr);
    ring_.CloseReader();
  });
  EXPECT_EQ(Write(std::string(500, 'x'), 0, kForever), WaitResult::kClosed);
  reader.join();
}

TEST_F(RingTest, LastMessagesAreReadAfterTheWriterClosed) {
  Write("last", 0, kNoWait);
  ring_.CloseWriter();
  EXPECT_EQ(Next(), "last");
  EXPECT_EQ(Next(), "<none>");
}

// A producer killed anywhere leaves whole messages only, and another one can go on.
TEST_F(RingTest, KilledProducersLeaveWholeMessages) {
  uint64_t expected_sum_messages = 0;
  for (int round = 0; round < 80; ++round) {
    const pid_t pid = fork();
    if (pid == 0) {
      alarm(30);
      for (uint64_t i = 0;; ++i) {
        char* room;
        const size_t size = 16 + i * 37 % 900;
        ring_.Reserve(size, kForever, kNoHooks, &room);
        memset(room, static_cast<int>(i & 0xff), size);
        memcpy(room, &i, 8);
        ring_.Commit(room, size, 1);
      }
    }
    RingMessage message;
    const int count = 1 + round * 13 % 400;
    for (int i = 0; i < count; ++i) {
      ASSERT_EQ(ring_.Peek(In(10000), kNoHooks, &message), WaitResult::kDone);
      ring_.Release(message);
    }
    kill(pid, SIGKILL);
    waitpid(pid, nullptr, 0);
    while (ring_.TryPeek(&message)) {
      uint64_t i;
      memcpy(&i, message.data, 8);
      ASSERT_EQ(message.size, 16 + i * 37 % 900);
      for (size_t k = 8; k < message.size; ++k) ASSERT_EQ(message.data[k], static_cast<char>(i & 0xff));
      ring_.Release(message);
      ++expected_sum_messages;
    }
    ASSERT_EQ(Write("still usable", 0, kNoWait), WaitResult::kDone);
    ASSERT_EQ(Next(), "still usable");
  }
  EXPECT_GT(expected_sum_messages, 0u);
}

}  // namespace
}  // namespace polygil::mp
