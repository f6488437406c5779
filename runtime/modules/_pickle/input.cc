#include "runtime/modules/_pickle/input.h"

#include <cstring>

#include "runtime/modules/_pickle/state.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"

namespace polygil::pickle {
namespace {

constexpr int64_t kPrefetch = 128 * 1024;

Owned CallWithCount(Value method, int64_t count) {
  Handle hold = Retain(method);
  Handle number = TRY(IntFromInt64(count));
  return Call(method, {number});
}

// Looks ahead without moving the file. True: `count` bytes are at hand.
Fallible<bool> Peek(Input* input, int64_t count) {
  if (!input->peek || count >= kPrefetch) return false;
  Handle bytes = CallWithCount(input->peek, kPrefetch);
  if (!bytes) {
    if (!ClearPendingIf(&NotImplementedErrorType)) return Raised();
    ClearField(&input->peek);
    return false;
  }
  TRY_VOID(SetBuffer(input, bytes));
  input->prefetched = 0;
  return count <= input->size;
}

}  // namespace

Raised RaiseTruncated() { return Raise(&UnpicklingErrorType, "pickle data was truncated"); }

bool SkipConsumed(Input* input) {
  int64_t consumed = input->position - input->prefetched;
  if (!input->read || consumed <= 0) return true;
  Handle skipped = TRY(CallWithCount(input->read, consumed));
  input->prefetched = input->position;
  return true;
}

const uint8_t* ReadFromFile(Input* input, int64_t count) {
  if (!input->read) return RaiseTruncated();
  TRY_VOID(SkipConsumed(input));
  bool at_hand = TRY(Peek(input, count));
  if (!at_hand) {
    Handle bytes = TRY(CallWithCount(input->read, count));
    TRY_VOID(SetBuffer(input, bytes));
    if (input->size < count) return RaiseTruncated();
  }
  input->position = count;
  return input->data;
}

Fallible<std::string_view> ReadLine(Input* input) {
  for (bool asked = false;; asked = true) {
    const uint8_t* begin = input->data + input->position;
    auto rest = static_cast<size_t>(input->size - input->position);
    const void* end = rest == 0 ? nullptr : memchr(begin, '\n', rest);
    if (end != nullptr) {
      auto length = static_cast<size_t>(static_cast<const uint8_t*>(end) - begin);
      input->position += static_cast<int64_t>(length) + 1;
      return std::string_view(reinterpret_cast<const char*>(begin), length);
    }
    if (asked || !input->readline) return RaiseTruncated();
    TRY_VOID(SkipConsumed(input));
    Handle readline = Retain(input->readline);
    Handle line = TRY(Call(readline));
    TRY_VOID(SetBuffer(input, line));
  }
}

Owned ReadBytes(Input* input, int64_t count) {
  if (count > input->size - input->position && input->read) {
    TRY_VOID(SkipConsumed(input));
    Handle bytes = TRY(CallWithCount(input->read, count));
    TRY_VOID(SetBuffer(input, bytes));
    if (input->size < count) return RaiseTruncated();
    if (input->size == count && IsExactly(bytes, BytesType)) {
      input->position = count;
      return bytes.Release();
    }
  }
  const uint8_t* data = TRY(Read(input, count));
  return BytesNew(data, count);
}

bool ReadFrame(Input* input, int64_t count) {
  TRY_VOID(Read(input, count) != nullptr);
  input->position -= count;
  return true;
}

bool SetBuffer(Input* input, Value bytes_like) {
  ReleaseBuffer(&input->buffer);
  input->data = nullptr;
  input->size = input->position = input->prefetched = 0;
  TRY_VOID(GetBuffer(bytes_like, &input->buffer));
  input->data = static_cast<const uint8_t*>(input->buffer.data);
  input->size = input->prefetched = input->buffer.length;
  return true;
}

bool SetFile(Input* input, Value file) {
  struct Row {
    Value name;
    Value* field;
  };
  for (const Row& row : {Row{names.peek, &input->peek}, Row{names.read, &input->read},
                         Row{names.readline, &input->readline}}) {
    Handle method = FindAttribute(file, row.name);
    if (!method && HasPendingException()) return false;
    StoreOwned(row.field, method.Release());
  }
  if (input->read && input->readline) return true;
  InputClear(input);
  return Raise(&TypeErrorType, "file must have 'read' and 'readline' attributes");
}

void InputClear(Input* input) {
  ReleaseBuffer(&input->buffer);
  input->data = nullptr;
  input->size = input->position = input->prefetched = 0;
  for (Value* field : {&input->read, &input->readline, &input->peek}) ClearField(field);
}

bool InputTraverse(const Input& input, Visitor visit, void* arg) {
  for (Value v : {input.buffer.owner, input.read, input.readline, input.peek})
    if (v && visit(v, arg)) return true;
  return false;
}

}  // namespace polygil::pickle
