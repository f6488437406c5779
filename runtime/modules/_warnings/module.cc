// warn() and warn_explicit() with their filters and registries, as the warnings module expects them of
// its native half. The filters, once `warnings` is imported, are its attributes.

#include "runtime/modules/builtins/builtins.h"
#include "runtime/modules/_warnings/warnings.h"

#include "pvm/frame/frame.h"
#include "runtime/modules/registry.h"
#include "runtime/modules/sys/source_line.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

// -- State: in the interpreter's module_state ------------------------------------------------------

Value State(const char* key) { return DictGetAscii(CurrentInterpreter()->module_state, key); }
bool SetState(const char* key, Value v) {
  return DictSetAscii(CurrentInterpreter()->module_state, key, v);
}

// An attribute of the imported warnings module, else ours. Empty: neither, or an exception.
Owned Setting(const char* attribute, const char* key) {
  Value module = DictGetAscii(CurrentInterpreter()->modules, "warnings");
  if (module && !module.IsNone()) {
    Owned found = FindAttribute(module, attribute);
    if (found || HasPendingException()) return found;
  }
  Value own = State(key);
  return own ? Retain(own) : Owned();
}

// -- Filters ---------------------------------------------------------------------------------------

Fallible<bool> Matches(Value pattern, Value text) {
  if (pattern.IsNone()) return true;
  if (IsExactly(pattern, StrType)) return StrEqual(pattern, text);
  Handle result = TRY(CallMethod(pattern, "match", {text}));
  return IsTrue(result);
}

struct Warning {
  Value category, text, message, module, filename, source;
  int64_t line;
};

Fallible<bool> FilterApplies(Value filter, const Warning& w) {
  Value category = TupleAt(filter, 2);
  int64_t line = TRY(AsInt64(TupleAt(filter, 4)));
  if (line != 0 && line != w.line) return false;
  bool is_subclass = TRY(IsSubclass(w.category, category));
  if (!is_subclass) return false;
  bool text_matches = TRY(Matches(TupleAt(filter, 1), w.text));
  if (!text_matches) return false;
  return Matches(TupleAt(filter, 3), w.module);
}

// The action for a warning: a str.
Owned ActionFor(const Warning& w) {
  Handle filters = Setting("filters", "_warnings.filters");
  if (HasPendingException()) return {};
  if (filters.IsEmpty() || !IsList(filters))
    return Raise(&ValueErrorType, "_warnings.filters must be a list");
  // The last ones seen hold when the module has none.
  TRY_VOID(SetState("_warnings.filters", filters));
  for (int64_t i = 0; i < ListSize(filters); ++i) {
    Handle filter = Retain(ListAt(filters, i));
    if (!IsTuple(filter) || TupleSize(filter) != 5)
      return Raise(&ValueErrorType, "_warnings.filters item %zd isn't a 5-tuple", static_cast<ssize_t>(i));
    if (!IsStr(TupleAt(filter, 0)))
      return Raise(&TypeErrorType, "action must be a string, not '%.200s'", TypeName(TupleAt(filter, 0)));
    bool applies = TRY(FilterApplies(filter, w));
    if (applies) return Retain(TupleAt(filter, 0));
  }
  return Setting("defaultaction", "_warnings.defaultaction");
}

// -- Registries ------------------------------------------------------------------------------------

// Has the warning with this key been shown? A registry older than the filters is emptied first.
Fallible<bool> AlreadyWarned(Value registry, Value key, bool set) {
  Value version = DictGetAscii(registry, "version");
  Value now = State("_warnings.version");
  if (!version || version != now) {
    DictClear(registry);
    TRY_VOID(DictSetAscii(registry, "version", now));
  } else {
    Value found = DictGet(registry, key);
    if (found) return IsTrue(found);
    if (HasPendingException()) return {};
  }
  if (set) TRY_VOID(DictSet(registry, key, Value::True()));
  return false;
}

