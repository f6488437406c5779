// _string: the parsers of str.format() for string.Formatter.

#include <new>

#include "runtime/base/formatspec/replacement_field.h"
#include "runtime/modules/registry.h"
#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/format_support.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

// The walkers are plain data that borrow the text of `str`.
struct FormatterIterator : Object {
  Value str;
  alignas(FormatMarkup) uint8_t markup[sizeof(FormatMarkup)];
};
struct FieldNameIterator : Object {
  Value str;
  alignas(FieldAccesses) uint8_t accesses[sizeof(FieldAccesses)];
};
Type FormatterIteratorType, FieldNameIteratorType;

Owned IndexOrText(const TextView& key, int64_t index) {
  return index >= 0 ? IntFromInt64(index) : StrFromView(key);
}

// (literal, name, spec, conversion); the last three are None behind the last field.
Owned FormatterNext(Value self) {
  auto* markup = reinterpret_cast<FormatMarkup*>(self.As<FormatterIterator>()->markup);
  ReplacementField field;
  if (!markup->Next(&field)) {
    if (markup->error() != FormatError::kNone) return RaiseFormatError(markup->error());
    return {};
  }
  Handle literal = TRY(StrFromView(field.literal));
  if (!field.present) return TupleOf({literal, Value::None(), Value::None(), Value::None()});
  Handle name = TRY(StrFromView(field.name)), spec = TRY(StrFromView(field.spec));
  Handle conversion =
      TRY(field.conversion == 0 ? OwnNone() : StrFromCodePoint(field.conversion));
  return TupleOf({literal, name, spec, conversion});
}

Owned FieldNameNext(Value self) {
  auto* accesses = reinterpret_cast<FieldAccesses*>(self.As<FieldNameIterator>()->accesses);
  FieldAccess access;
  if (!accesses->Next(&access)) {
    if (accesses->error() != FormatError::kNone) return RaiseFormatError(accesses->error());
    return {};
  }
  Handle key = TRY(IndexOrText(access.key, access.index));
  return TupleOf({Value::Bool(access.is_attribute), key});
}

void FormatterDestroy(Object* self) { ClearField(&static_cast<FormatterIterator*>(self)->str); }
void FieldNameDestroy(Object* self) { ClearField(&static_cast<FieldNameIterator*>(self)->str); }

bool CheckStr(Value v) {
  if (IsStr(v)) return true;
  return Raise(&TypeErrorType, "expected str, got %s", TypeName(v));
}

Owned StringFormatterParser(Value, Value text) {
  TRY_VOID(CheckStr(text));
  Handle iterator = TRY(AllocateObject(&FormatterIteratorType));
  iterator.As<FormatterIterator>()->str = Retain(text).Peek();
  new (iterator.As<FormatterIterator>()->markup) FormatMarkup(StrView(text));
  return iterator.Release();
}

Owned StringFormatterFieldNameSplit(Value, Value text) {
  TRY_VOID(CheckStr(text));
  FieldStart start;
  FormatError error = SplitFieldName(StrView(text), nullptr, &start);
  if (error != FormatError::kNone) return RaiseFormatError(error);
  Handle iterator = TRY(AllocateObject(&FieldNameIteratorType));
  iterator.As<FieldNameIterator>()->str = Retain(text).Peek();
  new (iterator.As<FieldNameIterator>()->accesses) FieldAccesses(start.rest);
  Handle first = TRY(IndexOrText(start.key, start.index));
  return TupleOf({first, iterator});
}

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(_string, formatter_field_name_split, OneArg(StringFormatterFieldNameSplit),
                "split the argument as a field name"),
    PY_FUNCTION(_string, formatter_parser, OneArg(StringFormatterParser),
                "parse the argument as a format string"),
    {}};

bool Execute(Value) {
  if (FormatterIteratorType.dict) return true;
  FormatterIteratorType.slots.iterate = Retain;
  FormatterIteratorType.slots.next = FormatterNext;
  FormatterIteratorType.slots.destroy = FormatterDestroy;
  FieldNameIteratorType.slots.iterate = Retain;
  FieldNameIteratorType.slots.next = FieldNameNext;
  FieldNameIteratorType.slots.destroy = FieldNameDestroy;
  return InitBuiltinType({.type = &FormatterIteratorType,
                          .name = "formatteriterator",
                          .basic_size = sizeof(FormatterIterator),
                          .flags = kTypeNoInstantiation}) &&
         InitBuiltinType({.type = &FieldNameIteratorType,
                          .name = "fieldnameiterator",
                          .basic_size = sizeof(FieldNameIterator),
                          .flags = kTypeNoInstantiation});
}

}  // namespace

extern const ModuleDefinition StringModule{"_string", "string helper module", kFunctions, Execute};

}  // namespace polygil
