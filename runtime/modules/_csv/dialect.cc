#include "runtime/modules/_csv/dialect.h"

#include "runtime/types/callable/argument_buffer.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type CsvDialectType;

namespace {

Dialect* Of(Value self) { return self.As<Dialect>(); }

// The parameters, in the order of the constructor behind `dialect`.
constexpr const char* kNames[] = {"delimiter",      "doublequote",      "escapechar",
                                  "lineterminator", "quotechar",        "quoting",
                                  "skipinitialspace", "strict"};
enum Parameter {
  kDelimiter, kDoubleQuote, kEscape, kLineTerminator, kQuote, kQuotingValue, kSkipSpace, kStrict,
  kParameterCount
};

// None is allowed where `optional`.
bool ParseCharacter(const char* name, Value v, uint32_t fallback, bool optional, uint32_t* out) {
  *out = fallback;
  if (!v) return true;
  *out = kNoCharacter;
  if (optional && v.IsNone()) return true;
  if (!IsStr(v))
    return Raise(&TypeErrorType, optional ? "\"%s\" must be string or None, not %.200s"
                                          : "\"%s\" must be string, not %.200s",
                 name, TypeName(v));
  if (StrLength(v) != 1)
    return Raise(&TypeErrorType, "\"%s\" must be a 1-character string", name);
  *out = StrAt(v, 0);
  return true;
}
bool ParseBool(Value v, bool fallback, bool* out) {
  *out = fallback;
  if (v) *out = TRY(IsTrue(v));
  return true;
}
bool ParseQuoting(Value v, int* out) {
  *out = kQuoteMinimal;
  if (!v) return true;
  if (!v.IsInt() && !IsExactly(v, IntType))
    return Raise(&TypeErrorType, "\"quoting\" must be an integer");
  if (!v.IsInt() || v.AsInt() < kQuoteMinimal || v.AsInt() > kQuoteNone)
    return Raise(&TypeErrorType, "bad \"quoting\" value");
  *out = static_cast<int>(v.AsInt());
  return true;
}

bool Parse(Dialect* dialect, const Value* v) {
  TRY_VOID(ParseCharacter("delimiter", v[kDelimiter], ',', false, &dialect->delimiter));
  TRY_VOID(ParseBool(v[kDoubleQuote], true, &dialect->double_quote));
  TRY_VOID(ParseCharacter("escapechar", v[kEscape], kNoCharacter, true, &dialect->escape));
  if (!v[kLineTerminator]) {
    StoreOwned(&dialect->line_terminator, TRY(StrFromUtf8("\r\n")));
  } else if (v[kLineTerminator].IsNone()) {
    ClearField(&dialect->line_terminator);
  } else if (!IsStr(v[kLineTerminator])) {
    return Raise(&TypeErrorType, "\"lineterminator\" must be a string");
  } else {
    SetField(&dialect->line_terminator, v[kLineTerminator]);
  }
  TRY_VOID(ParseCharacter("quotechar", v[kQuote], '"', true, &dialect->quote));
  TRY_VOID(ParseQuoting(v[kQuotingValue], &dialect->quoting));
  TRY_VOID(ParseBool(v[kSkipSpace], false, &dialect->skip_initial_space));
  TRY_VOID(ParseBool(v[kStrict], false, &dialect->strict));
  if (v[kQuote] && v[kQuote].IsNone() && !v[kQuotingValue]) dialect->quoting = kQuoteNone;
  if (dialect->quoting != kQuoteNone && dialect->quote == kNoCharacter)
    return Raise(&TypeErrorType, "quotechar must be set if quoting enabled");
  if (!dialect->line_terminator) return Raise(&TypeErrorType, "lineterminator must be set");
  return true;
}

// What isn't given is taken from the attributes of `base`.
bool TakeFrom(Value base, Value* values, Handle* owners) {
  for (int i = 0; i < kParameterCount; ++i) {
    if (values[i]) continue;
    owners[i] = FindAttribute(base, kNames[i]);
    if (HasPendingException()) return false;
    values[i] = owners[i];
  }
  return true;
}

Owned MakeFrom(Type* type, Value base, Value* values) {
  bool any = false;
  for (int i = 0; i < kParameterCount; ++i) any |= static_cast<bool>(values[i]);
  if (base && !any && IsExactly(base, CsvDialectType)) return Retain(base);
  Handle owners[kParameterCount];
  if (base) TRY_VOID(TakeFrom(base, values, owners));
  Handle result = TRY(NewInstanceOf(type));
  TRY_VOID(Parse(Of(result), values));
  return result.Release();
}

bool CollectKeywords(const Value* values, Value keyword_names, Value* dialect, Value* out) {
  if (!keyword_names) return true;
  for (int64_t i = 0; i < TupleSize(keyword_names); ++i) {
    Value name = TupleAt(keyword_names, i);
    Value* place = nullptr;
    if (StrEqualsAscii(name, "dialect")) place = dialect;
    for (int k = 0; k < kParameterCount && place == nullptr; ++k)
      if (StrEqualsAscii(name, kNames[k])) place = &out[k];
    if (place == nullptr)
      return Raise(&TypeErrorType, "'%U' is an invalid keyword argument for this function", name);
    *place = values[i];
  }
  return true;
}

constexpr const char* kRegistryKey = "_csv.dialects";
constexpr const char* kLimitKey = "_csv.field_limit";
constexpr const char* kErrorKey = "_csv.Error";

Value State(const char* key) { return DictGetAscii(CurrentInterpreter()->module_state, key); }

// A name of the registry becomes what it stands for.
Owned Resolve(Value dialect) {
  if (!dialect || dialect.IsNone()) return {};
  if (!IsStr(dialect)) return Retain(dialect);
  Value found = DictGet(State(kRegistryKey), dialect);
  if (found) return Retain(found);
  if (HasPendingException()) return {};
  return Raise(CsvError(Value::Empty()), "unknown dialect");
}

Owned Make(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(CheckPositional("Dialect", nargs, 0, 9));
  Value base = nargs > 0 ? args[0] : Value::Empty();
  Value values[kParameterCount] = {};
  for (size_t i = 1; i < nargs; ++i) values[i - 1] = args[i];
  TRY_VOID(CollectKeywords(args + nargs, keyword_names, &base, values));
  Handle resolved = Resolve(base);
  if (HasPendingException()) return {};
  return MakeFrom(type, resolved, values);
}

Owned Character(uint32_t c) { return c == kNoCharacter ? OwnNone() : StrFromCodePoint(c); }
Owned GetDelimiter(Value self) { return Character(Of(self)->delimiter); }
Owned GetEscape(Value self) { return Character(Of(self)->escape); }
Owned GetQuote(Value self) { return Character(Of(self)->quote); }
Owned GetTerminator(Value self) { return Retain(OrNone(Of(self)->line_terminator)); }
Owned GetQuoting(Value self) { return Owned(Value::Int(Of(self)->quoting)); }
Owned GetDoubleQuote(Value self) { return OwnBool(Of(self)->double_quote); }
Owned GetSkipSpace(Value self) { return OwnBool(Of(self)->skip_initial_space); }
Owned GetStrict(Value self) { return OwnBool(Of(self)->strict); }

Owned Unpicklable(Value self) {
  return Raise(&TypeErrorType, "cannot pickle '%U' instances", TypeOf(self)->name);
}
Owned UnpicklableEx(Value self, Value) { return Unpicklable(self); }

// -- Module functions -----------------------------------------------------------------------------

Owned ListDialects(Value) { return DictKeysList(State(kRegistryKey)); }
Owned RegisterDialect(Value module, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(CheckPositional("register_dialect", nargs, 1, 2));
  if (!IsStr(args[0])) return Raise(&TypeErrorType, "dialect name must be a string");
  Handle dialect = TRY(
      DialectOf(module, nargs > 1 ? args[1] : Value::Empty(), args + nargs, keyword_names));
  TRY_VOID(DictSet(State(kRegistryKey), args[0], dialect));
  return OwnNone();
}
Owned UnregisterDialect(Value module, const Value* args) {
  Handle dropped = DictPop(State(kRegistryKey), args[0]);
  if (dropped) return OwnNone();
  if (HasPendingException()) return {};
  return Raise(CsvError(module), "unknown dialect");
}
Owned GetDialect(Value module, const Value* args) {
  Value found = DictGet(State(kRegistryKey), args[0]);
  if (found) return Retain(found);
  if (HasPendingException()) return {};
  return Raise(CsvError(module), "unknown dialect");
}
Owned FieldSizeLimit(Value, const Value* args, size_t nargs) {
  if (nargs > 1)
    return Raise(&TypeErrorType, "field_size_limit() takes at most 1 argument (%zd given)",
                 static_cast<ssize_t>(nargs));
  int64_t old = FieldLimit();
  if (nargs > 0) {
    if (!IsAnyInt(args[0])) return Raise(&TypeErrorType, "limit must be an integer");
    TRY_VOID(SetFieldLimit(TRY(AsInt64(args[0]))));
  }
  return Owned(Value::Int(old));
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(Dialect, __reduce__, NoArgs(Unpicklable), "raises an exception to avoid pickling"),
    PY_METHOD(Dialect, __reduce_ex__, OneArg(UnpicklableEx),
              "raises an exception to avoid pickling"),
    {}};
constexpr PropertyDef kProperties[] = {{"delimiter", GetDelimiter},
                                       {"escapechar", GetEscape},
                                       {"quotechar", GetQuote},
                                       {"lineterminator", GetTerminator},
                                       {"quoting", GetQuoting},
                                       {"doublequote", GetDoubleQuote},
                                       {"skipinitialspace", GetSkipSpace},
                                       {"strict", GetStrict},
                                       {}};
constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(_csv, field_size_limit, Keywords([](Value module, const Value* args, size_t nargs,
                                                    Value) { return FieldSizeLimit(module, args, nargs); }),
                "Sets an upper limit on parsed fields; returns the old one."),
    PY_FUNCTION(_csv, get_dialect, Bound(GetDialect),
                "($module, /, name)\n--\n\nReturn the dialect instance associated with name."),
    PY_FUNCTION(_csv, list_dialects, NoArgs(ListDialects),
                "($module, /)\n--\n\nReturn a list of all known dialect names."),
    PY_FUNCTION(_csv, reader, Keywords(ReaderNew),
                "csv_reader = reader(iterable [, dialect='excel'] [optional keyword args])\n\n"
                "An iterator over the rows, lists of str, of an iterable of lines."),
    PY_FUNCTION(_csv, register_dialect, Keywords(RegisterDialect),
                "Create a mapping from a string name to a dialect class."),
    PY_FUNCTION(_csv, unregister_dialect, Bound(UnregisterDialect),
                "($module, /, name)\n--\n\nDelete the name/dialect mapping associated with a string "
                "name."),
    PY_FUNCTION(_csv, writer, Keywords(WriterNew),
                "csv_writer = csv.writer(fileobj [, dialect='excel'] [optional keyword args])\n\n"
                "An object that writes rows to a file."),
    {}};

