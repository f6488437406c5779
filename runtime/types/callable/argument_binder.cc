#include "runtime/types/callable/argument_binder.h"

#include <cstring>

#include "runtime/object/heap.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

// A parsed text signature. Parameters keep their order; `*args` and `**kwargs` count, too.
struct Signature {
  const char* key;          // the literal it was parsed from
  uint8_t count;
  uint8_t positional_only;  // the first ones
  uint8_t positional;       // those that can be given by position
  uint8_t minimum;          // required ones among them
  int8_t var_positional;    // index of *args, -1: none
  int8_t var_keyword;
  bool required_keyword;    // a keyword-only parameter without default
  bool required[kMaximumBoundParameters];
  Value names[kMaximumBoundParameters];  // interned
};

bool IsNameCharacter(char c) {
  return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Reads one signature; the text is a literal of ours, trusted to be well formed.
class SignatureParser {
 public:
  SignatureParser(const char* text, Signature* out) : at_(strchr(text, '(') + 1), out_(out) {}

  bool Parse() {
    while (*at_ != ')' && *at_ != 0) {
      SkipSpace();
      if (!ParseParameter()) return false;
      SkipDefault();
      if (*at_ == ',') ++at_;
    }
    return true;
  }

 private:
  void SkipSpace() {
    while (*at_ == ' ' || *at_ == '\n') ++at_;
  }
  bool ParseParameter() {
    if (*at_ == '/') {
      out_->positional_only = out_->count;
      ++at_;
      return true;
    }
    if (*at_ == '$') {  // self, module or type: not an argument
      SkipName(at_ + 1);
      return true;
    }
    if (at_[0] == '*' && at_[1] == '*') {
      at_ += 2;
      out_->var_keyword = static_cast<int8_t>(out_->count);
      return AddName();
    }
    if (*at_ == '*') {
      ++at_;
      keyword_only_ = true;
      if (!IsNameCharacter(*at_)) return true;
      out_->var_positional = static_cast<int8_t>(out_->count);
      return AddName();
    }
    return AddParameter();
  }
  const char* SkipName(const char* from) {
    at_ = from;
    while (IsNameCharacter(*at_)) ++at_;
    return at_;
  }
  bool AddName() {
    const char* start = at_;
    SkipName(start);
    Owned name = StrInternUtf8({start, static_cast<size_t>(at_ - start)});
    if (!name) return false;
    out_->names[out_->count++] = name.Peek();
    return true;
  }
  bool AddParameter() {
    int index = out_->count;
    if (!AddName()) return false;
    SkipSpace();
    bool required = *at_ != '=';
    out_->required[index] = required;
    if (keyword_only_) {
      out_->required_keyword = out_->required_keyword || required;
    } else {
      out_->positional = out_->count;
      if (required) out_->minimum = out_->count;
    }
    return true;
  }
  // Up to the next comma or closing parenthesis outside of brackets and quotes.
  void SkipDefault() {
    int depth = 0;
    for (; *at_ != 0; ++at_) {
      if (*at_ == '\'' || *at_ == '"') {
        char quote = *at_++;
        while (*at_ != 0 && *at_ != quote) at_ += *at_ == '\\' ? 2 : 1;
        continue;
      }
      if (*at_ == '(' || *at_ == '[' || *at_ == '{') ++depth;
      if (depth == 0 && (*at_ == ',' || *at_ == ')')) return;
      if (*at_ == ')' || *at_ == ']' || *at_ == '}') --depth;
    }
  }

  const char* at_;
  Signature* out_;
  bool keyword_only_ = false;
};

}  // namespace

// Open addressing by the address of the literal.
struct BinderTable {
  size_t mask;
  size_t count;
  Signature** places;
};

