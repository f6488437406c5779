// Start-up of the types in this folder.

#ifndef POLYGIL_RUNTIME_TYPES_TEXT_INIT_H_
#define POLYGIL_RUNTIME_TYPES_TEXT_INIT_H_

namespace polygil {

// str and its iterators. InitNames() (names.h) comes much earlier.
bool InitTextTypes();

bool InitStrType();
bool InitStrIteratorTypes();

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_TEXT_INIT_H_
