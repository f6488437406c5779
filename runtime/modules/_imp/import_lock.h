// The lock around imports (imp.acquire_lock()): held by one thread at a time, reentrantly.

#ifndef POLYGIL_RUNTIME_MODULES_IMP_IMPORT_LOCK_H_
#define POLYGIL_RUNTIME_MODULES_IMP_IMPORT_LOCK_H_

namespace polygil {

// Waits, with the GIL released meanwhile. False: out of memory.
bool ImportLockAcquire();
// RuntimeError if the thread doesn't hold it.
bool ImportLockRelease();

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_IMP_IMPORT_LOCK_H_
