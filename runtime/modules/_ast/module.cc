// The _ast module: one class for each row of the compiler's tables of nodes and operators.

#include <cstring>
#include <iterator>
#include <string>

#include "runtime/modules/_ast/ast_bridge.h"
#include "runtime/modules/builtins/builtins.h"
#include "runtime/modules/module_state.h"
#include "runtime/modules/native_type.h"
#include "runtime/types/classes/shape.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/names.h"

namespace polygil {

Type AstNodeType;

namespace {

constexpr const char *kClassesKey = "_ast.classes", *kSingletonsKey = "_ast.singletons",
                     *kKindsKey = "_ast.kinds";

// -- AST -------------------------------------------------------------------------------------------

bool SetPositional(Value self, Value fields, const Value* args, size_t nargs) {
  int64_t count = fields ? TupleSize(fields) : 0;
  if (static_cast<int64_t>(nargs) > count)
    return Raise(&TypeErrorType, "%.400s constructor takes at most %zd positional argument%s", TypeName(self),
                 static_cast<ssize_t>(count), count == 1 ? "" : "s");
  for (size_t i = 0; i < nargs; ++i)
    TRY_VOID(SetAttribute(self, TupleAt(fields, static_cast<int64_t>(i)), args[i]));
  return true;
}

bool AstInit(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Handle fields = FindAttribute(Value::Pointer(TypeOf(self)), names._fields);
  if (fields.IsEmpty() && HasPendingException()) return false;
  if (!fields.IsEmpty() && !IsTuple(fields)) fields = TRY(ToTuple(fields));
  TRY_VOID(SetPositional(self, fields, args, nargs));
  for (int64_t i = 0; keyword_names && i < TupleSize(keyword_names); ++i) {
    Value name = TupleAt(keyword_names, i);
    for (size_t k = 0; k < nargs; ++k) {
      if (StrEqual(TupleAt(fields, static_cast<int64_t>(k)), name))
        return Raise(&TypeErrorType, "%.400s got multiple values for argument '%U'", TypeName(self), name);
    }
    TRY_VOID(SetAttribute(self, name, args[nargs + static_cast<size_t>(i)]));
  }
  return true;
}

Owned AstMake(Type* type, const Value*, size_t, Value) { return AllocateInstance(type); }

Owned AstReduce(Value self) {
  Handle dict = TRY(GetAttribute(self, names.__dict__));
  Handle empty = TRY(TupleEmpty());
  return TupleOf({Value::Pointer(TypeOf(self)), empty, dict});
}

const MethodDef kAstMethods[] = {
    PY_METHOD(AST, __reduce__, NoArgs(AstReduce), "($self, /)\n--\n\nHelper for pickle."), {}};

// -- The classes -----------------------------------------------------------------------------------

Owned GetAstDict(Value self) {
  Value dict = InstanceDict(self.AsObject());
  return dict ? Retain(dict) : Owned();
}
bool SetAstDict(Value self, Value dict) {
  if (dict && !IsDict(dict))
    return Raise(&TypeErrorType, "__dict__ must be set to a dictionary, not a '%.200s'", TypeName(dict));
  return InstanceSetDict(self.AsObject(), dict);
}
constexpr PropertyDef kAstProperties[] = {{"__dict__", GetAstDict, SetAstDict}, {}};

constexpr const char* kLocations[] = {"lineno", "col_offset", "end_lineno", "end_col_offset"};

// -- Their documentation: the lines of the abstract grammar -----------------------------------------

std::string CategoryText(const char* type) {
  static constexpr const char* kNames[][2] = {
      {"StmtNode", "stmt"},          {"ExprNode", "expr"},
      {"PatternNode", "pattern"},    {"TypeIgnoreNode", "type_ignore"},
      {"ExceptHandler", "excepthandler"}, {"MatchCase", "match_case"},
      {"ExprContext", "expr_context"},    {"BoolOperator", "boolop"},
      {"Operator", "operator"},           {"UnaryOperator", "unaryop"},
      {"CompareOperator", "cmpop"}};
  for (const auto& row : kNames) {
    if (strcmp(row[0], type) == 0) return row[1];
  }
  std::string text = type;  // Arg, Keyword, ...: in lower case
  for (char& c : text) c = static_cast<char>(tolower(c));
  return text;
}

// "withitem(expr context_expr, expr? optional_vars)"
std::string Signature(const ast::NodeInfo& info) {
  using Kind = ast::FieldKind;
  std::string text = info.name;
  for (int i = 0; i < info.field_count; ++i) {
    const ast::FieldInfo& field = info.fields[i];
    text += i == 0 ? "(" : ", ";
    text += CategoryText(field.type);
    if (field.kind == Kind::kOptionalNode || field.kind == Kind::kOptionalIdentifier ||
        field.kind == Kind::kOptionalString || field.kind == Kind::kOptionalInteger)
      text += '?';
    if (field.kind == Kind::kNodeList || field.kind == Kind::kIdentifierList ||
        field.kind == Kind::kCompareOperatorList)
      text += '*';
    text += ' ';
    text += field.name;
  }
  return info.field_count == 0 ? text : text + ')';
}

// The name of the base class in Python; null for AST itself.
const char* BaseName(const ast::NodeInfo& info) {
  using Category = ast::NodeCategory;
  switch (info.category) {
    case Category::kMod: return "mod";
    case Category::kStmt: return "stmt";
    case Category::kExpr: return "expr";
    case Category::kPattern: return "pattern";
    case Category::kTypeIgnore: return "type_ignore";
    default: return strcmp(info.name, "ExceptHandler") == 0 ? "excepthandler" : nullptr;
  }
}

// "expr = BoolOp(...)", the other members on lines of their own.
std::string CategoryDoc(const char* name) {
  std::string text;
  for (int i = 0; i < static_cast<int>(ast::NodeKind::kCount); ++i) {
    const ast::NodeInfo& info = ast::GetNodeInfo(static_cast<ast::NodeKind>(i));
    if (BaseName(info) == nullptr || strcmp(BaseName(info), name) != 0) continue;
    text += text.empty() ? std::string(name) + " = " : "\n" + std::string(strlen(name) + 1, ' ') + "| ";
    text += Signature(info);
  }
  return text;
}

struct Maker {
  Value module;
  Handle classes, singletons, kinds;  // dicts

