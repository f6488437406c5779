#include "mp/worker/death_watch.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <new>

#ifndef P_PIDFD
#define P_PIDFD static_cast<idtype_t>(3)
#endif

namespace polygil::mp {

namespace {

constexpr uint64_t kStopKey = ~uint64_t{0};

int PidfdOpen(pid_t pid) { return static_cast<int>(syscall(SYS_pidfd_open, pid, 0)); }

int32_t ExitCodeOf(const siginfo_t& info) {
  return info.si_code == CLD_EXITED ? info.si_status : -info.si_status;
}

}  // namespace

DeathWatch::~DeathWatch() {
  Stop();
  if (has_thread_) pthread_join(thread_, nullptr);
  while (entries_ != nullptr) {
    Entry* const entry = entries_;
    entries_ = entry->next;
    close(entry->fd);
    delete entry;
  }
  if (epoll_ >= 0) close(epoll_);
  if (stop_event_ >= 0) close(stop_event_);
}

Status DeathWatch::Open() {
  epoll_ = epoll_create1(EPOLL_CLOEXEC);
  if (epoll_ < 0) return StatusFromErrno("epoll_create1");
  stop_event_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (stop_event_ < 0) return StatusFromErrno("eventfd");
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = kStopKey;
  if (epoll_ctl(epoll_, EPOLL_CTL_ADD, stop_event_, &event) != 0) return StatusFromErrno("epoll_ctl");
  return {};
}

Status DeathWatch::Add(pid_t pid, uint64_t key) {
  const int fd = PidfdOpen(pid);
  if (fd < 0) return StatusFromErrno("pidfd_open");
  fcntl(fd, F_SETFD, FD_CLOEXEC);
  Entry* const entry = new (std::nothrow) Entry{key, pid, fd, nullptr};
  if (entry == nullptr) {
    close(fd);
    return {ENOMEM, "pidfd_open"};
  }
  gil::MutexLock lock(mutex_);
  entry->next = entries_;
  entries_ = entry;
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = key;
  if (epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) == 0) return {};
  const Status status = StatusFromErrno("epoll_ctl");
  entries_ = entry->next;
  close(fd);
  delete entry;
  return status;
}

bool DeathWatch::Remove(uint64_t key) {
  gil::MutexLock lock(mutex_);
  for (Entry** link = &entries_; *link != nullptr; link = &(*link)->next) {
    Entry* const entry = *link;
    if (entry->key != key) continue;
    *link = entry->next;
    close(entry->fd);  // leaves the epoll set with it
    delete entry;
    return true;
  }
  return false;
}

// Takes the dead process out of the set and its exit status from the kernel. False if it was removed meanwhile.
bool DeathWatch::Collect(uint64_t key, bool reap, Death* death) {
  gil::MutexLock lock(mutex_);
  for (Entry** link = &entries_; *link != nullptr; link = &(*link)->next) {
    Entry* const entry = *link;
    if (entry->key != key) continue;
    siginfo_t info{};
    const int options = WEXITED | WNOHANG | (reap ? 0 : WNOWAIT);
    int result;
    do {
      result = waitid(P_PIDFD, static_cast<id_t>(entry->fd), &info, options);
    } while (result != 0 && errno == EINTR);
    *death = {key, entry->pid, result == 0 && info.si_pid != 0 ? ExitCodeOf(info) : kUnknownExit};
    *link = entry->next;
    epoll_ctl(epoll_, EPOLL_CTL_DEL, entry->fd, nullptr);  // a forked child may have a copy of the descriptor
    close(entry->fd);
    delete entry;
    return true;
  }
  return false;
}

WaitResult DeathWatch::Next(int64_t deadline, const BlockingHooks& hooks, bool reap, Death* death) {
  BlockingScope scope(hooks);
  int timeout_ms = 0;
  while (true) {
    epoll_event event;
    const int count = epoll_wait(epoll_, &event, 1, timeout_ms);
    if (count < 0) return errno == EINTR ? WaitResult::kInterrupted : WaitResult::kClosed;
    if (count == 1) {
      if (event.data.u64 == kStopKey) return WaitResult::kClosed;
      if (Collect(event.data.u64, reap, death)) return WaitResult::kDone;
      continue;
    }
    if (HasPassed(deadline)) return WaitResult::kTimedOut;
    scope.Enter();
    timeout_ms = -1;
    if (deadline != kForever) {
      const int64_t left = (deadline - gil::MonotonicNs() + 999999) / 1000000;
      timeout_ms = static_cast<int>(std::clamp<int64_t>(left, 0, 1000000000));
    }
  }
}

void DeathWatch::Stop() {
  if (stop_event_ >= 0) (void)eventfd_write(stop_event_, 1);
}

void* DeathWatch::RunThread(void* argument) {
  auto* const self = static_cast<DeathWatch*>(argument);
  const BlockingHooks no_hooks;
  Death death;
  while (true) {
    const WaitResult result = self->Next(kForever, no_hooks, self->reap_, &death);
    if (result == WaitResult::kClosed) return nullptr;
    if (result == WaitResult::kDone) self->notify_(self->context_, death);
  }
}

Status DeathWatch::StartThread(void (*notify)(void* context, const Death& death), void* context, bool reap) {
  notify_ = notify;
  context_ = context;
  reap_ = reap;
  // Signals are for the interpreter's threads.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  const int error = pthread_create(&thread_, nullptr, RunThread, this);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  has_thread_ = error == 0;
  return {error, "pthread_create"};
}

}  // namespace polygil::mp
