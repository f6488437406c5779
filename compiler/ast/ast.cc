// Tables of node and field names, generated from nodes.def and operators.def.

#include "compiler/ast/ast.h"

#include <cstddef>

// Nodes derive from one another, so offsetof is only conditionally supported; both compilers we
// build with define it for single inheritance.
#pragma GCC diagnostic ignored "-Winvalid-offsetof"

namespace polygil::ast {
namespace {

constexpr FieldKind EnumFieldKind(const ExprContext*) { return FieldKind::kExprContext; }
constexpr FieldKind EnumFieldKind(const BoolOperator*) { return FieldKind::kBoolOperator; }
constexpr FieldKind EnumFieldKind(const Operator*) { return FieldKind::kOperator; }
constexpr FieldKind EnumFieldKind(const UnaryOperator*) { return FieldKind::kUnaryOperator; }

template <typename T>
constexpr NodeCategory CategoryOf() {
  if (std::is_base_of_v<ModNode, T>) return NodeCategory::kMod;
  if (std::is_base_of_v<StmtNode, T>) return NodeCategory::kStmt;
  if (std::is_base_of_v<ExprNode, T>) return NodeCategory::kExpr;
  if (std::is_base_of_v<PatternNode, T>) return NodeCategory::kPattern;
  if (std::is_base_of_v<TypeIgnoreNode, T>) return NodeCategory::kTypeIgnore;
  if (std::is_base_of_v<LocatedNode, T>) return NodeCategory::kLocated;
  return NodeCategory::kPlain;
}

// One constexpr array per node: Fields<T>::kRows, ended by a row without a name.
template <typename T>
struct Fields;

#define NODE(category, Struct, python_name, fields)                                            \
  template <>                                                                                  \
  struct Fields<Struct> {                                                                      \
    using This = Struct;                                                                       \
    static constexpr FieldInfo kRows[] = {fields{nullptr, FieldKind::kNode, 0, nullptr}};      \
  };
#define FIELD(name, kind, type) {#name, kind, offsetof(This, name), type},
#define ONE(Type, name) FIELD(name, FieldKind::kNode, #Type)
#define OPTIONAL(Type, name) FIELD(name, FieldKind::kOptionalNode, #Type)
#define MANY(Type, name) FIELD(name, FieldKind::kNodeList, #Type)
#define IDENTIFIER(name) FIELD(name, FieldKind::kIdentifier, "identifier")
#define MAYBE_IDENTIFIER(name) FIELD(name, FieldKind::kOptionalIdentifier, "identifier")
#define IDENTIFIERS(name) FIELD(name, FieldKind::kIdentifierList, "identifier")
#define ENUM(Type, name) FIELD(name, EnumFieldKind(static_cast<const Type*>(nullptr)), #Type)
#define ENUMS(Type, name) FIELD(name, FieldKind::kCompareOperatorList, #Type)
#define INTEGER(name) FIELD(name, FieldKind::kInteger, "int")
#define MAYBE_INTEGER(name) FIELD(name, FieldKind::kOptionalInteger, "int")
#define CONSTANT(name) FIELD(name, FieldKind::kConstant, "constant")
#define MAYBE_STRING(name) FIELD(name, FieldKind::kOptionalString, "string")
#define ONE_STRING(name) FIELD(name, FieldKind::kString, "string")
#define LITERAL_KIND(name) {"kind", FieldKind::kOptionalString, offsetof(This, name), "string"},
#include "compiler/ast/nodes.def"
#undef FIELD

constexpr NodeInfo kNodes[] = {
#define NODE(category, Struct, python_name, fields)                   \
  {python_name,                                                       \
   NodeKind::k##Struct,                                               \
   CategoryOf<Struct>(),                                              \
   sizeof(Fields<Struct>::kRows) / sizeof(FieldInfo) - 1,             \
   sizeof(Struct),                                                    \
   Fields<Struct>::kRows},
#define ONE(Type, name)
#include "compiler/ast/nodes.def"
};

template <size_t kCount>
const char* NameAt(const char* const (&names)[kCount], size_t index) {
  return index < kCount ? names[index] : nullptr;
}

}  // namespace

const NodeInfo& GetNodeInfo(NodeKind kind) { return kNodes[static_cast<int>(kind)]; }

const char* OperatorName(ExprContext value) {
  static constexpr const char* kNames[] = {
#define EXPR_CONTEXT(Name, symbol) #Name,
#include "compiler/ast/operators.def"
  };
  return NameAt(kNames, static_cast<size_t>(value));
}

const char* OperatorName(BoolOperator value) {
  static constexpr const char* kNames[] = {
#define BOOL_OPERATOR(Name, symbol) #Name,
#include "compiler/ast/operators.def"
  };
  return NameAt(kNames, static_cast<size_t>(value));
}

const char* OperatorName(Operator value) {
  static constexpr const char* kNames[] = {
#define OPERATOR(Name, symbol) #Name,
#include "compiler/ast/operators.def"
  };
  return NameAt(kNames, static_cast<size_t>(value));
}

const char* OperatorName(UnaryOperator value) {
  static constexpr const char* kNames[] = {
#define UNARY_OPERATOR(Name, symbol) #Name,
#include "compiler/ast/operators.def"
  };
  return NameAt(kNames, static_cast<size_t>(value));
}

const char* OperatorName(CompareOperator value) {
  static constexpr const char* kNames[] = {
#define COMPARE_OPERATOR(Name, symbol) #Name,
#include "compiler/ast/operators.def"
  };
  return NameAt(kNames, static_cast<size_t>(value));
}

}  // namespace polygil::ast
