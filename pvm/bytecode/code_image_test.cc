#include "pvm/bytecode/code_image.h"

#include <cstring>

#include "gtest/gtest.h"

namespace polygil {
namespace {

std::unique_ptr<CodeUnit> SmallUnit() {
  auto unit = std::make_unique<CodeUnit>();
  unit->name = "inner";
  unit->qualname = "outer.<locals>.inner";
  unit->filename = "file.py";
  unit->first_line = 7;
  unit->local_count = 2;
  unit->register_count = 4;
  unit->locals = {{"self", kLocalPlain}, {"__class__", kLocalFree}};
  unit->names = {"self", "caf\xc3\xa9"};
  unit->code = {1, 0, 0xFFFF000000000080, 0x0003000200010000};
  unit->exception_table = {{0, 2, 3, 4}};
  unit->positions = {{0, 7, 7, 0, 11}, {1, -1, -1, -1, -1}, {2, 3000, 3002, 70000, 2}};
  Constant number;
  number.kind = Constant::Kind::kInt;
  number.integer = int64_t{1} << 40;
  unit->constants.push_back(number);
  number.integer = -5;
  unit->constants.push_back(number);
  return unit;
}

CodeUnit NestedUnit() {
  CodeUnit unit;
  unit.name = unit.qualname = "<module>";
  unit.filename = "file.py";
  Constant code;
  code.kind = Constant::Kind::kCode;
  code.code = SmallUnit();
  unit.constants.push_back(std::move(code));
  return unit;
}

// An aligned copy: an image is used where it lies.
std::vector<uint64_t> Aligned(const std::string& bytes) {
  std::vector<uint64_t> words(bytes.size() / 8);
  memcpy(words.data(), bytes.data(), bytes.size());
  return words;
}

TEST(CodeImage, UnitIsReadInPlace) {
  std::vector<uint64_t> words = Aligned(MakeCodeImage(*SmallUnit()));
  const auto* image = reinterpret_cast<const uint8_t*>(words.data());
  const auto& unit = *ImageAt<ImageUnit>(image, ImageAt<ImageHeader>(image, 0)->root);
  EXPECT_EQ(ImageTextAt(image, unit.qualname), "outer.<locals>.inner");
  EXPECT_EQ(unit.first_line, 7);
  EXPECT_EQ(unit.free_count, 1u);
  const uint32_t* locals = ImageAt<uint32_t>(image, unit.locals);
  const uint32_t* names = ImageAt<uint32_t>(image, unit.names);
  EXPECT_EQ(locals[0], names[0]) << "a text is stored once";
  EXPECT_TRUE(ImageAt<ImageText>(image, names[0])->identifier());
  EXPECT_FALSE(ImageAt<ImageText>(image, names[1])->ascii());
  const auto* constants = ImageAt<ImageConstant>(image, unit.constants);
  EXPECT_EQ(constants[0].count, 1u);
  EXPECT_EQ(*ImageAt<int64_t>(image, constants[0].where), int64_t{1} << 40);
  EXPECT_EQ(static_cast<int32_t>(constants[1].where), -5);
  uint64_t code[4];
  ASSERT_EQ(unit.word_count, 4u);
  DecodeWords(ImageAt<uint8_t>(image, unit.words), 4, code);
  EXPECT_EQ(std::vector<uint64_t>(code, code + 4), SmallUnit()->code);
  EXPECT_EQ(ImageAt<ExceptionEntry>(image, unit.exceptions)->handler, 3u);
}

TEST(CodeImage, PositionsSurvivePacking) {
  std::vector<uint64_t> words = Aligned(MakeCodeImage(*SmallUnit()));
  const auto* image = reinterpret_cast<const uint8_t*>(words.data());
  const auto& unit = *ImageAt<ImageUnit>(image, ImageAt<ImageHeader>(image, 0)->root);
  ASSERT_EQ(unit.position_count, 3u);
  PositionEntry entries[3];
  DecodePositions(ImageAt<uint8_t>(image, unit.positions), 3, entries);
  std::vector<PositionEntry> expected = SmallUnit()->positions;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(memcmp(&entries[i], &expected[i], sizeof(PositionEntry)), 0);
}

TEST(CodeImage, EqualUnitsGiveEqualBytes) {
  EXPECT_EQ(MakeCodeImage(NestedUnit()), MakeCodeImage(NestedUnit()));
}

TEST(CodeImage, DamageIsNoticedAnywhere) {
  std::string image = MakeCodeImage(NestedUnit());
  ASSERT_TRUE(IsCodeImage(image));
  for (size_t bit = 0; bit < image.size() * 8; ++bit) {
    std::string flipped = image;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ 1 << (bit % 8));
    EXPECT_FALSE(IsCodeImage(flipped)) << "bit " << bit;
  }
  for (size_t size = 0; size < image.size(); ++size)
    EXPECT_FALSE(IsCodeImage(std::string_view(image).substr(0, size))) << "cut to " << size;
  EXPECT_FALSE(IsCodeImage(image + "tail"));
}

}  // namespace
}  // namespace polygil
