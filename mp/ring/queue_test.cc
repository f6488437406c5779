#include "mp/ring/queue.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <functional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace polygil::mp {
namespace {

constexpr BlockingHooks kNoHooks;

int64_t In(int ms) { return gil::MonotonicNs() + ms * int64_t{1000000}; }

void SleepUs(int us) {
  timespec duration{us / 1000000, us % 1000000 * 1000};
  nanosleep(&duration, nullptr);
}

pid_t Fork(const std::function<void()>& body) {
  const pid_t pid = fork();
  if (pid == 0) {
    alarm(60);
    body();
    _exit(0);
  }
  return pid;
}

int Wait(pid_t pid) {
  int status = -1;
  waitpid(pid, &status, 0);
  return status;
}

WaitResult Put(Queue& queue, const std::string& text, int64_t deadline = kForever) {
  return queue.Put(text.data(), text.size(), deadline, kNoHooks);
}

std::string Get(Queue& queue, int64_t deadline = In(20000)) {
  MessageBuffer buffer;
  QueueMessage message;
  if (queue.Get(deadline, kNoHooks, &buffer, &message) != WaitResult::kDone) return "<none>";
  const std::string text(message.data, message.size);
  queue.Release(&message);
  return text;
}

class QueueTest : public testing::Test {
 protected:
  QueueTest() { EXPECT_TRUE(Queue::Create(0, &queue_).ok()); }

  Queue queue_;
};

TEST_F(QueueTest, IsFirstInFirstOutForAllSizes) {
  std::vector<std::string> texts;
  for (size_t size = 0; size < 400000; size = size * 3 / 2 + 1) {
    texts.push_back(std::string(size, static_cast<char>('a' + size % 26)));
  }
  for (const std::string& text : texts) ASSERT_EQ(Put(queue_, text), WaitResult::kDone);
  EXPECT_EQ(queue_.Size(), texts.size());
  for (const std::string& text : texts) ASSERT_TRUE(Get(queue_) == text) << text.size();
  EXPECT_EQ(queue_.Size(), 0u);
  EXPECT_EQ(Get(queue_, kNoWait), "<none>");
}

TEST_F(QueueTest, GrowsWithoutAReaderAndReusesItsMemory) {
  const std::string text(1000, 'x');
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 20000; ++i) ASSERT_EQ(Put(queue_, text), WaitResult::kDone);
    EXPECT_EQ(queue_.Size(), 20000u);
    for (int i = 0; i < 20000; ++i) ASSERT_EQ(Get(queue_), text);
  }
}

TEST_F(QueueTest, BoundedQueueBlocksTheProducer) {
  Queue bounded;
  ASSERT_TRUE(Queue::Create(2, &bounded).ok());
  EXPECT_EQ(Put(bounded, "1"), WaitResult::kDone);
  EXPECT_EQ(Put(bounded, "2"), WaitResult::kDone);
  EXPECT_TRUE(bounded.Full());
  EXPECT_EQ(Put(bounded, "3", kNoWait), WaitResult::kTimedOut);
  EXPECT_EQ(Put(bounded, std::string(100000, 'x'), In(10)), WaitResult::kTimedOut);
  std::thread consumer([&] {
    SleepUs(20000);
    EXPECT_EQ(Get(bounded), "1");
  });
  EXPECT_EQ(Put(bounded, "3", In(10000)), WaitResult::kDone);
  consumer.join();
  EXPECT_EQ(bounded.Size(), 2u);
}

TEST_F(QueueTest, DataSurviveTheExitOfTheirProducer) {
  EXPECT_EQ(Wait(Fork([&] {
              Put(queue_, "small");
              Put(queue_, std::string(200000, 'L'));
            })),
            0);
  queue_.FreeMemoryOfTheDead();
  EXPECT_EQ(Get(queue_), "small");
  EXPECT_EQ(Get(queue_), std::string(200000, 'L'));
}

TEST_F(QueueTest, LargeMessagesAreWrittenAndReadInPlace) {
  char* const room = queue_.BeginLarge(1 << 20);
  ASSERT_NE(room, nullptr);
  memset(room, 'z', 1 << 20);
  ASSERT_EQ(queue_.PutLarge(room, 1 << 20, kForever, kNoHooks), WaitResult::kDone);
  MessageBuffer buffer;
  QueueMessage message;
  ASSERT_EQ(queue_.Get(kForever, kNoHooks, &buffer, &message), WaitResult::kDone);
  EXPECT_EQ(message.data, room);
  EXPECT_EQ(message.data[(1 << 20) - 1], 'z');
  queue_.Release(&message);
  EXPECT_EQ(queue_.BeginLarge(size_t{1} << 50), nullptr);
}

TEST_F(QueueTest, HandleOpenedFromTheDescriptorIsTheSameQueue) {
  Put(queue_, "hello");
  Queue second;
  ASSERT_TRUE(Queue::Open(dup(queue_.fd()), &second).ok());
  EXPECT_EQ(Get(second), "hello");
}

