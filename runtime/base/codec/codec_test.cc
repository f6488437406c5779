// Codecs and builtin error handlers against vectors that CPython made.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "runtime/base/codec/error_handler.h"
#include "runtime/base/codec/escape.h"
#include "runtime/base/codec/single_byte.h"
#include "runtime/base/codec/utf16_32.h"
#include "runtime/base/codec/utf7.h"
#include "runtime/base/codec/utf8.h"

namespace polygil {
namespace {

struct Vector {
  const char* operation;
  const char* encoding;
  const char* errors;
  const char* input;
  const char* expected;
};

constexpr Vector kVectors[] = {
#include "runtime/base/codec/codec_vectors.inc"
};

// The upper half of cp1252.
constexpr uint16_t kUpper[] = {0x20ac, 0xfffe, 0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021,
                               0x2c6,  0x2030, 0x160,  0x2039, 0x152,  0xfffe, 0x17d,  0xfffe,
                               0xfffe, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                               0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0xfffe, 0x17e,  0x178};

std::u32string Cp1252() {
  std::u32string table;
  for (char32_t i = 0; i < 256; ++i) {
    table += i - 128 < 32 ? kUpper[i - 128] : i;
  }
  return table;
}

std::vector<uint8_t> ParseBytes(const std::string& hex) {
  std::vector<uint8_t> bytes;
  for (size_t i = 0; i < hex.size(); i += 2) {
    bytes.push_back(static_cast<uint8_t>(strtol(hex.substr(i, 2).c_str(), nullptr, 16)));
  }
  return bytes;
}

std::u32string ParseText(const char* at) {
  std::u32string text;
  while (*at != 0) {
    char* end;
    text += static_cast<char32_t>(strtol(at, &end, 16));
    at = *end == ' ' ? end + 1 : end;
  }
  return text;
}

std::string ShowText(const TextView& text) {
  std::string shown;
  for (int64_t i = 0; i < text.length; ++i) {
    char code[16];
    snprintf(code, sizeof(code), i == 0 ? "%x" : " %x", static_cast<unsigned>(text[i]));
    shown += code;
  }
  return shown;
}

std::string ShowBytes(const ByteBuffer& bytes) {
  std::string shown;
  for (int64_t i = 0; i < bytes.size(); ++i) {
    char code[3];
    snprintf(code, sizeof(code), "%02x", bytes.data()[i]);
    shown += code;
  }
  return shown;
}

std::string ShowError(const CodecError& error) {
  return std::to_string(error.start) + "," + std::to_string(error.end) + "," + error.reason;
}

TextView View(const std::u32string& text) {
  return {text.data(), static_cast<int64_t>(text.size()), 4};
}

CodecStatus DecodeSome(const std::string& encoding, const std::vector<uint8_t>& data, bool final,
                       int64_t* position, CodePointBuffer* out, CodecError* error) {
  const uint8_t* bytes = data.data();
  int64_t size = static_cast<int64_t>(data.size());
  ByteOrder order = encoding.back() == 'e' && encoding[encoding.size() - 2] == 'l'
                        ? ByteOrder::kLittle
                        : ByteOrder::kBig;
  if (encoding == "utf-8") {
    return DecodeUtf8(bytes, size, final, position, out, error);
  }
  if (encoding.substr(0, 6) == "utf-16") {
    return DecodeUtf16(bytes, size, order, final, position, out, error);
  }
  if (encoding.substr(0, 6) == "utf-32") {
    return DecodeUtf32(bytes, size, order, final, position, out, error);
  }
  if (encoding == "ascii") return DecodeAscii(bytes, size, position, out, error);
  if (encoding == "cp1252") {
    return DecodeCharmap(bytes, size, View(Cp1252()), position, out, error);
  }
  InvalidEscape invalid = -1;
  if (encoding == "unicode_escape") {
    return DecodeUnicodeEscape(bytes, size, final, position, out, error, &invalid);
  }
  if (encoding == "raw_unicode_escape") {
    return DecodeRawUnicodeEscape(bytes, size, final, position, out, error);
  }
  if (encoding == "utf-7") {
    return DecodeUtf7(bytes, size, final, position, out, error);
  }
  out->Append({bytes + *position, size - *position, 1});
  *position = size;
  return CodecStatus::kDone;
}

std::string Decode(const Vector& row, bool final) {
  std::vector<uint8_t> data = ParseBytes(row.input);
  ErrorHandler handler = FindErrorHandler(row.errors, strlen(row.errors));
  UnicodeForm form = FindUnicodeForm(row.encoding, strlen(row.encoding));
  CodePointBuffer out;
  int64_t position = 0;
  for (;;) {
    CodecError error;
    CodecStatus status = DecodeSome(row.encoding, data, final, &position, &out, &error);
    if (status == CodecStatus::kDone) break;
    EXPECT_EQ(status, CodecStatus::kError);
    EXPECT_EQ(position, error.start);
    ErrorReplacement next = HandleDecodeError(handler, form, data.data(),
                                              static_cast<int64_t>(data.size()), error, &out);
    if (!next.handled) return ShowError(error);
    position = next.end;
  }
  std::string shown = ShowText(out.view());
  return final ? shown : std::to_string(position) + ":" + shown;
}

CodecStatus EncodeSome(const std::string& encoding, const TextView& text, int64_t* position,
                       ByteBuffer* out, CodecError* error) {
  ByteOrder order = encoding.back() == 'e' && encoding[encoding.size() - 2] == 'l'
                        ? ByteOrder::kLittle
                        : ByteOrder::kBig;
  if (encoding == "utf-8") return EncodeUtf8(text, position, out, error);
  if (encoding.substr(0, 6) == "utf-16") {
    return EncodeUtf16(text, order, position, out, error);
  }
  if (encoding.substr(0, 6) == "utf-32") {
    return EncodeUtf32(text, order, position, out, error);
  }
  if (encoding == "ascii") return EncodeAscii(text, position, out, error);
  if (encoding == "latin-1") return EncodeLatin1(text, position, out, error);
  if (encoding == "cp1252") {
    return EncodeCharmap(text, Charmap(View(Cp1252())), position, out, error);
  }
  if (encoding == "utf-7") EncodeUtf7(text, out);
  if (encoding == "unicode_escape") EncodeUnicodeEscape(text, out);
  if (encoding == "raw_unicode_escape") EncodeRawUnicodeEscape(text, out);
  *position = text.length;
  return CodecStatus::kDone;
}

std::string Encode(const Vector& row) {
  std::u32string text = ParseText(row.input);
  ErrorHandler handler = FindErrorHandler(row.errors, strlen(row.errors));
  UnicodeForm form = FindUnicodeForm(row.encoding, strlen(row.encoding));
  ByteBuffer out;
  int64_t position = 0;
  for (;;) {
    CodecError error;
    CodecStatus status = EncodeSome(row.encoding, View(text), &position, &out, &error);
    if (status == CodecStatus::kDone) break;
    EXPECT_EQ(status, CodecStatus::kError);
    CodePointBuffer replacement;
    ErrorReplacement next = HandleEncodeError(handler, form, View(text), error, &out, &replacement);
    if (!next.handled) return ShowError(error);
    int64_t start = 0;
    EXPECT_EQ(EncodeSome(row.encoding, replacement.view(), &start, &out, &error),
              CodecStatus::kDone);
    position = next.end;
  }
  return ShowBytes(out);
}

std::string DecodeBytes(const Vector& row) {
  std::vector<uint8_t> data = ParseBytes(row.input);
  ByteBuffer out;
  CodecError error;
  InvalidEscape invalid = -1;
  int64_t position = 0;
  CodecStatus status = DecodeBytesEscape(data.data(), static_cast<int64_t>(data.size()), &position,
                                         &out, &error, &invalid);
  if (status == CodecStatus::kDone) return ShowBytes(out);
  std::string reason = error.reason;
  return reason[0] == 'T' ? reason : reason + " at position " + std::to_string(error.start);
}

TEST(CodecTest, VectorsOfCPythonAreReproduced) {
  for (const Vector& row : kVectors) {
    std::string operation = row.operation;
    std::string made = operation == "encode"    ? Encode(row)
                       : operation == "decode"  ? Decode(row, true)
                       : operation == "partial" ? Decode(row, false)
                                                : DecodeBytes(row);
    EXPECT_EQ(made, row.expected) << row.operation << " " << row.encoding << " " << row.errors
                                  << " " << row.input;
  }
}

TEST(CodecTest, ValidUtf8IsMeasuredAndDecodedDirectly) {
  std::string text = std::string(70, 'a') + "\xc3\xa9" + std::string(9, 'b') + "\xe2\x82\xac";
  const uint8_t* data = reinterpret_cast<const uint8_t*>(text.data());
  int64_t size = static_cast<int64_t>(text.size());
  Utf8Measure measure = MeasureUtf8(data, size);
  ASSERT_TRUE(measure.valid);
  EXPECT_EQ(measure.length, 81);
  EXPECT_EQ(measure.largest, 0xffffu);
  std::vector<uint16_t> decoded(81);
  DecodeValidUtf8(data, size, 2, decoded.data());
  EXPECT_EQ(decoded[69], 'a');
  EXPECT_EQ(decoded[70], 0xe9);
  EXPECT_EQ(decoded[80], 0x20ac);
  TextView view = {decoded.data(), 81, 2};
  ASSERT_EQ(MeasureAsUtf8(view), size);
  std::string back(text.size(), '?');
  uint8_t* end = EncodeValidUtf8(view, reinterpret_cast<uint8_t*>(back.data()));
  EXPECT_EQ(end - reinterpret_cast<uint8_t*>(back.data()), size);
  EXPECT_EQ(back, text);
  EXPECT_FALSE(MeasureUtf8(data, size - 1).valid);
}

TEST(CodecTest, AsciiPrefixesOfAnyLengthAreCounted) {
  for (int64_t length = 0; length < 100; ++length) {
    std::string text(length, 'x');
    text += "\xff tail";
    EXPECT_EQ(CountAscii(reinterpret_cast<const uint8_t*>(text.data()),
                         static_cast<int64_t>(text.size())),
              length);
    EXPECT_EQ(CountAscii(reinterpret_cast<const uint8_t*>(text.data()), length), length);
  }
}

TEST(CodecTest, ByteOrderMarksAreDetected) {
  ByteOrder order = ByteOrder::kLittle;
  const uint8_t big[] = {0xfe, 0xff, 0, 'a'};
  EXPECT_EQ(DetectByteOrder(big, 4, 2, &order), 2);
  EXPECT_EQ(order, ByteOrder::kBig);
  const uint8_t little[] = {0xff, 0xfe, 0, 0};
  EXPECT_EQ(DetectByteOrder(little, 4, 4, &order), 4);
  EXPECT_EQ(order, ByteOrder::kLittle);
  EXPECT_EQ(DetectByteOrder(little, 1, 2, &order), 0);
}

TEST(CodecTest, FirstInvalidEscapeIsReported) {
  const char text[] = "a\\q\\w";
  CodePointBuffer out;
  CodecError error;
  InvalidEscape invalid = -1;
  int64_t position = 0;
  EXPECT_EQ(DecodeUnicodeEscape(reinterpret_cast<const uint8_t*>(text), 5, true, &position, &out,
                                &error, &invalid),
            CodecStatus::kDone);
  ASSERT_EQ(invalid, 2);
  char message[48];
  InvalidEscapeText(message, reinterpret_cast<const uint8_t*>(text) + invalid);
  EXPECT_STREQ(message, "invalid escape sequence '\\q'");
}

}  // namespace
}  // namespace polygil
