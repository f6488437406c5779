// Calling the rows of method tables: argument counts, with the messages of CPython's METH_...
// conventions.

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

// "list.append()", "math.sin()", "len()".
Owned FunctionText(const MethodDef* definition, Type* owner, Value self) {
  if (owner != nullptr) return StrFormat("%U.%s()", owner->qualname, definition->name);
  if (self && IsInstanceOf(self, ModuleType)) {
    Value module = self.As<Module>()->name;
    if (module && IsStr(module) && !StrEqualsAscii(module, "builtins"))
      return StrFormat("%U.%s()", module, definition->name);
  }
  return StrFormat("%s()", definition->name);
}

Owned RaiseKeywords(const MethodDef* definition, Type* owner, Value self) {
  Handle text = TRY(FunctionText(definition, owner, self));
  return Raise(&TypeErrorType, "%U takes no keyword arguments", text.Get());
}

Owned RaiseCount(const MethodDef* definition, Type* owner, Value self, const char* what,
                 size_t given) {
  Handle text = TRY(FunctionText(definition, owner, self));
  return Raise(&TypeErrorType, "%U takes %s (%zd given)", text.Get(), what,
               static_cast<ssize_t>(given));
}

}  // namespace

Owned CallNative(const MethodDef* definition, Type* owner, Value self, const Value* args,
                 size_t nargs, Value keyword_names) {
  const NativeFunction& function = definition->function;
  bool has_keywords = keyword_names && TupleSize(keyword_names) != 0;
  switch (function.kind) {
    case CallKind::kNoArgs:
      if (has_keywords) [[unlikely]]
        return RaiseKeywords(definition, owner, self);
      if (nargs != 0) [[unlikely]]
        return RaiseCount(definition, owner, self, "no arguments", nargs);
      return function.no_args(self);
    case CallKind::kOneArg:
      if (has_keywords) [[unlikely]]
        return RaiseKeywords(definition, owner, self);
      if (nargs != 1) [[unlikely]]
        return RaiseCount(definition, owner, self, "exactly one argument", nargs);
      return function.one_arg(self, args[0]);
    case CallKind::kPositional:
      if (has_keywords) [[unlikely]]
        return RaiseKeywords(definition, owner, self);
      if (nargs < function.minimum || (nargs > function.maximum && function.maximum != kNoMaximum))
          [[unlikely]] {
        TRY_VOID(CheckPositional(
            definition->name, nargs, function.minimum,
            function.maximum == kNoMaximum ? SIZE_MAX : function.maximum));
      }
      return function.positional(self, args, nargs);
    case CallKind::kKeywords:
      return function.keywords(self, args, nargs, has_keywords ? keyword_names : Value::Empty());
    case CallKind::kBound: {
      Value bound[kMaximumBoundParameters];
      Handle owner_args, owner_keywords;
      TRY_VOID(BindArguments(definition->name, definition->doc, args, nargs, keyword_names, bound,
                             &owner_args, &owner_keywords));
      return function.bound(self, bound);
    }
    case CallKind::kEnd:
      break;
  }
  return Raise(&SystemErrorType, "bad call flags for %s", definition->name);
}

}  // namespace polygil
