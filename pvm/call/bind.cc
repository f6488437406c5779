#include "pvm/call/bind.h"

#include "pvm/code/code.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

// One binding under way. Registers: [positional | keyword-only | *args | **kwargs | other locals].
struct Binding {
  Function* function;
  Code* code;
  const Value* args;
  size_t nargs;
  Value keyword_names;
  Value* window;

  uint32_t parameters() const { return code->argument_count + code->keyword_only_count; }
  bool has_rest() const { return CodeHas(code, kCodeVarArgs); }
  bool has_keywords() const { return CodeHas(code, kCodeVarKeywords); }
  uint32_t keywords_register() const { return parameters() + (has_rest() ? 1 : 0); }
  Value NameOf(uint32_t parameter) const { return TupleAt(code->local_names, parameter); }
  int64_t default_count() const {
    return function->defaults.IsEmpty() || function->defaults.IsNone()
               ? 0
               : TupleSize(function->defaults);
  }
};

void Release(Binding& b) {
  for (uint32_t i = 0; i < b.code->local_count; ++i) ClearField(&b.window[i]);
}

// 'a', 'b', and 'c'
Owned JoinNames(const Binding& b, const uint32_t* parameters, int count) {
  StrBuilder text;
  for (int i = 0; i < count; ++i) {
    if (i > 0) {
      const char* separator = count == 2 ? " and " : i == count - 1 ? ", and " : ", ";
      if (!text.AppendAscii(separator)) return {};
    }
    if (!text.Append('\'') || !text.Append(b.NameOf(parameters[i])) || !text.Append('\''))
      return {};
  }
  return text.Finish();
}

bool RaiseMissing(const Binding& b, const uint32_t* parameters, int count, const char* kind) {
  Handle names_text = TRY(JoinNames(b, parameters, count));
  return Raise(&TypeErrorType, "%U() missing %d required %s argument%s: %U", b.function->qualname,
               count, kind, count == 1 ? "" : "s", names_text.Get());
}

bool RaiseTooMany(const Binding& b, size_t given_positional) {
  int64_t defaults = b.default_count();
  uint32_t count = b.code->argument_count;
  int keyword_only_given = 0;
  for (uint32_t i = count; i < b.parameters(); ++i) {
    if (b.window[i]) ++keyword_only_given;
  }
  char takes[64], given[96];
  bool plural;
  if (defaults > 0) {
    plural = true;
    snprintf(takes, sizeof takes, "from %u to %u", static_cast<unsigned>(count - defaults), count);
  } else {
    plural = count != 1;
    snprintf(takes, sizeof takes, "%u", count);
  }
  if (keyword_only_given > 0) {
    snprintf(given, sizeof given, "%zu positional argument%s (and %d keyword-only argument%s) were",
             given_positional, given_positional != 1 ? "s" : "", keyword_only_given,
             keyword_only_given != 1 ? "s" : "");
  } else {
    snprintf(given, sizeof given, "%zu %s", given_positional,
             given_positional == 1 ? "was" : "were");
  }
  return Raise(&TypeErrorType, "%U() takes %s positional argument%s but %s given",
               b.function->qualname, takes, plural ? "s" : "", given);
}

bool BindPositional(Binding& b) {
  size_t direct = b.nargs < b.code->argument_count ? b.nargs : b.code->argument_count;
  for (size_t i = 0; i < direct; ++i) b.window[i] = Retain(b.args[i]).Peek();
  if (b.has_rest()) {
    Owned rest = TupleFrom(b.args + direct, static_cast<int64_t>(b.nargs - direct));
    if (!rest) return false;
    b.window[b.parameters()] = rest.Peek();
  }
  return true;
}

// The parameter a keyword names (identity first: names are interned), or -1.
int64_t FindParameter(const Binding& b, Value keyword) {
  for (uint32_t i = b.code->positional_only_count; i < b.parameters(); ++i) {
    if (b.NameOf(i) == keyword) return i;
  }
  for (uint32_t i = b.code->positional_only_count; i < b.parameters(); ++i) {
    if (StrEqual(b.NameOf(i), keyword)) return i;
  }
  return -1;
}

