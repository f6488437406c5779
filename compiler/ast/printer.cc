// ast.dump by the tables of fields, with a stack of its own.

#include "compiler/ast/printer.h"

#include <vector>

namespace polygil::ast {
namespace {

// A node that is being printed: the field that comes next, and within a list the item.
struct Frame {
  const Node* node;
  const NodeInfo* info;
  int field = 0;
  uint32_t item = 0;
  bool in_list = false;
  bool has_output = false;
};

class Printer {
 public:
  explicit Printer(const PrintOptions& options) : options_(options) {}

  std::string Run(const Node* root) {
    Open(root);
    while (!stack_.empty()) Step();
    return std::move(out_);
  }

 private:
  void Open(const Node* node) {
    const NodeInfo& info = GetNodeInfo(node->kind);
    out_ += info.name;
    out_ += '(';
    stack_.push_back({node, &info});
  }

  template <typename T>
  static const T& FieldAt(const Frame& frame, const FieldInfo& field) {
    return *reinterpret_cast<const T*>(reinterpret_cast<const char*>(frame.node) + field.offset);
  }

  void StartField(Frame* frame, const char* name) {
    if (frame->has_output) out_ += ", ";
    frame->has_output = true;
    out_ += name;
    out_ += '=';
  }

  void Integer(Frame* frame, const char* name, int64_t value) {
    StartField(frame, name);
    out_ += std::to_string(value);
  }

  void String(std::string_view text) {
    ConstantValue value;
    value.kind = ConstantKind::kStr;
    value.text = text;
    out_ += ConstantRepr(value, options_);
  }

  void Operator(const char* name) {
    out_ += name;
    out_ += "()";
  }

  void Close(Frame* frame) {
    if (options_.include_attributes && HasSpan(frame->info->category)) {
      const Span& span = static_cast<const LocatedNode*>(frame->node)->span;
      Integer(frame, "lineno", span.lineno);
      Integer(frame, "col_offset", span.col_offset);
      Integer(frame, "end_lineno", span.end_lineno);
      Integer(frame, "end_col_offset", span.end_col_offset);
    }
    out_ += ')';
    stack_.pop_back();
  }

  // Prints until a child is opened or the node is complete.
  void Step() {
    Frame& frame = stack_.back();
    if (frame.field == frame.info->field_count) {
      Close(&frame);
      return;
    }
    const FieldInfo& field = frame.info->fields[frame.field];
    if (field.kind == FieldKind::kNodeList) {
      NodeListStep(&frame, field);
      return;
    }
    frame.field++;
    if (field.kind == FieldKind::kNode || field.kind == FieldKind::kOptionalNode) {
      const Node* child = FieldAt<const Node*>(frame, field);
      if (child == nullptr) return;
      StartField(&frame, field.name);
      Open(child);
      return;
    }
    Scalar(&frame, field);
  }

  void NodeListStep(Frame* frame, const FieldInfo& field) {
    auto& list = FieldAt<Sequence<const Node*>>(*frame, field);
    if (!frame->in_list) {
      StartField(frame, field.name);
      out_ += '[';
      frame->in_list = true;
      frame->item = 0;
    }
    if (frame->item == list.count) {
      out_ += ']';
      frame->in_list = false;
      frame->field++;
      return;
    }
    if (frame->item > 0) out_ += ", ";
    const Node* child = list[frame->item++];
    if (child == nullptr) {
      out_ += "None";
    } else {
      Open(child);
    }
  }

  void Scalar(Frame* frame, const FieldInfo& field) {
    switch (field.kind) {
      case FieldKind::kNode:
      case FieldKind::kOptionalNode:
      case FieldKind::kNodeList:
        break;
      case FieldKind::kIdentifier:
      case FieldKind::kOptionalIdentifier: {
        auto* name = FieldAt<const Identifier*>(*frame, field);
        if (name == nullptr) break;
        StartField(frame, field.name);
        String(name->text());
        break;
      }
      case FieldKind::kIdentifierList: {
        StartField(frame, field.name);
        out_ += '[';
        bool first = true;
        for (const Identifier* name : FieldAt<Sequence<const Identifier*>>(*frame, field)) {
          if (!first) out_ += ", ";
          first = false;
          String(name->text());
        }
        out_ += ']';
        break;
      }
      case FieldKind::kExprContext:
        StartField(frame, field.name);
        Operator(OperatorName(FieldAt<ExprContext>(*frame, field)));
        break;
      case FieldKind::kBoolOperator:
        StartField(frame, field.name);
        Operator(OperatorName(FieldAt<BoolOperator>(*frame, field)));
        break;
      case FieldKind::kOperator:
        StartField(frame, field.name);
        Operator(OperatorName(FieldAt<ast::Operator>(*frame, field)));
        break;
      case FieldKind::kUnaryOperator:
        StartField(frame, field.name);
        Operator(OperatorName(FieldAt<UnaryOperator>(*frame, field)));
        break;
      case FieldKind::kCompareOperatorList: {
        StartField(frame, field.name);
        out_ += '[';
        bool first = true;
        for (CompareOperator op : FieldAt<Sequence<CompareOperator>>(*frame, field)) {
          if (!first) out_ += ", ";
          first = false;
          Operator(OperatorName(op));
        }
        out_ += ']';
        break;
      }
      case FieldKind::kInteger:
      case FieldKind::kOptionalInteger:
        Integer(frame, field.name, FieldAt<int32_t>(*frame, field));
        break;
      case FieldKind::kConstant:
        StartField(frame, field.name);
        out_ += ConstantRepr(FieldAt<ConstantValue>(*frame, field), options_);
        break;
      case FieldKind::kOptionalString:
      case FieldKind::kString: {
        auto& text = FieldAt<std::string_view>(*frame, field);
        if (text.data() == nullptr && field.kind == FieldKind::kOptionalString) break;
        StartField(frame, field.name);
        String(text);
        break;
      }
    }
  }

  const PrintOptions& options_;
  std::string out_;
  std::vector<Frame> stack_;
};

}  // namespace

std::string DumpTree(const Node* node, const PrintOptions& options) {
  return Printer(options).Run(node);
}

}  // namespace polygil::ast
