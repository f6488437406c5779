#include "mp/ring/units.h"

#include <errno.h>

#include <algorithm>

namespace polygil::mp {

namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;

// Keep up to this much free memory for the next messages.
constexpr uint32_t kKeptFreeUnits = (64u << 20) / Units::kUnitBytes;

size_t RoundUp(size_t value, size_t multiple) { return (value + multiple - 1) / multiple * multiple; }

}  // namespace

Status Units::Init(const Segment& segment, UnitTable* table, size_t header_bytes) {
  const size_t entries = RoundUp(header_bytes, Segment::PageSize());
  const size_t usable = segment.size() - entries;
  const size_t count = usable / (kUnitBytes + sizeof(UnitEntry));
  if (count < 4) return {ENOMEM, "queue"};
  table->entries_offset = entries;
  table->units_offset = RoundUp(entries + count * sizeof(UnitEntry), kUnitBytes);
  table->count =
      static_cast<uint32_t>(std::min(count, (segment.size() - table->units_offset) / kUnitBytes));
  Units units(&segment, table);
  return units.MapEntries(1) ? Status{} : Status{ENOMEM, "fallocate"};
}

UnitEntry& Units::Entry(uint32_t unit) const {
  return reinterpret_cast<UnitEntry*>(segment_->data() + table_->entries_offset)[unit];
}

char* Units::Data(uint32_t unit) const {
  return segment_->data() + table_->units_offset + size_t{unit} * kUnitBytes;
}

uint32_t Units::UnitOf(const char* data) const {
  return static_cast<uint32_t>(static_cast<size_t>(data - segment_->data() - table_->units_offset) /
                               kUnitBytes);
}

// Commits a page of entries at a time: a page describes 16 MiB.
bool Units::MapEntries(uint32_t count) {
  if (count <= table_->mapped) return true;
  if (count > table_->count) return false;
  const size_t begin = table_->entries_offset + table_->mapped * sizeof(UnitEntry);
  const size_t end =
      RoundUp(table_->entries_offset + count * sizeof(UnitEntry), Segment::PageSize());
  if (!segment_->Commit(begin, end - begin).ok()) return false;
  table_->mapped = std::min(static_cast<uint32_t>((end - table_->entries_offset) / sizeof(UnitEntry)),
                            table_->count);
  return true;
}

uint32_t Units::Allocate(uint32_t length, ProcessIdentity owner, bool* fresh) {
  uint32_t unit = table_->lowest_free;
  uint32_t found = 0;
  bool seen_free = false;
  *fresh = false;
  while (found < length) {
    if (unit + found >= table_->mapped && !MapEntries(unit + found + 1)) return kNone;
    UnitEntry& entry = Entry(unit + found);
    const UnitState state = entry.state.load(kRelaxed);
    if (state == UnitState::kFresh || state == UnitState::kFree) {
      if (!seen_free) table_->lowest_free = unit;
      seen_free = true;
      *fresh |= state == UnitState::kFresh;
      ++found;
      continue;
    }
    const bool has_length = state != UnitState::kLog && state != UnitState::kInner;
    unit += found + (has_length ? std::max(entry.length, 1u) : 1);
    found = 0;
    *fresh = false;
  }
  for (uint32_t i = 1; i < length; ++i) {
    UnitEntry& entry = Entry(unit + i);
    if (entry.state.load(kRelaxed) == UnitState::kFree && table_->free_units > 0) --table_->free_units;
    entry.state.store(UnitState::kInner, kRelaxed);
  }
  UnitEntry& first = Entry(unit);
  if (first.state.load(kRelaxed) == UnitState::kFree && table_->free_units > 0) --table_->free_units;
  first.length = length;
  first.owner = owner;
  first.state.store(UnitState::kFilling, std::memory_order_release);
  if (table_->lowest_free == unit) table_->lowest_free = unit + length;
  return unit;
}

Status Units::Commit(uint32_t unit, uint32_t length) const {
  return segment_->Commit(static_cast<size_t>(Data(unit) - segment_->data()), size_t{length} * kUnitBytes);
}

void Units::Decommit(uint32_t unit, uint32_t length) const {
  segment_->Decommit(static_cast<size_t>(Data(unit) - segment_->data()), size_t{length} * kUnitBytes);
}

bool Units::WorthReturning(uint32_t length) const { return table_->free_units + length > kKeptFreeUnits; }

void Units::Free(uint32_t unit, bool committed) {
  UnitEntry& first = Entry(unit);
  const bool run = first.state.load(kRelaxed) != UnitState::kLog;
  const uint32_t length = run ? std::max(first.length, 1u) : 1;
  const UnitState state = committed ? UnitState::kFree : UnitState::kFresh;
  // The first unit last: until then the run keeps its name.
  for (uint32_t i = length; i-- > 0;) Entry(unit + i).state.store(state, std::memory_order_release);
  if (committed) table_->free_units += length;
  table_->lowest_free = std::min(table_->lowest_free, unit);
}

void Units::BeginSweep() {
  for (uint32_t unit = 0; unit < table_->mapped; ++unit) {
    const UnitState state = Entry(unit).state.load(kRelaxed);
    if (state == UnitState::kLog || state == UnitState::kQueued) Entry(unit).owner = kUnreached;
  }
}

void Units::FinishSweep() {
  table_->free_units = 0;
  table_->lowest_free = 0;
  for (uint32_t unit = 0; unit < table_->mapped;) {
    UnitEntry& entry = Entry(unit);
    uint32_t length = 1;
    switch (entry.state.load(kRelaxed)) {
      case UnitState::kFresh:
        break;
      case UnitState::kFree:
        ++table_->free_units;
        break;
      case UnitState::kLog:
        if (entry.owner == kUnreached) Free(unit, /*committed=*/true);
        break;
      case UnitState::kQueued:
        length = std::max(entry.length, 1u);
        if (entry.owner == kUnreached) Free(unit, /*committed=*/true);
        break;
      case UnitState::kFilling:
      case UnitState::kReading:
        length = std::max(entry.length, 1u);
        break;
      case UnitState::kInner:
        // Left by an allocation that never got its first unit: whether it has pages is not known.
        entry.state.store(UnitState::kFresh, kRelaxed);
        break;
    }
    unit += length;
  }
  FreeRunsOfTheDead();
}

int Units::FreeRunsOfTheDead() {
  int freed = 0;
  for (uint32_t unit = 0; unit < table_->mapped;) {
    UnitEntry& entry = Entry(unit);
    const UnitState state = entry.state.load(kRelaxed);
    const bool owned = state == UnitState::kFilling || state == UnitState::kReading;
    const uint32_t length = owned || state == UnitState::kQueued ? std::max(entry.length, 1u) : 1;
    if (owned && !ProcessIsAlive(entry.owner)) {
      // Its owner may have died before all pages were committed.
      Free(unit, /*committed=*/state == UnitState::kReading);
      ++freed;
    }
    unit += length;
  }
  return freed;
}

}  // namespace polygil::mp
