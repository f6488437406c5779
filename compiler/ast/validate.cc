// Statements and expressions, in CPython's order: of several mistakes the same one is told.

#include "compiler/ast/validate.h"

#include "compiler/ast/validate_nodes.h"

namespace polygil::ast {

bool Validator::Positions(const Span& span) {
  auto text = [](int32_t number) { return std::to_string(number); };
  if (span.lineno > span.end_lineno)
    return Refuse("AST node line range (" + text(span.lineno) + ", " + text(span.end_lineno) + ") is not valid");
  bool bad_lines = span.lineno < 0 && span.end_lineno != span.lineno;
  bool bad_columns = span.col_offset < 0 && span.col_offset != span.end_col_offset;
  if (bad_lines || bad_columns)
    return Refuse("AST node column range (" + text(span.col_offset) + ", " + text(span.end_col_offset) +
                  ") for line range (" + text(span.lineno) + ", " + text(span.end_lineno) + ") is not valid");
  if (span.lineno == span.end_lineno && span.col_offset > span.end_col_offset)
    return Refuse("line " + text(span.lineno) + ", column " + text(span.col_offset) + "-" +
                  text(span.end_col_offset) + " is not a valid range");
  return true;
}

bool Validator::Identifiers(const Identifier* name) {
  std::string_view text = name->text();
  if (text != "None" && text != "True" && text != "False") return true;
  return Refuse("identifier field can't represent '" + std::string(text) + "' constant");
}

// --- Expressions ----------------------------------------------------------------------------

bool Validator::Expressions(const Sequence<ExprNode*>& list, ExprContext context, bool allow_none) {
  for (const ExprNode* node : list) {
    if (node == nullptr && allow_none) continue;
    if (node == nullptr) return Refuse("None disallowed in expression list");
    if (!Expression(node, context)) return false;
  }
  return true;
}

bool Validator::Keywords(const Sequence<Keyword*>& keywords) {
  for (const Keyword* keyword : keywords) {
    if (!Load(keyword->value)) return false;
  }
  return true;
}

bool Validator::Parameters(const Sequence<Arg*>& parameters) {
  for (const Arg* parameter : parameters) {
    if (!Positions(parameter->span) || !Optional(parameter->annotation)) return false;
  }
  return true;
}

bool Validator::ArgumentsOf(const Arguments* node) {
  if (!Parameters(node->posonlyargs) || !Parameters(node->args)) return false;
  if (node->vararg != nullptr && !Optional(node->vararg->annotation)) return false;
  if (!Parameters(node->kwonlyargs)) return false;
  if (node->kwarg != nullptr && !Optional(node->kwarg->annotation)) return false;
  if (node->defaults.size() > node->posonlyargs.size() + node->args.size())
    return Refuse("more positional defaults than args on arguments");
  if (node->kw_defaults.size() != node->kwonlyargs.size())
    return Refuse("length of kwonlyargs is not the same as kw_defaults on arguments");
  return Expressions(node->defaults, ExprContext::kLoad, false) &&
         Expressions(node->kw_defaults, ExprContext::kLoad, true);
}

bool Validator::Generators(const Sequence<Comprehension*>& generators) {
  if (generators.empty()) return Refuse("comprehension with no generators");
  for (const Comprehension* generator : generators) {
    if (!Store(generator->target) || !Load(generator->iter) ||
        !Expressions(generator->ifs, ExprContext::kLoad, false))
      return false;
  }
  return true;
}

bool Validator::Comparison(const Compare* node) {
  if (node->comparators.empty()) return Refuse("Compare with no comparators");
  if (node->comparators.size() != node->ops.size())
    return Refuse("Compare has a different number of comparators and operands");
  return Expressions(node->comparators, ExprContext::kLoad, false) && Load(node->left);
}

bool Validator::Expression(const ExprNode* node, ExprContext context) {
  if (!Positions(node->span)) return false;
  ExprContext actual = ExprContext::kLoad;
  switch (node->kind) {
    case NodeKind::kAttribute: actual = node->As<Attribute>()->ctx; break;
    case NodeKind::kSubscript: actual = node->As<Subscript>()->ctx; break;
    case NodeKind::kStarred: actual = node->As<Starred>()->ctx; break;
    case NodeKind::kName:
      if (!Identifiers(node->As<Name>()->id)) return false;
      actual = node->As<Name>()->ctx;
      break;
    case NodeKind::kList: actual = node->As<List>()->ctx; break;
    case NodeKind::kTuple: actual = node->As<Tuple>()->ctx; break;
    default:
      if (context != ExprContext::kLoad)
        return Refuse(std::string("expression which can't be assigned to in ") + OperatorName(context) + " context");
  }
  if (actual != context)
    return Refuse(std::string("expression must have ") + OperatorName(context) + " context but has " +
                  OperatorName(actual) + " instead");
  return ExpressionParts(node);
}

bool Validator::ExpressionParts(const ExprNode* node) {
  constexpr ExprContext kLoad = ExprContext::kLoad;
  switch (node->kind) {
    case NodeKind::kBoolOp: {
      const auto& values = node->As<BoolOp>()->values;
      if (values.size() < 2) return Refuse("BoolOp with less than 2 values");
      return Expressions(values, kLoad, false);
    }
    case NodeKind::kNamedExpr: {
      const auto* named = node->As<NamedExpr>();
      if (named->target->kind != NodeKind::kName) return Refuse(TreeMistake::Kind::kTypeError, "NamedExpr target must be a Name");
      return Load(named->value);
    }
    case NodeKind::kBinOp: return Load(node->As<BinOp>()->left) && Load(node->As<BinOp>()->right);
    case NodeKind::kUnaryOp: return Load(node->As<UnaryOp>()->operand);
    case NodeKind::kLambda: return ArgumentsOf(node->As<Lambda>()->args) && Load(node->As<Lambda>()->body);
    case NodeKind::kIfExp: {
      const auto* choice = node->As<IfExp>();
      return Load(choice->test) && Load(choice->body) && Load(choice->orelse);
    }
    case NodeKind::kDict: {
      const auto* dict = node->As<Dict>();
      if (dict->keys.size() != dict->values.size())
        return Refuse("Dict doesn't have the same number of keys as values");
      return Expressions(dict->keys, kLoad, true) && Expressions(dict->values, kLoad, false);
    }
    case NodeKind::kSet: return Expressions(node->As<Set>()->elts, kLoad, false);
    case NodeKind::kListComp: return Generators(node->As<ListComp>()->generators) && Load(node->As<ListComp>()->elt);
    case NodeKind::kSetComp: return Generators(node->As<SetComp>()->generators) && Load(node->As<SetComp>()->elt);
    case NodeKind::kGeneratorExp:
      return Generators(node->As<GeneratorExp>()->generators) && Load(node->As<GeneratorExp>()->elt);
    case NodeKind::kDictComp: {
      const auto* dict = node->As<DictComp>();
      return Generators(dict->generators) && Load(dict->key) && Load(dict->value);
    }
    case NodeKind::kYield: return Optional(node->As<Yield>()->value);
    case NodeKind::kYieldFrom: return Load(node->As<YieldFrom>()->value);
    case NodeKind::kAwait: return Load(node->As<Await>()->value);
    case NodeKind::kCompare: return Comparison(node->As<Compare>());
    case NodeKind::kCall: {
      const auto* call = node->As<Call>();
      return Load(call->func) && Expressions(call->args, kLoad, false) && Keywords(call->keywords);
    }
    case NodeKind::kJoinedStr: return Expressions(node->As<JoinedStr>()->values, kLoad, false);
    case NodeKind::kFormattedValue: {
      const auto* value = node->As<FormattedValue>();
      if (!Load(value->value) || !Optional(value->format_spec)) return false;
      int32_t conversion = value->conversion;
      if (conversion < 0 || conversion == 's' || conversion == 'r' || conversion == 'a') return true;
      return Refuse(TreeMistake::Kind::kSystemError,
                    "Unrecognized conversion character " + std::to_string(conversion));
    }
    case NodeKind::kAttribute: return Load(node->As<Attribute>()->value);
    case NodeKind::kSubscript: return Load(node->As<Subscript>()->slice) && Load(node->As<Subscript>()->value);
    case NodeKind::kStarred: return Expression(node->As<Starred>()->value, node->As<Starred>()->ctx);
    case NodeKind::kSlice: {
      const auto* slice = node->As<Slice>();
      return Optional(slice->lower) && Optional(slice->upper) && Optional(slice->step);
    }
    case NodeKind::kList: return Expressions(node->As<List>()->elts, node->As<List>()->ctx, false);
    case NodeKind::kTuple: return Expressions(node->As<Tuple>()->elts, node->As<Tuple>()->ctx, false);
    default: return true;  // constants and names
  }
}

// --- Statements -----------------------------------------------------------------------------

bool Validator::Statements(const Sequence<StmtNode*>& statements) {
  for (const StmtNode* node : statements) {
    if (node == nullptr) return Refuse("None disallowed in statement list");
    if (!Statement(node)) return false;
  }
  return true;
}

template <typename T>
bool Validator::Function(const T* node) {
  return Body(node->body, GetNodeInfo(T::kKind).name) && ArgumentsOf(node->args) &&
         Expressions(node->decorator_list, ExprContext::kLoad, false) && Optional(node->returns);
}

template <typename T>
bool Validator::Loop(const T* node, const char* name) {
  return Store(node->target) && Load(node->iter) && Body(node->body, name) && Statements(node->orelse);
}

template <typename T>
bool Validator::WithItems(const T* node, const char* name) {
  if (!NotEmpty(node->items, "items", name)) return false;
  for (const WithItem* item : node->items) {
    if (!Load(item->context_expr)) return false;
    if (item->optional_vars != nullptr && !Store(item->optional_vars)) return false;
  }
  return Body(node->body, name);
}

template <typename T>
bool Validator::Handlers(const T* node, const char* name) {
  if (!Body(node->body, name)) return false;
  if (node->handlers.empty() && node->finalbody.empty())
    return Refuse(std::string(name) + " has neither except handlers nor finalbody");
  if (node->handlers.empty() && !node->orelse.empty())
    return Refuse(std::string(name) + " has orelse but no except handlers");
  for (const ExceptHandler* handler : node->handlers) {
    if (!Positions(handler->span) || !Optional(handler->type) || !Body(handler->body, "ExceptHandler")) return false;
  }
  if (!Statements(node->finalbody) || !Statements(node->orelse)) return false;
  if (T::kKind != NodeKind::kTryStar) return true;
  // CPython compiles a bare `except*` to code that fails; here every handler has classes to match.
  for (const ExceptHandler* handler : node->handlers) {
    if (handler->type == nullptr) return Refuse("TryStar handler without a type");
  }
  return true;
}

bool Validator::Class(const ClassDef* node) {
  return Body(node->body, "ClassDef") && Expressions(node->bases, ExprContext::kLoad, false) &&
         Keywords(node->keywords) && Expressions(node->decorator_list, ExprContext::kLoad, false);
}

bool Validator::SingleTarget(const ExprNode* target, const char* kind) {
  return target->kind == NodeKind::kName || target->kind == NodeKind::kAttribute ||
         target->kind == NodeKind::kSubscript ||
         Refuse(TreeMistake::Kind::kSystemError,
                std::string("invalid node type for ") + kind + " assignment");
}

bool Validator::Annotated(const AnnAssign* node) {
  if (node->target->kind != NodeKind::kName && node->simple)
    return Refuse(TreeMistake::Kind::kTypeError, "AnnAssign with simple non-Name target");
  return Store(node->target) && Optional(node->value) && Load(node->annotation) &&
         SingleTarget(node->target, "annotated");
}

bool Validator::Cases(const Match* node) {
  if (!Load(node->subject) || !NotEmpty(node->cases, "cases", "Match")) return false;
  for (const MatchCase* one : node->cases) {
    if (!Pattern(one->pattern, false) || !Optional(one->guard) || !Body(one->body, "match_case")) return false;
  }
  return true;
}

bool Validator::Statement(const StmtNode* node) {
  constexpr ExprContext kLoad = ExprContext::kLoad;
  if (!Positions(node->span)) return false;
  switch (node->kind) {
    case NodeKind::kFunctionDef: return Function(node->As<FunctionDef>());
    case NodeKind::kAsyncFunctionDef: return Function(node->As<AsyncFunctionDef>());
    case NodeKind::kClassDef: return Class(node->As<ClassDef>());
    case NodeKind::kReturn: return Optional(node->As<Return>()->value);
    case NodeKind::kDelete: {
      const auto& targets = node->As<Delete>()->targets;
      return NotEmpty(targets, "targets", "Delete") && Expressions(targets, ExprContext::kDel, false);
    }
    case NodeKind::kAssign: {
      const auto* assign = node->As<Assign>();
      return NotEmpty(assign->targets, "targets", "Assign") &&
             Expressions(assign->targets, ExprContext::kStore, false) && Load(assign->value);
    }
    case NodeKind::kAugAssign: {
      const auto* assign = node->As<AugAssign>();
      return Store(assign->target) && Load(assign->value) && SingleTarget(assign->target, "augmented");
    }
    case NodeKind::kAnnAssign: return Annotated(node->As<AnnAssign>());
    case NodeKind::kFor: return Loop(node->As<For>(), "For");
    case NodeKind::kAsyncFor: return Loop(node->As<AsyncFor>(), "AsyncFor");
    case NodeKind::kWhile: {
      const auto* loop = node->As<While>();
      return Load(loop->test) && Body(loop->body, "While") && Statements(loop->orelse);
    }
    case NodeKind::kIf: {
      const auto* choice = node->As<If>();
      return Load(choice->test) && Body(choice->body, "If") && Statements(choice->orelse);
    }
    case NodeKind::kWith: return WithItems(node->As<With>(), "With");
    case NodeKind::kAsyncWith: return WithItems(node->As<AsyncWith>(), "AsyncWith");
    case NodeKind::kMatch: return Cases(node->As<Match>());
    case NodeKind::kRaise: {
      const auto* raise = node->As<Raise>();
      if (raise->exc != nullptr) return Load(raise->exc) && Optional(raise->cause);
      return raise->cause == nullptr || Refuse("Raise with cause but no exception");
    }
    case NodeKind::kTry: return Handlers(node->As<Try>(), "Try");
    case NodeKind::kTryStar: return Handlers(node->As<TryStar>(), "TryStar");
    case NodeKind::kAssert: return Load(node->As<Assert>()->test) && Optional(node->As<Assert>()->msg);
    case NodeKind::kImport: return NotEmpty(node->As<Import>()->names, "names", "Import");
    case NodeKind::kImportFrom: {
      const auto* import = node->As<ImportFrom>();
      if (import->level < 0) return Refuse("Negative ImportFrom level");
      return NotEmpty(import->names, "names", "ImportFrom");
    }
    case NodeKind::kGlobal: return NotEmpty(node->As<Global>()->names, "names", "Global");
    case NodeKind::kNonlocal: return NotEmpty(node->As<Nonlocal>()->names, "names", "Nonlocal");
    case NodeKind::kExpr: return Expression(node->As<Expr>()->value, kLoad);
    default: return true;  // pass, break, continue
  }
}

bool Validator::Run(const ModNode* module) {
  switch (module->kind) {
    case NodeKind::kModule: return Statements(module->As<Module>()->body);
    case NodeKind::kInteractive: return Statements(module->As<Interactive>()->body);
    case NodeKind::kExpression: return Load(module->As<ast::Expression>()->body);
    case NodeKind::kFunctionType:
      return Expressions(module->As<FunctionType>()->argtypes, ExprContext::kLoad, false) &&
             Load(module->As<FunctionType>()->returns);
    default: return Refuse("impossible module node");
  }
}

bool ValidateTree(const ModNode* module, TreeMistake* mistake) { return Validator(mistake).Run(module); }

}  // namespace polygil::ast
