#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "mp/worker/blob_store.h"
#include "mp/worker/death_watch.h"
#include "mp/worker/parent_death.h"
#include "mp/worker/worker_table.h"

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
    alarm(120);
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

// A pool as the layer above will build it, with strings for objects: a task "die" kills its worker, "sleep" never ends,
// anything else comes back with an exclamation mark.
class Pool {
 public:
  explicit Pool(uint32_t workers, uint32_t tasks = 64) {
    EXPECT_TRUE(WorkerTable::Create(workers, tasks, &table).ok());
    EXPECT_TRUE(watch.Open().ok());
    EXPECT_TRUE(watch
                    .StartThread(
                        [](void* self, const Death& death) {
                          static_cast<WorkerTable*>(self)->AnnounceDeath(
                              {static_cast<uint32_t>(death.key), death.pid, death.exit_code});
                        },
                        &table, /*reap=*/true)
                    .ok());
    for (uint32_t i = 0; i < workers; ++i) StartOne();
  }
  ~Pool() {
    watch.Stop();
    for (const auto& [index, pid] : pids) {
      kill(pid, SIGKILL);
      waitpid(pid, nullptr, 0);
    }
  }

  void StartOne() {
    const uint32_t index = table.AllocateWorker();
    ASSERT_NE(index, WorkerTable::kNone);
    const pid_t parent = getpid();
    const pid_t pid = Fork([&] {
      DieWithParent(parent, SIGKILL);
      Work(index);
    });
    table.RegisterWorker(index, pid);
    pids[index] = pid;
    EXPECT_TRUE(watch.Add(pid, index).ok());
  }

  void Work(uint32_t index) {
    table.StartWorker(index);
    MessageBuffer buffer;
    Task task;
    while (table.NextTask(index, kForever, kNoHooks, &buffer, &task) == WaitResult::kDone) {
      const std::string text(task.message.data, task.message.size);
      table.tasks().Release(&task.message);
      if (text == "die") kill(getpid(), SIGKILL);
      if (text == "exit") _exit(3);
      if (text == "sleep") pause();
      if (text == "until interrupted") {
        while (!table.TakeInterrupt(index, task)) SleepUs(500);
      }
      const std::string answer = text + "!";
      table.Report(index, task, ResultKind::kResult, answer.data(), answer.size());
    }
    table.LeaveWorker(index);
  }

  uint32_t Submit(const std::string& text) {
    const uint32_t slot = table.AllocateTask();
    EXPECT_NE(slot, WorkerTable::kNone);
    EXPECT_EQ(table.Submit(slot, text.data(), text.size()), WaitResult::kDone);
    return slot;
  }

  // The next result as text; of a death "worker died N" after its tasks were failed into `lost`.
  std::string Next(uint32_t* slot = nullptr) {
    MessageBuffer buffer;
    Result result;
    const WaitResult waited = table.NextResult(In(20000), kNoHooks, &buffer, &result);
    if (waited != WaitResult::kDone) return "<none>";
    std::string text(result.message.data, result.message.size);
    table.results().Release(&result.message);
    if (result.kind == ResultKind::kWorkerDied) {
      WorkerDeath death;
      memcpy(&death, text.data(), sizeof(death));
      uint32_t slots[64];
      const int count = table.LostTasks(death.worker, slots, 64);
      lost.insert(lost.end(), slots, slots + count);
      table.BuryWorker(death.worker);
      pids.erase(death.worker);
      return "worker died " + std::to_string(death.exit_code);
    }
    if (slot != nullptr) *slot = result.slot;
    table.FreeTask(result.slot);
    return text;
  }

  WorkerTable table;
  DeathWatch watch;
  std::map<uint32_t, pid_t> pids;
  std::vector<uint32_t> lost;
};

TEST(WorkerTest, TasksComeBackWithTheirSlots) {
  Pool pool(2);
  std::map<uint32_t, std::string> expected;
  for (int i = 0; i < 50; ++i) {
    const std::string text(static_cast<size_t>(i * 500), static_cast<char>('a' + i % 26));
    expected[pool.Submit(text)] = text + "!";
  }
  for (int i = 0; i < 50; ++i) {
    uint32_t slot;
    const std::string text = pool.Next(&slot);
    EXPECT_EQ(text, expected[slot]);
  }
  uint64_t done = 0;
  for (uint32_t i = 0; i < 2; ++i) done += pool.table.worker(i).tasks_done.load();
  EXPECT_EQ(done, 50u);
}

TEST(WorkerTest, SlotsAreBoundedAndReused) {
  Pool pool(1, 3);
  for (int i = 0; i < 3; ++i) pool.Submit("x");
  EXPECT_EQ(pool.table.AllocateTask(), WorkerTable::kNone);
  EXPECT_EQ(pool.Next(), "x!");
  pool.Submit("y");
  for (int i = 0; i < 3; ++i) EXPECT_NE(pool.Next(), "<none>");
}

