// Native functions and their arguments; descriptors; exceptions.

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/testing/environment.h"
#include "runtime/types/text/str.h"

namespace polygil::testing {
namespace {

class CallableTest : public TypesTest {};

// Binds by `signature`; its `count` parameters as a list, None for omitted ones.
Owned Bind(const char* signature, int count, std::initializer_list<Value> args,
           std::initializer_list<const char*> keywords = {}) {
  Handle names = TRY(TupleNew(static_cast<int64_t>(keywords.size())));
  int64_t filled = 0;
  for (const char* keyword : keywords) TupleInit(names, filled++, Retain(Text(keyword)));
  Value out[kMaximumBoundParameters] = {};
  Handle owner_args, owner_keywords;
  TRY_VOID(BindArguments("f", signature, args.begin(), args.size() - keywords.size(), names, out,
                         &owner_args, &owner_keywords));
  Handle list = TRY(ListNew());
  for (int i = 0; i < count; ++i) TRY_VOID(ListAppend(list, out[i] ? out[i] : Value::None()));
  return list.Release();
}

const Value kOne = Value::Int(1), kTwo = Value::Int(2), kThree = Value::Int(3);

TEST_F(CallableTest, BinderMatchesByPositionAndName) {
  EXPECT_EQ(Shown(Bind("(a, b=None, *, c=None)", 3, {kOne, kTwo, kThree}, {"c"})), "[1, 2, 3]");
  EXPECT_EQ(Shown(Bind("(a, b=None, *, c=None)", 3, {kOne, kThree}, {"b"})), "[1, 3, None]");
  EXPECT_EQ(Shown(Bind("($self, a, /, b='), c')", 2, {kOne})), "[1, None]");
  EXPECT_EQ(Shown(Bind("(a, *args, **kw)", 3, {kOne, kTwo, kThree}, {"x"})), "[1, (2,), {'x': 3}]");
}

TEST_F(CallableTest, BinderExplainsWrongCalls) {
  EXPECT_EQ(Shown(Bind("(a, b=None)", 2, {kOne, kTwo, kThree})),
            "TypeError: f() takes at most 2 arguments (3 given)");
  EXPECT_EQ(Shown(Bind("(a, b=None)", 2, {})), "TypeError: f() missing required argument 'a' (pos 1)");
  EXPECT_EQ(Shown(Bind("(a, b=None)", 2, {kOne, kTwo}, {"a"})),
            "TypeError: argument for f() given by name ('a') and position (1)");
  EXPECT_EQ(Shown(Bind("(a, b=None)", 2, {kOne, kTwo}, {"z"})),
            "TypeError: 'z' is an invalid keyword argument for f()");
  EXPECT_EQ(Shown(Bind("(a, b, /)", 2, {kOne})), "TypeError: f expected 2 arguments, got 1");
  EXPECT_EQ(Shown(Bind("(a, b=None, /)", 2, {})),
            "TypeError: f expected at least 1 argument, got 0");
  EXPECT_EQ(Shown(Bind("(a, /, *, key=None)", 2, {})),
            "TypeError: f() takes exactly 1 positional argument (0 given)");
}

TEST_F(CallableTest, NativeMethodsCheckTheirArguments) {
  Handle list = ListNew();
  EXPECT_EQ(Shown(CallMethod(list, "append")),
            "TypeError: list.append() takes exactly one argument (0 given)");
  EXPECT_EQ(Shown(CallMethod(list, "insert", {kOne})),
            "TypeError: insert expected 2 arguments, got 1");
  EXPECT_EQ(Shown(CallMethod(list, "clear", {kOne})),
            "TypeError: list.clear() takes no arguments (1 given)");
  Handle append = GetAttribute(TypeValue(ListType), "append");
  EXPECT_EQ(Shown(Call(append)), "TypeError: unbound method list.append() needs an argument");
  EXPECT_EQ(Shown(Call(append, {kOne, kTwo})),
            "TypeError: descriptor 'append' for 'list' objects doesn't apply to a 'int' object");
}

TEST_F(CallableTest, SlotWrappersCheckTheirArguments) {
  Handle add = GetAttribute(TypeValue(IntType), "__add__");
  EXPECT_EQ(Shown(Retain(add)), "<slot wrapper '__add__' of 'int' objects>");
  EXPECT_EQ(Shown(Call(add, {kOne, kTwo})), "3");
  EXPECT_EQ(Shown(Call(add, {kOne})), "TypeError: expected 1 argument, got 0");
  EXPECT_EQ(Shown(Call(add, {Text("x"), kOne})),
            "TypeError: descriptor '__add__' requires a 'int' object but received a 'str'");
}

TEST_F(CallableTest, PropertiesGuardTheirAttribute) {
  Handle getter = Function("p", [](const Value*, size_t) { return Owned(Value::Int(11)); });
  Handle property =
      PropertyNew(getter, Value::None(), Value::None(), Value::None());
  Handle cls = Class("P", {}, {{"p", property}});
  Handle instance = Call(cls);
  EXPECT_EQ(Shown(GetAttribute(instance, "p")), "11");
  EXPECT_EQ(Shown(SetAttribute(instance, "p", kOne)),
            "AttributeError: property 'p' of 'P' object has no setter");
}

TEST_F(CallableTest, ClassAndStaticMethodsBind) {
  Handle first = Function("m", [](const Value* args, size_t nargs) {
    return nargs == 0 ? OwnNone() : Retain(args[0]);
  });
  Handle class_method = ClassMethodNew(first), static_method = StaticMethodNew(first);
  Handle cls = Class("C", {}, {{"c", class_method}, {"s", static_method}});
  Handle instance = Call(cls);
  EXPECT_EQ(Shown(CallMethod(instance, "c")), "<class 'test.C'>");
  EXPECT_EQ(Shown(CallMethod(instance, "s")), "None");
  EXPECT_EQ(Shown(CallMethod(instance, "s", {kTwo})), "2");
}

TEST_F(CallableTest, OSErrorChoosesItsSubclass) {
  EXPECT_EQ(Shown(RaiseOsErrorWithFile(2, Text("name"))),
            "FileNotFoundError: [Errno 2] No such file or directory: 'name'");
  Value args[2] = {Value::Int(13), Text("no")};
  EXPECT_EQ(Shown(ExceptionNew(&OSErrorType, args, 2)), "PermissionError(13, 'no')");
}

TEST_F(CallableTest, RaisingWhileHandlingSetsContext) {
  Handle first = ExceptionNew(&ValueErrorType, nullptr, 0);
  ThreadState* thread = CurrentThread();
  HandledException handled{first, thread->handled};
  thread->handled = &handled;
  RaiseKeyError(kOne);
  thread->handled = handled.previous;
  Handle second = TakePending();
  EXPECT_EQ(second.As<BaseException>()->context, first.Get());
  EXPECT_EQ(Shown(ToStr(second)), "'1'");
}

TEST_F(CallableTest, ExceptionGroupSplitsByType) {
  Handle members = ListNew();
  Handle value_error = ExceptionNew(&ValueErrorType, nullptr, 0);
  Handle type_error = ExceptionNew(&TypeErrorType, nullptr, 0);
  ASSERT_TRUE(ListAppend(members, value_error) && ListAppend(members, type_error));
  Value args[2] = {Text("group"), members};
  Handle group = ExceptionNew(&BaseExceptionGroupType, args, 2);
  EXPECT_EQ(TypeOf(group), ExceptionGroupType());
  EXPECT_EQ(Shown(CallMethod(group, "split", {TypeValue(ValueErrorType)})),
            "(ExceptionGroup('group', [ValueError()]), ExceptionGroup('group', [TypeError()]))");
  EXPECT_EQ(Shown(ToStr(group)), "'group (2 sub-exceptions)'");
}

}  // namespace
}  // namespace polygil::testing
