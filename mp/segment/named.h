// Shared memory with a name, for multiprocessing.shared_memory. A name outlives its creator, so each one made
// here leaves a record of who made it (pid and start time) in a folder of this user beside the segments, and a
// janitor removes the names whose creators are gone.
#ifndef POLYGIL_MP_SEGMENT_NAMED_H_
#define POLYGIL_MP_SEGMENT_NAMED_H_

#include <sys/types.h>

#include <cstddef>

#include "mp/segment/status.h"

namespace polygil::mp {

// As shm_open(3), close-on-exec; creating a segment also records its creator. `name` may begin with a slash.
Status NamedOpen(const char* name, int flags, mode_t mode, int* fd);

// Sets the size and allocates the pages, so that a full /dev/shm is ENOSPC here, not SIGBUS later.
Status NamedResize(int fd, size_t bytes);

// Removes name and record. ENOENT if there is no such name.
Status NamedUnlink(const char* name);

// Gives up the record: the segment shall survive its creator (track=False).
void NamedForget(const char* name);

// Removes all segments of this user whose creator is dead; returns how many.
int NamedCleanUp();

}  // namespace polygil::mp

#endif  // POLYGIL_MP_SEGMENT_NAMED_H_