TEST(WorkerTest, KilledWorkerLosesItsOwnTaskOnly) {
  Pool pool(2);
  const uint32_t doomed = pool.Submit("die");
  for (int i = 0; i < 20; ++i) pool.Submit("live");
  int results = 0, deaths = 0;
  while (results < 20 || deaths < 1) {
    const std::string text = pool.Next();
    ASSERT_NE(text, "<none>");
    if (text == "live!") ++results;
    if (text == "worker died -9") ++deaths;
  }
  EXPECT_EQ(pool.lost, std::vector<uint32_t>{doomed});
  // Given to a new worker it would die again; something else instead, in the same slot.
  pool.StartOne();
  EXPECT_EQ(pool.table.Submit(doomed, "retry", 5), WaitResult::kDone);
  uint32_t slot;
  EXPECT_EQ(pool.Next(&slot), "retry!");
  EXPECT_EQ(slot, doomed);
}

TEST(WorkerTest, ExitCodeOfAWorkerIsReported) {
  Pool pool(1);
  const uint32_t slot = pool.Submit("exit");
  EXPECT_EQ(pool.Next(), "worker died 3");
  EXPECT_EQ(pool.lost, std::vector<uint32_t>{slot});
  pool.StartOne();
  EXPECT_EQ(pool.table.worker(0).restarts.load(), 1u);
}

TEST(WorkerTest, QueuedTaskCanBeCancelledAndRunningOneInterrupted) {
  Pool pool(1);
  const uint32_t running = pool.Submit("until interrupted");
  const uint32_t queued = pool.Submit("never");
  const uint32_t other = pool.Submit("other");
  uint32_t worker = WorkerTable::kNone;
  while (pool.table.task(running).state != TaskState::kTaken) SleepUs(100);
  EXPECT_EQ(pool.table.Cancel(running, &worker), WorkerTable::CancelResult::kRunning);
  EXPECT_EQ(worker, 0u);
  EXPECT_EQ(pool.table.Cancel(queued, &worker), WorkerTable::CancelResult::kCancelled);
  EXPECT_EQ(pool.table.Cancel(queued, &worker), WorkerTable::CancelResult::kFinished);
  pool.table.FreeTask(queued);
  pool.table.Interrupt(0, running);
  uint32_t slot;
  EXPECT_EQ(pool.Next(&slot), "until interrupted!");
  EXPECT_EQ(slot, running);
  EXPECT_EQ(pool.Next(&slot), "other!");
  EXPECT_EQ(slot, other);
}

TEST(WorkerTest, WorkersFinishTheQueueBeforeTheyLeave) {
  Pool pool(2);
  for (int i = 0; i < 30; ++i) pool.Submit("x");
  pool.table.Shutdown();
  int results = 0, deaths = 0;
  while (results < 30 || deaths < 2) {
    const std::string text = pool.Next();
    ASSERT_NE(text, "<none>");
    results += text == "x!";
    deaths += text == "worker died 0";
  }
  EXPECT_TRUE(pool.lost.empty());
}

TEST(WorkerTest, LastWordsSurviveTheWorker) {
  Pool pool(1);
  const pid_t pid = Fork([&] {
    pool.table.LeaveLastWords(0, "File \"x.py\", line 3", 19);
    kill(getpid(), SIGKILL);
  });
  Wait(pid);
  const WorkerSlot& slot = pool.table.worker(0);
  EXPECT_EQ(std::string(slot.last_words, slot.last_words_size.load()), "File \"x.py\", line 3");
}

// Workers are killed at random moments while they take, run and report tasks. Every task must end exactly once, as a
// result or as lost, and nothing may hang.
TEST(WorkerTest, EveryTaskEndsExactlyOnceInAHundredKills) {
  srand(3);
  Pool pool(2, 256);
  int kills = 0;
  uint64_t submitted = 0, results = 0;
  std::map<uint32_t, uint64_t> in_flight;
  const auto settle = [&](const std::string& text, uint32_t slot) {
    if (text.rfind("worker died", 0) == 0) {
      for (uint32_t gone : pool.lost) {
        ASSERT_EQ(in_flight.erase(gone), 1u);
        pool.table.FreeTask(gone);
        ++results;
      }
      pool.lost.clear();
      pool.StartOne();
      return;
    }
    ASSERT_EQ(text, std::to_string(in_flight[slot]) + "!");
    ASSERT_EQ(in_flight.erase(slot), 1u);
    ++results;
  };
  while (kills < 100) {
    while (in_flight.size() < 100) {
      const uint64_t number = submitted++;
      in_flight[pool.Submit(std::to_string(number))] = number;
    }
    if (rand() % 4 == 0 && !pool.pids.empty()) {
      auto victim = pool.pids.begin();
      if (pool.pids.size() > 1 && rand() % 2 == 0) ++victim;
      SleepUs(rand() % 300);
      kill(victim->second, SIGKILL);
      ++kills;
    }
    for (int i = 0; i < 60; ++i) {
      uint32_t slot = 0;
      const std::string text = pool.Next(&slot);
      ASSERT_NE(text, "<none>") << "after " << kills << " kills";
      settle(text, slot);
    }
  }
  while (!in_flight.empty()) {
    uint32_t slot = 0;
    const std::string text = pool.Next(&slot);
    ASSERT_NE(text, "<none>");
    settle(text, slot);
  }
  EXPECT_EQ(results, submitted);
}

