#include "pvm/code/code_picture.h"

#include <unordered_map>

#include "pvm/code/code_copy.h"
#include "runtime/types/container/tuple.h"

namespace polygil {
namespace {

constexpr uint8_t kNop = 9, kExtendedArgument = 144;

// What the argument says.
enum class Argument : uint8_t { kNone, kConstant, kInt, kNoneConstant, kNameBc, kNameC, kRegister, kCount };

struct Shown {
  Opcode op;
  uint8_t code;
  Argument argument;
};
constexpr Shown kShown[] = {
    {Opcode::LOAD_CONST, 100, Argument::kConstant},
    {Opcode::LOAD_INT, 100, Argument::kInt},
    {Opcode::LOAD_NONE, 100, Argument::kNoneConstant},
    {Opcode::LOAD_NAME, 101, Argument::kNameBc},
    {Opcode::STORE_NAME, 90, Argument::kNameBc},
    {Opcode::DELETE_NAME, 91, Argument::kNameBc},
    {Opcode::LOAD_GLOBAL, 101, Argument::kNameBc},
    {Opcode::STORE_GLOBAL, 97, Argument::kNameBc},
    {Opcode::DELETE_GLOBAL, 98, Argument::kNameBc},
    {Opcode::IMPORT_NAME, 108, Argument::kNameC},
    {Opcode::IMPORT_FROM, 109, Argument::kNameC},
    {Opcode::IMPORT_STAR, 84, Argument::kNone},
    {Opcode::DELETE_ATTRIBUTE, 96, Argument::kNameC},
    {Opcode::DELETE_INDEX, 61, Argument::kNone},
    {Opcode::DELETE_LOCAL, 126, Argument::kRegister},
    {Opcode::MAKE_CELL, 135, Argument::kRegister},
    {Opcode::BUILD_TUPLE, 102, Argument::kCount},
    {Opcode::BUILD_LIST, 103, Argument::kCount},
    {Opcode::BUILD_SET, 104, Argument::kCount},
    {Opcode::BUILD_MAP, 105, Argument::kCount},
    {Opcode::BUILD_STRING, 157, Argument::kCount},
    {Opcode::BUILD_SLICE, 133, Argument::kCount},
    {Opcode::LIST_TO_TUPLE, 82, Argument::kNone},
    {Opcode::GET_ITERATOR, 68, Argument::kNone},
    {Opcode::GET_LENGTH, 30, Argument::kNone},
    {Opcode::GET_YIELD_FROM_ITERATOR, 69, Argument::kNone},
    {Opcode::GET_ASYNC_ITERATOR, 50, Argument::kNone},
    {Opcode::GET_ASYNC_NEXT, 51, Argument::kNone},
    {Opcode::GET_AWAITABLE, 131, Argument::kCount},
    {Opcode::YIELD, 86, Argument::kNone},
    {Opcode::NEGATIVE, 11, Argument::kNone},
    {Opcode::POSITIVE, 10, Argument::kNone},
    {Opcode::INVERT, 15, Argument::kNone},
    {Opcode::NOT, 12, Argument::kNone},
    {Opcode::LOAD_BUILD_CLASS, 71, Argument::kNone},
    {Opcode::LOAD_ASSERTION_ERROR, 74, Argument::kNone},
    {Opcode::SETUP_ANNOTATIONS, 85, Argument::kNone},
    {Opcode::PRINT_EXPRESSION, 70, Argument::kNone},
    {Opcode::MATCH_MAPPING, 31, Argument::kNone},
    {Opcode::MATCH_SEQUENCE, 32, Argument::kNone},
    {Opcode::MATCH_KEYS, 33, Argument::kNone},
    {Opcode::PUSH_HANDLED, 35, Argument::kNone},
    {Opcode::POP_HANDLED, 89, Argument::kNone},
    {Opcode::MATCH_EXCEPTION, 36, Argument::kNone},
    {Opcode::MATCH_GROUP, 37, Argument::kNone},
    {Opcode::WITH_ENTER, 53, Argument::kNone},
    {Opcode::WITH_EXIT, 49, Argument::kNone},
    {Opcode::ASYNC_WITH_ENTER, 52, Argument::kNone},
    {Opcode::END_ASYNC_FOR, 54, Argument::kNone},
    {Opcode::DROP, 1, Argument::kNone},
    {Opcode::RETURN, 83, Argument::kNone},
    {Opcode::RETURN_NONE, 83, Argument::kNone},
};

const Shown* Find(Opcode op) {
  for (const Shown& row : kShown) {
    if (row.op == op) return &row;
  }
  return nullptr;
}

uint32_t Wide(const Instruction& word) { return word.b | static_cast<uint32_t>(word.c) << 16; }

// Where the items of a tuple are, by identity: names are interned, small ints and None are immediate.
class Positions {
 public:
  explicit Positions(Value tuple) {
    for (int64_t i = 0; i < TupleSize(tuple); ++i) places_.emplace(TupleAt(tuple, i).bits, static_cast<uint32_t>(i));
  }
  // 0 if it isn't there.
  uint32_t Of(Value item) const {
    auto at = places_.find(item.bits);
    return at == places_.end() ? 0 : at->second;
  }

 private:
  std::unordered_map<uint64_t, uint32_t> places_;
};

uint32_t ArgumentOf(Code* code, Argument kind, const Instruction& word, const Positions& names,
                    const Positions& constants) {
  switch (kind) {
    case Argument::kNone: return 0;
    case Argument::kConstant: return constants.Of(code->constants[Wide(word)]);
    case Argument::kInt: return constants.Of(Value::Int(static_cast<int32_t>(Wide(word))));
    case Argument::kNoneConstant: return constants.Of(Value::None());
    case Argument::kNameBc: return names.Of(code->constants[Wide(word)]);
    case Argument::kNameC: return names.Of(code->constants[word.c]);
    case Argument::kRegister: return word.a;
    case Argument::kCount: return word.c;
  }
  return 0;
}

void Append(uint8_t code, uint32_t argument, std::string* text) {
  for (int shift = 24; shift > 0; shift -= 8) {
    if (argument >> shift == 0) continue;
    text->push_back(static_cast<char>(kExtendedArgument));
    text->push_back(static_cast<char>(argument >> shift));
  }
  text->push_back(static_cast<char>(code));
  text->push_back(static_cast<char>(argument));
}

}  // namespace

bool CodePicture(Code* code, std::string* text) {
  TRY_VOID(CodePrepare(code));
  Value shown_names = CodeNames(code), shown_constants = CodeConstants(code);
  if (!shown_names || !shown_constants) return false;
  Positions names(shown_names), constants(shown_constants);
  for (uint32_t i = 0; i < code->instruction_count;) {
    Instruction word = code->instructions[i];
    Opcode op = CodeOpcodeAt(code, i);
    const Shown* shown = Find(op);
    if (shown == nullptr) {
      Append(kNop, 0, text);
    } else {
      Append(shown->code, ArgumentOf(code, shown->argument, word, names, constants), text);
    }
    for (uint32_t n = 1; n < InfoOf(op).words; ++n) Append(kNop, 0, text);
    i += InfoOf(op).words;
  }
  return true;
}

}  // namespace polygil
