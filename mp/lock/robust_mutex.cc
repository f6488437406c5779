#include "mp/lock/robust_mutex.h"

#include <errno.h>
#include <stdlib.h>

#include "gil/mutex.h"

namespace polygil::mp {

void RobustMutex::Init() {
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
  pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
  pthread_mutex_init(&mutex_, &attributes);
  pthread_mutexattr_destroy(&attributes);
}

bool RobustMutex::Lock() {
  // A short spin: whoever is inside will be out in nanoseconds, unless it lost its CPU.
  int error = EBUSY;
  for (int i = 0; i < 60 && error == EBUSY; ++i) {
    error = pthread_mutex_trylock(&mutex_);
    if (error == EBUSY) gil::CpuRelax();
  }
  if (error == EBUSY) error = pthread_mutex_lock(&mutex_);
  if (error == 0) return false;
  // Anything but a dead owner would mean that the memory was overwritten.
  if (error != EOWNERDEAD) abort();
  pthread_mutex_consistent(&mutex_);
  return true;
}

void RobustMutex::Unlock() { pthread_mutex_unlock(&mutex_); }

}  // namespace polygil::mp
