// The builtins module: its functions (one file a group), constants, types and exceptions.

#include "runtime/modules/builtins/builtins.h"
#include "runtime/modules/registry.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/range.h"
#include "runtime/types/container/set.h"
#include "runtime/types/container/slice.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/iterator/iterator.h"
#include "runtime/types/number/complex.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

bool AddFunctions(Value module, const MethodDef* rows) {
  for (; rows->name != nullptr; ++rows) {
    TRY_VOID(ModuleAdd(module, rows->name, BuiltinFunctionNew(rows, module, names.builtins)));
  }
  return true;
}

bool AddTypes(Value module) {
  Type* const types[] = {&ObjectType,      &TypeType,     &IntType,          &BoolType,
                         &FloatType,       &ComplexType,  &StrType,          &BytesType,
                         &ByteArrayType,   &MemoryViewType, &ListType,       &TupleType,
                         &DictType,        &SetType,      &FrozenSetType,    &RangeType,
                         &SliceType,       &PropertyType, &StaticMethodType, &ClassMethodType,
                         &SuperType,       &EnumerateType, &MapType,         &FilterType,
                         &ZipType,         &ReversedType};
  for (Type* type : types) TRY_VOID(ModuleAddType(module, type));
  return true;
}

bool AddExceptions(Value module) {
#define EXCEPTION(name, base, layout) \
  TRY_VOID(ModuleAdd(module, #name, Retain(Value::Pointer(&name##Type))));
#include "runtime/types/exception/exceptions.def"
  TRY_VOID(ModuleAdd(module, "ExceptionGroup", Retain(Value::Pointer(ExceptionGroupType()))));
  TRY_VOID(ModuleAdd(module, "EnvironmentError", Retain(Value::Pointer(&OSErrorType))));
  return ModuleAdd(module, "IOError", Retain(Value::Pointer(&OSErrorType)));
}

bool AddConstants(Value module) {
  return ModuleAdd(module, "None", OwnNone()) && ModuleAdd(module, "True", Owned(Value::True())) &&
         ModuleAdd(module, "False", Owned(Value::False())) &&
         ModuleAdd(module, "Ellipsis", Owned(Value::Ellipsis())) &&
         ModuleAdd(module, "NotImplemented", OwnNotImplemented()) &&
         ModuleAdd(module, "__debug__", OwnBool(CurrentInterpreter()->optimization == 0));
}

bool ExecuteBuiltins(Value module) {
  for (const MethodDef* rows : {kNumberFunctions, kObjectFunctions, kIterationFunctions,
                                kEvaluateFunctions, kConsoleFunctions, kClassFunctions,
                                kImportFunctions}) {
    TRY_VOID(AddFunctions(module, rows));
  }
  return InitAnextAwaitableType() && AddConstants(module) && AddTypes(module) &&
         AddExceptions(module);
}

}  // namespace

extern const ModuleDefinition BuiltinsModule{
    "builtins",
    "Built-in functions, exceptions, and other objects.\n\nNoteworthy: None is the `nil' object; "
    "Ellipsis represents `...' in slices.",
    nullptr, ExecuteBuiltins};

}  // namespace polygil
