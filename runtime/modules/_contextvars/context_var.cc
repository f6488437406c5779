// ContextVar, and the Tokens that undo its set().

#include "runtime/modules/_contextvars/context.h"
#include "runtime/types/classes/generic_alias.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type ContextVarType;

namespace {

Type TokenType, MissingType;

// Token.MISSING: immutable, so it lives in the binary like the types do.
Object missing = {1, 0, &MissingType};
Value Missing() { return Value::Pointer(&missing); }

struct ContextVar : Object {
  Value name;
  Value fallback;  // or empty
};
struct Token : Object {
  Value context, variable;
  Value old_value;  // empty: there was none
  bool used;
};

ContextVar* Of(Value self) { return self.As<ContextVar>(); }
Token* TokenOf(Value self) { return self.As<Token>(); }

Owned Make(Type*, const Value* args, size_t nargs, Value keyword_names) {
  if (nargs != 1)
    return Raise(&TypeErrorType, "ContextVar() takes exactly 1 positional argument (%zd given)",
                 static_cast<ssize_t>(nargs));
  Value bound[2];
  TRY_VOID(BindArguments("ContextVar", "($self, name, /, *, default=None)\n--\n\n", args, nargs,
                         keyword_names, bound));
  if (!IsStr(bound[0])) return Raise(&TypeErrorType, "context variable name must be a str");
  Owned result = AllocateObject(&ContextVarType);
  if (!result) return {};
  SetField(&Of(result.Peek())->name, bound[0]);
  if (bound[1]) SetField(&Of(result.Peek())->fallback, bound[1]);
  return result;
}

// Borrowed; empty without exception: the current context has no value.
Value Find(Value self) {
  Value context = CurrentThread()->context;
  return context ? DictGet(context.As<Context>()->values, self) : Value::Empty();
}

Owned Get(Value self, const Value* args, size_t nargs) {
  Value found = Find(self);
  if (found) return Retain(found);
  if (HasPendingException()) return {};
  if (nargs > 0) return Retain(args[0]);
  if (Of(self)->fallback) return Retain(Of(self)->fallback);
  return RaiseWith(&LookupErrorType, self);
}

Owned Set(Value self, Value value) {
  Value context = CurrentContext();
  if (!context) return {};
  Handle old = Retain(Find(self));
  if (HasPendingException()) return {};
  Handle token = TRY(AllocateObject(&TokenType));
  SetField(&TokenOf(token)->context, context);
  SetField(&TokenOf(token)->variable, self);
  SetField(&TokenOf(token)->old_value, old);
  TRY_VOID(ContextAssign(context, self, value));
  return token.Release();
}

Owned Reset(Value self, Value token) {
  if (!IsExactly(token, TokenType))
    return Raise(&TypeErrorType, "expected an instance of Token, got %R", token);
  Token* t = TokenOf(token);
  if (t->used) return Raise(&RuntimeErrorType, "%R has already been used once", token);
  if (t->variable != self)
    return Raise(&ValueErrorType, "%R was created by a different ContextVar", token);
  Value context = CurrentContext();
  if (!context) return {};
  if (t->context != context)
    return Raise(&ValueErrorType, "%R was created in a different Context", token);
  t->used = true;
  TRY_VOID(ContextAssign(context, self, t->old_value));
  return OwnNone();
}

Owned VarRepr(Value self) {
  void* address = self.AsObject();
  if (Of(self)->fallback)
    return StrFormat("<ContextVar name=%R default=%R at %p>", Of(self)->name, Of(self)->fallback,
                     address);
  return StrFormat("<ContextVar name=%R at %p>", Of(self)->name, address);
}

Owned TokenMake(Type*, const Value*, size_t, Value) {
  return Raise(&RuntimeErrorType, "Tokens can only be created by ContextVars");
}
Owned TokenRepr(Value self) {
  return StrFormat("<Token%s var=%R at %p>", TokenOf(self)->used ? " used" : "",
                   TokenOf(self)->variable, static_cast<void*>(self.AsObject()));
}
Owned TokenVariable(Value self) { return Retain(TokenOf(self)->variable); }
Owned TokenOldValue(Value self) {
  Value old = TokenOf(self)->old_value;
  return Retain(old ? old : Missing());
}
Owned MissingRepr(Value) { return StrFromUtf8("<Token.MISSING>"); }

constexpr MethodDef kVarMethods[] = {
    PY_METHOD(ContextVar, get, Positional(Get, 0, 1),
              "Return a value for the context variable for the current context: its value, else\n"
              "the given default, else the variable's own; LookupError if there is none."),
    PY_METHOD(ContextVar, set, OneArg(Set),
              "($self, value, /)\n--\n\nSets the value in the current context; returns a Token for "
              "reset()."),
    PY_METHOD(ContextVar, reset, OneArg(Reset),
              "($self, token, /)\n--\n\nGives the variable back what it was before the set() that "
              "made the token."),
    PY_METHOD(ContextVar, __class_getitem__, OneArg(ClassGetItem, kMethodClass), "See PEP 585"),
    {}};
const MemberDef kVarMembers[] = {{"name", offsetof(ContextVar, name), MemberKind::kReadOnlyNone},
                                 {}};
constexpr MethodDef kTokenMethods[] = {
    PY_METHOD(Token, __class_getitem__, OneArg(ClassGetItem, kMethodClass), "See PEP 585"), {}};
constexpr PropertyDef kTokenProperties[] = {
    {"var", TokenVariable}, {"old_value", TokenOldValue}, {}};

bool AddToken(Value module) {
  OwnFields<Token, &Token::context, &Token::variable, &Token::old_value>(&TokenType);
  TokenType.slots.new_instance = TokenMake;
  TokenType.slots.repr = TokenRepr;
  MissingType.slots.repr = MissingRepr;
  TRY_VOID(ReadyType({.type = &MissingType,
                      .name = "Token.MISSING",
                      .basic_size = sizeof(Object),
                      .flags = kTypeNoInstantiation}));
  TRY_VOID(AddType(module, {.type = &TokenType,
                            .name = "_contextvars.Token",
                            .basic_size = sizeof(Token),
                            .flags = kTypeGc,
                            .methods = kTokenMethods,
                            .properties = kTokenProperties}));
  return DictSetAscii(TokenType.dict, "MISSING", Missing());
}

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(_contextvars, copy_context, NoArgs(CopyContext), "($module, /)\n--\n\n"), {}};

bool Execute(Value module) {
  return AddContext(module) && AddContextVar(module) && AddToken(module);
}

}  // namespace

bool AddContextVar(Value module) {
  OwnFields<ContextVar, &ContextVar::name, &ContextVar::fallback>(&ContextVarType);
  ContextVarType.slots.new_instance = Make;
  ContextVarType.slots.repr = VarRepr;
  return AddType(module, {.type = &ContextVarType,
                          .name = "_contextvars.ContextVar",
                          .basic_size = sizeof(ContextVar),
                          .flags = kTypeGc,
                          .methods = kVarMethods,
                          .members = kVarMembers});
}

extern const ModuleDefinition ContextvarsModule;
const ModuleDefinition ContextvarsModule = {"_contextvars", "Context Variables", kFunctions,
                                            Execute};

}  // namespace polygil
