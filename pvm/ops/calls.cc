// Calls. A call of a Python function stays in this loop: its arguments, evaluated where they are to
// be, become the first registers of the new frame. Native functions are called straight from their
// table rows.
//
// Cache words of the forms for classes: X1 = type version; X2 = the __init__ (borrowed: the version
// changes before the class lets go of it).

#include "pvm/call/bind.h"
#include "pvm/generator/generator.h"
#include "pvm/ops/cache.h"
#include "pvm/ops/enter_frame.h"
#include "pvm/trace/trace.h"
#include "runtime/protocol/callable_text.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_buffer.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/spared_misses.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

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

[[gnu::always_inline]] inline void ClearArguments(Arguments arguments) {
  for (uint32_t i = 0; i < arguments.count; ++i) ClearField(&arguments.values[i]);
}

// After a call that was done by C++ code: arguments and callable go, the result comes.
[[gnu::always_inline]] inline void FinishNative(Value* base, const Instruction* pc,
                                                Arguments arguments, Owned result) {
  ClearArguments(arguments);
  if (pc->b != pc->a) ClearField(&base[pc->b]);
  SetRegister(base, pc->a, result);
}

enum class Entered { kFrame, kDone, kFailed };

// Starts a call of a Python function. kFrame: its frame is the innermost one; kDone: *result.
Entered EnterFunction(ThreadState* thread, Function* function, Arguments arguments,
                      Value keyword_names, uint32_t positional, ReturnKind kind, Owned* result) {
  Code* code = function->code;
  if (!CodePrepare(code)) return Entered::kFailed;
  if (code->is_generator_like) {
    *result = GeneratorFromCall(function, arguments.values, positional, keyword_names);
    return *result ? Entered::kDone : Entered::kFailed;
  }
  Value* base = arguments.values;
  if (HasRoom(thread, base, code->register_count)) {
    bool is_exact = code->simple_argument_count == positional && keyword_names.IsEmpty();
    if (is_exact || BindInPlace(function, base, positional, keyword_names)) {
      ClearPlainLocals(base, ParameterRegisters(code), code->local_count);
      PushFrame(thread, function, base, kind);
      return Entered::kFrame;
    }
  }
  base = thread->frame->stack_top;
  if (!HasRoom(thread, base, code->register_count)) {
    RaiseRecursionError();
    return Entered::kFailed;
  }
  if (!BindArguments(function, arguments.values, positional, keyword_names, base))
    return Entered::kFailed;
  ClearArguments(arguments);
  PushFrame(thread, function, base, kind);
  return Entered::kFrame;
}

// Parameters without a star and without keywords only, the last of which take their defaults: those
// are put behind the arguments given. False, with nothing of meaning done: it is not so.
inline bool FillDefaults(const Function* function, Arguments arguments) {
  uint32_t parameters = function->code->simple_argument_count;
  if (parameters == kNotSimple || arguments.count >= parameters ||
      !IsExactly(function->defaults, TupleType))
    return false;
  const Tuple* defaults = function->defaults.As<Tuple>();
  int64_t first = static_cast<int64_t>(parameters) - defaults->size;
  if (static_cast<int64_t>(arguments.count) < first) return false;
  for (uint32_t i = arguments.count; i < parameters; ++i) {
    Value v = defaults->items[i - first];
    IncRefFast(v);
    arguments.values[i] = v;
  }
  return true;
}

// A bound method as callable: function and self take its place in the registers.
void UnwrapBoundMethod(Value* base, const Instruction* pc) {
  BoundMethod* method = base[pc->b].As<BoundMethod>();
  Value function = Retain(method->function).Peek();
  base[pc->b + 1] = Retain(method->self).Peek();
  StoreOwned(&base[pc->b], Owned(function));
}

// A class whose instances are made by object.__new__ and set up by a Python __init__: the __init__
// runs in this loop. Returns the function, or null.
Function* PlainInitOf(Type* type) {
  if (TypeOf(Value::Pointer(type)) != &TypeType || type->Has(kTypeAbstract)) return nullptr;
  if (type->slots.new_instance != ObjectType.slots.new_instance) return nullptr;
  Value init = TypeLookup(type, names.__init__);
  if (init.IsEmpty() || !IsExactly(init, FunctionType)) return nullptr;
  Function* function = init.As<Function>();
  return function->code->is_generator_like ? nullptr : function;
}

