// An instance is a tuple of the visible fields whose block has room for the hidden ones behind them.
// The numbers of fields are found in the type's dictionary, as in CPython.

#include "runtime/types/container/structseq.h"

#include <string_view>

#include "runtime/object/heap.h"
#include "runtime/object/method_def.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/callable/descriptor.h"
#include "runtime/types/classes/new_wrapper.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/sequence.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

int64_t NumberOf(Type* type, Value name) {
  Value number = DictGetStr(type->dict, name);
  return number.IsInt() ? number.AsInt() : 0;
}
int64_t FieldCount(Type* type) { return NumberOf(type, names.n_fields); }

// Field names in order (a tuple with None for unnamed ones), kept beside the counts.
Value FieldNames(Type* type) { return DictGetAscii(type->dict, "__fields__"); }

bool Traverse(Object* self, Visitor visit, void* arg) {
  Tuple* tuple = static_cast<Tuple*>(self);
  int64_t count = FieldCount(self->type);
  for (int64_t i = 0; i < count; ++i) VISIT(tuple->items[i]);
  return false;
}

void Destroy(Object* self) {
  Tuple* tuple = static_cast<Tuple*>(self);
  for (int64_t i = FieldCount(self->type) - 1; i >= 0; --i) ClearField(&tuple->items[i]);
}

Owned SequenceRepr(Value self) {
  Type* type = TypeOf(self);
  Value field_names = FieldNames(type);
  Handle module = TRY(GetAttribute(Value::Pointer(type), names.__module__));
  StrBuilder text;
  if (!text.Append(module) || !text.AppendAscii(".", 1) || !text.Append(type->name) ||
      !text.AppendAscii("(", 1))
    return {};
  for (int64_t i = 0; i < TupleSize(self); ++i) {
    if (i > 0 && !text.AppendAscii(", ", 2)) return {};
    Value name = TupleAt(field_names, i);
    if (IsStr(name) && (!text.Append(name) || !text.AppendAscii("=", 1))) return {};
    Handle value = TRY(Repr(TupleAt(self, i)));
    if (!text.Append(value)) return {};
  }
  if (!text.AppendAscii(")", 1)) return {};
  return text.Finish();
}

bool CheckSize(Type* type, int64_t size, int64_t least, int64_t most) {
  if (size >= least && size <= most) return true;
  const char* form = least == most ? "%.500s() takes a %lld-sequence (%lld-sequence given)"
                     : size < least
                         ? "%.500s() takes an at least %lld-sequence (%lld-sequence given)"
                         : "%.500s() takes an at most %lld-sequence (%lld-sequence given)";
  Handle module = TRY(GetAttribute(Value::Pointer(type), names.__module__));
  Handle name = TRY(StrFormat("%S.%U", module.Get(), type->name));
  Handle owner;
  std::string_view view = TRY(StrAsUtf8(name, &owner));
  return Raise(&TypeErrorType, form, view.data(),
               static_cast<long long>(size < least ? least : most), static_cast<long long>(size));
}

Owned NewInstance(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Value values[2];
  TRY_VOID(BindArguments("structseq", "($self, sequence, dict={})\n--\n\n", args, nargs,
                         keyword_names, values));
  Handle held;
  ItemsView view = TRY(FastItems(values[0], &held, "constructor requires a sequence"));
  if (!values[1].IsEmpty() && !IsDict(values[1]))
    return Raise(&TypeErrorType, "%U() takes a dict as second arg, if any", type->name);
  int64_t visible = NumberOf(type, names.n_sequence_fields), count = FieldCount(type);
  TRY_VOID(CheckSize(type, view.size, visible, count));
  Handle result = TRY(StructSequenceNew(type));
  for (int64_t i = 0; i < count; ++i) TupleInit(result, i, OwnNone());
  for (int64_t i = 0; i < view.size; ++i) TupleInit(result, i, Retain(view.items[i]));
  for (int64_t i = view.size; i < count && !values[1].IsEmpty(); ++i) {
    Value name = TupleAt(FieldNames(type), i);
    Value value = IsStr(name) ? DictGet(values[1], name) : Value::Empty();
    if (value.IsEmpty() && HasPendingException()) return {};
    if (!value.IsEmpty()) TupleInit(result, i, Retain(value));
  }
  return result.Release();
}

Owned ReduceMethod(Value self) {
  Type* type = TypeOf(self);
  Tuple* tuple = self.As<Tuple>();
  Handle items = TRY(TupleFrom(tuple->items, tuple->size));
  Handle hidden = TRY(DictNew());
  for (int64_t i = tuple->size; i < FieldCount(type); ++i) {
    Value name = TupleAt(FieldNames(type), i);
    if (IsStr(name)) TRY_VOID(DictSet(hidden, name, tuple->items[i]));
  }
  Handle args = TRY(TupleOf({items, hidden}));
  return TupleOf({Value::Pointer(type), args});
}

