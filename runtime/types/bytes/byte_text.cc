#include "runtime/types/bytes/byte_text.h"

#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"

namespace polygil {

Owned CopyLike(Value self) {
  if (IsExactly(self, BytesType)) return Retain(self);
  return MakeLike(self, ByteView(self));
}

bool ReadByte(Value v, uint8_t* out, const char* range_message) {
  int64_t number;
  if (v.IsInt()) {
    number = v.AsInt();
  } else {
    Handle index = TRY(Index(v));
    if (!IntFitsInt64(index, &number)) number = -1;
  }
  if (number < 0 || number > 255) return Raise(&ValueErrorType, "%s", range_message);
  *out = static_cast<uint8_t>(number);
  return true;
}

bool ByteNeedle::ReadInt(Value v) {
  is_byte_ = true;
  return ReadByte(v, &byte_);
}

bool ByteNeedle::Read(Value v) {
  if (IsAnyInt(v)) return ReadInt(v);
  if (SupportsBuffer(v)) return buffer_.Acquire(v);
  if (TypeOf(v)->slots.index != nullptr) return ReadInt(v);
  return Raise(&TypeErrorType, "argument should be integer or bytes-like object, not '%.200s'",
               TypeName(v));
}

bool ByteNeedle::ReadItem(Value v) {
  if (IsAnyInt(v) || (!SupportsBuffer(v) && TypeOf(v)->slots.index != nullptr)) return ReadInt(v);
  return buffer_.Acquire(v);
}

ByteCollector::~ByteCollector() { RawFree(data_, static_cast<size_t>(capacity_)); }

bool ByteCollector::Add(uint8_t byte) {
  if (size_ == capacity_) {
    int64_t capacity = capacity_ + capacity_ / 2 + 64;
    void* grown =
        RawReallocate(data_, static_cast<size_t>(capacity_), static_cast<size_t>(capacity));
    if (grown == nullptr) return RaiseMemoryError();
    data_ = static_cast<uint8_t*>(grown);
    capacity_ = capacity;
  }
  data_[size_++] = byte;
  return true;
}

bool ByteCollector::Collect(Value iterable, const char* range_message) {
  uint8_t byte;
  if (IsExactly(iterable, ListType) || IsExactly(iterable, TupleType)) {
    bool is_list = IsList(iterable);
    for (int64_t i = 0; i < (is_list ? ListSize(iterable) : TupleSize(iterable)); ++i) {
      Handle item = Retain(is_list ? ListAt(iterable, i) : TupleAt(iterable, i));
      TRY_VOID(ReadByte(item, &byte, range_message) && Add(byte));
    }
    return true;
  }
  Handle iterator = TRY(GetIterator(iterable));
  for (;;) {
    Handle item = IteratorNext(iterator);
    if (!item) return !HasPendingException();
    TRY_VOID(ReadByte(item, &byte, range_message) && Add(byte));
  }
}

}  // namespace polygil
