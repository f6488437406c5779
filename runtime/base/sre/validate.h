// Checks a code array before anything runs it.
//
// Python code can hand any list of numbers to `_sre.compile`. What passes here
// is well nested, stays inside the array and names only existing groups, so
// that the translator may walk it without looking back.

#ifndef POLYGIL_RUNTIME_BASE_SRE_VALIDATE_H_
#define POLYGIL_RUNTIME_BASE_SRE_VALIDATE_H_

#include <cstddef>
#include <cstdint>

namespace polygil::sre {

// Whether `code[0..length)` is a pattern with `groups` capturing groups (group
// 0 not counted). False stands for RuntimeError("invalid SRE code").
bool ValidateCode(const uint32_t* code, size_t length, uint32_t groups);

}  // namespace polygil::sre

#endif  // POLYGIL_RUNTIME_BASE_SRE_VALIDATE_H_
