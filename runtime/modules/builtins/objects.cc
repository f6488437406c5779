// Built-in functions that ask any object: attributes, text, classes, identity.

#include "runtime/modules/builtins/builtins.h"
#include "runtime/object/hooks.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

bool CheckName(Value name) {
  if (IsStr(name)) return true;
  return Raise(&TypeErrorType, "attribute name must be string, not '%.200s'", TypeName(name));
}

Owned BuiltinGetattr(Value, const Value* args, size_t nargs) {
  TRY_VOID(CheckName(args[1]));
  if (nargs == 2) return GetAttribute(args[0], args[1]);
  Owned found = FindAttribute(args[0], args[1]);
  if (found || HasPendingException()) return found;
  return Retain(args[2]);
}

Owned BuiltinHasattr(Value, const Value* args, size_t) {
  TRY_VOID(CheckName(args[1]));
  Handle found = FindAttribute(args[0], args[1]);
  if (found.IsEmpty() && HasPendingException()) return {};
  return OwnBool(!found.IsEmpty());
}

Owned BuiltinSetattr(Value, const Value* args, size_t) {
  TRY_VOID(CheckName(args[1]));
  Handle name = IsExactly(args[1], StrType) ? StrIntern(args[1]) : Retain(args[1]);
  if (name.IsEmpty()) return {};
  TRY_VOID(SetAttribute(args[0], name, args[2]));
  return OwnNone();
}

Owned BuiltinDelattr(Value, const Value* args, size_t) {
  TRY_VOID(CheckName(args[1]));
  TRY_VOID(DeleteAttribute(args[0], args[1]));
  return OwnNone();
}

Owned SortedList(Value iterable) {
  Handle list = TRY(ToList(iterable));
  TRY_VOID(ListSort(list, Value::None(), false));
  return list.Release();
}

Owned CurrentLocals() {
  Owned locals = CurrentInterpreter()->hooks->current_locals();
  if (!locals && !HasPendingException()) return Raise(&SystemErrorType, "frame does not exist");
  return locals;
}

Owned BuiltinDir(Value, const Value* args, size_t nargs) {
  if (nargs == 0) {
    Handle locals = TRY(CurrentLocals());
    Handle keys = TRY(CallMethod(locals, names.keys));
    return SortedList(keys);
  }
  Handle method = LookupSpecial(args[0], names.__dir__);
  if (method.IsEmpty()) {
    if (HasPendingException()) return {};
    return Raise(&TypeErrorType, "object does not provide __dir__");
  }
  Handle result = TRY(Call(method));
  return SortedList(result);
}

Owned BuiltinVars(Value, const Value* args, size_t nargs) {
  if (nargs == 0) return CurrentLocals();
  Owned dict = FindAttribute(args[0], names.__dict__);
  if (!dict && !HasPendingException())
    return Raise(&TypeErrorType, "vars() argument must have __dict__ attribute");
  return dict;
}

Owned BuiltinGlobals(Value) {
  Value globals = CurrentInterpreter()->hooks->current_globals();
  return globals ? Retain(globals) : OwnNone();
}
Owned BuiltinLocals(Value) { return CurrentLocals(); }

Owned BuiltinCallable(Value, Value v) { return OwnBool(IsCallable(v)); }

Owned BuiltinFormat(Value, const Value* args, size_t nargs) {
  if (nargs == 2 && !IsStr(args[1]))
    return Raise(&TypeErrorType, "format() argument 2 must be str, not %.50s", TypeName(args[1]));
  return Format(args[0], nargs == 2 ? args[1] : Value::Empty());
}

Owned BuiltinHash(Value, Value v) {
  int64_t hash = TRY(Hash(v));
  return IntFromInt64(hash);
}

// Immediates are identified by their word, which no address equals.
Owned BuiltinId(Value, Value v) { return IntFromUint64(v.bits); }

