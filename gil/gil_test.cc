#include "gil/gil.h"

#include <errno.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

// Thread sanitizer does not follow threads started in a forked child.
#if defined(__SANITIZE_THREAD__)
#define POLYGIL_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define POLYGIL_TSAN 1
#endif
#endif

namespace polygil::gil {
namespace {

// The tests move the capability between threads and lambdas, which the analysis cannot follow.
#define NO_TSA POLYGIL_NO_THREAD_SAFETY_ANALYSIS

void SleepMs(int ms) {
  timespec duration{ms / 1000, ms % 1000 * 1000000};
  nanosleep(&duration, nullptr);
}

// Runs like an interpreter loop: looks at the breaker between steps, until `stop`.
void Spin(Gil& gil, Breaker& breaker, ThreadTicket& ticket, const std::atomic<bool>& stop,
          uint64_t* steps) NO_TSA {
  gil.Take(ticket);
  while (!stop.load(std::memory_order_relaxed)) {
    ++*steps;
    if ((breaker.Bits() & kGilDropRequest) != 0) gil.HandOver(ticket);
  }
  gil.Drop(ticket, Reason::kThreadExit);
}

TEST(GilTest, UncontendedTakeAndDropAreCounted) {
  Breaker breaker;
  Gil gil(breaker);
  ThreadTicket ticket(gil, 7);
  for (int i = 0; i < 100; ++i) {
    gil.Take(ticket);
    EXPECT_TRUE(gil.HeldBy(ticket));
    gil.Drop(ticket, i % 2 == 0 ? Reason::kBlockingIo : Reason::kSleep);
    EXPECT_FALSE(gil.HeldBy(ticket));
  }
  const Snapshot snapshot = gil.TakeSnapshot();
  ASSERT_EQ(snapshot.threads.size(), 2u);
  EXPECT_EQ(snapshot.threads[0].ident, 7u);
  EXPECT_EQ(snapshot.threads[0].acquisitions, 100u);
  EXPECT_EQ(snapshot.threads[0].contended, 0u);
  EXPECT_EQ(snapshot.threads[0].releases[static_cast<int>(Reason::kBlockingIo)], 50u);
  EXPECT_EQ(snapshot.threads[0].releases[static_cast<int>(Reason::kSleep)], 50u);
  EXPECT_EQ(snapshot.drop_requests, 0u);
}

TEST(GilTest, ThreadsInTurnExcludeEachOther) NO_TSA {
  Breaker breaker;
  Gil gil(breaker);
  gil.SetSwitchInterval(50000);
  constexpr int kThreads = 6;
  constexpr int kRounds = 3000;
  int64_t counter = 0;  // guarded by the GIL alone
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i]() NO_TSA {
      ThreadTicket ticket(gil, i);
      for (int round = 0; round < kRounds; ++round) {
        gil.Take(ticket);
        for (int step = 0; step < 20; ++step) {
          ++counter;
          if (breaker.Tripped()) gil.HandOver(ticket);
        }
        gil.Drop(ticket, static_cast<Reason>((round + i) % kReasonCount));
        if (round % 64 == 0) std::this_thread::yield();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(counter, int64_t{kThreads} * kRounds * 20);
  const Snapshot snapshot = gil.TakeSnapshot();
  ASSERT_EQ(snapshot.threads.size(), 1u);
  uint64_t releases = 0;
  for (uint64_t n : snapshot.threads[0].releases) releases += n;
  EXPECT_EQ(releases, snapshot.threads[0].acquisitions);
}

TEST(GilTest, CpuThreadsShareTheTimeEvenly) NO_TSA {
  Breaker breaker;
  Gil gil(breaker);
  gil.SetSwitchInterval(2000000);
  std::atomic<bool> stop{false};
  constexpr int kThreads = 4;
  std::vector<std::unique_ptr<ThreadTicket>> tickets;
  uint64_t steps[kThreads] = {};
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) tickets.push_back(std::make_unique<ThreadTicket>(gil, i));
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] { Spin(gil, breaker, *tickets[i], stop, &steps[i]); });
  }
  const auto held = [&](int i) { return tickets[i]->statistics().hold_ns.Get(); };
  const auto forced = [&](int i) {
    return tickets[i]->statistics().releases[static_cast<int>(Reason::kForced)].Get();
  };
  const auto all_have_their_share = [&] {
    uint64_t total = 0;
    for (int i = 0; i < kThreads; ++i) total += held(i);
    for (int i = 0; i < kThreads; ++i) {
      if (held(i) <= total / kThreads / 2 || forced(i) < 5) return false;
    }
    return true;
  };
  // While others have the CPU, a thread holds the lock for long: then the shares need more time.
  SleepMs(400);
  for (int i = 0; i < 400 && !all_have_their_share(); ++i) SleepMs(50);
  EXPECT_TRUE(all_have_their_share());
  stop.store(true);
  for (std::thread& thread : threads) thread.join();
  const Snapshot snapshot = gil.TakeSnapshot();
  for (int i = 0; i < kThreads; ++i) {
    EXPECT_EQ(snapshot.waited_ns[i][i], 0u);
    for (int j = 0; j < kThreads; ++j) {
      if (i != j) EXPECT_GT(snapshot.waited_ns[i][j], 1000000u) << i << " for " << j;
    }
  }
}

