// Raw speed of rings and queues between two processes.
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "benchmark/benchmark.h"
#include "mp/ring/pipe.h"
#include "mp/ring/queue.h"
#include "mp/ring/ring.h"
#include "mp/segment/segment.h"

namespace polygil::mp {
namespace {

constexpr BlockingHooks kNoHooks;

struct RingInSegment {
  explicit RingInSegment(size_t capacity) {
    if (!Segment::Create("ring_benchmark", Ring::BytesFor(capacity), &segment).ok()) abort();
    Ring::Init(segment.data(), capacity);
    ring = Ring(segment.data());
  }
  Segment segment;
  Ring ring;
};

// Messages of range(0) bytes from a child to us.
void BM_RingStream(benchmark::State& state) {
  const size_t size = static_cast<size_t>(state.range(0));
  RingInSegment shared(1 << 18);
  Ring ring = shared.ring;
  const pid_t pid = fork();
  if (pid == 0) {
    while (true) {
      char* room;
      ring.Reserve(size, kForever, kNoHooks, &room);
      room[0] = 1;
      ring.Commit(room, size, 1);
    }
  }
  RingMessage message;
  for (auto _ : state) {
    if (!ring.TryPeek(&message)) ring.Peek(kForever, kNoHooks, &message);
    benchmark::DoNotOptimize(message.data[0]);
    ring.Release(message);
  }
  kill(pid, SIGKILL);
  waitpid(pid, nullptr, 0);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_RingStream)->Arg(8)->Arg(64)->Arg(1024)->UseRealTime();

void BM_RingStreamMebibyte(benchmark::State& state) {
  RingInSegment shared(1 << 20);
  Ring ring = shared.ring;
  constexpr size_t kSize = 1 << 20;
  char* const bytes = static_cast<char*>(calloc(kSize, 1));
  const pid_t pid = fork();
  if (pid == 0) {
    while (true) ring.Write(bytes, kSize, 1, kForever, kNoHooks, nullptr);
  }
  MessageBuffer buffer;
  RingMessage message;
  for (auto _ : state) {
    ring.Read(kForever, kNoHooks, &buffer, &message);
    ring.FinishRead(message, &buffer);
  }
  kill(pid, SIGKILL);
  waitpid(pid, nullptr, 0);
  free(bytes);
  state.SetBytesProcessed(state.iterations() * int64_t{kSize});
}
BENCHMARK(BM_RingStreamMebibyte)->UseRealTime();

void BM_RingRoundTrip(benchmark::State& state) {
  RingInSegment there(1 << 16), back(1 << 16);
  const auto send = [](Ring& ring) {
    char* room;
    ring.Reserve(64, kForever, kNoHooks, &room);
    ring.Commit(room, 64, 1);
  };
  const auto receive = [](Ring& ring) {
    RingMessage message;
    ring.Peek(kForever, kNoHooks, &message);
    ring.Release(message);
  };
  const pid_t pid = fork();
  if (pid == 0) {
    while (true) {
      receive(there.ring);
      send(back.ring);
    }
  }
  for (auto _ : state) {
    send(there.ring);
    receive(back.ring);
  }
  kill(pid, SIGKILL);
  waitpid(pid, nullptr, 0);
}
BENCHMARK(BM_RingRoundTrip)->UseRealTime();

void BM_PipeRoundTrip(benchmark::State& state) {
  PipeEnd near, far;
  if (!PipeEnd::CreatePair(&near, &far).ok()) abort();
  char bytes[64] = {};
  const auto receive = [](PipeEnd& end) {
    MessageBuffer buffer;
    RingMessage message;
    end.Receive(kForever, kNoHooks, &buffer, &message);
    end.FinishReceive(message, &buffer);
  };
  const pid_t pid = fork();
  if (pid == 0) {
    while (true) {
      receive(far);
      far.Send(bytes, sizeof(bytes), kForever, kNoHooks, nullptr);
    }
  }
  for (auto _ : state) {
    near.Send(bytes, sizeof(bytes), kForever, kNoHooks, nullptr);
    receive(near);
  }
  kill(pid, SIGKILL);
  waitpid(pid, nullptr, 0);
}
BENCHMARK(BM_PipeRoundTrip)->UseRealTime();

void BM_QueuePutGetAlone(benchmark::State& state) {
  const size_t size = static_cast<size_t>(state.range(0));
  Queue queue;
  if (!Queue::Create(0, &queue).ok()) abort();
  char* const bytes = static_cast<char*>(calloc(size, 1));
  MessageBuffer buffer;
  QueueMessage message;
  for (auto _ : state) {
    queue.Put(bytes, size, kForever, kNoHooks);
    queue.Get(kForever, kNoHooks, &buffer, &message);
    queue.Release(&message);
  }
  free(bytes);
}
BENCHMARK(BM_QueuePutGetAlone)->Arg(16)->Arg(1024)->Arg(1 << 20);

void BM_QueueStream(benchmark::State& state) {
  Queue queue;
  if (!Queue::Create(static_cast<uint64_t>(state.range(0)), &queue).ok()) abort();
  const pid_t pid = fork();
  if (pid == 0) {
    char bytes[16] = {};
    while (true) queue.Put(bytes, sizeof(bytes), kForever, kNoHooks);
  }
  MessageBuffer buffer;
  QueueMessage message;
  for (auto _ : state) queue.Get(kForever, kNoHooks, &buffer, &message);
  kill(pid, SIGKILL);
  waitpid(pid, nullptr, 0);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_QueueStream)->Arg(1000)->Arg(100000)->UseRealTime();

void BM_QueueRoundTrip(benchmark::State& state) {
  Queue there, back;
  if (!Queue::Create(0, &there).ok() || !Queue::Create(0, &back).ok()) abort();
  char bytes[16] = {};
  MessageBuffer buffer;
  QueueMessage message;
  const pid_t pid = fork();
  if (pid == 0) {
    while (true) {
      there.Get(kForever, kNoHooks, &buffer, &message);
      back.Put(bytes, sizeof(bytes), kForever, kNoHooks);
    }
  }
  for (auto _ : state) {
    there.Put(bytes, sizeof(bytes), kForever, kNoHooks);
    back.Get(kForever, kNoHooks, &buffer, &message);
  }
  kill(pid, SIGKILL);
  waitpid(pid, nullptr, 0);
}
BENCHMARK(BM_QueueRoundTrip)->UseRealTime();

}  // namespace
}  // namespace polygil::mp