TEST_F(QueueTest, ClaimDropsUnwantedMessages) {
  for (uint64_t label = 0; label < 6; ++label) {
    const std::string text(label % 2 == 0 ? 10 : 100000, 'x');
    ASSERT_EQ(queue_.Put(text.data(), text.size(), kForever, kNoHooks, label), WaitResult::kDone);
  }
  const QueueClaim claim{[](void*, uint64_t label) { return label >= 4; }, nullptr};
  MessageBuffer buffer;
  QueueMessage message;
  ASSERT_EQ(queue_.Get(kNoWait, kNoHooks, &buffer, &message, claim), WaitResult::kDone);
  EXPECT_EQ(message.label, 4u);
  EXPECT_EQ(queue_.Size(), 1u);
  queue_.Release(&message);
  const QueueClaim none{[](void*, uint64_t) { return false; }, nullptr};
  EXPECT_EQ(queue_.Get(kNoWait, kNoHooks, &buffer, &message, none), WaitResult::kTimedOut);
  EXPECT_EQ(queue_.Size(), 0u);
}

TEST_F(QueueTest, TasksAreJoined) {
  EXPECT_FALSE(queue_.TaskDone());
  Put(queue_, "1");
  Put(queue_, "2");
  EXPECT_EQ(queue_.Unfinished(), 2u);
  EXPECT_EQ(queue_.AwaitAllDone(In(10), kNoHooks), WaitResult::kTimedOut);
  std::thread worker([&] {
    for (int i = 0; i < 2; ++i) {
      Get(queue_);
      SleepUs(5000);
      EXPECT_TRUE(queue_.TaskDone());
    }
  });
  EXPECT_EQ(queue_.AwaitAllDone(In(10000), kNoHooks), WaitResult::kDone);
  worker.join();
  EXPECT_FALSE(queue_.TaskDone());
}

TEST_F(QueueTest, ManyThreadsPassEveryMessageOnce) {
  constexpr int kEach = 10000;
  std::vector<std::thread> producers;
  for (int p = 0; p < 3; ++p) {
    producers.emplace_back([&, p] {
      for (int i = 0; i < kEach; ++i) Put(queue_, std::to_string(p * kEach + i));
    });
  }
  std::vector<std::string> got[2];
  std::vector<std::thread> consumers;
  for (int c = 0; c < 2; ++c) {
    consumers.emplace_back([&, c] {
      while (true) {
        std::string text = Get(queue_);
        if (text == "stop") break;
        got[c].push_back(std::move(text));
      }
    });
  }
  for (std::thread& producer : producers) producer.join();
  Put(queue_, "stop");
  Put(queue_, "stop");
  for (std::thread& consumer : consumers) consumer.join();
  std::set<std::string> all(got[0].begin(), got[0].end());
  all.insert(got[1].begin(), got[1].end());
  EXPECT_EQ(all.size(), size_t{3} * kEach);
  EXPECT_EQ(got[0].size() + got[1].size(), size_t{3} * kEach);
}

// Producers and consumers are killed in the middle of everything. After each kill the queue must work, be in
// order, and its size exact; each message must be whole.
TEST_F(QueueTest, NothingHangsOrBreaksInAHundredKills) {
  srand(2);
  const auto is_whole = [](const std::string& text) {
    if (text.size() < 12) return false;
    uint32_t size;
    memcpy(&size, text.data(), 4);
    for (size_t i = 4; i < text.size(); ++i) {
      if (text[i] != static_cast<char>(size)) return false;
    }
    return size == text.size();
  };
  for (int round = 0; round < 100; ++round) {
    const pid_t producer = Fork([&] {
      for (uint32_t i = 0;; ++i) {
        const uint32_t size = i % 16 == 15 ? 20000 + i % 7 * 30000 : 12 + i * 97 % 3000;
        std::string text(size, static_cast<char>(size));
        memcpy(text.data(), &size, 4);
        Put(queue_, text);
      }
    });
    const pid_t consumer = Fork([&] {
      while (is_whole(Get(queue_))) {
      }
      _exit(1);
    });
    SleepUs(500 + rand() % 3000);
    const bool producer_first = rand() % 2 == 0;
    kill(producer_first ? producer : consumer, SIGKILL);
    SleepUs(rand() % 500);
    kill(producer_first ? consumer : producer, SIGKILL);
    Wait(producer);
    const int consumer_status = Wait(consumer);
    ASSERT_TRUE(WIFSIGNALED(consumer_status)) << "a broken message in round " << round;
    ASSERT_EQ(Put(queue_, "mark", In(10000)), WaitResult::kDone) << round;
    const uint64_t size = queue_.Size();
    uint64_t drained = 0;
    std::string text;
    while ((text = Get(queue_, In(5000))) != "mark") {
      ASSERT_TRUE(is_whole(text)) << "round " << round << " size " << text.size();
      ++drained;
    }
    ASSERT_EQ(drained + 1, size);
    ASSERT_EQ(queue_.Size(), 0u);
  }
  queue_.FreeMemoryOfTheDead();
}

}  // namespace
}  // namespace polygil::mp