TEST(GilTest, ThreadBackFromIoDoesNotWaitForTheInterval) NO_TSA {
  Breaker breaker;
  Gil gil(breaker);
  gil.SetSwitchInterval(200000000);
  std::atomic<bool> stop{false};
  ThreadTicket cpu(gil, 1);
  ThreadTicket io(gil, 2);
  uint64_t steps = 0;
  std::thread spinner([&] { Spin(gil, breaker, cpu, stop, &steps); });
  SleepMs(5);
  constexpr int kOperations = 20;
  for (int i = 0; i < kOperations; ++i) {
    gil.Take(io);
    gil.Drop(io, Reason::kBlockingIo);
    SleepMs(1);
  }
  EXPECT_EQ(io.statistics().acquisitions.Get(), uint64_t{kOperations});
  // The first wait may last a slice; with the interval for each, they would need four seconds.
  EXPECT_LT(io.statistics().wait_ns.Get() - io.statistics().longest_wait_ns.Get(), 100000000u);
  EXPECT_GE(io.statistics().express_requests.Get(), 15u);
  EXPECT_GE(cpu.statistics().preempted_by_io.Get(), 15u);
  stop.store(true);
  spinner.join();
}

TEST(GilTest, GreedyIoThreadsDoNotStarveACpuThread) NO_TSA {
  Breaker breaker;
  Gil gil(breaker);
  std::atomic<bool> stop{false};
  ThreadTicket cpu(gil, 1);
  uint64_t steps = 0;
  std::thread spinner([&] { Spin(gil, breaker, cpu, stop, &steps); });
  std::vector<std::thread> greedy;
  for (int i = 0; i < 3; ++i) {
    greedy.emplace_back([&, i]() NO_TSA {
      ThreadTicket ticket(gil, 10 + i);
      while (!stop.load()) {
        gil.Take(ticket);
        const int64_t until = MonotonicNs() + 1000000;
        while (MonotonicNs() < until) {
          if (breaker.Tripped()) gil.HandOver(ticket);
        }
        gil.Drop(ticket, Reason::kBlockingIo);
      }
    });
  }
  const int64_t start = MonotonicNs();
  SleepMs(600);
  stop.store(true);
  spinner.join();
  const int64_t elapsed = MonotonicNs() - start;
  for (std::thread& thread : greedy) thread.join();
  // One of four equals would get a quarter; without the credit it would get next to nothing.
  EXPECT_GT(cpu.statistics().hold_ns.Get(), static_cast<uint64_t>(elapsed) / 6);
}

TEST(GilTest, HandOverWithoutWaitersKeepsTheLock) NO_TSA {
  Breaker breaker;
  Gil gil(breaker);
  ThreadTicket ticket(gil, 1);
  gil.Take(ticket);
  EXPECT_EQ(gil.HandOver(ticket), 0u);
  EXPECT_TRUE(gil.HeldBy(ticket));
  gil.Drop(ticket, Reason::kOther);
}

TEST(GilTest, TakeAndDropKeepErrno) NO_TSA {
  Breaker breaker;
  Gil gil(breaker);
  gil.SetSwitchInterval(100000);
  std::atomic<bool> stop{false};
  ThreadTicket cpu(gil, 1);
  ThreadTicket own(gil, 2);
  uint64_t steps = 0;
  std::thread spinner([&] { Spin(gil, breaker, cpu, stop, &steps); });
  for (int i = 0; i < 20; ++i) {
    errno = 4711;
    gil.Take(own);
    EXPECT_EQ(errno, 4711);
    gil.Drop(own, Reason::kLockWait);
    EXPECT_EQ(errno, 4711);
  }
  stop.store(true);
  spinner.join();
}