constexpr MethodDef kReduce =
    PY_METHOD(structseq, __reduce__, NoArgs(ReduceMethod), "Return state information for pickling.");

struct Counts {
  int64_t fields = 0, unnamed = 0;
};

Counts Count(const StructSequenceSpec& spec) {
  Counts counts;
  for (const StructSequenceField* field = spec.fields; field->name != nullptr; ++field) {
    ++counts.fields;
    counts.unnamed += field->name == kStructSequenceUnnamed;
  }
  return counts;
}

// The class body: doc, module, numbers, names.
Owned BodyOf(const StructSequenceSpec& spec, const Counts& counts, const char* dot) {
  Handle body = TRY(DictNew());
  Handle module = TRY(StrFromAscii(spec.name, static_cast<size_t>(dot - spec.name)));
  TRY_VOID(DictSet(body, names.__module__, module));
  if (spec.doc != nullptr) {
    Handle doc = TRY(StrFromUtf8(spec.doc));
    TRY_VOID(DictSet(body, names.__doc__, doc));
  }
  Handle no_slots = TRY(TupleEmpty());
  TRY_VOID(DictSet(body, names.__slots__, no_slots));
  TRY_VOID(DictSet(body, names.n_sequence_fields, Value::Int(spec.visible)));
  TRY_VOID(DictSet(body, names.n_fields, Value::Int(counts.fields)));
  TRY_VOID(DictSet(body, names.n_unnamed_fields, Value::Int(counts.unnamed)));
  return body.Release();
}

bool AddFields(Type* type, const StructSequenceSpec& spec, const Counts& counts) {
  Handle all = TRY(TupleNew(counts.fields));
  Handle match = TRY(ListNew());
  for (int64_t i = 0; i < counts.fields; ++i) {
    const StructSequenceField& field = spec.fields[i];
    if (field.name == kStructSequenceUnnamed) {
      TupleInit(all, i, OwnNone());
      continue;
    }
    Handle name = TRY(StrInternUtf8(field.name));
    TupleInit(all, i, Retain(name));
    if (i < spec.visible) TRY_VOID(ListAppend(match, name));
    MemberDef member;
    member.name = field.name;
    member.offset = static_cast<uint32_t>(sizeof(Tuple) + static_cast<size_t>(i) * sizeof(Value));
    member.kind = MemberKind::kReadOnlyNone;
    member.doc = field.doc;
    Handle descriptor = TRY(MemberDescriptorNew(member, type));
    TRY_VOID(DictSet(type->dict, name, descriptor));
  }
  TRY_VOID(DictSetAscii(type->dict, "__fields__", all));
  Handle match_args = TRY(ListToTuple(match));
  TRY_VOID(DictSet(type->dict, names.__match_args__, match_args));
  Handle reduce = TRY(MethodDescriptorNew(&kReduce, type));
  return DictSet(type->dict, names.__reduce__, reduce);
}

}  // namespace

Owned StructSequenceTypeNew(const StructSequenceSpec& spec) {
  const char* dot = spec.name;
  for (const char* c = spec.name; *c != 0; ++c) {
    if (*c == '.') dot = c;
  }
  Counts counts = Count(spec);
  Handle body = TRY(BodyOf(spec, counts, dot));
  Handle name = TRY(StrInternUtf8(dot + 1));
  Handle bases = TRY(TupleOf({Value::Pointer(&TupleType)}));
  Handle result = TRY(TypeNew(&TypeType, name, bases, body, Value::Empty()));
  Type* type = result.As<Type>();
  TRY_VOID(DictDelete(type->dict, names.__slots__));  // they were about the layout only
  TRY_VOID(AddFields(type, spec, counts));
  type->slots.new_instance = NewInstance;
  Handle wrapper = TRY(NewWrapperFor(type));
  TRY_VOID(DictSet(type->dict, names.__new__, wrapper));
  type->slots.traverse = Traverse;
  type->slots.destroy = Destroy;
  type->slots.repr = SequenceRepr;
  type->slots.new_instance = NewInstance;
  type->type_flags &= ~static_cast<uint32_t>(kTypeBase);
  type->type_flags |= kTypeImmutable;
  return result.Release();
}

Owned StructSequenceNew(Type* type) {
  Owned result = AllocateVarObject(type, FieldCount(type));
  if (result) result.Peek().As<Tuple>()->size = NumberOf(type, names.n_sequence_fields);
  return result;
}

}  // namespace polygil
