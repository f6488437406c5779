// Locks between processes, above all: what the living see when a process is killed in the middle.
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <functional>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "mp/lock/condition.h"
#include "mp/lock/semaphore.h"
#include "mp/segment/segment.h"

namespace polygil::mp {
namespace {

constexpr BlockingHooks kNoHooks;

int64_t In(int ms) { return gil::MonotonicNs() + ms * int64_t{1000000}; }

void SleepUs(int us) {
  timespec duration{us / 1000000, us % 1000000 * 1000};
  nanosleep(&duration, nullptr);
}

// What the tests put into shared memory.
struct Shared {
  Semaphore lock;
  Semaphore pool;
  RecursiveLock recursive;
  Condition condition;
  Event event;
  RobustMutex mutex;
  std::atomic<uint32_t> counter;
  std::atomic<uint32_t> ready;
  uint64_t guarded;
};

class LockTest : public testing::Test {
 protected:
  LockTest() {
    EXPECT_TRUE(Segment::Create("lock_test", sizeof(Shared), &segment_).ok());
    shared_ = reinterpret_cast<Shared*>(segment_.data());
    shared_->lock.Init(1, 1);
    shared_->pool.Init(3, Semaphore::kMaximum);
    shared_->recursive.Init();
    shared_->condition.Init();
    shared_->mutex.Init();
  }

  // Runs `body` in a child.
  static pid_t Fork(const std::function<void()>& body) {
    const pid_t pid = fork();
    if (pid == 0) {
      alarm(60);
      body();
      _exit(0);
    }
    return pid;
  }
  static int Wait(pid_t pid) {
    int status = -1;
    waitpid(pid, &status, 0);
    return status;
  }
  static void Kill(pid_t pid) {
    kill(pid, SIGKILL);
    Wait(pid);
  }
  void AwaitReady(uint32_t count) {
    while (shared_->ready.load() < count) SleepUs(50);
  }

