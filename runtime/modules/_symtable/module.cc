// _symtable: the compiler's symbol table as objects, which the library's symtable wraps.

#include <cstring>

#include "compiler/ast/arena.h"
#include "compiler/ast/ast.h"
#include "compiler/symtable/symtable.h"
#include "runtime/modules/_ast/ast_bridge.h"
#include "runtime/modules/module_state.h"
#include "runtime/modules/native_type.h"
#include "runtime/modules/builtins/builtins.h"
#include "runtime/object/hooks.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

constexpr int kScopeShift = 11, kScopeMask = 15;
constexpr int kOnlyAst = 0x400;
// What the compiler notes for itself, and the library doesn't know.
constexpr uint32_t kShownFlags = 0x3ff;

struct TableEntry : Object {
  Value name, symbols, children, names;
  int64_t type, line, nested;
};
Type TableEntryType;
TableEntry* Of(Value v) { return v.As<TableEntry>(); }

int64_t TypeOfScope(const Scope& scope) {
  return scope.kind == ScopeKind::kFunction ? 0 : scope.kind == ScopeKind::kClass ? 1 : 2;
}

Owned SymbolsOf(const Scope& scope) {
  Handle symbols = TRY(DictNew(static_cast<int64_t>(scope.symbols.size())));
  for (const Symbol& symbol : scope.symbols) {
    Handle name = TRY(StrInternUtf8(symbol.name->text()));
    int64_t flags = symbol.flags & kShownFlags;
    flags |= static_cast<int64_t>(symbol.scope) << kScopeShift;
    TRY_VOID(DictSet(symbols, name, Value::Int(flags)));
  }
  return symbols.Release();
}

// Parameters, in order.
Owned ParametersOf(const Scope& scope) {
  Handle names = TRY(ListNew());
  for (const Symbol& symbol : scope.symbols) {
    if (!(symbol.flags & kDefParam)) continue;
    Handle name = TRY(StrInternUtf8(symbol.name->text()));
    TRY_VOID(ListAppend(names, name));
  }
  return names.Release();
}

Owned EntryOf(const Scope& scope) {
  NativeDepth depth;
  TRY_VOID(depth.Check(" while building a symbol table"));
  Handle entry = TRY(AllocateObject(&TableEntryType));
  TableEntry* self = Of(entry);
  self->type = TypeOfScope(scope);
  self->line = scope.kind == ScopeKind::kModule ? 0 : scope.lineno;
  self->nested = scope.nested;
  self->name = TRY(StrInternUtf8(scope.kind == ScopeKind::kModule ? "top" : scope.name)).Peek();
  self->symbols = TRY(SymbolsOf(scope)).Peek();
  self->names = TRY(ParametersOf(scope)).Peek();
  self->children = TRY(ListNew()).Peek();
  for (const Scope* child : scope.children) {
    Handle made = TRY(EntryOf(*child));
    TRY_VOID(ListAppend(self->children, made));
  }
  return entry.Release();
}

bool HasFutureAnnotations(const ast::ModNode* module) {
  if (module->kind != ast::NodeKind::kModule) return false;
  for (const ast::StmtNode* statement : module->As<ast::Module>()->body) {
    if (statement->kind != ast::NodeKind::kImportFrom) continue;
    const auto* import = statement->As<ast::ImportFrom>();
    if (import->module == nullptr || import->module->text() != "__future__") continue;
    for (const auto* alias : import->names) {
      if (alias->As<ast::Alias>()->name->text() == "annotations") return true;
    }
  }
  return false;
}

Owned EntryName(Value self) { return Retain(Of(self)->name); }
Owned EntryId(Value self) { return IntFromUint64(self.bits); }
template <int64_t TableEntry::* kField>
Owned EntryNumber(Value self) {
  return Owned(Value::Int(Of(self)->*kField));
}

Owned EntryRepr(Value self) {
  return StrFormat("<symtable entry %U(%zd), line %d>", Of(self)->name,
                   static_cast<ssize_t>(self.bits), static_cast<int>(Of(self)->line));
}

