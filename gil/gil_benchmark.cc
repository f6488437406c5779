// What the lock costs alone, from hand to hand, and what an I/O thread and a CPU-bound thread do to each other
// (the convoy effect): run `gil_benchmark --benchmark_filter=Convoy`.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <thread>
#include <vector>

#include "benchmark/benchmark.h"
#include "gil/gil.h"

namespace polygil::gil {
namespace {

#define NO_TSA POLYGIL_NO_THREAD_SAFETY_ANALYSIS

void BM_TakeAndDrop(benchmark::State& state) {
  Breaker breaker;
  Gil gil(breaker);
  ThreadTicket ticket(gil, 1);
  for (auto _ : state) {
    gil.Take(ticket);
    gil.Drop(ticket, Reason::kBlockingIo);
  }
}
BENCHMARK(BM_TakeAndDrop);

void BM_Ticks(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(Ticks());
}
BENCHMARK(BM_Ticks);

// Two threads that answer every request at once; the time is that of one hand-over and the wait for the next.
void BM_HandOver(benchmark::State& state) NO_TSA {
  Breaker breaker;
  Gil gil(breaker);
  gil.SetSwitchInterval(0);
  std::atomic<bool> stop{false};
  ThreadTicket own(gil, 1);
  std::thread partner([&]() NO_TSA {
    ThreadTicket ticket(gil, 2);
    gil.Take(ticket);
    while (!stop.load(std::memory_order_relaxed)) {
      if (breaker.Tripped()) gil.HandOver(ticket);
    }
    gil.Drop(ticket, Reason::kThreadExit);
  });
  gil.Take(own);
  for (auto _ : state) {
    while (!breaker.Tripped()) CpuRelax();
    gil.HandOver(own);
  }
  stop.store(true);
  gil.Drop(own, Reason::kOther);
  partner.join();
}
BENCHMARK(BM_HandOver)->UseRealTime();

// The interpreter's work between two looks at the breaker, about 20 ns.
inline uint64_t Step(uint64_t x) {
  for (int i = 0; i < 8; ++i) benchmark::DoNotOptimize(x = x * 6364136223846793005u + 1442695040888963407u);
  return x;
}

void Work(Gil& gil, Breaker& breaker, ThreadTicket& ticket, int64_t ns) NO_TSA {
  const uint64_t until = Ticks() + gil.rate().FromNs(ns);
  while (Ticks() < until) {
    if (breaker.Tripped()) gil.HandOver(ticket);
  }
}

int BoundSocket(sockaddr_in* address) {
  const int fd = socket(AF_INET, SOCK_DGRAM, 0);
  *address = {};
  address->sin_family = AF_INET;
  address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof(*address);
  bind(fd, reinterpret_cast<sockaddr*>(address), length);
  getsockname(fd, reinterpret_cast<sockaddr*>(address), &length);
  return fd;
}

// An UDP echo thread next to range(0) CPU-bound threads; the client is another process, as fast as it can.
// Each request costs the echo thread range(1) us of interpreter work. Reports requests/s and the speed of the
// CPU-bound threads against running alone.
void BM_Convoy(benchmark::State& state) NO_TSA {
  const int spinners = static_cast<int>(state.range(0));
  const int64_t work_ns = state.range(1) * 1000 / 2;
  for (auto _ : state) {
    sockaddr_in server_address, client_address;
    const int server = BoundSocket(&server_address);
    const int client = BoundSocket(&client_address);
    Breaker breaker;
    Gil gil(breaker);
    ThreadTicket echo(gil, 1);
    std::atomic<bool> stop{false};
    std::atomic<uint64_t> steps{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < spinners; ++i) {
      threads.emplace_back([&]() NO_TSA {
        ThreadTicket ticket(gil, 2);
        uint64_t x = 1, own = 0;
        gil.Take(ticket);
        while (!stop.load(std::memory_order_relaxed)) {
          x = Step(x);
          ++own;
          if (breaker.Tripped()) gil.HandOver(ticket);
        }
        steps.fetch_add(own);
        gil.Drop(ticket, Reason::kThreadExit);
      });
    }
    // Alone first.
    const int64_t alone_start = MonotonicNs();
    if (spinners > 0) {
      timespec half{0, 300000000};
      nanosleep(&half, nullptr);
      stop.store(true);
      for (std::thread& thread : threads) thread.join();
    }
    const double alone = static_cast<double>(steps.load()) / (MonotonicNs() - alone_start);
    stop.store(false);
    steps.store(0);
    threads.clear();
    const pid_t pid = fork();
    if (pid == 0) {
      char buffer[64] = "request";
      timeval limit{0, 200000};
      setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
      while (true) {
        sendto(client, buffer, 64, 0, reinterpret_cast<sockaddr*>(&server_address), sizeof(server_address));
        recv(client, buffer, 64, 0);
      }
    }
    for (int i = 0; i < spinners; ++i) {
      threads.emplace_back([&]() NO_TSA {
        ThreadTicket ticket(gil, 2);
        uint64_t x = 1, own = 0;
        gil.Take(ticket);
        while (!stop.load(std::memory_order_relaxed)) {
          x = Step(x);
          ++own;
          if (breaker.Tripped()) gil.HandOver(ticket);
        }
        steps.fetch_add(own);
        gil.Drop(ticket, Reason::kThreadExit);
      });
    }
    const int64_t start = MonotonicNs();
    uint64_t requests = 0;
    gil.Take(echo);
    while (MonotonicNs() - start < 1000000000) {
      char buffer[64];
      sockaddr_in from;
      socklen_t length = sizeof(from);
      gil.Drop(echo, Reason::kBlockingIo);
      recvfrom(server, buffer, sizeof(buffer), 0, reinterpret_cast<sockaddr*>(&from), &length);
      gil.Take(echo);
      Work(gil, breaker, echo, work_ns);
      gil.Drop(echo, Reason::kBlockingIo);
      sendto(server, buffer, sizeof(buffer), 0, reinterpret_cast<sockaddr*>(&from), length);
      gil.Take(echo);
      Work(gil, breaker, echo, work_ns);
      ++requests;
    }
    stop.store(true);
    gil.Drop(echo, Reason::kBlockingIo);
    const double seconds = static_cast<double>(MonotonicNs() - start) * 1e-9;
    for (std::thread& thread : threads) thread.join();
    kill(pid, SIGKILL);
    waitpid(pid, nullptr, 0);
    close(server);
    close(client);
    state.counters["requests/s"] = static_cast<double>(requests) / seconds;
    if (spinners > 0) {
      state.counters["cpu speed %"] = 100 * static_cast<double>(steps.load()) * 1e-9 / seconds / alone;
    }
    state.counters["wait p50 us"] = static_cast<double>(echo.statistics().wait.Quantile(0.5)) / 1000;
    state.counters["wait p99 us"] = static_cast<double>(echo.statistics().wait.Quantile(0.99)) / 1000;
  }
}
BENCHMARK(BM_Convoy)
    ->ArgNames({"spinners", "work_us"})
    ->Args({0, 6})
    ->Args({1, 2})
    ->Args({1, 6})
    ->Args({1, 12})
    ->Args({2, 6})
    ->Args({4, 6})
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace polygil::gil
