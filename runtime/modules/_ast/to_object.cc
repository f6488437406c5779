#include <cstring>
#include <string>

#include "runtime/modules/_ast/ast_bridge.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/set.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/complex.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

using ast::FieldKind;

Owned ConstantItems(const ast::ConstantValue& constant);

Owned ConstantObject(const ast::ConstantValue& constant) {
  using Kind = ast::ConstantKind;
  switch (constant.kind) {
    case Kind::kNone: return OwnNone();
    case Kind::kTrue: return OwnBool(true);
    case Kind::kFalse: return OwnBool(false);
    case Kind::kEllipsis: return Owned(Value::Ellipsis());
    case Kind::kInt: return IntFromInt64(constant.integer);
    case Kind::kBigInt: {
      std::string text = constant.negative ? "-" : "";
      text += constant.text;
      return IntFromText(text.data(), text.size(), 16);
    }
    case Kind::kFloat: return FloatNew(constant.real);
    case Kind::kComplex: return ComplexNew(constant.real, constant.imaginary);
    case Kind::kStr: return StrFromUtf8(constant.text);
    case Kind::kBytes: return BytesNew(constant.text.data(), static_cast<int64_t>(constant.text.size()));
    case Kind::kTuple: return ConstantItems(constant);
    case Kind::kFrozenSet: {
      Handle items = TRY(ConstantItems(constant));
      return FrozenSetNew(items);
    }
  }
  return OwnNone();
}

Owned ConstantItems(const ast::ConstantValue& constant) {
  Handle list = TRY(ListNew());
  for (const ast::ConstantValue& item : constant.items)
    TRY_VOID(ListAppendOwned(list, TRY(ConstantObject(item))));
  return ListToTuple(list);
}

Owned Identifier(const ast::Identifier* name) {
  return name == nullptr ? OwnNone() : StrInternUtf8(name->text());
}
template <typename T>
const T& FieldAt(const ast::Node* node, const ast::FieldInfo& field) {
  return *reinterpret_cast<const T*>(reinterpret_cast<const char*>(node) + field.offset);
}
template <typename T>
Owned OperatorObject(const ast::Node* node, const ast::FieldInfo& field) {
  Value v = AstSingleton(ast::OperatorName(FieldAt<T>(node, field)));
  return v ? Retain(v) : Owned();
}
Owned OptionalNode(const ast::Node* node) { return node == nullptr ? OwnNone() : AstToObject(node); }

Owned NodeList(const ast::Sequence<ast::Node*>& nodes) {
  Handle list = TRY(ListNew(nodes.size()));
  for (const ast::Node* node : nodes) TRY_VOID(ListAppendOwned(list, TRY(OptionalNode(node))));
  return list.Release();
}

Owned FieldObject(const ast::Node* node, const ast::FieldInfo& field) {
  switch (field.kind) {
    case FieldKind::kNode:
    case FieldKind::kOptionalNode: return OptionalNode(FieldAt<const ast::Node*>(node, field));
    case FieldKind::kNodeList: return NodeList(FieldAt<ast::Sequence<ast::Node*>>(node, field));
    case FieldKind::kIdentifier:
    case FieldKind::kOptionalIdentifier: return Identifier(FieldAt<const ast::Identifier*>(node, field));
    case FieldKind::kIdentifierList: {
      Handle list = TRY(ListNew());
      for (const ast::Identifier* name : FieldAt<ast::Sequence<const ast::Identifier*>>(node, field))
        TRY_VOID(ListAppendOwned(list, TRY(Identifier(name))));
      return list.Release();
    }
    case FieldKind::kExprContext: return OperatorObject<ast::ExprContext>(node, field);
    case FieldKind::kBoolOperator: return OperatorObject<ast::BoolOperator>(node, field);
    case FieldKind::kOperator: return OperatorObject<ast::Operator>(node, field);
    case FieldKind::kUnaryOperator: return OperatorObject<ast::UnaryOperator>(node, field);
    case FieldKind::kCompareOperatorList: {
      Handle list = TRY(ListNew());
      for (ast::CompareOperator op : FieldAt<ast::Sequence<ast::CompareOperator>>(node, field)) {
        Value v = AstSingleton(ast::OperatorName(op));
        if (!v || !ListAppend(list, v)) return {};
      }
      return list.Release();
    }
    case FieldKind::kInteger:
    case FieldKind::kOptionalInteger: return IntFromInt64(FieldAt<int32_t>(node, field));
    case FieldKind::kConstant: return ConstantObject(FieldAt<ast::ConstantValue>(node, field));
    case FieldKind::kOptionalString:
    case FieldKind::kString: {
      const auto& text = FieldAt<std::string_view>(node, field);
      return text.data() == nullptr && field.kind == FieldKind::kOptionalString ? OwnNone() : StrFromUtf8(text);
    }
  }
  return OwnNone();
}

bool SetInt(Value object, const char* name, int32_t v) {
  Handle number = TRY(IntFromInt64(v));
  return SetAttribute(object, name, number);
}

}  // namespace

Owned AstToObject(const ast::Node* node) {
  if (!CheckNativeStack()) return {};
  const ast::NodeInfo& info = ast::GetNodeInfo(node->kind);
  Value cls = AstClass(info.name);
  if (!cls) return {};
  Handle object = TRY(AllocateInstance(cls.As<Type>()));
  for (int i = 0; i < info.field_count; ++i) {
    const ast::FieldInfo& field = info.fields[i];
    Handle value = TRY(FieldObject(node, field));
    const char* name = strcmp(field.name, "literal_kind") == 0 ? "kind" : field.name;
    TRY_VOID(SetAttribute(object, name, value));
  }
  if (ast::HasSpan(info.category)) {
    const ast::Span& span = static_cast<const ast::LocatedNode*>(node)->span;
    TRY_VOID(SetInt(object, "lineno", span.lineno));
    TRY_VOID(SetInt(object, "col_offset", span.col_offset));
    TRY_VOID(SetInt(object, "end_lineno", span.end_lineno));
    TRY_VOID(SetInt(object, "end_col_offset", span.end_col_offset));
  }
  return object.Release();
}

}  // namespace polygil
