// Who is who among processes: a pid alone may be used again, a pid with its start time is unique.
#ifndef POLYGIL_MP_SEGMENT_PROCESS_H_
#define POLYGIL_MP_SEGMENT_PROCESS_H_

#include <sys/types.h>

#include <cstdint>

namespace polygil::mp {

// The pid in the upper half, the low bits of its start time (clock ticks since boot) in the lower. 0: nobody.
using ProcessIdentity = uint64_t;

inline pid_t PidOf(ProcessIdentity identity) { return static_cast<pid_t>(identity >> 32); }

// The calling process. Cached; a forked child finds its own.
ProcessIdentity OwnIdentity();

// Another process, or 0 if there is none with this pid.
ProcessIdentity IdentityOf(pid_t pid);

// False once the process has exited, even while it is a zombie. A few microseconds.
bool ProcessIsAlive(ProcessIdentity identity);

}  // namespace polygil::mp

#endif  // POLYGIL_MP_SEGMENT_PROCESS_H_