namespace {

size_t PlaceOf(const char* key, size_t mask) {
  return (reinterpret_cast<uint64_t>(key) * 0x9E3779B97F4A7C15u >> 32) & mask;
}

void Insert(BinderTable* table, Signature* signature) {
  size_t place = PlaceOf(signature->key, table->mask);
  while (table->places[place] != nullptr) place = (place + 1) & table->mask;
  table->places[place] = signature;
  ++table->count;
}

bool Grow(BinderTable* table) {
  size_t size = table->places == nullptr ? 256 : 2 * (table->mask + 1);
  auto** places = static_cast<Signature**>(RawAllocate(size * sizeof(Signature*)));
  if (places == nullptr) return RaiseMemoryError();
  memset(places, 0, size * sizeof(Signature*));
  BinderTable old = *table;
  *table = {size - 1, 0, places};
  if (old.places == nullptr) return true;
  for (size_t i = 0; i <= old.mask; ++i)
    if (old.places[i] != nullptr) Insert(table, old.places[i]);
  RawFree(old.places, (old.mask + 1) * sizeof(Signature*));
  return true;
}

BinderTable* Table() {
  Interpreter* interpreter = CurrentInterpreter();
  if (interpreter->binder_table != nullptr) [[likely]]
    return interpreter->binder_table;
  auto* table = static_cast<BinderTable*>(RawAllocate(sizeof(BinderTable)));
  if (table == nullptr) return RaiseMemoryError();
  *table = {};
  if (!Grow(table)) return nullptr;
  interpreter->binder_table = table;
  return table;
}

const Signature* FindSignature(const char* key) {
  BinderTable* table = TRY(Table());
  for (size_t place = PlaceOf(key, table->mask); table->places[place] != nullptr;
       place = (place + 1) & table->mask)
    if (table->places[place]->key == key) return table->places[place];
  auto* signature = static_cast<Signature*>(RawAllocate(sizeof(Signature)));
  if (signature == nullptr) return RaiseMemoryError();
  memset(static_cast<void*>(signature), 0, sizeof(Signature));
  signature->key = key;
  signature->var_positional = signature->var_keyword = -1;
  if (!SignatureParser(key, signature).Parse()) return nullptr;
  if (2 * (table->count + 1) > table->mask && !Grow(table)) return nullptr;
  Insert(table, signature);
  return signature;
}

// One call being matched.
struct Binding {
  const char* function;
  const Signature* signature;
  const Value* args;
  size_t nargs;
  Value keyword_names;
  size_t keyword_count;
  Value* out;
  const char* parentheses;  // behind the name in messages

  bool TakesKeywords() const {
    return signature->positional_only < signature->positional || signature->var_keyword >= 0 ||
           signature->count > signature->positional + (signature->var_positional >= 0 ? 1 : 0);
  }
  // Named parameters, without *args and **kwargs.
  int NamedCount() const {
    return signature->count - (signature->var_positional >= 0) - (signature->var_keyword >= 0);
  }
};

const char* Plural(int64_t count) { return count == 1 ? "" : "s"; }

bool CheckCounts(const Binding& b) {
  const Signature& s = *b.signature;
  int maximum = s.positional;
  auto given = static_cast<ssize_t>(b.nargs + b.keyword_count);
  if (s.var_positional < 0 && s.var_keyword < 0 && given > b.NamedCount())
    return Raise(&TypeErrorType, "%.200s%s takes at most %d %sargument%s (%zd given)", b.function,
                 b.parentheses, b.NamedCount(), b.nargs == 0 ? "keyword " : "", Plural(b.NamedCount()), given);
  if (s.var_positional < 0 && static_cast<int>(b.nargs) > maximum) {
    if (maximum == 0)
      return Raise(&TypeErrorType, "%.200s%s takes no positional arguments", b.function,
                   b.parentheses);
    return Raise(&TypeErrorType, "%.200s%s takes %s %d positional argument%s (%zd given)",
                 b.function, b.parentheses, s.minimum < maximum ? "at most" : "exactly", maximum, Plural(maximum),
                 static_cast<ssize_t>(b.nargs));
  }
  int least = s.minimum < s.positional_only ? s.minimum : s.positional_only;
  if (static_cast<int>(b.nargs) < least)
    return Raise(&TypeErrorType, "%.200s%s takes %s %d positional argument%s (%zd given)",
                 b.function, b.parentheses, least < maximum || s.var_positional >= 0 ? "at least" : "exactly",
                 least, Plural(least), static_cast<ssize_t>(b.nargs));
  return true;
}

int FindParameter(const Signature& s, Value name) {
  for (int i = s.positional_only; i < s.count; ++i)
    if (s.names[i] == name && i != s.var_positional && i != s.var_keyword) return i;
  for (int i = s.positional_only; i < s.count; ++i)
    if (i != s.var_positional && i != s.var_keyword && StrEqual(s.names[i], name)) return i;
  return -1;
}

bool TakeKeywords(const Binding& b, Value extra) {
  const Signature& s = *b.signature;
  Value unknown = Value::Empty();
  for (size_t k = 0; k < b.keyword_count; ++k) {
    Value name = TupleAt(b.keyword_names, static_cast<int64_t>(k));
    Value value = b.args[b.nargs + k];
    int index = FindParameter(s, name);
    if (index < 0) {
      if (extra) {
        TRY_VOID(DictSet(extra, name, value));
      } else if (!unknown) {
        unknown = name;
      }
      continue;
    }
    if (b.out[index])
      return Raise(&TypeErrorType, "argument for %.200s%s given by name ('%U') and position (%d)",
                   b.function, b.parentheses, name, index + 1);
    b.out[index] = value;
  }
  for (int i = 0; i < s.count; ++i)
    if (s.required[i] && !b.out[i])
      return Raise(&TypeErrorType, "%.200s%s missing required argument '%U' (pos %d)",
                   b.function,
                   b.parentheses, s.names[i], i + 1);
  if (unknown)
    return Raise(&TypeErrorType, "'%U' is an invalid keyword argument for %.200s%s", unknown,
                 b.parentheses[0] != 0 ? b.function : "this function", b.parentheses);
  return true;
}

bool TakePositional(const Binding& b, Handle* owner_args) {
  const Signature& s = *b.signature;
  size_t direct = b.nargs < s.positional ? b.nargs : s.positional;
  for (size_t i = 0; i < direct; ++i) b.out[i] = b.args[i];
  if (s.var_positional < 0) return true;
  *owner_args = TupleFrom(b.args + direct, static_cast<int64_t>(b.nargs - direct));
  b.out[s.var_positional] = *owner_args;
  return static_cast<bool>(*owner_args);
}

}  // namespace

