#include "mp/ring/queue.h"

#include <errno.h>
#include <string.h>

#include <algorithm>

namespace polygil::mp {

// The shared part, at the beginning of the segment.
struct QueueHeader {
  uint64_t magic;
  uint64_t capacity;
  RobustMutex mutex;

  // The truth about the log, with the marks: where its first record is, or will be.
  std::atomic<uint64_t> head;
  // Recomputed by Repair.
  uint64_t tail;       // where the next record goes
  uint64_t put_total;  // records ever appended; the mark of the last one
  alignas(64) std::atomic<uint64_t> size;

  alignas(64) Doorbell not_empty;
  SpinHint get_spin;
  alignas(64) Doorbell not_full;
  SpinHint put_spin;
  alignas(64) std::atomic<uint64_t> finished;
  std::atomic<uint64_t> unfinished_puts;  // copy of put_total that readers may load without the mutex
  Doorbell all_done;

  UnitTable units;
};

namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr uint64_t kMagic = 0x31657565'75716770;
constexpr size_t kReservation = size_t{32} << 30;

enum RecordKind : uint32_t { kSmall, kLarge };

}  // namespace

struct QueueRecord {
  std::atomic<uint64_t> mark;  // 0: not there
  uint64_t label;
  uint32_t size;
  uint32_t kind;
};

namespace {

using Record = QueueRecord;

// What a large message leaves in the log.
struct LargeReference {
  uint64_t unit;
  uint64_t size;
};

// At the beginning of each unit of the log.
struct LogUnit {
  std::atomic<uint64_t> next;  // position of the next unit, 0 for the last
  uint64_t unused;
};

uint64_t RecordBytes(size_t size) { return sizeof(Record) + ((size + 7) & ~size_t{7}); }

}  // namespace

Queue& Queue::operator=(Queue&& other) noexcept {
  segment_ = static_cast<Segment&&>(other.segment_);
  header_ = other.header_;
  other.header_ = nullptr;
  units_ = header_ != nullptr ? Units(&segment_, &header_->units) : Units();
  return *this;
}

Status Queue::Create(uint64_t capacity, Queue* queue) {
  Queue made;
  Status status =
      Segment::CreateSparse("polygil-queue", kReservation, sizeof(QueueHeader), &made.segment_);
  if (!status.ok()) return status;
  auto* header = reinterpret_cast<QueueHeader*>(made.segment_.data());
  status = Units::Init(made.segment_, &header->units, sizeof(QueueHeader));
  if (!status.ok()) return status;
  header->mutex.Init();
  header->capacity = capacity;
  made.header_ = header;
  made.units_ = Units(&made.segment_, &header->units);
  const uint32_t unit = made.AllocateRun(1);
  if (unit == Units::kNone) return {ENOMEM, "fallocate"};
  made.StartUnit(unit);
  header->tail = static_cast<uint64_t>(made.units_.Data(unit) - made.segment_.data()) + sizeof(LogUnit);
  header->head.store(header->tail, kRelaxed);
  header->magic = kMagic;
  *queue = static_cast<Queue&&>(made);
  return {};
}

Status Queue::Open(int fd, Queue* queue) {
  Queue opened;
  const Status status = Segment::Map(fd, &opened.segment_);
  if (!status.ok()) return status;
  auto* header = reinterpret_cast<QueueHeader*>(opened.segment_.data());
  if (opened.segment_.size() < sizeof(QueueHeader) || header->magic != kMagic) return {EINVAL, "queue"};
  opened.header_ = header;
  *queue = static_cast<Queue&&>(opened);
  return {};
}

uint64_t Queue::Size() const { return header_->size.load(std::memory_order_acquire); }
uint64_t Queue::Capacity() const { return header_->capacity; }

// --- Memory ---

// A committed run with room for `bytes`, marked as ours; kNone when there is no memory.
uint32_t Queue::AllocateRun(size_t bytes) {
  if (bytes > units_.Capacity()) return Units::kNone;
  const uint32_t length = std::max(Units::UnitsFor(bytes), 1u);
  const ProcessIdentity self = OwnIdentity();
  bool fresh;
  uint32_t unit;
  {
    RobustLock lock(header_->mutex, this);
    unit = units_.Allocate(length, self, &fresh);
    if (unit == Units::kNone && units_.FreeRunsOfTheDead() > 0) {
      unit = units_.Allocate(length, self, &fresh);
    }
  }
  if (unit == Units::kNone || !fresh) return unit;
  if (units_.Commit(unit, length).ok()) return unit;
  units_.Decommit(unit, length);
  RobustLock lock(header_->mutex, this);
  units_.Free(unit, /*committed=*/false);
  return Units::kNone;
}

