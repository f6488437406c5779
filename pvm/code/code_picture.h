// co_code: a picture of register code in CPython 3.11's instructions, two bytes a word, for programs that
// look for imports, names and constants in it (modulefinder, dis). It can't be run. An instruction is shown
// as the nearest one of CPython's that has no more inline caches than it has words, else as NOP. Only
// arguments above 255 take more than a word's two bytes, so that in most code the offsets of co_lines and
// f_lasti hold.

#ifndef POLYGIL_PVM_CODE_CODE_PICTURE_H_
#define POLYGIL_PVM_CODE_CODE_PICTURE_H_

#include <string>

#include "pvm/code/code.h"

namespace polygil {

bool CodePicture(Code* code, std::string* text);

}  // namespace polygil

#endif  // POLYGIL_PVM_CODE_CODE_PICTURE_H_
