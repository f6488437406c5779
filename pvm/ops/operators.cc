// Special methods written in Python, run in the loop instead of by a call from C++.

#include "pvm/ops/cache.h"
#include "pvm/ops/enter_frame.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/text/names.h"

namespace polygil {
namespace {

struct OperatorNames {
  Value NameTable::* method;
  Value NameTable::* inplace;
};

// In the order of BinaryOp.
constexpr OperatorNames kOperators[] = {
    {&NameTable::__add__, &NameTable::__iadd__},
    {&NameTable::__sub__, &NameTable::__isub__},
    {&NameTable::__mul__, &NameTable::__imul__},
    {&NameTable::__matmul__, &NameTable::__imatmul__},
    {&NameTable::__truediv__, &NameTable::__itruediv__},
    {&NameTable::__floordiv__, &NameTable::__ifloordiv__},
    {&NameTable::__mod__, &NameTable::__imod__},
    {&NameTable::__pow__, &NameTable::__ipow__},
    {&NameTable::__lshift__, &NameTable::__ilshift__},
    {&NameTable::__rshift__, &NameTable::__irshift__},
    {&NameTable::__and__, &NameTable::__iand__},
    {&NameTable::__or__, &NameTable::__ior__},
    {&NameTable::__xor__, &NameTable::__ixor__},
};

// In the order of the instructions, three for each.
constexpr const char* kSymbols[] = {"+",  "-",  "*", "/", "//", "%", "** or pow()",
                                    "<<", ">>", "&", "|", "^",  "@"};
constexpr const char* kInplaceSymbols[] = {
    "+=", "-=", "*=", "/=", "//=", "%=", "**=", "<<=", ">>=", "&=", "|=", "^=", "@="};

}  // namespace

bool EnterMethod(ThreadState* thread, Value self, Value name, Value other, ReturnKind kind,
                 Value third) {
  Value found = TypeLookup(TypeOf(self), name);
  if (!found || !IsExactly(found, FunctionType)) return false;
  Function* function = found.As<Function>();
  uint32_t count = third ? 3 : other ? 2 : 1;
  Value* window = thread->frame->stack_top;
  if (function->code->simple_argument_count != count ||
      !HasRoom(thread, window, function->code->register_count))
    return false;
  window[0] = Retain(self).Peek();
  if (other) window[1] = Retain(other).Peek();
  if (third) window[2] = Retain(third).Peek();
  ClearPlainLocals(window, count, function->code->local_count);
  FrameRecord* frame = PushFrame(thread, function, window, kind);
  frame->owner = Retain(found).Peek();
  return true;
}

bool EnterOperator(ThreadState* thread, BinaryOp op, bool inplace, Value left, Value right) {
  // Numbers and instances of the same class have nothing to add to what the left operand says, nor
  // have built-in bases.
  if (TypeOf(left) != TypeOf(right) && right.HasPointerTag()) return false;
  const Type* native = TypeOf(left);
  while (native->Has(kTypeHeap)) native = native->base;
  if (native != &ObjectType) return false;
  const OperatorNames& row = kOperators[static_cast<int>(op)];
  if (inplace && TypeLookup(TypeOf(left), names.*row.inplace)) return false;
  return EnterMethod(thread, left, names.*row.method, right, ReturnKind::kOperator);
}

bool EnterComparison(ThreadState* thread, CompareOp op, Value left, Value right) {
  // An instance of a subclass would be asked first.
  if (TypeOf(left) != TypeOf(right) && MayEnter(right)) return false;
  constexpr Value NameTable::* kNames[] = {&NameTable::__lt__, &NameTable::__le__,
                                           &NameTable::__eq__, &NameTable::__ne__,
                                           &NameTable::__gt__, &NameTable::__ge__};
  return EnterMethod(thread, left, names.*kNames[static_cast<int>(op)], right,
                     ReturnKind::kComparison);
}

Owned CompareReflected(Value left, Value right, CompareOp op) {
  constexpr CompareOp kSwapped[] = {CompareOp::kGt, CompareOp::kGe, CompareOp::kEq,
                                    CompareOp::kNe, CompareOp::kLt, CompareOp::kLe};
  constexpr const char* kComparisons[] = {"<", "<=", "==", "!=", ">", ">="};
  if (CompareSlot reflected = TypeOf(right)->slots.rich_compare) {
    if (!CheckNativeStack()) return {};
    Handle result = TRY(reflected(right, left, kSwapped[static_cast<int>(op)]));
    if (!result.Get().IsNotImplemented()) return result.Release();
  }
  if (op == CompareOp::kEq || op == CompareOp::kNe)
    return OwnBool((left == right) == (op == CompareOp::kEq));
  return Raise(&TypeErrorType, "'%s' not supported between instances of '%.100s' and '%.100s'",
               kComparisons[static_cast<int>(op)], TypeName(left), TypeName(right));
}

Raised RaiseUnsupportedOperands(const ThreadState* thread, const Instruction* pc, Value left, Value right) {
  int index = static_cast<int>(OpcodeHere(thread, pc)) - static_cast<int>(Opcode::ADD);
  bool inplace = index % 3 == 2 || CacheWord(pc, 1) != 0;
  return Raise(&TypeErrorType, "unsupported operand type(s) for %.100s: '%.100s' and '%.100s'",
               (inplace ? kInplaceSymbols : kSymbols)[index / 3], TypeName(left), TypeName(right));
}

}  // namespace polygil
