// Notices the end of processes through pidfds: exactly, at once, without signals and without polling.
#ifndef POLYGIL_MP_WORKER_DEATH_WATCH_H_
#define POLYGIL_MP_WORKER_DEATH_WATCH_H_

#include <pthread.h>
#include <sys/types.h>

#include <cstdint>

#include "gil/mutex.h"
#include "mp/lock/blocking.h"
#include "mp/segment/status.h"

namespace polygil::mp {

struct Death {
  uint64_t key;       // what the caller gave to Add
  pid_t pid;
  int32_t exit_code;  // -N for signal N; kUnknownExit when the process was not our child
};

// A set of watched processes, safe to use from several threads.
class DeathWatch {
 public:
  static constexpr int32_t kUnknownExit = INT32_MIN;

  DeathWatch() = default;
  DeathWatch(const DeathWatch&) = delete;
  DeathWatch& operator=(const DeathWatch&) = delete;
  ~DeathWatch();

  Status Open();

  // Watches a process. ESRCH if it is gone already (and was reaped).
  Status Add(pid_t pid, uint64_t key);
  // Stops watching; false if it was not watched (any more).
  bool Remove(uint64_t key);

  // Waits for the next death. kDone; kTimedOut; kInterrupted; kClosed after Stop. If `reap` is false the zombie is left
  // for whoever calls waitpid.
  WaitResult Next(int64_t deadline, const BlockingHooks& hooks, bool reap, Death* death);

  // Makes Next return kClosed, now and later.
  void Stop();

  // Runs Next in a native thread of its own, which never touches an interpreter, and calls `notify` there for each
  // death. The destructor and Stop end it. A forked child does not have the thread and must not use the watch.
  Status StartThread(void (*notify)(void* context, const Death& death), void* context, bool reap);

 private:
  struct Entry {
    uint64_t key;
    pid_t pid;
    int fd;
    Entry* next;
  };

  static void* RunThread(void* self);
  bool Collect(uint64_t key, bool reap, Death* death);

  int epoll_ = -1;
  int stop_event_ = -1;
  gil::Mutex mutex_;
  Entry* entries_ = nullptr;  // guarded by mutex_
  bool has_thread_ = false;
  pthread_t thread_{};
  void (*notify_)(void*, const Death&) = nullptr;
  void* context_ = nullptr;
  bool reap_ = false;
};

}  // namespace polygil::mp

#endif  // POLYGIL_MP_WORKER_DEATH_WATCH_H_