  Owned Make(const char* name, Value base, const char* const* fields, size_t count, bool located,
             const std::string& doc);
  bool Node(const ast::NodeInfo& info);
  bool Operators(const char* base_name, const char* const* operator_names, size_t count);
  Value BaseOf(const ast::NodeInfo& info);
};

Owned NameTuple(const char* const* texts, size_t count) {
  Handle tuple = TRY(TupleNew(static_cast<int64_t>(count)));
  for (size_t i = 0; i < count; ++i) {
    Owned text = StrInternUtf8(texts[i]);
    TupleInit(tuple, static_cast<int64_t>(i), text ? text : OwnNone());
  }
  return tuple.Release();
}

// class name(base): with _fields, __match_args__ and, for a category of its own, _attributes.
Owned Maker::Make(const char* name, Value base, const char* const* fields, size_t count, bool located,
                  const std::string& doc) {
  Handle dict = TRY(DictNew());
  Handle names_of_fields = TRY(NameTuple(fields, count));
  TRY_VOID(DictSetAscii(dict, "_fields", names_of_fields));
  TRY_VOID(DictSetAscii(dict, "__match_args__", names_of_fields));
  Handle module_name = TRY(StrInternUtf8("ast"));
  TRY_VOID(DictSet(dict, names.__module__, module_name));
  Handle doc_text = TRY(StrFromUtf8(doc));
  TRY_VOID(DictSet(dict, names.__doc__, doc_text));
  if (located) {
    Handle attributes = TRY(NameTuple(kLocations, 4));
    TRY_VOID(DictSetAscii(dict, "_attributes", attributes));
  }
  if (located && strcmp(name, "pattern") != 0) {  // a pattern's end is not optional
    TRY_VOID(DictSetAscii(dict, "end_lineno", Value::None()));
    TRY_VOID(DictSetAscii(dict, "end_col_offset", Value::None()));
  }
  Handle text = TRY(StrInternUtf8(name));
  Handle bases = TRY(TupleOf({base}));
  Handle cls = TRY(Call(Value::Pointer(&TypeType), {text, bases, dict}));
  TRY_VOID(DictSet(classes, text, cls));
  TRY_VOID(ModuleAdd(module, name, Retain(cls)));
  return cls.Release();
}

Value Maker::BaseOf(const ast::NodeInfo& info) {
  const char* name = BaseName(info);
  return name == nullptr ? Value::Pointer(&AstNodeType) : DictGetAscii(classes, name);
}

bool Maker::Node(const ast::NodeInfo& info) {
  const char* fields[16];
  for (int i = 0; i < info.field_count; ++i) {
    const char* field = info.fields[i].name;
    fields[i] = strcmp(field, "literal_kind") == 0 ? "kind" : field;
  }
  Value base = BaseOf(info);
  bool own_location = info.category == ast::NodeCategory::kLocated && base == Value::Pointer(&AstNodeType);
  Handle cls = TRY(Make(info.name, base, fields, info.field_count, own_location, Signature(info)));
  for (int i = 0; i < info.field_count; ++i) {
    ast::FieldKind kind = info.fields[i].kind;
    if (kind == ast::FieldKind::kOptionalNode || kind == ast::FieldKind::kOptionalIdentifier ||
        kind == ast::FieldKind::kOptionalString || kind == ast::FieldKind::kOptionalInteger)
      TRY_VOID(SetAttribute(cls, fields[i], Value::None()));
  }
  return DictSet(kinds, cls, Value::Int(static_cast<int>(info.kind)));
}

bool Maker::Operators(const char* base_name, const char* const* operator_names, size_t count) {
  std::string doc = base_name;
  for (size_t i = 0; i < count; ++i) doc += (i == 0 ? " = " : " | ") + std::string(operator_names[i]);
  Handle base = TRY(Make(base_name, Value::Pointer(&AstNodeType), nullptr, 0, false, doc));
  for (size_t i = 0; i < count; ++i) {
    Handle cls = TRY(Make(operator_names[i], base, nullptr, 0, false, operator_names[i]));
    Handle instance = TRY(Call(cls));
    TRY_VOID(DictSetAscii(singletons, operator_names[i], instance));
  }
  return true;
}

bool MakeClasses(Value module) {
  Maker maker{module, DictNew(), DictNew(), DictNew()};
  if (maker.classes.IsEmpty() || maker.singletons.IsEmpty() || maker.kinds.IsEmpty()) return false;
  Value root = Value::Pointer(&AstNodeType);
  struct Category {
    const char* name;
    bool located;
  };
  for (Category category : {Category{"mod", false}, {"stmt", true}, {"expr", true}, {"pattern", true},
                            {"type_ignore", false}, {"excepthandler", true}}) {
    Handle cls = TRY(maker.Make(category.name, root, nullptr, 0, category.located,
                                CategoryDoc(category.name)));
  }
  static constexpr const char* kContexts[] = {
#define EXPR_CONTEXT(Name, symbol) #Name,
#include "compiler/ast/operators.def"
  };
  static constexpr const char* kBoolean[] = {
#define BOOL_OPERATOR(Name, symbol) #Name,
#include "compiler/ast/operators.def"
  };
  static constexpr const char* kBinary[] = {
#define OPERATOR(Name, symbol) #Name,
#include "compiler/ast/operators.def"
  };
  static constexpr const char* kUnary[] = {
#define UNARY_OPERATOR(Name, symbol) #Name,
#include "compiler/ast/operators.def"
  };
  static constexpr const char* kCompare[] = {
#define COMPARE_OPERATOR(Name, symbol) #Name,
#include "compiler/ast/operators.def"
  };
  TRY_VOID(maker.Operators("expr_context", kContexts, std::size(kContexts)));
  TRY_VOID(maker.Operators("boolop", kBoolean, std::size(kBoolean)));
  TRY_VOID(maker.Operators("operator", kBinary, std::size(kBinary)));
  TRY_VOID(maker.Operators("unaryop", kUnary, std::size(kUnary)));
  TRY_VOID(maker.Operators("cmpop", kCompare, std::size(kCompare)));
  for (int i = 0; i < static_cast<int>(ast::NodeKind::kCount); ++i)
    TRY_VOID(maker.Node(ast::GetNodeInfo(static_cast<ast::NodeKind>(i))));
  return ModuleStateSet(kClassesKey, maker.classes) && ModuleStateSet(kSingletonsKey, maker.singletons) &&
         ModuleStateSet(kKindsKey, maker.kinds);
}

bool Execute(Value module) {
  AstNodeType.slots.init = AstInit;
  AstNodeType.slots.new_instance = AstMake;
  TRY_VOID(ReadyType({.type = &AstNodeType,
                      .name = "ast.AST",
                      .basic_size = sizeof(Object),
                      .flags = kTypeBase | kTypeGc | kTypeWeakly,
                      .methods = kAstMethods,
                      .properties = kAstProperties,
                      .has_attributes = true}));
  Handle empty = TRY(TupleEmpty());
  Value dict = AstNodeType.dict;
  for (const char* name : {"_fields", "_attributes", "__match_args__"})
    TRY_VOID(DictSetAscii(dict, name, empty));
  return ModuleAdd(module, "AST", Retain(Value::Pointer(&AstNodeType))) && MakeClasses(module) &&
         ModuleAddInt(module, "PyCF_ONLY_AST", 0x400) &&
         ModuleAddInt(module, "PyCF_TYPE_COMMENTS", 0x1000) &&
         ModuleAddInt(module, "PyCF_ALLOW_TOP_LEVEL_AWAIT", 0x2000);
}

bool EnsureModule() {
  if (ModuleState(kClassesKey)) return true;
  Handle module = ImportModule("_ast");
  return !module.IsEmpty();
}

}  // namespace

Value AstClass(const char* name) {
  return EnsureModule() ? DictGetAscii(ModuleState(kClassesKey), name) : Value::Empty();
}
Value AstSingleton(const char* name) {
  return EnsureModule() ? DictGetAscii(ModuleState(kSingletonsKey), name) : Value::Empty();
}

int AstKindOf(Value v) {
  if (!ModuleState(kKindsKey)) return -1;
  Value mro = TypeOf(v)->mro;
  for (int64_t i = 0; i < TupleSize(mro); ++i) {
    Value kind = DictGet(ModuleState(kKindsKey), TupleAt(mro, i));
    if (kind) return static_cast<int>(kind.AsInt());
    ClearPending();
  }
  return -1;
}

bool IsAstObject(Value v) { return AstNodeType.mro && IsInstanceOf(v, AstNodeType); }

extern const ModuleDefinition AstModule;
const ModuleDefinition AstModule = {"_ast", nullptr, nullptr, Execute};

}  // namespace polygil
