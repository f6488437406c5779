// Searching is compared with the obvious way on many small texts of few
// characters, where all the special cases occur.

#include "runtime/base/search/search.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "runtime/base/search/split.h"

namespace polygil {
namespace {

// A text in a width of choice.
class Text {
 public:
  Text(const std::string& text, int kind) : kind_(kind), length_(text.size()) {
    data_.resize(text.size() * kind + 1);
    for (size_t i = 0; i < text.size(); ++i) data_[i * kind] = text[i];
  }
  TextView view() const { return {data_.data(), length_, kind_}; }

 private:
  std::vector<char> data_;
  int kind_;
  int64_t length_;
};

int64_t Position(size_t found) {
  return found == std::string::npos ? -1 : static_cast<int64_t>(found);
}

std::string RandomText(uint32_t* state, int most, int letters) {
  auto next = [&] { return *state = *state * 1664525u + 1013904223u, *state >> 16; };
  std::string text(next() % most, 'a');
  for (char& c : text) c = static_cast<char>('a' + next() % letters);
  return text;
}

TEST(SearchTest, FindsWhatTheObviousWayFindsInAllWidths) {
  uint32_t state = 1;
  for (int round = 0; round < 20000; ++round) {
    int letters = 1 + round % 3;
    std::string text = RandomText(&state, 60, letters);
    std::string pattern = RandomText(&state, 9, letters);
    int64_t first = Position(text.find(pattern));
    int64_t last = Position(text.rfind(pattern));
    int kind = 1 << round % 3, other = 1 << round / 3 % 3;
    Text a(text, kind), b(pattern, other);
    ASSERT_EQ(FindText(a.view(), b.view()), first) << text << " " << pattern;
    ASSERT_EQ(FindLastText(a.view(), b.view()), last) << text << " " << pattern;
    int64_t count = 0;
    if (pattern.empty()) {
      count = static_cast<int64_t>(text.size()) + 1;
    } else {
      for (size_t at = 0; (at = text.find(pattern, at)) != std::string::npos;
           at += pattern.size()) {
        ++count;
      }
    }
    ASSERT_EQ(CountText(a.view(), b.view()), count) << text << " " << pattern;
  }
}

TEST(SearchTest, RepetitiveTextsAreSearchedInLinearTime) {
  // Quadratic work would be 4e10 comparisons here.
  std::string text(400000, 'a');
  std::string pattern = std::string(100000, 'a') + "b" + std::string(100000, 'a');
  for (int kind : {1, 2, 4}) {
    Text a(text, kind), b(pattern, kind);
    EXPECT_EQ(FindText(a.view(), b.view()), -1);
    EXPECT_EQ(FindLastText(a.view(), b.view()), -1);
  }
  text[250000] = 'b';
  Text a(text, 2), b(pattern, 2);
  EXPECT_EQ(FindText(a.view(), b.view()), 150000);
  EXPECT_EQ(FindLastText(a.view(), b.view()), 150000);
}

TEST(SearchTest, CharactersAreFoundInLongTexts) {
  for (int kind : {1, 2, 4}) {
    for (int at = 0; at < 70; ++at) {
      std::string text(70, '.');
      text[at] = 'x';
      Text view(text, kind);
      EXPECT_EQ(FindCharacter(view.view(), 'x'), at);
      EXPECT_EQ(FindLastCharacter(view.view(), 'x'), at);
      EXPECT_EQ(FindCharacter(view.view(), 0x10ff78), -1);
    }
  }
  Text narrow("x", 1);
  EXPECT_EQ(FindCharacter(narrow.view(), 'x' + 256), -1);
  EXPECT_EQ(FindLastCharacter(narrow.view(), 'x' + 256), -1);
}

TEST(SearchTest, CountStopsAtTheLimit) {
  Text text("aXbXcX", 1), x("X", 1), empty("", 1);
  EXPECT_EQ(CountText(text.view(), x.view(), 2), 2);
  EXPECT_EQ(CountText(text.view(), empty.view(), 3), 3);
  EXPECT_EQ(CountText(text.view(), empty.view()), 7);
}

TEST(SearchTest, ComparisonIsByCodePointsOverWidths) {
  Text a("abc", 1), b("abc", 4), c("abd", 2), d("ab", 2);
  EXPECT_TRUE(EqualText(a.view(), b.view()));
  EXPECT_FALSE(EqualText(a.view(), c.view()));
  EXPECT_EQ(CompareText(a.view(), b.view()), 0);
  EXPECT_LT(CompareText(a.view(), c.view()), 0);
  EXPECT_GT(CompareText(a.view(), d.view()), 0);
  const uint16_t large[] = {0x100}, small[] = {0x0ff};
  EXPECT_GT(CompareText({large, 1, 2}, {small, 1, 2}), 0);
  EXPECT_TRUE(MatchesAt(a.view(), 1, Text("bc", 2).view()));
  EXPECT_FALSE(MatchesAt(a.view(), 2, Text("cd", 1).view()));
}

std::vector<std::string> Words(const std::string& text, TextFlavor flavor) {
  Text view(text, 2);
  std::vector<std::string> words;
  int64_t at = 0;
  TextRange word;
  while (NextWord(view.view(), flavor, &at, &word)) {
    words.push_back(text.substr(word.start, word.end - word.start));
  }
  return words;
}

TEST(SplitTest, WordsAreSeparatedByWhitespaceOfTheFlavor) {
  using Strings = std::vector<std::string>;
  EXPECT_EQ(Words("  a bc\t\nd ", TextFlavor::kText), (Strings{"a", "bc", "d"}));
  EXPECT_EQ(Words("a\x1c"
                  "b",
                  TextFlavor::kText),
            (Strings{"a", "b"}));
  EXPECT_EQ(Words("a\x1c"
                  "b",
                  TextFlavor::kBytes),
            (Strings{"a\x1c"
                     "b"}));
  EXPECT_EQ(Words("   ", TextFlavor::kText), Strings{});
}

TEST(SplitTest, WordsComeFromTheBackToo) {
  Text text(" ab  cd ", 1);
  int64_t at = 8;
  TextRange word;
  ASSERT_TRUE(PreviousWord(text.view(), TextFlavor::kText, &at, &word));
  EXPECT_EQ(word.start, 5);
  EXPECT_EQ(word.end, 7);
  ASSERT_TRUE(PreviousWord(text.view(), TextFlavor::kText, &at, &word));
  EXPECT_EQ(word.start, 1);
  EXPECT_FALSE(PreviousWord(text.view(), TextFlavor::kText, &at, &word));
}

TEST(SplitTest, LinesEndAtBreaksOfTheFlavor) {
  Text text("a\r\nb\vc\n\nd", 1);
  std::vector<int64_t> ends, nexts;
  TextRange line;
  int64_t next;
  for (int64_t at = 0; NextLine(text.view(), TextFlavor::kText, &at, &line, &next);) {
    ends.push_back(line.end);
    nexts.push_back(next);
  }
  EXPECT_EQ(ends, (std::vector<int64_t>{1, 4, 6, 7, 9}));
  EXPECT_EQ(nexts, (std::vector<int64_t>{3, 5, 7, 8, 9}));
  int lines = 0;
  for (int64_t at = 0; NextLine(text.view(), TextFlavor::kBytes, &at, &line, &next);) {
    ++lines;
  }
  EXPECT_EQ(lines, 4);
}

TEST(SplitTest, StrippingTakesEitherSide) {
  Text text(" xaxx ", 1), set("x ", 4);
  TextRange range = StripSpace(text.view(), TextFlavor::kText, true, true);
  EXPECT_EQ(range.start, 1);
  EXPECT_EQ(range.end, 5);
  range = StripCharacters(text.view(), set.view(), true, true);
  EXPECT_EQ(range.start, 2);
  EXPECT_EQ(range.end, 3);
  range = StripCharacters(text.view(), set.view(), false, true);
  EXPECT_EQ(range.start, 0);
}

}  // namespace
}  // namespace polygil