bool RaiseUnexpected(const Binding& b, Value keyword) {
  // Positional-only parameters given by name have a message of their own, naming all of them.
  StrBuilder text;
  int count = 0;
  for (uint32_t i = 0; i < b.code->positional_only_count; ++i) {
    for (int64_t k = 0; k < TupleSize(b.keyword_names); ++k) {
      Value given = TupleAt(b.keyword_names, k);
      if (!IsStr(given) || !StrEqual(given, b.NameOf(i))) continue;
      if (count++ > 0 && !text.AppendAscii(", ")) return false;
      if (!text.Append(b.NameOf(i))) return false;
    }
  }
  if (count > 0) {
    Handle list = TRY(text.Finish());
    return Raise(&TypeErrorType,
                 "%U() got some positional-only arguments passed as keyword arguments: '%U'",
                 b.function->qualname, list.Get());
  }
  return Raise(&TypeErrorType, "%U() got an unexpected keyword argument '%S'", b.function->qualname,
               keyword);
}

bool BindKeywords(Binding& b) {
  Value extra = Value::Empty();
  if (b.has_keywords()) {
    Owned dict = DictNew();
    if (!dict) return false;
    extra = b.window[b.keywords_register()] = dict.Peek();
  }
  if (b.keyword_names.IsEmpty()) return true;
  for (int64_t k = 0; k < TupleSize(b.keyword_names); ++k) {
    Value keyword = TupleAt(b.keyword_names, k), value = b.args[b.nargs + k];
    if (!IsStr(keyword))
      return Raise(&TypeErrorType, "%U() keywords must be strings", b.function->qualname);
    int64_t parameter = FindParameter(b, keyword);
    if (parameter < 0) {
      if (!extra) return RaiseUnexpected(b, keyword);
      TRY_VOID(DictSet(extra, keyword, value));
      continue;
    }
    if (b.window[parameter]) {
      return Raise(&TypeErrorType, "%U() got multiple values for argument '%S'",
                   b.function->qualname, keyword);
    }
    b.window[parameter] = Retain(value).Peek();
  }
  return true;
}

bool FillPositionalDefaults(Binding& b) {
  uint32_t count = b.code->argument_count;
  int64_t defaults = b.default_count();
  uint32_t first_default = defaults < count ? count - static_cast<uint32_t>(defaults) : 0;
  uint32_t missing[256];
  int missing_count = 0;
  for (uint32_t i = static_cast<uint32_t>(b.nargs); i < first_default; ++i) {
    if (b.window[i].IsEmpty() && missing_count < 256) missing[missing_count++] = i;
  }
  if (missing_count > 0) return RaiseMissing(b, missing, missing_count, "positional");
  for (uint32_t i = first_default; i < count; ++i) {
    if (b.window[i]) continue;
    b.window[i] =
        Retain(TupleAt(b.function->defaults, static_cast<int64_t>(i) - (count - defaults))).Peek();
  }
  return true;
}

bool FillKeywordDefaults(Binding& b) {
  uint32_t missing[256];
  int missing_count = 0;
  Value defaults = b.function->keyword_defaults;
  for (uint32_t i = b.code->argument_count; i < b.parameters(); ++i) {
    if (b.window[i]) continue;
    Value v =
        defaults.IsEmpty() || defaults.IsNone() ? Value::Empty() : DictGet(defaults, b.NameOf(i));
    if (v) {
      b.window[i] = Retain(v).Peek();
    } else if (HasPendingException()) {
      return false;
    } else if (missing_count < 256) {
      missing[missing_count++] = i;
    }
  }
  return missing_count == 0 || RaiseMissing(b, missing, missing_count, "keyword-only");
}

bool Bind(Binding& b) {
  TRY_VOID(BindPositional(b));
  TRY_VOID(BindKeywords(b));
  if (b.nargs > b.code->argument_count && !b.has_rest()) return RaiseTooMany(b, b.nargs);
  if (b.nargs < b.code->argument_count) TRY_VOID(FillPositionalDefaults(b));
  return b.code->keyword_only_count == 0 || FillKeywordDefaults(b);
}

}  // namespace

bool BindArguments(Function* function, const Value* args, size_t nargs, Value keyword_names,
                   Value* window) {
  Binding binding{function, function->code, args, nargs, keyword_names, window};
  for (uint32_t i = 0; i < binding.code->local_count; ++i) window[i] = Value::Empty();
  if (Bind(binding)) return true;
  Handle raised = TakePending();
  Release(binding);
  RestorePending(raised.Release());
  return false;
}

