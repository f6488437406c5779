// The math module: floats in functions.cc, ints in integers.cc, sums and products in reductions.cc.

#ifndef POLYGIL_RUNTIME_MODULES_MATH_MATH_H_
#define POLYGIL_RUNTIME_MODULES_MATH_MATH_H_

#include "runtime/base/mathx/mathx.h"
#include "runtime/object/method_def.h"

namespace polygil {

extern const MethodDef kMathFloatFunctions[];
extern const MethodDef kMathIntegerFunctions[];
extern const MethodDef kMathReductionFunctions[];

// The float, or "math domain error" / "math range error".
Owned FromMathResult(const MathResult& result);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_MATH_MATH_H_
