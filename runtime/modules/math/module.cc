#include <cmath>

#include "runtime/modules/math/math.h"
#include "runtime/modules/registry.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/number/float.h"

namespace polygil {
namespace {

bool ExecuteMath(Value module) {
  for (const MethodDef* row : {kMathFloatFunctions, kMathIntegerFunctions, kMathReductionFunctions})
    for (; row->name != nullptr; ++row)
      TRY_VOID(ModuleAdd(module, row->name,
                         BuiltinFunctionNew(row, module, module.As<Module>()->name)));
  return ModuleAdd(module, "pi", FloatNew(M_PI)) && ModuleAdd(module, "e", FloatNew(M_E)) &&
         ModuleAdd(module, "tau", FloatNew(2 * M_PI)) &&
         ModuleAdd(module, "inf", FloatNew(INFINITY)) && ModuleAdd(module, "nan", FloatNew(NAN));
}

}  // namespace

extern const ModuleDefinition MathModule{
    "math", "The mathematical functions of the C standard, and some on integers.", nullptr,
    ExecuteMath};

}  // namespace polygil
