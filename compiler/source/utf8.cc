// Strict and lossy UTF-8.

#include "compiler/source/utf8.h"

#include <cstdio>

namespace polygil {
namespace {

bool IsContinuation(unsigned char c) { return (c & 0xC0) == 0x80; }

int Refuse(Utf8Error* error, size_t length, const char* reason) {
  if (error != nullptr) *error = {0, length, reason};
  return 0;
}

}  // namespace

int DecodeUtf8(const char* p, const char* end, uint32_t* code_point, Utf8Error* error) {
  auto* bytes = reinterpret_cast<const unsigned char*>(p);
  size_t left = end - p;
  unsigned char first = bytes[0];
  if (first < 0x80) {
    *code_point = first;
    return 1;
  }
  if (first < 0xC2 || first > 0xF4) return Refuse(error, 1, "invalid start byte");
  int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  uint32_t value = first & (0x7F >> length);
  for (int i = 1; i < length; i++) {
    if (static_cast<size_t>(i) >= left) return Refuse(error, left, "unexpected end of data");
    unsigned char c = bytes[i];
    bool valid = IsContinuation(c);
    if (i == 1) {  // overlong forms, surrogates and what lies above U+10FFFF
      if (first == 0xE0) valid = valid && c >= 0xA0;
      if (first == 0xED) valid = valid && c < 0xA0;
      if (first == 0xF0) valid = valid && c >= 0x90;
      if (first == 0xF4) valid = valid && c < 0x90;
    }
    if (!valid) return Refuse(error, i, "invalid continuation byte");
    value = (value << 6) | (c & 0x3F);
  }
  *code_point = value;
  return length;
}

bool ValidateUtf8(std::string_view bytes, Utf8Error* error) {
  const char* p = bytes.data();
  const char* end = p + bytes.size();
  while (p < end) {
    if (static_cast<signed char>(*p) >= 0) {
      p++;
      continue;
    }
    uint32_t code_point;
    int length = DecodeUtf8(p, end, &code_point, error);
    if (length == 0) {
      if (error != nullptr) {
        error->start += p - bytes.data();
        error->end += p - bytes.data();
      }
      return false;
    }
    p += length;
  }
  return true;
}

std::string Utf8ErrorMessage(std::string_view bytes, const Utf8Error& error) {
  char buffer[160];
  if (error.end - error.start == 1) {
    snprintf(buffer, sizeof buffer, "'utf-8' codec can't decode byte 0x%02x in position %zu: %s",
             static_cast<unsigned char>(bytes[error.start]), error.start, error.reason);
  } else {
    snprintf(buffer, sizeof buffer, "'utf-8' codec can't decode bytes in position %zu-%zu: %s",
             error.start, error.end - 1, error.reason);
  }
  return buffer;
}

int EncodeUtf8(uint32_t c, char* out) {
  if (c < 0x80) {
    out[0] = static_cast<char>(c);
    return 1;
  }
  if (c < 0x800) {
    out[0] = static_cast<char>(0xC0 | (c >> 6));
    out[1] = static_cast<char>(0x80 | (c & 0x3F));
    return 2;
  }
  if (c < 0x10000) {
    out[0] = static_cast<char>(0xE0 | (c >> 12));
    out[1] = static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out[2] = static_cast<char>(0x80 | (c & 0x3F));
    return 3;
  }
  out[0] = static_cast<char>(0xF0 | (c >> 18));
  out[1] = static_cast<char>(0x80 | ((c >> 12) & 0x3F));
  out[2] = static_cast<char>(0x80 | ((c >> 6) & 0x3F));
  out[3] = static_cast<char>(0x80 | (c & 0x3F));
  return 4;
}

void AppendUtf8(uint32_t code_point, std::string* out) {
  char buffer[4];
  out->append(buffer, EncodeUtf8(code_point, buffer));
}

std::string ReplaceInvalidUtf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  const char* p = bytes.data();
  const char* end = p + bytes.size();
  while (p < end) {
    uint32_t code_point;
    Utf8Error error;
    int length = DecodeUtf8(p, end, &code_point, &error);
    if (length > 0) {
      out.append(p, length);
      p += length;
    } else {
      AppendUtf8(0xFFFD, &out);
      p += error.end;
    }
  }
  return out;
}

int32_t CountCharacters(std::string_view bytes) {
  int32_t count = 0;
  const char* p = bytes.data();
  const char* end = p + bytes.size();
  while (p < end) {
    uint32_t code_point;
    Utf8Error error;
    int length = DecodeUtf8(p, end, &code_point, &error);
    p += length > 0 ? length : error.end;
    count++;
  }
  return count;
}

}  // namespace polygil
