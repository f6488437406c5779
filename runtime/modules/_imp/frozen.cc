#include "runtime/modules/_imp/frozen.h"

#include "pvm/call/enter.h"
#include "pvm/code/code.h"
#include "runtime/library/library.h"
#include "runtime/modules/marshal/marshal.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/bytes/memoryview.h"
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

// The three that importing itself is made of can't be switched off.
bool IsEssential(const FrozenModule& module) { return &module - kFrozenModules < 3; }

bool IsSwitchedOn(const FrozenModule& module) {
  const Interpreter* interpreter = CurrentInterpreter();
  if (IsEssential(module)) return true;
  return (interpreter->frozen_override != 0 ? interpreter->frozen_override
                                            : interpreter->frozen_modules) >= 0;
}

struct Found {
  const FrozenModule* module = nullptr;
  const LibraryEntry* entry = nullptr;
};

// Found::entry is null if there is none. The file is looked at if `check`.
Found Find(Value name, bool check) {
  Interpreter* interpreter = CurrentInterpreter();
  char buffer[64];
  if (!IsStr(name) || interpreter->library == nullptr || StrLength(name) >= 40) return {};
  const FrozenModule* module = FrozenFind(StrForMessage(name, buffer, sizeof(buffer)));
  if (module == nullptr || !IsSwitchedOn(*module)) return {};
  const LibraryEntry* entry = LibraryFind(interpreter->library, module->entry);
  if (entry == nullptr) return {};
  bool current = !check || !module->is_public ||
                 LibraryIsCurrent(*entry, std::string(interpreter->library_folder) + "/" + module->file);
  return {module, current ? entry : nullptr};
}

bool NeedName(Value name, const char* function) {
  if (IsStr(name)) return true;
  return Raise(&TypeErrorType, "%s() argument 1 must be str, not %.50s", function, TypeName(name));
}

Raised NoSuchObject(Value name) {
  return RaiseImportError(&ImportErrorType, name, Value::None(), "No such frozen object named %R",
                          name);
}

}  // namespace

Owned FrozenNames(Value) {
  Handle list = TRY(ListNew());
  for (const FrozenModule* module = kFrozenModules; module->name != nullptr; ++module)
    TRY_VOID(ListAppendOwned(list, TRY(StrInternUtf8(module->name))));
  return list.Release();
}

Owned FrozenOverride(Value, Value override) {
  int64_t number = TRY(AsInt64(override));
  CurrentInterpreter()->frozen_override = static_cast<int8_t>(number < 0 ? -1 : number > 0);
  return OwnNone();
}

// (data or None, is it a package, the name that its file has)
Owned FrozenInfo(Value, const Value* args) {
  TRY_VOID(NeedName(args[0], "find_frozen"));
  Found found = Find(args[0], true);
  if (found.entry == nullptr) return OwnNone();
  Handle data = OwnNone();
  if (args[1] && TRY(IsTrue(args[1]))) {
    std::string text;
    MarshalImage(LibraryImage(CurrentInterpreter()->library, *found.entry), &text);
    Handle bytes = TRY(BytesNew(text.data(), static_cast<int64_t>(text.size())));
    data = TRY(Call(Value::Pointer(&MemoryViewType), {bytes}));
  }
  const char* name = found.module->origin;
  Handle origin = name == nullptr ? OwnNone() : TRY(StrInternUtf8(name));
  return TupleOf({data, Value::Bool(found.module->is_package), origin});
}

Owned FrozenCode(Value, const Value* args, size_t nargs) {
  TRY_VOID(NeedName(args[0], "get_frozen_object"));
  if (nargs > 1 && !args[1].IsNone()) {
    ScopedBuffer buffer;
    TRY_VOID(buffer.Acquire(args[1]));
    size_t consumed;
    return MarshalRead({reinterpret_cast<const char*>(buffer.data()), static_cast<size_t>(buffer.size())},
                       &consumed);
  }
  Found found = Find(args[0], false);
  if (found.entry == nullptr) return NoSuchObject(args[0]);
  return CodeFromImage(LibraryImage(CurrentInterpreter()->library, *found.entry), true);
}

// Imports without importlib.
Owned FrozenInit(Value self, Value name) {
  TRY_VOID(NeedName(name, "init_frozen"));
  Found found = Find(name, true);
  if (found.entry == nullptr) return OwnNone();
  Handle code = TRY(FrozenCode(self, &name, 1));
  Interpreter* interpreter = CurrentInterpreter();
  Handle module = Retain(DictGet(interpreter->modules, name));
  if (module.IsEmpty()) {
    module = TRY(ModuleNew(name));
    TRY_VOID(DictSet(interpreter->modules, name, module));
  }
  Value dict = ModuleDict(module);
  Handle origin = TRY(StrInternUtf8(found.module->origin));
  TRY_VOID(DictSetAscii(dict, "__origname__", origin));
  TRY_VOID(DictSet(dict, names.__builtins__, interpreter->builtins));
  Handle result = TRY(RunCode(code, dict, dict, Value::Empty()));
  return module.Release();
}

Owned FrozenIs(Value, Value name) {
  TRY_VOID(NeedName(name, "is_frozen"));
  return OwnBool(Find(name, true).entry != nullptr);
}

Owned FrozenIsPackage(Value, Value name) {
  TRY_VOID(NeedName(name, "is_frozen_package"));
  Found found = Find(name, true);
  if (found.entry == nullptr) return NoSuchObject(name);
  return OwnBool(found.module->is_package);
}

}  // namespace polygil
