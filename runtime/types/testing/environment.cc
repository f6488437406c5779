#include "runtime/types/testing/environment.h"

#include <atomic>
#include <cstdlib>

#include "runtime/object/heap.h"
#include "runtime/object/hooks.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/init.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/init.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/iterator/init.h"
#include "runtime/types/number/init.h"
#include "runtime/types/text/init.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

// What stands for a code object here: the virtual machine's is not linked.
struct Code : Object {
  testing::Body* body;
  Value name;
};

namespace testing {
namespace {

Type code_type;

void DescribeCode(Value code, CodeFacts* facts) {
  facts->name = facts->qualname = code.As<Code>()->name;
  facts->free_variables = 0;
}

Owned Docstring(Value) { return OwnNone(); }

Owned CallFunction(Value callable, const Value* args, size_t nargs, Value) {
  return (*callable.As<polygil::Function>()->code->body)(args, nargs);
}

Value CurrentGlobals() { return CurrentInterpreter()->sys_dict; }

void DestroyCode(Object* object) { delete static_cast<Code*>(object)->body; }

bool Start() {
  static Interpreter interpreter;
  static ThreadState thread;
  static std::atomic<uint32_t> breaker;
  static RuntimeHooks hooks{};
  hooks.call_function = CallFunction;
  hooks.describe_code = DescribeCode;
  hooks.docstring = Docstring;
  hooks.code_type = &code_type;
  hooks.current_globals = CurrentGlobals;
  interpreter.hooks = &hooks;
  interpreter.breaker = &breaker;
  interpreter.hash_randomized = false;
  if (!HeapInit(&interpreter)) return false;
  thread.interpreter = &interpreter;
  thread.breaker = &breaker;
  thread.handled = &thread.base_handled;
  constexpr uintptr_t kRoom = 4u << 20;
  thread.native_stack_limit = reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) - kRoom;
  interpreter.first_thread = &thread;
  t_thread = &thread;
  HeapAttachThread(&interpreter);
  BootstrapTypes();
  if (!InitNames() || !InitClassTypes() || !InitCallableTypes() || !InitExceptionTypes() ||
      !InitNumberTypes() || !InitContainerTypes() || !InitIteratorTypes() || !InitTextTypes() ||
      !InitBytesTypes())
    return false;
  code_type.slots.destroy = DestroyCode;
  if (!InitBuiltinType({.type = &code_type, .name = "code", .basic_size = sizeof(Code)}))
    return false;
  interpreter.builtins = DictNew().Peek();
  interpreter.modules = DictNew().Peek();
  interpreter.sys_dict = DictNew().Peek();
  return DictSet(interpreter.sys_dict, names.__name__, Text("test"));
}

}  // namespace

void TypesTest::SetUpTestSuite() {
  static bool started = Start();
  ASSERT_TRUE(started) << Shown(Owned());
}

void TypesTest::TearDown() { EXPECT_EQ(Shown(Owned()), "absent"); }

Owned Function(const char* name, Body body) {
  Handle code = TRY(AllocateObject(&code_type));
  code.As<Code>()->body = new Body(std::move(body));
  code.As<Code>()->name = Text(name);
  return FunctionNew(code, CurrentInterpreter()->sys_dict);
}

Owned Class(const char* name, std::initializer_list<Value> bases,
            std::initializer_list<std::pair<const char*, Value>> items) {
  Handle dict = TRY(DictNew());
  for (const auto& [key, value] : items) TRY_VOID(DictSet(dict, Text(key), value));
  Handle tuple = TRY(TupleOf(bases));
  return TypeNew(&TypeType, Text(name), tuple, dict, Value::Empty());
}

Value Text(const char* ascii) { return InternImmortal(ascii); }

std::string Shown(Owned result) {
  char buffer[4096];
  Handle value = result;
  if (value) {
    Handle repr = Repr(value);
    if (repr) return StrForMessage(repr, buffer, sizeof buffer);
  }
  if (!HasPendingException()) return "absent";
  Handle error = TakePending();
  std::string text = TypeName(error);
  Handle message = ToStr(error);
  if (!message) return text + ": (no text)";
  return text + ": " + StrForMessage(message, buffer, sizeof buffer);
}

std::string Shown(bool result) { return result ? "done" : Shown(Owned()); }

}  // namespace testing
}  // namespace polygil
