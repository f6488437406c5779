// try, with, and leaving blocks early.
//
// A handler is entered with the exception in the first temporary of its depth. While it runs, that
// temporary (`exception`) and the next one (`saved`, what was being handled before) stay live, and a
// clean-up handler restores `saved` if the handler's own code raises.

#include "compiler/codegen/constants.h"
#include "compiler/codegen/generator.h"

#include <algorithm>
#include <vector>

namespace polygil {

using namespace ast;  // NOLINT: the whole file is about nodes

namespace {

// How many entries a block has on the builder's handler stack.
int HandlerCount(BlockKind kind) {
  switch (kind) {
    case BlockKind::kTry:
    case BlockKind::kFinallyTry:
    case BlockKind::kFinallyEnd:
    case BlockKind::kWith:
    case BlockKind::kAsyncWith:
    case BlockKind::kHandler: return 1;
    case BlockKind::kHandlerName: return 2;
    default: return 0;
  }
}

bool EmitsCode(BlockKind kind) { return kind != BlockKind::kWhile && kind != BlockKind::kTry; }

// Does leaving all but the outermost `kept` blocks run code of finally or with? A statement that does so has
// a NOP of its own before, and what follows the clean-up has no line.
bool CleansUp(const std::vector<Block>& blocks, size_t kept) {
  return std::any_of(blocks.begin() + static_cast<ptrdiff_t>(kept), blocks.end(), [](const Block& block) {
    return block.kind == BlockKind::kFinallyTry || block.kind == BlockKind::kWith ||
           block.kind == BlockKind::kAsyncWith;
  });
}

// How many of CPython's blocks one stands for: a handler is two.
int BlockWeight(BlockKind kind) {
  return kind == BlockKind::kHandler || kind == BlockKind::kHandlerName || kind == BlockKind::kStarHandler ? 2 : 1;
}

}  // namespace

// False with the program refused if blocks are nested deeper than CPython's 20.
bool Generator::PushBlock(const Block& block) {
  constexpr int kMaxBlocks = 20;
  int count = BlockWeight(block.kind);
  for (const Block& outer : unit_->blocks) count += BlockWeight(outer.kind);
  if (count > kMaxBlocks) return Fail(b().span(), "too many statically nested blocks");
  unit_->blocks.push_back(block);
  return true;
}

// Undoes one block on the way out. The block is already off the stack of blocks. `value`: the
// temporary that holds what is being returned, or null.
void Generator::UnwindBlock(Block block, const Register* value) {
  for (int i = 0; i < HandlerCount(block.kind); ++i) b().PopHandler();
  switch (block.kind) {
    case BlockKind::kWhile:
    case BlockKind::kTry: return;
    case BlockKind::kFor:
    case BlockKind::kAsyncFor:
    case BlockKind::kPopValue: return b().Emit(Opcode::DROP, block.reg);
    case BlockKind::kFinallyTry: {
      // A break or return inside gives the value up.
      if (value != nullptr) unit_->blocks.push_back({.kind = BlockKind::kPopValue, .reg = *value});
      Body(*block.finalbody);
      if (value != nullptr) unit_->blocks.pop_back();
      return b().KeepPlace();
    }
    case BlockKind::kWith:
    case BlockKind::kAsyncWith:
      b().SetSpan(block.span);
      return CallExitWithNones(block.reg, block.kind == BlockKind::kAsyncWith);
    case BlockKind::kFinallyEnd:
    case BlockKind::kHandler:
    case BlockKind::kHandlerName:
      b().Emit(Opcode::POP_HANDLED, static_cast<Register>(block.reg + 1));
      b().Emit(Opcode::DROP, block.reg);
      if (block.kind == BlockKind::kHandlerName) UnbindHandlerName(block.name);
      return;
    case BlockKind::kStarHandler:
      Fail(b().span(), "'break', 'continue' and 'return' cannot appear in an except* block");
      return;
  }
}

// Undoes blocks down to `count` of them; afterwards everything is as before for the code behind.
bool Generator::UnwindTo(size_t count, const Register* value) {
  std::vector<Block> saved_blocks = unit_->blocks;
  while (ok_ && unit_->blocks.size() > count) {
    Block block = unit_->blocks.back();
    unit_->blocks.pop_back();
    UnwindBlock(block, value);
  }
  unit_->blocks = std::move(saved_blocks);
  return ok_;
}

// Behind the jump or return that an unwinding led to: the handlers that were suspended are back.
void Generator::RestoreHandlers(const std::vector<UnitBuilder::Handler>& handlers) {
  for (size_t i = b().handlers().size(); i < handlers.size(); ++i) b().PushHandler(handlers[i]);
}

void Generator::ReturnStatement(const Return* s) {
  if (!unit_->is_function()) {
    Fail(s->span, "'return' outside function");
    return;
  }
  if (s->value != nullptr && unit_->scope->is_coroutine && unit_->scope->is_generator) {
    Fail(s->span, "'return' with value in async generator");
    return;
  }
  bool unwinds = false;
  for (const Block& block : unit_->blocks) unwinds |= EmitsCode(block.kind);
  uint32_t depth = b().depth();
  bool constant = s->value == nullptr || s->value->kind == NodeKind::kConstant;
  Register value = 0;
  if (!constant) value = unwinds ? TemporaryOf(s->value) : Operand(s->value);
  SetSpan(s);
  if (s->value != nullptr && constant && s->value->span.lineno == s->span.lineno) SetSpan(s->value);
  std::vector<UnitBuilder::Handler> handlers = b().handlers();
  bool cleans_up = CleansUp(unit_->blocks, 0);
  if (cleans_up && constant) b().Emit(Opcode::NOP);
  if (!UnwindTo(0, constant || !unwinds ? nullptr : &value)) return;
  cleans_up ? b().KeepPlace() : SetSpan(s);
  uint16_t artificial = cleans_up ? kArtificial : 0;
  if (s->value == nullptr || (constant && s->value->As<ast::Constant>()->value.kind == ConstantKind::kNone)) {
    b().Emit(Opcode::RETURN_NONE, artificial);
  } else {
    CodeConstant loaded;
    if (constant && FoldConstant(s->value, options_.optimize, &loaded)) {
      value = b().NewTemporary();
      LoadConstantTo(loaded, value);
    }
    b().Emit(Opcode::RETURN, value, artificial);
  }
  RestoreHandlers(handlers);
  b().SetDepth(depth);
}

void Generator::BreakContinue(const StmtNode* s, bool is_break) {
  size_t count = unit_->blocks.size();
  while (count > 0) {
    BlockKind kind = unit_->blocks[count - 1].kind;
    if (kind == BlockKind::kWhile || kind == BlockKind::kFor || kind == BlockKind::kAsyncFor) break;
    if (kind == BlockKind::kStarHandler) {
      Fail(s->span, "'break', 'continue' and 'return' cannot appear in an except* block");
      return;
    }
    --count;
  }
  if (count == 0) {
    Fail(s->span, is_break ? "'break' outside loop" : "'continue' not properly in loop");
    return;
  }
  Block loop = unit_->blocks[count - 1];
  std::vector<UnitBuilder::Handler> handlers = b().handlers();
  size_t kept = is_break ? count - 1 : count;
  bool cleans_up = CleansUp(unit_->blocks, kept);
  SetSpan(s);
  if (cleans_up) b().Emit(Opcode::NOP);
  if (!UnwindTo(kept, nullptr)) return;
  cleans_up ? b().KeepPlace() : SetSpan(s);
  Label* target = is_break ? loop.break_label : loop.continue_label;
  b().EmitJump(target->position >= 0 ? Opcode::JUMP_BACK : Opcode::JUMP, cleans_up ? kArtificial : 0, target);
  RestoreHandlers(handlers);
}

// -- try ------------------------------------------------------------------------------------------

void Generator::UnbindHandlerName(const Identifier* name) {
  uint32_t depth = b().depth();
  Register none = b().NewTemporary();
  b().Emit(Opcode::LOAD_NONE, none);
  StoreName(name, none);
  DeleteName(name);
  b().SetDepth(depth);
}

void Generator::TryStatement(const Try* s) {
  if (!s->finalbody.empty()) {
    TryFinally(s, s->finalbody);
  } else {
    TryExcept(s->body, s->handlers, s->orelse);
  }
}

void Generator::TryStarStatement(const TryStar* s) {
  if (!s->finalbody.empty()) {
    TryFinally(s, s->finalbody);
  } else {
    TryStarExcept(s);
  }
}

void Generator::TryFinally(const StmtNode* s, const Sequence<StmtNode*>& finalbody) {
  uint32_t depth = b().depth();
  Label handler, cleanup, exit;
  b().Emit(Opcode::NOP);
  b().PushHandler({&handler, b().Top()});
  if (!PushBlock({.kind = BlockKind::kFinallyTry, .finalbody = &finalbody})) return;
  if (const Try* t = s->If<Try>()) {
    t->handlers.empty() ? Body(t->body) : TryExcept(t->body, t->handlers, t->orelse);
  } else {
    TryStarExcept(s->As<TryStar>());
  }
  if (!ok_) return;
  unit_->blocks.pop_back();
  b().PopHandler();
  Body(finalbody);
  b().EmitJump(Opcode::JUMP, kArtificial, &exit);

  b().SetReachable(false);
  b().Bind(&handler);
  b().SetSpan({});
  Register exception = b().NewTemporary(), saved = b().NewTemporary();
  b().Emit(Opcode::PUSH_HANDLED, exception, saved, 1);
  b().PushHandler({&cleanup, b().Top()});
  if (!PushBlock({.kind = BlockKind::kFinallyEnd, .reg = exception})) return;
  Body(finalbody);
  unit_->blocks.pop_back();
  b().PopHandler();
  b().KeepPlace();
  EmitPassOn(exception, saved);
  EmitCleanup(&cleanup, exception, saved);
  b().SetDepth(depth);
  b().Bind(&exit);
}

// The end of a handler that did not stop the exception: it goes on from here.
void Generator::EmitPassOn(Register exception, Register saved) {
  b().Emit(Opcode::POP_HANDLED, saved);
  b().Emit(Opcode::RERAISE, exception, kArtificial);
  b().SetReachable(false);
}

// The handler of a handler: what was being handled before is again, the new exception goes on.
void Generator::EmitCleanup(Label* cleanup, Register exception, Register saved, bool with_exit) {
  b().Bind(cleanup);
  b().SetSpan({});
  b().SetDepth(saved - b().local_count() + 1);
  Register raised = b().NewTemporary();
  b().Emit(Opcode::POP_HANDLED, saved);
  b().Emit(Opcode::DROP, exception);
  if (with_exit) b().Emit(Opcode::DROP, static_cast<Register>(exception - 1));
  b().Emit(Opcode::RERAISE, raised);
  b().SetReachable(false);
}

void Generator::TryExcept(const Sequence<StmtNode*>& body, const Sequence<ExceptHandler*>& handlers,
                          const Sequence<StmtNode*>& orelse) {
  uint32_t depth = b().depth();
  Label handler, cleanup, end;
  b().Emit(Opcode::NOP);
  b().PushHandler({&handler, b().Top()});
  if (!PushBlock({.kind = BlockKind::kTry})) return;
  Body(body);
  unit_->blocks.pop_back();
  b().PopHandler();
  Body(orelse);
  b().EmitJump(Opcode::JUMP, kArtificial, &end);
  if (!ok_) return;

  b().SetReachable(false);
  b().Bind(&handler);
  b().SetSpan({});
  Register exception = b().NewTemporary(), saved = b().NewTemporary();
  b().Emit(Opcode::PUSH_HANDLED, exception, saved);
  b().PushHandler({&cleanup, b().Top()});
  uint32_t inner = b().depth();
  for (uint32_t i = 0; i < handlers.size(); ++i) {
    const ExceptHandler* h = handlers[i];
    b().SetSpan(h->span);
    if (h->type == nullptr && i + 1 < handlers.size()) {
      Fail(h->span, "default 'except:' must be last");
      return;
    }
    Label next;
    if (h->type != nullptr) {
      Register type = Operand(h->type);
      Register match = b().NewTemporary();
      b().SetSpan(h->type->span);
      b().Emit(Opcode::MATCH_EXCEPTION, match, exception, type);
      b().EmitJump(Opcode::JUMP_IF_FALSE, match, &next);
      b().SetDepth(inner);
    }
    if (h->type == nullptr) b().Emit(Opcode::NOP);
    HandlerBody(h, exception, saved, &cleanup);
    if (!ok_) return;
    b().EmitJump(Opcode::JUMP, kArtificial, &end);
    b().SetReachable(false);
    b().PushHandler({&cleanup, static_cast<uint16_t>(saved + 1)});
    b().Bind(&next);
  }
  b().PopHandler();
  b().SetSpan(handlers[handlers.size() - 1]->span);
  EmitPassOn(exception, saved);
  EmitCleanup(&cleanup, exception, saved);
  b().SetDepth(depth);
  b().Bind(&end);
}

// The body of an except clause, to its normal end, where nothing is handled any more. The clean-up
// handler is off the stack on return.
void Generator::HandlerBody(const ExceptHandler* h, Register exception, Register saved, Label* cleanup) {
  Label name_cleanup;
  if (h->name != nullptr) {
    Register copy = b().NewTemporary();
    b().Emit(Opcode::COPY, copy, exception);
    b().SetSpan(h->span);
    StoreName(h->name, copy);
    b().SetDepth(b().depth() - 1);
    b().PushHandler({&name_cleanup, b().Top()});
    if (!PushBlock({.kind = BlockKind::kHandlerName, .reg = exception, .name = h->name})) return;
  } else {
    if (!PushBlock({.kind = BlockKind::kHandler, .reg = exception})) return;
  }
  Body(h->body);
  unit_->blocks.pop_back();
  if (h->name != nullptr) b().PopHandler();
  b().PopHandler();
  b().SetSpan({});
  b().Emit(Opcode::POP_HANDLED, saved);
  b().Emit(Opcode::DROP, exception);
  if (h->name != nullptr) UnbindHandlerName(h->name);
  bool reachable = b().reachable();
  if (h->name != nullptr) {
    Label over;
    b().EmitJump(Opcode::JUMP, kArtificial, &over);
    b().SetReachable(false);
    b().PushHandler({cleanup, static_cast<uint16_t>(saved + 1)});
    b().Bind(&name_cleanup);
    uint32_t depth = b().depth();
    Register raised = b().NewTemporary();
    UnbindHandlerName(h->name);
    b().Emit(Opcode::RERAISE, raised);
    b().SetDepth(depth);
    b().PopHandler();
    b().SetReachable(false);
    if (reachable) b().Bind(&over);
  }
}

// -- except* --------------------------------------------------------------------------------------

void Generator::TryStarExcept(const TryStar* s) {
  uint32_t depth = b().depth();
  Label handler, cleanup, end;
  b().Emit(Opcode::NOP);
  b().PushHandler({&handler, b().Top()});
  if (!PushBlock({.kind = BlockKind::kTry})) return;
  Body(s->body);
  unit_->blocks.pop_back();
  b().PopHandler();
  Body(s->orelse);
  b().EmitJump(Opcode::JUMP, kArtificial, &end);
  if (!ok_) return;

  b().SetReachable(false);
  b().Bind(&handler);
  b().SetSpan({});
  Register exception = b().NewTemporary(), saved = b().NewTemporary();
  b().Emit(Opcode::PUSH_HANDLED, exception, saved);
  b().PushHandler({&cleanup, b().Top()});
  Register raised = b().NewTemporary();
  b().Emit(Opcode::BUILD_LIST, raised, b().Top(), 0);
  Register rest = b().NewTemporary();
  b().Emit(Opcode::COPY, rest, exception);
  uint32_t inner = b().depth();
  for (const ExceptHandler* h : s->handlers) {
    b().SetSpan(h->span);
    Label next, clause_raised;
    Register match = b().NewTemporary();
    Register type = TemporaryOf(h->type);
    b().SetSpan(h->type->span);
    b().Emit(Opcode::MATCH_GROUP, match, rest, type);
    Register test = type;
    Label matched;
    b().Emit(Opcode::COPY, test, match);
    b().EmitJump(Opcode::JUMP_IF_NOT_NONE, test, &matched);
    b().Emit(Opcode::DROP, match);
    b().EmitJump(Opcode::JUMP, kArtificial, &next);
    b().Bind(&matched);
    b().SetDepth(inner + 1);
    if (h->name != nullptr) {
      StoreName(h->name, match);
    } else {
      b().Emit(Opcode::DROP, match);
    }
    b().SetDepth(inner);
    b().PushHandler({&clause_raised, b().Top()});
    if (!PushBlock({.kind = BlockKind::kStarHandler})) return;
    Body(h->body);
    unit_->blocks.pop_back();
    b().PopHandler();
    if (!ok_) return;
    b().SetSpan({});
    if (h->name != nullptr) UnbindHandlerName(h->name);
    b().EmitJump(Opcode::JUMP, kArtificial, &next);
    b().SetReachable(false);
    b().Bind(&clause_raised);
    Register error = b().NewTemporary();
    if (h->name != nullptr) UnbindHandlerName(h->name);
    b().Emit(Opcode::LIST_APPEND, raised, error);
    b().SetDepth(inner);
    b().Bind(&next);
  }
  b().SetSpan({});
  b().Emit(Opcode::LIST_APPEND, raised, rest);
  Register result = rest;
  b().Emit(Opcode::PREPARE_RERAISE_STAR, result, exception, raised);
  b().PopHandler();
  Label done;
  Register test = b().NewTemporary();
  b().Emit(Opcode::COPY, test, result);
  b().EmitJump(Opcode::JUMP_IF_NONE, test, &done);
  b().Emit(Opcode::POP_HANDLED, saved);
  b().Emit(Opcode::RERAISE, result, kArtificial);
  b().SetReachable(false);
  b().Bind(&done);
  b().Emit(Opcode::DROP, result);
  b().Emit(Opcode::POP_HANDLED, saved);
  b().EmitJump(Opcode::JUMP, kArtificial, &end);
  b().SetReachable(false);
  EmitCleanup(&cleanup, exception, saved);
  b().SetDepth(depth);
  b().Bind(&end);
}

// -- with -----------------------------------------------------------------------------------------

// exit(None, None, None), result dropped. Uses up R[exit].
void Generator::CallExitWithNones(Register exit, bool is_async) {
  uint32_t depth = b().depth();
  Register base = b().NewTemporary();
  b().Emit(Opcode::MOVE, base, exit);
  b().SetDepth(b().depth() + 1);
  for (int i = 0; i < 3; ++i) b().Emit(Opcode::LOAD_NONE, b().NewTemporary());
  b().Emit(Opcode::CALL_FUNCTION, base, base, 3);
  if (is_async) {
    b().SetDepth(depth + 1);
    b().Emit(Opcode::GET_AWAITABLE, base, base, 2);
    EmitAwait(base, base);
  }
  b().Emit(Opcode::DROP, base);
  b().SetDepth(depth);
}

void Generator::WithStatement(const Sequence<WithItem*>& items, uint32_t index, const Sequence<StmtNode*>& body,
                              const StmtNode* s, bool is_async) {
  if (is_async && index == 0) {
    bool top_level = options_.allow_top_level_await && !unit_->is_function() && !unit_->is_class();
    if (!top_level && !(unit_->is_function() && unit_->scope->node->kind == NodeKind::kAsyncFunctionDef)) {
      Fail(s->span, "'async with' outside async function");
      return;
    }
  }
  const WithItem* item = items[index];
  uint32_t depth = b().depth();
  Label handler, cleanup, suppressed, end;
  Register exit = TemporaryOf(item->context_expr);
  Register value = b().NewTemporary();
  // The statement as a whole is what a traceback points at, as in CPython.
  Span span = s->span;
  b().SetSpan(span);
  b().Emit(is_async ? Opcode::ASYNC_WITH_ENTER : Opcode::WITH_ENTER, exit, exit);
  if (is_async) {
    b().Emit(Opcode::GET_AWAITABLE, value, value, 1);
    EmitAwait(value, value);
  }
  b().PushHandler({&handler, value});
  SetSpan(s);
  if (!PushBlock({.kind = is_async ? BlockKind::kAsyncWith : BlockKind::kWith, .reg = exit, .span = span})) return;
  if (item->optional_vars != nullptr) {
    StoreTo(item->optional_vars, value);
  } else {
    b().Emit(Opcode::DROP, value);
  }
  b().SetDepth(depth + 1);
  if (index + 1 < items.size()) {
    WithStatement(items, index + 1, body, s, is_async);
  } else {
    Body(body);
  }
  if (!ok_) return;
  unit_->blocks.pop_back();
  b().PopHandler();
  b().SetSpan(span);
  CallExitWithNones(exit, is_async);
  b().EmitJump(Opcode::JUMP, kArtificial, &end);

  b().SetReachable(false);
  b().Bind(&handler);
  b().SetSpan(span);
  Register exception = b().NewTemporary(), saved = b().NewTemporary();
  b().Emit(Opcode::PUSH_HANDLED, exception, saved, 1);
  b().PushHandler({&cleanup, b().Top()});
  Register result = b().NewTemporary();
  b().Emit(Opcode::WITH_EXIT, result, exit, exception);
  if (is_async) {
    b().Emit(Opcode::GET_AWAITABLE, result, result, 2);
    EmitAwait(result, result);
  }
  b().EmitJump(Opcode::JUMP_IF_TRUE, result, &suppressed);
  b().Emit(Opcode::RERAISE, exception);
  b().SetReachable(false);
  b().PopHandler();
  b().Bind(&suppressed);
  b().Emit(Opcode::POP_HANDLED, saved);
  b().Emit(Opcode::DROP, exception);
  b().Emit(Opcode::DROP, exit);
  b().EmitJump(Opcode::JUMP, kArtificial, &end);
  b().SetReachable(false);
  EmitCleanup(&cleanup, exception, saved, true);
  b().SetDepth(depth);
  b().Bind(&end);
}

}  // namespace polygil
