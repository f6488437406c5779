#include "runtime/types/classes/slot_table.h"

#include "runtime/types/classes/slot_dispatch.h"

namespace polygil {
namespace {

template <typename Function>
void* Erase(Function* function) {
  return reinterpret_cast<void*>(function);
}

#define ROW(dunder, slot, kind, dispatcher, doc)                                              \
  SlotRow {                                                                                   \
#dunder, &NameTable::dunder, kSlot_##slot, WrapperKind::kind, CompareOp::kLt, dispatcher, doc \
  }
#define UNARY(dunder, slot, doc) \
  ROW(dunder, slot, kUnary, Erase(&DispatchUnary<&NameTable::dunder>), "($self, /)\n--\n\n" doc)
#define BINARY(dunder, reflected, slot, symbol)                                               \
  ROW(dunder, slot, kBinary,                                                                  \
      Erase(&DispatchReflected<&NameTable::dunder, &NameTable::reflected, kSlot_##slot>),     \
      "($self, value, /)\n--\n\nReturn self" symbol "value."),                                \
      ROW(reflected, slot, kBinaryReflected,                                                  \
          Erase(&DispatchReflected<&NameTable::dunder, &NameTable::reflected, kSlot_##slot>), \
          "($self, value, /)\n--\n\nReturn value" symbol "self.")
#define INPLACE(dunder, slot, symbol)                                              \
  ROW(dunder, slot, kBinaryOne, Erase(&DispatchBinaryOne<&NameTable::dunder>),     \
      "($self, value, /)\n--\n\nReturn self" symbol "value.")
#define COMPARE(dunder, op_name, symbol)                                                    \
  SlotRow {                                                                                 \
#dunder, &NameTable::dunder, kSlot_rich_compare, WrapperKind::kCompare, CompareOp::op_name, \
        Erase(&DispatchCompare), "($self, value, /)\n--\n\nReturn self" symbol "value."     \
  }

}  // namespace

const SlotRow kSlotRows[] = {
    UNARY(__repr__, repr, "Return repr(self)."),
    UNARY(__str__, str, "Return str(self)."),
    ROW(__hash__, hash, kHash, Erase(&DispatchHash), "($self, /)\n--\n\nReturn hash(self)."),
    ROW(__call__, call, kCall, Erase(&DispatchCall),
        "($self, /, *args, **kwargs)\n--\n\nCall self as a function."),
    ROW(__getattribute__, get_attribute, kBinaryOne, Erase(&DispatchGetAttribute),
        "($self, name, /)\n--\n\nReturn getattr(self, name)."),
    ROW(__getattr__, get_attribute, kBinaryOne, Erase(&DispatchGetattrHook), nullptr),
    ROW(__setattr__, set_attribute, kSetAttribute, Erase(&DispatchSetAttribute),
        "($self, name, value, /)\n--\n\nImplement setattr(self, name, value)."),
    ROW(__delattr__, set_attribute, kDeleteAttribute, Erase(&DispatchSetAttribute),
        "($self, name, /)\n--\n\nImplement delattr(self, name)."),
    COMPARE(__lt__, kLt, "<"),
    COMPARE(__le__, kLe, "<="),
    COMPARE(__eq__, kEq, "=="),
    COMPARE(__ne__, kNe, "!="),
    COMPARE(__gt__, kGt, ">"),
    COMPARE(__ge__, kGe, ">="),
    ROW(__iter__, iterate, kUnary, Erase(&DispatchIterate),
        "($self, /)\n--\n\nImplement iter(self)."),
    ROW(__next__, next, kNext, Erase(&DispatchNext), "($self, /)\n--\n\nImplement next(self)."),
    ROW(__get__, descriptor_get, kDescriptorGet, Erase(&DispatchDescriptorGet),
        "($self, instance, owner=None, /)\n--\n\nReturn an attribute of instance, which is of type "
        "owner."),
    ROW(__set__, descriptor_set, kDescriptorSet, Erase(&DispatchDescriptorSet),
        "($self, instance, value, /)\n--\n\nSet an attribute of instance to value."),
    ROW(__delete__, descriptor_set, kDescriptorDelete, Erase(&DispatchDescriptorSet),
        "($self, instance, /)\n--\n\nDelete an attribute of instance."),
    ROW(__init__, init, kInit, Erase(&DispatchInit),
        "($self, /, *args, **kwargs)\n--\n\nInitialize self.  See help(type(self)) for accurate "
        "signature."),
    ROW(__del__, finalize, kFinalize, Erase(&DispatchFinalize), ""),

    BINARY(__add__, __radd__, add, "+"),
    BINARY(__sub__, __rsub__, subtract, "-"),
    BINARY(__mul__, __rmul__, multiply, "*"),
    BINARY(__matmul__, __rmatmul__, matrix_multiply, "@"),
    BINARY(__mod__, __rmod__, remainder, "%"),
    ROW(__divmod__, divmod, kBinary,
        Erase(&DispatchReflected<&NameTable::__divmod__, &NameTable::__rdivmod__, kSlot_divmod>),
        "($self, value, /)\n--\n\nReturn divmod(self, value)."),
    ROW(__rdivmod__, divmod, kBinaryReflected,
        Erase(&DispatchReflected<&NameTable::__divmod__, &NameTable::__rdivmod__, kSlot_divmod>),
        "($self, value, /)\n--\n\nReturn divmod(value, self)."),
    ROW(__pow__, power, kPower, Erase(&DispatchPower),
        "($self, value, mod=None, /)\n--\n\nReturn pow(self, value, mod)."),
    ROW(__rpow__, power, kPowerReflected, Erase(&DispatchPower),
        "($self, value, mod=None, /)\n--\n\nReturn pow(value, self, mod)."),
    BINARY(__lshift__, __rlshift__, left_shift, "<<"),
    BINARY(__rshift__, __rrshift__, right_shift, ">>"),
    BINARY(__and__, __rand__, bit_and, "&"),
    BINARY(__xor__, __rxor__, bit_xor, "^"),
    BINARY(__or__, __ror__, bit_or, "|"),
    BINARY(__floordiv__, __rfloordiv__, floor_divide, "//"),
    BINARY(__truediv__, __rtruediv__, true_divide, "/"),
    INPLACE(__iadd__, inplace_add, "+="),
    INPLACE(__isub__, inplace_subtract, "-="),
    INPLACE(__imul__, inplace_multiply, "*="),
    INPLACE(__imatmul__, inplace_matrix_multiply, "@="),
    INPLACE(__imod__, inplace_remainder, "%="),
    INPLACE(__ipow__, inplace_power, "**="),
    INPLACE(__ilshift__, inplace_left_shift, "<<="),
    INPLACE(__irshift__, inplace_right_shift, ">>="),
    INPLACE(__iand__, inplace_bit_and, "&="),
    INPLACE(__ixor__, inplace_bit_xor, "^="),
    INPLACE(__ior__, inplace_bit_or, "|="),
    INPLACE(__ifloordiv__, inplace_floor_divide, "//="),
    INPLACE(__itruediv__, inplace_true_divide, "/="),
    UNARY(__neg__, negative, "-self"),
    UNARY(__pos__, positive, "+self"),
    UNARY(__abs__, absolute, "abs(self)"),
    UNARY(__invert__, invert, "~self"),
    ROW(__bool__, truth, kTruth, Erase(&DispatchTruth),
        "($self, /)\n--\n\nTrue if self else False"),
    UNARY(__int__, to_int, "int(self)"),
    UNARY(__float__, to_float, "float(self)"),
    UNARY(__index__, index,
          "Return self converted to an integer, if self is suitable for use as an index into a "
          "list."),

    // A class never fills these: it fills the number slots of the same names.
    ROW(__add__, concat, kBinaryOne, nullptr,
        "($self, value, /)\n--\n\nReturn self+value."),
    ROW(__mul__, repeat, kRepeat, nullptr, "($self, value, /)\n--\n\nReturn self*value."),
    ROW(__rmul__, repeat, kRepeat, nullptr, "($self, value, /)\n--\n\nReturn value*self."),
    ROW(__iadd__, inplace_concat, kBinaryOne, nullptr,
        "($self, value, /)\n--\n\nImplement self+=value."),
    ROW(__imul__, inplace_repeat, kRepeat, nullptr,
        "($self, value, /)\n--\n\nImplement self*=value."),

    ROW(__len__, length, kLength, Erase(&DispatchLength),
        "($self, /)\n--\n\nReturn len(self)."),
    ROW(__getitem__, get_item, kBinaryOne, Erase(&DispatchGetItem),
        "($self, key, /)\n--\n\nReturn self[key]."),
    ROW(__setitem__, set_item, kSetItem, Erase(&DispatchSetItem),
        "($self, key, value, /)\n--\n\nSet self[key] to value."),
    ROW(__delitem__, set_item, kDeleteItem, Erase(&DispatchSetItem),
        "($self, key, /)\n--\n\nDelete self[key]."),
    ROW(__contains__, contains, kContains, Erase(&DispatchContains),
        "($self, key, /)\n--\n\nReturn key in self."),
    UNARY(__await__, await, "Return an iterator to be used in await expression."),
    UNARY(__aiter__, async_iterate, "Return an awaitable, that resolves in asynchronous iterator."),
    UNARY(__anext__, async_next, "Return a value or raise StopAsyncIteration."),
    SlotRow{nullptr, nullptr, kSlotCount, WrapperKind::kUnary, CompareOp::kLt, nullptr, nullptr},
};

}  // namespace polygil
