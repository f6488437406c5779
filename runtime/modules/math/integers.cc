// math: functions of ints.

#include <numeric>

#include "runtime/base/bigint/number.h"
#include "runtime/modules/math/math.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/number/int.h"
#include "runtime/types/number/int_operand.h"

namespace polygil {
namespace {

// -- gcd, lcm -------------------------------------------------------------------------------------

Owned Gcd(Value a, Value b) {
  int64_t left, right;
  if (SmallIntOf(a, &left) && SmallIntOf(b, &right)) return IntFromInt64(std::gcd(left, right));
  IntOperand left_operand(a), right_operand(b);
  IntResult result(BigGcdBound(left_operand, right_operand));
  if (!result.ok()) return {};
  return result.Finish(BigGcd(result.limbs(), left_operand, right_operand));
}

Owned Lcm(Value a, Value b) {
  if (IntSign(a) == 0 || IntSign(b) == 0) return Owned(Value::Int(0));
  Handle gcd = TRY(Gcd(a, b));
  Handle part = TRY(IntFloorDivide(a, gcd));
  Handle product = TRY(IntMultiply(part, b));
  return IntAbsolute(product);
}

Owned Fold(const Value* args, size_t nargs, int64_t empty, Owned (*combine)(Value, Value)) {
  if (nargs == 0) return Owned(Value::Int(empty));
  Handle first = TRY(Index(args[0]));
  Handle result = TRY(IntAbsolute(first));
  for (size_t i = 1; i < nargs; ++i) {
    Handle next = TRY(Index(args[i]));
    result = TRY(combine(result, next));
  }
  return result.Release();
}

Owned MathGcd(Value, const Value* args, size_t nargs) { return Fold(args, nargs, 0, Gcd); }
Owned MathLcm(Value, const Value* args, size_t nargs) { return Fold(args, nargs, 1, Lcm); }

// -- factorial, comb, perm, isqrt -----------------------------------------------------------------

Owned Factorial(Value n) {
  if (IntSign(n) < 0)
    return Raise(&ValueErrorType, "factorial() not defined for negative values");
  int64_t count;
  if (!IntFitsInt64(n, &count))
    return Raise(&OverflowErrorType, "factorial() argument should not exceed %ld", INT64_MAX);
  auto unsigned_count = static_cast<uint64_t>(count);
  constexpr uint64_t kLargestInWord = 20;
  if (unsigned_count <= kLargestInWord) {
    uint64_t product = 1;
    for (uint64_t i = 2; i <= unsigned_count; ++i) product *= i;
    return IntFromUint64(product);
  }
  IntResult result(BigFactorialBound(unsigned_count));
  if (!result.ok()) return {};
  return result.Finish(BigFactorial(result.limbs(), unsigned_count));
}

Owned MathFactorial(Value, Value v) {
  Handle n = TRY(Index(v));
  return Factorial(n);
}

bool CheckNotNegative(const char* name, Value v) {
  if (IntSign(v) >= 0) return true;
  return Raise(&ValueErrorType, "%s must be a non-negative integer", name);
}

// n * (n - 1) * ... of k factors, divided by k! on the way if `divide`; n is beyond 64 bits.
Owned BigProduct(Value n, int64_t k, bool divide) {
  Handle result = Owned(Value::Int(1));
  for (int64_t i = 0; i < k; ++i) {
    Handle factor = TRY(IntSubtract(n, Value::Int(i)));
    result = TRY(IntMultiply(result, factor));
    if (divide) result = TRY(IntFloorDivide(result, Value::Int(i + 1)));
  }
  return result.Release();
}

Owned Permutations(Value n, Value k) {
  if (IntCompare(n, k) < 0) return Owned(Value::Int(0));
  int64_t total, count;
  if (!IntFitsInt64(k, &count))
    return Raise(&OverflowErrorType, "k must not exceed %ld", INT64_MAX);
  if (!IntFitsInt64(n, &total)) return BigProduct(n, count, false);
  auto from = static_cast<uint64_t>(total), taken = static_cast<uint64_t>(count);
  IntResult result(BigPermutationsBound(from, taken));
  if (!result.ok()) return {};
  return result.Finish(BigPermutations(result.limbs(), from, taken));
}

Owned MathPerm(Value, const Value* args, size_t nargs) {
  Handle n = TRY(Index(args[0]));
  if (nargs == 1 || args[1].IsNone()) {
    TRY_VOID(IntSign(n) >= 0 || CheckNotNegative("n", n));
    return Factorial(n);
  }
  Handle k = TRY(Index(args[1]));
  TRY_VOID(CheckNotNegative("n", n));
  TRY_VOID(CheckNotNegative("k", k));
  return Permutations(n, k);
}

Owned MathComb(Value, const Value* args, size_t) {
  Handle n = TRY(Index(args[0])), k = TRY(Index(args[1]));
  TRY_VOID(CheckNotNegative("n", n));
  TRY_VOID(CheckNotNegative("k", k));
  Handle rest = TRY(IntSubtract(n, k));
  if (IntSign(rest) < 0) return Owned(Value::Int(0));
  Value fewer = IntCompare(rest, k) < 0 ? rest.Get() : k.Get();
  int64_t total, count;
  if (!IntFitsInt64(fewer, &count))
    return Raise(&OverflowErrorType, "min(n - k, k) must not exceed %ld", INT64_MAX);
  if (!IntFitsInt64(n, &total)) return BigProduct(n, count, true);
  auto from = static_cast<uint64_t>(total), taken = static_cast<uint64_t>(count);
  IntResult result(BigCombinationsBound(from, taken));
  if (!result.ok()) return {};
  return result.Finish(BigCombinations(result.limbs(), from, taken));
}

Owned MathIsqrt(Value, Value v) {
  Handle n = TRY(Index(v));
  if (IntSign(n) < 0) return Raise(&ValueErrorType, "isqrt() argument must be nonnegative");
  IntOperand operand(n);
  IntResult result(BigSquareRootBound(operand));
  if (!result.ok()) return {};
  return result.Finish(BigSquareRoot(result.limbs(), operand));
}

}  // namespace

extern constexpr MethodDef kMathIntegerFunctions[] = {
    PY_FUNCTION(math, comb, Positional(MathComb, 2, 2),
                "($module, n, k, /)\n--\n\nNumber of ways to choose k items from n items without "
                "repetition and without order."),
    PY_FUNCTION(math, factorial, OneArg(MathFactorial),
                "($module, n, /)\n--\n\nFind n!.\n\nRaise a ValueError if x is negative or "
                "non-integral."),
    PY_FUNCTION(math, gcd, Positional(MathGcd, 0, kNoMaximum),
                "($module, *integers)\n--\n\nGreatest Common Divisor."),
    PY_FUNCTION(math, isqrt, OneArg(MathIsqrt),
                "($module, n, /)\n--\n\nReturn the integer part of the square root of the input."),
    PY_FUNCTION(math, lcm, Positional(MathLcm, 0, kNoMaximum),
                "($module, *integers)\n--\n\nLeast Common Multiple."),
    PY_FUNCTION(math, perm, Positional(MathPerm, 1, 2),
                "($module, n, k=None, /)\n--\n\nNumber of ways to choose k items from n items "
                "without repetition and with order.\n\nIf k is not specified or is None, it is n."),
    {}};

}  // namespace polygil
