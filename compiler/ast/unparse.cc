#include "compiler/ast/unparse.h"

#include "compiler/ast/printer.h"

namespace polygil {

using namespace ast;  // NOLINT: the whole file is about nodes

namespace {

// From loosest to tightest; an operand in a tighter place than its own level is parenthesised.
enum Level {
  kTuple, kTest, kOr, kAnd, kNot, kCompare, kBitOr, kBitXor, kBitAnd, kShift, kArithmetic, kTerm, kFactor,
  kPower, kAwait, kAtom,
};

class Unparser {
 public:
  std::string out;

  void Write(const ExprNode* e, int level) {
    if (++depth_ <= 2000) Node(e, level);
    --depth_;
  }

 private:
  void Open(bool parenthesised) {
    if (parenthesised) out += '(';
  }
  void Close(bool parenthesised) {
    if (parenthesised) out += ')';
  }
  void Text(const Identifier* name) { out += name->text(); }

  static int BinaryLevel(Operator op) {
    switch (op) {
      case Operator::kAdd:
      case Operator::kSub: return kArithmetic;
      case Operator::kLShift:
      case Operator::kRShift: return kShift;
      case Operator::kBitOr: return kBitOr;
      case Operator::kBitXor: return kBitXor;
      case Operator::kBitAnd: return kBitAnd;
      case Operator::kPow: return kPower;
      default: return kTerm;
    }
  }
  static const char* BinaryText(Operator op) {
    switch (op) {
#define OPERATOR(Name, symbol) \
  case Operator::k##Name: return op == Operator::kPow ? " ** " : " " symbol " ";
#include "compiler/ast/operators.def"
    }
    return "";
  }
  static const char* CompareText(CompareOperator op) {
    switch (op) {
#define COMPARE_OPERATOR(Name, symbol) \
  case CompareOperator::k##Name: return " " symbol " ";
#include "compiler/ast/operators.def"
    }
    return "";
  }

  template <typename List>
  void Items(const List& list, int level) {
    bool first = true;
    for (const ExprNode* e : list) {
      if (!first) out += ", ";
      first = false;
      Write(e, level);
    }
  }

  void ConstantText(const ConstantValue& value) {
    if (value.kind == ConstantKind::kEllipsis) {
      out += "...";
      return;
    }
    PrintOptions options;
    std::string text = ConstantRepr(value, options);
    // Infinity has no literal: a number too big for one has.
    for (size_t at; (value.kind == ConstantKind::kFloat || value.kind == ConstantKind::kComplex) &&
                    (at = text.find("inf")) != std::string::npos;) {
      text.replace(at, 3, "1e309");
    }
    out += text;
  }

  void ArgumentList(const Arguments* a) {
    bool first = true;
    auto comma = [&] {
      if (!first) out += ", ";
      first = false;
    };
    uint32_t positional = a->posonlyargs.size() + a->args.size();
    uint32_t defaults = a->defaults.size();
    for (uint32_t i = 0; i < positional; ++i) {
      comma();
      const Arg* arg = i < a->posonlyargs.size() ? a->posonlyargs[i] : a->args[i - a->posonlyargs.size()];
      Parameter(arg);
      if (i + defaults >= positional) {
        out += '=';
        Write(a->defaults[i + defaults - positional], kTest);
      }
      if (!a->posonlyargs.empty() && i + 1 == a->posonlyargs.size()) out += ", /";
    }
    if (a->vararg || !a->kwonlyargs.empty()) {
      comma();
      out += '*';
      if (a->vararg) Parameter(a->vararg);
    }
    for (uint32_t i = 0; i < a->kwonlyargs.size(); ++i) {
      comma();
      Parameter(a->kwonlyargs[i]);
      if (a->kw_defaults[i]) {
        out += '=';
        Write(a->kw_defaults[i], kTest);
      }
    }
    if (a->kwarg) {
      comma();
      out += "**";
      Parameter(a->kwarg);
    }
  }
  void Parameter(const Arg* arg) {
    Text(arg->arg);
    if (arg->annotation) {
      out += ": ";
      Write(arg->annotation, kTest);
    }
  }

  void Comprehensions(const Sequence<Comprehension*>& generators) {
    for (const Comprehension* c : generators) {
      out += c->is_async ? " async for " : " for ";
      Write(c->target, kTuple);
      out += " in ";
      Write(c->iter, kTest + 1);
      for (const ExprNode* e : c->ifs) {
        out += " if ";
        Write(e, kTest + 1);
      }
    }
  }

