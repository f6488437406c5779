#include <cstring>
#include <string>

#include "compiler/ast/validate.h"
#include "pvm/code/code_copy.h"
#include "runtime/modules/_ast/ast_bridge.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/set.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

using ast::FieldKind;

class Reader {
 public:
  explicit Reader(ast::Arena* arena) : arena_(arena) {}
  // An object that must be a node of the category that C++ calls `type`.
  ast::Node* Node(Value v, const char* type);

 private:
  bool Field(Value owner, ast::Node* node, const ast::NodeInfo& info, const ast::FieldInfo& field);
  bool Store(Value v, ast::Node* node, const ast::NodeInfo& info, const ast::FieldInfo& field);
  bool List(Value v, ast::Node* node, const ast::NodeInfo& info, const ast::FieldInfo& field);
  bool Location(Value owner, const char* category, ast::Span* span);
  bool ConstantOf(Value v, ast::ConstantValue* out);
  bool FromConstant(const Constant& from, ast::ConstantValue* out);
  bool Integer(Value v, int32_t* out);
  const ast::Identifier* Name(Value v);
  Fallible<std::string_view> Text(Value v, const char* message);

  template <typename T>
  T* At(ast::Node* node, const ast::FieldInfo& field) {
    return reinterpret_cast<T*>(reinterpret_cast<char*>(node) + field.offset);
  }
  ast::Arena* arena_;
};

// What messages call the category of a C++ type, and whether it has several classes (a sum of the
// abstract grammar); of the others any object with the fields will do.
struct Category {
  const char* name;
  bool is_sum;
  ast::NodeKind only;  // of the others
};
Category CategoryOf(const char* type) {
  static constexpr const char* kSums[][2] = {
      {"ModNode", "mod"},         {"StmtNode", "stmt"},           {"ExprNode", "expr"},
      {"PatternNode", "pattern"}, {"TypeIgnoreNode", "type_ignore"}, {"ExceptHandler", "excepthandler"}};
  for (const auto& row : kSums) {
    if (strcmp(row[0], type) == 0) return {row[1], true, ast::NodeKind::kCount};
  }
  if (strcmp(type, "MatchCase") == 0) return {"match_case", false, ast::NodeKind::kMatchCase};
  for (int i = 0; i < static_cast<int>(ast::NodeKind::kCount); ++i) {
    auto kind = static_cast<ast::NodeKind>(i);
    if (strcasecmp(ast::GetNodeInfo(kind).name, type) == 0) return {ast::GetNodeInfo(kind).name, false, kind};
  }
  return {type, true, ast::NodeKind::kCount};
}

bool BelongsTo(const ast::NodeInfo& info, const char* category) {
  using Category = ast::NodeCategory;
  switch (info.category) {
    case Category::kMod: return strcmp(category, "mod") == 0;
    case Category::kStmt: return strcmp(category, "stmt") == 0;
    case Category::kExpr: return strcmp(category, "expr") == 0;
    case Category::kPattern: return strcmp(category, "pattern") == 0;
    case Category::kTypeIgnore: return strcmp(category, "type_ignore") == 0;
    default: return strcmp(info.name, "ExceptHandler") == 0 && strcmp(category, "excepthandler") == 0;
  }
}

bool Reader::Integer(Value v, int32_t* out) {
  if (!IsAnyInt(v)) return Raise(&ValueErrorType, "invalid integer value: %R", v);
  int64_t number = TRY(AsInt64(v));
  if (number < INT32_MIN || number > INT32_MAX)
    return Raise(&OverflowErrorType, "Python int too large to convert to C int");
  *out = static_cast<int32_t>(number);
  return true;
}

Fallible<std::string_view> Reader::Text(Value v, const char* message) {
  if (!IsStr(v)) return Raise(&TypeErrorType, "%s", message);
  Constant constant;
  Handle plain = IsExactly(v, StrType) ? Retain(v) : ToStr(v);
  if (plain.IsEmpty() || !ConstantFromObject(plain, &constant)) return {};
  return arena_->Copy(constant.text);
}

