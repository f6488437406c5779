// _testinternalcapi: the two questions that CPython's own tests ask an interpreter about itself.

#include "pvm/code/code.h"
#include "pvm/thread/thread.h"
#include "runtime/modules/registry.h"
#include "runtime/protocol/protocol.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/number/int.h"

namespace polygil {
namespace {

Owned TestinternalcapiGetConfig(Value) {
  Handle config = TRY(DictNew());
  bool lines_only = !DictGetAscii(CurrentInterpreter()->module_state, kNoDebugRanges).IsEmpty();
  TRY_VOID(DictSetAscii(config, "code_debug_ranges", lines_only ? Value::False() : Value::True()));
  return config.Release();
}

Owned TestinternalcapiGetRecursionDepth(Value) { return IntFromInt64(FrameDepth(CurrentThread())); }

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(_testinternalcapi, get_config, NoArgs(TestinternalcapiGetConfig),
                "($module, /)\n--\n\nSettings of the running interpreter that tests depend on."),
    PY_FUNCTION(_testinternalcapi, get_recursion_depth, NoArgs(TestinternalcapiGetRecursionDepth),
                "($module, /)\n--\n\nThe number of Python frames on the stack."),
    {}};

}  // namespace

extern const ModuleDefinition TestinternalcapiModule{
    "_testinternalcapi", "What tests ask an interpreter about itself.", kFunctions, nullptr};

}  // namespace polygil