// The new instance is `self` in R[b+1] and belongs to the frame besides; R[b] holds the __init__
// instead of the class while it runs.
inline void PlaceInstance(Value* base, const Instruction* pc, Function* init, Value instance) {
  base[pc->b + 1] = instance;
  Value cls = base[pc->b];
  base[pc->b] = Retain(Value::Pointer(init)).Peek();
  DecRef(cls);
}

Entered EnterClass(ThreadState* thread, Value* base, const Instruction* pc, Function* init,
                   Arguments arguments, Value keyword_names, uint32_t positional, Owned* result) {
  Owned instance = AllocateInstance(base[pc->b].As<Type>());
  if (!instance) return Entered::kFailed;
  PlaceInstance(base, pc, init, instance.Peek());
  Handle hold = Retain(instance.Peek());
  Entered entered = EnterFunction(thread, init, {arguments.values - 1, arguments.count + 1},
                                  keyword_names, positional + 1, ReturnKind::kInit, result);
  if (entered == Entered::kFrame) thread->frame->owner = hold.Release().Peek();
  return entered;
}

// Positional calls of a class that is seen again take a form of their own.
void SpecializeClassCall(const Instruction* pc, Type* type, Function* init) {
  uint32_t version = TypeVersion(type);
  if (version == 0 || init->code->simple_argument_count != pc->c + 1u || !MayFillCaches()) return;
  SetCache(pc, 1, version, 0);
  SetCacheWord(pc, 2, Value::Pointer(init).bits);
  bool is_method_form = GenericForm(pc->opcode()) == Opcode::CALL;
  Rewrite(pc, is_method_form ? Opcode::CALL_CLASS : Opcode::CALL_FUNCTION_CLASS);
}

// Calls whatever R[b] is; kFrame if a frame was pushed.
Entered StartCall(ThreadState* thread, Value* base, const Instruction* pc, Value keyword_names,
                  Owned* result) {
  if (IsExactly(base[pc->b], BoundMethodType) && base[pc->b + 1].IsEmpty())
    UnwrapBoundMethod(base, pc);
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
    if (init != nullptr) {
      ReserveForInit(callable.As<Type>());
      if (keyword_names.IsEmpty()) SpecializeClassCall(pc, callable.As<Type>(), init);
      return EnterClass(thread, base, pc, init, arguments, keyword_names, positional, result);
    }
  }
  if (TypeOf(callable)->Has(kTypeHeap) && base[pc->b + 1].IsEmpty()) {
    // An instance with a __call__ in Python is its first argument.
    Value method = TypeLookup(TypeOf(callable), names.__call__);
    if (method && IsExactly(method, FunctionType)) {
      base[pc->b + 1] = callable;
      base[pc->b] = Retain(method).Peek();
      return EnterFunction(thread, method.As<Function>(),
                           {arguments.values - 1, arguments.count + 1}, keyword_names,
                           positional + 1, ReturnKind::kCall, result);
    }
  }
  *result = Call(callable, arguments.values, positional, keyword_names);
  return *result ? Entered::kDone : Entered::kFailed;
}

// Calls a row of a method table; false: its arguments need a closer look. The kinds are asked for
// one by one: a jump through a table would be foreseen worse.
[[gnu::always_inline]] inline bool CallRow(const NativeFunction& function, Value self,
                                           const Value* args, uint32_t count, Owned* result) {
  if (function.kind == CallKind::kOneArg) {
    if (count != 1) return false;
    *result = function.one_arg(self, args[0]);
    return true;
  }
  if (function.kind == CallKind::kNoArgs) {
    if (count != 0) return false;
    *result = function.no_args(self);
    return true;
  }
  if (function.kind == CallKind::kPositional) {
    if (count < function.minimum) return false;
    if (count > function.maximum && function.maximum != kNoMaximum) return false;
    *result = function.positional(self, args, count);
    return true;
  }
  if (function.kind != CallKind::kKeywords) return false;
  *result = function.keywords(self, args, count, Value::Empty());
  return true;
}

}  // namespace

// Goes on behind a call that was done by C++ code; it may have released the GIL or got a signal.
#define NEXT_AFTER_NATIVE()                                                   \
  do {                                                                        \
    if (thread->breaker->load(std::memory_order_relaxed) != 0) [[unlikely]] { \
      aux = reinterpret_cast<uint64_t>(pc);                                   \
      pc += 3;                                                                \
      TAIL(HandleBreaker);                                                    \
    }                                                                         \
    NEXT(3);                                                                  \
  } while (0)

