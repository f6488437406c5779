// Where faulthandler writes: the file argument of its functions.

#ifndef POLYGIL_RUNTIME_MODULES_FAULTHANDLER_FILE_ARGUMENT_H_
#define POLYGIL_RUNTIME_MODULES_FAULTHANDLER_FILE_ARGUMENT_H_

#include "runtime/protocol/raise.h"

namespace polygil {

struct DumpFile {
  int fd = -1;
  Handle object;  // to be kept while the descriptor is in use; empty for a number
};

// A descriptor, or an object with fileno(), which is flushed; sys.stderr if `file` is empty or None.
bool FileArgument(Value file, DumpFile* out);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_FAULTHANDLER_FILE_ARGUMENT_H_