void Queue::FreeRun(uint32_t unit) {
  const uint32_t length = units_.Entry(unit).length;
  bool give_back;
  {
    RobustLock lock(header_->mutex, this);
    give_back = units_.WorthReturning(length);
    if (!give_back) units_.Free(unit, /*committed=*/true);
  }
  if (!give_back) return;
  units_.Decommit(unit, length);
  RobustLock lock(header_->mutex, this);
  units_.Free(unit, /*committed=*/false);
}

int Queue::FreeMemoryOfTheDead() {
  RobustLock lock(header_->mutex, this);
  return units_.FreeRunsOfTheDead();
}

// Makes a run of one unit, still ours, an empty unit of the log.
void Queue::StartUnit(uint32_t unit) {
  auto* log = reinterpret_cast<LogUnit*>(units_.Data(unit));
  log->next.store(0, kRelaxed);
  reinterpret_cast<Record*>(log + 1)->mark.store(0, kRelaxed);
  units_.Entry(unit).state.store(UnitState::kLog, std::memory_order_release);
}

// --- The log; the mutex is held ---

namespace {

uint64_t UnitBegin(uint64_t position) { return position & ~uint64_t{Units::kUnitBytes - 1}; }
uint64_t RoomInUnit(uint64_t position) {
  return UnitBegin(position) + Units::kUnitBytes - position;
}

}  // namespace

Queue::Appended Queue::Append(const Item& item, uint32_t* spare) {
  if (header_->capacity != 0 && header_->size.load(kRelaxed) >= header_->capacity) return Appended::kFull;
  const uint64_t need = RecordBytes(item.size);
  if (RoomInUnit(header_->tail) < need + sizeof(Record)) {
    if (*spare == Units::kNone) return Appended::kNeedsUnit;
    StartUnit(*spare);
    const uint64_t begin = static_cast<uint64_t>(units_.Data(*spare) - segment_.data());
    *spare = Units::kNone;
    reinterpret_cast<LogUnit*>(At(UnitBegin(header_->tail)))->next.store(begin, std::memory_order_release);
    header_->tail = begin + sizeof(LogUnit);
  }
  const uint64_t position = header_->tail;
  auto* record = reinterpret_cast<Record*>(At(position));
  record->label = item.label;
  record->size = static_cast<uint32_t>(item.size);
  record->kind = item.kind;
  if (item.size > 0) memcpy(static_cast<void*>(record + 1), item.data, item.size);
  reinterpret_cast<Record*>(At(position + need))->mark.store(0, kRelaxed);
  if (item.kind == kLarge) {
    LargeReference reference;
    memcpy(&reference, item.data, sizeof(reference));
    units_.Entry(static_cast<uint32_t>(reference.unit)).state.store(UnitState::kQueued, kRelaxed);
  }
  const uint64_t sequence = header_->put_total + 1;
  record->mark.store(sequence, std::memory_order_release);  // now it exists
  header_->put_total = sequence;
  header_->unfinished_puts.store(sequence, std::memory_order_release);
  header_->tail = position + need;
  header_->size.store(header_->size.load(kRelaxed) + 1, std::memory_order_release);
  return Appended::kDone;
}

// Moves `head` into the next unit if the present one is used up. False if the log is empty.
bool Queue::SkipToRecord() {
  const uint64_t head = header_->head.load(kRelaxed);
  if (reinterpret_cast<Record*>(At(head))->mark.load(std::memory_order_acquire) != 0) return true;
  const uint64_t begin = UnitBegin(head);
  const uint64_t next = reinterpret_cast<LogUnit*>(At(begin))->next.load(std::memory_order_acquire);
  if (next == 0) return false;
  header_->head.store(next + sizeof(LogUnit), std::memory_order_release);
  units_.Free(units_.UnitOf(At(begin)), /*committed=*/true);
  return reinterpret_cast<Record*>(At(next + sizeof(LogUnit)))->mark.load(kRelaxed) != 0;
}

