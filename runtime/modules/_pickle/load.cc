// The machine: one opcode after the other until STOP. What is read may be hostile: everything that is
// popped, counted or looked up is checked.

#include "runtime/modules/_pickle/unpickler.h"

namespace polygil::pickle {
namespace {

using Loader = bool (*)(Unpickler* unpickler);

struct LoaderTable {
  Loader rows[256] = {};
  constexpr LoaderTable() {
#define OPCODE(name, byte, loader) rows[byte] = loader;
#include "runtime/modules/_pickle/opcodes.def"
  }
};
constexpr LoaderTable kLoaders;

Raised RaiseInvalidKey(uint8_t key) {
  if (key >= 0x20 && key <= 0x7e && key != '\'' && key != '\\')
    return Raise(&UnpicklingErrorType, "invalid load key, '%c'.", key);
  return Raise(&UnpicklingErrorType, "invalid load key, '\\x%02x'.", key);
}

// Between two opcodes the end of the data is an EOFError.
const uint8_t* ReadOpcode(Unpickler* unpickler) {
  const uint8_t* at = Read(&unpickler->input, 1);
  if (at == nullptr && ClearPendingIf(&UnpicklingErrorType))
    return Raise(&EOFErrorType, "Ran out of input");
  return at;
}

Owned Run(Unpickler* unpickler) {
  for (;;) {
    const uint8_t* at = TRY(ReadOpcode(unpickler));
    uint8_t opcode = *at;
    if (opcode == kStop) return Pop(&unpickler->stack);
    Loader loader = kLoaders.rows[opcode];
    if (loader == nullptr) [[unlikely]]
      return RaiseInvalidKey(opcode);
    TRY_VOID(loader(unpickler));
  }
}

}  // namespace

bool LoadStop(Unpickler*) { return true; }  // the machine looks for it by itself

Owned Load(Unpickler* unpickler) {
  StackClear(&unpickler->stack);
  unpickler->protocol = 0;
  Handle result = TRY(Run(unpickler));
  TRY_VOID(SkipConsumed(&unpickler->input));
  StackClear(&unpickler->stack);
  return result.Release();
}

}  // namespace polygil::pickle
