// Comparisons, truth tests and jumps. Small ints and immediate floats are compared inline.

#include "pvm/ops/enter_frame.h"
#include "pvm/ops/handler.h"
#include "runtime/protocol/protocol.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

inline bool BothInts(Value l, Value r) { return l.bits & r.bits & 1; }
inline bool BothFloats(Value l, Value r) { return l.IsImmediateFloat() && r.IsImmediateFloat(); }

inline bool BothStrs(Value l, Value r) { return IsExactly(l, StrType) && IsExactly(r, StrType); }

template <CompareOp op>
inline bool Holds(int order) {
  switch (op) {
    case CompareOp::kLt:
      return order < 0;
    case CompareOp::kLe:
      return order <= 0;
    case CompareOp::kEq:
      return order == 0;
    case CompareOp::kNe:
      return order != 0;
    case CompareOp::kGt:
      return order > 0;
    case CompareOp::kGe:
      return order >= 0;
  }
  return false;
}

// Two exact strs. The first units, of which every str has one (a NUL if need be), tell most apart.
template <CompareOp op>
inline bool StrHolds(Value left, Value right) {
  if (left == right) return Holds<op>(0);
  const Str* a = left.As<Str>();
  const Str* b = right.As<Str>();
  if (a->kind() == 1 && b->kind() == 1) {
    int order = a->data[0] - b->data[0];
    if (order != 0 || (a->size <= 1 && b->size <= 1 && a->size == b->size)) return Holds<op>(order);
  }
  if (op == CompareOp::kEq || op == CompareOp::kNe)
    return StrEqual(left, right) == (op == CompareOp::kEq);
  return Holds<op>(StrCompare(left, right));
}

// The truth of a result, which is consumed.
Fallible<bool> TruthOfResult(Owned owned) {
  if (owned.Peek().IsBool()) return owned.Peek().IsTrue();
  Handle result = owned;
  return IsTrue(result);
}

}  // namespace

// A jump taken: backwards it is a back edge, where the breaker is looked at.
#define TAKE_JUMP(offset)                                                                      \
  do {                                                                                         \
    int32_t jump_offset = (offset);                                                            \
    aux = reinterpret_cast<uint64_t>(pc);                                                      \
    pc += jump_offset;                                                                         \
    if (jump_offset < 0 && thread->breaker->load(std::memory_order_relaxed) != 0) [[unlikely]] \
      TAIL(HandleBreaker);                                                                     \
    DISPATCH();                                                                                \
  } while (0)