bool Queue::TryGet(MessageBuffer* buffer, QueueMessage* message, const QueueClaim& claim,
                   WaitResult* result) {
  if (header_->size.load(std::memory_order_acquire) == 0) return false;
  const ProcessIdentity self = OwnIdentity();
  *result = WaitResult::kDone;
  if (!buffer->Resize(kLongestSmall)) {  // nothing is allocated under the mutex
    *result = WaitResult::kNoMemory;
    return true;
  }
  RobustLock lock(header_->mutex, this);
  while (header_->size.load(kRelaxed) != 0 && SkipToRecord()) {
    const uint64_t position = header_->head.load(kRelaxed);
    const auto* record = reinterpret_cast<const Record*>(At(position));
    const bool wanted = claim.claim == nullptr || claim.claim(claim.context, record->label);
    if (wanted) Deliver(*record, self, buffer, message);
    const uint32_t unwanted_unit = !wanted && record->kind == kLarge ? UnitOfLarge(*record) : Units::kNone;
    // Now it is ours.
    header_->head.store(position + RecordBytes(record->size), std::memory_order_release);
    header_->size.store(header_->size.load(kRelaxed) - 1, std::memory_order_release);
    if (wanted) return true;
    if (unwanted_unit != Units::kNone) units_.Free(unwanted_unit, /*committed=*/true);
  }
  return false;
}

// Copies a small message; takes the run of a large one.
void Queue::Deliver(const Record& record, ProcessIdentity self, MessageBuffer* buffer, QueueMessage* message) {
  const char* const bytes = reinterpret_cast<const char*>(&record + 1);
  if (record.kind == kSmall) {
    memcpy(buffer->data(), bytes, record.size);
    *message = {buffer->data(), record.size, record.label, Units::kNone};
    return;
  }
  LargeReference reference;
  memcpy(&reference, bytes, sizeof(reference));
  const auto unit = static_cast<uint32_t>(reference.unit);
  *message = {units_.Data(unit), reference.size, record.label, unit};
  units_.Entry(unit).owner = self;
  units_.Entry(unit).state.store(UnitState::kReading, std::memory_order_release);
}

uint32_t Queue::UnitOfLarge(const Record& record) {
  LargeReference reference;
  memcpy(&reference, &record + 1, sizeof(reference));
  return static_cast<uint32_t>(reference.unit);
}

void Queue::Repair() {
  // Walk the log: count, and find its end.
  uint64_t position = header_->head.load(kRelaxed);
  uint64_t count = 0;
  units_.BeginSweep();
  units_.Reach(units_.UnitOf(At(position)));
  while (true) {
    auto* record = reinterpret_cast<Record*>(At(position));
    const uint64_t mark = record->mark.load(std::memory_order_acquire);
    if (mark == 0) {
      const uint64_t next = reinterpret_cast<LogUnit*>(At(UnitBegin(position)))->next.load(kRelaxed);
      if (next == 0) break;
      units_.Reach(units_.UnitOf(At(next)));
      position = next + sizeof(LogUnit);
      continue;
    }
    ++count;
    header_->put_total = mark;
    if (record->kind == kLarge) {
      // Its consumer may have died between taking the run and taking the record.
      const uint32_t unit = UnitOfLarge(*record);
      units_.Entry(unit).state.store(UnitState::kQueued, kRelaxed);
      units_.Reach(unit);
    }
    position += RecordBytes(record->size);
  }
  header_->tail = position;
  header_->unfinished_puts.store(header_->put_total, std::memory_order_release);
  header_->size.store(count, std::memory_order_release);
  units_.FinishSweep();
}

// --- Putting ---

WaitResult Queue::AppendWaiting(const Item& item, int64_t deadline, const BlockingHooks& hooks) {
  uint32_t spare = Units::kNone;
  WaitResult result = WaitResult::kDone;
  BlockingScope scope(hooks);
  bool spun = false;
  bool armed = false;
  while (true) {
    Appended appended;
    {
      RobustLock lock(header_->mutex, this);
      appended = Append(item, &spare);
    }
    if (appended == Appended::kDone) break;
    if (appended == Appended::kNeedsUnit) {
      spare = AllocateRun(1);
      if (spare != Units::kNone) continue;
      result = WaitResult::kNoMemory;
      break;
    }
    if (HasPassed(deadline)) {
      result = WaitResult::kTimedOut;
      break;
    }
    scope.Enter();
    if (!spun) {
      spun = true;
      if (header_->put_spin.SpinUntil([this] { return !Full(); })) continue;
    }
    if (!armed) {
      header_->not_full.Arm();
      armed = true;
      continue;  // look once more
    }
    armed = false;
    if (header_->not_full.Sleep(deadline) == EINTR) {
      result = WaitResult::kInterrupted;
      break;
    }
  }
  if (spare != Units::kNone) FreeRun(spare);
  if (result == WaitResult::kDone) header_->not_empty.RingOne();
  return result;
}

