// match statements (PEP 634).
//
// The subject stays in a temporary for the whole statement. A pattern tests values held in
// temporaries and jumps to the case's fail label when one does not fit; at that point every
// temporary above the subject's may still hold a value, so each jump goes through code that drops
// them. Captured values are kept in temporaries and stored only when the whole pattern has matched.

#include <algorithm>
#include <cmath>

#include "compiler/ast/unparse.h"
#include "compiler/codegen/constants.h"
#include "compiler/codegen/generator.h"

namespace polygil {

using namespace ast;  // NOLINT: the whole file is about nodes

namespace {

bool IsWildcard(const PatternNode* p) {
  const MatchAs* as = p->If<MatchAs>();
  return as != nullptr && as->pattern == nullptr && as->name == nullptr;
}

}  // namespace

// Jumps to the fail label from a place where `live` temporaries stand above the case's base: they
// are dropped on the way. `test` (a register consumed) says whether the pattern goes on.
void Generator::FailPatternUnless(Register test, PatternContext* context) {
  Label ok;
  b().EmitJump(Opcode::JUMP_IF_TRUE, test, &ok);
  FailPattern(context);
  b().Bind(&ok);
}

void Generator::FailPattern(PatternContext* context) {
  for (Register r : context->live) b().Emit(Opcode::DROP, r);
  b().EmitJump(Opcode::JUMP, 0, context->fail);
  b().SetReachable(false);
}

void Generator::MatchStatement(const Match* s) {
  uint32_t depth = b().depth();
  Register subject = TemporaryOf(s->subject);
  Label end;
  for (uint32_t i = 0; i < s->cases.size(); ++i) {
    const MatchCase* c = s->cases[i];
    bool last = i + 1 == s->cases.size();
    uint32_t inner = b().depth();
    Label fail;
    PatternContext context;
    context.fail = &fail;
    context.allow_irrefutable = c->guard != nullptr || last;
    b().SetSpan(c->pattern->span);
    Register copy = b().NewTemporary();
    b().Emit(Opcode::COPY, copy, subject);
    context.live.push_back(copy);
    Pattern(c->pattern, copy, &context);
    if (!ok_) return;
    // All has matched: only captured values are live.
    for (size_t k = 0; k < context.stores.size(); ++k) {
      b().SetSpan(c->pattern->span);
      StoreName(context.stores[k], context.values[k]);
    }
    b().SetDepth(inner);
    if (c->guard != nullptr) JumpIf(c->guard, &fail, false);
    b().Emit(Opcode::DROP, subject);
    b().SetDepth(depth);
    Body(c->body);
    b().EmitJump(Opcode::JUMP, 0, &end);
    b().SetReachable(false);
    b().SetDepth(inner);
    b().Bind(&fail);
    b().SetSpan(c->pattern->span);
  }
  b().Emit(Opcode::DROP, subject);
  b().SetDepth(depth);
  b().Bind(&end);
}

// R[value] (live, a temporary) is consumed: it ends captured, or is dropped.
void Generator::Pattern(const PatternNode* p, Register value, PatternContext* context) {
  if (!ok_) return;
  // The span stays at the innermost pattern met last: that is where CPython places refusals.
  b().SetSpan(p->span);
  switch (p->kind) {
    case NodeKind::kMatchValue: {
      const ExprNode* e = p->As<MatchValue>()->value;
      CodeConstant literal;
      if (e->kind != NodeKind::kAttribute && !FoldConstant(e, options_.optimize, &literal)) {
        Fail(p->span, "patterns may only match literals and attribute lookups");
        return;
      }
      uint32_t depth = b().depth();
      Register right = TemporaryOf(e);
      b().SetSpan(p->span);
      Register result = right;
      b().Emit(Opcode::COMPARE_EQ, result, value, right);
      Settle(value, context);
      FailPatternUnless(result, context);
      b().SetDepth(depth);
      break;
    }
    case NodeKind::kMatchSingleton: {
      uint32_t depth = b().depth();
      Register right = b().NewTemporary();
      LoadConstantTo(ConstantOf(p->As<MatchSingleton>()->value), right);
      b().Emit(Opcode::IS, right, value, right);
      Settle(value, context);
      FailPatternUnless(right, context);
      b().SetDepth(depth);
      break;
    }
    case NodeKind::kMatchSequence: SequencePattern(p->As<MatchSequence>(), value, context); break;
    case NodeKind::kMatchMapping: MappingPattern(p->As<MatchMapping>(), value, context); break;
    case NodeKind::kMatchClass: ClassPattern(p->As<MatchClass>(), value, context); break;
    case NodeKind::kMatchStar: CapturePattern(p->As<MatchStar>()->name, p, value, context); break;
    case NodeKind::kMatchAs: {
      const MatchAs* as = p->As<MatchAs>();
      if (as->pattern == nullptr) {
        if (!context->allow_irrefutable) {
          if (as->name != nullptr) {
            Fail(p->span, "name capture '" + std::string(as->name->text()) + "' makes remaining patterns unreachable");
          } else {
            Fail(p->span, "wildcard makes remaining patterns unreachable");
          }
          return;
        }
        CapturePattern(as->name, p, value, context);
        break;
      }
      Register copy = b().NewTemporary();
      b().Emit(Opcode::COPY, copy, value);
      context->live.push_back(copy);
      Pattern(as->pattern, copy, context);
      CapturePattern(as->name, p, value, context);
      break;
    }
    case NodeKind::kMatchOr: OrPattern(p->As<MatchOr>(), value, context); break;
    default: break;
  }
}

// The register no longer holds a live value.
void Generator::Settle(Register value, PatternContext* context) {
  auto it = std::find(context->live.begin(), context->live.end(), value);
  if (it != context->live.end()) context->live.erase(it);
}

void Generator::CapturePattern(const Identifier* name, const PatternNode* p, Register value, PatternContext* context) {
  if (name == nullptr) {
    b().Emit(Opcode::DROP, value);
    Settle(value, context);
    return;
  }
  if (!CheckForbidden(name, p->span, true)) return;
  if (std::find(context->stores.begin(), context->stores.end(), name) != context->stores.end()) {
    Fail(b().span(), "multiple assignments to name '" + std::string(name->text()) + "' in pattern");
    return;
  }
  // The value stays live in its register until the whole pattern has matched.
  context->stores.push_back(name);
  context->values.push_back(value);
}

void Generator::SequencePattern(const MatchSequence* p, Register value, PatternContext* context) {
  uint32_t size = p->patterns.size(), star = size;
  bool only_wildcard = true, star_wildcard = false;
  for (uint32_t i = 0; i < size; ++i) {
    const PatternNode* q = p->patterns[i];
    if (const MatchStar* s = q->If<MatchStar>()) {
      if (star != size) {
        Fail(p->span, "multiple starred names in sequence pattern");
        return;
      }
      star = i;
      star_wildcard = s->name == nullptr;
      only_wildcard &= star_wildcard;
      continue;
    }
    only_wildcard &= IsWildcard(q);
  }
  bool outer_irrefutable = context->allow_irrefutable;
  context->allow_irrefutable = true;
  Register test = b().NewTemporary();
  b().Emit(Opcode::MATCH_SEQUENCE, test, value);
  FailPatternUnless(test, context);
  if (star == size || size > 1) {
    Register length = test;
    b().Emit(Opcode::GET_LENGTH, length, value);
    Register wanted = b().NewTemporary();
    b().EmitWide(Opcode::LOAD_INT, wanted, static_cast<int32_t>(star == size ? size : size - 1));
    b().Emit(star == size ? Opcode::COMPARE_EQ : Opcode::COMPARE_GE, length, length, wanted);
    b().SetDepth(b().depth() - 1);
    FailPatternUnless(length, context);
  }
  b().SetDepth(b().depth() - 1);
  if (only_wildcard) {
    b().Emit(Opcode::DROP, value);
    Settle(value, context);
  } else if (star_wildcard) {
    // Items by index: nothing is copied for the rest.
    for (uint32_t i = 0; i < size; ++i) {
      if (i == star || IsWildcard(p->patterns[i])) continue;
      Register key = b().NewTemporary();
      if (i < star) {
        b().EmitWide(Opcode::LOAD_INT, key, static_cast<int32_t>(i));
      } else {
        Register back = b().NewTemporary();
        b().Emit(Opcode::GET_LENGTH, key, value);
        b().EmitWide(Opcode::LOAD_INT, back, static_cast<int32_t>(size - i));
        b().Emit(Opcode::SUBTRACT, key, key, back);
        b().SetDepth(b().depth() - 1);
      }
      Register copy = b().NewTemporary();
      b().Emit(Opcode::COPY, copy, value);
      b().Emit(Opcode::LOAD_INDEX, key, copy, key);
      b().SetDepth(b().depth() - 1);
      context->live.push_back(key);
      Pattern(p->patterns[i], key, context);
      if (!ok_) return;
    }
    b().Emit(Opcode::DROP, value);
    Settle(value, context);
  } else {
    Register first = b().Top();
    for (uint32_t i = 0; i < size; ++i) b().NewTemporary();
    if (star != size) {
      b().Emit(Opcode::UNPACK_EX, first, value, static_cast<uint16_t>(star), size - star - 1);
    } else {
      b().Emit(Opcode::UNPACK_SEQUENCE, first, value, static_cast<uint16_t>(size));
    }
    Settle(value, context);
    for (uint32_t i = 0; i < size; ++i) context->live.push_back(static_cast<Register>(first + i));
    for (uint32_t i = 0; i < size; ++i) Pattern(p->patterns[i], static_cast<Register>(first + i), context);
  }
  context->allow_irrefutable = outer_irrefutable;
}

namespace {

// Equal for numbers that are equal, whatever their types.
std::string KeyOf(const CodeConstant& constant) {
  using Kind = CodeConstant::Kind;
  CodeConstant number;
  number.kind = Kind::kInt;
  switch (constant.kind) {
    case Kind::kTrue: number.integer = 1; return ConstantKey(number);
    case Kind::kFalse: return ConstantKey(number);
    case Kind::kFloat:
    case Kind::kComplex:
      if (constant.imaginary != 0) break;
      if (constant.real == std::floor(constant.real) && std::fabs(constant.real) < 9e18) {
        number.integer = static_cast<int64_t>(constant.real);
        return ConstantKey(number);
      }
      number.kind = Kind::kFloat;
      number.real = constant.real;
      return ConstantKey(number);
    default: break;
  }
  return ConstantKey(constant);
}

}  // namespace

bool Generator::CheckMappingKey(const ExprNode* key, std::vector<std::string>* seen) {
  CodeConstant constant;
  if (!FoldConstant(key, options_.optimize, &constant)) {
    if (key->kind == NodeKind::kAttribute) return true;
    return Fail(b().span(), "mapping pattern keys may only match literals and attribute lookups");
  }
  std::string text = KeyOf(constant);
  if (std::find(seen->begin(), seen->end(), text) != seen->end()) {
    return Fail(b().span(), "mapping pattern checks duplicate key (" + Unparse(key) + ")");
  }
  seen->push_back(text);
  return true;
}

void Generator::MappingPattern(const MatchMapping* p, Register value, PatternContext* context) {
  bool outer_irrefutable = context->allow_irrefutable;
  context->allow_irrefutable = true;
  uint32_t size = p->keys.size();
  Register test = b().NewTemporary();
  b().Emit(Opcode::MATCH_MAPPING, test, value);
  FailPatternUnless(test, context);
  if (size > 0) {
    b().Emit(Opcode::GET_LENGTH, test, value);
    Register wanted = b().NewTemporary();
    b().EmitWide(Opcode::LOAD_INT, wanted, static_cast<int32_t>(size));
    b().Emit(Opcode::COMPARE_GE, test, test, wanted);
    b().SetDepth(b().depth() - 1);
    FailPatternUnless(test, context);
  }
  b().SetDepth(b().depth() - 1);
  if (size == 0 && p->rest == nullptr) {
    b().Emit(Opcode::DROP, value);
    Settle(value, context);
    context->allow_irrefutable = outer_irrefutable;
    return;
  }
  std::vector<std::string> seen;
  for (const ExprNode* key : p->keys) {
    if (!CheckMappingKey(key, &seen)) return;
  }
  Register keys = b().NewTemporary();
  SequenceTo(p->keys, keys, Opcode::BUILD_TUPLE, nullptr);
  b().SetSpan(p->span);
  context->live.push_back(keys);
  Register values = b().NewTemporary();
  b().Emit(Opcode::MATCH_KEYS, values, value, keys);
  Register found = b().NewTemporary();
  b().Emit(Opcode::COPY, found, values);
  Label ok;
  context->live.push_back(values);
  b().EmitJump(Opcode::JUMP_IF_NOT_NONE, found, &ok);
  FailPattern(context);
  b().Bind(&ok);
  b().SetDepth(b().depth() - 1);
  Register rest = 0;
  if (p->rest != nullptr) {
    // dict(subject) without the matched keys.
    rest = b().NewTemporary();
    b().Emit(Opcode::BUILD_MAP, rest, b().Top(), 0);
    Register copy = b().NewTemporary();
    b().Emit(Opcode::COPY, copy, value);
    b().Emit(Opcode::DICT_UPDATE, rest, copy);
    for (uint32_t i = 0; i < size; ++i) {
      CodeConstant index;
      index.kind = CodeConstant::Kind::kInt;
      index.integer = i;
      Register container = b().NewTemporary();
      b().Emit(Opcode::COPY, copy, keys);
      b().Emit(Opcode::LOAD_INDEX_K, copy, copy, static_cast<uint16_t>(b().AddConstant(index)));
      b().Emit(Opcode::COPY, container, rest);
      b().Emit(Opcode::DELETE_INDEX, container, copy);
      b().SetDepth(b().depth() - 1);
    }
    b().SetDepth(b().depth() - 1);
    context->live.push_back(rest);
  }
  Register first = b().Top();
  for (uint32_t i = 0; i < size; ++i) b().NewTemporary();
  b().Emit(Opcode::UNPACK_SEQUENCE, first, values, static_cast<uint16_t>(size));
  Settle(values, context);
  for (uint32_t i = 0; i < size; ++i) context->live.push_back(static_cast<Register>(first + i));
  b().Emit(Opcode::DROP, keys);
  Settle(keys, context);
  b().Emit(Opcode::DROP, value);
  Settle(value, context);
  for (uint32_t i = 0; i < size; ++i) Pattern(p->patterns[i], static_cast<Register>(first + i), context);
  if (p->rest != nullptr && ok_) CapturePattern(p->rest, p, rest, context);
  context->allow_irrefutable = outer_irrefutable;
}

void Generator::ClassPattern(const MatchClass* p, Register value, PatternContext* context) {
  bool outer_irrefutable = context->allow_irrefutable;
  context->allow_irrefutable = true;
  for (uint32_t i = 0; i < p->kwd_attrs.size(); ++i) {
    if (!CheckForbidden(p->kwd_attrs[i], p->kwd_patterns[i]->span, true)) return;
    for (uint32_t k = i + 1; k < p->kwd_attrs.size(); ++k) {
      if (p->kwd_attrs[i] == p->kwd_attrs[k]) {
        Fail(p->kwd_patterns[k]->span,
             "attribute name repeated in class pattern: " + std::string(p->kwd_attrs[k]->text()));
        return;
      }
    }
  }
  Register cls = TemporaryOf(p->cls);
  Register names_register = b().NewTemporary();
  b().SetSpan(p->span);
  CodeConstant attribute_names;
  attribute_names.kind = CodeConstant::Kind::kTuple;
  for (const Identifier* name : p->kwd_attrs) {
    CodeConstant c;
    c.kind = CodeConstant::Kind::kName;
    c.text = name->text();
    attribute_names.items.push_back(std::move(c));
  }
  LoadConstantTo(attribute_names, names_register);
  Register attributes = cls;
  b().Emit(Opcode::MATCH_CLASS, attributes, value, cls, p->patterns.size());
  Register found = names_register;
  b().Emit(Opcode::COPY, found, attributes);
  Label ok;
  context->live.push_back(attributes);
  b().EmitJump(Opcode::JUMP_IF_NOT_NONE, found, &ok);
  FailPattern(context);
  b().Bind(&ok);
  b().SetDepth(b().depth() - 1);
  uint32_t count = p->patterns.size() + p->kwd_patterns.size();
  b().Emit(Opcode::DROP, value);
  Settle(value, context);
  Register first = b().Top();
  for (uint32_t i = 0; i < count; ++i) b().NewTemporary();
  b().Emit(Opcode::UNPACK_SEQUENCE, first, attributes, static_cast<uint16_t>(count));
  Settle(attributes, context);
  for (uint32_t i = 0; i < count; ++i) context->live.push_back(static_cast<Register>(first + i));
  for (uint32_t i = 0; i < count; ++i) {
    const PatternNode* q = i < p->patterns.size() ? p->patterns[i] : p->kwd_patterns[i - p->patterns.size()];
    Pattern(q, static_cast<Register>(first + i), context);
  }
  context->allow_irrefutable = outer_irrefutable;
}

// Alternatives bind the same names. Each leaves its captures in the same registers, reserved here.
void Generator::OrPattern(const MatchOr* p, Register value, PatternContext* context) {
  Label matched;
  bool outer_irrefutable = context->allow_irrefutable;
  std::vector<const Identifier*> order;
  Register first = 0;
  uint32_t base_depth = b().depth();
  Label* outer_fail = context->fail;
  std::vector<Register> outer_live = context->live;
  for (uint32_t i = 0; i < p->patterns.size(); ++i) {
    bool last = i + 1 == p->patterns.size();
    Label next;
    PatternContext alternative;
    alternative.fail = &next;
    alternative.allow_irrefutable = last && outer_irrefutable;
    if (i > 0) b().SetDepth(base_depth + order.size());
    b().SetSpan(p->patterns[i]->span);
    uint32_t reserve = i == 0 ? CaptureCount(p->patterns[0]) : 0;
    if (i == 0) {
      first = b().Top();
      b().SetDepth(base_depth + reserve);
    }
    Register copy = b().NewTemporary();
    b().Emit(Opcode::COPY, copy, value);
    alternative.live.push_back(copy);
    Pattern(p->patterns[i], copy, &alternative);
    if (!ok_) return;
    if (i == 0) {
      order = alternative.stores;
    } else if (alternative.stores.size() != order.size() ||
               !std::is_permutation(order.begin(), order.end(), alternative.stores.begin())) {
      Fail(b().span(), "alternative patterns bind different names");
      return;
    }
    for (size_t k = 0; k < order.size(); ++k) {
      size_t at = std::find(alternative.stores.begin(), alternative.stores.end(), order[k]) - alternative.stores.begin();
      b().Emit(Opcode::MOVE, static_cast<Register>(first + k), alternative.values[at]);
    }
    b().EmitJump(Opcode::JUMP, 0, &matched);
    b().SetReachable(false);
    b().Bind(&next);
  }
  context->fail = outer_fail;
  context->live = outer_live;
  b().SetDepth(base_depth + order.size());
  FailPattern(context);
  b().Bind(&matched);
  b().Emit(Opcode::DROP, value);
  Settle(value, context);
  for (size_t k = 0; k < order.size(); ++k) {
    Register r = static_cast<Register>(first + k);
    context->live.push_back(r);
    CapturePattern(order[k], p, r, context);
  }
}

// How many names a pattern binds.
uint32_t Generator::CaptureCount(const PatternNode* p) {
  uint32_t count = 0;
  switch (p->kind) {
    case NodeKind::kMatchSequence:
      for (const PatternNode* q : p->As<MatchSequence>()->patterns) count += CaptureCount(q);
      return count;
    case NodeKind::kMatchMapping:
      for (const PatternNode* q : p->As<MatchMapping>()->patterns) count += CaptureCount(q);
      return count + (p->As<MatchMapping>()->rest != nullptr ? 1 : 0);
    case NodeKind::kMatchClass:
      for (const PatternNode* q : p->As<MatchClass>()->patterns) count += CaptureCount(q);
      for (const PatternNode* q : p->As<MatchClass>()->kwd_patterns) count += CaptureCount(q);
      return count;
    case NodeKind::kMatchStar: return p->As<MatchStar>()->name != nullptr ? 1 : 0;
    case NodeKind::kMatchAs:
      if (p->As<MatchAs>()->pattern != nullptr) count = CaptureCount(p->As<MatchAs>()->pattern);
      return count + (p->As<MatchAs>()->name != nullptr ? 1 : 0);
    case NodeKind::kMatchOr: return CaptureCount(p->As<MatchOr>()->patterns[0]);
    default: return 0;
  }
}

}  // namespace polygil
