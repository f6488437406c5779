// Making functions and classes, getters of properties, and methods of super().

#include "pvm/ops/cache.h"
#include "pvm/ops/enter_frame.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/names.h"

namespace polygil {

// -- Property getters -----------------------------------------------------------------------------

DECLARE_SLOW(LoadAttributeSlow);

SLOW(LoadPropertySlow) {
  SAVE_PC();
  Value object = base[pc->b];
  Function* getter = Value{CacheWord(pc, 2)}.As<Function>();
  Value* window = thread->frame->stack_top;
  if (getter->code->simple_argument_count != 1 || !HasRoom(thread, window, getter->code->register_count)) {
    TAIL(LoadAttributeSlow);
  }
  window[0] = Retain(object).Peek();
  ClearPlainLocals(window, 1, getter->code->local_count);
  if (pc->b != pc->a) Consume(base, consts, pc->b);
  PushFrame(thread, getter, window, ReturnKind::kRegister);
  thread->frame->owner = Retain(Value::Pointer(getter)).Peek();
  ENTER_FRAME();
}
HANDLER(LOAD_ATTRIBUTE_PROPERTY) {
  Value object = base[pc->b];
  if (!object.HasPointerTag() ||
      object.AsObject()->type->version != static_cast<uint32_t>(CacheWord(pc, 1))) [[unlikely]]
    TAIL(LoadAttributeSlow);
  TAIL(LoadPropertySlow);
}

// -- Making functions and classes -----------------------------------------------------------------

namespace {
Owned MakeFunction(ThreadState* thread, Value* base, Value* consts, const Instruction* pc) {
  Value code = consts[static_cast<uint32_t>(CacheWord(pc, 1))];
  Handle made = TRY(FunctionNew(code, thread->frame->globals));
  Function* function = made.As<Function>();
  StoreOwned(&function->builtins, Retain(thread->frame->builtins));
  Value* next = base + pc->b;
  Value* fields[] = {&function->defaults, &function->keyword_defaults, &function->annotations, &function->closure};
  for (int i = 0; i < 4; ++i) {
    if (!(pc->c & (1 << i))) continue;
    Value v = *next;
    *next++ = Value::Empty();
    StoreOwned(fields[i], Owned(v));
  }
  return made.Release();
}
}  // namespace

SLOW(MakeFunctionSlow) {
  SAVE_PC();
  Owned function = MakeFunction(thread, base, consts, pc);
  if (!function) TAIL(Unwind);
  SetRegister(base, pc->a, function);
  NEXT(2);
}
HANDLER(MAKE_FUNCTION) { TAIL(MakeFunctionSlow); }

SLOW(LoadBuildClassSlow) {
  SAVE_PC();
  Value builtins = thread->frame->builtins;
  Owned build = GetItem(builtins, names.__build_class__);
  if (!build) {
    if (ClearPendingIf(&KeyErrorType)) Raise(&NameErrorType, "__build_class__ not found");
    TAIL(Unwind);
  }
  SetRegister(base, pc->a, build);
  NEXT(1);
}
HANDLER(LOAD_BUILD_CLASS) { TAIL(LoadBuildClassSlow); }

namespace {
// super(cls, self).name without the super object where the MRO has a plain function.
bool LoadSuperMethod(Value* base, Value* consts, const Instruction* pc) {
  Value super = base[pc->b], cls = base[pc->b + 1], self = base[pc->b + 2], name = consts[pc->c];
  if (super == Value::Pointer(&SuperType) && IsType(cls) && IsSubtype(TypeOf(self), cls.As<Type>())) {
    Value mro = TypeOf(self)->mro;
    int64_t i = 0;
    while (i < TupleSize(mro) && TupleAt(mro, i) != cls) ++i;
    for (++i; i < TupleSize(mro); ++i) {
      Value found = DictGetStr(TupleAt(mro, i).As<Type>()->dict, name);
      if (found.IsEmpty()) continue;
      if (!IsExactly(found, FunctionType)) break;
      Value function = Retain(found).Peek();
      base[pc->b + 2] = Value::Empty();
      ClearField(&base[pc->b + 1]);
      ClearField(&base[pc->b]);
      base[pc->a] = function;
      base[pc->a + 1] = self;
      return true;
    }
  }
  Handle proxy = TRY(Call(super, {cls, self}));
  Handle bound;
  Handle function = TRY(LoadMethod(proxy, name, &bound));
  for (int i = 0; i < 3; ++i) ClearField(&base[pc->b + i]);
  base[pc->a] = function.Release().Peek();
  base[pc->a + 1] = bound.Release().Peek();
  return true;
}
}  // namespace

SLOW(LoadSuperMethodSlow) {
  SAVE_PC();
  if (!LoadSuperMethod(base, consts, pc)) TAIL(Unwind);
  NEXT(3);
}
HANDLER(LOAD_SUPER_METHOD) { TAIL(LoadSuperMethodSlow); }

}  // namespace polygil
