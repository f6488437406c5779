// The path hook of archives. CPython starts with zipimport loaded (it is frozen there); here the library's
// module is imported when the first path comes that may be an archive, and its class takes the
// hook's place in sys.path_hooks.

#include <sys/stat.h>

#include <cstring>
#include <string>

#include "runtime/host/parts.h"
#include "runtime/modules/builtins/builtins.h"
#include "runtime/modules/native_type.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

// "lib.zip/package" lies in an archive if lib.zip is a file.
bool MayBeArchive(std::string path) {
  struct stat facts;
  while (!path.empty()) {
    if (stat(path.c_str(), &facts) == 0) return S_ISREG(facts.st_mode);
    size_t slash = path.rfind('/');
    if (slash == path.npos) return false;
    path.resize(slash);
  }
  return false;
}

Value SysEntry(const char* name) {
  return DictGetAscii(ModuleDict(CurrentInterpreter()->sys_module), name);
}

bool IsHook(Value hook) {
  return IsExactly(hook, BuiltinFunctionType) &&
         strcmp(hook.As<BuiltinFunction>()->definition->name, "zipimporter") == 0;
}

// Takes the hook away, while the import that it starts walks sys.path, and puts the class in its place.
bool ReplaceHook(Value importer_or_empty) {
  Value hooks = SysEntry("path_hooks");
  if (!hooks || !IsList(hooks)) return true;
  if (importer_or_empty) return ListInsert(hooks, 0, importer_or_empty);
  for (int64_t i = 0; i < ListSize(hooks); ++i) {
    if (IsHook(ListAt(hooks, i))) return DeleteItem(hooks, Value::Int(i));
  }
  return true;
}

// Archives that were met meanwhile count as not importable: forget that.
bool ForgetUnknownPaths() {
  Value cache = SysEntry("path_importer_cache");
  if (!cache || !IsDict(cache)) return true;
  Handle paths = TRY(DictKeysList(cache));
  for (int64_t i = 0; i < ListSize(paths); ++i) {
    Value importer = DictGet(cache, ListAt(paths, i));
    if (importer && importer.IsNone()) TRY_VOID(DictDelete(cache, ListAt(paths, i)));
  }
  return true;
}

Owned ZipHook(Value, Value path) {
  Handle text;
  if (IsStr(path)) text = StrEncodeFs(path);
  bool archive = text && MayBeArchive(std::string(BytesView(text)));
  if (!text && HasPendingException()) ClearPending();
  if (!archive)
    return RaiseImportError(&ImportErrorType, Value::None(), path, "not a Zip file: %R", path);
  TRY_VOID(ReplaceHook(Value::Empty()));
  Handle module = TRY(ImportModule("zipimport"));
  Handle importer = TRY(GetAttribute(module, "zipimporter"));
  TRY_VOID(ReplaceHook(importer) && ForgetUnknownPaths());
  return Call(importer, {path});
}

constexpr MethodDef kHook = PY_FUNCTION(zipimport, zipimporter, OneArg(ZipHook),
                                        "($module, path, /)\n--\n\nMakes an importer for an archive.");

}  // namespace

bool InstallZipHook() {
  Value hooks = SysEntry("path_hooks");
  Handle name = TRY(StrInternUtf8("zipimport"));
  Handle hook = TRY(BuiltinFunctionNew(&kHook, Value::Empty(), name));
  return ListInsert(hooks, 0, hook);
}

}  // namespace polygil
