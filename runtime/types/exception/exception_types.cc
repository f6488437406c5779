// The type objects of exceptions.def, and their start-up.

#include "runtime/types/exception/exception_types.h"

#include "runtime/protocol/raise.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/exception/layouts.h"

namespace polygil {

#define EXCEPTION(name, base, layout) Type name##Type;
#include "runtime/types/exception/exceptions.def"

namespace {

#define DOCUMENT(name, text) constexpr char doc_##name[] = text;
#include "runtime/types/exception/documentation.def"

Type& objectType = ObjectType;  // the base of BaseException, as exceptions.def spells it

const ExceptionLayout& LayoutFor(const Type* type, const ExceptionLayout& by_struct) {
  if (type == &UnicodeDecodeErrorType) return kUnicodeDecodeErrorLayout;
  if (type == &UnicodeEncodeErrorType) return kUnicodeEncodeErrorLayout;
  if (type == &UnicodeTranslateErrorType) return kUnicodeTranslateErrorLayout;
  return by_struct;
}

const ExceptionLayout& kUnicodeErrorLayout = kUnicodeDecodeErrorLayout;

bool InitException(Type* type, const char* name, Type* base, const ExceptionLayout& by_struct,
                   const char* doc) {
  if (type == &BaseExceptionType) return InitBaseExceptionType();
  const ExceptionLayout& layout = LayoutFor(type, by_struct);
  bool own = base->basic_size != layout.basic_size;  // else all is the base's
  TypeSlots& slots = type->slots;
  if (own) {
    slots.traverse = layout.traverse;
    slots.clear = layout.clear;
    slots.destroy = layout.clear;
    slots.str = layout.str;
  }
  if (type == &KeyErrorType) slots.str = KeyErrorStr;
  // Every exception class shows an __init__ and a __new__ of its own.
  slots.init = layout.init != nullptr ? layout.init : BaseExceptionInit;
  slots.new_instance = layout.new_instance != nullptr ? layout.new_instance : BaseExceptionMake;
  return InitBuiltinType({.type = type,
                          .name = name,
                          .base = base,
                          .basic_size = layout.basic_size,
                          .flags = kTypeBase | kTypeGc,
                          .methods = own ? layout.methods : nullptr,
                          .properties = own ? layout.properties : nullptr,
                          .members = own ? layout.members : nullptr,
                          .doc = doc});
}

}  // namespace

bool InitExceptionTypes() {
#define EXCEPTION(name, base, layout) \
  TRY_VOID(InitException(&name##Type, #name, &base##Type, k##layout##Layout, doc_##name));
#include "runtime/types/exception/exceptions.def"
  TRY_VOID(InitExceptionGroupType());
  TRY_VOID(InitTracebackType());
  Owned reserve = ExceptionNew(&MemoryErrorType, nullptr, 0);
  CurrentInterpreter()->memory_error = reserve.Peek();
  return !reserve.Peek().IsEmpty();
}

}  // namespace polygil
