// Calls. The callable, its self (or nothing) and the arguments are evaluated into consecutive
// temporaries, which become the first registers of the callee.

#include "compiler/codegen/constants.h"
#include "compiler/codegen/generator.h"

namespace polygil {

using namespace ast;  // NOLINT: the whole file is about nodes

namespace {
constexpr uint32_t kMaxWindow = 30;  // more arguments travel in a tuple
}

// The register a window starts at: the target itself if it is the newest temporary.
Register Generator::WindowBase(Register target) {
  if (IsScratch(target) && target + 1 == b().Top()) return target;
  return b().NewTemporary();
}

void Generator::CallTo(const Call* e, Register target) {
  CheckCaller(e->func);
  uint32_t depth = b().depth();
  Register base = WindowBase(target);
  bool method = false;
  bool starred = false;
  for (const ExprNode* a : e->args) starred |= a->kind == NodeKind::kStarred;
  for (const Keyword* k : e->keywords) starred |= k->arg == nullptr;
  bool small = e->args.size() + e->keywords.size() <= kMaxWindow;
  if (const Attribute* attribute = e->func->If<Attribute>(); attribute != nullptr && !starred && small) {
    if (SuperCall(e, base)) {
      method = true;
    } else {
      Register object = Operand(attribute->value, base);
      // The line of a method in a chain of calls is the one its name stands on.
      Span at = attribute->span;
      if (at.lineno != at.end_lineno) {
        at.lineno = at.end_lineno;
        at.col_offset = at.end_col_offset - static_cast<int32_t>(attribute->attr->size);
      }
      b().SetSpan(at);
      b().Emit(Opcode::LOAD_METHOD, base, object, static_cast<uint16_t>(NameConstant(attribute->attr)));
      b().SetSpan(e->span);
      method = true;
    }
  } else {
    VisitTo(e->func, base);
  }
  b().SetSpan(e->span);
  CallArguments(base, method, e->args, e->keywords, e->span, target);
  b().SetDepth(depth);
}

// super().name(...) in a method: loads function and self without making the super object.
bool Generator::SuperCall(const Call* e, Register base) {
  const Attribute* attribute = e->func->As<Attribute>();
  const Call* super = attribute->value->If<Call>();
  if (super == nullptr || !super->args.empty() || !super->keywords.empty()) return false;
  const Name* name = super->func->If<Name>();
  if (name == nullptr || name->id->text() != "super" || !unit_->is_function()) return false;
  if (unit_->scope->is_comprehension || unit_->builder.unit()->argument_count == 0) return false;
  const Identifier* class_name = arena_->Intern("__class__");
  if (unit_->scope->ScopeOf(name->id) != SymbolScope::kGlobalImplicit) return false;
  if (unit_->scope->ScopeOf(class_name) != SymbolScope::kFree) return false;
  uint32_t depth = b().depth();
  b().SetDepth(base - b().local_count() + 1);
  b().SetSpan(super->span);
  LoadName(name->id, base);
  Register cls = b().NewTemporary();
  LoadName(class_name, cls);
  Register self = b().NewTemporary();
  const Identifier* first = unit_->locals[0];
  LoadName(first, self);
  b().SetSpan(attribute->span);
  b().Emit(Opcode::LOAD_SUPER_METHOD, base, base, static_cast<uint16_t>(NameConstant(attribute->attr)));
  b().SetDepth(depth);
  return true;
}

void Generator::CallArguments(Register base, bool method, const Sequence<ExprNode*>& args,
                              const Sequence<Keyword*>& keywords, const Span& span, Register target,
                              Register extra) {
  bool starred = false;
  for (const ExprNode* a : args) starred |= a->kind == NodeKind::kStarred;
  for (const Keyword* k : keywords) starred |= k->arg == nullptr;
  for (uint32_t i = 0; i < keywords.size(); ++i) {
    if (keywords[i]->arg == nullptr) continue;
    if (keywords[i]->arg->text() == "__debug__") {
      Fail(span, "cannot assign to __debug__");
      return;
    }
    for (uint32_t k = i + 1; k < keywords.size(); ++k) {
      if (keywords[k]->arg == keywords[i]->arg) {
        Fail(keywords[k]->span, "keyword argument repeated: " + std::string(keywords[i]->arg->text()));
        return;
      }
    }
  }
  if (starred || args.size() + keywords.size() + extra > kMaxWindow) {
    return StarredCall(base, extra, args, keywords, target);
  }
  b().SetDepth(base - b().local_count() + 2 + extra);
  for (const ExprNode* a : args) TemporaryOf(a);
  if (keywords.empty()) {
    b().SetSpan(span);
    b().Emit(method ? Opcode::CALL : Opcode::CALL_FUNCTION, target, base, static_cast<uint16_t>(args.size() + extra));
    return;
  }
  CodeConstant names;
  names.kind = CodeConstant::Kind::kTuple;
  for (const Keyword* k : keywords) {
    TemporaryOf(k->value);
    CodeConstant name;
    name.kind = CodeConstant::Kind::kName;
    name.text = k->arg->text();
    names.items.push_back(std::move(name));
  }
  b().SetSpan(span);
  uint32_t constant = b().AddConstant(std::move(names));
  b().Emit(method ? Opcode::CALL_KEYWORDS : Opcode::CALL_FUNCTION_KEYWORDS, target, base,
           static_cast<uint16_t>(args.size() + keywords.size() + extra), constant);
}

// f(*a, **k): arguments in a list made tuple at R[base+2], keywords in a dict at R[base+3]. With
// `already` > 0, so many positional arguments stand from R[base+2] on and go into the list first.
void Generator::StarredCall(Register base, uint32_t already, const Sequence<ExprNode*>& args,
                            const Sequence<Keyword*>& keywords, Register target) {
  Span span = b().span();
  b().SetDepth(base - b().local_count() + 2 + already);
  Register list = static_cast<Register>(base + 2);
  if (already > 0) {
    b().Emit(Opcode::BUILD_LIST, list, list, static_cast<uint16_t>(already));
  }
  b().SetDepth(base - b().local_count() + 3);
  if (already == 0 && args.size() == 1 && args[0]->kind == NodeKind::kStarred) {
    VisitTo(args[0]->As<Starred>()->value, list);
  } else {
    if (already == 0) b().Emit(Opcode::BUILD_LIST, list, b().Top(), 0);
    for (const ExprNode* a : args) {
      uint32_t depth = b().depth();
      Register value = b().NewTemporary();
      if (const Starred* star = a->If<Starred>()) {
        VisitTo(star->value, value);
        b().SetSpan(span);
        b().Emit(Opcode::LIST_EXTEND, list, value);
      } else {
        VisitTo(a, value);
        b().Emit(Opcode::LIST_APPEND, list, value);
      }
      b().SetDepth(depth);
    }
    b().Emit(Opcode::LIST_TO_TUPLE, list, list);
  }
  if (keywords.size() == 1 && keywords[0]->arg == nullptr) {
    // The call itself makes a dict of another mapping.
    TemporaryOf(keywords[0]->value);
  } else if (!keywords.empty()) {
    Register dict = b().NewTemporary();
    b().Emit(Opcode::BUILD_MAP, dict, b().Top(), 0);
    for (const Keyword* k : keywords) {
      uint32_t depth = b().depth();
      if (k->arg == nullptr) {
        Register mapping = TemporaryOf(k->value);
        b().SetSpan(span);
        b().Emit(Opcode::DICT_MERGE, dict, mapping, base);
      } else {
        // Through DICT_MERGE as well, so that a name given twice is refused.
        Register key = b().NewTemporary();
        CodeConstant name;
        name.kind = CodeConstant::Kind::kName;
        name.text = k->arg->text();
        LoadConstantTo(name, key);
        TemporaryOf(k->value);
        b().Emit(Opcode::BUILD_MAP, key, key, 1);
        b().SetSpan(span);
        b().Emit(Opcode::DICT_MERGE, dict, key, base);
      }
      b().SetDepth(depth);
    }
  }
  b().SetSpan(span);
  b().Emit(Opcode::CALL_EX, target, base, keywords.empty() ? 0 : 1);
}

}  // namespace polygil
