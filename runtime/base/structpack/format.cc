#include "runtime/base/structpack/format.h"

namespace polygil::structpack {
namespace {

constexpr size_t kMost = PTRDIFF_MAX;

struct CodeFacts {
  char code;
  Kind kind;
  uint8_t native_width;    // also its alignment, for numbers
  uint8_t standard_width;  // 0: only in native formats
};

// `x` is no field and not in the table.
constexpr CodeFacts kCodes[] = {
    {'b', Kind::kSigned, 1, 1},   {'B', Kind::kUnsigned, 1, 1}, {'c', Kind::kChar, 1, 1},
    {'?', Kind::kBool, 1, 1},     {'h', Kind::kSigned, 2, 2},   {'H', Kind::kUnsigned, 2, 2},
    {'i', Kind::kSigned, 4, 4},   {'I', Kind::kUnsigned, 4, 4}, {'l', Kind::kSigned, 8, 4},
    {'L', Kind::kUnsigned, 8, 4}, {'q', Kind::kSigned, 8, 8},   {'Q', Kind::kUnsigned, 8, 8},
    {'n', Kind::kSigned, 8, 0},   {'N', Kind::kUnsigned, 8, 0}, {'P', Kind::kPointer, 8, 0},
    {'e', Kind::kFloat, 2, 2},    {'f', Kind::kFloat, 4, 4},    {'d', Kind::kFloat, 8, 8},
    {'s', Kind::kBytes, 1, 1},    {'p', Kind::kPascal, 1, 1},
};

const CodeFacts* FactsOf(char code) {
  for (const CodeFacts& facts : kCodes) {
    if (facts.code == code) return &facts;
  }
  return nullptr;
}

bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

class Parser {
 public:
  Parser(std::string_view format, Layout* layout) : rest_(format), layout_(*layout) {}

  FormatError Parse();

 private:
  void TakePrefix();
  FormatError TakeCount(size_t* count);
  FormatError Add(char code, size_t count);

  std::string_view rest_;
  Layout& layout_;
  bool big_endian_ = false;
  bool native_ = true;
};

void Parser::TakePrefix() {
  if (rest_.empty()) return;
  switch (rest_[0]) {
    case '>':
    case '!':
      big_endian_ = true;
      [[fallthrough]];
    case '<':
    case '=':
      native_ = false;
      [[fallthrough]];
    case '@':
      rest_.remove_prefix(1);
  }
}

FormatError Parser::TakeCount(size_t* count) {
  *count = 1;
  if (!IsDigit(rest_[0])) return FormatError::kNone;
  *count = 0;
  while (!rest_.empty() && IsDigit(rest_[0])) {
    size_t digit = static_cast<size_t>(rest_[0] - '0');
    if (*count > (kMost - digit) / 10) return FormatError::kTooLong;
    *count = *count * 10 + digit;
    rest_.remove_prefix(1);
  }
  return rest_.empty() ? FormatError::kCountWithoutCode : FormatError::kNone;
}

FormatError Parser::Add(char code, size_t count) {
  const CodeFacts* facts = FactsOf(code);
  size_t width = 1;
  if (code != 'x') {
    if (facts == nullptr) return FormatError::kBadCharacter;
    width = native_ ? facts->native_width : facts->standard_width;
    if (width == 0) return FormatError::kBadCharacter;
  }
  if (native_) {
    if (layout_.size > kMost - (width - 1)) return FormatError::kTooLong;
    layout_.size = (layout_.size + width - 1) & ~(width - 1);
  }
  if (count > (kMost - layout_.size) / width) return FormatError::kTooLong;
  size_t offset = layout_.size;
  layout_.size += count * width;
  if (code == 'x') return FormatError::kNone;
  if (facts->kind == Kind::kBytes || facts->kind == Kind::kPascal) {
    width = count;
    count = 1;
  }
  if (count == 0) return FormatError::kNone;
  layout_.value_count += count;
  layout_.fields.push_back({code, facts->kind, big_endian_, native_, width, count, offset});
  return FormatError::kNone;
}

FormatError Parser::Parse() {
  if (rest_.find('\0') != std::string_view::npos) return FormatError::kEmbeddedNull;
  TakePrefix();
  while (!rest_.empty()) {
    if (IsSpace(rest_[0])) {
      rest_.remove_prefix(1);
      continue;
    }
    size_t count;
    FormatError error = TakeCount(&count);
    if (error != FormatError::kNone) return error;
    error = Add(rest_[0], count);
    if (error != FormatError::kNone) return error;
    rest_.remove_prefix(1);
  }
  return FormatError::kNone;
}

}  // namespace

FormatError ParseFormat(std::string_view format, Layout* layout) {
  return Parser(format, layout).Parse();
}

const char* FormatErrorText(FormatError error) {
  switch (error) {
    case FormatError::kNone:
      return "";
    case FormatError::kBadCharacter:
      return "bad char in struct format";
    case FormatError::kCountWithoutCode:
      return "repeat count given without format specifier";
    case FormatError::kTooLong:
      return "total struct size too long";
    case FormatError::kEmbeddedNull:
      return "embedded null character";
  }
  return "";
}

}  // namespace polygil::structpack
