#include "runtime/modules/_tracemalloc/traces.h"

#include "pvm/frame/frame.h"
#include "runtime/object/interpreter.h"
#include "runtime/object/object.h"
#include "runtime/types/text/str.h"

namespace polygil {

namespace {

// A frame that makes its cells has not begun.
bool IsBeginning(const FrameRecord* record) {
  Opcode op = CodeOpcodeAt(record->code, InstructionIndex(record->code, record->pc));
  return op == Opcode::MAKE_CELL || op == Opcode::COPY_FREE_VARIABLES;
}

}  // namespace

Traces::Traces(int limit) : limit_(limit) {
  allocated = [](AllocationWatcher* self, void* block, size_t size) {
    static_cast<Traces*>(self)->Add(block, size);
  };
  freed = [](AllocationWatcher* self, void* block) { static_cast<Traces*>(self)->Remove(block); };
}

Traces::~Traces() { Clear(); }

void Traces::Clear() {
  blocks_.clear();
  stacks_.clear();
  current_ = peak_ = stack_bytes_ = 0;
  std::vector<Value> files;
  files.swap(files_);
  for (Value file : files) DecRef(file);
}

size_t Traces::OwnSize() const {
  constexpr size_t kNode = 2 * sizeof(void*);
  return sizeof(*this) + stack_bytes_ + files_.capacity() * sizeof(Value) +
         blocks_.size() * (sizeof(Trace) + sizeof(void*) + kNode) +
         blocks_.bucket_count() * sizeof(void*);
}

const Trace* Traces::Find(const void* block) const {
  auto at = blocks_.find(block);
  return at == blocks_.end() ? nullptr : &at->second;
}

std::vector<Trace> Traces::All() const {
  std::vector<Trace> all;
  all.reserve(blocks_.size());
  for (const auto& [block, trace] : blocks_) all.push_back(trace);
  return all;
}

void Traces::Add(void* block, size_t size) {
  if (paused_) return;
  Pause pause(this);
  const TracedStack* stack = CurrentStack();
  Remove(block);  // in case its end was not seen
  blocks_[block] = {size, stack};
  current_ += size;
  if (current_ > peak_) peak_ = current_;
}

void Traces::Remove(void* block) {
  auto at = blocks_.find(block);
  if (at == blocks_.end()) return;
  current_ -= at->second.size;
  blocks_.erase(at);
}

const TracedStack* Traces::CurrentStack() {
  scratch_.lines.clear();
  scratch_.total = 0;
  uint64_t hash = 0;
  ThreadState* thread = CurrentThread();
  for (FrameRecord* record = thread->frame; record != nullptr && record > thread->frame_base;
       --record) {
    if (record->code == nullptr || IsBeginning(record)) continue;
    ++scratch_.total;
    if (static_cast<int>(scratch_.lines.size()) >= limit_) continue;
    TracedLine line = {record->code->filename, FrameLine(record)};
    scratch_.lines.push_back(line);
    hash = (hash ^ line.file.bits) * 0x9e3779b97f4a7c15u + static_cast<uint32_t>(line.line);
  }
  auto [at, end] = stacks_.equal_range(hash);
  for (; at != end; ++at) {
    if (at->second->lines == scratch_.lines && at->second->total == scratch_.total)
      return at->second.get();
  }
  auto made = std::make_unique<TracedStack>(scratch_);
  for (const TracedLine& line : made->lines) {
    IncRef(line.file);
    files_.push_back(line.file);
  }
  stack_bytes_ += sizeof(TracedStack) + made->lines.size() * sizeof(TracedLine);
  return stacks_.emplace(hash, std::move(made))->second.get();
}

}  // namespace polygil
