// The buffer of BufferedReader, BufferedWriter and BufferedRandom over a raw stream.
//
// At any time the buffer holds either bytes read ahead ([start, end), with already consumed ones before
// start) or bytes not yet written ([0, pending)), never both. Input and output happen without the GIL,
// so each operation that touches the buffer owns its lock; a thread that comes again (a signal
// handler) is refused instead of hanging.

#ifndef POLYGIL_RUNTIME_MODULES_IO_BUFFERED_H_
#define POLYGIL_RUNTIME_MODULES_IO_BUFFERED_H_

#include <cstdint>

#include "runtime/modules/_io/file_io.h"
#include "runtime/object/interpreter.h"
#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

struct Buffered : Object {
  Value raw;             // owned; empty before __init__ and after detach()
  Value finalizing;      // True while the finalizer closes it, else empty
  uint8_t* data;
  int64_t capacity;
  int64_t start, end;    // bytes read ahead
  int64_t pending;       // bytes to be written
  int64_t raw_position;  // of the raw stream; -1: unknown
  ThreadState* lock_owner;
  uint32_t lock_word;    // futex: 1 while owned
  bool ok, detached, readable, writable;
};
extern Type BufferedReaderType, BufferedWriterType, BufferedRandomType;

inline Buffered* BufferedOf(Value self) { return self.As<Buffered>(); }

// The lock of a Buffered for a scope.
class BufferedLock {
 public:
  explicit BufferedLock(Value self);
  ~BufferedLock() {
    if (ok_) Release();
  }
  BufferedLock(const BufferedLock&) = delete;
  BufferedLock& operator=(const BufferedLock&) = delete;
  // False: RuntimeError "reentrant call inside ..." is pending.
  bool ok() const { return ok_; }
  void Release();
  bool Acquire();

 private:
  Value self_;
  bool ok_ = false;
};

// ValueError if it was not initialised, or detached.
bool BufferedCheckReady(Value self);
// As the attribute `closed` of the raw stream.
Fallible<bool> BufferedIsClosed(Value self);
// `what` completes "... of closed file".
bool BufferedCheckOpen(Value self, const char* message);

// -- The raw stream; counts, kIoRaised or kIoWouldBlock -------------------------------------------
int64_t BufferedRawRead(Value self, uint8_t* into, int64_t size);
int64_t BufferedRawWrite(Value self, const uint8_t* from, int64_t size);
int64_t BufferedRawTell(Value self);
int64_t BufferedRawSeek(Value self, int64_t offset, int whence);

// -- Lock held ------------------------------------------------------------------------------------
// Writes what is pending. BlockingIOError if that can't be done now.
bool BufferedFlushPending(Value self);
// Moves the raw stream back to where the reader is.
bool BufferedDropReadAhead(Value self);
// Fills the empty buffer by one read: a count as above, 0 at the end.
int64_t BufferedFill(Value self);

// -- For TextIOWrapper ----------------------------------------------------------------------------
// Takes the lock; write(bytes). False: raised. `*written` is set on BlockingIOError.
bool BufferedWriteAll(Value self, const uint8_t* data, int64_t size);
// read1(size): bytes.
Owned BufferedRead1(Value self, int64_t size);
bool BufferedFlush(Value self);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_IO_BUFFERED_H_
