#include "runtime/base/sre/program.h"

#include "runtime/base/sre/analyzer.h"
#include "runtime/base/sre/translator.h"
#include "runtime/base/sre/validate.h"

namespace polygil::sre {

std::unique_ptr<Program> Program::Compile(const uint32_t* code, size_t length, uint32_t groups,
                                          const CharacterTables* tables) {
  if (length > kMaxRepeat / 16 || !ValidateCode(code, length, groups)) return nullptr;
  std::unique_ptr<Program> program(new Program);
  program->groups_ = groups;
  program->tables_ = tables;
  Translator(program.get()).Translate(code, length);
  Analyzer(program.get()).Analyze();
  return program;
}

bool Program::fits_narrow(uint32_t start, uint32_t length) const {
  for (uint32_t i = start; i < start + length; ++i) {
    if (literals_[i] > 255) return false;
  }
  return true;
}

}  // namespace polygil::sre
