// Backslash escapes.

#include "runtime/base/codec/escape.h"

#include <stdio.h>

#include "runtime/base/unicode/names.h"

namespace polygil {
namespace {

int HexDigit(uint8_t c) {
  if (c >= '0' && c <= '9') return c - '0';
  c |= 32;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// What a one-letter escape stands for, or -1.
int SimpleEscape(uint8_t c) {
  switch (c) {
    case '\\':
    case '\'':
    case '"':
      return c;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 't':
      return '\t';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 'v':
      return '\v';
    case 'a':
      return '\a';
    default:
      return -1;
  }
}

const char* TruncatedText(int digits) {
  return digits == 2   ? "truncated \\xXX escape"
         : digits == 4 ? "truncated \\uXXXX escape"
                       : "truncated \\UXXXXXXXX escape";
}

// Up to three octal digits at `*at`.
int ReadOctal(const uint8_t* data, int64_t size, int64_t* at) {
  int value = 0;
  for (int i = 0; i < 3 && *at < size; ++i, ++*at) {
    if (data[*at] < '0' || data[*at] > '7') break;
    value = value * 8 + data[*at] - '0';
  }
  return value;
}

void NoteInvalid(InvalidEscape* invalid, int64_t at) {
  if (*invalid < 0) *invalid = at;
}

// Reads escapes of one text. Step() handles the one whose backslash is at
// `start`.
class EscapeReader {
 public:
  EscapeReader(const uint8_t* data, int64_t size, CodePointBuffer* out)
      : data_(data), size_(size), out_(out) {}

  enum Outcome { kRead, kBroken, kUnfinished };

  // Exactly `digits` hexadecimal digits at `at`.
  Outcome ReadHex(int digits) {
    reason_ = TruncatedText(digits);
    char32_t value = 0;
    for (int i = 0; i < digits; ++i, ++at_) {
      if (at_ >= size_) return kUnfinished;
      int digit = HexDigit(data_[at_]);
      if (digit < 0) return kBroken;
      value = value << 4 | static_cast<char32_t>(digit);
    }
    if (value > 0x10ffff) {
      reason_ = "illegal Unicode character";
      return kBroken;
    }
    out_->Append(value);
    return kRead;
  }

  Outcome ReadName() {
    reason_ = "malformed \\N character escape";
    if (at_ >= size_) return kUnfinished;
    if (data_[at_] != '{') return kBroken;
    int64_t start = ++at_;
    while (at_ < size_ && data_[at_] != '}') ++at_;
    if (at_ >= size_) return kUnfinished;
    if (at_ == start) return kBroken;
    char32_t found[kUnicodeSequenceBound];
    int count = UnicodeLookup(reinterpret_cast<const char*>(data_ + start),
                              static_cast<size_t>(at_ - start), found);
    ++at_;
    if (count != 1) {
      reason_ = "unknown Unicode character name";
      return kBroken;
    }
    out_->Append(found[0]);
    return kRead;
  }

  Outcome Step(int64_t start, InvalidEscape* invalid) {
    at_ = start + 1;
    reason_ = "\\ at end of string";
    if (at_ >= size_) return kUnfinished;
    uint8_t c = data_[at_++];
    int simple = SimpleEscape(c);
    if (simple >= 0) {
      out_->Append(static_cast<char32_t>(simple));
      return kRead;
    }
    switch (c) {
      case '\n':
        return kRead;
      case 'x':
        return ReadHex(2);
      case 'u':
        return ReadHex(4);
      case 'U':
        return ReadHex(8);
      case 'N':
        return ReadName();
      default:
        break;
    }
    if (c >= '0' && c <= '7') {
      --at_;
      int value = ReadOctal(data_, size_, &at_);
      if (value > 0xff) NoteInvalid(invalid, start + 1);
      out_->Append(static_cast<char32_t>(value));
      return kRead;
    }
    NoteInvalid(invalid, start + 1);
    out_->Append('\\');
    out_->Append(c);
    return kRead;
  }

  // Only \u and \U, for raw_unicode_escape. Others are taken as they are.
  Outcome StepRaw(int64_t start) {
    at_ = start + 1;
    if (at_ >= size_) {
      reason_ = "\\ at end of string";
      return kUnfinished;
    }
    uint8_t c = data_[at_++];
    if (c != 'u' && c != 'U') {
      out_->Append('\\');
      out_->Append(c);
      return kRead;
    }
    Outcome outcome = ReadHex(c == 'u' ? 4 : 8);
    if (outcome == kBroken && reason_[0] == 'i') {
      reason_ = "\\Uxxxxxxxx out of range";
    }
    return outcome;
  }

  int64_t at() const { return at_; }
  const char* reason() const { return reason_; }

 private:
  const uint8_t* data_;
  int64_t size_;
  CodePointBuffer* out_;
  int64_t at_ = 0;
  const char* reason_ = nullptr;
};

template <typename Step>
CodecStatus DecodeEscapes(const uint8_t* data, int64_t size, bool final, int64_t* position,
                          CodePointBuffer* out, CodecError* error, Step step) {
  EscapeReader reader(data, size, out);
  int64_t at = *position;
  if (!out->Reserve(size - at)) return CodecStatus::kNoMemory;
  while (at < size) {
    if (data[at] != '\\') {
      out->Append(data[at++]);
      continue;
    }
    EscapeReader::Outcome outcome = step(reader, at);
    if (outcome == EscapeReader::kUnfinished && !final) break;
    if (outcome != EscapeReader::kRead) {
      return CodecFail(error, position, at, reader.at(), reader.reason());
    }
    at = reader.at();
  }
  *position = at;
  return out->ok() ? CodecStatus::kDone : CodecStatus::kNoMemory;
}

void AppendHex(ByteBuffer* out, char letter, char32_t c, int digits) {
  out->Append('\\');
  out->Append(static_cast<uint8_t>(letter));
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
    out->Append(static_cast<uint8_t>("0123456789abcdef"[c >> shift & 15]));
  }
}

}  // namespace

CodecStatus DecodeUnicodeEscape(const uint8_t* data, int64_t size, bool final, int64_t* position,
                                CodePointBuffer* out, CodecError* error, InvalidEscape* invalid) {
  return DecodeEscapes(
      data, size, final, position, out, error,
      [invalid](EscapeReader& reader, int64_t at) { return reader.Step(at, invalid); });
}

CodecStatus DecodeRawUnicodeEscape(const uint8_t* data, int64_t size, bool final, int64_t* position,
                                   CodePointBuffer* out, CodecError* error) {
  return DecodeEscapes(data, size, final, position, out, error,
                       [&](EscapeReader& reader, int64_t at) {
                         // A last backslash is itself.
                         if (final && at + 1 == size) {
                           out->Append('\\');
                           reader.StepRaw(at);
                           return EscapeReader::kRead;
                         }
                         return reader.StepRaw(at);
                       });
}

bool EncodeUnicodeEscape(const TextView& text, ByteBuffer* out) {
  for (int64_t i = 0; i < text.length && out->ok(); ++i) {
    char32_t c = text[i];
    if (c >= 0x10000) {
      AppendHex(out, 'U', c, 8);
    } else if (c >= 0x100) {
      AppendHex(out, 'u', c, 4);
    } else if (c == '\t' || c == '\n' || c == '\r' || c == '\\') {
      out->Append('\\');
      out->Append(c == '\t' ? 't' : c == '\n' ? 'n' : c == '\r' ? 'r' : '\\');
    } else if (c < 0x20 || c >= 0x7f) {
      AppendHex(out, 'x', c, 2);
    } else {
      out->Append(static_cast<uint8_t>(c));
    }
  }
  return out->ok();
}

bool EncodeRawUnicodeEscape(const TextView& text, ByteBuffer* out) {
  for (int64_t i = 0; i < text.length && out->ok(); ++i) {
    char32_t c = text[i];
    if (c >= 0x10000) {
      AppendHex(out, 'U', c, 8);
    } else if (c >= 0x100) {
      AppendHex(out, 'u', c, 4);
    } else {
      out->Append(static_cast<uint8_t>(c));
    }
  }
  return out->ok();
}

void InvalidEscapeText(char* out, const uint8_t* at) {
  if (*at >= '4' && *at <= '7') {
    snprintf(out, 48, "invalid octal escape sequence '\\%.3s'", reinterpret_cast<const char*>(at));
  } else {
    snprintf(out, 48, "invalid escape sequence '\\%c'", *at);
  }
}

CodecStatus DecodeBytesEscape(const uint8_t* data, int64_t size, int64_t* position, ByteBuffer* out,
                              CodecError* error, InvalidEscape* invalid) {
  int64_t at = *position;
  while (at < size) {
    if (data[at] != '\\') {
      out->Append(data[at++]);
      continue;
    }
    int64_t start = at++;
    if (at >= size) {
      return CodecFail(error, position, start, size, "Trailing \\ in string");
    }
    uint8_t c = data[at];
    int simple = SimpleEscape(c);
    if (simple >= 0) {
      out->Append(static_cast<uint8_t>(simple));
      ++at;
    } else if (c == '\n') {
      ++at;
    } else if (c >= '0' && c <= '7') {
      int value = ReadOctal(data, size, &at);
      if (value > 0xff) NoteInvalid(invalid, start + 1);
      out->Append(static_cast<uint8_t>(value));
    } else if (c == 'x') {
      int high = at + 1 < size ? HexDigit(data[at + 1]) : -1;
      int low = at + 2 < size ? HexDigit(data[at + 2]) : -1;
      if (high < 0 || low < 0) {
        return CodecFail(error, position, start, at + 1 + (high >= 0), "invalid \\x escape");
      }
      out->Append(static_cast<uint8_t>(high * 16 + low));
      at += 3;
    } else {
      NoteInvalid(invalid, at);
      out->Append('\\');
      out->Append(c);
      ++at;
    }
  }
  *position = at;
  return out->ok() ? CodecStatus::kDone : CodecStatus::kNoMemory;
}

}  // namespace polygil