constexpr PropertyDef kProperties[] = {{"name", EntryName},
                                       {"id", EntryId},
                                       {"type", EntryNumber<&TableEntry::type>},
                                       {"lineno", EntryNumber<&TableEntry::line>},
                                       {"nested", EntryNumber<&TableEntry::nested>},
                                       {}};
constexpr MemberDef kMembers[] = {{"symbols", offsetof(TableEntry, symbols)},
                                  {"children", offsetof(TableEntry, children)},
                                  {"varnames", offsetof(TableEntry, names)},
                                  {}};

// symtable(source, filename, startstr, /).
Owned SymtableFunction(Value, const Value* args, size_t) {
  Handle filename = TRY(SourceFileName(args[1]));
  if (!IsStr(args[2]))
    return Raise(&TypeErrorType, "symtable() argument 3 must be str, not %T", args[2]);
  const char* mode = nullptr;
  for (const char* known : {"exec", "eval", "single"}) {
    if (StrEqualsAscii(args[2], known)) mode = known;
  }
  if (mode == nullptr)
    return Raise(&ValueErrorType, "symtable() arg 3 must be 'exec' or 'eval' or 'single'");
  if (!IsStr(args[0]) && !SupportsBuffer(args[0]))
    return Raise(&TypeErrorType, "symtable() arg 1 must be a string or bytes object");
  const RuntimeHooks* hooks = CurrentInterpreter()->hooks;
  Handle tree = TRY(hooks->compile(args[0], filename, mode, kOnlyAst, true, -1));
  ast::Arena arena;
  const ast::ModNode* module = TRY(AstFromObject(tree, mode, &arena));
  SymbolTable table;
  Diagnostic diagnostic;
  if (BuildSymbolTable(module, HasFutureAnnotations(module), &arena, &table, &diagnostic))
    return EntryOf(*table.top);
  // The whole compiler words and places the error.
  Handle code = TRY(hooks->compile(args[0], filename, mode, 0, true, -1));
  return Raise(&SyntaxErrorType, "%s", diagnostic.message.c_str());
}

constexpr IntConstant kConstants[] = {
    {"USE", kUse},
    {"DEF_GLOBAL", kDefGlobal},
    {"DEF_NONLOCAL", kDefNonlocal},
    {"DEF_LOCAL", kDefLocal},
    {"DEF_PARAM", kDefParam},
    {"DEF_FREE", kDefFree},
    {"DEF_FREE_CLASS", kDefFreeClass},
    {"DEF_IMPORT", kDefImport},
    {"DEF_BOUND", kDefBound},
    {"DEF_ANNOT", kDefAnnotation},
    {"TYPE_FUNCTION", 0},
    {"TYPE_CLASS", 1},
    {"TYPE_MODULE", 2},
    {"LOCAL", static_cast<int64_t>(SymbolScope::kLocal)},
    {"GLOBAL_EXPLICIT", static_cast<int64_t>(SymbolScope::kGlobalExplicit)},
    {"GLOBAL_IMPLICIT", static_cast<int64_t>(SymbolScope::kGlobalImplicit)},
    {"FREE", static_cast<int64_t>(SymbolScope::kFree)},
    {"CELL", static_cast<int64_t>(SymbolScope::kCell)},
    {"SCOPE_OFF", kScopeShift},
    {"SCOPE_MASK", kScopeMask},
    {}};

bool Execute(Value module) {
  OwnFields<TableEntry, &TableEntry::name, &TableEntry::symbols, &TableEntry::children,
            &TableEntry::names>(&TableEntryType);
  TableEntryType.slots.repr = EntryRepr;
  return ReadyType({.type = &TableEntryType,
                    .name = "symtable entry",
                    .basic_size = sizeof(TableEntry),
                    .flags = kTypeGc | kTypeNoInstantiation,
                    .properties = kProperties,
                    .members = kMembers}) &&
         AddIntConstants(module, kConstants);
}

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(_symtable, symtable, Positional(SymtableFunction, 3, 3),
                "($module, source, filename, startstr, /)\n--\n\nReturn symbol and scope "
                "dictionaries used internally by compiler."),
    {}};

}  // namespace

extern const ModuleDefinition SymtableModule;
const ModuleDefinition SymtableModule = {"_symtable", nullptr, kFunctions, Execute};

}  // namespace polygil