#define COMPARE_JUMP(NAME, op, sign, wanted, right_operand, right_is_register)       \
  SLOW(NAME##Slow) {                                                                 \
    Value left = base[pc->a], right = right_operand;                                 \
    SAVE_PC();                                                                       \
    Fallible<bool> truth;                                                            \
    if (BothStrs(left, right)) {                                                     \
      truth = StrHolds<op>(left, right);                                             \
    } else {                                                                         \
      if (MayEnter(left) && EnterComparison(thread, op, left, right)) ENTER_FRAME(); \
      Owned result = RichCompare(left, right, op);                                   \
      if (!result) TAIL(Unwind);                                                     \
      truth = TruthOfResult(result);                                                 \
      if (!truth) TAIL(Unwind);                                                      \
    }                                                                                \
    Consume(base, consts, pc->a);                                                    \
    if (right_is_register) Consume(base, consts, pc->b);                             \
    if (truth.value == wanted) TAKE_JUMP(pc->signed_c());                            \
    NEXT(1);                                                                         \
  }                                                                                  \
  HANDLER(NAME) {                                                                    \
    Value left = base[pc->a], right = right_operand;                                 \
    bool truth;                                                                      \
    if (BothInts(left, right)) [[likely]] {                                          \
      truth = static_cast<int64_t>(left.bits) sign static_cast<int64_t>(right.bits); \
    } else if (BothFloats(left, right)) {                                            \
      truth = left.AsImmediateFloat() sign right.AsImmediateFloat();                 \
    } else {                                                                         \
      TAIL(NAME##Slow);                                                              \
    }                                                                                \
    if (truth == wanted) TAKE_JUMP(pc->signed_c());                                  \
    NEXT(1);                                                                         \
  }

#define COMPARE_HANDLERS(NAME, op, sign)                                                          \
  SLOW(NAME##Slow) {                                                                              \
    Value left = base[pc->b], right = base[pc->c];                                                \
    SAVE_PC();                                                                                    \
    Owned result;                                                                                 \
    if (BothStrs(left, right)) {                                                                  \
      result = OwnBool(StrHolds<op>(left, right));                                                \
    } else {                                                                                      \
      if (MayEnter(left) && EnterComparison(thread, op, left, right)) ENTER_FRAME();              \
      result = RichCompare(left, right, op);                                                      \
      if (!result) TAIL(Unwind);                                                                  \
    }                                                                                             \
    FinishOperands(base, consts, pc->a, pc->b, pc->c, result);                                    \
    NEXT(2);                                                                                      \
  }                                                                                               \
  HANDLER(COMPARE_##NAME) {                                                                       \
    Value left = base[pc->b], right = base[pc->c];                                                \
    if (BothInts(left, right)) [[likely]] {                                                       \
      FINISH(2, pc->a,                                                                            \
             Value::Bool(static_cast<int64_t>(left.bits) sign static_cast<int64_t>(right.bits))); \
    }                                                                                             \
    if (BothFloats(left, right)) {                                                                \
      FINISH(2, pc->a, Value::Bool(left.AsImmediateFloat() sign right.AsImmediateFloat()));       \
    }                                                                                             \
    TAIL(NAME##Slow);                                                                             \
  }                                                                                               \
  COMPARE_JUMP(JUMP_IF_##NAME, op, sign, true, base[pc->b], true)                                 \
  COMPARE_JUMP(JUMP_UNLESS_##NAME, op, sign, false, base[pc->b], true)                            \
  COMPARE_JUMP(JUMP_IF_##NAME##_K, op, sign, true, consts[pc->b], false)                          \
  COMPARE_JUMP(JUMP_UNLESS_##NAME##_K, op, sign, false, consts[pc->b], false)

COMPARE_HANDLERS(LT, CompareOp::kLt, <)
COMPARE_HANDLERS(LE, CompareOp::kLe, <=)
COMPARE_HANDLERS(EQ, CompareOp::kEq, ==)
COMPARE_HANDLERS(NE, CompareOp::kNe, !=)
COMPARE_HANDLERS(GT, CompareOp::kGt, >)
COMPARE_HANDLERS(GE, CompareOp::kGe, >=)

// -- Identity and membership ----------------------------------------------------------------------

namespace {
// An operand that can be consumed without a destructor: a local, or a temporary with references to
// spare (two, as both operands may be the same object).
inline bool MayDropInline(const Value* consts, uint32_t reg, Value v) {
  if (!v.HasPointerTag() || reg < consts[-1].bits) return true;
  if (v.bits - t_counted.base >= t_counted.span) return t_counted.inherited_span == 0;
  return v.AsObject()->refcount > 2;
}
inline void DropInline(Value* base, const Value* consts, uint32_t reg, Value v) {
  if (!v.HasPointerTag() || reg < consts[-1].bits) return;
  if (v.bits - t_counted.base < t_counted.span) --v.AsObject()->refcount;
  base[reg] = Value::Empty();
}
inline void StoreBinary(Value* base, Value* consts, const Instruction* pc, bool result) {
  FinishOperands(base, consts, pc->a, pc->b, pc->c, OwnBool(result));
}
}  // namespace

SLOW(IdentitySlow) {
  bool same = base[pc->b] == base[pc->c];
  SAVE_PC();
  StoreBinary(base, consts, pc, same == (OpcodeHere(thread, pc) == Opcode::IS));
  NEXT(1);
}
// A temporary that somebody else holds too is let go without a call.
#define IDENTITY(NAME, wanted)                                                                    \
  HANDLER(NAME) {                                                                                 \
    Value left = base[pc->b], right = base[pc->c];                                                \
    if (!MayDropInline(consts, pc->b, left) || !MayDropInline(consts, pc->c, right)) [[unlikely]] \
      TAIL(IdentitySlow);                                                                         \
    DropInline(base, consts, pc->b, left);                                                        \
    if (pc->c != pc->b) DropInline(base, consts, pc->c, right);                                   \
    FINISH(1, pc->a, Value::Bool((left == right) == wanted));                                     \
  }
IDENTITY(IS, true)
IDENTITY(IS_NOT, false)

SLOW(MembershipSlow) {
  SAVE_PC();
  Value item = base[pc->b], container = base[pc->c];
  if (MayEnter(container) &&
      EnterMethod(thread, container, names.__contains__, item, ReturnKind::kComparison))
    ENTER_FRAME();
  Fallible<bool> found =
      IsExactly(container, DictType) ? DictContains(container, item) : Contains(container, item);
  if (!found) TAIL(Unwind);
  StoreBinary(base, consts, pc, found.value == (OpcodeHere(thread, pc) == Opcode::IN));
  NEXT(1);
}
HANDLER(IN) { TAIL(MembershipSlow); }
HANDLER(NOT_IN) { TAIL(MembershipSlow); }

// -- Special methods written in Python ------------------------------------------------------------

// Its forms follow each comparison in the same order: value, two jumps, two jumps with a constant.
SHARED_SLOW(FinishComparison) {
  Owned result(Value{aux});
  Opcode op = OpcodeHere(thread, pc);
  if (op == Opcode::IN || op == Opcode::NOT_IN) {
    Fallible<bool> found = TruthOfResult(result);
    if (!found) TAIL(Unwind);
    StoreBinary(base, consts, pc, found.value == (op == Opcode::IN));
    NEXT(1);
  }
  static_assert(static_cast<int>(Opcode::COMPARE_LE) - static_cast<int>(Opcode::COMPARE_LT) == 5);
  int index = static_cast<int>(op) - static_cast<int>(Opcode::COMPARE_LT), form = index % 5;
  bool is_value = form == 0, is_constant = form >= 3;
  uint32_t left = is_value ? pc->b : pc->a, right = is_value ? pc->c : pc->b;
  if (result.Peek().IsNotImplemented()) {
    result = CompareReflected(base[left], is_constant ? consts[right] : base[right],
                              static_cast<CompareOp>(index / 5));
    if (!result) TAIL(Unwind);
  }
  if (is_value) {
    FinishOperands(base, consts, pc->a, left, right, result);
    NEXT(2);
  }
  Consume(base, consts, left);
  if (!is_constant) Consume(base, consts, right);
  Fallible<bool> truth = TruthOfResult(result);
  if (!truth) TAIL(Unwind);
  if (truth.value == (form == 1 || form == 3)) TAKE_JUMP(pc->signed_c());
  NEXT(1);
}

// -- Truth ----------------------------------------------------------------------------------------

SLOW(NotSlow) {
  SAVE_PC();
  Fallible<bool> truth = IsTrue(base[pc->b]);
  if (!truth) TAIL(Unwind);
  if (pc->b != pc->a) Consume(base, consts, pc->b);
  SetRegister(base, pc->a, OwnBool(!truth.value));
  NEXT(1);
}
HANDLER(NOT) {
  Value v = base[pc->b];
  if (v.IsBool()) [[likely]]
    FINISH(1, pc->a, Value::Bool(!v.IsTrue()));
  TAIL(NotSlow);
}

#define TRUTH_JUMP(NAME, wanted)                        \
  SLOW(NAME##Slow) {                                    \
    SAVE_PC();                                          \
    Fallible<bool> truth = IsTrue(base[pc->a]);         \
    if (!truth) TAIL(Unwind);                           \
    Consume(base, consts, pc->a);                       \
    if (truth.value == wanted) TAKE_JUMP(pc->bc());     \
    NEXT(1);                                            \
  }                                                     \
  HANDLER(NAME) {                                       \
    Value v = base[pc->a];                              \
    if (v.IsBool()) [[likely]] {                        \
      if (v.IsTrue() == wanted) TAKE_JUMP(pc->bc());    \
      NEXT(1);                                          \
    }                                                   \
    if (v.IsInt()) {                                    \
      if ((v.bits != 1) == wanted) TAKE_JUMP(pc->bc()); \
      NEXT(1);                                          \
    }                                                   \
    if (v.IsNone()) {                                   \
      if (!wanted) TAKE_JUMP(pc->bc());                 \
      NEXT(1);                                          \
    }                                                   \
    TAIL(NAME##Slow);                                   \
  }
TRUTH_JUMP(JUMP_IF_TRUE, true)
TRUTH_JUMP(JUMP_IF_FALSE, false)

#define KEEP_JUMP(NAME, wanted)                      \
  SLOW(NAME##Slow) {                                 \
    SAVE_PC();                                       \
    Fallible<bool> truth = IsTrue(base[pc->a]);      \
    if (!truth) TAIL(Unwind);                        \
    if (truth.value == wanted) TAKE_JUMP(pc->bc());  \
    Consume(base, consts, pc->a);                    \
    NEXT(1);                                         \
  }                                                  \
  HANDLER(NAME) {                                    \
    Value v = base[pc->a];                           \
    if (v.IsBool()) [[likely]] {                     \
      if (v.IsTrue() == wanted) TAKE_JUMP(pc->bc()); \
      NEXT(1);                                       \
    }                                                \
    TAIL(NAME##Slow);                                \
  }
KEEP_JUMP(JUMP_IF_TRUE_KEEP, true)
KEEP_JUMP(JUMP_IF_FALSE_KEEP, false)

SLOW(NoneJumpSlow) {
  SAVE_PC();
  bool take = base[pc->a].IsNone() == (OpcodeHere(thread, pc) == Opcode::JUMP_IF_NONE);
  Consume(base, consts, pc->a);
  if (take) TAKE_JUMP(pc->bc());
  NEXT(1);
}
HANDLER(JUMP_IF_NONE) {
  Value v = base[pc->a];
  if (v.IsNone()) TAKE_JUMP(pc->bc());
  if (pc->a >= consts[-1].bits) TAIL(NoneJumpSlow);
  NEXT(1);
}
HANDLER(JUMP_IF_NOT_NONE) {
  Value v = base[pc->a];
  if (v.IsNone()) NEXT(1);
  if (pc->a >= consts[-1].bits) TAIL(NoneJumpSlow);
  TAKE_JUMP(pc->bc());
}

// -- Plain jumps ----------------------------------------------------------------------------------

HANDLER(JUMP) {
  pc += pc->bc();
  DISPATCH();
}
HANDLER(JUMP_BACK) {
  aux = reinterpret_cast<uint64_t>(pc);
  pc += pc->bc();
  if (thread->breaker->load(std::memory_order_relaxed) != 0) [[unlikely]]
    TAIL(HandleBreaker);
  DISPATCH();
}

}  // namespace polygil
