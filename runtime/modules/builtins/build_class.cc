// __build_class__: what a class statement does after its body was compiled to a function (Language
// Reference 3.3.3, PEP 560).

#include "pvm/call/enter.h"
#include "runtime/modules/builtins/builtins.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/cell.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/mro.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

// The bases with __mro_entries__ of those that are no classes resolved; the same tuple if none is.
Owned ResolveBases(Value bases) {
  Handle resolved;  // a list, once something changed
  for (int64_t i = 0; i < TupleSize(bases); ++i) {
    Value base = TupleAt(bases, i);
    Handle method;
    if (!IsType(base)) {
      method = FindAttribute(base, names.__mro_entries__);
      if (method.IsEmpty() && HasPendingException()) return {};
    }
    if (method.IsEmpty()) {
      if (!resolved.IsEmpty()) TRY_VOID(ListAppend(resolved, base));
      continue;
    }
    Handle entries = TRY(Call(method, {bases}));
    if (!IsTuple(entries)) return Raise(&TypeErrorType, "__mro_entries__ must return a tuple");
    if (resolved.IsEmpty()) resolved = TRY(ListFrom(bases.As<Tuple>()->items, i));
    TRY_VOID(ListExtend(resolved, entries));
  }
  return resolved.IsEmpty() ? Retain(bases) : ListToTuple(resolved);
}

Owned KeywordsDict(const Value* values, Value keyword_names) {
  if (!keyword_names) return Owned();
  Handle dict = TRY(DictNew(TupleSize(keyword_names)));
  for (int64_t i = 0; i < TupleSize(keyword_names); ++i) {
    TRY_VOID(DictSet(dict, TupleAt(keyword_names, i), values[i]));
  }
  return dict.Release();
}

// The metaclass: the keyword's, or the type of the first base; the most derived one if it is a class.
Owned FindMetaclass(Value bases, Value keywords) {
  Handle meta;
  if (keywords) {
    meta = DictPop(keywords, names.metaclass);
    if (meta.IsEmpty() && HasPendingException()) return {};
  }
  if (meta.IsEmpty()) {
    Type* type = TupleSize(bases) == 0 ? &TypeType : TypeOf(TupleAt(bases, 0));
    meta = Retain(Value::Pointer(type));
  }
  if (!IsType(meta)) return meta.Release();
  Type* winner = TRY(WinningMetaclass(meta.As<Type>(), bases));
  return Retain(Value::Pointer(winner));
}

Owned PrepareNamespace(Value meta, Value name, Value bases, Value keywords) {
  Handle prepare = FindAttribute(meta, names.__prepare__);
  if (prepare.IsEmpty()) return HasPendingException() ? Owned() : DictNew();
  Handle arguments = TRY(TupleOf({name, bases}));
  Handle space = TRY(CallWithTuple(prepare, arguments, keywords));
  if (IsDict(space) || TypeOf(space)->slots.get_item != nullptr) return space.Release();
  const char* meta_name = IsType(meta) ? TypeNameOf(meta.As<Type>()) : "<metaclass>";
  return Raise(&TypeErrorType, "%.200s.__prepare__() must return a mapping, not %.200s", meta_name,
               TypeName(space));
}

// The __class__ cell of the body must hold the class by now.
bool CheckClassCell(Value cell, Value name, Value cls) {
  if (!IsExactly(cell, CellType)) return true;
  Value content = cell.As<Cell>()->content;
  if (!content)
    return Raise(&RuntimeErrorType,
                 "__class__ not set defining %R as %R. Was __classcell__ propagated to type.__new__?",
                 name, cls);
  if (content == cls) return true;
  return Raise(&TypeErrorType, "__class__ set to %R defining %R as %R", content, name, cls);
}

// What the body returned, or what it left in the namespace.
Owned ClassCell(Value returned, Value space) {
  if (IsExactly(returned, CellType)) return Retain(returned);
  if (!IsExactly(space, DictType)) return OwnNone();
  Value found = DictGetStr(space, names.__classcell__);
  return found ? Retain(found) : OwnNone();
}

Owned BuiltinBuildClass(Value, const Value* args, size_t nargs, Value keyword_names) {
  if (nargs < 2) return Raise(&TypeErrorType, "__build_class__: not enough arguments");
  if (!IsExactly(args[0], FunctionType))
    return Raise(&TypeErrorType, "__build_class__: func must be a function");
  Value name = args[1];
  if (!IsStr(name)) return Raise(&TypeErrorType, "__build_class__: name is not a string");
  Handle original = TRY(TupleFrom(args + 2, static_cast<int64_t>(nargs) - 2));
  Handle bases = TRY(ResolveBases(original));
  Handle keywords = KeywordsDict(args + nargs, keyword_names);
  if (keywords.IsEmpty() && HasPendingException()) return {};
  Handle meta = TRY(FindMetaclass(bases, keywords));
  Handle space = TRY(PrepareNamespace(meta, name, bases, keywords));
  Handle returned = TRY(RunClassBody(args[0], space));
  Handle cell = TRY(ClassCell(returned, space));
  if (bases.Get() != original.Get()) TRY_VOID(SetItem(space, names.__orig_bases__, original));
  Handle arguments = TRY(TupleOf({name, bases, space}));
  Handle cls = TRY(CallWithTuple(meta, arguments, keywords));
  if (IsType(cls)) TRY_VOID(CheckClassCell(cell, name, cls));
  return cls.Release();
}

}  // namespace

const MethodDef kClassFunctions[] = {
    PY_FUNCTION(builtins, __build_class__, Keywords(BuiltinBuildClass),
                "__build_class__(func, name, /, *bases, [metaclass], **kwds) -> class\n\n"
                "Internal helper function used by the class statement."),
    {}};

}  // namespace polygil