SHARED_SLOW(CallSlow) {
  SAVE_PC();
  Owned result;
  Entered entered = StartCall(thread, base, pc, Value::Empty(), &result);
  if (entered == Entered::kFailed) TAIL(Unwind);
  if (entered == Entered::kFrame) ENTER_FRAME();
  FinishNative(base, pc, ArgumentsOf(base, pc), result);
  NEXT_AFTER_NATIVE();
}
// A plain callable: nothing stands for self in R[b+1].
SLOW(CallFunctionSlow) {
  base[pc->b + 1] = Value::Empty();
  TAIL(CallSlow);
}

// R[b] is a Python function that needs its defaults, or more.
SLOW(CallFunctionObject) {
  SAVE_PC();
  Function* callee = base[pc->b].As<Function>();
  Arguments given = ArgumentsOf(base, pc);
  if (HasRoom(thread, given.values, callee->code->register_count) && FillDefaults(callee, given))
      [[likely]] {
    PushFrame(thread, callee, given.values, ReturnKind::kCall);
    ClearPlainLocals(given.values, callee->code->argument_count, callee->code->local_count);
    ENTER_FRAME();
  }
  Owned result;
  Arguments arguments = ArgumentsOf(base, pc);
  Entered entered = EnterFunction(thread, base[pc->b].As<Function>(), arguments, Value::Empty(),
                                  arguments.count, ReturnKind::kCall, &result);
  if (entered == Entered::kFailed) TAIL(Unwind);
  if (entered == Entered::kFrame) ENTER_FRAME();
  FinishNative(base, pc, arguments, result);
  NEXT(3);
}
// R[b] is a generator function or the like: its object is made without running anything.
SLOW(CallGenerator) {
  SAVE_PC();
  Function* function = base[pc->b].As<Function>();
  Arguments arguments = ArgumentsOf(base, pc);
  Owned generator = GeneratorFromCall(function, arguments.values, arguments.count, Value::Empty());
  if (!generator) [[unlikely]]
    TAIL(Unwind);
  FinishNative(base, pc, arguments, generator);
  NEXT(3);
}
// The usual end of a call of the `count` registers from `values` on that was done by C++ code: the
// result goes where the callable is.
template <uint32_t count>
[[gnu::always_inline]] inline void FinishFixed(Value* values, Value* callable, Owned result) {
  Value held[count + 1];
  for (uint32_t i = 0; i < count; ++i) held[i] = std::exchange(values[i], Value::Empty());
  for (uint32_t i = 0; i < count; ++i) DecRef(held[i]);
  DecRef(std::exchange(*callable, result.Peek()));
}

// R[b] is a method of a built-in type, R[b+1] its self.
SLOW(CallMethodDescriptor) {
  // (Nothing is in aux. Saying so spares the compiler keeping it.)
  aux = 0;
  const auto* method = base[pc->b].As<MethodDescriptor>();
  Value self = base[pc->b + 1];
  if (self.IsEmpty() || (TypeOf(self) != method->owner && !IsSubtype(TypeOf(self), method->owner)))
      [[unlikely]]
    TAIL(CallSlow);
  SAVE_PC();
  Owned result;
  if (!CheckNativeStack()) [[unlikely]]
    TAIL(Unwind);
  const NativeFunction& native = method->definition->function;
  if (pc->a == pc->b && pc->c == 1 && native.kind == CallKind::kOneArg) {
    Value* window = base + pc->b;
    result = native.one_arg(self, window[2]);
    if (!result) [[unlikely]]
      TAIL(Unwind);
    FinishFixed<2>(window + 1, window, result);
    NEXT_AFTER_NATIVE();
  }
  if (pc->a == pc->b && pc->c == 0 && native.kind == CallKind::kNoArgs) {
    Value* window = base + pc->b;
    result = native.no_args(self);
    if (!result) [[unlikely]]
      TAIL(Unwind);
    FinishFixed<1>(window + 1, window, result);
    NEXT_AFTER_NATIVE();
  }
  if (!CallRow(native, self, base + pc->b + 2, pc->c, &result)) TAIL(CallSlow);
  if (!result) [[unlikely]]
    TAIL(Unwind);
  FinishNative(base, pc, {base + pc->b + 1, pc->c + 1u}, result);
  NEXT_AFTER_NATIVE();
}
// R[b] is a function of a native module or a bound native method; R[b+1] is not used.
SLOW(CallBuiltin) {
  aux = 0;
  const auto* function = base[pc->b].As<BuiltinFunction>();
  SAVE_PC();
  Owned result;
  if (!CheckNativeStack()) [[unlikely]]
    TAIL(Unwind);
  const NativeFunction& native = function->definition->function;
  if (pc->a == pc->b && pc->c == 1 && native.kind == CallKind::kOneArg) {
    Value* window = base + pc->b;
    result = native.one_arg(function->self, window[2]);
    if (!result) [[unlikely]]
      TAIL(Unwind);
    FinishFixed<1>(window + 2, window, result);
    NEXT_AFTER_NATIVE();
  }
  if (!CallRow(native, function->self, base + pc->b + 2, pc->c, &result)) TAIL(CallFunctionSlow);
  if (!result) [[unlikely]]
    TAIL(Unwind);
  FinishNative(base, pc, {base + pc->b + 2, pc->c}, result);
  NEXT_AFTER_NATIVE();
}

