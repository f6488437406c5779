// _random: the generator below the random module.

#include <sys/random.h>

#include <cerrno>

#include "runtime/base/mersenne/mersenne.h"
#include "runtime/modules/registry.h"
#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/number/int_operand.h"

namespace polygil {
namespace {

struct Random : Object {
  Mersenne generator;
};
Type RandomType;

Mersenne& GeneratorOf(Value self) { return self.As<Random>()->generator; }

// -- Seeding --------------------------------------------------------------------------------------

bool SeedFromSystem(Mersenne* generator) {
  uint32_t key[Mersenne::kSize];
  auto* at = reinterpret_cast<uint8_t*>(key);
  size_t left = sizeof key;
  while (left > 0) {
    ssize_t got = getrandom(at, left < 256 ? left : 256, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return RaiseOsError(errno);
    at += got;
    left -= static_cast<size_t>(got);
  }
  generator->Seed(key, Mersenne::kSize);
  return true;
}

// By the magnitude's 32-bit words; on this machine a limb is two of them in order.
void SeedFromLimbs(Mersenne* generator, const uint64_t* limbs, int64_t count) {
  static constexpr uint32_t kZero[1] = {0};
  if (count == 0) return generator->Seed(kZero, 1);
  auto words = static_cast<size_t>(2 * count);
  if (limbs[count - 1] >> 32 == 0) --words;
  generator->Seed(reinterpret_cast<const uint32_t*>(limbs), words);
}

bool Seed(Value self, Value seed) {
  Mersenne* generator = &GeneratorOf(self);
  if (!seed || seed.IsNone()) return SeedFromSystem(generator);
  if (IsAnyInt(seed)) {
    IntOperand operand(seed);
    SeedFromLimbs(generator, operand.view().limbs, operand.view().size);
    return true;
  }
  auto hash = static_cast<uint64_t>(TRY(Hash(seed)));
  SeedFromLimbs(generator, &hash, hash != 0);
  return true;
}

Owned RandomSeedMethod(Value self, const Value* args, size_t nargs) {
  TRY_VOID(Seed(self, nargs > 0 ? args[0] : Value::Empty()));
  return OwnNone();
}

Owned RandomNewInstance(Type* type, const Value*, size_t, Value) {
  Handle random = TRY(AllocateInstance(type));
  GeneratorOf(random).index = Mersenne::kSize;
  return random.Release();
}

bool RandomInit(Value self, const Value* args, size_t nargs, Value keyword_names) {
  if (IsExactly(self, RandomType)) TRY_VOID(CheckNoKeywords("Random", keyword_names));
  if (nargs > 1) return Raise(&TypeErrorType, "Random() requires 0 or 1 argument");
  return Seed(self, nargs > 0 ? args[0] : Value::Empty());
}

// -- Output ---------------------------------------------------------------------------------------

Owned RandomRandomMethod(Value self) { return FloatNew(GeneratorOf(self).Random()); }

Owned RandomGetRandBitsMethod(Value self, Value count) {
  int64_t bits = TRY(AsInt64(count));
  if (bits < 0) return Raise(&ValueErrorType, "number of bits must be non-negative");
  if (bits > INT32_MAX)
    return Raise(&OverflowErrorType, "Python int too large to convert to C int");
  if (bits == 0) return Owned(Value::Int(0));
  if (bits <= 64) return IntFromUint64(GeneratorOf(self).Bits(static_cast<int>(bits)));
  int64_t limbs = (bits + 63) / 64;
  IntResult result(limbs);
  if (!result.ok()) return {};
  result.limbs()[limbs - 1] = 0;
  GeneratorOf(self).FillBits(reinterpret_cast<uint32_t*>(result.limbs()), bits);
  return result.Finish(BigDone(result.limbs(), limbs, false));
}

// -- State ----------------------------------------------------------------------------------------

Owned RandomGetStateMethod(Value self) {
  const Mersenne& generator = GeneratorOf(self);
  Handle state = TRY(TupleNew(Mersenne::kSize + 1));
  for (int i = 0; i < Mersenne::kSize; ++i)
    TupleInit(state, i, Owned(Value::Int(generator.state[i])));
  TupleInit(state, Mersenne::kSize, Owned(Value::Int(generator.index)));
  return state.Release();
}

Owned RandomSetStateMethod(Value self, Value state) {
  if (!IsTuple(state)) return Raise(&TypeErrorType, "state vector must be a tuple");
  if (TupleSize(state) != Mersenne::kSize + 1)
    return Raise(&ValueErrorType, "state vector is the wrong size");
  uint32_t words[Mersenne::kSize];
  for (int i = 0; i < Mersenne::kSize; ++i) {
    Value word = TupleAt(state, i);
    if (!IsAnyInt(word)) return Raise(&TypeErrorType, "an integer is required");
    words[i] = static_cast<uint32_t>(TRY(IntAsUint64(word)));
  }
  int64_t index = TRY(AsInt64(TupleAt(state, Mersenne::kSize)));
  if (index < 0 || index > Mersenne::kSize) return Raise(&ValueErrorType, "invalid state");
  Mersenne& generator = GeneratorOf(self);
  for (int i = 0; i < Mersenne::kSize; ++i) generator.state[i] = words[i];
  generator.index = static_cast<int>(index);
  return OwnNone();
}

constexpr MethodDef kRandomMethods[] = {
    PY_METHOD(Random, random, NoArgs(RandomRandomMethod),
              "($self, /)\n--\n\nrandom() -> x in the interval [0, 1)."),
    PY_METHOD(Random, seed, Positional(RandomSeedMethod, 0, 1),
              "($self, n=None, /)\n--\n\nDefines the state by an int or a hashable object; without "
              "one the system's\nrandomness does."),
    PY_METHOD(Random, getstate, NoArgs(RandomGetStateMethod),
              "($self, /)\n--\n\ngetstate() -> tuple containing the current state."),
    PY_METHOD(Random, setstate, OneArg(RandomSetStateMethod),
              "($self, state, /)\n--\n\nsetstate(state) -> None.  Restores generator state."),
    PY_METHOD(Random, getrandbits, OneArg(RandomGetRandBitsMethod),
              "($self, k, /)\n--\n\ngetrandbits(k) -> x.  Generates an int with k random bits."),
    {}};

bool Execute(Value module) {
  if (!RandomType.dict) {
    RandomType.slots.new_instance = RandomNewInstance;
    RandomType.slots.init = RandomInit;
    TRY_VOID(InitBuiltinType({.type = &RandomType,
                              .name = "_random.Random",
                              .basic_size = sizeof(Random),
                              .flags = kTypeBase,
                              .methods = kRandomMethods,
                              .doc = "Random() -> create a random number generator with its own "
                                     "internal state."}));
  }
  return ModuleAddType(module, &RandomType);
}

}  // namespace

extern const ModuleDefinition RandomModule{"_random", "The Mersenne Twister.", nullptr, Execute};

}  // namespace polygil
