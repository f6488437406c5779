// Decoding of escapes. CPython first rewrites every character above U+007F as \UXXXXXXXX, and its
// messages count positions in that rewritten text; `Position` keeps the same count.

#include "compiler/parser/escapes.h"

#include "compiler/source/utf8.h"

namespace polygil {
namespace {

constexpr size_t kRewrittenCharacter = 10;  // \UXXXXXXXX
constexpr size_t kRewrittenBackslash = 6;   // \u005c, when such a character follows it

constexpr uint32_t kLargestOctal = 0377;

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = static_cast<char>(c | 32);
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

// The character of a one-letter escape, or -1.
int SimpleEscape(char c) {
  switch (c) {
    case '\\':
    case '\'':
    case '"':
      return c;
    case 'a':
      return 7;
    case 'b':
      return 8;
    case 'f':
      return 12;
    case 'n':
      return 10;
    case 'r':
      return 13;
    case 't':
      return 9;
    case 'v':
      return 11;
    default:
      return -1;
  }
}

// Up to three octal digits at body[*i].
uint32_t ReadOctal(std::string_view body, size_t* i) {
  uint32_t value = 0;
  for (int n = 0; n < 3 && *i < body.size() && body[*i] >= '0' && body[*i] <= '7'; n++) {
    value = value * 8 + (body[(*i)++] - '0');
  }
  return value;
}

class StringDecoder {
 public:
  StringDecoder(std::string_view body, const CompilerHooks& hooks, std::string* out,
                int* invalid_escape, std::string* error)
      : body_(body), hooks_(hooks), out_(out), invalid_escape_(invalid_escape), error_(error) {}

  bool Run() {
    while (i_ < body_.size()) {
      size_t plain = i_;
      while (i_ < body_.size() && body_[i_] != '\\' && static_cast<signed char>(body_[i_]) >= 0) {
        i_++;
      }
      out_->append(body_.substr(plain, i_ - plain));
      position_ += i_ - plain;
      if (i_ == body_.size()) break;
      if (body_[i_] == '\\' ? !ReadEscape() : !ReadForeignRun()) return false;
    }
    return true;
  }

 private:
  bool Fail(std::string reason, size_t consumed) {
    *error_ = "(unicode error) 'unicodeescape' codec can't decode ";
    *error_ += "bytes in position " + std::to_string(position_) + "-" +
               std::to_string(position_ + consumed - 1) + ": " + reason;
    return false;
  }

  // Characters above U+007F up to the next ASCII one.
  bool ReadForeignRun() {
    size_t end = i_;
    while (end < body_.size() && static_cast<signed char>(body_[end]) < 0) end++;
    std::string_view run = body_.substr(i_, end - i_);
    if (!CheckLiteralUtf8(run, error_)) return false;
    out_->append(run);
    position_ += CountCharacters(run) * kRewrittenCharacter;
    i_ = end;
    return true;
  }

  bool ReadEscape() {
    // The last backslash of a piece of an f-string, or one before a foreign character, is itself.
    char c = i_ + 1 < body_.size() ? body_[i_ + 1] : 0;
    if (i_ + 1 >= body_.size() || static_cast<signed char>(c) < 0) {
      *out_ += '\\';
      i_++;
      position_ += kRewrittenBackslash;
      return true;
    }
    size_t start = i_;
    i_ += 2;
    int simple = SimpleEscape(c);
    if (simple >= 0) {
      *out_ += static_cast<char>(simple);
    } else if (c == '\n') {
      // A joined line.
    } else if (c >= '0' && c <= '7') {
      i_--;
      uint32_t value = ReadOctal(body_, &i_);
      if (value > kLargestOctal && *invalid_escape_ == 0) *invalid_escape_ = value;
      AppendUtf8(value, out_);
    } else if (c == 'x') {
      if (!ReadHex(2, "truncated \\xXX escape")) return false;
    } else if (c == 'u') {
      if (!ReadHex(4, "truncated \\uXXXX escape")) return false;
    } else if (c == 'U') {
      if (!ReadHex(8, "truncated \\UXXXXXXXX escape")) return false;
    } else if (c == 'N') {
      if (!ReadName()) return false;
    } else {
      if (*invalid_escape_ == 0) *invalid_escape_ = c;
      *out_ += '\\';
      *out_ += c;
    }
    position_ += i_ - start;
    return true;
  }