  void Dictionary(const Dict* d) {
    out += '{';
    for (uint32_t i = 0; i < d->keys.size(); ++i) {
      if (i > 0) out += ", ";
      if (d->keys[i] == nullptr) {
        out += "**";
        Write(d->values[i], kBitOr);
      } else {
        Write(d->keys[i], kTest);
        out += ": ";
        Write(d->values[i], kTest);
      }
    }
    out += '}';
  }

  void CallText(const Call* c) {
    Write(c->func, kAtom);
    if (c->args.size() == 1 && c->keywords.empty() && c->args[0]->kind == NodeKind::kGeneratorExp) {
      Write(c->args[0], kAtom);
      return;
    }
    out += '(';
    Items(c->args, kTest);
    bool first = c->args.empty();
    for (const Keyword* k : c->keywords) {
      if (!first) out += ", ";
      first = false;
      if (k->arg == nullptr) {
        out += "**";
      } else {
        Text(k->arg);
        out += '=';
      }
      Write(k->value, kTest);
    }
    out += ')';
  }

  // The inside of an f-string.
  void Formatted(const ExprNode* e, std::string* body) {
    if (const ast::Constant* c = e->If<ast::Constant>()) {
      for (char ch : c->value.text) {
        *body += ch;
        if (ch == '{' || ch == '}') *body += ch;
      }
    } else if (const JoinedStr* j = e->If<JoinedStr>()) {
      for (const ExprNode* part : j->values) Formatted(part, body);
    } else if (const FormattedValue* f = e->If<FormattedValue>()) {
      Unparser inner;
      inner.Write(f->value, kTest + 1);
      *body += inner.out[0] == '{' ? "{ " : "{";
      *body += inner.out;
      if (f->conversion > 0) {
        *body += '!';
        *body += static_cast<char>(f->conversion);
      }
      if (f->format_spec != nullptr) {
        *body += ':';
        Formatted(f->format_spec, body);
      }
      *body += '}';
    }
  }

