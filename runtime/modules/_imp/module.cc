// _imp: what importlib needs of the host. No shared objects are loaded here: every extension module
// is in the binary. Frozen modules: frozen.cc.

#include "runtime/types/classes/module.h"

#include <cstring>

#include "gil/gil.h"
#include "pvm/code/code_copy.h"
#include "pvm/thread/thread.h"
#include "runtime/base/hash/hash.h"
#include "runtime/modules/_imp/frozen.h"
#include "runtime/modules/_imp/import_lock.h"
#include "runtime/modules/registry.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

const ModuleDefinition* Find(Value name) {
  if (!IsStr(name)) return nullptr;
  char buffer[128];
  return FindNativeModule(StrForMessage(name, buffer, sizeof(buffer)));
}

Owned ImpIsBuiltin(Value, Value name) {
  if (!IsStr(name))
    return Raise(&TypeErrorType, "is_builtin() argument must be str, not %.50s", TypeName(name));
  if (Find(name) == nullptr) return IntFromInt64(0);
  bool only_once = StrEqualsAscii(name, "sys") || StrEqualsAscii(name, "builtins");
  return IntFromInt64(only_once ? -1 : 1);
}

Owned ImpCreateBuiltin(Value, Value spec) {
  Handle name = TRY(GetAttribute(spec, names.name));
  const ModuleDefinition* definition = Find(name);
  if (definition == nullptr) return OwnNone();
  Interpreter* interpreter = CurrentInterpreter();
  if (StrEqualsAscii(name, "sys")) return Retain(interpreter->sys_module);
  if (StrEqualsAscii(name, "builtins")) return Retain(interpreter->builtins_module);
  return MakeNativeModule(*definition);
}

// Native modules are executed when they are made.
Owned ImpExecBuiltin(Value, Value) { return IntFromInt64(0); }

Owned ImpNoDynamic(Value, const Value* args, size_t) {
  Handle name = TRY(GetAttribute(args[0], names.name));
  return RaiseImportError(&ImportErrorType, name, Value::None(),
                          "polygil can't load shared objects (module %R)", name.Get());
}

Owned ImpExtensionSuffixes(Value) { return ListNew(); }

Owned ImpFixFilename(Value, const Value* args, size_t) {
  if (!IsExactly(args[0], CodeType))
    return Raise(&TypeErrorType, "_fix_co_filename() argument 1 must be code, not %.50s",
                 TypeName(args[0]));
  if (!IsStr(args[1]))
    return Raise(&TypeErrorType, "_fix_co_filename() argument 2 must be str, not %.50s",
                 TypeName(args[1]));
  if (!StrEqual(args[0].As<Code>()->filename, args[1]))
    TRY_VOID(CodeSetFilename(args[0].As<Code>(), args[1]));
  return OwnNone();
}

Owned ImpSourceHash(Value, const Value* args) {
  uint64_t key = TRY(IntAsUint64(args[0]));
  ScopedBuffer buffer;
  TRY_VOID(buffer.Acquire(args[1]));
  HashSecret secret{key, 0, 0};
  int64_t hash = HashBytes(secret, buffer.data(), static_cast<size_t>(buffer.size()));
  return BytesNew(&hash, sizeof(hash));
}

// -- The import lock
// -------------------------------------------------------------------------------

// Held by one thread at a time, reentrantly; kept in the interpreter's module state as
// (owner's id, depth), which the GIL guards.
struct ImportLock {
  uint64_t owner;
  int64_t depth;
};

Fallible<ImportLock> ReadLock() {
  Value state = CurrentInterpreter()->module_state;
  Value owner = DictGetAscii(state, "_imp.lock_owner"),
        depth = DictGetAscii(state, "_imp.lock_depth");
  ImportLock lock{0, 0};
  if (owner) lock.owner = static_cast<uint64_t>(owner.AsInt());
  if (depth) lock.depth = depth.AsInt();
  return lock;
}
bool WriteLock(const ImportLock& lock) {
  Value state = CurrentInterpreter()->module_state;
  return DictSetAscii(state, "_imp.lock_owner", Value::Int(static_cast<int64_t>(lock.owner))) &&
         DictSetAscii(state, "_imp.lock_depth", Value::Int(lock.depth));
}

}  // namespace

