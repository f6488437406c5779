// All code points against CPython's answers, by hash, and the algorithms on
// texts.

#include <stdint.h>
#include <string.h>

#include <map>
#include <string>

#include "gtest/gtest.h"
#include "runtime/base/unicode/database.h"
#include "runtime/base/unicode/names.h"
#include "runtime/base/unicode/normalize.h"
#include "runtime/base/unicode/properties.h"

namespace polygil {
namespace {

struct Check {
  const char* name;
  uint64_t hash;
};

struct NormalTexts {
  const char32_t* text;
  const char32_t* forms[4];
};

#include "runtime/base/unicode/unicode_checks.inc"

constexpr UnicodeVersion kNew = UnicodeVersion::k14_0_0;
constexpr UnicodeVersion kOld = UnicodeVersion::k3_2_0;

class Hasher {
 public:
  void Add(int64_t value) { state_ = (state_ ^ static_cast<uint32_t>(value)) * 0x100000001b3u; }
  void AddText(const char* text) {
    Add(static_cast<int64_t>(strlen(text)));
    for (; *text != 0; ++text) Add(*text);
  }
  void AddCodes(const char32_t* codes, int64_t count) {
    Add(count);
    for (int64_t i = 0; i < count; ++i) Add(codes[i]);
  }
  uint64_t state() const { return state_; }

