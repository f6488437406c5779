#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "benchmark/benchmark.h"
#include "mp/lock/semaphore.h"
#include "mp/segment/segment.h"

namespace polygil::mp {
namespace {

constexpr BlockingHooks kNoHooks;

struct Shared {
  RobustMutex mutex;
  Semaphore first;
  Semaphore second;
  RecursiveLock recursive;
};

class LockBenchmark : public benchmark::Fixture {
 public:
  void SetUp(benchmark::State&) override {
    if (!Segment::Create("lock_benchmark", sizeof(Shared), &segment_).ok()) abort();
    shared_ = reinterpret_cast<Shared*>(segment_.data());
    shared_->mutex.Init();
    shared_->first.Init(1, 1);
    shared_->second.Init(0, 1);
    shared_->recursive.Init();
  }
  void TearDown(benchmark::State&) override { segment_.Close(); }

 protected:
  Segment segment_;
  Shared* shared_;
};

BENCHMARK_F(LockBenchmark, RobustMutex)(benchmark::State& state) {
  for (auto _ : state) {
    if (shared_->mutex.Lock()) abort();
    shared_->mutex.Unlock();
  }
}

BENCHMARK_F(LockBenchmark, Lock)(benchmark::State& state) {
  for (auto _ : state) {
    shared_->first.Acquire(kForever, kNoHooks);
    shared_->first.Release();
  }
}

BENCHMARK_F(LockBenchmark, RecursiveLock)(benchmark::State& state) {
  for (auto _ : state) {
    shared_->recursive.Acquire(1, kForever, kNoHooks);
    shared_->recursive.Release(1);
  }
}

// One turn there and back between two processes through a pair of semaphores.
BENCHMARK_DEFINE_F(LockBenchmark, PingPong)(benchmark::State& state) {
  shared_->first.Acquire(kForever, kNoHooks);
  const pid_t pid = fork();
  if (pid == 0) {
    while (true) {
      shared_->second.Acquire(kForever, kNoHooks);
      shared_->first.Release();
    }
  }
  for (auto _ : state) {
    shared_->second.Release();
    shared_->first.Acquire(kForever, kNoHooks);
  }
  kill(pid, SIGKILL);
  waitpid(pid, nullptr, 0);
}
BENCHMARK_REGISTER_F(LockBenchmark, PingPong)->UseRealTime();

}  // namespace
}  // namespace polygil::mp
