// _typing: what calling a typing.NewType does.

#include "runtime/modules/native_type.h"

namespace polygil {
namespace {

Owned IdentityFunction(Value, Value v) { return Retain(v); }

constexpr MethodDef kFunctions[] = {PY_FUNCTION(_typing, _idfunc, OneArg(IdentityFunction), nullptr), {}};

}  // namespace

extern const ModuleDefinition TypingModule;
const ModuleDefinition TypingModule = {"_typing", "Primitives and accelerators for the typing module.\n", kFunctions,
                                       nullptr};

}  // namespace polygil
