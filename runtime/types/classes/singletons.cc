// The types of None, Ellipsis and NotImplemented.

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/init.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type NoneType, EllipsisType, NotImplementedType;

Type* const kImmediateTypes[8] = {&NoneType,     nullptr,             &BoolType, &BoolType,
                                  &EllipsisType, &NotImplementedType, nullptr,   nullptr};

namespace {

template <const Type* kType>
bool CheckNoArguments(size_t nargs, Value keyword_names) {
  if (nargs == 0 && (!keyword_names || TupleSize(keyword_names) == 0)) return true;
  return Raise(&TypeErrorType, "%s takes no arguments", kType->native_name);
}

// The type of a singleton called: the singleton.
template <const Type* kType, uint64_t kIndex>
Owned SameAgain(Type*, const Value*, size_t nargs, Value keyword_names) {
  TRY_VOID(CheckNoArguments<kType>(nargs, keyword_names));
  return Owned(Value::Immediate(kIndex));
}

template <uint64_t kIndex>
Fallible<int64_t> SingletonHash(Value) {
  return static_cast<int64_t>(0x5EED0000 + kIndex);
}

Owned NoneRepr(Value) { return StrFromAscii("None", 4); }
Fallible<bool> NoneTruth(Value) { return false; }

Owned EllipsisRepr(Value) { return StrFromAscii("Ellipsis", 8); }
Owned EllipsisReduce(Value) { return StrFromAscii("Ellipsis", 8); }
constexpr MethodDef kEllipsisMethods[] = {
    PY_METHOD(ellipsis, __reduce__, NoArgs(EllipsisReduce), nullptr), {}};

Owned NotImplementedRepr(Value) { return StrFromAscii("NotImplemented", 14); }
Owned NotImplementedReduce(Value) { return StrFromAscii("NotImplemented", 14); }
Fallible<bool> NotImplementedTruth(Value) {
  if (!Warn(&DeprecationWarningType, 1, "NotImplemented should not be used in a boolean context"))
    return {};
  return true;
}
constexpr MethodDef kNotImplementedMethods[] = {
    PY_METHOD(NotImplementedType, __reduce__, NoArgs(NotImplementedReduce), nullptr), {}};

}  // namespace

bool InitSingletonTypes() {
  NoneType.slots.repr = NoneRepr;
  NoneType.slots.truth = NoneTruth;
  NoneType.slots.hash = SingletonHash<0>;
  NoneType.slots.new_instance = SameAgain<&NoneType, 0>;
  TRY_VOID(InitBuiltinType({.type = &NoneType, .name = "NoneType", .basic_size = sizeof(Object)}));
  EllipsisType.slots.repr = EllipsisRepr;
  EllipsisType.slots.hash = SingletonHash<4>;
  EllipsisType.slots.new_instance = SameAgain<&EllipsisType, 4>;
  TRY_VOID(InitBuiltinType({.type = &EllipsisType, .name = "ellipsis",
                            .basic_size = sizeof(Object), .methods = kEllipsisMethods}));
  NotImplementedType.slots.repr = NotImplementedRepr;
  NotImplementedType.slots.truth = NotImplementedTruth;
  NotImplementedType.slots.hash = SingletonHash<5>;
  NotImplementedType.slots.new_instance = SameAgain<&NotImplementedType, 5>;
  return InitBuiltinType({.type = &NotImplementedType, .name = "NotImplementedType",
                          .basic_size = sizeof(Object), .methods = kNotImplementedMethods});
}

}  // namespace polygil
