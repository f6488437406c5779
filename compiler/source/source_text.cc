// Detection of the source encoding, decoding and newline translation.

#include "compiler/source/source_text.h"

#include <cstdio>

#include "compiler/source/utf8.h"

namespace polygil {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\f'; }

bool IsEncodingNameCharacter(char c) {
  return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '-' || c == '_' ||
         c == '.';
}

// Aliases that need no codec, after case and '_' are normalised over the first 12 characters.
std::string NormalizeEncodingName(std::string_view name) {
  std::string normal(name.substr(0, 12));
  for (char& c : normal) {
    if (c == '_') c = '-';
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 32);
  }
  auto matches = [&](std::string_view alias) {
    return normal == alias ||
           (normal.size() > alias.size() && normal.compare(0, alias.size(), alias) == 0 &&
            normal[alias.size()] == '-');
  };
  if (matches("utf-8")) return "utf-8";
  if (matches("latin-1") || matches("iso-8859-1") || matches("iso-latin-1")) return "iso-8859-1";
  return std::string(name);
}

std::string CookieInLine(std::string_view line) {
  size_t i = 0;
  while (i < line.size() && IsBlank(line[i])) i++;
  if (i == line.size() || line[i] != '#') return "";
  for (; i + 6 < line.size(); i++) {
    if (line.compare(i, 6, "coding") != 0) continue;
    size_t p = i + 6;
    if (line[p] != ':' && line[p] != '=') continue;
    p++;
    while (p < line.size() && (line[p] == ' ' || line[p] == '\t')) p++;
    size_t start = p;
    while (p < line.size() && IsEncodingNameCharacter(line[p])) p++;
    if (p > start) return NormalizeEncodingName(line.substr(start, p - start));
  }
  return "";
}

bool IsBlankOrComment(std::string_view line) {
  for (char c : line) {
    if (c == '#') return true;
    if (!IsBlank(c)) return false;
  }
  return true;
}

bool Refuse(std::string message, Diagnostic* diagnostic) {
  diagnostic->kind = DiagnosticKind::kSyntaxError;
  diagnostic->message = std::move(message);
  diagnostic->lineno = 0;
  diagnostic->offset = -1;
  return false;
}

uint32_t Latin9(unsigned char c) {
  switch (c) {
    case 0xA4:
      return 0x20AC;
    case 0xA6:
      return 0x160;
    case 0xA8:
      return 0x161;
    case 0xB4:
      return 0x17D;
    case 0xB8:
      return 0x17E;
    case 0xBC:
      return 0x152;
    case 0xBD:
      return 0x153;
    case 0xBE:
      return 0x178;
    default:
      return c;
  }
}

std::string FoldCodecName(std::string_view name) {
  std::string folded;
  for (char c : name) {
    if (c == '_' || c == ' ') c = '-';
    folded += (c >= 'A' && c <= 'Z') ? static_cast<char>(c | 32) : c;
  }
  return folded;
}

bool DecodeAscii(std::string_view bytes, std::string* utf8, std::string* error) {
  for (size_t i = 0; i < bytes.size(); i++) {
    unsigned char c = bytes[i];
    if (c < 0x80) continue;
    char buffer[112];
    snprintf(buffer, sizeof buffer,
             "'ascii' codec can't decode byte 0x%02x in position %zu: ordinal not in range(128)", c,
             i);
    *error = buffer;
    return false;
  }
  utf8->assign(bytes);
  return true;
}

bool DecodeByCodec(const std::string& encoding, std::string_view bytes, const CompilerHooks& hooks,
                   std::string* utf8, std::string* error) {
  std::string folded = FoldCodecName(encoding);
  if (folded == "iso-8859-1" || folded == "iso8859-1" || folded == "latin1") {
    for (unsigned char c : bytes) AppendUtf8(c, utf8);
    return true;
  }
  if (folded == "iso-8859-15" || folded == "iso8859-15" || folded == "latin-9") {
    for (unsigned char c : bytes) AppendUtf8(Latin9(c), utf8);
    return true;
  }
  if (folded == "ascii" || folded == "us-ascii") return DecodeAscii(bytes, utf8, error);
  if (folded == "utf8" || folded == "utf") {
    Utf8Error where;
    if (!ValidateUtf8(bytes, &where)) {
      *error = Utf8ErrorMessage(bytes, where);
      return false;
    }
    utf8->assign(bytes);
    return true;
  }
  if (hooks.decode != nullptr &&
      hooks.decode(hooks.context, encoding, bytes, utf8, error)) {
    return true;
  }
  if (error->empty()) *error = "unknown encoding: " + encoding;
  return false;
}

