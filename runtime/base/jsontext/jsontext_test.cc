#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "runtime/base/jsontext/escape.h"
#include "runtime/base/jsontext/scan.h"

namespace polygil::jsontext {
namespace {

using V = std::vector<uint32_t>;

// The characters in `width` bytes each, without a byte to spare behind them.
struct Owned {
  std::vector<uint8_t> bytes;
  Text text;

  Owned(const V& characters, int width) : bytes(characters.size() * static_cast<size_t>(width)) {
    for (size_t i = 0; i < characters.size(); ++i) {
      memcpy(bytes.data() + i * static_cast<size_t>(width), &characters[i],
             static_cast<size_t>(width));
    }
    text = {bytes.data(), characters.size(), width};
  }
};

V Characters(const std::vector<uint8_t>& bytes, int width) {
  V characters;
  for (size_t i = 0; i < bytes.size(); i += static_cast<size_t>(width)) {
    uint32_t c = 0;
    memcpy(&c, bytes.data() + i, static_cast<size_t>(width));
    characters.push_back(c);
  }
  return characters;
}

int WidthFor(uint32_t most) { return most < 256 ? 1 : most < 65536 ? 2 : 4; }

int NarrowestWidth(const V& characters) {
  uint32_t most = 0;
  for (uint32_t c : characters) most |= c;
  return WidthFor(most);
}

void CheckScan(const V& document, bool strict, const char* error, size_t place, const V& value) {
  for (int width = NarrowestWidth(document); width <= 4; width *= 2) {
    Owned owned(document, width);
    StringScan scan = ScanString(owned.text, 1, strict);
    ASSERT_STREQ(StringErrorText(scan.error), error);
    if (scan.error != StringError::kNone) {
      ASSERT_EQ(scan.error_position, place) << error;
      continue;
    }
    ASSERT_EQ(scan.stop, place);
    ASSERT_EQ(scan.length, value.size());
    int out_width = WidthFor(scan.most);
    ASSERT_EQ(out_width, NarrowestWidth(value));
    std::vector<uint8_t> out(scan.length * static_cast<size_t>(out_width));
    DecodeString(owned.text, 1, scan, out.data(), out_width);
    ASSERT_EQ(Characters(out, out_width), value);
    if (!scan.has_escapes) {
      ASSERT_EQ(V(document.begin() + 1, document.begin() + 1 + scan.length), value);
    }
  }
}

TEST(ScanTest, StringsAreReadOrRefusedAsCPythonDoes) {
#define SCAN(document, strict, error, place, value) \
  CheckScan(document, strict, error, place, value); \
  if (HasFatalFailure()) return;
#include "runtime/base/jsontext/jsontext_vectors.inc"
}

void CheckEscape(const V& characters, const V& plain, const V& ascii) {
  for (int width = NarrowestWidth(characters); width <= 4; width *= 2) {
    Owned owned(characters, width);
    ASSERT_EQ(MeasureEscaped(owned.text, false), plain.size());
    ASSERT_EQ(MeasureEscaped(owned.text, true), ascii.size());
    std::vector<uint8_t> out(plain.size() * static_cast<size_t>(width));
    WriteEscaped(owned.text, false, out.data());
    ASSERT_EQ(Characters(out, width), plain);
    out.assign(ascii.size(), 0);
    WriteEscaped(owned.text, true, out.data());
    ASSERT_EQ(Characters(out, 1), ascii);
  }
}

TEST(EscapeTest, TextsAreEscapedAsCPythonDoes) {
#define ESCAPE(characters, plain, ascii) \
  CheckEscape(characters, plain, ascii); \
  if (HasFatalFailure()) return;
#include "runtime/base/jsontext/jsontext_vectors.inc"
}

TEST(ScanTest, NumbersFollowTheGrammar) {
#define NUMBER(characters, end, is_a_float)                    \
  {                                                            \
    Owned owned(characters, NarrowestWidth(characters));       \
    EXPECT_EQ(ScanNumber(owned.text, 0).stop, end);            \
    EXPECT_EQ(ScanNumber(owned.text, 0).is_float, is_a_float); \
  }
#include "runtime/base/jsontext/jsontext_vectors.inc"
}

TEST(ScanTest, OnlyJsonsSpaceIsSkipped) {
  Owned owned(V{' ', '\t', '\n', '\r', '\v'}, 1);
  EXPECT_EQ(SkipSpace(owned.text, 0), 4u);
  EXPECT_EQ(SkipSpace(owned.text, 5), 5u);
}

}  // namespace
}  // namespace polygil::jsontext