// R[b] is a class. Built-in ones make their instances themselves.
SLOW(CallType) {
  Value callable = base[pc->b];
  base[pc->b + 1] = Value::Empty();
  if (callable.As<Type>()->Has(kTypeHeap)) TAIL(CallSlow);
  SAVE_PC();
  Owned result = Call(callable, base + pc->b + 2, pc->c);
  if (!result) [[unlikely]]
    TAIL(Unwind);
  FinishNative(base, pc, {base + pc->b + 2, pc->c}, result);
  NEXT_AFTER_NATIVE();
}

HANDLER(CALL) {
  Value callable = base[pc->b];
  if (!callable.HasPointerTag()) [[unlikely]]
    TAIL(CallSlow);
  Type* type = callable.AsObject()->type;
  if (type == &FunctionType) [[likely]] {
    uint32_t has_self = base[pc->b + 1].IsEmpty() ? 0 : 1;
    ENTER_SIMPLE(callable.As<Function>(), pc->c + has_self, base + pc->b + 2 - has_self,
                 ReturnKind::kCall);
    if (callable.As<Function>()->code->is_generator_like) TAIL(CallGenerator);
    TAIL(CallFunctionObject);
  }
  if (type == &MethodDescriptorType) TAIL(CallMethodDescriptor);
  if (type == &BuiltinFunctionType && base[pc->b + 1].IsEmpty()) TAIL(CallBuiltin);
  TAIL(CallSlow);
}
HANDLER(CALL_FUNCTION) {
  Value callable = base[pc->b];
  if (!callable.HasPointerTag()) [[unlikely]]
    TAIL(CallFunctionSlow);
  Type* type = callable.AsObject()->type;
  if (type == &FunctionType) [[likely]] {
    ENTER_SIMPLE(callable.As<Function>(), pc->c, base + pc->b + 2, ReturnKind::kCall);
    base[pc->b + 1] = Value::Empty();
    if (callable.As<Function>()->code->is_generator_like) TAIL(CallGenerator);
    TAIL(CallFunctionObject);
  }
  if (type == &BuiltinFunctionType) TAIL(CallBuiltin);
  if (type == &TypeType) TAIL(CallType);
  TAIL(CallFunctionSlow);
}

// The class is another one, or has changed.
SLOW(CallClassMissed) {
  bool is_method_form = pc->opcode() == Opcode::CALL_CLASS;
  Rewrite(pc, is_method_form ? Opcode::CALL : Opcode::CALL_FUNCTION);
  DISPATCH();
}
SLOW(CallClass) {
  Function* init = Value{CacheWord(pc, 2)}.As<Function>();
  if (init->code->simple_argument_count != pc->c + 1u ||
      !HasRoom(thread, base + pc->b + 1, init->code->register_count)) [[unlikely]]
    TAIL(CallClassMissed);
  SAVE_PC();
  Owned instance = AllocateInstance(base[pc->b].As<Type>());
  if (!instance) [[unlikely]]
    TAIL(Unwind);
  PlaceInstance(base, pc, init, instance.Peek());
  FrameRecord* frame = PushFrame(thread, init, base + pc->b + 1, ReturnKind::kInit);
  frame->owner = Retain(instance.Peek()).Peek();
  ClearPlainLocals(frame->base, pc->c + 1u, init->code->local_count);
  ENTER_FRAME();
}
// A class is no method: R[b+1] is empty in either form.
#define CLASS_HANDLER(NAME)                                                                   \
  HANDLER(NAME) {                                                                             \
    Value callable = base[pc->b];                                                             \
    if (!IsExactly(callable, TypeType) ||                                                     \
        callable.As<Type>()->version != static_cast<uint32_t>(CacheWord(pc, 1))) [[unlikely]] \
      TAIL(CallClassMissed);                                                                  \
    TAIL(CallClass);                                                                          \
  }