void TranslateNewlines(std::string* text) {
  size_t first = text->find('\r');
  if (first == std::string::npos) return;
  size_t out = first;
  for (size_t i = first; i < text->size(); i++) {
    char c = (*text)[i];
    if (c == '\r') {
      c = '\n';
      if (i + 1 < text->size() && (*text)[i + 1] == '\n') i++;
    }
    (*text)[out++] = c;
  }
  text->resize(out);
}

// A script's lines end at a NUL, as they did when they were C strings.
void CutLinesAtNul(std::string* text) {
  size_t out = 0;
  bool cut = false;
  for (char c : *text) {
    if (c == 0) cut = true;
    if (c == '\n' || c == '\r') cut = false;
    if (!cut) (*text)[out++] = c;
  }
  text->resize(out);
}

bool RefuseScript(std::string_view bytes, const Utf8Error& where, const SourceText& source,
                  Diagnostic* diagnostic) {
  int line = 1;
  for (char c : bytes.substr(0, where.start)) line += c == '\n';
  char byte[8];
  snprintf(byte, sizeof byte, "\\x%02x", static_cast<unsigned char>(bytes[where.start]));
  return Refuse(std::string("Non-UTF-8 code starting with '") + byte + "' in file " +
                    source.filename + " on line " + std::to_string(line) +
                    ", but no encoding declared; see https://peps.python.org/pep-0263/ for details",
                diagnostic);
}

}  // namespace

std::string_view SourceText::Line(int32_t lineno) const {
  size_t start = 0;
  for (int32_t i = 1; i < lineno; i++) {
    size_t newline = text.find('\n', start);
    if (newline == std::string::npos) return {};
    start = newline + 1;
  }
  size_t newline = text.find('\n', start);
  size_t end = newline == std::string::npos ? text.size() : newline + 1;
  return std::string_view(text).substr(start, end - start);
}

std::string FindEncodingCookie(std::string_view bytes) {
  for (int i = 0; i < 2; i++) {
    size_t end = bytes.find_first_of("\r\n");
    std::string_view line = bytes.substr(0, end);
    std::string cookie = CookieInLine(line);
    if (!cookie.empty()) return cookie;
    if (end == std::string_view::npos || !IsBlankOrComment(line)) return "";
    bool two = bytes[end] == '\r' && end + 1 < bytes.size() && bytes[end + 1] == '\n';
    bytes.remove_prefix(end + (two ? 2 : 1));
  }
  return "";
}

bool ReadSource(std::string_view bytes, const SourceOptions& options, SourceText* source,
                Diagnostic* diagnostic) {
  bool has_nul = bytes.find('\0') != std::string_view::npos;
  if (has_nul && !options.is_script) {
    diagnostic->kind = DiagnosticKind::kValueError;
    diagnostic->message = "source code string cannot contain null bytes";
    return false;
  }
  source->encoding.clear();
  if (options.is_unicode) {
    source->encoding = "utf-8";
    source->text.assign(bytes);
  } else {
    bool has_mark = bytes.substr(0, 3) == kByteOrderMark;
    if (has_mark) {
      bytes.remove_prefix(3);
      source->encoding = "utf-8";
    }
    std::string cookie = FindEncodingCookie(bytes);
    if (has_mark && !cookie.empty() && cookie != "utf-8") {
      return Refuse("encoding problem: " + cookie + " with BOM", diagnostic);
    }
    if (!cookie.empty()) source->encoding = cookie;
    if (cookie.empty() || cookie == "utf-8") {
      Utf8Error where;
      if (options.is_script && !ValidateUtf8(bytes, &where)) {
        return RefuseScript(bytes, where, *source, diagnostic);
      }
      source->text.assign(bytes);
    } else {
      std::string error;
      source->text.clear();
      if (!DecodeByCodec(cookie, bytes, options.hooks, &source->text, &error)) {
        return Refuse(options.is_script ? "encoding problem: " + cookie : error, diagnostic);
      }
    }
  }
  if (has_nul) CutLinesAtNul(&source->text);
  // CPython supplies a newline behind a final "\r\n" as well; it shows in line numbers at the end.
  const std::string& text = source->text;
  bool ends_with_pair = text.size() >= 2 && text.compare(text.size() - 2, 2, "\r\n") == 0;
  TranslateNewlines(&source->text);
  if (options.end_with_newline && (text.empty() || text.back() != '\n' || ends_with_pair)) {
    source->text += '\n';
  }
  return true;
}

}  // namespace polygil
