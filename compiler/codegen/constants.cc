#include "compiler/codegen/constants.h"

#include <cmath>
#include <cstdlib>
#include <string>

namespace polygil {

using namespace ast;  // NOLINT: the whole file is about nodes

namespace {

using Value = polygil::Constant;
using Kind = Value::Kind;

constexpr size_t kMaxText = 4096;
constexpr size_t kMaxItems = 256;

Value OfInt(int64_t i) {
  Value v;
  v.kind = Kind::kInt;
  v.integer = i;
  return v;
}
Value OfFloat(double d) {
  Value v;
  v.kind = Kind::kFloat;
  v.real = d;
  return v;
}
Value OfBool(bool b) {
  Value v;
  v.kind = b ? Kind::kTrue : Kind::kFalse;
  return v;
}

bool AsInt(const Value& v, int64_t* out) {
  if (v.kind == Kind::kInt) return *out = v.integer, true;
  if (v.kind == Kind::kTrue) return *out = 1, true;
  if (v.kind == Kind::kFalse) return *out = 0, true;
  return false;
}
bool AsDouble(const Value& v, double* out) {
  int64_t i;
  if (v.kind == Kind::kFloat) return *out = v.real, true;
  if (!AsInt(v, &i)) return false;
  *out = static_cast<double>(i);
  return true;
}

bool FoldIntPower(int64_t a, int64_t n, int64_t* out) {
  if (n < 0) return false;
  int64_t result = 1;
  while (n-- > 0) {
    if (__builtin_mul_overflow(result, a, &result)) return false;
    if (n > 200) return false;
  }
  *out = result;
  return true;
}

bool FoldInts(Operator op, int64_t a, int64_t b, Value* out) {
  int64_t r;
  switch (op) {
    case Operator::kAdd:
      if (__builtin_add_overflow(a, b, &r)) return false;
      break;
    case Operator::kSub:
      if (__builtin_sub_overflow(a, b, &r)) return false;
      break;
    case Operator::kMult:
      if (__builtin_mul_overflow(a, b, &r)) return false;
      break;
    case Operator::kFloorDiv:
    case Operator::kMod: {
      if (b == 0 || (b == -1 && a == INT64_MIN)) return false;
      int64_t quotient = a / b, remainder = a % b;
      if (remainder != 0 && (remainder < 0) != (b < 0)) --quotient, remainder += b;
      r = op == Operator::kMod ? remainder : quotient;
      break;
    }
    case Operator::kDiv: {
      constexpr int64_t kExact = int64_t{1} << 53;
      if (b == 0 || llabs(a) > kExact || llabs(b) > kExact) return false;
      *out = OfFloat(static_cast<double>(a) / static_cast<double>(b));
      return true;
    }
    case Operator::kPow:
      if (!FoldIntPower(a, b, &r)) return false;
      break;
    case Operator::kLShift:
      if (b < 0 || b > 62 || (a != 0 && llabs(a) >> (62 - b) != 0)) return false;
      r = static_cast<int64_t>(static_cast<uint64_t>(a) << b);
      break;
    case Operator::kRShift:
      if (b < 0) return false;
      r = a >> (b > 63 ? 63 : b);
      break;
    case Operator::kBitAnd: r = a & b; break;
    case Operator::kBitOr: r = a | b; break;
    case Operator::kBitXor: r = a ^ b; break;
    default: return false;
  }
  *out = OfInt(r);
  return true;
}

bool FoldDoubles(Operator op, double a, double b, Value* out) {
  switch (op) {
    case Operator::kAdd: *out = OfFloat(a + b); return true;
    case Operator::kSub: *out = OfFloat(a - b); return true;
    case Operator::kMult: *out = OfFloat(a * b); return true;
    case Operator::kDiv:
      if (b == 0) return false;
      *out = OfFloat(a / b);
      return true;
    case Operator::kPow:
      if (!(a > 0) || !std::isfinite(a) || !std::isfinite(b)) return false;
      if (double r = std::pow(a, b); std::isfinite(r)) {
        *out = OfFloat(r);
        return true;
      }
      return false;
    default: return false;
  }
}

// 1 + 2j and the like.
bool FoldComplex(Operator op, const Value& a, const Value& b, Value* out) {
  if (op != Operator::kAdd && op != Operator::kSub) return false;
  Value x = a, y = b;
  for (Value* v : {&x, &y}) {
    double d;
    if (v->kind == Kind::kComplex) continue;
    if (!AsDouble(*v, &d)) return false;
    v->kind = Kind::kComplex;
    v->real = d;
    v->imaginary = 0;
  }
  out->kind = Kind::kComplex;
  out->real = op == Operator::kAdd ? x.real + y.real : x.real - y.real;
  out->imaginary = op == Operator::kAdd ? x.imaginary + y.imaginary : x.imaginary - y.imaginary;
  return true;
}

bool IsText(const Value& v) { return v.kind == Kind::kStr || v.kind == Kind::kBytes; }

bool FoldSequences(Operator op, const Value& a, const Value& b, Value* out) {
  if (op == Operator::kAdd && IsText(a) && a.kind == b.kind && a.text.size() + b.text.size() <= kMaxText) {
    out->kind = a.kind;
    out->text = a.text + b.text;
    return true;
  }
  if (op == Operator::kAdd && a.kind == Kind::kTuple && b.kind == Kind::kTuple &&
      a.items.size() + b.items.size() <= kMaxItems) {
    *out = a;
    for (const Value& item : b.items) out->items.push_back(item);
    return true;
  }
  int64_t count;
  const Value* sequence = AsInt(b, &count) ? &a : AsInt(a, &count) ? &b : nullptr;
  if (op != Operator::kMult || sequence == nullptr || count < 0 || count > static_cast<int64_t>(kMaxText)) return false;
  if (IsText(*sequence) && sequence->text.size() * count <= kMaxText) {
    out->kind = sequence->kind;
    out->text.clear();
    for (int64_t i = 0; i < count; ++i) out->text += sequence->text;
    return true;
  }
  if (sequence->kind == Kind::kTuple && sequence->items.size() * count <= kMaxItems) {
    out->kind = Kind::kTuple;
    out->items.clear();
    for (int64_t i = 0; i < count; ++i) {
      for (const Value& item : sequence->items) out->items.push_back(item);
    }
    return true;
  }
  return false;
}

bool FoldBinary(const BinOp* e, int optimize, Value* out) {
  Value a, b;
  if (!FoldConstant(e->right, optimize, &b) || !FoldConstant(e->left, optimize, &a)) return false;
  int64_t i, j;
  if (AsInt(a, &i) && AsInt(b, &j)) {
    bool bools = a.kind != Kind::kInt && b.kind != Kind::kInt;
    bool bitwise = e->op == Operator::kBitAnd || e->op == Operator::kBitOr || e->op == Operator::kBitXor;
    if (bools && bitwise) return false;  // stays a bool: left to the run
    return FoldInts(e->op, i, j, out);
  }
  if (a.kind == Kind::kComplex || b.kind == Kind::kComplex) return FoldComplex(e->op, a, b, out);
  double x, y;
  if (AsDouble(a, &x) && AsDouble(b, &y)) return FoldDoubles(e->op, x, y, out);
  return FoldSequences(e->op, a, b, out);
}

bool FoldUnary(const UnaryOp* e, int optimize, Value* out) {
  Value v;
  if (!FoldConstant(e->operand, optimize, &v)) return false;
  int64_t i;
  switch (e->op) {
    case UnaryOperator::kNot: *out = OfBool(!ConstantTruth(v)); return true;
    case UnaryOperator::kInvert:
      if (!AsInt(v, &i)) return false;
      *out = OfInt(~i);
      return true;
    case UnaryOperator::kUAdd:
      if (AsInt(v, &i)) return *out = OfInt(i), true;
      if (v.kind != Kind::kFloat && v.kind != Kind::kComplex && v.kind != Kind::kBigInt) return false;
      *out = std::move(v);
      return true;
    case UnaryOperator::kUSub:
      if (AsInt(v, &i)) {
        if (i == INT64_MIN) return false;
        *out = OfInt(-i);
        return true;
      }
      if (v.kind == Kind::kFloat) return *out = OfFloat(-v.real), true;
      if (v.kind == Kind::kComplex) {
        v.real = -v.real, v.imaginary = -v.imaginary;
        *out = std::move(v);
        return true;
      }
      if (v.kind != Kind::kBigInt) return false;
      v.text = v.text[0] == '-' ? v.text.substr(1) : "-" + v.text;
      *out = std::move(v);
      return true;
  }
  return false;
}

bool FoldItems(const Sequence<ExprNode*>& elts, int optimize, Kind kind, Value* out) {
  Value sequence;
  sequence.kind = kind;
  sequence.items.reserve(elts.size());
  for (const ExprNode* e : elts) {
    Value item;
    if (!FoldConstant(e, optimize, &item)) return false;
    sequence.items.push_back(std::move(item));
  }
  *out = std::move(sequence);
  return true;
}

}  // namespace

Value ConstantOf(const ConstantValue& value) {
  Value v;
  switch (value.kind) {
    case ConstantKind::kNone: v.kind = Kind::kNone; break;
    case ConstantKind::kTrue: v.kind = Kind::kTrue; break;
    case ConstantKind::kFalse: v.kind = Kind::kFalse; break;
    case ConstantKind::kEllipsis: v.kind = Kind::kEllipsis; break;
    case ConstantKind::kInt: return OfInt(value.integer);
    case ConstantKind::kBigInt:
      v.kind = Kind::kBigInt;
      v.text = (value.negative ? "-" : "") + std::string(value.text);
      break;
    case ConstantKind::kFloat: return OfFloat(value.real);
    case ConstantKind::kComplex:
      v.kind = Kind::kComplex;
      v.real = value.real, v.imaginary = value.imaginary;
      break;
    case ConstantKind::kStr: v.kind = Kind::kStr, v.text = value.text; break;
    case ConstantKind::kBytes: v.kind = Kind::kBytes, v.text = value.text; break;
    case ConstantKind::kTuple:
    case ConstantKind::kFrozenSet:
      v.kind = value.kind == ConstantKind::kTuple ? Kind::kTuple : Kind::kFrozenSet;
      for (const ConstantValue& item : value.items) v.items.push_back(ConstantOf(item));
      break;
  }
  return v;
}

bool ConstantTruth(const Value& v) {
  switch (v.kind) {
    case Kind::kNone:
    case Kind::kFalse: return false;
    case Kind::kInt: return v.integer != 0;
    case Kind::kFloat: return v.real != 0;
    case Kind::kComplex: return v.real != 0 || v.imaginary != 0;
    case Kind::kStr:
    case Kind::kBytes: return !v.text.empty();
    case Kind::kTuple:
    case Kind::kFrozenSet: return !v.items.empty();
    default: return true;
  }
}

bool FoldConstant(const ExprNode* e, int optimize, Value* result) {
  switch (e->kind) {
    case NodeKind::kConstant: *result = ConstantOf(e->As<ast::Constant>()->value); return true;
    case NodeKind::kName:
      if (e->As<Name>()->id->text() != "__debug__" || e->As<Name>()->ctx != ExprContext::kLoad) return false;
      *result = OfBool(optimize == 0);
      return true;
    case NodeKind::kUnaryOp: return FoldUnary(e->As<UnaryOp>(), optimize, result);
    case NodeKind::kBinOp: {
      // Only chains short enough to recurse on.
      int length = 0;
      for (const ExprNode* at = e; at->kind == NodeKind::kBinOp && length < 64; ++length) at = at->As<BinOp>()->left;
      return length < 64 && FoldBinary(e->As<BinOp>(), optimize, result);
    }
    case NodeKind::kTuple:
      if (e->As<Tuple>()->ctx != ExprContext::kLoad) return false;
      return FoldItems(e->As<Tuple>()->elts, optimize, Kind::kTuple, result);
    default: return false;
  }
}

bool FoldMembership(const ExprNode* e, int optimize, Value* result) {
  if (const List* list = e->If<List>()) return FoldItems(list->elts, optimize, Kind::kTuple, result);
  if (const Set* set = e->If<Set>()) return FoldItems(set->elts, optimize, Kind::kFrozenSet, result);
  return FoldConstant(e, optimize, result);
}

}  // namespace polygil
