// The marshal module.

#include "runtime/modules/marshal/marshal.h"
#include "runtime/modules/registry.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"

namespace polygil {
namespace {

Fallible<int> VersionOf(Value v) {
  if (!v) return kMarshalVersion;
  int64_t version = TRY(AsInt64(v));
  return static_cast<int>(version);
}

Owned DumpBytes(Value v, Value version_or_empty) {
  int version = TRY(VersionOf(version_or_empty));
  std::string text;
  TRY_VOID(MarshalWrite(v, version, &text));
  return BytesNew(text.data(), static_cast<int64_t>(text.size()));
}

Owned MarshalDumps(Value, const Value* args, size_t nargs) {
  return DumpBytes(args[0], nargs > 1 ? args[1] : Value::Empty());
}
Owned MarshalDump(Value, const Value* args, size_t nargs) {
  Handle bytes = TRY(DumpBytes(args[0], nargs > 2 ? args[2] : Value::Empty()));
  return CallMethod(args[1], names.write, {bytes});
}

Owned MarshalLoads(Value, Value v) {
  ScopedBuffer buffer;
  TRY_VOID(buffer.Acquire(v));
  size_t consumed;
  return MarshalRead({reinterpret_cast<const char*>(buffer.data()), static_cast<size_t>(buffer.size())},
                     &consumed);
}

Owned MarshalLoad(Value, Value file) {
  // Tells a text file from a binary one.
  Handle data = TRY(CallMethod(file, names.read, {Value::Int(0)}));
  if (!IsBytes(data))
    return Raise(&TypeErrorType, "file.read() returned not bytes but %.100s", TypeName(data));
  return MarshalReadFile(file);
}

bool Execute(Value module) { return ModuleAddInt(module, "version", kMarshalVersion); }

const MethodDef kFunctions[] = {
    PY_FUNCTION(marshal, dump, Positional(MarshalDump, 2, 3),
                "($module, value, file, version=4, /)\n--\n\nWrite the value on the open file."),
    PY_FUNCTION(marshal, dumps, Positional(MarshalDumps, 1, 2),
                "($module, value, version=4, /)\n--\n\nReturn the bytes object that would be written to a "
                "file by dump(value, file)."),
    PY_FUNCTION(marshal, load, OneArg(MarshalLoad),
                "($module, file, /)\n--\n\nRead one value from the open file and return it."),
    PY_FUNCTION(marshal, loads, OneArg(MarshalLoads),
                "($module, bytes, /)\n--\n\nConvert the bytes-like object to a value."),
    {}};

}  // namespace

extern const ModuleDefinition MarshalModule;
const ModuleDefinition MarshalModule = {
    "marshal", "This module contains functions that can read and write Python values in a binary format.",
    kFunctions, Execute};

}  // namespace polygil