const ast::Identifier* Reader::Name(Value v) {
  Fallible<std::string_view> text = Text(v, "AST identifier must be of type str");
  return text.ok ? arena_->Intern(text.value) : nullptr;
}

bool Reader::FromConstant(const Constant& from, ast::ConstantValue* out) {
  using From = Constant::Kind;
  using To = ast::ConstantKind;
  out->integer = from.integer;
  out->real = from.real;
  out->imaginary = from.imaginary;
  out->text = arena_->Copy(from.text);
  switch (from.kind) {
    case From::kNone: out->kind = To::kNone; break;
    case From::kTrue: out->kind = To::kTrue; break;
    case From::kFalse: out->kind = To::kFalse; break;
    case From::kEllipsis: out->kind = To::kEllipsis; break;
    case From::kInt: out->kind = To::kInt; break;
    case From::kBigInt:
      out->kind = To::kBigInt;
      out->negative = from.text[0] == '-';
      if (out->negative) out->text.remove_prefix(1);
      break;
    case From::kFloat: out->kind = To::kFloat; break;
    case From::kComplex: out->kind = To::kComplex; break;
    case From::kStr:
    case From::kName: out->kind = To::kStr; break;
    case From::kBytes: out->kind = To::kBytes; break;
    case From::kTuple:
    case From::kFrozenSet: {
      out->kind = from.kind == From::kTuple ? To::kTuple : To::kFrozenSet;
      out->items.count = static_cast<uint32_t>(from.items.size());
      out->items.items = arena_->NewArray<ast::ConstantValue>(from.items.size());
      for (size_t i = 0; i < from.items.size(); ++i) {
        new (&out->items.items[i]) ast::ConstantValue();
        TRY_VOID(FromConstant(from.items[i], &out->items.items[i]));
      }
      break;
    }
    case From::kCode: return Raise(&TypeErrorType, "got an invalid type in Constant: code");
  }
  return true;
}

// Tells the innermost part of a value that can't be a constant.
Raised RaiseInvalidConstant(Value v) {
  Constant constant;
  if (IsExactly(v, TupleType) || IsExactly(v, FrozenSetType)) {
    Handle items = TRY(ToTuple(v));
    for (int64_t i = 0; i < TupleSize(items); ++i) {
      if (ConstantFromObject(TupleAt(items, i), &constant)) continue;
      if (!ClearPendingIf(&ValueErrorType)) return {};
      return RaiseInvalidConstant(TupleAt(items, i));
    }
  }
  return Raise(&TypeErrorType, "got an invalid type in Constant: %s", TypeName(v));
}

bool Reader::ConstantOf(Value v, ast::ConstantValue* out) {
  Constant constant;
  if (!ConstantFromObject(v, &constant)) {
    if (!ClearPendingIf(&ValueErrorType)) return false;
    return RaiseInvalidConstant(v);
  }
  return FromConstant(constant, out);
}

// The number of an operator from the name of its class.
template <typename T>
bool ReadOperator(Value v, T* out, const char* category) {
  for (int i = 0;; ++i) {
    T op = static_cast<T>(i);
    const char* known = ast::OperatorName(op);
    if (known == nullptr) break;
    Value cls = AstClass(known);
    if (!cls || !IsInstanceOf(v, *cls.As<Type>())) continue;
    *out = op;
    return true;
  }
  return Raise(&TypeErrorType, "expected some sort of %s, but got %R", category, v);
}

template <typename T, typename F>
bool ReadList(ast::Arena* arena, Value list, ast::Sequence<T>* out, F read) {
  int64_t count = ListSize(list);
  out->count = static_cast<uint32_t>(count);
  out->items = arena->NewArray<T>(static_cast<size_t>(count));
  for (int64_t i = 0; i < count; ++i) {
    if (i >= ListSize(list)) return Raise(&RuntimeErrorType, "AST list changed size during iteration");
    Handle item = Retain(ListAt(list, i));
    TRY_VOID(read(item.Get(), &out->items[i]));
  }
  return true;
}

