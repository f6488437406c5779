// _io._BufferedIOBase and _io._TextIOBase.

#include <cstring>

#include "runtime/modules/_io/io_base.h"
#include "runtime/modules/registry.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"

namespace polygil {

Type BufferedIoBaseType, TextIoBaseType;

namespace {

Owned ReadIntoBy(Value self, Value target, const char* method) {
  ScopedBuffer view;
  if (!AcquireTarget(&view, target)) return {};
  Handle size = TRY(IntFromInt64(view.size()));
  Handle data = TRY(CallMethod(self, method, {size}));
  if (!IsBytes(data)) return Raise(&TypeErrorType, "read() should return bytes");
  std::string_view bytes = BytesView(data);
  if (static_cast<int64_t>(bytes.size()) > view.size())
    return Raise(&ValueErrorType, "read() returned too much data: %zd bytes requested, %zd returned",
                 static_cast<size_t>(view.size()), bytes.size());
  memcpy(view.mutable_data(), bytes.data(), bytes.size());
  return IntFromSize(bytes.size());
}
Owned ReadintoMethod(Value self, Value target) { return ReadIntoBy(self, target, "read"); }
Owned Readinto1Method(Value self, Value target) { return ReadIntoBy(self, target, "read1"); }
Owned DetachMethod(Value) { return RaiseUnsupported("detach"); }
Owned ReadAny(Value, const Value*, size_t) { return RaiseUnsupported("read"); }
Owned Read1Any(Value, const Value*, size_t) { return RaiseUnsupported("read1"); }
Owned ReadlineAny(Value, const Value*, size_t) { return RaiseUnsupported("readline"); }
Owned WriteAny(Value, const Value*, size_t) { return RaiseUnsupported("write"); }
Owned GetNone(Value) { return OwnNone(); }

constexpr MethodDef kBufferedMethods[] = {
    PY_METHOD(_BufferedIOBase, detach, NoArgs(DetachMethod),
              "($self, /)\n--\n\nDisconnect this buffer from its underlying raw stream and return it."),
    PY_METHOD(_BufferedIOBase, read, Positional(ReadAny, 0, kNoMaximum),
              "Read and return up to n bytes."),
    PY_METHOD(_BufferedIOBase, read1, Positional(Read1Any, 0, kNoMaximum),
              "Read and return up to n bytes, with at most one read() call."),
    PY_METHOD(_BufferedIOBase, readinto, OneArg(ReadintoMethod), "($self, buffer, /)\n--\n\n"),
    PY_METHOD(_BufferedIOBase, readinto1, OneArg(Readinto1Method), "($self, buffer, /)\n--\n\n"),
    PY_METHOD(_BufferedIOBase, write, Positional(WriteAny, 0, kNoMaximum),
              "Write the given buffer to the IO stream."),
    {}};
constexpr MethodDef kTextMethods[] = {
    PY_METHOD(_TextIOBase, detach, NoArgs(DetachMethod),
              "Separate the underlying buffer from the TextIOBase and return it."),
    PY_METHOD(_TextIOBase, read, Positional(ReadAny, 0, kNoMaximum),
              "Read at most n characters from stream."),
    PY_METHOD(_TextIOBase, readline, Positional(ReadlineAny, 0, kNoMaximum),
              "Read until newline or EOF."),
    PY_METHOD(_TextIOBase, write, Positional(WriteAny, 0, kNoMaximum), "Write string to stream."),
    {}};
constexpr PropertyDef kTextProperties[] = {
    {"encoding", GetNone, nullptr, "Encoding of the text stream."},
    {"newlines", GetNone, nullptr, "Line endings translated so far."},
    {"errors", GetNone, nullptr, "The error setting of the decoder or encoder."},
    {}};

}  // namespace

bool InitAbstractStreamTypes(Value module) {
  if (!BufferedIoBaseType.dict) {
    BufferedIoBaseType.slots.new_instance = StreamMake;
    TextIoBaseType.slots.new_instance = StreamMake;
    TRY_VOID(InitBuiltinType({.type = &BufferedIoBaseType,
                              .name = "_io._BufferedIOBase",
                              .base = &IoBaseType,
                              .basic_size = sizeof(Object),
                              .flags = kTypeBase | kTypeGc,
                              .methods = kBufferedMethods,
                              .doc = "Base class for buffered IO objects."}));
    TRY_VOID(InitBuiltinType({.type = &TextIoBaseType,
                              .name = "_io._TextIOBase",
                              .base = &IoBaseType,
                              .basic_size = sizeof(Object),
                              .flags = kTypeBase | kTypeGc,
                              .methods = kTextMethods,
                              .properties = kTextProperties,
                              .doc = "Base class for text I/O."}));
  }
  return ModuleAddType(module, &BufferedIoBaseType) && ModuleAddType(module, &TextIoBaseType);
}

}  // namespace polygil
