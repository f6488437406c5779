#include "runtime/modules/sre/pattern.h"
#include "runtime/object/hooks.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/text/str.h"

namespace polygil {

bool Subject::Open(Value string) {
  string_ = string;
  if (IsStr(string)) {
    const Str* str = string.As<Str>();
    data_ = str->data;
    length_ = str->size;
    width_ = str->kind();
    is_bytes_ = false;
    return true;
  }
  is_bytes_ = true;
  width_ = 1;
  if (IsBytes(string)) {
    data_ = string.As<Bytes>()->data;
    length_ = string.As<Bytes>()->size;
    return true;
  }
  if (!SupportsBuffer(string))
    return Raise(&TypeErrorType, "expected string or bytes-like object, got '%.200s'",
                 TypeName(string));
  TRY_VOID(buffer_.Acquire(string));
  data_ = buffer_.data();
  length_ = buffer_.size();
  return true;
}

bool Subject::Open(const Pattern* pattern, Value string) {
  TRY_VOID(Open(string));
  if (is_bytes_ && pattern->kind == TextKind::kStr)
    return Raise(&TypeErrorType, "cannot use a string pattern on a bytes-like object");
  if (!is_bytes_ && pattern->kind == TextKind::kBytes)
    return Raise(&TypeErrorType, "cannot use a bytes pattern on a string-like object");
  return true;
}

Owned Subject::Slice(int64_t start, int64_t end) const {
  if (!is_bytes_) return StrSubstring(string_, start, end);
  if (start == 0 && end == length_ && IsExactly(string_, BytesType)) return Retain(string_);
  return BytesNew(static_cast<const uint8_t*>(data_) + start, end - start);
}

Owned MatchSlice(Value string, int64_t start, int64_t end) {
  if (IsStr(string)) {
    int64_t length = StrLength(string);
    return StrSubstring(string, start < length ? start : length, end < length ? end : length);
  }
  Subject subject;
  TRY_VOID(subject.Open(string));
  int64_t length = subject.length();  // a bytearray may have shrunk
  return subject.Slice(start < length ? start : length, end < length ? end : length);
}

bool Region::Read(Value position_or_empty, Value end_or_empty) {
  *this = {0, INT64_MAX, true};
  if (position_or_empty) position = TRY(IndexExact(position_or_empty, &OverflowErrorType));
  if (end_or_empty) end = TRY(IndexExact(end_or_empty, &OverflowErrorType));
  return true;
}

void Region::Clip(int64_t length) {
  position = position < 0 ? 0 : position > length ? length : position;
  end = end < 0 ? 0 : end > length ? length : end;
  valid = position <= end;
}

namespace {

bool Poll(void*) {
  const RuntimeHooks* hooks = CurrentInterpreter()->hooks;
  return hooks == nullptr || hooks->check_signals == nullptr || hooks->check_signals();
}

}  // namespace

sre::Interrupt MatchInterrupt() { return {Poll, nullptr}; }

bool CheckStatus(sre::Status status) {
  if (status == sre::Status::kOutOfMemory) return RaiseMemoryError();
  return status != sre::Status::kInterrupted;
}

}  // namespace polygil
