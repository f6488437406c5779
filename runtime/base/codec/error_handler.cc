// Handlers as plain functions of the text around an error.

#include "runtime/base/codec/error_handler.h"

#include <stdio.h>
#include <string.h>

#include "runtime/base/codec/utf16_32.h"
#include "runtime/base/codec/utf8.h"
#include "runtime/base/unicode/names.h"

namespace polygil {
namespace {

struct Name {
  const char* text;
  ErrorHandler handler;
};

constexpr Name kNames[] = {
    {"strict", ErrorHandler::kStrict},
    {"ignore", ErrorHandler::kIgnore},
    {"replace", ErrorHandler::kReplace},
    {"surrogateescape", ErrorHandler::kSurrogateEscape},
    {"surrogatepass", ErrorHandler::kSurrogatePass},
    {"backslashreplace", ErrorHandler::kBackslashReplace},
    {"xmlcharrefreplace", ErrorHandler::kXmlCharRefReplace},
    {"namereplace", ErrorHandler::kNameReplace},
};

bool IsSurrogate(char32_t c) { return c - 0xd800u < 0x800u; }

void AppendText(CodePointBuffer* out, const char* text) {
  for (; *text != 0; ++text) out->Append(static_cast<char32_t>(*text));
}

void AppendBackslash(CodePointBuffer* out, char32_t c) {
  char text[16];
  snprintf(text, sizeof(text),
           c >= 0x10000 ? "\\U%08x"
           : c >= 0x100 ? "\\u%04x"
                        : "\\x%02x",
           static_cast<unsigned>(c));
  AppendText(out, text);
}

void AppendName(CodePointBuffer* out, char32_t c) {
  char name[kUnicodeNameBound];
  int length = UnicodeName(c, name);
  if (length == 0) {
    AppendBackslash(out, c);
    return;
  }
  name[length] = 0;
  AppendText(out, "\\N{");
  AppendText(out, name);
  AppendText(out, "}");
}

int UnitSize(UnicodeForm form) {
  switch (form) {
    case UnicodeForm::kUtf8:
      return 3;
    case UnicodeForm::kUtf16Little:
    case UnicodeForm::kUtf16Big:
      return 2;
    case UnicodeForm::kUtf32Little:
    case UnicodeForm::kUtf32Big:
      return 4;
    default:
      return 0;
  }
}

// The unit at `at`; 0 when it is no surrogate.
char32_t ReadSurrogate(UnicodeForm form, const uint8_t* at) {
  char32_t c = 0;
  switch (form) {
    case UnicodeForm::kUtf8:
      if ((at[0] & 0xf0) != 0xe0 || (at[1] & 0xc0) != 0x80 || (at[2] & 0xc0) != 0x80) {
        return 0;
      }
      c = (at[0] & 15u) << 12 | (at[1] & 63u) << 6 | (at[2] & 63u);
      break;
    case UnicodeForm::kUtf16Little:
      c = at[0] | static_cast<char32_t>(at[1]) << 8;
      break;
    case UnicodeForm::kUtf16Big:
      c = at[1] | static_cast<char32_t>(at[0]) << 8;
      break;
    case UnicodeForm::kUtf32Little:
      c = at[0] | at[1] << 8 | at[2] << 16 | static_cast<char32_t>(at[3]) << 24;
      break;
    case UnicodeForm::kUtf32Big:
      c = at[3] | at[2] << 8 | at[1] << 16 | static_cast<char32_t>(at[0]) << 24;
      break;
    default:
      break;
  }
  return IsSurrogate(c) ? c : 0;
}

bool AppendSurrogate(UnicodeForm form, char32_t c, ByteBuffer* out) {
  uint8_t unit[4];
  switch (form) {
    case UnicodeForm::kUtf8:
      WriteUtf8(unit, c);
      break;
    case UnicodeForm::kUtf16Little:
    case UnicodeForm::kUtf16Big:
      WriteUtf16(unit, c, form == UnicodeForm::kUtf16Little ? ByteOrder::kLittle : ByteOrder::kBig);
      break;
    default:
      WriteUtf32(unit, c, form == UnicodeForm::kUtf32Little ? ByteOrder::kLittle : ByteOrder::kBig);
      break;
  }
  return out->Append(unit, UnitSize(form));
}

ErrorReplacement EscapeBytes(const uint8_t* data, const CodecError& error, CodePointBuffer* out) {
  int64_t at = error.start;
  // ASCII is never hidden.
  for (; at < error.end && at - error.start < 4 && data[at] >= 128; ++at) {
    out->Append(0xdc00u + data[at]);
  }
  return {at > error.start, at};
}

ErrorReplacement EscapeSurrogates(const TextView& text, const CodecError& error,
                                  ByteBuffer* bytes) {
  int64_t at = error.start;
  for (; at < error.end; ++at) {
    char32_t c = text[at];
    if (c < 0xdc80 || c > 0xdcff) break;
    bytes->Append(static_cast<uint8_t>(c - 0xdc00));
  }
  return {at > error.start, at};
}

ErrorReplacement PassSurrogates(UnicodeForm form, const TextView& text, const CodecError& error,
                                ByteBuffer* bytes) {
  if (form == UnicodeForm::kNone) return {false, error.start};
  for (int64_t at = error.start; at < error.end; ++at) {
    if (!IsSurrogate(text[at])) return {false, error.start};
  }
  for (int64_t at = error.start; at < error.end; ++at) {
    AppendSurrogate(form, text[at], bytes);
  }
  return {true, error.end};
}

}  // namespace

ErrorHandler FindErrorHandler(const char* name, size_t length) {
  for (const Name& entry : kNames) {
    if (strlen(entry.text) == length && memcmp(entry.text, name, length) == 0) {
      return entry.handler;
    }
  }
  return ErrorHandler::kOther;
}

UnicodeForm FindUnicodeForm(const char* encoding, size_t length) {
  const char* at = encoding;
  const char* end = encoding + length;
  auto take = [&](const char* word) {
    size_t size = strlen(word);
    if (static_cast<size_t>(end - at) < size) return false;
    for (size_t i = 0; i < size; ++i) {
      char c = at[i];
      if (c == '_') c = '-';
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
      if (c != word[i]) return false;
    }
    at += size;
    return true;
  };
  if (!take("utf")) return UnicodeForm::kNone;
  take("-");
  bool narrow = take("8");
  if (narrow) return at == end ? UnicodeForm::kUtf8 : UnicodeForm::kNone;
  bool two = take("16");
  if (!two && !take("32")) return UnicodeForm::kNone;
  bool big = false;
  if (at != end) {
    take("-");
    big = take("be");
    if (!big && !take("le")) return UnicodeForm::kNone;
    if (at != end) return UnicodeForm::kNone;
  }
  if (two) return big ? UnicodeForm::kUtf16Big : UnicodeForm::kUtf16Little;
  return big ? UnicodeForm::kUtf32Big : UnicodeForm::kUtf32Little;
}

ErrorReplacement HandleDecodeError(ErrorHandler handler, UnicodeForm form, const uint8_t* data,
                                   int64_t size, const CodecError& error, CodePointBuffer* out) {
  switch (handler) {
    case ErrorHandler::kIgnore:
      return {true, error.end};
    case ErrorHandler::kReplace:
      out->Append(0xfffd);
      return {true, error.end};
    case ErrorHandler::kBackslashReplace:
      for (int64_t at = error.start; at < error.end; ++at) {
        AppendBackslash(out, data[at]);
      }
      return {true, error.end};
    case ErrorHandler::kSurrogateEscape:
      return EscapeBytes(data, error, out);
    case ErrorHandler::kSurrogatePass: {
      int unit = UnitSize(form);
      if (unit == 0 || size - error.start < unit) break;
      char32_t c = ReadSurrogate(form, data + error.start);
      if (c == 0) break;
      out->Append(c);
      return {true, error.start + unit};
    }
    default:
      break;
  }
  return {false, error.start};
}

ErrorReplacement HandleEncodeError(ErrorHandler handler, UnicodeForm form, const TextView& text,
                                   const CodecError& error, ByteBuffer* bytes,
                                   CodePointBuffer* replacement) {
  if (handler == ErrorHandler::kSurrogateEscape) {
    // In wide encodings a single byte is no unit.
    return UnitSize(form) % 3 == 0 ? EscapeSurrogates(text, error, bytes)
                                   : ErrorReplacement{false, error.start};
  }
  if (handler == ErrorHandler::kSurrogatePass) {
    return PassSurrogates(form, text, error, bytes);
  }
  if (handler == ErrorHandler::kStrict || handler == ErrorHandler::kOther) {
    return {false, error.start};
  }
  for (int64_t at = error.start; at < error.end; ++at) {
    char number[16];
    switch (handler) {
      case ErrorHandler::kReplace:
        replacement->Append('?');
        break;
      case ErrorHandler::kBackslashReplace:
        AppendBackslash(replacement, text[at]);
        break;
      case ErrorHandler::kXmlCharRefReplace:
        snprintf(number, sizeof(number), "&#%u;", static_cast<unsigned>(text[at]));
        AppendText(replacement, number);
        break;
      case ErrorHandler::kNameReplace:
        AppendName(replacement, text[at]);
        break;
      default:
        break;
    }
  }
  return {true, error.end};
}

}  // namespace polygil
