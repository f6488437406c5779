#ifndef POLYGIL_RUNTIME_MODULES_ATEXIT_EXIT_CALLBACKS_H_
#define POLYGIL_RUNTIME_MODULES_ATEXIT_EXIT_CALLBACKS_H_

namespace polygil {

// Runs and forgets the callbacks of the atexit module, last registered first. Exceptions are
// reported as unraisable.
void RunExitCallbacks();

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_ATEXIT_EXIT_CALLBACKS_H_