TEST(ParentDeathTest, ChildrenDieWithAKilledParent) {
  for (int method = 0; method < 2; ++method) {
    int pipe_fds[2];
    ASSERT_EQ(pipe(pipe_fds), 0);
    const pid_t parent = Fork([&] {
      const pid_t self = getpid();
      if (fork() == 0) {
        method == 0 ? DieWithParent(self, SIGKILL) : (void)DieWithParentProcess(self, SIGKILL);
        (void)!write(pipe_fds[1], "x", 1);
        alarm(60);
        while (true) pause();
      }
      while (true) pause();
    });
    close(pipe_fds[1]);
    char byte;
    EXPECT_EQ(read(pipe_fds[0], &byte, 1), 1);
    kill(parent, SIGKILL);
    Wait(parent);
    EXPECT_EQ(read(pipe_fds[0], &byte, 1), 0);  // the last holder of the writing end is gone
    close(pipe_fds[0]);
  }
}

TEST(ParentDeathTest, IdleWorkerNoticesThatItsParentIsGone) {
  int pipe_fds[2];
  ASSERT_EQ(pipe(pipe_fds), 0);
  const pid_t parent = Fork([&] {
    WorkerTable table;
    if (!WorkerTable::Create(1, 1, &table).ok()) _exit(1);
    if (fork() == 0) {
      MessageBuffer buffer;
      Task task;
      table.StartWorker(0);
      const bool closed = table.NextTask(0, kForever, kNoHooks, &buffer, &task) == WaitResult::kClosed;
      (void)!write(pipe_fds[1], closed ? "c" : "?", 1);
      _exit(0);
    }
    SleepUs(20000);
    kill(getpid(), SIGKILL);
  });
  close(pipe_fds[1]);
  char byte = 0;
  EXPECT_EQ(read(pipe_fds[0], &byte, 1), 1);
  EXPECT_EQ(byte, 'c');
  close(pipe_fds[0]);
  Wait(parent);
}

TEST(DeathWatchTest, ReportsExitCodesAndSignals) {
  DeathWatch watch;
  ASSERT_TRUE(watch.Open().ok());
  Death death;
  EXPECT_EQ(watch.Next(In(10), kNoHooks, true, &death), WaitResult::kTimedOut);
  const pid_t first = Fork([] { _exit(7); });
  ASSERT_TRUE(watch.Add(first, 1).ok());
  ASSERT_EQ(watch.Next(In(10000), kNoHooks, /*reap=*/false, &death), WaitResult::kDone);
  EXPECT_EQ(death.key, 1u);
  EXPECT_EQ(death.pid, first);
  EXPECT_EQ(death.exit_code, 7);
  EXPECT_EQ(WEXITSTATUS(Wait(first)), 7);  // was left for us
  const pid_t second = Fork([] { raise(SIGTERM); });
  ASSERT_TRUE(watch.Add(second, 2).ok());
  ASSERT_EQ(watch.Next(In(10000), kNoHooks, /*reap=*/true, &death), WaitResult::kDone);
  EXPECT_EQ(death.exit_code, -SIGTERM);
  EXPECT_EQ(waitpid(second, nullptr, 0), -1);
  EXPECT_EQ(watch.Add(second, 3).error, ESRCH);
  const pid_t third = Fork([] { pause(); });
  ASSERT_TRUE(watch.Add(third, 4).ok());
  EXPECT_TRUE(watch.Remove(4));
  EXPECT_FALSE(watch.Remove(4));
  kill(third, SIGKILL);
  Wait(third);
  watch.Stop();
  EXPECT_EQ(watch.Next(kForever, kNoHooks, true, &death), WaitResult::kClosed);
}

TEST(BlobStoreTest, ChildReadsWhatIsAppendedAfterTheFork) {
  BlobStore store;
  ASSERT_TRUE(BlobStore::Create(&store).ok());
  uint32_t number;
  ASSERT_TRUE(store.Append("first", 5, &number).ok());
  EXPECT_EQ(number, 0u);
  const pid_t child = Fork([&] {
    while (store.Count() < 2) SleepUs(100);
    const char* data;
    size_t size;
    if (!store.Read(1, &data, &size) || size != 1000000 || data[999999] != 'y') _exit(1);
    if (!store.Read(0, &data, &size) || std::string(data, size) != "first") _exit(2);
    if (store.Read(2, &data, &size)) _exit(3);
  });
  const std::string large(1000000, 'y');
  ASSERT_TRUE(store.Append(large.data(), large.size(), &number).ok());
  EXPECT_EQ(number, 1u);
  EXPECT_EQ(Wait(child), 0);
  EXPECT_FALSE(store.Append("", size_t{1} << 40, &number).ok());
}

}  // namespace
}  // namespace polygil::mp
