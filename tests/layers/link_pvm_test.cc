// Links with pvm alone: hand-made instructions run without compiler, modules and host.

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "gil/breaker.h"
#include "gil/gil.h"
#include "pvm/bytecode/code_unit.h"
#include "pvm/bytecode/instruction.h"
#include "pvm/call/enter.h"
#include "pvm/code/code.h"
#include "pvm/frame/frame.h"
#include "pvm/thread/thread.h"
#include "runtime/object/heap.h"
#include "runtime/object/hooks.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/init.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/init.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/iterator/init.h"
#include "runtime/types/number/init.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/init.h"
#include "runtime/types/text/names.h"

namespace polygil {
namespace {

// The host's part for code without parameters and free variables.
void DescribeCode(Value value, CodeFacts* facts) {
  facts->name = value.As<Code>()->name;
  facts->qualname = value.As<Code>()->qualname;
  facts->free_variables = 0;
}

// No Python frame runs outside.
Value NoGlobals() { return Value::Empty(); }

constexpr RuntimeHooks kHooks = {
    .run_code = RunCode,
    .call_function = CallFunction,
    .code_type = &CodeType,
    .describe_code = DescribeCode,
    .current_globals = NoGlobals,
};

class LinkPvm : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    static Interpreter interpreter;
    static gil::Breaker breaker;
    static gil::Gil lock{breaker};
    interpreter.breaker = const_cast<std::atomic<uint32_t>*>(breaker.word());
    interpreter.gil = &lock;
    interpreter.hooks = &kHooks;
    interpreter.hash_randomized = false;
    ASSERT_TRUE(HeapInit(&interpreter));
    ThreadState* thread = ThreadStateNew(&interpreter, true);
    ASSERT_NE(thread, nullptr);
    ThreadAttach(thread);
    BootstrapTypes();
    ASSERT_TRUE(InitNames() && InitClassTypes() && InitCallableTypes() && InitExceptionTypes() &&
                InitNumberTypes() && InitTextTypes() && InitBytesTypes() && InitContainerTypes() &&
                InitIteratorTypes() && InitCodeType() && InitFrameType());
    interpreter.builtins = DictNew().Peek();
    interpreter.modules = DictNew().Peek();
    interpreter.sys_dict = DictNew().Peek();
  }

  // Runs instructions over temporaries R[0], R[1], ... as the code of a module.
  static Owned RunInstructions(std::vector<uint64_t> instructions) {
    CodeUnit unit;
    unit.name = unit.qualname = "<module>";
    unit.filename = "link.py";
    unit.register_count = 4;
    unit.constants.emplace_back();
    unit.code = std::move(instructions);
    unit.positions.push_back({.start = 0, .line = 1, .end_line = 1, .column = 0, .end_column = 1});
    Handle code = TRY(CodeFromUnit(unit));
    Handle globals = TRY(DictNew());
    return RunCode(code, globals, globals, Value::Empty());
  }
};

TEST_F(LinkPvm, InstructionsWithoutCompilerComputeASum) {
  Handle sum = RunInstructions({
      EncodeInstructionWide(Opcode::LOAD_INT, 0, 40),
      EncodeInstructionWide(Opcode::LOAD_INT, 1, 2),
      EncodeInstruction(Opcode::ADD, 0, 0, 1),
      0,  // its cache
      EncodeInstruction(Opcode::RETURN, 0, 0, 0),
  });
  ASSERT_FALSE(sum.IsEmpty());
  EXPECT_TRUE(sum.Get().IsInt());
  EXPECT_EQ(sum.Get().AsInt(), 42);
}

TEST_F(LinkPvm, MistakeInInstructionsIsAnException) {
  Handle sum = RunInstructions({
      EncodeInstructionWide(Opcode::LOAD_INT, 0, 40),
      EncodeInstruction(Opcode::LOAD_NONE, 1, 0, 0),
      EncodeInstruction(Opcode::ADD, 0, 0, 1),
      0,
      EncodeInstruction(Opcode::RETURN, 0, 0, 0),
  });
  EXPECT_TRUE(sum.IsEmpty());
  ASSERT_TRUE(HasPendingException());
  Handle error = TakePending();
  EXPECT_STREQ(TypeName(error), "TypeError");
}

}  // namespace
}  // namespace polygil
