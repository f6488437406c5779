// What the compiler makes of small programs: the facts of their code, and that the verifier both
// accepts it and notices when it is broken.

#include <gtest/gtest.h>

#include <string>

#include "compiler/codegen/verify.h"
#include "compiler/compile.h"
#include "pvm/bytecode/instruction.h"

namespace polygil {
namespace {

std::unique_ptr<CodeUnit> Compiled(const std::string& source) {
  CompileOptions options;
  CompileResult result = CompileSource(source, options);
  EXPECT_EQ(DiagnosticToString(result.diagnostic), DiagnosticToString({})) << source;
  return std::move(result.unit);
}

const CodeUnit* FunctionIn(const CodeUnit& unit) {
  for (const Constant& constant : unit.constants) {
    if (constant.code != nullptr) return constant.code.get();
  }
  return nullptr;
}

std::string NamesOf(const CodeUnit& unit, uint8_t kind) {
  std::string out;
  for (const LocalVariable& variable : unit.locals) {
    if (variable.kind & kind) out += variable.name + " ";
  }
  return out;
}

bool Contains(const CodeUnit& unit, Opcode wanted) {
  for (size_t at = 0; at < unit.code.size();) {
    Opcode op = static_cast<Opcode>(unit.code[at] & 0xFFFF);
    if (op == wanted) return true;
    at += InfoOf(op).words;
  }
  return false;
}

TEST(CodegenTest, LocalsStandInOrderOfFirstUse) {
  auto unit = Compiled("def f(a, *b, c):\n  x = y = z\n  for w in (v for v in a): u = w\n  q: int\n");
  EXPECT_EQ(NamesOf(*FunctionIn(*unit), kLocalPlain), "a c b x y w u ");
}

TEST(CodegenTest, CapturedNamesBecomeCells) {
  auto unit = Compiled("def f(a, b):\n  c = 1\n  def g(): return a, c\n  return g\n");
  const CodeUnit* f = FunctionIn(*unit);
  EXPECT_EQ(NamesOf(*f, kLocalCell), "a c ");
  EXPECT_EQ(NamesOf(*FunctionIn(*f), kLocalFree), "a c ");
}

TEST(CodegenTest, ComprehensionHasNoLocalsInItsQualifiedNames) {
  auto unit = Compiled("def f(): return [[x for x in y] for y in z]\n");
  EXPECT_EQ(FunctionIn(*FunctionIn(*FunctionIn(*unit)))->qualname, "f.<locals>.<listcomp>.<listcomp>");
}

TEST(CodegenTest, WalrusInModuleComprehensionStoresGlobal) {
  auto unit = Compiled("[x := i for i in y]\n");
  EXPECT_TRUE(Contains(*FunctionIn(*unit), Opcode::STORE_GLOBAL));
}

TEST(CodegenTest, NegatedMembershipNeedsNoNot) {
  auto unit = Compiled("a = not b in c\n");
  EXPECT_TRUE(Contains(*unit, Opcode::NOT_IN));
  EXPECT_FALSE(Contains(*unit, Opcode::NOT));
}

TEST(CodegenTest, TryWritesExceptionTableWithoutCostOnTheWay) {
  auto unit = Compiled("try:\n  f()\nexcept E as e:\n  g()\nfinally:\n  h()\n");
  EXPECT_GE(unit->exception_table.size(), 2u);
  EXPECT_EQ(Verify(*unit), "");
}

TEST(CodegenTest, RefusalTellsThePlace) {
  CompileResult result = CompileSource("def f():\n  x = 1\n  global x\n", {});
  EXPECT_EQ(DiagnosticToString(result.diagnostic),
            "SyntaxError: name 'x' is assigned to before global declaration (line 3, offset 3, end 3:11)");
  EXPECT_EQ(result.unit, nullptr);
}

TEST(VerifyTest, SoundProgramsPass) {
  for (const char* source :
       {"while a:\n  if b: break\nelse: c\n", "with a as b, c: d\n", "def f():\n  return (yield from x)\n",
        "async def f():\n  async for a in b:\n    await c\n", "match a:\n  case [1, *b] | {'k': b}: c\n",
        "def f():\n  try:\n    return g()\n  finally:\n    h()\n", "f(*a, b=1, **c)\n", "x = a < b < c or d\n"}) {
    EXPECT_EQ(Verify(*Compiled(source)), "") << source;
  }
}

TEST(VerifyTest, JumpOutOfTheCodeIsNoticed) {
  auto unit = Compiled("if a: b\n");
  for (size_t at = 0; at < unit->code.size();) {
    Opcode op = static_cast<Opcode>(unit->code[at] & 0xFFFF);
    if (op == Opcode::JUMP_IF_FALSE) unit->code[at] = EncodeInstructionWide(op, unit->local_count, 100000);
    at += InfoOf(op).words;
  }
  EXPECT_NE(Verify(*unit), "");
}

TEST(VerifyTest, ValueReadTwiceIsNoticed) {
  auto unit = Compiled("f()\n");
  size_t drop = 0;
  for (size_t at = 0; at < unit->code.size();) {
    Opcode op = static_cast<Opcode>(unit->code[at] & 0xFFFF);
    if (op == Opcode::DROP) drop = at;
    at += InfoOf(op).words;
  }
  ASSERT_NE(drop, 0u);
  unit->code.insert(unit->code.begin() + static_cast<long>(drop), unit->code[drop]);
  EXPECT_NE(Verify(*unit), "");
}

}  // namespace
}  // namespace polygil
