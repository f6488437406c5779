// Calls and returns. A call of a Python function stays in this loop: its arguments, evaluated where
// they are to be, become the first registers of the new frame.

#include "pvm/call/bind.h"
#include "pvm/call/enter.h"
#include "pvm/generator/generator.h"
#include "pvm/ops/cache.h"
#include "pvm/ops/handler.h"
#include "runtime/protocol/callable_text.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/shape.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/names.h"

namespace polygil {
namespace {

// Arguments of the call at pc: self, if the method form has one, is the first.
struct Arguments {
  Value* values;
  uint32_t count;
};
inline Arguments ArgumentsOf(Value* base, const Instruction* pc) {
  uint32_t has_self = base[pc->b + 1].IsEmpty() ? 0 : 1;
  return {base + pc->b + 2 - has_self, pc->c + has_self};
}

void ClearArguments(Arguments arguments) {
  for (uint32_t i = 0; i < arguments.count; ++i) ClearField(&arguments.values[i]);
}

// After a call that was done by C++ code: arguments and callable go, the result comes.
void FinishNative(Value* base, const Instruction* pc, Arguments arguments, Owned result) {
  ClearArguments(arguments);
  if (pc->b != pc->a) ClearField(&base[pc->b]);
  SetRegister(base, pc->a, result);
}

// Missing trailing arguments of a function without stars and keyword-only parameters are taken
// from its defaults in place. False: the general binding must look at it.
bool FillDefaultsInPlace(Function* function, Arguments arguments) {
  Code* code = function->code;
  if (code->is_generator_like || code->keyword_only_count != 0 ||
      CodeHas(code, kCodeVarArgs | kCodeVarKeywords) || arguments.count > code->argument_count) {
    return false;
  }
  if (function->defaults.IsEmpty()) return false;
  int64_t first = static_cast<int64_t>(code->argument_count) - TupleSize(function->defaults);
  if (static_cast<int64_t>(arguments.count) < first) return false;
  for (uint32_t i = arguments.count; i < code->argument_count; ++i) {
    arguments.values[i] = Retain(TupleAt(function->defaults, i - first)).Peek();
  }
  return true;
}

enum class Entered { kFrame, kDone, kFailed };

// Starts a call of a Python function. kFrame: its frame is the innermost one; kDone: *result.
Entered EnterFunction(ThreadState* thread, Function* function, Arguments arguments, Value keyword_names,
                      uint32_t positional, ReturnKind kind, Owned* result) {
  Code* code = function->code;
  if (!CodePrepare(code)) return Entered::kFailed;
  if (code->is_generator_like) {
    *result = GeneratorFromCall(function, arguments.values, positional, keyword_names);
    return *result ? Entered::kDone : Entered::kFailed;
  }
  Value* base = arguments.values;
  if (keyword_names.IsEmpty() && HasRoom(thread, base, code->register_count) &&
      (code->simple_argument_count == positional || FillDefaultsInPlace(function, arguments))) {
    ClearPlainLocals(base, code->argument_count, code->local_count);
    PushFrame(thread, function, base, kind);
    return Entered::kFrame;
  }
  base = thread->frame->stack_top;
  if (!HasRoom(thread, base, code->register_count)) {
    RaiseRecursionError();
    return Entered::kFailed;
  }
  if (!BindArguments(function, arguments.values, positional, keyword_names, base)) return Entered::kFailed;
  ClearArguments(arguments);
  PushFrame(thread, function, base, kind);
  return Entered::kFrame;
}

// A bound method as callable: function and self take its place in the registers.
void UnwrapBoundMethod(Value* base, const Instruction* pc) {
  BoundMethod* method = base[pc->b].As<BoundMethod>();
  Value function = Retain(method->function).Peek();
  base[pc->b + 1] = Retain(method->self).Peek();
  StoreOwned(&base[pc->b], Owned(function));
}

}  // namespace

// Continues in the frame that was just pushed.
#define ENTER_FRAME()                                                          \
  do {                                                                         \
    FrameRecord* entered = thread->frame;                                      \
    base = entered->base;                                                      \
    consts = entered->code->constants;                                         \
    aux = reinterpret_cast<uint64_t>(pc);                                      \
    pc = entered->code->instructions;                                          \
    ++entered->code->executions;                                               \
    if (thread->breaker->load(std::memory_order_relaxed) != 0) [[unlikely]] {  \
      aux = reinterpret_cast<uint64_t>(pc);                                    \
      TAIL(HandleBreaker);                                                     \
    }                                                                          \
    DISPATCH();                                                                \
  } while (0)

namespace {

// A class whose instances are made by object.__new__ and set up by a Python __init__: the __init__
// runs in this loop. Returns the function, or null.
Function* PlainInitOf(Type* type) {
  if (TypeOf(Value::Pointer(type)) != &TypeType || type->Has(kTypeAbstract)) return nullptr;
  if (type->slots.new_instance != ObjectType.slots.new_instance) return nullptr;
  Value init = TypeLookup(type, names.__init__);
  if (init.IsEmpty() || !IsExactly(init, FunctionType)) return nullptr;
  return init.As<Function>();
}

// Calls whatever R[b] is; kFrame if a frame was pushed.
Entered StartCall(ThreadState* thread, Value* base, const Instruction* pc, Value keyword_names, Owned* result) {
  if (IsExactly(base[pc->b], BoundMethodType) && base[pc->b + 1].IsEmpty()) UnwrapBoundMethod(base, pc);
  Value callable = base[pc->b];
  Arguments arguments = ArgumentsOf(base, pc);
  uint32_t keywords = keyword_names.IsEmpty() ? 0 : static_cast<uint32_t>(TupleSize(keyword_names));
  uint32_t positional = arguments.count - keywords;
  if (IsExactly(callable, FunctionType)) {
    return EnterFunction(thread, callable.As<Function>(), arguments, keyword_names, positional,
                         ReturnKind::kCall, result);
  }
  if (IsType(callable) && base[pc->b + 1].IsEmpty()) {
    Function* init = PlainInitOf(callable.As<Type>());
    if (init != nullptr && !init->code->is_generator_like) {
      Owned instance = AllocateInstance(callable.As<Type>());
      if (!instance) return Entered::kFailed;
      // The instance is `self`; R[b] keeps it too (instead of the class) until __init__ is through.
      base[pc->b + 1] = instance.Peek();
      Value cls = base[pc->b];
      base[pc->b] = Retain(instance.Peek()).Peek();
      Entered entered = EnterFunction(thread, init, {arguments.values - 1, arguments.count + 1},
                                      keyword_names, positional + 1, ReturnKind::kInit, result);
      if (entered == Entered::kFrame) thread->frame->owner = Retain(Value::Pointer(init)).Peek();
      DecRef(cls);
      return entered;
    }
  }
  *result = Call(callable, arguments.values, positional, keyword_names);
  return *result ? Entered::kDone : Entered::kFailed;
}

}  // namespace

SHARED_SLOW(CallSlow) {
  SAVE_PC();
  Owned result;
  Entered entered = StartCall(thread, base, pc, Value::Empty(), &result);
  if (entered == Entered::kFailed) TAIL(Unwind);
  if (entered == Entered::kFrame) ENTER_FRAME();
  FinishNative(base, pc, ArgumentsOf(base, pc), result);
  if (thread->breaker->load(std::memory_order_relaxed) != 0) [[unlikely]] {
    aux = reinterpret_cast<uint64_t>(pc);
    pc += 3;
    TAIL(HandleBreaker);
  }
  NEXT(3);
}

HANDLER(CALL) {
  Value callable = base[pc->b];
  if (callable.HasPointerTag() && callable.AsObject()->type == &FunctionType) {
    Function* function = callable.As<Function>();
    Code* code = function->code;
    uint32_t has_self = base[pc->b + 1].IsEmpty() ? 0 : 1;
    uint32_t count = pc->c + has_self;
    Value* window = base + pc->b + 2 - has_self;
    if (code->simple_argument_count == count && HasRoom(thread, window, code->register_count)) [[likely]] {
      thread->frame->pc = pc;
      PushFrame(thread, function, window, ReturnKind::kCall);
      ClearPlainLocals(window, count, code->local_count);
      base = window;
      consts = code->constants;
      pc = code->instructions;
      ++code->executions;
      if (thread->breaker->load(std::memory_order_relaxed) != 0) [[unlikely]] {
        aux = reinterpret_cast<uint64_t>(pc);
        TAIL(HandleBreaker);
      }
      DISPATCH();
    }
  }
  TAIL(CallSlow);
}
// A plain callable: nothing stands for self in R[b+1].
SLOW(CallFunctionSlow) {
  base[pc->b + 1] = Value::Empty();
  TAIL(CallSlow);
}
HANDLER(CALL_FUNCTION) {
  Value callable = base[pc->b];
  if (callable.HasPointerTag() && callable.AsObject()->type == &FunctionType) {
    Function* function = callable.As<Function>();
    Code* code = function->code;
    uint32_t count = pc->c;
    Value* window = base + pc->b + 2;
    if (code->simple_argument_count == count && HasRoom(thread, window, code->register_count)) [[likely]] {
      thread->frame->pc = pc;
      PushFrame(thread, function, window, ReturnKind::kCall);
      ClearPlainLocals(window, count, code->local_count);
      base = window;
      consts = code->constants;
      pc = code->instructions;
      ++code->executions;
      if (thread->breaker->load(std::memory_order_relaxed) != 0) [[unlikely]] {
        aux = reinterpret_cast<uint64_t>(pc);
        TAIL(HandleBreaker);
      }
      DISPATCH();
    }
  }
  TAIL(CallFunctionSlow);
}
HANDLER(CALL_PYTHON) { TAIL(Op_CALL); }
HANDLER(CALL_CLASS) { TAIL(CallSlow); }

SLOW(CallKeywordsSlow) {
  SAVE_PC();
  Owned result;
  Value keyword_names = consts[static_cast<uint32_t>(CacheWord(pc, 1))];
  Entered entered = StartCall(thread, base, pc, keyword_names, &result);
  if (entered == Entered::kFailed) TAIL(Unwind);
  if (entered == Entered::kFrame) ENTER_FRAME();
  FinishNative(base, pc, ArgumentsOf(base, pc), result);
  NEXT(3);
}
HANDLER(CALL_KEYWORDS) { TAIL(CallKeywordsSlow); }
HANDLER(CALL_FUNCTION_KEYWORDS) {
  base[pc->b + 1] = Value::Empty();
  TAIL(CallKeywordsSlow);
}

// -- f(*args, **kwargs) ---------------------------------------------------------------------------

namespace {

bool NormalizeStarred(Value* base, const Instruction* pc) {
  Value* args = &base[pc->b + 2];
  if (!IsExactly(*args, TupleType)) {
    if (TypeOf(*args)->slots.iterate == nullptr && TypeOf(*args)->slots.get_item == nullptr) {
      Handle text = TRY(CallableText(base[pc->b]));
      return Raise(&TypeErrorType, "%U argument after * must be an iterable, not %.200s", text.Get(), TypeName(*args));
    }
    Owned tuple = ToTuple(*args);
    if (!tuple) return false;
    StoreOwned(args, tuple);
  }
  if (pc->c == 0) return true;
  Value* keywords = &base[pc->b + 3];
  if (!IsExactly(*keywords, DictType)) {
    Handle dict = TRY(DictNew());
    TRY_VOID(DictMergeKeywords(dict, *keywords, base[pc->b]));
    StoreOwned(keywords, dict.Release());
  }
  return true;
}

}  // namespace

SLOW(CallExSlow) {
  SAVE_PC();
  if (!NormalizeStarred(base, pc)) TAIL(Unwind);
  Owned result = CallWithTuple(base[pc->b], base[pc->b + 2], pc->c ? base[pc->b + 3] : Value::Empty());
  if (!result) TAIL(Unwind);
  ClearField(&base[pc->b + 2]);
  if (pc->c) ClearField(&base[pc->b + 3]);
  if (pc->b != pc->a) ClearField(&base[pc->b]);
  SetRegister(base, pc->a, result);
  NEXT(1);
}
HANDLER(CALL_EX) { TAIL(CallExSlow); }

// -- Returning ------------------------------------------------------------------------------------

// aux: the owned result. The frame's temporaries are gone.
SLOW(ReturnSlow) {
  FrameRecord* frame = thread->frame;
  Owned result(Value{aux});
  frame->pc = pc;
  ReturnKind kind = frame->return_kind;
  if (frame->is_generator) {
    GeneratorFinish(thread);
  } else {
    PopFrame(thread);
  }
  if (kind == ReturnKind::kNative) {
    thread->loop_result = result.Peek();
    thread->loop_yielded = false;
    LEAVE_LOOP();
  }
  frame = thread->frame;
  base = frame->base;
  pc = frame->pc;
  consts = frame->code->constants;
  switch (kind) {
    case ReturnKind::kInit:
      if (!result.Peek().IsNone()) {
        Raise(&TypeErrorType, "__init__() should return None, not '%.200s'", TypeName(result.Peek()));
        Discard(result);
        TAIL(Unwind);
      }
      result = Owned(base[pc->b]);
      base[pc->b] = Value::Empty();
      SetRegister(base, pc->a, result);
      NEXT(3);
    case ReturnKind::kRegister:
      SetRegister(base, pc->a, result);
      pc += InfoOf(pc->opcode()).words;
      DISPATCH();
    case ReturnKind::kForIterator:
      Discard(result);
      ClearField(&base[pc->b]);
      pc += static_cast<int32_t>(CacheWord(pc, 1));
      DISPATCH();
    case ReturnKind::kYieldFrom:
      ClearField(&base[pc->b]);
      ClearField(&base[pc->b + 1]);
      SetRegister(base, pc->a, result);
      NEXT(1);
    default: {
      if (pc->b != pc->a) ClearField(&base[pc->b]);
      SetRegister(base, pc->a, result);
      NEXT(3);
    }
  }
}

// The hot way out: releases locals as long as none of them dies, and goes on in the caller.
#define LEAVE_FRAME(result)                                                              \
  do {                                                                                   \
    FrameRecord* frame = thread->frame;                                                  \
    aux = (result).bits;                                                                 \
    if (frame->return_kind != ReturnKind::kCall || frame->frame_object) [[unlikely]]     \
      TAIL(ReturnSlow);                                                                  \
    uint32_t locals = static_cast<uint32_t>(consts[-1].bits);                            \
    for (uint32_t i = 0; i < locals; ++i) {                                              \
      Value local = base[i];                                                             \
      if (!local.HasPointerTag() || !local) continue;                                    \
      if (local.bits - t_counted.base >= t_counted.span) {                               \
        if (t_counted.inherited_span != 0) [[unlikely]] TAIL(ReturnSlow);                \
        base[i] = Value::Empty();                                                        \
        continue;                                                                        \
      }                                                                                  \
      if (local.AsObject()->refcount == 1) [[unlikely]] TAIL(ReturnSlow);                \
      --local.AsObject()->refcount;                                                      \
      base[i] = Value::Empty();                                                          \
    }                                                                                    \
    if (frame->owner || frame->locals) [[unlikely]] TAIL(ReturnSlow);                    \
    thread->frame = --frame;                                                             \
    base = frame->base;                                                                  \
    pc = frame->pc;                                                                      \
    consts = frame->code->constants;                                                     \
    if (pc->a == pc->b) {                                                                \
      Value leaving{aux};                                                                \
      FINISH(3, pc->a, leaving);                                                         \
    }                                                                                    \
    TAIL(FinishReturn);                                                                  \
  } while (0)

SLOW(FinishReturn) {
  ClearField(&base[pc->b]);
  SetRegister(base, pc->a, Owned(Value{aux}));
  NEXT(3);
}

HANDLER(RETURN) {
  Value result = base[pc->a];
  if (pc->a >= consts[-1].bits) {
    base[pc->a] = Value::Empty();
  } else {
    IncRefFast(result);
  }
  LEAVE_FRAME(result);
}
HANDLER(RETURN_NONE) { LEAVE_FRAME(Value::None()); }

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
