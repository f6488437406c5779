// The functions of cmath on plain values. They are computed by the classic formulas (Kahan's branch
// cuts), scaled where an intermediate would overflow; infinities and NaNs follow C's Annex G.

#ifndef POLYGIL_RUNTIME_MODULES_CMATH_FUNCTIONS_H_
#define POLYGIL_RUNTIME_MODULES_CMATH_FUNCTIONS_H_

#include "runtime/types/number/complex_value.h"

namespace polygil {

enum class ComplexStatus { kOk, kDomain, kRange };
struct ComplexResult {
  ComplexValue value;
  ComplexStatus status;
};

ComplexResult ComplexAcos(ComplexValue z);
ComplexResult ComplexAcosh(ComplexValue z);
ComplexResult ComplexAsin(ComplexValue z);
ComplexResult ComplexAsinh(ComplexValue z);
ComplexResult ComplexAtan(ComplexValue z);
ComplexResult ComplexAtanh(ComplexValue z);
ComplexResult ComplexCos(ComplexValue z);
ComplexResult ComplexCosh(ComplexValue z);
ComplexResult ComplexExp(ComplexValue z);
ComplexResult ComplexLog(ComplexValue z);
ComplexResult ComplexSin(ComplexValue z);
ComplexResult ComplexSinh(ComplexValue z);
ComplexResult ComplexSqrt(ComplexValue z);
ComplexResult ComplexTan(ComplexValue z);
ComplexResult ComplexTanh(ComplexValue z);
ComplexResult ComplexRect(double length, double phase);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_CMATH_FUNCTIONS_H_