bool Execute(Value module) {
  Value state = CurrentInterpreter()->module_state;
  if (!State(kRegistryKey)) {
    Handle registry = TRY(DictNew());
    TRY_VOID(DictSetAscii(state, kRegistryKey, registry));
    Handle error = TRY(MakeException("_csv.Error", Value::Pointer(&ExceptionType), Value::Empty()));
    TRY_VOID(DictSetAscii(state, kErrorKey, error));
    TRY_VOID(SetFieldLimit(128 * 1024));
  }
  return AddDialect(module) && ReadyReader(module) && ReadyWriter(module) &&
         ModuleAdd(module, "Error", Retain(State(kErrorKey))) &&
         ModuleAdd(module, "_dialects", Retain(State(kRegistryKey))) &&
         ModuleAddInt(module, "QUOTE_MINIMAL", kQuoteMinimal) &&
         ModuleAddInt(module, "QUOTE_ALL", kQuoteAll) &&
         ModuleAddInt(module, "QUOTE_NONNUMERIC", kQuoteNonNumeric) &&
         ModuleAddInt(module, "QUOTE_NONE", kQuoteNone) &&
         ModuleAddStr(module, "__version__", "1.0");
}

}  // namespace

Type* CsvError(Value) { return State(kErrorKey).As<Type>(); }
Value Dialects(Value) { return State(kRegistryKey); }
int64_t FieldLimit() { return State(kLimitKey).AsInt(); }
bool SetFieldLimit(int64_t limit) {
  return DictSetAscii(CurrentInterpreter()->module_state, kLimitKey, Value::Int(limit));
}

Owned DialectOf(Value, Value dialect, const Value* values, Value keyword_names) {
  Value parameters[kParameterCount] = {};
  TRY_VOID(CollectKeywords(values, keyword_names, &dialect, parameters));
  Handle resolved = Resolve(dialect);
  if (HasPendingException()) return {};
  return MakeFrom(&CsvDialectType, resolved, parameters);
}

bool AddDialect(Value module) {
  OwnFields<Dialect, &Dialect::line_terminator>(&CsvDialectType);
  CsvDialectType.slots.new_instance = Make;
  return AddType(module, {.type = &CsvDialectType,
                          .name = "_csv.Dialect",
                          .basic_size = sizeof(Dialect),
                          .flags = kTypeBase | kTypeGc,
                          .methods = kMethods,
                          .properties = kProperties,
                          .doc = "CSV dialect\n\nThe rules by which a reader and a writer work."});
}

extern const ModuleDefinition CsvModule;
const ModuleDefinition CsvModule = {"_csv", "CSV parsing and writing.\n", kFunctions, Execute};

}  // namespace polygil
