// The record of a traced program: every living block with its size and the Python lines that asked
// for it.

#ifndef POLYGIL_RUNTIME_MODULES__TRACEMALLOC_TRACES_H_
#define POLYGIL_RUNTIME_MODULES__TRACEMALLOC_TRACES_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "runtime/object/heap/trace.h"
#include "runtime/object/value.h"

namespace polygil {

struct TracedLine {
  Value file;  // a str, owned by the Traces
  int32_t line;
  bool operator==(const TracedLine& other) const {
    return file == other.file && line == other.line;
  }
};

// Innermost first; shared by all blocks that were asked for there.
struct TracedStack {
  std::vector<TracedLine> lines;
  int64_t total;  // frames there were, more than the limit keeps
};

struct Trace {
  size_t size;
  const TracedStack* stack;
};

// The watcher of the heap. GIL held for all of it.
class Traces : public AllocationWatcher {
 public:
  explicit Traces(int limit);
  ~Traces();
  Traces(const Traces&) = delete;
  Traces& operator=(const Traces&) = delete;

  int limit() const { return limit_; }
  size_t current() const { return current_; }
  size_t peak() const { return peak_; }
  void ResetPeak() { peak_ = current_; }
  // Bytes of the record itself, about.
  size_t OwnSize() const;
  void Clear();
  // Null: not a traced block.
  const Trace* Find(const void* block) const;
  // A copy that stays while new blocks come.
  std::vector<Trace> All() const;
  // New blocks of the current scope are not recorded.
  class Pause {
   public:
    explicit Pause(Traces* traces) : traces_(traces), was_(traces->paused_) {
      traces->paused_ = true;
    }
    ~Pause() { traces_->paused_ = was_; }

   private:
    Traces* traces_;
    bool was_;
  };

 private:
  void Add(void* block, size_t size);
  void Remove(void* block);
  const TracedStack* CurrentStack();

  int limit_;
  bool paused_ = false;
  size_t current_ = 0, peak_ = 0, stack_bytes_ = 0;
  std::unordered_map<const void*, Trace> blocks_;
  std::unordered_multimap<uint64_t, std::unique_ptr<TracedStack>> stacks_;  // by hash
  std::vector<Value> files_;  // owned, of stacks that live until Clear
  TracedStack scratch_;
};

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES__TRACEMALLOC_TRACES_H_
