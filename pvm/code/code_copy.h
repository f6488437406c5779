// Code objects back to plain data: for code.replace() and marshal.

#ifndef POLYGIL_PVM_CODE_CODE_COPY_H_
#define POLYGIL_PVM_CODE_CODE_COPY_H_

#include <memory>

#include "pvm/code/code.h"

namespace polygil {

// The unit the code object was made from: generic opcodes, empty caches. Null with an exception
// pending if a constant is no constant (ValueError "unmarshallable object"). GIL held.
std::unique_ptr<CodeUnit> CodeToUnit(Code* code);

// A constant of a CodeUnit for an object; false with ValueError.
bool ConstantFromObject(Value v, Constant* constant);

// What nested code is renamed to when a module's code is used under another path
// (_imp._fix_co_filename).
bool CodeSetFilename(Code* code, Value filename);

// co_names and co_consts: tuples, made on first use; borrowed. Empty with an exception pending.
Value CodeNames(Code* code);
Value CodeConstants(Code* code);
// Whether a constant is one to Python, too, and not just a name that instructions use. The code was
// prepared.
bool CodeShowsConstant(Code* code, uint32_t index);

}  // namespace polygil

#endif  // POLYGIL_PVM_CODE_CODE_COPY_H_
