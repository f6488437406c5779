#include "runtime/modules/_io/buffered.h"

#include <cstring>
#include <ctime>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "runtime/modules/_io/io_base.h"
#include "runtime/modules/posix/system_call.h"
#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

// The owner may have been lost in a fork, which only one thread survives.
bool ThreadLives(ThreadState* thread) {
  for (ThreadState* t = CurrentInterpreter()->first_thread; t != nullptr; t = t->next)
    if (t == thread) return true;
  return false;
}

void WaitWhileOwned(uint32_t* word) {
  GilReleased released;
  timespec timeout{0, 50'000'000};
  syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, 1, &timeout, nullptr, 0);
}

}  // namespace

BufferedLock::BufferedLock(Value self) : self_(self) { ok_ = Acquire(); }

bool BufferedLock::Acquire() {
  Buffered* buffered = BufferedOf(self_);
  while (buffered->lock_owner != nullptr) {
    if (buffered->lock_owner == t_thread)
      return Raise(&RuntimeErrorType, "reentrant call inside %R", self_);
    if (!ThreadLives(buffered->lock_owner)) break;
    WaitWhileOwned(&buffered->lock_word);
  }
  buffered->lock_owner = t_thread;
  __atomic_store_n(&buffered->lock_word, 1, __ATOMIC_RELAXED);
  ok_ = true;
  return true;
}

