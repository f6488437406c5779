// The interned names of names.def as fields: `names.__init__`. Set once at start-up, immortal.

#ifndef POLYGIL_RUNTIME_TYPES_TEXT_NAMES_H_
#define POLYGIL_RUNTIME_TYPES_TEXT_NAMES_H_

#include "runtime/object/value.h"

namespace polygil {

struct NameTable {
#define NAME(identifier) Value identifier;
#define NAMED(identifier, text) Value identifier;
#include "runtime/types/text/names.def"
};
extern NameTable names;
// Fills the table; needs str and the intern table. False: out of memory.
bool InitNames();

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_TEXT_NAMES_H_