TEST(GilTest, EndedThreadsStayInTheTotals) {
  Breaker breaker;
  Gil gil(breaker);
  for (int i = 0; i < 40; ++i) {
    std::thread([&] {
      ThreadTicket ticket(gil, i);
      gil.Take(ticket);
      gil.Drop(ticket, Reason::kThreadExit);
    }).join();
  }
  const Snapshot snapshot = gil.TakeSnapshot();
  ASSERT_EQ(snapshot.threads.size(), 1u);
  EXPECT_EQ(snapshot.threads[0].slot, -1);
  EXPECT_EQ(snapshot.threads[0].acquisitions, 40u);
}

TEST(GilTest, MoreThreadsThanSlotsShareTheLastOne) {
  Breaker breaker;
  Gil gil(breaker);
  std::vector<std::unique_ptr<ThreadTicket>> tickets;
  for (int i = 0; i < 40; ++i) tickets.push_back(std::make_unique<ThreadTicket>(gil, i));
  EXPECT_EQ(tickets[0]->slot(), 0);
  EXPECT_EQ(tickets[30]->slot(), 30);
  EXPECT_EQ(tickets[31]->slot(), Snapshot::kSlots - 1);
  EXPECT_EQ(tickets[39]->slot(), Snapshot::kSlots - 1);
  tickets[5].reset();
  ThreadTicket again(gil, 99);
  EXPECT_EQ(again.slot(), 5);
}

#if !defined(POLYGIL_TSAN)
TEST(GilTest, ForkedChildOwnsAFreshLock) NO_TSA {
  Breaker breaker;
  Gil gil(breaker);
  gil.SetSwitchInterval(100000);
  ThreadTicket main_ticket(gil, 1);
  ThreadTicket other_ticket(gil, 2);
  std::atomic<bool> stop{false};
  uint64_t steps = 0;
  std::thread spinner([&] { Spin(gil, breaker, other_ticket, stop, &steps); });
  for (int round = 0; round < 20; ++round) {
    gil.Take(main_ticket);
    gil.BeforeFork();
    const pid_t pid = fork();
    if (pid == 0) {
      alarm(10);
      gil.AfterForkChild(main_ticket);
      bool good = gil.HeldBy(main_ticket) && gil.TakeSnapshot().threads.size() == 2;
      gil.Drop(main_ticket, Reason::kBlockingIo);
      std::thread thread([&] {
        ThreadTicket ticket(gil, 3);
        gil.Take(ticket);
        gil.Drop(ticket, Reason::kThreadExit);
      });
      thread.join();
      gil.Take(main_ticket);
      gil.Drop(main_ticket, Reason::kOther);
      _exit(good ? 0 : 1);
    }
    gil.AfterForkParent();
    gil.Drop(main_ticket, Reason::kBlockingIo);
    int status = -1;
    waitpid(pid, &status, 0);
    ASSERT_TRUE(WIFEXITED(status)) << status;
    ASSERT_EQ(WEXITSTATUS(status), 0);
  }
  stop.store(true);
  spinner.join();
}

TEST(GilTest, ClosedLockServesOnlyTheCloser) NO_TSA {
  // In a child, because the blocked threads never end.
  const pid_t pid = fork();
  if (pid == 0) {
    alarm(10);
    static Breaker breaker;
    static Gil gil(breaker);
    static std::atomic<int> arrived{0};
    ThreadTicket closer(gil, 1);
    gil.Take(closer);
    std::thread waiting([] {
      ThreadTicket ticket(gil, 2);
      gil.Take(ticket);
      arrived.fetch_add(1);
      gil.Drop(ticket, Reason::kOther);
    });
    SleepMs(20);
    gil.Close(closer);
    gil.Drop(closer, Reason::kBlockingIo);
    std::thread late([] {
      ThreadTicket ticket(gil, 3);
      gil.Take(ticket);
      arrived.fetch_add(1);
      gil.Drop(ticket, Reason::kOther);
    });
    SleepMs(20);
    gil.Take(closer);
    gil.Drop(closer, Reason::kBlockingIo);
    gil.Take(closer);
    _exit(arrived.load() == 0 ? 0 : 1);
  }
  int status = -1;
  waitpid(pid, &status, 0);
  ASSERT_TRUE(WIFEXITED(status)) << status;
  EXPECT_EQ(WEXITSTATUS(status), 0);
}
#endif

}  // namespace
}  // namespace polygil::gil