  void Node(const ExprNode* e, int level) {
    switch (e->kind) {
      case NodeKind::kBoolOp: {
        const BoolOp* b = e->As<BoolOp>();
        int own = b->op == BoolOperator::kAnd ? kAnd : kOr;
        Open(level > own);
        for (uint32_t i = 0; i < b->values.size(); ++i) {
          if (i > 0) out += own == kAnd ? " and " : " or ";
          Write(b->values[i], own + 1);
        }
        return Close(level > own);
      }
      case NodeKind::kNamedExpr:
        Open(level > kTuple);
        Write(e->As<NamedExpr>()->target, kAtom);
        out += " := ";
        Write(e->As<NamedExpr>()->value, kAtom);
        return Close(level > kTuple);
      case NodeKind::kBinOp: {
        const BinOp* b = e->As<BinOp>();
        int own = BinaryLevel(b->op);
        bool right_associative = b->op == Operator::kPow;
        Open(level > own);
        Write(b->left, own + (right_associative ? 1 : 0));
        out += BinaryText(b->op);
        Write(b->right, own + (right_associative ? 0 : 1));
        return Close(level > own);
      }
      case NodeKind::kUnaryOp: {
        const UnaryOp* u = e->As<UnaryOp>();
        int own = u->op == UnaryOperator::kNot ? kNot : kFactor;
        Open(level > own);
        out += u->op == UnaryOperator::kNot      ? "not "
               : u->op == UnaryOperator::kInvert ? "~"
               : u->op == UnaryOperator::kUAdd   ? "+"
                                                 : "-";
        Write(u->operand, own);
        return Close(level > own);
      }
      case NodeKind::kLambda: {
        const Lambda* l = e->As<Lambda>();
        bool bare = l->args->posonlyargs.empty() && l->args->args.empty() && !l->args->vararg &&
                    l->args->kwonlyargs.empty() && !l->args->kwarg;
        Open(level > kTest);
        out += bare ? "lambda" : "lambda ";
        ArgumentList(l->args);
        out += ": ";
        Write(l->body, kTest);
        return Close(level > kTest);
      }
      case NodeKind::kIfExp: {
        const IfExp* i = e->As<IfExp>();
        Open(level > kTest);
        Write(i->body, kTest + 1);
        out += " if ";
        Write(i->test, kTest + 1);
        out += " else ";
        Write(i->orelse, kTest);
        return Close(level > kTest);
      }
      case NodeKind::kDict: return Dictionary(e->As<Dict>());
      case NodeKind::kSet:
        out += '{';
        Items(e->As<Set>()->elts, kTest);
        out += '}';
        return;
      case NodeKind::kGeneratorExp:
        out += '(';
        Write(e->As<GeneratorExp>()->elt, kTest);
        Comprehensions(e->As<GeneratorExp>()->generators);
        out += ')';
        return;
      case NodeKind::kListComp:
        out += '[';
        Write(e->As<ListComp>()->elt, kTest);
        Comprehensions(e->As<ListComp>()->generators);
        out += ']';
        return;
      case NodeKind::kSetComp:
        out += '{';
        Write(e->As<SetComp>()->elt, kTest);
        Comprehensions(e->As<SetComp>()->generators);
        out += '}';
        return;
      case NodeKind::kDictComp:
        out += '{';
        Write(e->As<DictComp>()->key, kTest);
        out += ": ";
        Write(e->As<DictComp>()->value, kTest);
        Comprehensions(e->As<DictComp>()->generators);
        out += '}';
        return;
      case NodeKind::kYield:
        out += "(yield";
        if (e->As<Yield>()->value) {
          out += ' ';
          Write(e->As<Yield>()->value, kTuple);
        }
        out += ')';
        return;
      case NodeKind::kYieldFrom:
        out += "(yield from ";
        Write(e->As<YieldFrom>()->value, kTest);
        out += ')';
        return;
      case NodeKind::kAwait:
        Open(level > kAwait);
        out += "await ";
        Write(e->As<Await>()->value, kAtom);
        return Close(level > kAwait);
      case NodeKind::kCompare: {
        const Compare* c = e->As<Compare>();
        Open(level > kCompare);
        Write(c->left, kCompare + 1);
        for (uint32_t i = 0; i < c->ops.size(); ++i) {
          out += CompareText(c->ops[i]);
          Write(c->comparators[i], kCompare + 1);
        }
        return Close(level > kCompare);
      }
      case NodeKind::kCall: return CallText(e->As<Call>());
      case NodeKind::kConstant:
        out += e->As<ast::Constant>()->literal_kind;
        return ConstantText(e->As<ast::Constant>()->value);
      case NodeKind::kJoinedStr:
      case NodeKind::kFormattedValue: {
        std::string body;
        Formatted(e, &body);
        ConstantValue text;
        text.kind = ConstantKind::kStr;
        text.text = body;
        out += 'f';
        return ConstantText(text);
      }
      case NodeKind::kAttribute: {
        const Attribute* a = e->As<Attribute>();
        Write(a->value, kAtom);
        const ast::Constant* c = a->value->If<ast::Constant>();
        // 1 .real: without the space the dot would belong to the number.
        out += c != nullptr && c->value.kind == ConstantKind::kInt ? " ." : ".";
        return Text(a->attr);
      }
      case NodeKind::kStarred:
        out += '*';
        return Write(e->As<Starred>()->value, kBitOr);
      case NodeKind::kName: return Text(e->As<Name>()->id);
      case NodeKind::kList:
        out += '[';
        Items(e->As<List>()->elts, kTest);
        out += ']';
        return;
      case NodeKind::kTuple: {
        const Tuple* t = e->As<Tuple>();
        if (t->elts.empty()) {
          out += "()";
          return;
        }
        Open(level > kTuple);
        Items(t->elts, kTest);
        if (t->elts.size() == 1) out += ',';
        return Close(level > kTuple);
      }
      case NodeKind::kSubscript: {
        const Subscript* s = e->As<Subscript>();
        Write(s->value, kAtom);
        out += '[';
        Write(s->slice, kTuple);
        out += ']';
        return;
      }
      case NodeKind::kSlice: {
        const Slice* s = e->As<Slice>();
        if (s->lower) Write(s->lower, kTest);
        out += ':';
        if (s->upper) Write(s->upper, kTest);
        if (s->step) {
          out += ':';
          Write(s->step, kTest);
        }
        return;
      }
      default: return;
    }
  }

  int depth_ = 0;
};

}  // namespace

std::string Unparse(const ExprNode* e) {
  Unparser unparser;
  unparser.Write(e, kTest);
  return unparser.out;
}

}  // namespace polygil