WaitResult Queue::Put(const char* data, size_t size, int64_t deadline, const BlockingHooks& hooks,
                      uint64_t label) {
  if (size <= kLongestSmall) return AppendWaiting({data, size, kSmall, label}, deadline, hooks);
  char* const room = BeginLarge(size);
  if (room == nullptr) return WaitResult::kNoMemory;
  memcpy(room, data, size);
  const WaitResult result = PutLarge(room, size, deadline, hooks, label);
  if (result != WaitResult::kDone) Discard(room);
  return result;
}

char* Queue::BeginLarge(size_t size) {
  const uint32_t unit = AllocateRun(size);
  return unit == Units::kNone ? nullptr : units_.Data(unit);
}

WaitResult Queue::PutLarge(char* room, size_t size, int64_t deadline, const BlockingHooks& hooks,
                           uint64_t label) {
  const uint32_t unit = units_.UnitOf(room);
  const LargeReference reference{unit, size};
  // The run is in our name until Append puts it into the log.
  const Item item{reinterpret_cast<const char*>(&reference), sizeof(reference), kLarge, label};
  return AppendWaiting(item, deadline, hooks);
}

void Queue::Discard(char* room) { FreeRun(units_.UnitOf(room)); }

// --- Getting ---

WaitResult Queue::Get(int64_t deadline, const BlockingHooks& hooks, MessageBuffer* buffer,
                      QueueMessage* message, const QueueClaim& claim) {
  WaitResult result;
  BlockingScope scope(hooks);
  while (!TryGet(buffer, message, claim, &result)) {
    if (HasPassed(deadline)) return WaitResult::kTimedOut;
    scope.Enter();
    const WaitResult waited = AwaitMessage(deadline, BlockingHooks());
    if (waited != WaitResult::kDone) return waited;
  }
  if (result == WaitResult::kDone && header_->capacity != 0) header_->not_full.RingOne();
  return result;
}

WaitResult Queue::AwaitMessage(int64_t deadline, const BlockingHooks& hooks) {
  const auto ready = [this] { return Size() > 0; };
  if (ready()) return WaitResult::kDone;
  BlockingScope scope(hooks);
  while (true) {
    if (HasPassed(deadline)) return ready() ? WaitResult::kDone : WaitResult::kTimedOut;
    scope.Enter();
    if (header_->get_spin.SpinUntil(ready)) return WaitResult::kDone;
    header_->not_empty.Arm();
    if (header_->size.load(std::memory_order_seq_cst) > 0) return WaitResult::kDone;
    if (header_->not_empty.Sleep(deadline) == EINTR) return WaitResult::kInterrupted;
    if (ready()) return WaitResult::kDone;
  }
}

void Queue::WakeConsumers() { header_->not_empty.RingAll(); }

void Queue::Release(QueueMessage* message) {
  if (message->unit != Units::kNone) FreeRun(message->unit);
  *message = QueueMessage();
}

// --- Joining ---

uint64_t Queue::Unfinished() const {
  const uint64_t finished = header_->finished.load(std::memory_order_acquire);
  const uint64_t put = header_->unfinished_puts.load(std::memory_order_acquire);
  return put > finished ? put - finished : 0;
}

bool Queue::TaskDone() {
  uint64_t finished = header_->finished.load(kRelaxed);
  do {
    if (finished >= header_->unfinished_puts.load(std::memory_order_acquire)) return false;
  } while (!header_->finished.compare_exchange_weak(finished, finished + 1, std::memory_order_acq_rel));
  if (Unfinished() == 0) header_->all_done.RingAll();
  return true;
}

WaitResult Queue::AwaitAllDone(int64_t deadline, const BlockingHooks& hooks) {
  BlockingScope scope(hooks);
  while (Unfinished() > 0) {
    if (HasPassed(deadline)) return WaitResult::kTimedOut;
    scope.Enter();
    header_->all_done.Arm();
    if (Unfinished() == 0) break;
    if (header_->all_done.Sleep(deadline) == EINTR) return WaitResult::kInterrupted;
  }
  return WaitResult::kDone;
}

}  // namespace polygil::mp
