// The syntax tree of Python 3.11: plain structs in an arena, the same nodes and the same field
// names as in Python's `ast` module (https://docs.python.org/3.11/library/ast.html).
//
// The structs are generated from nodes.def and operators.def; what is true of all of them:
//   - a node knows its `kind`, its struct is found by a switch on it and `As<T>()`;
//   - nodes, lists and names belong to the Arena they were made in, pointers never own;
//   - statements, expressions, patterns, handlers, args, keywords and aliases carry a Span;
//   - trees may be arbitrarily deep on the left (`a+b+c...`, `a.b.c...`): walk with a depth limit.
// Columns are offsets in bytes of the UTF-8 source, as Python's `col_offset` says.
// Strings are UTF-8 in which lone surrogates are encoded as if they were characters (WTF-8).

#ifndef POLYGIL_COMPILER_AST_AST_H_
#define POLYGIL_COMPILER_AST_AST_H_

#include <cstdint>
#include <string_view>

#include "compiler/ast/arena.h"

namespace polygil::ast {

// From `lineno` (from 1) and `col_offset` (UTF-8 bytes from 0) up to, not including, the end.
struct Span {
  int32_t lineno = 0;
  int32_t col_offset = 0;
  int32_t end_lineno = 0;
  int32_t end_col_offset = 0;
};

// kBinOp, kName, ...: one value for every row of nodes.def.
enum class NodeKind : uint8_t {
#define NODE(category, Struct, python_name, fields) k##Struct,
#define ONE(Type, name)
#include "compiler/ast/nodes.def"
  kCount
};

enum class ExprContext : uint8_t {
#define EXPR_CONTEXT(Name, symbol) k##Name,
#include "compiler/ast/operators.def"
};
enum class BoolOperator : uint8_t {
#define BOOL_OPERATOR(Name, symbol) k##Name,
#include "compiler/ast/operators.def"
};
enum class Operator : uint8_t {
#define OPERATOR(Name, symbol) k##Name,
#include "compiler/ast/operators.def"
};
enum class UnaryOperator : uint8_t {
#define UNARY_OPERATOR(Name, symbol) k##Name,
#include "compiler/ast/operators.def"
};
enum class CompareOperator : uint8_t {
#define COMPARE_OPERATOR(Name, symbol) k##Name,
#include "compiler/ast/operators.def"
};

// "Add", "NotIn", "Load", ...: the name of the Python class; null behind the last.
const char* OperatorName(ExprContext value);
const char* OperatorName(BoolOperator value);
const char* OperatorName(Operator value);
const char* OperatorName(UnaryOperator value);
const char* OperatorName(CompareOperator value);

// A list in an arena. Copied by value; the items are shared.
template <typename T>
struct Sequence {
  T* items = nullptr;
  uint32_t count = 0;

  T& operator[](uint32_t i) const { return items[i]; }
  T* begin() const { return items; }
  T* end() const { return items + count; }
  uint32_t size() const { return count; }
  bool empty() const { return count == 0; }
  T& front() const { return items[0]; }
  T& back() const { return items[count - 1]; }
};

enum class ConstantKind : uint8_t {
  kNone,
  kTrue,
  kFalse,
  kEllipsis,
  kInt,        // integer
  kBigInt,     // text: magnitude in lower-case hexadecimal, no prefix; `negative` is the sign
  kFloat,      // real
  kComplex,    // real + imaginary * 1j (a literal has real == 0)
  kStr,        // text: WTF-8
  kBytes,      // text: the bytes
  kTuple,      // items (never made by the parser, only by folding or by the `ast` module)
  kFrozenSet,  // items (likewise)
};

// The value of a Constant or MatchSingleton node.
struct ConstantValue {
  ConstantKind kind = ConstantKind::kNone;
  bool negative = false;
  int64_t integer = 0;
  double real = 0;
  double imaginary = 0;
  std::string_view text;
  Sequence<ConstantValue> items;
};

struct Node {
  NodeKind kind;

