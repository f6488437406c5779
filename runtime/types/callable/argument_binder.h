// Matching call arguments to a text signature, with the TypeErrors of CPython's Argument Clinic.
//
// A signature is the first part of a docstring: "($self, x, /, y=None, *, key=0)\n--\n\n...", with or
// without a leading parameter "$name". Parsed forms are kept per signature literal (by address) in
// the interpreter's table.

#ifndef POLYGIL_RUNTIME_TYPES_CALLABLE_ARGUMENT_BINDER_H_
#define POLYGIL_RUNTIME_TYPES_CALLABLE_ARGUMENT_BINDER_H_

#include <cstddef>
#include <cstdint>

#include "runtime/object/ownership.h"
#include "runtime/object/value.h"

namespace polygil {

inline constexpr int kMaximumBoundParameters = 24;

// Fills out[i] (borrowed; empty if omitted) for every parameter of `signature`, which must live
// forever. *args and **kwargs arrive as a tuple and a dict, held by *owner_args and *owner_keywords.
// `function_name` is what messages call the function, e.g. "split"; null: "function" without "()".
bool BindArguments(const char* function_name, const char* signature, const Value* args,
                   size_t nargs, Value keyword_names, Value* out, Handle* owner_args,
                   Handle* owner_keywords);

// For constructors and functions of kind kKeywords without *args: the values stay borrowed from the
// caller's arguments.
inline bool BindArguments(const char* function_name, const char* signature, const Value* args,
                          size_t nargs, Value keyword_names, Value* out) {
  return BindArguments(function_name, signature, args, nargs, keyword_names, out, nullptr, nullptr);
}

// "name() takes no keyword arguments".
bool CheckNoKeywords(const char* function_name, Value keyword_names);
// "name expected at most 1 argument, got 2" and so on.
bool CheckPositional(const char* function_name, size_t nargs, size_t minimum, size_t maximum);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CALLABLE_ARGUMENT_BINDER_H_
