// _opcode: stack effects of CPython's instructions, for programs that work with the opcode module.

#include <cstdint>

#include "runtime/modules/native_type.h"
#include "runtime/types/number/int.h"

namespace polygil {
namespace {

enum class Rule : uint8_t {
  kNone,
  kLinear,
  kForIter,
  kJumpOrPop,
  kLoadGlobal,
  kSend,
  kMakeFunction,
  kBuildSlice,
  kCallEx,
  kFormatValue,
  kUnpackEx
};
struct Effect {
  int8_t base = 0, per_argument = 0;
  Rule rule = Rule::kNone;
};
struct EffectTable {
  Effect rows[256];
};

constexpr EffectTable MakeTable() {
  EffectTable table;
#define EFFECT(opcode, base, per_argument, rule) \
  table.rows[opcode] = {base, per_argument, Rule::rule};
#include "runtime/modules/_opcode/stack_effects.def"
  return table;
}
constexpr EffectTable kTable = MakeTable();

constexpr int64_t kHaveArgument = 90;
enum Jump : int { kNoJump = 0, kJump = 1, kEither = -1 };

int64_t EffectOf(const Effect& effect, int64_t argument, int jump) {
  switch (effect.rule) {
    case Rule::kForIter:
      return jump == kJump ? -1 : 1;
    case Rule::kJumpOrPop:
      return jump == kNoJump ? -1 : 0;
    case Rule::kSend:
      return jump == kJump ? -1 : 0;
    case Rule::kLoadGlobal:
      return (argument & 1) + 1;
    case Rule::kMakeFunction:
      return -__builtin_popcountll(static_cast<uint64_t>(argument & 15));
    case Rule::kBuildSlice:
      return argument == 3 ? -2 : -1;
    case Rule::kCallEx:
      return -2 - (argument & 1);
    case Rule::kFormatValue:
      return (argument & 4) != 0 ? -1 : 0;
    case Rule::kUnpackEx:
      return (argument & 0xff) + (argument >> 8);
    default:
      return effect.base + effect.per_argument * argument;
  }
}

Owned StackEffect(Value, const Value* args) {
  int64_t opcode = TRY(AsInt64(args[0]));
  int64_t argument = 0;
  bool given = args[1] && !args[1].IsNone();
  if (opcode >= kHaveArgument) {
    if (!given)
      return Raise(&ValueErrorType,
                   "stack_effect: opcode requires oparg but oparg was not specified");
    argument = TRY(AsInt64(args[1]));
  } else if (given) {
    return Raise(&ValueErrorType,
                 "stack_effect: opcode does not permit oparg but oparg was specified");
  }
  int jump = kEither;
  if (args[2] && !args[2].IsNone()) {
    if (args[2] != Value::True() && args[2] != Value::False())
      return Raise(&ValueErrorType, "stack_effect: jump must be False, True or None");
    jump = args[2] == Value::True() ? kJump : kNoJump;
  }
  if (opcode < 0 || opcode > 255 || kTable.rows[opcode].rule == Rule::kNone)
    return Raise(&ValueErrorType, "invalid opcode or oparg");
  return IntFromInt64(EffectOf(kTable.rows[opcode], argument, jump));
}

Owned SpecializationStats(Value) { return OwnNone(); }

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(_opcode, stack_effect, Bound(StackEffect),
                "($module, opcode, oparg=None, /, *, jump=None)\n--\n\nCompute the stack effect of "
                "the opcode."),
    PY_FUNCTION(_opcode, get_specialization_stats, NoArgs(SpecializationStats),
                "($module, /)\n--\n\nReturn the specialization stats: None, as none are kept."),
    {}};

}  // namespace

extern const ModuleDefinition OpcodeModule;
const ModuleDefinition OpcodeModule = {"_opcode", "Opcode support module.", kFunctions, nullptr};

}  // namespace polygil
