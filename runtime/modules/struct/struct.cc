// The Struct type and the cache of formats.

#include "runtime/modules/struct/struct.h"

#include <new>

#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

constexpr int64_t kMostCached = 100;

Owned FormatBytes(Value format) {
  if (IsStr(format)) {
    Handle ascii = TRY(StrFromAscii("ascii", 5));
    return CallMethod(format, "encode", {ascii});
  }
  if (IsBytes(format)) return Retain(format);
  return Raise(&TypeErrorType, "Struct() argument 1 must be a str or bytes object, not %.200s",
               TypeName(format));
}

bool Configure(Struct* self, Value format) {
  Handle bytes = TRY(FormatBytes(format));
  auto* layout = new (std::nothrow) structpack::Layout;
  if (layout == nullptr) return RaiseMemoryError();
  structpack::FormatError error = structpack::ParseFormat(BytesView(bytes), layout);
  if (error != structpack::FormatError::kNone) {
    delete layout;
    return Raise(&StructErrorType, "%s", structpack::FormatErrorText(error));
  }
  delete self->layout;
  self->layout = layout;
  StoreOwned(&self->format, bytes.Release());
  return true;
}

bool StructInit(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value format;
  TRY_VOID(BindArguments("Struct", "(format)", args, nargs, keyword_names, &format));
  return Configure(self.As<Struct>(), format);
}

Owned StructNewInstance(Type* type, const Value*, size_t, Value) { return AllocateInstance(type); }

void StructDestroy(Object* self) {
  auto* structure = static_cast<Struct*>(self);
  delete structure->layout;
  structure->layout = nullptr;
  ClearField(&structure->format);
}

Owned Format(Value self) {
  Value format = self.As<Struct>()->format;
  if (!format) return OwnNone();
  return StrFromAscii(BytesView(format).data(), BytesView(format).size());
}
Owned Size(Value self) {
  const structpack::Layout* layout = self.As<Struct>()->layout;
  return layout == nullptr ? Owned(Value::Int(-1)) : IntFromSize(layout->size);
}

Owned StructUnpackFromMethod(Value self, const Value* args) {
  return StructUnpackFrom(self, args[0], args[1]);
}

constexpr MethodDef kStructMethods[] = {
    PY_METHOD(Struct, iter_unpack, OneArg(StructIterUnpack),
              "($self, buffer, /)\n--\n\nReturn an iterator yielding tuples, one for each stretch of "
              "the struct's size."),
    PY_METHOD(Struct, pack, Positional(StructPack, 0, kNoMaximum),
              "S.pack(v1, v2, ...) -> bytes\n\nThe values packed according to the format."),
    PY_METHOD(Struct, pack_into, Positional(StructPackInto, 0, kNoMaximum),
              "S.pack_into(buffer, offset, v1, v2, ...)\n\nPacks the values into a writable buffer, "
              "from offset on."),
    PY_METHOD(Struct, unpack, OneArg(StructUnpack),
              "($self, buffer, /)\n--\n\nReturn a tuple of the values in a buffer of the struct's "
              "size."),
    PY_METHOD(Struct, unpack_from, Bound(StructUnpackFromMethod),
              "($self, /, buffer, offset=0)\n--\n\nReturn a tuple of the values in a buffer, from "
              "offset on."),
    {}};

constexpr PropertyDef kStructProperties[] = {
    {"format", Format, nullptr, "struct format string"},
    {"size", Size, nullptr, "struct size in bytes"},
    {}};

// Under this name the dict of formats stands in the interpreter's module_state. Set once, immortal.
Value cache_name;

// The dict of formats; made on first use.
Value Cache() {
  Interpreter* interpreter = CurrentInterpreter();
  if (!interpreter->module_state) {
    Owned dict = DictNew();
    if (!dict) return Value::Empty();
    interpreter->module_state = dict.Peek();
  }
  Value cache = DictGetStr(interpreter->module_state, cache_name);
  if (cache) return cache;
  Handle made = DictNew();
  if (!made || !DictSet(interpreter->module_state, cache_name, made)) return Value::Empty();
  return made.Get();
}

}  // namespace

Owned StructFor(Value format) {
  Value cache = Cache();
  if (!cache) return {};
  Value found = DictGet(cache, format);
  if (found) return Retain(found);
  if (HasPendingException()) return {};
  Handle made = TRY(AllocateInstance(&StructType));
  TRY_VOID(Configure(made.As<Struct>(), format));
  if (DictSize(cache) >= kMostCached) DictClear(cache);
  TRY_VOID(DictSet(cache, format, made));
  return made.Release();
}

void StructClearCache() {
  if (Value cache = Cache()) DictClear(cache);
  ClearPending();
}

Type StructType, StructErrorType;

bool InitStructTypes() {
  if (StructType.dict) return true;
  cache_name = InternImmortal("_struct");
  TRY_VOID(InitBuiltinType({.type = &StructErrorType,
                            .name = "struct.error",
                            .base = &ExceptionType,
                            .basic_size = ExceptionType.basic_size,
                            .flags = kTypeBase}));
  StructType.slots.new_instance = StructNewInstance;
  StructType.slots.init = StructInit;
  StructType.slots.destroy = StructDestroy;
  return InitUnpackIteratorType() &&
         InitBuiltinType({.type = &StructType,
                          .name = "_struct.Struct",
                          .basic_size = sizeof(Struct),
                          .flags = kTypeBase | kTypeWeakly,
                          .methods = kStructMethods,
                          .properties = kStructProperties,
                          .doc = "Struct(fmt) --> compiled struct object"});
}

}  // namespace polygil
