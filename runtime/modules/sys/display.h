// Showing exceptions as CPython's traceback printer does: sys.excepthook, sys.unraisablehook and the
// end of a program.

#ifndef POLYGIL_RUNTIME_MODULES_SYS_DISPLAY_H_
#define POLYGIL_RUNTIME_MODULES_SYS_DISPLAY_H_

#include "runtime/object/ownership.h"
#include "runtime/object/value.h"
#include "runtime/types/text/str.h"

namespace polygil {

// The whole text of an exception with its traceback, causes, notes and groups. Never leaves an
// exception pending but MemoryError and KeyboardInterrupt.
bool FormatException(Value exception, StrBuilder* out);
// The text goes to `file` (an object with write()). False: pending.
bool DisplayException(Value file, Value exception);
// Hands the pending exception to sys.excepthook, after setting sys.last_*. Nothing is pending after.
void DisplayPending();
// As far as possible without sys: the text goes to a file descriptor.
void DisplayPendingToDescriptor(int descriptor);
// The pending SystemExit's meaning: prints a message if it has one; returns the status. Clears it.
int HandleSystemExit();

// Reports the pending exception with a message of its own and clears it.
void WriteUnraisableMessage(const char* message, Value where);
// RuntimeHooks::write_unraisable.
void UnraisableHook(Value exception, Value where);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_SYS_DISPLAY_H_