// "once" counts in one registry for all modules, "module" without regard to lines.
Fallible<bool> AlreadyWarnedOnce(Value registry, const Warning& w, bool with_zero) {
  Handle key = with_zero ? TupleOf({w.text, w.category, Value::Int(0)}) : TupleOf({w.text, w.category});
  if (key.IsEmpty()) return {};
  return AlreadyWarned(registry, key, true);
}

// -- Showing ---------------------------------------------------------------------------------------

bool ShowPlainly(const Warning& w) {
  Value file = DictGetAscii(CurrentInterpreter()->sys_dict, "stderr");
  if (!file || file.IsNone()) return true;
  Handle keep = Retain(file);
  Handle name = TRY(GetAttribute(w.category, names.__name__));
  StrBuilder out;
  Handle head = TRY(StrFormat("%U:%ld: %S: %S\n", w.filename, static_cast<long>(w.line), name.Get(), w.text));
  if (!out.Append(head.Get())) return false;
  std::string line;
  if (ReadSourceLine(w.filename, static_cast<int32_t>(w.line), &line)) {
    size_t start = line.find_first_not_of(" \t\f");
    if (start != std::string::npos && !(out.AppendAscii("  ") && out.AppendUtf8(line.substr(start)) &&
                                        out.AppendAscii("\n")))
      return false;
  }
  Handle text = TRY(out.Finish());
  Handle done = CallMethod(keep, names.write, {text});
  ClearPending();
  return true;
}

bool Show(const Warning& w) {
  Value module = DictGetAscii(CurrentInterpreter()->modules, "warnings");
  Handle imported;
  if (!module && w.source && !w.source.IsNone() && !CurrentInterpreter()->finalizing) {
    imported = TRY(ImportModule("warnings"));  // it tells where the source comes from
    module = imported;
  }
  if (!module || module.IsNone()) return ShowPlainly(w);
  Handle keep = Retain(module);
  Handle show = FindAttribute(keep, names._showwarnmsg);
  if (show.IsEmpty()) return HasPendingException() ? false : ShowPlainly(w);
  if (!IsCallable(show)) return Raise(&TypeErrorType, "warnings._showwarnmsg() must be set to a callable");
  Handle cls = TRY(GetAttribute(keep, "WarningMessage"));
  Handle line = TRY(IntFromInt64(w.line));
  Handle message = TRY(Call(cls, {w.message, w.category, w.filename, line, Value::None(), Value::None(),
                                  w.source ? w.source : Value::None()}));
  Handle done = TRY(Call(show, {message}));
  return true;
}

Owned ModuleNameOf(Value filename) {
  int64_t length = StrLength(filename);
  if (length == 0) return StrFromUtf8("<unknown>");
  if (length >= 3 && StrAt(filename, length - 3) == '.' && StrAt(filename, length - 2) == 'p' &&
      StrAt(filename, length - 1) == 'y')
    return StrSubstring(filename, 0, length - 3);
  return Retain(filename);
}

Raised RaiseWarning(Value message) { return RaiseInstance(Retain(message)); }

// Applies the action; `registry` may be empty.
bool Act(const Warning& w, Value registry, Value key, Value action) {
  if (StrEqualsAscii(action, "error")) return RaiseWarning(w.message);
  if (StrEqualsAscii(action, "ignore")) return true;
  if (StrEqualsAscii(action, "always")) return Show(w);
  bool already = false;
  if (registry) TRY_VOID(DictSet(registry, key, Value::True()));
  if (StrEqualsAscii(action, "once")) {
    Handle once = Setting("onceregistry", "_warnings.onceregistry");
    if (once.IsEmpty()) return false;
    already = TRY(AlreadyWarnedOnce(registry ? registry : once.Get(), w, false));
  } else if (StrEqualsAscii(action, "module")) {
    if (registry) already = TRY(AlreadyWarnedOnce(registry, w, true));
  } else if (!StrEqualsAscii(action, "default")) {
    return Raise(&RuntimeErrorType, "Unrecognized action (%R) in warnings.filters:\n %R", action, w.category);
  }
  return already || Show(w);
}