bool CheckNoKeywords(const char* function_name, Value keyword_names) {
  if (!keyword_names || TupleSize(keyword_names) == 0) return true;
  return Raise(&TypeErrorType, "%.200s() takes no keyword arguments", function_name);
}

bool CheckPositional(const char* function_name, size_t nargs, size_t minimum, size_t maximum) {
  if (nargs < minimum)
    return Raise(&TypeErrorType, "%.200s expected %s%zd argument%s, got %zd", function_name,
                 minimum == maximum ? "" : "at least ", static_cast<ssize_t>(minimum),
                 Plural(static_cast<int64_t>(minimum)), static_cast<ssize_t>(nargs));
  if (nargs > maximum)
    return Raise(&TypeErrorType, "%.200s expected %s%zd argument%s, got %zd", function_name,
                 minimum == maximum ? "" : "at most ", static_cast<ssize_t>(maximum),
                 Plural(static_cast<int64_t>(maximum)), static_cast<ssize_t>(nargs));
  return true;
}

bool BindArguments(const char* function_name, const char* signature, const Value* args,
                   size_t nargs, Value keyword_names, Value* out, Handle* owner_args,
                   Handle* owner_keywords) {
  const Signature* s = TRY(FindSignature(signature));
  size_t keyword_count = keyword_names ? static_cast<size_t>(TupleSize(keyword_names)) : 0;
  for (int i = 0; i < s->count; ++i) out[i] = Value::Empty();
  if (keyword_count == 0 && s->var_positional < 0 && s->var_keyword < 0 && !s->required_keyword &&
      nargs >= s->minimum && nargs <= s->positional) [[likely]] {
    for (size_t i = 0; i < nargs; ++i) out[i] = args[i];
    return true;
  }
  const char* parentheses = function_name != nullptr ? "()" : "";
  if (function_name == nullptr) function_name = "function";
  Binding binding{function_name, s, args, nargs, keyword_names, keyword_count, out, parentheses};
  if (!binding.TakesKeywords()) {
    TRY_VOID(CheckNoKeywords(function_name, keyword_names));
    TRY_VOID(CheckPositional(function_name, nargs, s->minimum,
                             s->var_positional >= 0 ? SIZE_MAX : s->positional));
  } else {
    TRY_VOID(CheckCounts(binding));
  }
  TRY_VOID(TakePositional(binding, owner_args));
  if (s->var_keyword >= 0) {
    *owner_keywords = TRY(DictNew());
    out[s->var_keyword] = *owner_keywords;
  }
  return TakeKeywords(binding, s->var_keyword >= 0 ? out[s->var_keyword] : Value::Empty());
}

}  // namespace polygil
