// The meta-path finder and loader of embedded modules. A module found here shadows the standard library's of the same
// name; the library's other submodules of a package stay reachable through the __path__ that the package sets.

#include "mp/objects/importer.h"

#include <cstring>

#include "mp/python/embedded.h"
#include "pvm/code/code.h"
#include "runtime/modules/native_type.h"
#include "runtime/object/hooks.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Type EmbeddedImporterType;

const EmbeddedSource* Find(Value name) {
  if (!IsStr(name)) return nullptr;
  for (const EmbeddedSource* source = kEmbeddedSources; source->name != nullptr; ++source) {
    if (StrEqualsAscii(name, source->name)) return source;
  }
  return nullptr;
}
const EmbeddedSource* FindOrRaise(Value name) {
  const EmbeddedSource* source = Find(name);
  if (source == nullptr)
    return RaiseImportError(&ImportErrorType, name, Value::None(), "%R is not an embedded module", name);
  return source;
}

Owned FindSpec(Value self, const Value* args) {
  const EmbeddedSource* source = Find(args[0]);
  if (source == nullptr) return OwnNone();
  Handle make = TRY(GetAttribute(CurrentInterpreter()->importlib, "ModuleSpec"));
  Handle origin = TRY(StrInternUtf8("frozen")), key = TRY(StrInternUtf8("origin"));
  Handle package_key = TRY(StrInternUtf8("is_package"));
  Value values[] = {args[0], self, origin, Value::Bool(source->is_package)};
  Value keys[] = {key, package_key};
  Handle keywords = TRY(TupleFrom(keys, 2));
  return Call(make, values, 2, keywords);
}

Owned CodeOf(const EmbeddedSource* source) {
  if (CurrentInterpreter()->optimization == 0)
    return CodeFromImage({static_cast<const char*>(source->image), source->image_size}, true);
  Handle text = TRY(StrFromUtf8(source->text, source->size));
  Handle filename = TRY(StrFormat("<frozen %s>", source->name));
  return CurrentInterpreter()->hooks->compile(text, filename, "exec", 0, true, -1);
}

Owned CreateModule(Value, Value) { return OwnNone(); }
Owned ExecuteModule(Value, Value module) {
  Handle spec = TRY(GetAttribute(module, names.__spec__));
  Handle name = TRY(GetAttribute(spec, "name"));
  const EmbeddedSource* source = TRY(FindOrRaise(name));
  Handle code = TRY(CodeOf(source));
  Handle dict = TRY(GetAttribute(module, names.__dict__));
  TRY_VOID(DictSet(dict, names.__builtins__, CurrentInterpreter()->builtins));
  Handle result = TRY(CurrentInterpreter()->hooks->run_code(code, dict, dict, Value::Empty()));
  return OwnNone();
}
Owned GetCode(Value, Value name) { return CodeOf(TRY(FindOrRaise(name))); }
Owned GetSource(Value, Value name) {
  const EmbeddedSource* source = TRY(FindOrRaise(name));
  return StrFromUtf8(source->text, source->size);
}
Owned IsPackage(Value, Value name) { return OwnBool(TRY(FindOrRaise(name))->is_package); }

constexpr MethodDef kMethods[] = {
    PY_METHOD(EmbeddedImporter, find_spec, Bound(FindSpec),
              "($self, /, fullname, path=None, target=None)\n--\n\nThe spec of an embedded module, or None."),
    PY_METHOD(EmbeddedImporter, create_module, OneArg(CreateModule), "($self, spec, /)\n--\n\nNone."),
    PY_METHOD(EmbeddedImporter, exec_module, OneArg(ExecuteModule), "($self, module, /)\n--\n\nRuns the module."),
    PY_METHOD(EmbeddedImporter, get_code, OneArg(GetCode), "($self, fullname, /)\n--\n\nThe module's code."),
    PY_METHOD(EmbeddedImporter, get_source, OneArg(GetSource), "($self, fullname, /)\n--\n\nThe module's text."),
    PY_METHOD(EmbeddedImporter, is_package, OneArg(IsPackage), "($self, fullname, /)\n--\n\nIs it a package?"),
    {}};

}  // namespace

bool InstallEmbeddedImporter() {
  TRY_VOID(ReadyType({.type = &EmbeddedImporterType,
                      .name = "_polygil.EmbeddedImporter",
                      .basic_size = sizeof(Object),
                      .flags = kTypeNoInstantiation,
                      .methods = kMethods,
                      .doc = "Imports the Python modules inside the interpreter's binary."}));
  Handle importer = TRY(AllocateObject(&EmbeddedImporterType));
  Value meta_path = DictGetAscii(CurrentInterpreter()->sys_dict, "meta_path");
  if (meta_path.IsEmpty() || !IsList(meta_path))
    return Raise(&RuntimeErrorType, "sys.meta_path must be a list");
  return ListInsert(meta_path, 0, importer);
}

}  // namespace polygil
