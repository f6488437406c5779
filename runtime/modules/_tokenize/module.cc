// _tokenize.TokenizerIter: the compiler's tokens, for the tokenize module's tests and for who wants
// to see them. Comments and blank lines yield nothing.

#include <cstring>
#include <memory>
#include <new>
#include <string>

#include "compiler/source/source_text.h"
#include "compiler/source/unicode_hooks.h"
#include "compiler/token/tokenizer.h"
#include "runtime/modules/native_type.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Type TokenizerIteratorType;

// The tokenizer reads the text where it is, so both stay in one place.
struct Reading {
  explicit Reading(SourceText&& text)
      : source(std::move(text)), tokenizer(source.text, {.hooks = UnicodeHooks()}) {}
  SourceText source;
  Tokenizer tokenizer;
};

struct TokenizerIterator : Object {
  Reading* reading;  // owned
};

Reading* ReadingOf(Value self) { return self.As<TokenizerIterator>()->reading; }

// The kinds of Python's token module, by number.
constexpr const char* kKindNames[] = {
    "ENDMARKER",     "NAME",           "NUMBER",          "STRING",           "NEWLINE",
    "INDENT",        "DEDENT",         "LPAR",            "RPAR",             "LSQB",
    "RSQB",          "COLON",          "COMMA",           "SEMI",             "PLUS",
    "MINUS",         "STAR",           "SLASH",           "VBAR",             "AMPER",
    "LESS",          "GREATER",        "EQUAL",           "DOT",              "PERCENT",
    "LBRACE",        "RBRACE",         "EQEQUAL",         "NOTEQUAL",         "LESSEQUAL",
    "GREATEREQUAL",  "TILDE",          "CIRCUMFLEX",      "LEFTSHIFT",        "RIGHTSHIFT",
    "DOUBLESTAR",    "PLUSEQUAL",      "MINEQUAL",        "STAREQUAL",        "SLASHEQUAL",
    "PERCENTEQUAL",  "AMPEREQUAL",     "VBAREQUAL",       "CIRCUMFLEXEQUAL",  "LEFTSHIFTEQUAL",
    "RIGHTSHIFTEQUAL", "DOUBLESTAREQUAL", "DOUBLESLASH",  "DOUBLESLASHEQUAL", "AT",
    "ATEQUAL",       "RARROW",         "ELLIPSIS",        "COLONEQUAL",       "OP",
    "AWAIT",         "ASYNC",          "TYPE_IGNORE",     "TYPE_COMMENT"};

int NumberOfKind(TokenKind kind) {
  const char* name = kind == TokenKind::kAwait   ? "AWAIT"
                     : kind == TokenKind::kAsync ? "ASYNC"
                                                 : TokenName(kind);
  int number = 0;
  for (const char* known : kKindNames) {
    if (strcmp(known, name) == 0) return number;
    ++number;
  }
  return number;
}

Owned Text(std::string_view text) {
  Handle bytes = TRY(BytesNew(text.data(), static_cast<int64_t>(text.size())));
  Handle encoding = TRY(StrInternUtf8("utf-8")), errors = TRY(StrInternUtf8("replace"));
  return CallMethod(bytes, "decode", {encoding, errors});
}

Raised RaiseMistake(const Diagnostic& mistake) {
  Handle message = TRY(StrFromUtf8(mistake.message));
  Handle filename = TRY(StrInternUtf8("<string>"));
  Handle line = TRY(Text(mistake.text));
  Handle place = TRY(TupleOf({filename, Value::Int(mistake.lineno), Value::Int(mistake.offset), line,
                              Value::Int(mistake.end_lineno), Value::Int(mistake.end_offset)}));
  Value args[] = {message, place};
  return RaiseInstance(ExceptionNew(&SyntaxErrorType, args, 2));
}

// (text, kind, line, last line, column, last column, text of the line). What is no mistake in a token
// of its own (a bad indentation, the end within brackets) just ends the iteration.
Owned Next(Value self) {
  Tokenizer& tokenizer = ReadingOf(self)->tokenizer;
  Token token;
  tokenizer.Next(&token);
  if (token.kind == TokenKind::kEndMarker) return {};
  if (token.kind == TokenKind::kError) {
    TokenizerState state = tokenizer.state();
    if (state == TokenizerState::kFailed || state == TokenizerState::kUnterminated)
      return RaiseMistake(tokenizer.error());
    return {};
  }
  Handle text = TRY(Text(tokenizer.TextOf(token)));
  Handle line = TRY(Text(tokenizer.buffer()));
  return TupleOf({text, Value::Int(NumberOfKind(token.kind)), Value::Int(token.lineno),
                  Value::Int(token.end_lineno), Value::Int(token.col), Value::Int(token.end_col), line});
}

Owned Make(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[1];
  TRY_VOID(BindArguments("tokenizeriter", "(source)", args, nargs, keyword_names, bound));
  if (!IsStr(bound[0]))
    return Raise(&TypeErrorType, "tokenizeriter() argument 'source' must be str, not %.200s", TypeName(bound[0]));
  Handle owner;
  std::string_view text = TRY(StrAsUtf8(bound[0], &owner));
  if (text.find('\0') != std::string_view::npos) return Raise(&ValueErrorType, "embedded null character");
  SourceOptions options;
  options.is_unicode = true;
  options.hooks = UnicodeHooks();
  SourceText source;
  Diagnostic mistake;
  if (!ReadSource(text, options, &source, &mistake)) return RaiseMistake(mistake);
  Handle result = TRY(NewInstanceOf(type));
  result.As<TokenizerIterator>()->reading = new (std::nothrow) Reading(std::move(source));
  if (ReadingOf(result) == nullptr) return RaiseMemoryError();
  return result.Release();
}

void Destroy(Object* self) {
  auto* iterator = static_cast<TokenizerIterator*>(self);
  delete iterator->reading;
  iterator->reading = nullptr;
}

bool Execute(Value module) {
  TypeSlots& slots = TokenizerIteratorType.slots;
  slots.new_instance = Make;
  slots.iterate = Retain;
  slots.next = Next;
  slots.destroy = Destroy;
  return AddType(module, {.type = &TokenizerIteratorType,
                          .name = "_tokenize.TokenizerIter",
                          .basic_size = sizeof(TokenizerIterator)});
}

}  // namespace

extern const ModuleDefinition TokenizeModule;
const ModuleDefinition TokenizeModule = {"_tokenize", nullptr, nullptr, Execute};

}  // namespace polygil
