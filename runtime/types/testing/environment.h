// An interpreter with all builtin types and no virtual machine, for unit tests of this layer.
// "Functions written in Python" are C++ lambdas behind real function objects.

#ifndef POLYGIL_RUNTIME_TYPES_TESTING_ENVIRONMENT_H_
#define POLYGIL_RUNTIME_TYPES_TESTING_ENVIRONMENT_H_

#include <gtest/gtest.h>

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <string>
#include <utility>

#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil::testing {

// Starts the interpreter of the process once; every test shares it.
class TypesTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite();
  // No test may leave an exception behind.
  void TearDown() override;
};

using Body = std::function<Owned(const Value* args, size_t nargs)>;
// A function object that runs `body`.
Owned Function(const char* name, Body body);
// class name(*bases): items, through type().
Owned Class(const char* name, std::initializer_list<Value> bases,
            std::initializer_list<std::pair<const char*, Value>> items);

inline Value TypeValue(Type& type) { return Value::Pointer(&type); }
Value Text(const char* ascii);

// repr() of a result; "TypeError: message" if it failed (the exception is cleared); "absent" for an
// empty result without exception.
std::string Shown(Owned result);
std::string Shown(bool result);
inline std::string Shown(Raised) { return Shown(Owned()); }
template <typename T>
std::string Shown(Fallible<T> result) {
  return result ? std::to_string(result.value) : Shown(Owned());
}

}  // namespace polygil::testing

#endif  // POLYGIL_RUNTIME_TYPES_TESTING_ENVIRONMENT_H_
