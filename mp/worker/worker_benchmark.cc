// A task there and back, without serialisation.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <vector>

#include "benchmark/benchmark.h"
#include "mp/worker/worker_table.h"

namespace polygil::mp {
namespace {

constexpr BlockingHooks kNoHooks;

class Workers {
 public:
  explicit Workers(uint32_t count) {
    if (!WorkerTable::Create(count, 1024, &table).ok()) abort();
    for (uint32_t i = 0; i < count; ++i) {
      const uint32_t index = table.AllocateWorker();
      const pid_t pid = fork();
      if (pid == 0) Work(index);
      pids.push_back(pid);
    }
  }
  ~Workers() {
    for (pid_t pid : pids) {
      kill(pid, SIGKILL);
      waitpid(pid, nullptr, 0);
    }
  }

  [[noreturn]] void Work(uint32_t index) {
    table.StartWorker(index);
    MessageBuffer buffer;
    Task task;
    while (table.NextTask(index, kForever, kNoHooks, &buffer, &task) == WaitResult::kDone) {
      table.Report(index, task, ResultKind::kResult, task.message.data, task.message.size);
    }
    _exit(0);
  }

  void Submit() { table.Submit(table.AllocateTask(), "0123456789abcdef", 16); }
  void Receive() {
    Result result;
    table.NextResult(kForever, kNoHooks, &buffer, &result);
    table.FreeTask(result.slot);
  }

  WorkerTable table;
  MessageBuffer buffer;
  std::vector<pid_t> pids;
};

void BM_TaskRoundTrip(benchmark::State& state) {
  Workers workers(static_cast<uint32_t>(state.range(0)));
  for (auto _ : state) {
    workers.Submit();
    workers.Receive();
  }
}
BENCHMARK(BM_TaskRoundTrip)->Arg(1)->Arg(2)->UseRealTime();

void BM_TaskStream(benchmark::State& state) {
  Workers workers(static_cast<uint32_t>(state.range(0)));
  for (int i = 0; i < 500; ++i) workers.Submit();
  for (auto _ : state) {
    workers.Submit();
    workers.Receive();
  }
}
BENCHMARK(BM_TaskStream)->Arg(1)->Arg(2)->UseRealTime();

}  // namespace
}  // namespace polygil::mp