  bool ReadHex(int digits, const char* truncated) {
    uint32_t value = 0;
    for (int n = 0; n < digits; n++) {
      int digit = i_ + n < body_.size() ? HexValue(body_[i_ + n]) : -1;
      if (digit < 0) return Fail(truncated, 2 + n);
      value = value * 16 + digit;
    }
    if (value > 0x10FFFF) return Fail("illegal Unicode character", 2 + digits);
    i_ += digits;
    AppendUtf8(value, out_);
    return true;
  }

  bool ReadName() {
    if (i_ >= body_.size() || body_[i_] != '{') return Fail("malformed \\N character escape", 2);
    size_t close = i_ + 1;
    size_t length = 3;  // in CPython's count
    while (close < body_.size() && body_[close] != '}') {
      auto byte = static_cast<unsigned char>(body_[close++]);
      bool doubled = byte == '\\' && close < body_.size() &&
                     static_cast<signed char>(body_[close]) < 0;
      length += doubled ? kRewrittenBackslash
                : byte < 0x80 ? 1
                : (byte & 0xC0) == 0x80 ? 0
                                        : kRewrittenCharacter;
    }
    if (close == body_.size() || close == i_ + 1) {
      return Fail("malformed \\N character escape", length);
    }
    std::string_view name = body_.substr(i_ + 1, close - i_ - 1);
    uint32_t code_point;
    if (hooks_.lookup_character_name == nullptr ||
        !hooks_.lookup_character_name(name, &code_point)) {
      return Fail("unknown Unicode character name", length + 1);
    }
    i_ = close + 1;
    AppendUtf8(code_point, out_);
    return true;
  }

  std::string_view body_;
  const CompilerHooks& hooks_;
  std::string* out_;
  int* invalid_escape_;
  std::string* error_;
  size_t i_ = 0;
  size_t position_ = 0;
};

}  // namespace

bool CheckLiteralUtf8(std::string_view body, std::string* error) {
  Utf8Error where;
  if (ValidateUtf8(body, &where)) return true;
  *error = "(unicode error) " + Utf8ErrorMessage(body, where);
  return false;
}

bool DecodeStringEscapes(std::string_view body, const CompilerHooks& hooks, std::string* out,
                         int* invalid_escape, std::string* error) {
  return StringDecoder(body, hooks, out, invalid_escape, error).Run();
}

bool DecodeBytesEscapes(std::string_view body, std::string* out, int* invalid_escape,
                        std::string* error) {
  for (size_t i = 0; i < body.size();) {
    char c = body[i++];
    if (c != '\\') {
      *out += c;
      continue;
    }
    if (i == body.size()) {
      *error = "(value error) Trailing \\ in string";
      return false;
    }
    size_t escape = i - 1;
    c = body[i++];
    int simple = SimpleEscape(c);
    if (simple >= 0) {
      *out += static_cast<char>(simple);
    } else if (c == '\n') {
      // A joined line.
    } else if (c >= '0' && c <= '7') {
      i--;
      uint32_t value = ReadOctal(body, &i);
      if (value > kLargestOctal && *invalid_escape == 0) *invalid_escape = value;
      *out += static_cast<char>(value);
    } else if (c == 'x') {
      int high = i < body.size() ? HexValue(body[i]) : -1;
      int low = i + 1 < body.size() ? HexValue(body[i + 1]) : -1;
      if (high < 0 || low < 0) {
        *error = "(value error) invalid \\x escape at position " + std::to_string(escape);
        return false;
      }
      *out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      if (*invalid_escape == 0) *invalid_escape = c;
      *out += '\\';
      *out += c;
    }
  }
  return true;
}

}  // namespace polygil
