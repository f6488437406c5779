// libFuzzer: any code array over any text must neither crash nor run away.
//
// The input is: one byte for the number of groups, one for the count of code
// words, the words (one byte each; 255 starts a full word), and the text.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "runtime/base/sre/matcher.h"
#include "runtime/base/sre/program.h"

namespace {

using polygil::sre::CharacterTables;

uint32_t Lower(uint32_t c) { return polygil::sre::AsciiToLower(c); }
uint32_t Upper(uint32_t c) { return c - 'a' < 26 ? c - 32 : c; }
bool IsWord(uint32_t c) { return polygil::sre::AsciiIsWord(c) || c > 300; }

const CharacterTables kTables = {Lower, Upper, IsWord, IsWord, IsWord, IsWord};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2) return 0;
  uint32_t groups = data[0] % 8;
  size_t words = data[1];
  size_t at = 2;
  std::vector<uint32_t> code;
  while (words-- > 0 && at < size) {
    uint32_t word = data[at++];
    if (word == 255 && size - at >= 4) {
      memcpy(&word, data + at, 4);
      at += 4;
    }
    code.push_back(word);
  }
  auto program = polygil::sre::Program::Compile(code.data(), code.size(), groups, &kTables);
  if (program == nullptr) return 0;
  const int widths[] = {1, 2, 4};
  for (int width : widths) {
    size_t length = (size - at) / static_cast<size_t>(width);
    std::vector<uint32_t> text(length + 1);
    memcpy(text.data(), data + at, length * static_cast<size_t>(width));
    int polls = 0;
    polygil::sre::Interrupt interrupt = {
        [](void* context) { return ++*static_cast<int*>(context) < 5; }, &polls};
    polygil::sre::Matcher matcher(*program, text.data(), length, width, interrupt);
    matcher.Search(0, length, true);
    matcher.Match(length / 2, length);
    matcher.FullMatch(0, length);
  }
  return 0;
}