bool WarnExplicit(Value category, Value message, Value filename, int64_t line, Value module,
                  Value registry, Value source) {
  if (module && module.IsNone()) return true;
  if (registry && !registry.IsNone() && !IsDict(registry))
    return Raise(&TypeErrorType, "'registry' must be a dict or None");
  if (registry && registry.IsNone()) registry = Value::Empty();
  Handle module_name = module ? Retain(module) : ModuleNameOf(filename);
  if (module_name.IsEmpty()) return false;
  Handle text, instance;
  bool is_instance = TRY(IsInstance(message, Value::Pointer(&WarningType)));
  if (is_instance) {
    text = TRY(ToStr(message));
    instance = Retain(message);
    category = Value::Pointer(TypeOf(message));
  } else {
    text = Retain(message);
    instance = TRY(Call(category, {message}));
  }
  Handle number = TRY(IntFromInt64(line));
  Handle key = TRY(TupleOf({text, category, number}));
  if (registry) {
    bool already = TRY(AlreadyWarned(registry, key, false));
    if (already) return true;
  }
  Warning w{category, text, instance, module_name, filename, source, line};
  Handle action = ActionFor(w);
  if (action.IsEmpty()) return HasPendingException() ? false : true;
  return Act(w, registry, key, action);
}

// -- Where the warning is about --------------------------------------------------------------------

bool Contains(Value text, const char* part) {
  Handle sub = StrFromUtf8(part);
  if (sub.IsEmpty()) {
    ClearPending();
    return false;
  }
  return StrFind(text, sub, 0, StrLength(text)) >= 0;
}
bool IsImportMachinery(const FrameRecord* frame) {
  Value filename = frame->code->filename;
  return Contains(filename, "importlib") && Contains(filename, "_bootstrap");
}
FrameRecord* NextExternal(FrameRecord* frame) {
  do {
    --frame;
  } while (frame->code != nullptr && IsImportMachinery(frame));
  return frame;
}

// The frame `level` levels up (1: the innermost); one without code: out of the stack.
FrameRecord* FrameAt(int64_t level) {
  FrameRecord* frame = CurrentThread()->frame;
  if (level <= 0 || frame->code == nullptr || IsImportMachinery(frame)) {
    while (--level > 0 && frame->code != nullptr) --frame;
  } else {
    while (--level > 0 && frame->code != nullptr) frame = NextExternal(frame);
  }
  return frame;
}

bool DoWarn(Value message, Value category, int64_t level, Value source) {
  FrameRecord* frame = FrameAt(level);
  Handle globals, filename;
  int64_t line = 1;
  if (frame->code == nullptr) {
    globals = Retain(CurrentInterpreter()->sys_dict);
    filename = TRY(StrFromUtf8("sys"));
  } else {
    globals = Retain(frame->globals);
    filename = Retain(frame->code->filename);
    line = FrameLine(frame);
  }
  Handle registry = Retain(DictGetStr(globals, names.__warningregistry__));
  if (registry.IsEmpty()) {
    registry = TRY(DictNew());
    TRY_VOID(DictSet(globals, names.__warningregistry__, registry));
  }
  Value name = DictGetStr(globals, names.__name__);
  Handle module = name && (name.IsNone() || IsStr(name)) ? Retain(name) : StrFromUtf8("<string>");
  if (module.IsEmpty()) return false;
  return WarnExplicit(category, message, filename, line, module, registry, source);
}

// The category that counts: that of a Warning instance, else the argument, else UserWarning.
Owned CategoryOf(Value message, Value category) {
  bool is_instance = TRY(IsInstance(message, Value::Pointer(&WarningType)));
  if (is_instance) return Retain(Value::Pointer(TypeOf(message)));
  if (!category || category.IsNone()) return Retain(Value::Pointer(&UserWarningType));
  bool valid = false;
  if (IsType(category)) valid = TRY(IsSubclass(category, Value::Pointer(&WarningType)));
  if (valid) return Retain(category);
  return Raise(&TypeErrorType, "category must be a Warning subclass, not '%s'", TypeName(category));
}

