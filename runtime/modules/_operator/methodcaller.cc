// operator.methodcaller.

#include "runtime/modules/_operator/getters.h"
#include "runtime/modules/builtins/builtins.h"
#include "runtime/types/callable/argument_buffer.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Type MethodCallerType;

struct MethodCaller : Object {
  Value name;           // interned
  Value values;         // tuple: positional arguments, then the values of keywords
  Value keyword_names;  // tuple, or empty
};

Owned Make(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  if (nargs < 1)
    return Raise(&TypeErrorType, "methodcaller needs at least one argument, the method name");
  if (!IsStr(args[0])) return Raise(&TypeErrorType, "method name must be a string");
  size_t keywords = keyword_names ? static_cast<size_t>(TupleSize(keyword_names)) : 0;
  Handle exact = TRY(StrExact(args[0]));
  Handle name = TRY(StrIntern(exact));
  Handle values = TRY(TupleFrom(args + 1, static_cast<int64_t>(nargs - 1 + keywords)));
  Owned result = NewInstanceOf(type);
  if (!result) return {};
  MethodCaller* caller = result.Peek().As<MethodCaller>();
  caller->name = name.Release().Peek();
  caller->values = values.Release().Peek();
  if (keywords) SetField(&caller->keyword_names, keyword_names);
  return result;
}

size_t PositionalCount(MethodCaller* caller) {
  int64_t keywords = caller->keyword_names ? TupleSize(caller->keyword_names) : 0;
  return static_cast<size_t>(TupleSize(caller->values) - keywords);
}

Owned CallSlotFunction(Value self, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(CheckNoKeywords("methodcaller", keyword_names));
  TRY_VOID(CheckPositional("methodcaller", nargs, 1, 1));
  MethodCaller* caller = self.As<MethodCaller>();
  Handle bound;
  Handle method = TRY(LoadMethod(args[0], caller->name, &bound));
  const Value* values = caller->values.As<Tuple>()->items;
  size_t positional = PositionalCount(caller);
  if (!bound) return Call(method, values, positional, caller->keyword_names);
  ArgumentBuffer buffer;
  TRY_VOID(buffer.Prepend(bound, values, positional, caller->keyword_names));
  return Call(method, buffer.data(), positional + 1, caller->keyword_names);
}

bool AppendParts(MethodCaller* caller, StrBuilder* text) {
  Handle name = TRY(Repr(caller->name));
  TRY_VOID(text->Append(name));
  int64_t positional = static_cast<int64_t>(PositionalCount(caller));
  for (int64_t i = 0; i < TupleSize(caller->values); ++i) {
    Handle value = TRY(Repr(TupleAt(caller->values, i)));
    TRY_VOID(text->AppendAscii(", "));
    if (i >= positional)
      TRY_VOID(text->Append(TupleAt(caller->keyword_names, i - positional)) && text->Append('='));
    TRY_VOID(text->Append(value));
  }
  return true;
}
Owned ReprMethod(Value self) {
  switch (ReprEnter(self)) {
    case ReprEntry::kError: return {};
    case ReprEntry::kRunning: return StrFormat("operator.methodcaller(...)");
    default: break;
  }
  StrBuilder text;
  bool ok = text.AppendAscii("operator.methodcaller(") &&
            AppendParts(self.As<MethodCaller>(), &text) && text.Append(')');
  ReprLeave(self);
  return ok ? text.Finish() : Owned();
}

// (name, *positional)
Owned NameAndArguments(MethodCaller* caller) {
  int64_t positional = static_cast<int64_t>(PositionalCount(caller));
  Handle args = TRY(TupleNew(positional + 1));
  TupleInit(args, 0, Retain(caller->name));
  for (int64_t i = 0; i < positional; ++i)
    TupleInit(args, i + 1, Retain(TupleAt(caller->values, i)));
  return args.Release();
}
Owned Reduce(Value self) {
  MethodCaller* caller = self.As<MethodCaller>();
  Value type = Value::Pointer(TypeOf(self));
  if (!caller->keyword_names) {
    Handle args = TRY(NameAndArguments(caller));
    return TupleOf({type, args});
  }
  // Keywords can't be pickled as arguments: (partial(methodcaller, name, **keywords), args).
  Handle functools = TRY(ImportModule("functools"));
  Handle partial = TRY(GetAttribute(functools, "partial"));
  size_t positional = PositionalCount(caller);
  const Value* values = caller->values.As<Tuple>()->items;
  ArgumentBuffer buffer;
  size_t keywords = static_cast<size_t>(TupleSize(caller->keyword_names));
  TRY_VOID(buffer.Reserve(2 + keywords));
  buffer.data()[0] = type;
  buffer.data()[1] = caller->name;
  for (size_t i = 0; i < keywords; ++i) buffer.data()[2 + i] = values[positional + i];
  Handle maker = TRY(Call(partial, buffer.data(), 2, caller->keyword_names));
  Handle args = TRY(TupleFrom(values, static_cast<int64_t>(positional)));
  return TupleOf({maker, args});
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(methodcaller, __reduce__, NoArgs(Reduce), "Return state information for pickling"),
    {}};

}  // namespace

bool AddMethodCaller(Value module) {
  OwnFields<MethodCaller, &MethodCaller::name, &MethodCaller::values,
            &MethodCaller::keyword_names>(&MethodCallerType);
  MethodCallerType.slots.call = CallSlotFunction;
  MethodCallerType.slots.repr = ReprMethod;
  MethodCallerType.slots.new_instance = Make;
  return AddType(module, {.type = &MethodCallerType,
                          .name = "operator.methodcaller",
                          .basic_size = sizeof(MethodCaller),
                          .flags = kTypeGc,
                          .methods = kMethods,
                          .doc = "methodcaller(name, ...) --> methodcaller object\n\n"
                                 "A callable that calls a method of its operand:\n"
                                 "methodcaller('name', 'date', foo=1)(r) is "
                                 "r.name('date', foo=1)."});
}

}  // namespace polygil
