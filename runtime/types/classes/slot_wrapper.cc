// Slots called as special methods: checks of the arguments and the translation of results.

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/slot_table.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"

namespace polygil {
namespace {

bool CheckCount(size_t nargs, size_t wanted) {
  if (nargs == wanted) return true;
  return Raise(&TypeErrorType, "expected %d argument%s, got %zd", static_cast<int>(wanted),
               wanted == 1 ? "" : "s", static_cast<ssize_t>(nargs));
}

bool CheckCountUpTo2(size_t nargs) {
  if (nargs < 1)
    return Raise(&TypeErrorType, " expected at least 1 argument, got %zd",
                 static_cast<ssize_t>(nargs));
  if (nargs > 2)
    return Raise(&TypeErrorType, " expected at most 2 arguments, got %zd",
                 static_cast<ssize_t>(nargs));
  return true;
}

Owned NoneIf(bool ok) { return ok ? OwnNone() : Owned(); }

// object.__setattr__(cls, ...) must not go around the checks of a more derived built-in type.
bool CheckNotCircumvented(Value self, SetItemSlot function, const char* what) {
  Type* type = TypeOf(self);
  while (type != nullptr && type->Has(kTypeHeap)) type = type->base;
  for (Type* base = type; base != nullptr; base = base->base) {
    if (base->slots.set_attribute == function) return true;
    if (base->slots.set_attribute != type->slots.set_attribute) break;
    if (type->slots.set_attribute != function)
      return Raise(&TypeErrorType, "can't apply this %s to %s object", what, TypeNameOf(type));
  }
  return true;
}

Owned CallPowerSlot(TernarySlot slot, bool reflected, Value self, const Value* args,
                    size_t nargs) {
  TRY_VOID(CheckCountUpTo2(nargs));
  Value modulus = nargs == 2 && !args[1].IsNone() ? args[1] : Value::Empty();
  return reflected ? slot(args[0], self, modulus) : slot(self, args[0], modulus);
}

Owned CallDescriptorGetSlot(TernarySlot slot, Value self, const Value* args, size_t nargs) {
  TRY_VOID(CheckCountUpTo2(nargs));
  Value instance = args[0].IsNone() ? Value::Empty() : args[0];
  Value owner = nargs < 2 || args[1].IsNone() ? Value::Empty() : args[1];
  if (!instance && !owner) return Raise(&TypeErrorType, "__get__(None, None) is invalid");
  return slot(self, instance, owner);
}

Owned CallNextSlot(UnarySlot slot, Value self) {
  if (SendSlot send = TypeOf(self)->slots.send) {
    // Generators: the return value travels in the StopIteration.
    Owned result;
    switch (send(self, Value::None(), &result)) {
      case SendStatus::kYielded:
        return result;
      case SendStatus::kReturned: {
        Handle value = result;
        if (value.Get().IsNone()) return RaiseBare(&StopIterationType);
        return RaiseStopIteration(value);
      }
      case SendStatus::kError:
        return {};
    }
  }
  Owned result = slot(self);
  if (!result && !HasPendingException()) return RaiseBare(&StopIterationType);
  return result;
}

}  // namespace

Owned CallSlotWrapper(const SlotRow* row, void* function, Value self, const Value* args,
                      size_t nargs, Value keyword_names) {
  if (row->kind == WrapperKind::kCall)
    return reinterpret_cast<CallSlot>(function)(self, args, nargs, keyword_names);
  if (row->kind == WrapperKind::kInit)
    return NoneIf(reinterpret_cast<InitSlot>(function)(self, args, nargs, keyword_names));
  if (keyword_names && TupleSize(keyword_names) != 0)
    return Raise(&TypeErrorType, "wrapper %s() takes no keyword arguments", row->name);
  switch (row->kind) {
    case WrapperKind::kUnary:
      TRY_VOID(CheckCount(nargs, 0));
      return reinterpret_cast<UnarySlot>(function)(self);
    case WrapperKind::kHash: {
      TRY_VOID(CheckCount(nargs, 0));
      int64_t hash = TRY(reinterpret_cast<HashSlot>(function)(self));
      return IntFromInt64(hash);
    }
    case WrapperKind::kBinaryOne:
    case WrapperKind::kBinary:
      TRY_VOID(CheckCount(nargs, 1));
      return reinterpret_cast<BinarySlot>(function)(self, args[0]);
    case WrapperKind::kBinaryReflected:
      TRY_VOID(CheckCount(nargs, 1));
      return reinterpret_cast<BinarySlot>(function)(args[0], self);
    case WrapperKind::kPower:
      return CallPowerSlot(reinterpret_cast<TernarySlot>(function), false, self, args, nargs);
    case WrapperKind::kPowerReflected:
      return CallPowerSlot(reinterpret_cast<TernarySlot>(function), true, self, args, nargs);
    case WrapperKind::kSetAttribute: {
      auto slot = reinterpret_cast<SetItemSlot>(function);
      TRY_VOID(CheckCount(nargs, 2));
      TRY_VOID(CheckNotCircumvented(self, slot, "__setattr__"));
      return NoneIf(slot(self, args[0], args[1]));
    }
    case WrapperKind::kDeleteAttribute: {
      auto slot = reinterpret_cast<SetItemSlot>(function);
      TRY_VOID(CheckCount(nargs, 1));
      TRY_VOID(CheckNotCircumvented(self, slot, "__delattr__"));
      return NoneIf(slot(self, args[0], Value::Empty()));
    }
    case WrapperKind::kCompare:
      TRY_VOID(CheckCount(nargs, 1));
      return reinterpret_cast<CompareSlot>(function)(self, args[0], row->op);
    case WrapperKind::kNext:
      TRY_VOID(CheckCount(nargs, 0));
      return CallNextSlot(reinterpret_cast<UnarySlot>(function), self);
    case WrapperKind::kDescriptorGet:
      return CallDescriptorGetSlot(reinterpret_cast<TernarySlot>(function), self, args, nargs);
    case WrapperKind::kDescriptorSet:
    case WrapperKind::kSetItem:
      TRY_VOID(CheckCount(nargs, 2));
      return NoneIf(reinterpret_cast<SetItemSlot>(function)(self, args[0], args[1]));
    case WrapperKind::kDescriptorDelete:
    case WrapperKind::kDeleteItem:
      TRY_VOID(CheckCount(nargs, 1));
      return NoneIf(reinterpret_cast<SetItemSlot>(function)(self, args[0], Value::Empty()));
    case WrapperKind::kFinalize:
      TRY_VOID(CheckCount(nargs, 0));
      reinterpret_cast<FinalizeSlot>(function)(self);
      return OwnNone();
    case WrapperKind::kTruth: {
      TRY_VOID(CheckCount(nargs, 0));
      bool truth = TRY(reinterpret_cast<TruthSlot>(function)(self));
      return OwnBool(truth);
    }
    case WrapperKind::kLength: {
      TRY_VOID(CheckCount(nargs, 0));
      int64_t length = TRY(reinterpret_cast<LengthSlot>(function)(self));
      return IntFromInt64(length);
    }
    case WrapperKind::kRepeat: {
      TRY_VOID(CheckCount(nargs, 1));
      int64_t count = TRY(IndexExact(args[0], &OverflowErrorType));
      return reinterpret_cast<RepeatSlot>(function)(self, count);
    }
    case WrapperKind::kContains: {
      TRY_VOID(CheckCount(nargs, 1));
      bool found = TRY(reinterpret_cast<ContainsSlot>(function)(self, args[0]));
      return OwnBool(found);
    }
    case WrapperKind::kCall:
    case WrapperKind::kInit:
      break;
  }
  return {};
}

}  // namespace polygil