Owned WarningsWarn(Value, const Value* args) {
  Handle category = TRY(CategoryOf(args[0], args[1]));
  int64_t level = 1;
  if (args[2]) level = TRY(AsInt64(args[2]));
  TRY_VOID(DoWarn(args[0], category, level, args[3]));
  return OwnNone();
}

Owned WarningsWarnExplicit(Value, const Value* args) {
  int64_t line = TRY(AsInt64(args[3]));
  if (!IsStr(args[2]))
    return Raise(&TypeErrorType, "warn_explicit() argument 3 must be str, not %.50s", TypeName(args[2]));
  if (args[6] && !args[6].IsNone() && !IsDict(args[6]))
    return Raise(&TypeErrorType, "module_globals must be a dict, not '%.200s'", TypeName(args[6]));
  Value module = args[4] && !args[4].IsNone() ? args[4] : Value::Empty();
  TRY_VOID(WarnExplicit(args[1], args[0], args[2], line, module, args[5], args[7]));
  return OwnNone();
}

Owned FiltersMutated(Value) {
  Value version = State("_warnings.version");
  TRY_VOID(SetState("_warnings.version", Value::Int((version ? version.AsInt() : 0) + 1)));
  return OwnNone();
}

Owned Filter(const char* action, Type* category, const char* module) {
  Handle action_text = TRY(StrInternUtf8(action));
  Handle module_text = module == nullptr ? OwnNone() : StrInternUtf8(module);
  return TupleOf({action_text, Value::None(), Value::Pointer(category), module_text, Value::Int(0)});
}

Owned DefaultFilters() {
  Handle list = TRY(ListNew());
  TRY_VOID(ListAppendOwned(list, TRY(Filter("default", &DeprecationWarningType, "__main__"))));
  for (Type* type : {&DeprecationWarningType, &PendingDeprecationWarningType, &ImportWarningType,
                     &ResourceWarningType})
    TRY_VOID(ListAppendOwned(list, TRY(Filter("ignore", type, nullptr))));
  return list.Release();
}

bool Share(Value module, const char* attribute, const char* key, Owned value) {
  Handle hold = value;
  if (hold.IsEmpty()) return false;
  return SetState(key, hold) && ModuleAdd(module, attribute, hold.Release());
}

bool Execute(Value module) {
  return Share(module, "filters", "_warnings.filters", DefaultFilters()) &&
         Share(module, "_onceregistry", "_warnings.onceregistry", DictNew()) &&
         Share(module, "_defaultaction", "_warnings.defaultaction", StrInternUtf8("default")) &&
         SetState("_warnings.version", Value::Int(0));
}

const MethodDef kFunctions[] = {
    PY_FUNCTION(_warnings, warn, Bound(WarningsWarn),
                "($module, /, message, category=None, stacklevel=1, source=None)\n--\n\n"
                "Issue a warning, or maybe ignore it or raise an exception."),
    PY_FUNCTION(_warnings, warn_explicit, Bound(WarningsWarnExplicit),
                "($module, /, message, category, filename, lineno, module=None, registry=None, "
                "module_globals=None, source=None)\n--\n\nLow-level interface to warnings functionality."),
    PY_FUNCTION(_warnings, _filters_mutated, NoArgs(FiltersMutated), "($module, /)\n--\n\n"),
    {}};

}  // namespace

bool WarnNative(Value category, Value message, int stack_level) {
  if (!State("_warnings.filters")) return true;  // nothing of the library is loaded yet
  return DoWarn(message, category, stack_level, Value::Empty());
}

extern const ModuleDefinition WarningsModule;
const ModuleDefinition WarningsModule = {
    "_warnings", "_warnings provides basic warning filtering support.\nIt is a helper module to speed up "
    "interpreter start-up.", kFunctions, Execute};

}  // namespace polygil
