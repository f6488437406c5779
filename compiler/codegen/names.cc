// Loading, storing and deleting names.

#include "compiler/codegen/generator.h"

namespace polygil {

using namespace ast;  // NOLINT: the whole file is about nodes

const Identifier* Generator::Mangle(const Identifier* name) {
  return MangleName(unit_->scope->class_name, name, arena_);
}

uint32_t Generator::NameConstant(const Identifier* name, bool mangle) {
  if (mangle) name = Mangle(name);
  b().ListName(name->text());
  return b().AddName(name->text());
}

uint32_t Generator::WideNameConstant(const Identifier* name) {
  b().ListName(name->text());
  CodeConstant constant;
  constant.kind = CodeConstant::Kind::kName;
  constant.text = name->text();
  return b().AddWideConstant(std::move(constant));
}

uint32_t Generator::TextConstant(std::string_view text) {
  CodeConstant c;
  c.kind = CodeConstant::Kind::kStr;
  c.text = text;
  return b().AddConstant(std::move(c));
}

bool Generator::CheckForbidden(const Identifier* name, const Span& span, bool store) {
  if (name->text() != "__debug__") return true;
  return Fail(span, store ? "cannot assign to __debug__" : "cannot delete __debug__");
}

bool Generator::IsFastLocal(const Identifier* name, Register* local) {
  if (!unit_->is_function()) return false;
  const Identifier* mangled = Mangle(name);
  if (unit_->cell_index.count(mangled) != 0) return false;
  auto it = unit_->local_index.find(mangled);
  if (it == unit_->local_index.end()) return false;
  *local = static_cast<Register>(it->second);
  return true;
}

// The code names a local here: the order of co_varnames.
void Generator::UseLocal(Register local) {
  if (unit_->used.size() <= local) unit_->used.resize(local + 1);
  if (unit_->used[local]) return;
  unit_->used[local] = true;
  unit_->used_locals.push_back(local);
}

void Generator::LoadName(const Identifier* name, Register target) {
  if (name->text() == "__debug__") {
    CodeConstant c;
    c.kind = options_.optimize > 0 ? CodeConstant::Kind::kFalse : CodeConstant::Kind::kTrue;
    return LoadConstantTo(c, target);
  }
  Register local;
  if (IsFastLocal(name, &local)) {
    UseLocal(local);
    if (!b().bound.Has(local)) {
      b().Emit(Opcode::CHECK_BOUND, local);
      if (!unit_->never_bound[local]) b().bound.Add(local);
    }
    b().Emit(Opcode::MOVE, target, local);
    return;
  }
  const Identifier* mangled = Mangle(name);
  auto cell = unit_->cell_index.find(mangled);
  SymbolScope scope = unit_->scope->ScopeOf(mangled);
  if (cell != unit_->cell_index.end() && (scope == SymbolScope::kFree || scope == SymbolScope::kCell)) {
    if (unit_->is_class()) {
      b().Emit(Opcode::LOAD_CLASS_CELL, target, static_cast<Register>(cell->second),
               static_cast<uint16_t>(b().AddName(mangled->text())));
    } else {
      b().Emit(Opcode::LOAD_CELL, target, static_cast<Register>(cell->second));
    }
    return;
  }
  uint32_t constant = WideNameConstant(mangled);
  bool global = scope == SymbolScope::kGlobalExplicit ||
                (unit_->is_function() && scope != SymbolScope::kLocal);
  b().EmitWide(global ? Opcode::LOAD_GLOBAL : Opcode::LOAD_NAME, target, static_cast<int32_t>(constant));
}

// Consumes `value` if it is a temporary.
void Generator::StoreName(const Identifier* name, Register value) {
  if (!CheckForbidden(name, b().span(), true)) return;
  Register local;
  if (IsFastLocal(name, &local)) {
    UseLocal(local);
    if (local != value) b().Emit(Opcode::MOVE, local, value);
    if (!unit_->never_bound[local] && b().reachable()) b().bound.Add(local);
    return;
  }
  const Identifier* mangled = Mangle(name);
  SymbolScope scope = unit_->scope->ScopeOf(mangled);
  auto cell = unit_->cell_index.find(mangled);
  if (cell != unit_->cell_index.end() && (scope == SymbolScope::kFree || scope == SymbolScope::kCell)) {
    b().Emit(Opcode::STORE_CELL, static_cast<Register>(cell->second), value);
    return;
  }
  uint32_t constant = WideNameConstant(mangled);
  bool global = scope == SymbolScope::kGlobalExplicit;
  if (unit_->is_function()) global = true;
  b().EmitWide(global ? Opcode::STORE_GLOBAL : Opcode::STORE_NAME, value, static_cast<int32_t>(constant));
}

void Generator::DeleteName(const Identifier* name) {
  if (!CheckForbidden(name, b().span(), false)) return;
  Register local;
  if (IsFastLocal(name, &local)) {
    UseLocal(local);
    b().Emit(Opcode::DELETE_LOCAL, local);
    return;
  }
  const Identifier* mangled = Mangle(name);
  SymbolScope scope = unit_->scope->ScopeOf(mangled);
  auto cell = unit_->cell_index.find(mangled);
  if (cell != unit_->cell_index.end() && (scope == SymbolScope::kFree || scope == SymbolScope::kCell)) {
    b().Emit(Opcode::DELETE_CELL, static_cast<Register>(cell->second));
    return;
  }
  uint32_t constant = WideNameConstant(mangled);
  bool global = scope == SymbolScope::kGlobalExplicit;
  if (unit_->is_function()) global = true;
  b().EmitWide(global ? Opcode::DELETE_GLOBAL : Opcode::DELETE_NAME, 0, static_cast<int32_t>(constant));
}

}  // namespace polygil
