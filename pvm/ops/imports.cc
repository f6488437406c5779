// import statements, and the display hook of the interactive mode.

#include "pvm/ops/cache.h"
#include "pvm/ops/handler.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Owned ImportName(FrameRecord* frame, Value name, Value level, Value fromlist) {
  Value import = IsDict(frame->builtins) ? DictGetStr(frame->builtins, names.__import__) : Value::Empty();
  if (import.IsEmpty()) {
    if (HasPendingException()) return {};
    return Raise(&ImportErrorType, "__import__ not found");
  }
  Value locals = frame->locals ? frame->locals : Value::None();
  return Call(import, {name, frame->globals, locals, fromlist, level});
}

// The message of a failed `from module import name` (CPython's import_from).
Raised RaiseCannotImport(Value module, Value name) {
  Handle module_name = FindAttribute(module, names.__name__);
  if (module_name.IsEmpty() && HasPendingException()) return {};
  if (module_name.IsEmpty() || !IsStr(module_name)) module_name = TRY(StrFromUtf8("<unknown module name>"));
  Handle path = FindAttribute(module, names.__file__);
  ClearPendingIf(&ExceptionType);
  bool has_path = !path.IsEmpty() && IsStr(path);
  bool initializing = false;
  Handle spec = FindAttribute(module, names.__spec__);
  if (!spec.IsEmpty()) {
    Handle flag = FindAttribute(spec, names._initializing);
    if (!flag.IsEmpty()) {
      Fallible<bool> truth = IsTrue(flag);
      initializing = truth.ok && truth.value;
    }
  }
  ClearPendingIf(&ExceptionType);
  Handle text;
  if (!has_path) {
    text = TRY(StrFormat("cannot import name %R from %R (unknown location)", name, module_name.Get()));
  } else if (initializing) {
    text = TRY(StrFormat("cannot import name %R from partially initialized module %R (most likely due to a "
                         "circular import) (%S)", name, module_name.Get(), path.Get()));
  } else {
    text = TRY(StrFormat("cannot import name %R from %R (%S)", name, module_name.Get(), path.Get()));
  }
  RaiseWith(&ImportErrorType, text);
  ImportError* error = CurrentThread()->pending.As<ImportError>();
  StoreOwned(&error->name, module_name.Release());
  if (has_path) StoreOwned(&error->path, path.Release());
  return {};
}

Owned ImportFrom(Value module, Value name) {
  Owned found = FindAttribute(module, name);
  if (found || HasPendingException()) return found;
  // A submodule that is being imported: sys.modules["package.name"].
  Handle package = FindAttribute(module, names.__name__);
  if (!package.IsEmpty() && IsStr(package)) {
    Handle full = TRY(StrFormat("%U.%U", package.Get(), name));
    Value submodule = DictGet(CurrentInterpreter()->modules, full);
    if (submodule) return Retain(submodule);
  }
  if (HasPendingException()) ClearPending();
  return RaiseCannotImport(module, name);
}

bool SkipsUnderscored(Value name) {
  return IsStr(name) && StrLength(name) > 0 && StrAt(name, 0) == '_';
}

bool ImportStar(FrameRecord* frame, Value module) {
  Handle all = FindAttribute(module, names.__all__);
  bool public_only = false;
  if (all.IsEmpty()) {
    if (HasPendingException()) return false;
    Handle dict = FindAttribute(module, names.__dict__);
    if (dict.IsEmpty()) {
      if (HasPendingException()) return false;
      return Raise(&ImportErrorType, "from-import-* object has no __dict__ and no __all__");
    }
    Handle keys = TRY(CallMethod(dict, "keys"));
    all = TRY(ToList(keys));
    public_only = true;
  }
  for (int64_t i = 0;; ++i) {
    Handle name = GetItem(all, i);
    if (name.IsEmpty()) return ClearPendingIf(&IndexErrorType);
    if (!IsStr(name)) {
      Handle module_name = TRY(GetAttribute(module, names.__name__));
      return Raise(&TypeErrorType, public_only ? "Key in %U.__dict__ must be str, not %.100s"
                                               : "Item in %U.__all__ must be str, not %.100s",
                   module_name.Get(), TypeName(name));
    }
    if (public_only && SkipsUnderscored(name)) continue;
    Handle value = TRY(GetAttribute(module, name));
    TRY_VOID(SetItem(frame->locals ? frame->locals : frame->globals, name, value));
  }
}

bool Display(Value v) {
  Handle sys_hook{Retain(DictGetAscii(CurrentInterpreter()->sys_dict, "displayhook"))};
  if (sys_hook.IsEmpty()) return Raise(&RuntimeErrorType, "lost sys.displayhook");
  Handle result = TRY(Call(sys_hook, {v}));
  return true;
}

}  // namespace

SLOW(ImportNameSlow) {
  SAVE_PC();
  Owned module = ImportName(thread->frame, consts[pc->c], base[pc->b], base[pc->b + 1]);
  if (!module) TAIL(Unwind);
  if (pc->b != pc->a) ClearField(&base[pc->b]);
  if (pc->b + 1 != pc->a) ClearField(&base[pc->b + 1]);
  SetRegister(base, pc->a, module);
  NEXT(1);
}
HANDLER(IMPORT_NAME) { TAIL(ImportNameSlow); }

SLOW(ImportFromSlow) {
  SAVE_PC();
  Owned v = ImportFrom(base[pc->b], consts[pc->c]);
  if (!v) TAIL(Unwind);
  SetRegister(base, pc->a, v);
  NEXT(1);
}
HANDLER(IMPORT_FROM) { TAIL(ImportFromSlow); }

SLOW(ImportStarSlow) {
  SAVE_PC();
  if (!ImportStar(thread->frame, base[pc->a])) TAIL(Unwind);
  Consume(base, consts, pc->a);
  NEXT(1);
}
HANDLER(IMPORT_STAR) { TAIL(ImportStarSlow); }

SLOW(PrintExpressionSlow) {
  SAVE_PC();
  if (!Display(base[pc->a])) TAIL(Unwind);
  Consume(base, consts, pc->a);
  NEXT(1);
}
HANDLER(PRINT_EXPRESSION) { TAIL(PrintExpressionSlow); }

}  // namespace polygil
