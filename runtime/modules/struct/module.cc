#include "runtime/modules/registry.h"
#include "runtime/modules/struct/struct.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/number/int.h"

namespace polygil {
namespace {

Owned StructCalcSize(Value, Value format) {
  Handle structure = TRY(StructFor(format));
  return IntFromSize(structure.As<Struct>()->layout->size);
}

Owned StructPackFunction(Value, const Value* args, size_t nargs) {
  if (nargs == 0) return Raise(&TypeErrorType, "missing format argument");
  Handle structure = TRY(StructFor(args[0]));
  return StructPack(structure, args + 1, nargs - 1);
}

Owned StructPackIntoFunction(Value, const Value* args, size_t nargs) {
  if (nargs == 0) return Raise(&TypeErrorType, "missing format argument");
  Handle structure = TRY(StructFor(args[0]));
  return StructPackInto(structure, args + 1, nargs - 1);
}

Owned StructUnpackFunction(Value, const Value* args, size_t) {
  Handle structure = TRY(StructFor(args[0]));
  return StructUnpack(structure, args[1]);
}

Owned StructUnpackFromFunction(Value, const Value* args) {
  Handle structure = TRY(StructFor(args[0]));
  return StructUnpackFrom(structure, args[1], args[2]);
}

Owned StructIterUnpackFunction(Value, const Value* args, size_t) {
  Handle structure = TRY(StructFor(args[0]));
  return StructIterUnpack(structure, args[1]);
}

Owned StructClearCacheFunction(Value) {
  StructClearCache();
  return OwnNone();
}

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(_struct, _clearcache, NoArgs(StructClearCacheFunction),
                "($module, /)\n--\n\nClear the internal cache."),
    PY_FUNCTION(_struct, calcsize, OneArg(StructCalcSize),
                "($module, format, /)\n--\n\nReturn size in bytes of the struct described by the "
                "format string."),
    PY_FUNCTION(_struct, iter_unpack, Positional(StructIterUnpackFunction, 2, 2),
                "($module, format, buffer, /)\n--\n\nReturn an iterator yielding tuples unpacked "
                "from the given bytes."),
    PY_FUNCTION(_struct, pack, Positional(StructPackFunction, 0, kNoMaximum),
                "pack(format, v1, v2, ...) -> bytes\n\nThe values packed according to the format."),
    PY_FUNCTION(_struct, pack_into, Positional(StructPackIntoFunction, 0, kNoMaximum),
                "pack_into(format, buffer, offset, v1, v2, ...)\n\nPacks the values into a writable "
                "buffer, from offset on."),
    PY_FUNCTION(_struct, unpack, Positional(StructUnpackFunction, 2, 2),
                "($module, format, buffer, /)\n--\n\nReturn a tuple containing values unpacked "
                "according to the format string."),
    PY_FUNCTION(_struct, unpack_from, Bound(StructUnpackFromFunction),
                "($module, format, /, buffer, offset=0)\n--\n\nReturn a tuple containing values "
                "unpacked from buffer, from offset on."),
    {}};

bool Execute(Value module) {
  return InitStructTypes() && ModuleAddType(module, &StructType) &&
         ModuleAddType(module, &StructErrorType);
}

}  // namespace

extern const ModuleDefinition StructModule{
    "_struct", "Conversion between Python values and C structs in bytes objects.", kFunctions,
    Execute};

}  // namespace polygil