CLASS_HANDLER(CALL_CLASS)
CLASS_HANDLER(CALL_FUNCTION_CLASS)

SLOW(CallKeywordsSlow) {
  SAVE_PC();
  Owned result;
  Value keyword_names = consts[static_cast<uint32_t>(CacheWord(pc, 1))];
  Entered entered = StartCall(thread, base, pc, keyword_names, &result);
  if (entered == Entered::kFailed) TAIL(Unwind);
  if (entered == Entered::kFrame) ENTER_FRAME();
  FinishNative(base, pc, ArgumentsOf(base, pc), result);
  NEXT_AFTER_NATIVE();
}
HANDLER(CALL_KEYWORDS) { TAIL(CallKeywordsSlow); }
HANDLER(CALL_FUNCTION_KEYWORDS) {
  base[pc->b + 1] = Value::Empty();
  TAIL(CallKeywordsSlow);
}

// -- f(*args, **kwargs) ---------------------------------------------------------------------------

namespace {

// Keywords first, as CPython looks at them.
bool NormalizeStarred(Value* base, const Instruction* pc) {
  Value* keywords = &base[pc->b + 3];
  if (pc->c != 0 && !IsExactly(*keywords, DictType)) {
    Handle dict = TRY(DictNew());
    TRY_VOID(DictMergeKeywords(dict, *keywords, base[pc->b]));
    StoreOwned(keywords, dict.Release());
  }
  Value* args = &base[pc->b + 2];
  if (IsExactly(*args, TupleType)) return true;
  if (TypeOf(*args)->slots.iterate == nullptr && TypeOf(*args)->slots.get_item == nullptr) {
    Handle text = TRY(CallableText(base[pc->b]));
    return Raise(&TypeErrorType, "%U argument after * must be an iterable, not %.200s", text.Get(),
                 TypeName(*args));
  }
  Owned tuple = ToTuple(*args);
  if (!tuple) return false;
  StoreOwned(args, tuple);
  return true;
}

// Binds (*args, **keywords) to a new window on top of the stack. The keywords' names and values are
// laid out as in a call that spells them.
bool BindStarred(Function* function, Value args, Value keywords, Value* window) {
  const Tuple* tuple = args.As<Tuple>();
  auto nargs = static_cast<size_t>(tuple->size);
  int64_t count = keywords.IsEmpty() ? 0 : DictSize(keywords);
  if (count == 0 && function->code->simple_argument_count == nargs) {
    for (size_t i = 0; i < nargs; ++i) window[i] = Retain(tuple->items[i]).Peek();
    ClearPlainLocals(window, static_cast<uint32_t>(nargs), function->code->local_count);
    return true;
  }
  if (count == 0) return BindArguments(function, tuple->items, nargs, Value::Empty(), window);
  ArgumentBuffer buffer;
  TRY_VOID(buffer.Reserve(nargs + static_cast<size_t>(count)));
  Handle keyword_names = TRY(TupleNew(count));
  for (size_t i = 0; i < nargs; ++i) buffer.data()[i] = tuple->items[i];
  int64_t position = 0, filled = 0;
  Value key, value;
  while (filled < count && DictNext(keywords, &position, &key, &value)) {
    if (!IsStr(key)) return Raise(&TypeErrorType, "keywords must be strings");
    Handle name = TRY(StrIntern(key));
    TupleInit(keyword_names, filled, name.Release());
    buffer.data()[nargs + static_cast<size_t>(filled++)] = value;
  }
  return BindArguments(function, buffer.data(), nargs, keyword_names, window);
}

void FinishCallEx(Value* base, const Instruction* pc, Owned result) {
  ClearField(&base[pc->b + 2]);
  if (pc->c) ClearField(&base[pc->b + 3]);
  if (pc->b != pc->a) ClearField(&base[pc->b]);
  SetRegister(base, pc->a, result);
}

}  // namespace

