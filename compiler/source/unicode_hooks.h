// The Unicode part of CompilerHooks, answered by the tables of runtime/base/unicode.

#ifndef POLYGIL_COMPILER_SOURCE_UNICODE_HOOKS_H_
#define POLYGIL_COMPILER_SOURCE_UNICODE_HOOKS_H_

#include "compiler/source/hooks.h"

namespace polygil {

// Hooks with everything but `decode` set.
CompilerHooks UnicodeHooks();

}  // namespace polygil

#endif  // POLYGIL_COMPILER_SOURCE_UNICODE_HOOKS_H_
