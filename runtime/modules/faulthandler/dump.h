// Python stacks written to a descriptor by code that may do nothing else: in signal handlers and
// beside running threads. No allocation, no lock, no GIL; what is read may be changing, so that a
// dump of a running thread can be wrong in its innermost lines. Texts are CPython's.

#ifndef POLYGIL_RUNTIME_MODULES_FAULTHANDLER_DUMP_H_
#define POLYGIL_RUNTIME_MODULES_FAULTHANDLER_DUMP_H_

#include "runtime/object/interpreter.h"

namespace polygil {

void DumpText(int fd, const char* text);
void DumpNumber(int fd, uint64_t number);

// "Stack (most recent call first):" and the thread's frames.
void DumpStack(int fd, const ThreadState* thread);
// The stacks of all threads, the newest thread first. `current` is called so; it may be null.
void DumpAllStacks(int fd, const Interpreter* interpreter, const ThreadState* current);
// One of the two. `current` may be null.
void DumpStacks(int fd, const Interpreter* interpreter, const ThreadState* current, bool all_threads);
// "Extension modules: a, b (total: 2)" of the native modules in sys.modules that are not in
// sys.stdlib_module_names, if there are any.
void DumpExtensionModules(int fd, const Interpreter* interpreter);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_FAULTHANDLER_DUMP_H_
