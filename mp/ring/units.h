// The memory of a shared queue: a reservation cut into units of 64 KiB, handed out in runs of consecutive units.
//
// Each unit has an entry that says what it is used for and by whom, so that what a killed process had taken can
// be found again. The entries are changed under the queue's robust mutex, each change with one store of `state`;
// pages are committed and given back outside of it, by the process whose name is on the run.
#ifndef POLYGIL_MP_RING_UNITS_H_
#define POLYGIL_MP_RING_UNITS_H_

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "mp/segment/process.h"
#include "mp/segment/segment.h"

namespace polygil::mp {

enum class UnitState : uint32_t {
  kFresh,    // no pages committed
  kFree,     // committed and unused
  kLog,      // part of the queue's log
  kFilling,  // first unit of a run that its owner commits or writes
  kQueued,   // first unit of a run whose message is in the log
  kReading,  // first unit of a run that its owner reads
  kInner,    // follows in a run
};

struct UnitEntry {
  std::atomic<UnitState> state;
  uint32_t length;        // of the run, in its first unit
  ProcessIdentity owner;  // of kFilling and kReading
};

// The shared part, in zero-filled memory.
struct UnitTable {
  uint32_t count;         // units in the reservation
  uint32_t mapped;        // units whose entries are committed
  uint32_t lowest_free;   // no free unit is below
  uint32_t free_units;    // about how many are kFree
  uint64_t entries_offset;
  uint64_t units_offset;
};

// A process's view. All methods need the queue's mutex unless they say otherwise.
class Units {
 public:
  static constexpr size_t kUnitBytes = 65536;
  static constexpr uint32_t kNone = ~uint32_t{0};

  // Prepares the table and commits the entries of the first units. `header_bytes` is what precedes them.
  static Status Init(const Segment& segment, UnitTable* table, size_t header_bytes);

  Units() = default;
  Units(const Segment* segment, UnitTable* table) : segment_(segment), table_(table) {}

  // A run of `length` units for `owner`, in state kFilling; kNone when the reservation is used up. Its pages may
  uint32_t Allocate(uint32_t length, ProcessIdentity owner, bool* fresh);

  // Commits a run. No mutex.
  Status Commit(uint32_t unit, uint32_t length) const;

  // Makes a run free; `committed` says whether it has pages.
  void Free(uint32_t unit, bool committed);

  // Should a run of this length rather be given back to the system than kept? If so: Decommit, then Free.
  bool WorthReturning(uint32_t length) const;
  void Decommit(uint32_t unit, uint32_t length) const;  // no mutex

  // Frees what processes other than living ones were filling or reading. Returns the number of runs.
  int FreeRunsOfTheDead();

  // Repair: BeginSweep, Reach for every unit of the log and every queued run, FinishSweep frees all other ones and
  // what belongs to the dead.
  void BeginSweep();
  void Reach(uint32_t unit) { Entry(unit).owner = kReached; }
  void FinishSweep();

  UnitEntry& Entry(uint32_t unit) const;
  char* Data(uint32_t unit) const;
  uint32_t UnitOf(const char* data) const;
  uint32_t mapped() const { return table_->mapped; }
  static uint32_t UnitsFor(size_t bytes) { return static_cast<uint32_t>((bytes + kUnitBytes - 1) / kUnitBytes); }
  size_t Capacity() const { return table_->count * kUnitBytes; }

 private:
  static constexpr ProcessIdentity kUnreached = 0;
  static constexpr ProcessIdentity kReached = 1;

  bool MapEntries(uint32_t count);

  const Segment* segment_ = nullptr;
  UnitTable* table_ = nullptr;
};

}  // namespace polygil::mp

#endif  // POLYGIL_MP_RING_UNITS_H_
