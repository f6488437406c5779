#include <gtest/gtest.h>

#include <string>

#include "runtime/base/b64/base64.h"
#include "runtime/base/b64/checksum.h"
#include "runtime/base/b64/hex.h"
#include "runtime/base/b64/quoted_printable.h"
#include "runtime/base/b64/uu.h"

namespace polygil::b64 {
namespace {

std::string S(const char* data, size_t length) { return std::string(data, length); }
const uint8_t* In(const std::string& s) { return reinterpret_cast<const uint8_t*>(s.data()); }
uint8_t* Out(std::string& s) { return reinterpret_cast<uint8_t*>(s.data()); }

TEST(Base64Test, TextIsDecodedOrRefusedAsCPythonDoes) {
#define BASE64_DECODE(text, strict, data, expected_error)                                        \
  {                                                                                              \
    std::string out(Base64DecodedMost(text.size()), 'z');                                        \
    Base64Result result = Base64Decode(In(text), text.size(), strict, Out(out));                 \
    char message[kBase64ErrorSize];                                                              \
    Base64ErrorText(result, message);                                                            \
    EXPECT_STREQ(message, expected_error) << text;                                               \
    if (result.error == Base64Error::kNone) EXPECT_EQ(out.substr(0, result.size), data) << text; \
  }
#include "runtime/base/b64/b64_vectors.inc"
}

TEST(Base64Test, DataIsEncodedAsCPythonDoes) {
#define BASE64_ENCODE(data, text)                         \
  {                                                       \
    std::string out(Base64EncodedSize(data.size()), 'z'); \
    Base64Encode(In(data), data.size(), Out(out));        \
    EXPECT_EQ(out, text);                                 \
  }
#include "runtime/base/b64/b64_vectors.inc"
}

TEST(HexTest, TextIsDecodedOrRefusedAsCPythonDoes) {
#define HEX_DECODE(text, data, expected_error)                    \
  {                                                               \
    std::string out(text.size() / 2, 'z');                        \
    HexError result = HexDecode(In(text), text.size(), Out(out)); \
    EXPECT_STREQ(HexErrorText(result), expected_error) << text;   \
    if (result == HexError::kNone) EXPECT_EQ(out, data);          \
  }
#include "runtime/base/b64/b64_vectors.inc"
}

TEST(HexTest, GroupsAreCountedFromTheRightEnd) {
#define HEX_ENCODE(data, group, text)                         \
  {                                                           \
    std::string out(HexEncodedSize(data.size(), group), 'z'); \
    HexEncode(In(data), data.size(), ':', group, Out(out));   \
    EXPECT_EQ(out, text) << group;                            \
  }
#include "runtime/base/b64/b64_vectors.inc"
}

TEST(UuTest, LinesAreWrittenAndReadAsCPythonDoes) {
#define UU_ENCODE(data, backtick, text)                  \
  {                                                      \
    std::string out(UuEncodedSize(data.size()), 'z');    \
    UuEncode(In(data), data.size(), backtick, Out(out)); \
    EXPECT_EQ(out, text);                                \
  }
#define UU_DECODE(text, data, expected_error)                   \
  {                                                             \
    std::string out(UuDecodedSize(In(text), text.size()), 'z'); \
    UuError result = UuDecode(In(text), text.size(), Out(out)); \
    EXPECT_STREQ(UuErrorText(result), expected_error) << text;  \
    if (result == UuError::kNone) EXPECT_EQ(out, data) << text; \
  }
#include "runtime/base/b64/b64_vectors.inc"
}

TEST(QuotedPrintableTest, TextIsDecodedAsCPythonDoes) {
#define QP_DECODE(text, header, data)                                           \
  {                                                                             \
    std::string out(text.size(), 'z');                                          \
    out.resize(QuotedPrintableDecode(In(text), text.size(), header, Out(out))); \
    EXPECT_EQ(out, data) << text;                                               \
  }
#include "runtime/base/b64/b64_vectors.inc"
}

TEST(QuotedPrintableTest, DataIsEncodedAsCPythonDoes) {
#define QP_ENCODE(data, flags, text)                                                         \
  {                                                                                          \
    QuotedPrintableOptions options = {(flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0}; \
    std::string out(QuotedPrintableEncode(In(data), data.size(), options, nullptr), 'z');    \
    QuotedPrintableEncode(In(data), data.size(), options, Out(out));                         \
    EXPECT_EQ(out, text) << flags;                                                           \
  }
#include "runtime/base/b64/b64_vectors.inc"
}

TEST(ChecksumTest, ChecksumsAreCPythons) {
#define CRC(data, start, crc, hqx)                     \
  EXPECT_EQ(Crc32(In(data), data.size(), start), crc); \
  EXPECT_EQ(CrcHqx(In(data), data.size(), static_cast<uint16_t>(start)), hqx);
#include "runtime/base/b64/b64_vectors.inc"
}

}  // namespace
}  // namespace polygil::b64
