#include "mp/lock/spin.h"

#include <sched.h>

namespace polygil::mp {

bool SpinningMakesSense() {
  static const bool several = [] {
    cpu_set_t set;
    CPU_ZERO(&set);
    return sched_getaffinity(0, sizeof(set), &set) == 0 && CPU_COUNT(&set) > 1;
  }();
  return several;
}

}  // namespace polygil::mp