  // The struct of a node whose kind is known.
  template <typename T>
  const T* As() const {
    return static_cast<const T*>(this);
  }
  template <typename T>
  T* As() {
    return static_cast<T*>(this);
  }
  // The struct if the node is a T, else null.
  template <typename T>
  const T* If() const {
    return kind == T::kKind ? static_cast<const T*>(this) : nullptr;
  }
  template <typename T>
  T* If() {
    return kind == T::kKind ? static_cast<T*>(this) : nullptr;
  }
};

struct LocatedNode : Node {
  Span span;
};
struct ModNode : Node {};
struct StmtNode : LocatedNode {};
struct ExprNode : LocatedNode {};
struct PatternNode : LocatedNode {};
struct TypeIgnoreNode : Node {};

#define NODE(category, Struct, python_name, fields) struct Struct;
#define ONE(Type, name)
#include "compiler/ast/nodes.def"

#define NODE(category, Struct, python_name, fields)         \
  struct Struct : category {                                \
    static constexpr NodeKind kKind = NodeKind::k##Struct;  \
    fields                                                  \
  };
#define ONE(Type, name) Type* name = nullptr;
#define OPTIONAL(Type, name) Type* name = nullptr;
#define MANY(Type, name) Sequence<Type*> name;
#define IDENTIFIER(name) const Identifier* name = nullptr;
#define MAYBE_IDENTIFIER(name) const Identifier* name = nullptr;
#define IDENTIFIERS(name) Sequence<const Identifier*> name;
#define ENUM(Type, name) Type name = {};
#define ENUMS(Type, name) Sequence<Type> name;
#define INTEGER(name) int32_t name = 0;
#define MAYBE_INTEGER(name) int32_t name = 0;
#define CONSTANT(name) ConstantValue name;
#define MAYBE_STRING(name) std::string_view name;
#define ONE_STRING(name) std::string_view name;
#define LITERAL_KIND(name) std::string_view name;
#include "compiler/ast/nodes.def"

// A fresh node of type T with its kind set, its fields empty.
template <typename T>
T* NewNode(Arena* arena) {
  T* node = arena->New<T>();
  node->kind = T::kKind;
  return node;
}
template <typename T>
T* NewNode(Arena* arena, const Span& span) {
  T* node = NewNode<T>(arena);
  node->span = span;
  return node;
}

// A list in `arena` with the `count` items at `from`.
template <typename T>
Sequence<T> CopySequence(Arena* arena, const T* from, size_t count) {
  Sequence<T> sequence;
  if (count == 0) return sequence;
  sequence.items = arena->NewArray<T>(count);
  sequence.count = static_cast<uint32_t>(count);
  for (size_t i = 0; i < count; i++) sequence.items[i] = from[i];
  return sequence;
}

// What the fields of a node are, for printers, validators and Python's `ast` module.
enum class FieldKind : uint8_t {
  kNode,
  kOptionalNode,
  kNodeList,
  kIdentifier,
  kOptionalIdentifier,
  kIdentifierList,
  kExprContext,
  kBoolOperator,
  kOperator,
  kUnaryOperator,
  kCompareOperatorList,
  kInteger,
  kOptionalInteger,
  kConstant,
  kOptionalString,  // None when data() is null
  kString,
};

struct FieldInfo {
  const char* name;
  FieldKind kind;
  uint16_t offset;  // of the field within its struct
  const char* type;  // the C++ type of the field or of the list's elements
};

enum class NodeCategory : uint8_t { kMod, kStmt, kExpr, kPattern, kTypeIgnore, kLocated, kPlain };

struct NodeInfo {
  const char* name;  // Python's class name
  NodeKind kind;
  NodeCategory category;
  uint8_t field_count;
  uint16_t size;  // of the struct, in bytes
  const FieldInfo* fields;
};

// The row of nodes.def for `kind`.
const NodeInfo& GetNodeInfo(NodeKind kind);

// Whether nodes of this kind derive from LocatedNode.
inline bool HasSpan(NodeCategory category) {
  return category == NodeCategory::kStmt || category == NodeCategory::kExpr ||
         category == NodeCategory::kPattern || category == NodeCategory::kLocated;
}

}  // namespace polygil::ast

#endif  // POLYGIL_COMPILER_AST_AST_H_
