// math: functions of many numbers.

#include <cmath>
#include <cstdlib>

#include "runtime/base/mathx/float_sum.h"
#include "runtime/modules/math/math.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/float.h"

namespace polygil {
namespace {

bool CheckSum(FloatSumStatus status) {
  switch (status) {
    case FloatSumStatus::kOk: return true;
    case FloatSumStatus::kOverflow:
      return Raise(&OverflowErrorType, "intermediate overflow in fsum");
    case FloatSumStatus::kOpposites: return Raise(&ValueErrorType, "-inf + inf in fsum");
    case FloatSumStatus::kNoMemory: break;
  }
  return RaiseMemoryError();
}

Owned MathFsum(Value, Value sequence) {
  Handle iterator = TRY(GetIterator(sequence));
  FloatSum sum;
  for (;;) {
    Handle item = IteratorNext(iterator);
    if (!item) break;
    double x = TRY(AsDouble(item));
    TRY_VOID(CheckSum(sum.Add(x)));
  }
  if (HasPendingException()) return {};
  double total;
  TRY_VOID(CheckSum(sum.Finish(&total)));
  return FloatNew(total);
}

Owned MathProd(Value, const Value* args) {
  Handle iterator = TRY(GetIterator(args[0]));
  Handle product = Retain(args[1] ? args[1] : Value::Int(1));
  for (;;) {
    Handle item = IteratorNext(iterator);
    if (!item) break;
    product = TRY(BinaryOperation(BinaryOp::kMultiply, product, item));
  }
  if (HasPendingException()) return {};
  return product.Release();
}

// Doubles of a vector: few stay on the stack.
class Vector {
 public:
  ~Vector() {
    if (data_ != inline_) free(data_);
  }
  bool Allocate(int64_t size) {
    if (size <= kInline) return true;
    data_ = static_cast<double*>(malloc(static_cast<size_t>(size) * sizeof(double)));
    return data_ != nullptr || static_cast<bool>(RaiseMemoryError());
  }
  double* data() { return data_; }

 private:
  static constexpr int64_t kInline = 20;
  double inline_[kInline];
  double* data_ = inline_;
};

Owned MathHypot(Value, const Value* args, size_t nargs) {
  auto count = static_cast<int64_t>(nargs);
  Vector vector;
  TRY_VOID(vector.Allocate(count));
  for (int64_t i = 0; i < count; ++i) vector.data()[i] = std::fabs(TRY(AsDouble(args[i])));
  return FloatNew(MathVectorNorm(vector.data(), count));
}

Owned MathDist(Value, const Value* args, size_t) {
  Handle p = TRY(ToTuple(args[0])), q = TRY(ToTuple(args[1]));
  int64_t count = TupleSize(p);
  if (count != TupleSize(q))
    return Raise(&ValueErrorType, "both points must have the same number of dimensions");
  Vector vector;
  TRY_VOID(vector.Allocate(count));
  for (int64_t i = 0; i < count; ++i) {
    double x = TRY(AsDouble(TupleAt(p, i))), y = TRY(AsDouble(TupleAt(q, i)));
    vector.data()[i] = std::fabs(x - y);
  }
  return FloatNew(MathVectorNorm(vector.data(), count));
}

}  // namespace

extern constexpr MethodDef kMathReductionFunctions[] = {
    PY_FUNCTION(math, dist, Positional(MathDist, 2, 2),
                "($module, p, q, /)\n--\n\nReturn the Euclidean distance between two points p and "
                "q,\nsequences or iterables of coordinates."),
    PY_FUNCTION(math, fsum, OneArg(MathFsum),
                "($module, seq, /)\n--\n\nReturn an accurate floating point sum of values in the "
                "iterable seq."),
    PY_FUNCTION(math, hypot, Positional(MathHypot, 0, kNoMaximum),
                "hypot(*coordinates) -> value\n\nThe Euclidean norm of a vector of coordinates."),
    PY_FUNCTION(math, prod, Bound(MathProd),
                "($module, iterable, /, *, start=1)\n--\n\nCalculate the product of all the "
                "elements in the input iterable."),
    {}};

}  // namespace polygil
