// __import__: the part of importing that most imports need, a look into sys.modules; what isn't
// there is found and loaded by importlib (Language Reference 5, PEP 328, PEP 451).

#include <cstdio>
#include <ctime>

#include "pvm/frame/frame.h"
#include "runtime/modules/builtins/builtins.h"
#include "runtime/modules/module_state.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

// module.__spec__._initializing
Fallible<bool> IsInitializing(Value module) {
  Value spec_field = Value::Empty();
  if (IsExactly(module, ModuleType)) spec_field = DictGetStr(ModuleDict(module), names.__spec__);
  Handle spec = spec_field ? Retain(spec_field) : FindAttribute(module, names.__spec__);
  if (spec.IsEmpty()) {
    if (HasPendingException()) return {};
    return false;
  }
  if (spec.Get().IsNone()) return false;
  Handle flag = FindAttribute(spec, names._initializing);
  if (flag.IsEmpty()) {
    if (HasPendingException()) return {};
    return false;
  }
  return IsTrue(flag);
}

// A module of sys.modules that another thread may still be importing: waits for it.
bool EnsureInitialized(Value module, Value name) {
  bool initializing = TRY(IsInitializing(module));
  if (!initializing) return true;
  Handle done = TRY(CallMethod(CurrentInterpreter()->importlib, names._lock_unlock_module, {name}));
  return true;
}

// -X importtime: a line on standard error for each module that is loaded, after those that it loads.
// What is under way is kept as two ints: the time of the modules loaded within, and their depth.
constexpr const char* kImportTimeKey = "import.inner_nanoseconds";
constexpr const char* kImportDepthKey = "import.depth";

int64_t Nanoseconds() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return int64_t{now.tv_sec} * 1000000000 + now.tv_nsec;
}

class ImportTimer {
 public:
  ImportTimer() {
    Value inner = ModuleState(kImportTimeKey);
    if (!inner) return;
    outer_ = inner.AsInt();
    depth_ = ModuleState(kImportDepthKey).AsInt();
    Keep(0, depth_ + 1);
    start_ = Nanoseconds();
  }
  void Report(Value name) {
    if (depth_ < 0) return;
    int64_t total = Nanoseconds() - start_, own = total - ModuleState(kImportTimeKey).AsInt();
    char text[300];
    fprintf(stderr, "import time: %9lld | %10lld | %*s%s\n", static_cast<long long>(own / 1000),
            static_cast<long long>(total / 1000), static_cast<int>(depth_ * 2), "",
            StrForMessage(name, text, sizeof(text)));
    Keep(outer_ + total, depth_);
  }

 private:
  static void Keep(int64_t inner, int64_t depth) {
    PendingScope keep;
    if (!ModuleStateSet(kImportTimeKey, Value::Int(inner)) || !ModuleStateSet(kImportDepthKey, Value::Int(depth)))
      ClearPending();
  }
  int64_t outer_ = 0, depth_ = -1, start_ = 0;
};

Owned FindOrLoad(Value name) {
  Interpreter* interpreter = CurrentInterpreter();
  Handle module = IsExactly(interpreter->modules, DictType)
                      ? Retain(DictGet(interpreter->modules, name))
                      : GetItem(interpreter->modules, name);
  if (module.IsEmpty() && HasPendingException() && !ClearPendingIf(&KeyErrorType)) return {};
  if (!module.IsEmpty() && !module.Get().IsNone()) {
    TRY_VOID(EnsureInitialized(module, name));
    return module.Release();
  }
  if (!interpreter->importlib)
    return RaiseImportError(&ModuleNotFoundErrorType, name, Value::None(), "No module named %R", name);
  ImportTimer timer;
  Owned loaded = CallMethod(interpreter->importlib, names._find_and_load,
                            {name, interpreter->import_function});
  timer.Report(name);
  return loaded;
}

Value GetGlobal(Value globals, Value name) {
  Value v = DictGetStr(globals, name);
  return v && !v.IsNone() ? v : Value::Empty();
}

// The package that relative imports start from (PEP 366). Empty: an exception is pending.
Owned CallersPackage(Value globals) {
  if (!globals || !IsDict(globals)) {
    if (globals && !globals.IsNone()) return Raise(&TypeErrorType, "globals must be a dict");
    return Raise(&KeyErrorType, "'__name__' not in globals");
  }
  Handle package = Retain(GetGlobal(globals, names.__package__));
  Handle spec = Retain(GetGlobal(globals, names.__spec__));
  if (HasPendingException()) return {};
  if (!package.IsEmpty()) {
    if (!IsStr(package)) return Raise(&TypeErrorType, "package must be a string");
    if (!spec.IsEmpty()) {
      Handle parent = TRY(GetAttribute(spec, "parent"));
      bool equal = TRY(Equals(package, parent));
      if (!equal && !Warn(&ImportWarningType, 1, "__package__ != __spec__.parent")) return {};
    }
    return package.Release();
  }
  if (!spec.IsEmpty()) {
    Handle parent = TRY(GetAttribute(spec, "parent"));
    if (!IsStr(parent)) return Raise(&TypeErrorType, "__spec__.parent must be a string");
    return parent.Release();
  }
  if (!Warn(&ImportWarningType, 1,
            "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__"))
    return {};
  Handle name = Retain(DictGetStr(globals, names.__name__));
  if (name.IsEmpty()) {
    if (HasPendingException()) return {};
    return Raise(&KeyErrorType, "'__name__' not in globals");
  }
  if (!IsStr(name)) return Raise(&TypeErrorType, "__name__ must be a string");
  if (DictGetStr(globals, names.__path__)) return name.Release();
  for (int64_t i = StrLength(name); i-- > 0;) {
    if (StrAt(name, i) == '.') return StrSubstring(name, 0, i);
  }
  return Raise(&ImportErrorType, "attempted relative import with no known parent package");
}

