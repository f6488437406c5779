#include "gil/clock.h"

namespace polygil::gil {

TickRate::TickRate() {
  const int64_t start_ns = MonotonicNs();
  const uint64_t start = Ticks();
  int64_t elapsed_ns;
  do {
    elapsed_ns = MonotonicNs() - start_ns;
  } while (elapsed_ns < 100000);
  const uint64_t elapsed = TicksBetween(start, Ticks());
  ns_per_tick_ = elapsed == 0 ? uint64_t{1} << 32
                              : static_cast<uint64_t>((static_cast<unsigned __int128>(elapsed_ns) << 32) /
                                                      elapsed);
  if (ns_per_tick_ == 0) ns_per_tick_ = 1;
}

}  // namespace polygil::gil
