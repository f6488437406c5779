// Binding of call arguments to the parameters of a Python function (Language Reference 6.3.4).

#ifndef POLYGIL_PVM_CALL_BIND_H_
#define POLYGIL_PVM_CALL_BIND_H_

#include <cstddef>

#include "pvm/code/code.h"
#include "runtime/object/value.h"
#include "runtime/types/callable/function.h"

namespace polygil {

// Fills window[0 .. code->local_count) with owned references: parameters, *args tuple, **kwargs
// dict; the rest is made unbound. `args` holds nargs positional values followed by the values of
// `keyword_names` (tuple of str, or empty); they stay with the caller. On failure (TypeError
// pending) the window holds nothing.
bool BindArguments(Function* function, const Value* args, size_t nargs, Value keyword_names,
                   Value* window);

// The same in place, for arguments that stand in the registers where the parameters are to be: puts
// keyword values at their parameters, moves what is left over into *args and **kwargs and fills in
// defaults; the locals behind the parameters stay as they are. False, with nothing changed, if the
// general binding must look at it (errors, many parameters). There is room for all registers.
bool BindInPlace(Function* function, Value* values, uint32_t positional, Value keyword_names);

// Registers that binding fills: parameters, *args and **kwargs.
inline uint32_t ParameterRegisters(const Code* code) {
  return code->argument_count + code->keyword_only_count + (CodeHas(code, kCodeVarArgs) ? 1 : 0) +
         (CodeHas(code, kCodeVarKeywords) ? 1 : 0);
}

}  // namespace polygil

#endif  // POLYGIL_PVM_CALL_BIND_H_