namespace {

constexpr uint32_t kMaximumInPlace = 24;

// The default of a parameter, borrowed; empty: none.
Value DefaultOf(const Binding& b, uint32_t parameter) {
  if (parameter < b.code->argument_count) {
    int64_t index = static_cast<int64_t>(parameter) - (b.code->argument_count - b.default_count());
    return index >= 0 ? TupleAt(b.function->defaults, index) : Value::Empty();
  }
  Value defaults = b.function->keyword_defaults;
  return IsExactly(defaults, DictType) ? DictGetStr(defaults, b.NameOf(parameter)) : Value::Empty();
}

// Where the arguments of one call in place go: parameter values by number (borrowed), and keywords
// that no parameter has.
struct Placement {
  Value placed[kMaximumInPlace];
  int64_t extra[kMaximumInPlace];  // positions among the keywords
  uint32_t extra_count = 0;
  uint64_t from_defaults = 0;
};

// Finds the parameters of the keywords, by identity: names are interned. False: let the general
// binding see it.
bool PlaceKeywords(const Binding& b, uint32_t direct, Placement* p) {
  int64_t keywords = b.keyword_names.IsEmpty() ? 0 : TupleSize(b.keyword_names);
  uint32_t parameters = b.parameters();
  for (int64_t k = 0; k < keywords; ++k) {
    uint32_t i = b.code->positional_only_count;
    Value name = TupleAt(b.keyword_names, k);
    while (i < parameters && b.NameOf(i) != name) ++i;
    if (i < parameters) {
      if (i < direct || p->placed[i]) return false;
      p->placed[i] = b.args[b.nargs + static_cast<size_t>(k)];
      continue;
    }
    if (!b.has_keywords() || p->extra_count == kMaximumInPlace || !IsExactly(name, StrType) ||
        !name.As<Str>()->is_interned())
      return false;
    p->extra[p->extra_count++] = k;
  }
  return true;
}

bool PlaceDefaults(const Binding& b, uint32_t direct, Placement* p) {
  for (uint32_t i = direct; i < b.parameters(); ++i) {
    if (p->placed[i]) continue;
    p->placed[i] = DefaultOf(b, i);
    if (!p->placed[i]) return false;
    p->from_defaults |= uint64_t{1} << i;
  }
  return true;
}

// The *args and **kwargs of a call in place, which take over references of their own.
bool MakeStars(const Binding& b, uint32_t direct, const Placement& p, Handle* rest,
               Handle* keywords) {
  if (b.has_rest()) {
    *rest = TupleFrom(b.args + direct, static_cast<int64_t>(b.nargs - direct));
    if (!*rest) return false;
  }
  if (!b.has_keywords()) return true;
  *keywords = DictNew(p.extra_count);
  if (!*keywords) return false;
  // (No keyword stands twice in a call: the compiler refuses that.)
  for (uint32_t i = 0; i < p.extra_count; ++i) {
    size_t k = static_cast<size_t>(p.extra[i]);
    Value name = TupleAt(b.keyword_names, p.extra[i]);
    if (!DictSet(*keywords, name, b.args[b.nargs + k])) return false;
  }
  return true;
}

}  // namespace

bool BindInPlace(Function* function, Value* values, uint32_t positional, Value keyword_names) {
  Code* code = function->code;
  Binding b{function, code, values, positional, keyword_names, values};
  uint32_t parameters = b.parameters();
  if (parameters > kMaximumInPlace || (positional > code->argument_count && !b.has_rest()))
    return false;
  uint32_t direct = positional < code->argument_count ? positional : code->argument_count;
  Placement p;
  for (uint32_t i = direct; i < parameters; ++i) p.placed[i] = Value::Empty();
  if (!PlaceKeywords(b, direct, &p) || !PlaceDefaults(b, direct, &p)) return false;
  Handle rest, keywords;
  if ((b.has_rest() || b.has_keywords()) && !MakeStars(b, direct, p, &rest, &keywords)) {
    if (HasPendingException()) ClearPending();
    return false;
  }
  // From here on nothing fails: what went to a star leaves its register, what is a parameter's
  // moves.
  if (b.has_rest()) {
    for (uint32_t i = direct; i < positional; ++i) DecRef(values[i]);
  }
  for (uint32_t i = 0; i < p.extra_count; ++i) DecRef(values[positional + p.extra[i]]);
  uint32_t given =
      positional + (keyword_names.IsEmpty() ? 0 : static_cast<uint32_t>(TupleSize(keyword_names)));
  for (uint32_t i = parameters; i < given; ++i) values[i] = Value::Empty();
  for (uint32_t i = direct; i < parameters; ++i) {
    if (p.from_defaults >> i & 1) IncRef(p.placed[i]);
    values[i] = p.placed[i];
  }
  if (b.has_rest()) values[parameters] = rest.Release().Peek();
  if (b.has_keywords()) values[b.keywords_register()] = keywords.Release().Peek();
  return true;
}

}  // namespace polygil