Owned AbsoluteName(Value name, Value globals, int level) {
  Handle package = TRY(CallersPackage(globals));
  int64_t end = StrLength(package);
  if (end == 0)
    return Raise(&ImportErrorType, "attempted relative import with no known parent package");
  for (int up = 1; up < level; ++up) {
    while (end > 0 && StrAt(package, end - 1) != '.') --end;
    if (end == 0) return Raise(&ImportErrorType, "attempted relative import beyond top-level package");
    --end;
  }
  Handle base = TRY(StrSubstring(package, 0, end));
  if (StrLength(name) == 0) return base.Release();
  return StrFormat("%U.%U", base.Get(), name);
}

int64_t FirstDot(Value name) {
  int64_t length = StrLength(name);
  for (int64_t i = 0; i < length; ++i) {
    if (StrAt(name, i) == '.') return i;
  }
  return -1;
}

// What `import a.b.c` binds: a. For relative names the package as far up as the dots of `name` say.
Owned TopPackage(Value name, Value absolute, Value module, int level) {
  if (level > 0 && StrLength(name) == 0) return Retain(module);
  int64_t dot = FirstDot(name);
  if (dot < 0) return Retain(module);
  if (level == 0) {
    Handle front = TRY(StrSubstring(name, 0, dot));
    return ImportModuleLevel(front, Value::Empty(), Value::Empty(), 0);
  }
  int64_t cut = StrLength(absolute) - (StrLength(name) - dot);
  Handle front = TRY(StrSubstring(absolute, 0, cut));
  Owned found = GetItem(CurrentInterpreter()->modules, front);
  if (!found && ClearPendingIf(&KeyErrorType))
    return Raise(&KeyErrorType, "%R not in sys.modules as expected", front.Get());
  return found;
}

bool IsMachinery(const Traceback* traceback) {
  Value filename = traceback->frame.As<FrameObject>()->code.As<Code>()->filename;
  return StrEqualsAscii(filename, "<frozen importlib._bootstrap>") ||
         StrEqualsAscii(filename, "<frozen importlib._bootstrap_external>");
}

// Takes importlib's own frames out of the pending exception's traceback: all of them for an
// ImportError, else chunks that end in _call_with_frames_removed.
void TrimTraceback() {
  Value exception = CurrentThread()->pending;
  if (!exception || CurrentInterpreter()->verbose) return;
  bool always = IsInstanceOf(exception, ImportErrorType);
  Value* link = &exception.As<BaseException>()->traceback;
  Value* outer = link;
  bool inside = false;
  while (*link) {
    auto* traceback = link->As<Traceback>();
    bool machinery = IsMachinery(traceback);
    if (machinery && !inside) outer = link;
    inside = machinery;
    Value name = traceback->frame.As<FrameObject>()->code.As<Code>()->name;
    if (inside && (always || StrEqualsAscii(name, "_call_with_frames_removed"))) {
      // The chunk from `outer` to this entry goes.
      Handle next = Retain(traceback->next);
      StoreOwned(outer, next.Release());
      link = outer;
    } else {
      link = &traceback->next;
    }
  }
}

Owned ImportPath(Value name, Value globals, Value fromlist, int level);

}  // namespace

Owned ImportModuleLevel(Value name, Value globals, Value fromlist, int level) {
  Owned module = ImportPath(name, globals, fromlist, level);
  if (!module) TrimTraceback();
  return module;
}

namespace {

Owned ImportPath(Value name, Value globals, Value fromlist, int level) {
  if (!IsStr(name)) return Raise(&TypeErrorType, "module name must be a string");
  if (level < 0) return Raise(&ValueErrorType, "level must be >= 0");
  Handle absolute;
  if (level > 0) {
    absolute = TRY(AbsoluteName(name, globals, level));
  } else {
    if (StrLength(name) == 0) return Raise(&ValueErrorType, "Empty module name");
    absolute = Retain(name);
  }
  Handle module = TRY(FindOrLoad(absolute));
  bool has_from = false;
  if (fromlist && !fromlist.IsNone()) has_from = TRY(IsTrue(fromlist));
  if (!has_from) return TopPackage(name, absolute, module, level);
  Handle path = FindAttribute(module, names.__path__);
  if (path.IsEmpty()) return HasPendingException() ? Owned() : module.Release();
  Interpreter* interpreter = CurrentInterpreter();
  return CallMethod(interpreter->importlib, names._handle_fromlist,
                    {module, fromlist, interpreter->import_function});
}

}  // namespace

bool StartImportTimes() {
  fputs("import time: self [us] | cumulative | imported package\n", stderr);
  return ModuleStateSet(kImportTimeKey, Value::Int(0)) && ModuleStateSet(kImportDepthKey, Value::Int(0));
}

Owned ImportModule(const char* name) {
  Handle text = TRY(StrFromUtf8(name));
  Handle top = TRY(ImportModuleLevel(text, Value::Empty(), Value::Empty(), 0));
  return GetItem(CurrentInterpreter()->modules, text);
}

namespace {

Owned BuiltinImport(Value, const Value* args) {
  int64_t level = 0;
  if (args[4]) level = TRY(AsInt64(args[4]));
  return ImportModuleLevel(args[0], args[1], args[3], static_cast<int>(level));
}

}  // namespace

const MethodDef kImportFunctions[] = {
    PY_FUNCTION(builtins, __import__, Bound(BuiltinImport),
                "($module, /, name, globals=None, locals=None, fromlist=(), level=0)\n--\n\n"
                "Import a module."),
    {}};

}  // namespace polygil
