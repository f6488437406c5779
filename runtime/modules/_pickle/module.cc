// _pickle: the serialisation of pickle (protocols 0 to 5) in native code.

#include "runtime/modules/_pickle/memo_proxy.h"
#include "runtime/modules/_pickle/pickle_buffer.h"
#include "runtime/modules/_pickle/pickler.h"
#include "runtime/modules/_pickle/unpickler.h"

namespace polygil {
namespace {

using namespace pickle;  // NOLINT: its functions are this module

Owned DumpFunction(Value, const Value* args) {
  Handle made = TRY(NewPickler(args[1], args[2], args[3], args[4]));
  auto* pickler = made.As<Pickler>();
  TRY_VOID(Dump(pickler, args[0]) && FlushToFile(pickler));
  return OwnNone();
}

Owned DumpsFunction(Value, const Value* args) {
  Handle made = TRY(NewPickler(Value::Empty(), args[1], args[2], args[3]));
  auto* pickler = made.As<Pickler>();
  TRY_VOID(Dump(pickler, args[0]));
  return TakeOutput(pickler);
}

Owned LoadFunction(Value, const Value* args) {
  Handle made = TRY(NewUnpickler(args[0], Value::Empty(), {args[1], args[2], args[3], args[4]}));
  return Load(made.As<Unpickler>());
}

Owned LoadsFunction(Value, const Value* args) {
  Handle made = TRY(NewUnpickler(Value::Empty(), args[0], {args[1], args[2], args[3], args[4]}));
  return Load(made.As<Unpickler>());
}

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(_pickle, dump, Bound(DumpFunction),
                "($module, /, obj, file, protocol=None, *, fix_imports=True, buffer_callback=None)\n"
                "--\n\nWrite a pickle of obj to the open binary file.\n\nThe same as "
                "Pickler(file, protocol).dump(obj)."),
    PY_FUNCTION(_pickle, dumps, Bound(DumpsFunction),
                "($module, /, obj, protocol=None, *, fix_imports=True, buffer_callback=None)\n--\n\n"
                "Return a pickle of obj as bytes."),
    PY_FUNCTION(_pickle, load, Bound(LoadFunction),
                "($module, /, file, *, fix_imports=True, encoding='ASCII', errors='strict', "
                "buffers=())\n--\n\nRead a pickle from the open binary file and return the object in "
                "it.\n\nThe same as Unpickler(file).load()."),
    PY_FUNCTION(_pickle, loads, Bound(LoadsFunction),
                "($module, data, /, *, fix_imports=True, encoding='ASCII', errors='strict', "
                "buffers=())\n--\n\nReturn the object of a pickle given as bytes."),
    {}};

bool AddError(Value module, Type* type, const char* name, Type* base) {
  return AddType(module, {.type = type,
                          .name = name,
                          .base = base,
                          .basic_size = base->basic_size,
                          .flags = kTypeBase});
}

bool Execute(Value module) {
  return InitPickleState() && InitMemoProxies() &&
         AddError(module, &PickleErrorType, "_pickle.PickleError", &ExceptionType) &&
         AddError(module, &PicklingErrorType, "_pickle.PicklingError", &PickleErrorType) &&
         AddError(module, &UnpicklingErrorType, "_pickle.UnpicklingError", &PickleErrorType) &&
         AddPickleBuffer(module) && AddPickler(module) && AddUnpickler(module);
}

}  // namespace

extern const ModuleDefinition PickleModule;
const ModuleDefinition PickleModule = {
    "_pickle", "Native pickling.", kFunctions, Execute};

}  // namespace polygil