bool Reader::List(Value v, ast::Node* node, const ast::NodeInfo& info, const ast::FieldInfo& field) {
  if (!IsList(v))
    return Raise(&TypeErrorType, "%s field \"%s\" must be a list, not a %.200s", info.name, field.name,
                 TypeName(v));
  if (field.kind == FieldKind::kIdentifierList) {
    return ReadList(arena_, v, At<ast::Sequence<const ast::Identifier*>>(node, field),
                    [this](Value item, const ast::Identifier** out) { return (*out = Name(item)) != nullptr; });
  }
  if (field.kind == FieldKind::kCompareOperatorList) {
    return ReadList(arena_, v, At<ast::Sequence<ast::CompareOperator>>(node, field),
                    [](Value item, ast::CompareOperator* out) { return ReadOperator(item, out, "cmpop"); });
  }
  // None among them is for ValidateTree() to judge.
  bool allows_none = strcmp(field.type, "ExprNode") == 0 || strcmp(field.type, "StmtNode") == 0;
  return ReadList(arena_, v, At<ast::Sequence<ast::Node*>>(node, field),
                  [&](Value item, ast::Node** out) {
                    if (allows_none && item.IsNone()) {
                      *out = nullptr;
                      return true;
                    }
                    return (*out = Node(item, field.type)) != nullptr;
                  });
}

bool Reader::Store(Value v, ast::Node* node, const ast::NodeInfo& info, const ast::FieldInfo& field) {
  switch (field.kind) {
    case FieldKind::kOptionalNode:
      if (v.IsNone()) return true;
      [[fallthrough]];
    case FieldKind::kNode: return (*At<ast::Node*>(node, field) = Node(v, field.type)) != nullptr;
    case FieldKind::kOptionalIdentifier:
      if (v.IsNone()) return true;
      [[fallthrough]];
    case FieldKind::kIdentifier: return (*At<const ast::Identifier*>(node, field) = Name(v)) != nullptr;
    case FieldKind::kNodeList:
    case FieldKind::kIdentifierList:
    case FieldKind::kCompareOperatorList: return List(v, node, info, field);
    case FieldKind::kExprContext: return ReadOperator(v, At<ast::ExprContext>(node, field), "expr_context");
    case FieldKind::kBoolOperator: return ReadOperator(v, At<ast::BoolOperator>(node, field), "boolop");
    case FieldKind::kOperator: return ReadOperator(v, At<ast::Operator>(node, field), "operator");
    case FieldKind::kUnaryOperator: return ReadOperator(v, At<ast::UnaryOperator>(node, field), "unaryop");
    case FieldKind::kOptionalInteger:
      if (v.IsNone()) return true;
      [[fallthrough]];
    case FieldKind::kInteger: return Integer(v, At<int32_t>(node, field));
    case FieldKind::kConstant: return ConstantOf(v, At<ast::ConstantValue>(node, field));
    case FieldKind::kOptionalString:
      if (v.IsNone()) return true;
      [[fallthrough]];
    case FieldKind::kString: {
      std::string_view text = TRY(Text(v, "AST string must be of type str"));
      *At<std::string_view>(node, field) = text;
      return true;
    }
  }
  return true;
}

bool Reader::Field(Value owner, ast::Node* node, const ast::NodeInfo& info, const ast::FieldInfo& field) {
  Handle value = FindAttribute(owner, field.name);
  bool optional = field.kind == FieldKind::kOptionalNode || field.kind == FieldKind::kOptionalIdentifier ||
                  field.kind == FieldKind::kOptionalString || field.kind == FieldKind::kOptionalInteger;
  if (value.IsEmpty()) {
    if (HasPendingException()) return false;
    if (optional) return true;
    return Raise(&TypeErrorType, "required field \"%s\" missing from %s", field.name, info.name);
  }
  bool required = field.kind == FieldKind::kIdentifier || field.kind == FieldKind::kString ||
                  (field.kind == FieldKind::kNode && CategoryOf(field.type).is_sum);
  if (required && value.Get().IsNone())
    return Raise(&ValueErrorType, "field '%s' is required for %s", field.name, info.name);
  return Store(value, node, info, field);
}