SLOW(CallExSlow) {
  SAVE_PC();
  if (!NormalizeStarred(base, pc)) TAIL(Unwind);
  Owned result =
      CallWithTuple(base[pc->b], base[pc->b + 2], pc->c ? base[pc->b + 3] : Value::Empty());
  if (!result) TAIL(Unwind);
  FinishCallEx(base, pc, result);
  NEXT(1);
}
SLOW(CallExFunction) {
  SAVE_PC();
  if (!NormalizeStarred(base, pc)) TAIL(Unwind);
  Function* function = base[pc->b].As<Function>();
  if (!CodePrepare(function->code)) TAIL(Unwind);
  Value* window = thread->frame->stack_top;
  if (!HasRoom(thread, window, function->code->register_count)) {
    RaiseRecursionError();
    TAIL(Unwind);
  }
  Value keywords = pc->c ? base[pc->b + 3] : Value::Empty();
  if (!BindStarred(function, base[pc->b + 2], keywords, window)) TAIL(Unwind);
  FrameRecord* frame = PushFrame(thread, function, window, ReturnKind::kRegister);
  frame->owner = base[pc->b];
  base[pc->b] = Value::Empty();
  ClearField(&base[pc->b + 2]);
  if (pc->c) ClearField(&base[pc->b + 3]);
  ENTER_FRAME();
}
HANDLER(CALL_EX) {
  Value callable = base[pc->b];
  if (IsExactly(callable, FunctionType) && !callable.As<Function>()->code->is_generator_like)
    TAIL(CallExFunction);
  TAIL(CallExSlow);
}

// -- Calls under a profile function ---------------------------------------------------------------

namespace {

// What the profile function is told of: a built-in function, or a method of a built-in type bound
// for it; empty for all others. Owned.
Owned ProfiledFunction(Value callable, Arguments arguments, uint32_t positional) {
  if (IsExactly(callable, BuiltinFunctionType)) return Retain(callable);
  if (!IsExactly(callable, MethodDescriptorType) || positional == 0) return {};
  Owned bound = TypeOf(callable)->slots.descriptor_get(callable, arguments.values[0],
                                                       Value::Pointer(TypeOf(arguments.values[0])));
  if (!bound) ClearPending();
  return bound;
}

// `function` is consumed.
Owned CallProfiled(ThreadState* thread, Owned function, Value callable, Arguments arguments,
                   uint32_t positional, Value keyword_names) {
  Handle told{function};
  TRY_VOID(TraceCCall(thread, told));
  return TraceCReturn(thread, told, Call(callable, arguments.values, positional, keyword_names));
}

Owned ProfiledCallEx(ThreadState* thread, Value* base, const Instruction* pc) {
  TRY_VOID(NormalizeStarred(base, pc));
  Handle told = Retain(base[pc->b]);
  TRY_VOID(TraceCCall(thread, told));
  Value keywords = pc->c ? base[pc->b + 3] : Value::Empty();
  return TraceCReturn(thread, told, CallWithTuple(told, base[pc->b + 2], keywords));
}

}  // namespace

// Stands for the call that is traced at pc.
SHARED_SLOW(ProfiledCall) {
  SAVE_PC();
  Opcode op = OpcodeHere(thread, pc);
  if (op == Opcode::CALL_EX) {
    if (!IsExactly(base[pc->b], BuiltinFunctionType)) TAIL(CallExSlow);
    Owned result = ProfiledCallEx(thread, base, pc);
    if (!result) TAIL(Unwind);
    FinishCallEx(base, pc, result);
    NEXT(1);
  }
  if (op == Opcode::CALL_FUNCTION || op == Opcode::CALL_FUNCTION_KEYWORDS)
    base[pc->b + 1] = Value::Empty();
  bool has_keywords = op == Opcode::CALL_KEYWORDS || op == Opcode::CALL_FUNCTION_KEYWORDS;
  Value keyword_names =
      has_keywords ? consts[static_cast<uint32_t>(CacheWord(pc, 1))] : Value::Empty();
  Arguments arguments = ArgumentsOf(base, pc);
  uint32_t positional =
      arguments.count - (has_keywords ? static_cast<uint32_t>(TupleSize(keyword_names)) : 0);
  Owned function = ProfiledFunction(base[pc->b], arguments, positional);
  if (!function) {
    if (has_keywords) TAIL(CallKeywordsSlow);
    TAIL(CallSlow);
  }
  Owned result = CallProfiled(thread, function, base[pc->b], arguments, positional, keyword_names);
  if (!result) TAIL(Unwind);
  FinishNative(base, pc, arguments, result);
  NEXT(3);
}

}  // namespace polygil
