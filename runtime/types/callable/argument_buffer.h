// A copy of call arguments with something in front: how `self` is prepended when the callee can't be
// given an array with a spare place. Values stay borrowed from the caller.

#ifndef POLYGIL_RUNTIME_TYPES_CALLABLE_ARGUMENT_BUFFER_H_
#define POLYGIL_RUNTIME_TYPES_CALLABLE_ARGUMENT_BUFFER_H_

#include <cstddef>
#include <cstring>

#include "runtime/object/heap.h"
#include "runtime/object/value.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/tuple.h"

namespace polygil {

class ArgumentBuffer {
 public:
  ArgumentBuffer() = default;
  ~ArgumentBuffer() {
    if (data_ != inline_) RawFree(data_, capacity_ * sizeof(Value));
  }
  ArgumentBuffer(const ArgumentBuffer&) = delete;
  ArgumentBuffer& operator=(const ArgumentBuffer&) = delete;

  // Room for `count` values. MemoryError.
  bool Reserve(size_t count) {
    if (count <= kInline) return true;
    void* block = RawAllocate(count * sizeof(Value));
    if (block == nullptr) return RaiseMemoryError();
    data_ = static_cast<Value*>(block);
    capacity_ = count;
    return true;
  }
  // first, then all positional and keyword arguments.
  bool Prepend(Value first, const Value* args, size_t nargs, Value keyword_names) {
    size_t total = nargs + (keyword_names ? static_cast<size_t>(TupleSize(keyword_names)) : 0);
    if (!Reserve(total + 1)) return false;
    data_[0] = first;
    if (total != 0) memcpy(static_cast<void*>(data_ + 1), args, total * sizeof(Value));
    return true;
  }
  Value* data() { return data_; }

 private:
  static constexpr size_t kInline = 12;
  Value inline_[kInline];
  Value* data_ = inline_;
  size_t capacity_ = kInline;
};

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CALLABLE_ARGUMENT_BUFFER_H_