bool ImportLockAcquire() {
  uint64_t me = CurrentThread()->id;
  for (;;) {
    ImportLock lock = TRY(ReadLock());
    if (lock.depth == 0 || lock.owner == me) {
      return WriteLock({me, lock.depth + 1});
    }
    // Held for moments only: importlib guards its table of module locks with it.
    ReleaseGil(gil::Reason::kLockWait);
    AcquireGil();
  }
}
bool ImportLockRelease() {
  ImportLock lock = TRY(ReadLock());
  if (lock.depth == 0 || lock.owner != CurrentThread()->id)
    return Raise(&RuntimeErrorType, "not holding the import lock");
  return WriteLock({lock.owner, lock.depth - 1});
}

namespace {

Owned ImpAcquireLock(Value) { return ImportLockAcquire() ? OwnNone() : Owned(); }
Owned ImpReleaseLock(Value) { return ImportLockRelease() ? OwnNone() : Owned(); }
Owned ImpLockHeld(Value) {
  ImportLock lock = TRY(ReadLock());
  return OwnBool(lock.depth > 0);
}

bool Execute(Value module) { return ModuleAddStr(module, "check_hash_based_pycs", "default"); }

const MethodDef kFunctions[] = {
    PY_FUNCTION(_imp, _fix_co_filename, Positional(ImpFixFilename, 2, 2),
                "($module, code, path, /)\n--\n\nChanges code.co_filename to specify the passed-in "
                "file path."),
    PY_FUNCTION(_imp, _frozen_module_names, NoArgs(FrozenNames),
                "($module, /)\n--\n\nReturns the list of available frozen modules."),
    PY_FUNCTION(
        _imp, _override_frozen_modules_for_tests, OneArg(FrozenOverride),
        "($module, override, /)\n--\n\n(internal-only) Override PyConfig.use_frozen_modules."),
    PY_FUNCTION(
        _imp, acquire_lock, NoArgs(ImpAcquireLock),
        "($module, /)\n--\n\nAcquires the interpreter's import lock for the current thread."),
    PY_FUNCTION(_imp, create_builtin, OneArg(ImpCreateBuiltin),
                "($module, spec, /)\n--\n\nCreate an extension module."),
    PY_FUNCTION(_imp, create_dynamic, Positional(ImpNoDynamic, 1, 2),
                "($module, spec, file=<unrepresentable>, /)\n--\n\nCreate an extension module."),
    PY_FUNCTION(_imp, exec_builtin, OneArg(ImpExecBuiltin),
                "($module, mod, /)\n--\n\nInitialize a built-in module."),
    PY_FUNCTION(_imp, exec_dynamic, OneArg(ImpExecBuiltin),
                "($module, mod, /)\n--\n\nInitialize an extension module."),
    PY_FUNCTION(_imp, extension_suffixes, NoArgs(ImpExtensionSuffixes),
                "($module, /)\n--\n\nReturns the list of file suffixes used to identify extension "
                "modules."),
    PY_FUNCTION(
        _imp, find_frozen, Bound(FrozenInfo),
        "($module, name, /, *, withdata=False)\n--\n\nReturn info about the corresponding frozen "
        "module (if there is one) or None."),
    PY_FUNCTION(_imp, get_frozen_object, Positional(FrozenCode, 1, 2),
                "($module, name, data=None, /)\n--\n\nCreate a code object for a frozen module."),
    PY_FUNCTION(_imp, init_frozen, OneArg(FrozenInit),
                "($module, name, /)\n--\n\nInitializes a frozen module."),
    PY_FUNCTION(_imp, is_builtin, OneArg(ImpIsBuiltin),
                "($module, name, /)\n--\n\nReturns True if the module name corresponds to a "
                "built-in module."),
    PY_FUNCTION(_imp, is_frozen, OneArg(FrozenIs),
                "($module, name, /)\n--\n\nReturns True if the module name corresponds to a frozen "
                "module."),
    PY_FUNCTION(
        _imp, is_frozen_package, OneArg(FrozenIsPackage),
        "($module, name, /)\n--\n\nReturns True if the module name is of a frozen package."),
    PY_FUNCTION(
        _imp, lock_held, NoArgs(ImpLockHeld),
        "($module, /)\n--\n\nReturn True if the import lock is currently held, else False."),
    PY_FUNCTION(_imp, release_lock, NoArgs(ImpReleaseLock),
                "($module, /)\n--\n\nReleases the interpreter's import lock."),
    PY_FUNCTION(_imp, source_hash, Bound(ImpSourceHash), "($module, /, key, source)\n--\n\n"),
    {}};

}  // namespace

extern const ModuleDefinition ImpModule;
const ModuleDefinition ImpModule = {
    "_imp", "(Extremely) low-level import machinery bits as used by importlib.", kFunctions,
    Execute};

}  // namespace polygil