Owned BuiltinIsinstance(Value, const Value* args, size_t) {
  bool result = TRY(IsInstance(args[0], args[1]));
  return OwnBool(result);
}
Owned BuiltinIssubclass(Value, const Value* args, size_t) {
  bool result = TRY(IsSubclass(args[0], args[1]));
  return OwnBool(result);
}

Owned BuiltinLen(Value, Value v) {
  int64_t length = TRY(Length(v));
  return IntFromInt64(length);
}
Owned BuiltinRepr(Value, Value v) { return Repr(v); }
Owned BuiltinAscii(Value, Value v) { return ToAscii(v); }

}  // namespace

const MethodDef kObjectFunctions[] = {
    PY_FUNCTION(builtins, ascii, OneArg(BuiltinAscii),
                "($module, obj, /)\n--\n\nReturn an ASCII-only representation of an object."),
    PY_FUNCTION(builtins, callable, OneArg(BuiltinCallable),
                "($module, obj, /)\n--\n\nReturn whether the object is callable."),
    PY_FUNCTION(builtins, delattr, Positional(BuiltinDelattr, 2, 2),
                "($module, obj, name, /)\n--\n\nDeletes the named attribute from the given object."),
    PY_FUNCTION(builtins, dir, Positional(BuiltinDir, 0, 1),
                "dir([object]) -> list of strings\n\nThe names in the current scope, or the "
                "attributes of an object, sorted."),
    PY_FUNCTION(builtins, format, Positional(BuiltinFormat, 1, 2),
                "($module, value, format_spec='', /)\n--\n\nReturn type(value).__format__(value, "
                "format_spec)"),
    PY_FUNCTION(builtins, getattr, Positional(BuiltinGetattr, 2, 3),
                "getattr(object, name[, default]) -> value\n\nGet a named attribute from an object."),
    PY_FUNCTION(builtins, globals, NoArgs(BuiltinGlobals),
                "($module, /)\n--\n\nReturn the dictionary of the current scope's globals."),
    PY_FUNCTION(builtins, hasattr, Positional(BuiltinHasattr, 2, 2),
                "($module, obj, name, /)\n--\n\nReturn whether the object has an attribute with the "
                "given name."),
    PY_FUNCTION(builtins, hash, OneArg(BuiltinHash),
                "($module, obj, /)\n--\n\nReturn the hash value for the given object."),
    PY_FUNCTION(builtins, id, OneArg(BuiltinId),
                "($module, obj, /)\n--\n\nReturn the identity of an object."),
    PY_FUNCTION(builtins, isinstance, Positional(BuiltinIsinstance, 2, 2),
                "($module, obj, class_or_tuple, /)\n--\n\nReturn whether an object is an instance of "
                "a class or of a subclass thereof."),
    PY_FUNCTION(builtins, issubclass, Positional(BuiltinIssubclass, 2, 2),
                "($module, cls, class_or_tuple, /)\n--\n\nReturn whether 'cls' is derived from "
                "another class or is the same class."),
    PY_FUNCTION(builtins, len, OneArg(BuiltinLen),
                "($module, obj, /)\n--\n\nReturn the number of items in a container."),
    PY_FUNCTION(builtins, locals, NoArgs(BuiltinLocals),
                "($module, /)\n--\n\nReturn a dictionary of the current scope's local variables."),
    PY_FUNCTION(builtins, repr, OneArg(BuiltinRepr),
                "($module, obj, /)\n--\n\nReturn the canonical string representation of the object."),
    PY_FUNCTION(builtins, setattr, Positional(BuiltinSetattr, 3, 3),
                "($module, obj, name, value, /)\n--\n\nSets the named attribute on the given object."),
    PY_FUNCTION(builtins, vars, Positional(BuiltinVars, 0, 1),
                "vars([object]) -> dictionary\n\nThe locals of the current scope, or "
                "object.__dict__."),
    {}};

}  // namespace polygil