bool Reader::Location(Value owner, const char* category, ast::Span* span) {
  bool is_pattern = strcmp(category, "pattern") == 0;  // these have no default for the end
  const struct {
    const char* name;
    int32_t* field;
    bool required;
  } rows[] = {{"lineno", &span->lineno, true},
              {"col_offset", &span->col_offset, true},
              {"end_lineno", &span->end_lineno, is_pattern},
              {"end_col_offset", &span->end_col_offset, is_pattern}};
  for (const auto& row : rows) {
    Handle value = FindAttribute(owner, row.name);
    if (value.IsEmpty() && HasPendingException()) return false;
    if (value.IsEmpty() && row.required)
      return Raise(&TypeErrorType, "required field \"%s\" missing from %s", row.name, category);
    if (value.IsEmpty() || (!row.required && value.Get().IsNone())) {
      *row.field = row.field == &span->end_lineno ? span->lineno : span->col_offset;
      continue;
    }
    TRY_VOID(Integer(value, row.field));
  }
  return true;
}

// The class of a member of a sum is looked at after its place, as CPython does it.
ast::Node* Reader::Node(Value v, const char* type) {
  if (!CheckNativeStack()) return nullptr;
  Category category = CategoryOf(type);
  int kind = category.is_sum ? AstKindOf(v) : static_cast<int>(category.only);
  ast::Span span;
  bool has_span = category.is_sum && strcmp(type, "ModNode") != 0 && strcmp(type, "TypeIgnoreNode") != 0;
  if (has_span && !Location(v, category.name, &span)) return nullptr;
  if (kind < 0 || (category.is_sum && !BelongsTo(ast::GetNodeInfo(static_cast<ast::NodeKind>(kind)), category.name)))
    return Raise(&TypeErrorType, "expected some sort of %s, but got %R", category.name, v);
  const ast::NodeInfo& info = ast::GetNodeInfo(static_cast<ast::NodeKind>(kind));
  void* memory = arena_->Allocate(info.size);
  memset(memory, 0, info.size);
  auto* node = static_cast<ast::Node*>(memory);
  node->kind = info.kind;
  for (int i = 0; i < info.field_count; ++i) {
    if (!Field(v, node, info, info.fields[i])) return nullptr;
  }
  if (!ast::HasSpan(info.category)) return node;
  if (!has_span && !Location(v, category.name, &span)) return nullptr;
  static_cast<ast::LocatedNode*>(node)->span = span;
  return node;
}

}  // namespace

ast::ModNode* AstFromObject(Value v, const char* mode, ast::Arena* arena) {
  const char* wanted = strcmp(mode, "exec") == 0   ? "Module"
                       : strcmp(mode, "eval") == 0 ? "Expression"
                                                   : "Interactive";
  int kind = AstKindOf(v);
  if (kind < 0 || strcmp(ast::GetNodeInfo(static_cast<ast::NodeKind>(kind)).name, wanted) != 0)
    return Raise(&TypeErrorType, "expected %s node, got %.400s", wanted, TypeName(v));
  auto* module = static_cast<ast::ModNode*>(Reader(arena).Node(v, "ModNode"));
  ast::TreeMistake mistake;
  if (module == nullptr || ast::ValidateTree(module, &mistake)) return module;
  Type* type = mistake.kind == ast::TreeMistake::Kind::kValueError  ? &ValueErrorType
               : mistake.kind == ast::TreeMistake::Kind::kTypeError ? &TypeErrorType
                                                                    : &SystemErrorType;
  return Raise(type, "%s", mistake.message.c_str());
}

}  // namespace polygil
