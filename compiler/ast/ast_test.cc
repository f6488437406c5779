// Arena, tables and printer of the syntax tree.

#include "compiler/ast/ast.h"

#include <string>

#include "compiler/ast/printer.h"
#include "gtest/gtest.h"

namespace polygil::ast {
namespace {

TEST(ArenaTest, IdentifiersAreInterned) {
  Arena arena;
  const Identifier* first = arena.Intern("abc");
  for (int i = 0; i < 5000; i++) arena.Intern("name" + std::to_string(i));
  EXPECT_EQ(arena.Intern("abc"), first);
  EXPECT_EQ(first->text(), "abc");
  EXPECT_EQ(first->index, 0u);
  EXPECT_EQ(arena.identifier_count(), 5001u);
  EXPECT_EQ(arena.Intern("name4999")->index, 5000u);
}

TEST(ArenaTest, BigAndSmallPiecesAreAligned) {
  Arena arena;
  for (int i = 0; i < 1000; i++) {
    arena.Allocate(i % 7, 1);
    auto address = reinterpret_cast<uintptr_t>(arena.Allocate(i * 37, 8));
    EXPECT_EQ(address % 8, 0u);
  }
  EXPECT_GE(arena.footprint(), 1000u * 999 / 2 * 37);
}

TEST(NodeTablesTest, FieldsAreThoseOfPython) {
  const NodeInfo& info = GetNodeInfo(NodeKind::kBinOp);
  EXPECT_STREQ(info.name, "BinOp");
  ASSERT_EQ(info.field_count, 3);
  EXPECT_STREQ(info.fields[1].name, "op");
  EXPECT_EQ(info.fields[1].kind, FieldKind::kOperator);
  EXPECT_EQ(info.category, NodeCategory::kExpr);
  EXPECT_STREQ(GetNodeInfo(NodeKind::kWithItem).name, "withitem");
  EXPECT_FALSE(HasSpan(GetNodeInfo(NodeKind::kComprehension).category));
  EXPECT_TRUE(HasSpan(GetNodeInfo(NodeKind::kExceptHandler).category));
  EXPECT_EQ(GetNodeInfo(NodeKind::kPass).field_count, 0);
  EXPECT_STREQ(GetNodeInfo(NodeKind::kConstant).fields[1].name, "kind");
  for (int i = 0; i < static_cast<int>(NodeKind::kCount); i++) {
    EXPECT_EQ(static_cast<int>(GetNodeInfo(static_cast<NodeKind>(i)).kind), i);
  }
}

TEST(PrinterTest, AbsentFieldsAreLeftOut) {
  Arena arena;
  auto* node = NewNode<Return>(&arena, Span{1, 2, 3, 4});
  EXPECT_EQ(DumpTree(node, {}), "Return()");
  PrintOptions options;
  options.include_attributes = true;
  EXPECT_EQ(DumpTree(node, options),
            "Return(lineno=1, col_offset=2, end_lineno=3, end_col_offset=4)");
}

TEST(PrinterTest, NullListItemsAreNone) {
  Arena arena;
  auto* dict = NewNode<Dict>(&arena);
  ExprNode* none = nullptr;
  dict->keys = CopySequence(&arena, &none, 1);
  EXPECT_EQ(DumpTree(dict, {}), "Dict(keys=[None], values=[])");
}

TEST(PrinterTest, DeepTreesArePrinted) {
  Arena arena;
  ExprNode* node = NewNode<Tuple>(&arena);
  for (int i = 0; i < 200000; i++) {
    auto* await_node = NewNode<Await>(&arena);
    await_node->value = node;
    node = await_node;
  }
  EXPECT_GT(DumpTree(node, {}).size(), 200000u);
}

std::string Float(double real) {
  ConstantValue value;
  value.kind = ConstantKind::kFloat;
  value.real = real;
  return ConstantRepr(value, {});
}

TEST(PrinterTest, FloatsHavePythonsLayout) {
  EXPECT_EQ(Float(1), "1.0");
  EXPECT_EQ(Float(0.1), "0.1");
  EXPECT_EQ(Float(1e16), "1e+16");
  EXPECT_EQ(Float(123456789012345680.0), "1.2345678901234568e+17");
  EXPECT_EQ(Float(0.0001), "0.0001");
  EXPECT_EQ(Float(0.00001), "1e-05");
  EXPECT_EQ(Float(-2.5), "-2.5");
}

TEST(PrinterTest, StringsAreQuotedAsPythonDoes) {
  ConstantValue value;
  value.kind = ConstantKind::kStr;
  value.text = "it's \xC3\xA9\xED\xA0\x80\n";
  EXPECT_EQ(ConstantRepr(value, {}), "\"it's \\xe9\\ud800\\n\"");
  value.kind = ConstantKind::kBytes;
  value.text = "a'\"\xFF";
  EXPECT_EQ(ConstantRepr(value, {}), "b'a\\'\"\\xff'");
}

}  // namespace
}  // namespace polygil::ast