void BufferedLock::Release() {
  Buffered* buffered = BufferedOf(self_);
  buffered->lock_owner = nullptr;
  __atomic_store_n(&buffered->lock_word, 0, __ATOMIC_RELAXED);
  ok_ = false;
  if (CurrentInterpreter()->first_thread->next != nullptr)
    syscall(SYS_futex, &buffered->lock_word, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
}

bool BufferedCheckReady(Value self) {
  const Buffered* buffered = BufferedOf(self);
  if (buffered->ok) [[likely]]
    return true;
  if (buffered->detached) return Raise(&ValueErrorType, "raw stream has been detached");
  return Raise(&ValueErrorType, "I/O operation on uninitialized object");
}

Fallible<bool> BufferedIsClosed(Value self) {
  TRY_VOID(BufferedCheckReady(self));
  Value raw = BufferedOf(self)->raw;
  if (IsExactly(raw, FileIoType)) return raw.As<FileIo>()->fd < 0;
  return IsClosed(raw);
}

bool BufferedCheckOpen(Value self, const char* message) {
  bool closed = TRY(BufferedIsClosed(self));
  return closed ? Raise(&ValueErrorType, "%s", message) : true;
}

namespace {

// Calls a method of the raw stream with a view of some memory until no signal interrupts it.
Owned CallWithView(Value raw, Value method, Value exporter) {
  for (;;) {
    Handle view = TRY(MemoryViewFrom(exporter));
    Handle result = CallMethod(raw, method, {view});
    Handle released;
    if (result) {
      released = CallMethod(view, "release");
      if (!released) ClearPending();
      return result.Release();
    }
    if (!PendingMatches(&InterruptedErrorType)) return {};
    ClearPending();
    if (!CheckSignals()) return {};
  }
}

int64_t CheckCount(Value result, int64_t size, const char* method) {
  if (result.IsNone()) return kIoWouldBlock;
  Fallible<int64_t> count = IndexExact(result, &ValueErrorType);
  if (!count) {
    if (PendingMatches(&TypeErrorType) || PendingMatches(&ValueErrorType))
      (void)static_cast<bool>(RaiseFromPending(&OSErrorType, "raw %s() failed", method));
    return kIoRaised;
  }
  if (count.value < 0 || count.value > size) {
    (void)static_cast<bool>(
        Raise(&OSErrorType, "raw %s() returned invalid length %lld (should have been between 0 and %lld)",
              method, static_cast<long long>(count.value), static_cast<long long>(size)));
    return kIoRaised;
  }
  return count.value;
}

int64_t ReadByMethod(Value raw, uint8_t* into, int64_t size) {
  Handle memory = ByteArrayNew(nullptr, size);
  if (!memory) return kIoRaised;
  Handle result = CallWithView(raw, names.readinto, memory);
  if (!result) return kIoRaised;
  int64_t count = CheckCount(result, size, "readinto");
  if (count > 0) memcpy(into, memory.As<ByteArray>()->data, static_cast<size_t>(count));
  return count;
}

int64_t WriteByMethod(Value raw, const uint8_t* from, int64_t size) {
  Handle memory = BytesNew(from, size);
  if (!memory) return kIoRaised;
  Handle result = CallWithView(raw, names.write, memory);
  if (!result) return kIoRaised;
  return CheckCount(result, size, "write");
}

int64_t PositionOf(Value result) {
  Fallible<int64_t> position = IndexExact(result, &ValueErrorType);
  if (!position) return -1;
  if (position.value < 0)
    (void)static_cast<bool>(Raise(&OSErrorType, "Raw stream returned invalid position %lld",
                                  static_cast<long long>(position.value)));
  return position.value < 0 ? -1 : position.value;
}

bool IsOpenFile(Value raw) { return IsExactly(raw, FileIoType) && raw.As<FileIo>()->fd >= 0; }

}  // namespace

int64_t BufferedRawRead(Value self, uint8_t* into, int64_t size) {
  Buffered* buffered = BufferedOf(self);
  Value raw = buffered->raw;
  int64_t count = IsOpenFile(raw) && raw.As<FileIo>()->readable ? FileIoRead(raw, into, size)
                                                                : ReadByMethod(raw, into, size);
  if (count > 0 && buffered->raw_position >= 0) buffered->raw_position += count;
  return count;
}

int64_t BufferedRawWrite(Value self, const uint8_t* from, int64_t size) {
  Buffered* buffered = BufferedOf(self);
  Value raw = buffered->raw;
  int64_t count = IsOpenFile(raw) && raw.As<FileIo>()->writable ? FileIoWrite(raw, from, size)
                                                                : WriteByMethod(raw, from, size);
  if (count > 0 && buffered->raw_position >= 0) buffered->raw_position += count;
  return count;
}

int64_t BufferedRawTell(Value self) {
  Buffered* buffered = BufferedOf(self);
  int64_t position;
  if (IsOpenFile(buffered->raw)) {
    position = FileIoSeek(buffered->raw, 0, SEEK_CUR);
  } else {
    Handle result = CallMethod(buffered->raw, names.tell);
    position = result ? PositionOf(result) : -1;
  }
  buffered->raw_position = position;
  return position;
}

int64_t BufferedRawSeek(Value self, int64_t offset, int whence) {
  Buffered* buffered = BufferedOf(self);
  int64_t position = -1;
  if (IsOpenFile(buffered->raw)) {
    position = FileIoSeek(buffered->raw, offset, whence);
  } else {
    Handle where = IntFromInt64(offset);
    Handle result;
    if (where) result = CallMethod(buffered->raw, names.seek, {where, Value::Int(whence)});
    if (result) position = PositionOf(result);
  }
  buffered->raw_position = position;
  return position;
}

namespace {

Raised RaiseWouldBlock(int64_t written) {
  Handle text = StrFromUtf8("write could not complete without blocking");
  Handle count = IntFromInt64(written);
  if (!text || !count) return {};
  Value args[3] = {Value::Int(EAGAIN), text, count};
  return RaiseInstance(ExceptionNew(&BlockingIOErrorType, args, 3));
}

}  // namespace

bool BufferedFlushPending(Value self) {
  Buffered* buffered = BufferedOf(self);
  int64_t done = 0;
  int64_t count = 0;
  while (done < buffered->pending) {
    count = BufferedRawWrite(self, buffered->data + done, buffered->pending - done);
    if (count < 0) break;
    done += count;
    if (count == 0 || done < buffered->pending) {
      // A partial write may mean a signal.
      if (!CheckSignals()) {
        count = kIoRaised;
        break;
      }
    }
  }
  if (done > 0 && done < buffered->pending)
    memmove(buffered->data, buffered->data + done, static_cast<size_t>(buffered->pending - done));
  buffered->pending -= done;
  if (count == kIoWouldBlock) return RaiseWouldBlock(0);
  return count != kIoRaised;
}

bool BufferedDropReadAhead(Value self) {
  Buffered* buffered = BufferedOf(self);
  int64_t ahead = buffered->end - buffered->start;
  buffered->start = buffered->end = 0;
  return ahead == 0 || BufferedRawSeek(self, -ahead, SEEK_CUR) >= 0;
}

int64_t BufferedFill(Value self) {
  Buffered* buffered = BufferedOf(self);
  buffered->start = buffered->end = 0;
  int64_t count = BufferedRawRead(self, buffered->data, buffered->capacity);
  if (count > 0) buffered->end = count;
  return count;
}

namespace {

// Keeps as much as there is room for after a write that would block; reports the rest.
bool KeepAndReport(Value self, const uint8_t* data, int64_t size, int64_t written) {
  Buffered* buffered = BufferedOf(self);
  int64_t room = buffered->capacity - buffered->pending;
  int64_t kept = size < room ? size : room;
  memcpy(buffered->data + buffered->pending, data, static_cast<size_t>(kept));
  buffered->pending += kept;
  if (kept == size) return true;
  return RaiseWouldBlock(written + kept);
}

bool WriteLarge(Value self, const uint8_t* data, int64_t size) {
  Buffered* buffered = BufferedOf(self);
  if (!BufferedFlushPending(self)) {
    if (!PendingMatches(&BlockingIOErrorType)) return false;
    ClearPending();
    return KeepAndReport(self, data, size, 0);
  }
  int64_t written = 0;
  while (size - written > buffered->capacity) {
    int64_t count = BufferedRawWrite(self, data + written, size - written);
    if (count == kIoRaised) return false;
    if (count == kIoWouldBlock)
      return KeepAndReport(self, data + written, size - written, written);
    written += count;
    if (!CheckSignals()) return false;
  }
  memcpy(buffered->data, data + written, static_cast<size_t>(size - written));
  buffered->pending = size - written;
  return true;
}

}  // namespace

bool BufferedWriteAll(Value self, const uint8_t* data, int64_t size) {
  BufferedLock lock(self);
  if (!lock.ok()) return false;
  // Somebody may have closed it while this thread waited.
  TRY_VOID(BufferedCheckOpen(self, "write to closed file"));
  Buffered* buffered = BufferedOf(self);
  if (buffered->end > buffered->start) TRY_VOID(BufferedDropReadAhead(self));
  buffered->start = buffered->end = 0;
  if (size <= buffered->capacity - buffered->pending) {
    memcpy(buffered->data + buffered->pending, data, static_cast<size_t>(size));
    buffered->pending += size;
    return true;
  }
  return WriteLarge(self, data, size);
}

Owned BufferedRead1(Value self, int64_t size) {
  Buffered* buffered = BufferedOf(self);
  if (size < 0) size = buffered->capacity;
  if (size == 0) return BytesNew(nullptr, 0);
  BufferedLock lock(self);
  if (!lock.ok()) return {};
  if (buffered->pending > 0) TRY_VOID(BufferedFlushPending(self));
  int64_t have = buffered->end - buffered->start;
  if (have > 0) {
    if (have > size) have = size;
    Handle bytes = TRY(BytesNew(buffered->data + buffered->start, have));
    buffered->start += have;
    return bytes.Release();
  }
  Handle bytes = TRY(BytesNew(nullptr, size));
  buffered->start = buffered->end = 0;
  int64_t count = BufferedRawRead(self, bytes.As<Bytes>()->data, size);
  if (count == kIoRaised) return {};
  return BytesShrink(bytes.Release(), count < 0 ? 0 : count);
}

bool BufferedFlush(Value self) {
  BufferedLock lock(self);
  if (!lock.ok()) return false;
  TRY_VOID(BufferedFlushPending(self));
  if (BufferedOf(self)->readable) return BufferedDropReadAhead(self);
  return true;
}

}  // namespace polygil