 private:
  uint64_t state_ = 0xcbf29ce484222325u;
};

template <typename Function>
uint64_t HashAll(Function function) {
  Hasher hasher;
  for (char32_t c = 0; c < 0x110000; ++c) function(c, &hasher);
  return hasher.state();
}

uint64_t HashFlag(bool (*test)(char32_t)) {
  return HashAll([test](char32_t c, Hasher* hasher) { hasher->Add(test(c)); });
}

uint64_t HashMapping(int (*map)(char32_t, char32_t*)) {
  return HashAll([map](char32_t c, Hasher* hasher) {
    char32_t out[kUnicodeMostMapped];
    hasher->AddCodes(out, map(c, out));
  });
}

// str.lower() of one sigma looks around it; a lone one is not final.
int Lower(char32_t c, char32_t* out) {
  TextView alone = {&c, 1, 4};
  if (c != 0x3a3) return UnicodeToLowerFull(c, out);
  out[0] = UnicodeLowerSigma(alone, 0);
  return 1;
}

std::string DecompositionText(char32_t c, UnicodeVersion version) {
  UnicodeDecomposition parts = UnicodeDecompositionOf(c, version);
  std::string text = parts.prefix;
  for (int i = 0; i < parts.count; ++i) {
    char code[16];
    snprintf(code, sizeof(code), "%s%04X", text.empty() ? "" : " ", parts.codes[i]);
    text += code;
  }
  return text;
}

uint64_t HashNormal(NormalForm form, UnicodeVersion version) {
  return HashAll([=](char32_t c, Hasher* hasher) {
    CodePointBuffer out;
    Normalize(form, {&c, 1, 4}, &out, version);
    hasher->AddCodes(out.data(), out.length());
  });
}

std::map<std::string, uint64_t> DatabaseHashes(UnicodeVersion version) {
  std::map<std::string, uint64_t> hashes;
  auto texts = [&](const char* (*name)(const UnicodeRecord&)) {
    return HashAll(
        [=](char32_t c, Hasher* hasher) { hasher->AddText(name(UnicodeRecordOf(c, version))); });
  };
  hashes["category"] = texts(UnicodeCategoryName);
  hashes["bidirectional"] = texts(UnicodeBidirectionalName);
  hashes["east_asian_width"] = texts(UnicodeWidthName);
  hashes["decomposition"] = HashAll(
      [=](char32_t c, Hasher* hasher) { hasher->AddText(DecompositionText(c, version).c_str()); });
  hashes["combining"] = HashAll(
      [=](char32_t c, Hasher* hasher) { hasher->Add(UnicodeRecordOf(c, version).combining); });
  hashes["mirrored"] = HashAll(
      [=](char32_t c, Hasher* hasher) { hasher->Add(UnicodeRecordOf(c, version).mirrored); });
  hashes["decimal"] =
      HashAll([=](char32_t c, Hasher* hasher) { hasher->Add(UnicodeDecimalValue(c, version)); });
  hashes["digit"] = HashAll([=](char32_t c, Hasher* hasher) { hasher->Add(UnicodeDigit(c)); });
  hashes["numeric"] = HashAll([=](char32_t c, Hasher* hasher) {
    double value;
    if (!UnicodeNumericValue(c, version, &value)) value = -1;
    hasher->Add(static_cast<int64_t>(value * 1000));
  });
  hashes["NFD"] = HashNormal(NormalForm::kNfd, version);
  hashes["NFC"] = HashNormal(NormalForm::kNfc, version);
  hashes["NFKD"] = HashNormal(NormalForm::kNfkd, version);
  hashes["NFKC"] = HashNormal(NormalForm::kNfkc, version);
  return hashes;
}

std::map<std::string, uint64_t> TypeHashes() {
  return {
      {"isalpha", HashFlag(UnicodeIsAlpha)},
      {"isspace", HashFlag(UnicodeIsSpace)},
      {"isprintable", HashFlag(UnicodeIsPrintable)},
      {"isupper", HashFlag(UnicodeIsUpper)},
      {"islower", HashFlag(UnicodeIsLower)},
      {"istitle", HashFlag([](char32_t c) { return UnicodeIsTitle(c) || UnicodeIsUpper(c); })},
      {"isdecimal", HashFlag(UnicodeIsDecimal)},
      {"isdigit", HashFlag(UnicodeIsDigit)},
      {"isnumeric", HashFlag(UnicodeIsNumeric)},
      {"isalnum", HashFlag(UnicodeIsAlnum)},
      {"isidentifier", HashFlag(UnicodeIsXidStart)},
      {"lower", HashMapping(Lower)},
      {"upper", HashMapping(UnicodeToUpperFull)},
      {"title", HashMapping(UnicodeToTitleFull)},
      {"casefold", HashMapping(UnicodeCaseFold)},
      {"simple_lower", HashAll([](char32_t c, Hasher* hasher) { hasher->Add(UnicodeToLower(c)); })},
      {"cased",
       HashFlag([](char32_t c) { return UnicodeToLower(c) != c || UnicodeToUpper(c) != c; })},
      {"name", HashAll([](char32_t c, Hasher* hasher) {
         char name[kUnicodeNameBound];
         name[UnicodeName(c, name)] = 0;
         hasher->AddText(name);
       })},
  };
}

TEST(UnicodeTest, AllCodePointsHaveCPythonsProperties) {
  std::map<std::string, uint64_t> hashes = TypeHashes();
  for (const auto& [name, hash] : DatabaseHashes(kNew)) hashes[name] = hash;
  for (const auto& [name, hash] : DatabaseHashes(kOld)) {
    hashes["old_" + name] = hash;
  }
  for (const Check& check : kChecks) {
    ASSERT_EQ(hashes.count(check.name), 1u) << check.name;
    EXPECT_EQ(hashes[check.name], check.hash) << check.name;
  }
}

TEST(UnicodeTest, NormalFormsOfTextsAreCPythons) {
  for (const NormalTexts& row : kTexts) {
    std::u32string text = row.text;
    TextView view = {text.data(), static_cast<int64_t>(text.size()), 4};
    for (int i = 0; i < 4; ++i) {
      NormalForm form = static_cast<NormalForm>(i);
      CodePointBuffer out;
      ASSERT_TRUE(Normalize(form, view, &out));
      std::u32string made(out.data(), out.length());
      EXPECT_TRUE(made == row.forms[i]) << "form " << i << " of text " << &row - kTexts;
      EXPECT_TRUE(!IsSurelyNormalized(form, view) || made == text);
    }
  }
}

TEST(UnicodeTest, LongRunsOfMarksAreOrderedStably) {
  std::u32string text = U"a";
  for (int i = 0; i < 1000; ++i) text += i % 2 ? U'\x0323' : U'\x0301';
  CodePointBuffer out;
  ASSERT_TRUE(
      Normalize(NormalForm::kNfd, {text.data(), static_cast<int64_t>(text.size()), 4}, &out));
  EXPECT_EQ(out.data()[1], U'\x0323');
  EXPECT_EQ(out.data()[500], U'\x0323');
  EXPECT_EQ(out.data()[501], U'\x0301');
}

TEST(UnicodeTest, NormalTextInLatinNeedsNoWork) {
  EXPECT_TRUE(IsSurelyNormalized(NormalForm::kNfc, {"\xe9t\xe9", 3, 1}));
  EXPECT_FALSE(IsSurelyNormalized(NormalForm::kNfd, {"\xe9t\xe9", 3, 1}));
  EXPECT_TRUE(IsSurelyNormalized(NormalForm::kNfkc, {"name", 4, 1}));
}

TEST(UnicodeTest, SigmaIsFinalBehindALetterOnly) {
  std::u32string text = U"\x391\x3a3.\x3a3 \x3a3";
  TextView view = {text.data(), static_cast<int64_t>(text.size()), 4};
  EXPECT_EQ(UnicodeLowerSigma(view, 1), U'\x3c3');  // '.' is case-ignorable
  EXPECT_EQ(UnicodeLowerSigma(view, 3), U'\x3c2');
  EXPECT_EQ(UnicodeLowerSigma(view, 5), U'\x3c3');
}

TEST(UnicodeTest, IdentifiersFollowXid) {
  EXPECT_TRUE(IsIdentifier({"_a1", 3, 1}));
  EXPECT_FALSE(IsIdentifier({"1a", 2, 1}));
  EXPECT_FALSE(IsIdentifier({"", 0, 1}));
  const uint16_t greek[] = {0x3b1, 0x301};
  EXPECT_TRUE(IsIdentifier({greek, 2, 2}));
}

TEST(UnicodeTest, EveryNameIsFoundAgain) {
  char name[kUnicodeNameBound];
  char32_t found[kUnicodeSequenceBound];
  for (char32_t c = 0; c < 0x110000; c += (c < 0x3000 ? 3 : 37)) {
    int length = UnicodeName(c, name);
    if (length == 0) continue;
    ASSERT_EQ(UnicodeLookup(name, length, found), 1) << std::string(name, length);
    ASSERT_EQ(found[0], c) << std::string(name, length);
  }
}

std::u32string Lookup(const char* name) {
  char32_t found[kUnicodeSequenceBound];
  return std::u32string(found, UnicodeLookup(name, strlen(name), found));
}

TEST(UnicodeTest, AliasesSequencesAndOddNamesAreLookedUp) {
  EXPECT_TRUE(Lookup("LINE FEED") == U"\n");
  EXPECT_TRUE(Lookup("latin small letter a") == U"a");
  EXPECT_TRUE(Lookup("LATIN SMALL LETTER R WITH TILDE") == U"r\x303");
  EXPECT_TRUE(Lookup("CJK UNIFIED IDEOGRAPH-4E00") == U"\x4e00");
  EXPECT_TRUE(Lookup("HANGUL SYLLABLE GAG") == U"\xac01");
  EXPECT_TRUE(Lookup("cjk unified ideograph-4e00").empty());
  EXPECT_TRUE(Lookup("LATIN SMALL LETTER").empty());
  EXPECT_TRUE(Lookup("").empty());
  EXPECT_TRUE(Lookup("A  B").empty());
  EXPECT_TRUE(Lookup("~").empty());
}

}  // namespace
}  // namespace polygil
