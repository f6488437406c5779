#include "runtime/base/sre/matcher.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "runtime/base/sre/unicode_tables.h"
#include "runtime/base/sre/vector_file.h"

namespace polygil::sre {
namespace {

const char* VectorPath() {
  const char* path = getenv("SRE_VECTORS");
  return path != nullptr ? path : "runtime/base/sre/matcher_vectors.txt";
}

// What the method of the case finds, in the form of its answer.
std::vector<int64_t> Answer(const Program& program, const VectorCase& test, int width) {
  std::vector<uint8_t> text = test.Bytes(width);
  Matcher matcher(program, text.data(), test.text.size(), width);
  std::vector<int64_t> answer;
  if (test.method == 'i') {
    size_t position = test.position;
    bool must_advance = false;
    while (position <= test.end &&
           matcher.Search(position, test.end, must_advance) == Status::kMatch) {
      answer.push_back(matcher.start(0));
      answer.push_back(matcher.stop(0));
      must_advance = matcher.start(0) == matcher.stop(0);
      position = static_cast<size_t>(matcher.stop(0));
    }
    return answer;
  }
  Status status = test.method == 'm'   ? matcher.Match(test.position, test.end)
                  : test.method == 'f' ? matcher.FullMatch(test.position, test.end)
                                       : matcher.Search(test.position, test.end);
  if (status != Status::kMatch) return {0};
  answer = {1, matcher.last_index()};
  for (uint32_t group = 0; group <= program.groups(); ++group) {
    answer.push_back(matcher.start(group));
    answer.push_back(matcher.stop(group));
  }
  return answer;
}

TEST(MatcherTest, EveryVectorGivesCPythonsAnswerInEveryWidth) {
  std::vector<VectorPattern> patterns = ReadVectors(VectorPath());
  ASSERT_GT(patterns.size(), 100u);
  int failures = 0;
  for (const VectorPattern& pattern : patterns) {
    auto program = Program::Compile(pattern.code.data(), pattern.code.size(), pattern.groups,
                                    &UnicodeTables());
    ASSERT_NE(program, nullptr) << pattern.line;
    for (const VectorCase& test : pattern.cases) {
      for (int width = test.width; width <= 4; width *= 2) {
        if (Answer(*program, test, width) == test.answer) continue;
        std::string got;
        for (int64_t x : Answer(*program, test, width)) got += " " + std::to_string(x);
        ADD_FAILURE() << pattern.line << "\n" << test.line << "\ngot" << got << " width " << width;
        if (++failures > 10) return;
      }
    }
  }
}

uint32_t W(Code code) { return static_cast<uint32_t>(code); }

std::unique_ptr<Program> Compile(std::vector<uint32_t> code, uint32_t groups = 0) {
  return Program::Compile(code.data(), code.size(), groups, &UnicodeTables());
}

TEST(MatcherTest, PollThatSaysNoInterruptsTheMatch) {
  // (?:(?:.a?)+)+b over a text without a `b`.
  std::vector<uint32_t> code = {W(Code::kRepeat),
                                16,
                                1,
                                kMaxRepeat,
                                W(Code::kRepeat),
                                11,
                                1,
                                kMaxRepeat,
                                W(Code::kAnyAll),
                                W(Code::kRepeatOne),
                                6,
                                0,
                                1,
                                W(Code::kLiteral),
                                'a',
                                W(Code::kSuccess),
                                W(Code::kMaxUntil),
                                W(Code::kMaxUntil),
                                W(Code::kLiteral),
                                'b',
                                W(Code::kSuccess)};
  auto program = Compile(code);
  ASSERT_NE(program, nullptr);
  std::string text(3000, 'a');
  int polls = 0;
  Interrupt interrupt = {[](void* context) { return ++*static_cast<int*>(context) < 3; }, &polls};
  Matcher matcher(*program, text.data(), text.size(), 1, interrupt);
  EXPECT_EQ(matcher.Search(0, text.size()), Status::kInterrupted);
  EXPECT_EQ(polls, 3);
}

TEST(MatcherTest, DeepBacktrackingNeedsNoCStack) {
  // (?:ab)* over a million rounds, each of which could be given back.
  auto program =
      Compile({W(Code::kRepeat), 8, 0, kMaxRepeat, W(Code::kMark), 0, W(Code::kAnyAll),
               W(Code::kMark), 1, W(Code::kMaxUntil), W(Code::kLiteral), 'z', W(Code::kSuccess)},
              1);
  ASSERT_NE(program, nullptr);
  std::string text = std::string(1000000, 'z') + "a";
  Matcher matcher(*program, text.data(), text.size(), 1);
  ASSERT_EQ(matcher.Match(0, text.size()), Status::kMatch);
  EXPECT_EQ(matcher.stop(0), 1000000);
  EXPECT_EQ(matcher.start(1), 999998);
}

TEST(ProgramTest, InvalidCodeIsRejected) {
  EXPECT_EQ(Compile({}), nullptr);
  EXPECT_EQ(Compile({W(Code::kLiteral), 'a'}), nullptr);
  EXPECT_EQ(Compile({W(Code::kLiteral), W(Code::kSuccess)}), nullptr);
  EXPECT_EQ(Compile({99, W(Code::kSuccess)}), nullptr);
  EXPECT_EQ(Compile({W(Code::kMark), 0, W(Code::kSuccess)}), nullptr);
  EXPECT_EQ(Compile({W(Code::kGroupRef), 1, W(Code::kSuccess)}, 1), nullptr);
  EXPECT_EQ(Compile({W(Code::kIn), 500, W(Code::kSuccess)}), nullptr);
  EXPECT_EQ(Compile({W(Code::kIn), 2, W(Code::kNegate), W(Code::kSuccess)}), nullptr);
  EXPECT_EQ(Compile({W(Code::kAt), 12, W(Code::kSuccess)}), nullptr);
  EXPECT_EQ(Compile({W(Code::kJump), 1, W(Code::kSuccess)}), nullptr);
  EXPECT_EQ(Compile({W(Code::kMaxUntil), W(Code::kSuccess)}), nullptr);
  // A repeat of something that is not one character wide, and one upside down.
  EXPECT_EQ(Compile({W(Code::kRepeatOne), 6, 0, 1, W(Code::kAt), 0, W(Code::kSuccess),
                     W(Code::kSuccess)}),
            nullptr);
  EXPECT_EQ(Compile({W(Code::kRepeatOne), 6, 2, 1, W(Code::kLiteral), 'a', W(Code::kSuccess),
                     W(Code::kSuccess)}),
            nullptr);
  // Too deep a nesting.
  std::vector<uint32_t> deep;
  for (uint32_t i = 0; i < 100000; ++i) {
    deep.insert(deep.end(), {W(Code::kAtomicGroup), 1 + 3 * (100000 - i) - 1});
  }
  deep.insert(deep.end(), 100001, W(Code::kSuccess));
  EXPECT_EQ(Compile(deep), nullptr);
}

TEST(CharactersTest, CaseHelpersFollowTheirAlphabets) {
  EXPECT_TRUE(AsciiIsCased('k'));
  EXPECT_FALSE(AsciiIsCased('1'));
  EXPECT_FALSE(AsciiIsCased(0xE9));
  EXPECT_EQ(AsciiToLower('Z'), static_cast<uint32_t>('z'));
  EXPECT_EQ(AsciiToLower(0xC9), 0xC9u);
  EXPECT_TRUE(UnicodeHasCase(UnicodeTables(), 0xE9));
  EXPECT_FALSE(UnicodeHasCase(UnicodeTables(), '1'));
  EXPECT_EQ(UnicodeTables().to_lower(0xC9), 0xE9u);
}

}  // namespace
}  // namespace polygil::sre