  Segment segment_;
  Shared* shared_;
};

TEST_F(LockTest, LockExcludesProcesses) {
  std::vector<pid_t> children;
  for (int i = 0; i < 3; ++i) {
    children.push_back(Fork([&] {
      for (int j = 0; j < 5000; ++j) {
        shared_->lock.Acquire(kForever, kNoHooks);
        shared_->guarded = shared_->guarded + 1;
        shared_->lock.Release();
      }
    }));
  }
  for (pid_t child : children) EXPECT_EQ(Wait(child), 0);
  EXPECT_EQ(shared_->guarded, 15000u);
  EXPECT_EQ(shared_->lock.Value(), 1u);
}

TEST_F(LockTest, LockExcludesThreads) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 5000; ++j) {
        shared_->lock.Acquire(kForever, kNoHooks);
        ++shared_->guarded;
        shared_->lock.Release();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(shared_->guarded, 15000u);
}

TEST_F(LockTest, BlockedWaiterIsToldThatTheOwnerDied) {
  const pid_t owner = Fork([&] {
    shared_->lock.Acquire(kForever, kNoHooks);
    shared_->ready.store(1);
    pause();
  });
  AwaitReady(1);
  EXPECT_EQ(shared_->lock.Acquire(In(20), kNoHooks), WaitResult::kTimedOut);
  kill(owner, SIGKILL);  // stays a zombie until after the wait
  EXPECT_EQ(shared_->lock.Acquire(In(5000), kNoHooks), WaitResult::kOwnerDied);
  Wait(owner);
  EXPECT_TRUE(shared_->lock.Release());
  EXPECT_EQ(shared_->lock.Acquire(kNoWait, kNoHooks), WaitResult::kDone);
  EXPECT_EQ(shared_->lock.HeldByCaller(), 1u);
}

TEST_F(LockTest, SupervisorReturnsTheLockAtOnce) {
  const pid_t owner = Fork([&] {
    shared_->lock.Acquire(kForever, kNoHooks);
    shared_->ready.store(1);
    pause();
  });
  AwaitReady(1);
  const ProcessIdentity identity = IdentityOf(owner);
  Kill(owner);
  EXPECT_EQ(shared_->lock.GiveBack(identity), 1u);
  EXPECT_EQ(shared_->lock.Acquire(kNoWait, kNoHooks), WaitResult::kOwnerDied);
}

TEST_F(LockTest, LockMayBeReleasedByAnotherProcess) {
  ASSERT_EQ(shared_->lock.Acquire(kNoWait, kNoHooks), WaitResult::kDone);
  EXPECT_EQ(Wait(Fork([&] {
              if (!shared_->lock.Release()) _exit(1);
            })),
            0);
  EXPECT_EQ(shared_->lock.HeldByCaller(), 0u);
  EXPECT_FALSE(shared_->lock.Release());
  EXPECT_EQ(shared_->lock.Acquire(kNoWait, kNoHooks), WaitResult::kDone);
}

TEST_F(LockTest, PermitsOfAKilledProcessAreGivenBack) {
  const pid_t holder = Fork([&] {
    shared_->pool.Acquire(kForever, kNoHooks);
    shared_->pool.Acquire(kForever, kNoHooks);
    shared_->ready.store(1);
    pause();
  });
  AwaitReady(1);
  EXPECT_EQ(shared_->pool.Value(), 1u);
  EXPECT_EQ(shared_->pool.Acquire(kNoWait, kNoHooks), WaitResult::kDone);
  Kill(holder);
  EXPECT_EQ(shared_->pool.Acquire(In(5000), kNoHooks), WaitResult::kOwnerDied);
  EXPECT_EQ(shared_->pool.Value(), 1u);
  EXPECT_EQ(shared_->pool.HeldByCaller(), 2u);
}

TEST_F(LockTest, SignalsConsumedByAKilledProcessStayConsumed) {
  shared_->pool.Release();  // 4: made by us, taken by the child
  const pid_t consumer = Fork([&] {
    shared_->pool.Acquire(kForever, kNoHooks);
    shared_->pool.Acquire(kForever, kNoHooks);
    shared_->ready.store(1);
    pause();
  });
  AwaitReady(1);
  shared_->pool.Release();
  const ProcessIdentity identity = IdentityOf(consumer);
  Kill(consumer);
  EXPECT_EQ(shared_->pool.GiveBack(identity), 0u);
  EXPECT_EQ(shared_->pool.Value(), 3u);
}

TEST_F(LockTest, HooksRunOnlyAroundARealWait) {
  int entered = 0, left = 0;
  struct Counts {
    int* entered;
    int* left;
  } counts{&entered, &left};
  const BlockingHooks hooks{[](void* c) { ++*static_cast<Counts*>(c)->entered; },
                            [](void* c) { ++*static_cast<Counts*>(c)->left; }, &counts};
  EXPECT_EQ(shared_->lock.Acquire(kForever, hooks), WaitResult::kDone);
  EXPECT_EQ(entered, 0);
  EXPECT_EQ(shared_->lock.Acquire(kNoWait, hooks), WaitResult::kTimedOut);
  EXPECT_EQ(entered, 0);
  EXPECT_EQ(shared_->lock.Acquire(In(120), hooks), WaitResult::kTimedOut);
  EXPECT_EQ(entered, 1);
  EXPECT_EQ(left, 1);
}

TEST_F(LockTest, SignalInterruptsTheWait) {
  struct sigaction action {};
  action.sa_handler = [](int) {};
  sigaction(SIGALRM, &action, nullptr);
  ASSERT_EQ(shared_->lock.Acquire(kNoWait, kNoHooks), WaitResult::kDone);
  ualarm(20000, 0);
  EXPECT_EQ(shared_->lock.Acquire(In(5000), kNoHooks), WaitResult::kInterrupted);
}

TEST_F(LockTest, RecursiveLockIsPerThreadAndSurvivesItsOwner) {
  EXPECT_EQ(shared_->recursive.Acquire(1, kNoWait, kNoHooks), WaitResult::kDone);
  EXPECT_EQ(shared_->recursive.Acquire(1, kNoWait, kNoHooks), WaitResult::kDone);
  EXPECT_EQ(shared_->recursive.Acquire(2, kNoWait, kNoHooks), WaitResult::kTimedOut);
  EXPECT_FALSE(shared_->recursive.Release(2));
  EXPECT_TRUE(shared_->recursive.Release(1));
  EXPECT_TRUE(shared_->recursive.Release(1));
  EXPECT_FALSE(shared_->recursive.Release(1));
  Wait(Fork([&] {
    shared_->recursive.Acquire(1, kForever, kNoHooks);
    shared_->recursive.Acquire(1, kForever, kNoHooks);
    kill(getpid(), SIGKILL);
  }));
  EXPECT_EQ(shared_->recursive.Acquire(1, In(5000), kNoHooks), WaitResult::kOwnerDied);
  EXPECT_EQ(shared_->recursive.Depth(), 1u);
}

TEST_F(LockTest, NotificationPassesOverTheDead) {
  const pid_t dead = Fork([&] {
    const int slot = shared_->condition.Begin();
    shared_->ready.fetch_add(1);
    shared_->condition.Wait(slot, kForever, kNoHooks);
  });
  AwaitReady(1);
  const pid_t living = Fork([&] {
    const int slot = shared_->condition.Begin();
    shared_->ready.fetch_add(1);
    shared_->condition.Wait(slot, In(20000), kNoHooks);
    if (shared_->condition.End(slot)) shared_->counter.fetch_add(1);
  });
  AwaitReady(2);
  kill(dead, SIGKILL);
  siginfo_t info;
  waitid(P_PID, static_cast<id_t>(dead), &info, WEXITED | WNOWAIT);
  EXPECT_EQ(shared_->condition.Notify(1), 1);
  EXPECT_EQ(Wait(living), 0);
  Wait(dead);
  EXPECT_EQ(shared_->counter.load(), 1u);
  EXPECT_EQ(shared_->condition.Waiting(), 0);
  EXPECT_EQ(shared_->condition.Notify(5), 0);
}

TEST_F(LockTest, ConditionTimesOut) {
  const int slot = shared_->condition.Begin();
  EXPECT_EQ(shared_->condition.Wait(slot, In(20), kNoHooks), WaitResult::kTimedOut);
  EXPECT_FALSE(shared_->condition.End(slot));
}

TEST_F(LockTest, EventWakesAllWaiters) {
  std::vector<pid_t> children;
  for (int i = 0; i < 3; ++i) {
    children.push_back(Fork([&] {
      if (shared_->event.Wait(In(20000), kNoHooks) == WaitResult::kDone) shared_->counter.fetch_add(1);
    }));
  }
  EXPECT_EQ(shared_->event.Wait(In(20), kNoHooks), WaitResult::kTimedOut);
  shared_->event.Set();
  for (pid_t child : children) Wait(child);
  EXPECT_EQ(shared_->counter.load(), 3u);
  shared_->event.Clear();
  EXPECT_FALSE(shared_->event.IsSet());
}

// Children that do nothing but take and release are killed at random moments, in and out of the critical
// sections; the lock and the pool must stay usable and exact after each.
TEST_F(LockTest, NothingHangsOrIsLostInAHundredKills) {
  srand(1);
  for (int round = 0; round < 100; ++round) {
    std::vector<pid_t> children;
    for (int i = 0; i < 2; ++i) {
      children.push_back(Fork([&] {
        shared_->ready.fetch_add(1);
        while (true) {
          shared_->lock.Acquire(kForever, kNoHooks);
          shared_->pool.Acquire(kForever, kNoHooks);
          shared_->pool.Release();
          shared_->lock.Release();
        }
      }));
    }
    AwaitReady(2 * (round + 1));
    SleepUs(rand() % 700);
    Kill(children[0]);
    SleepUs(rand() % 300);
    Kill(children[1]);
    const WaitResult lock = shared_->lock.Acquire(In(10000), kNoHooks);
    ASSERT_TRUE(lock == WaitResult::kDone || lock == WaitResult::kOwnerDied) << round;
    for (int i = 0; i < 3; ++i) {
      const WaitResult pool = shared_->pool.Acquire(In(10000), kNoHooks);
      ASSERT_TRUE(pool == WaitResult::kDone || pool == WaitResult::kOwnerDied) << round;
    }
    ASSERT_EQ(shared_->pool.Value(), 0u);
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(shared_->pool.Release());
    ASSERT_EQ(shared_->pool.Value(), 3u);
    ASSERT_TRUE(shared_->lock.Release());
    ASSERT_EQ(shared_->lock.Value(), 1u);
  }
}

}  // namespace
}  // namespace polygil::mp
