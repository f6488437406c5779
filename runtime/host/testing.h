// For unit tests: an interpreter per process, programs given as text, and matchers of what they
// leave behind.
//
//   EXPECT_THAT(RunPython("result = 1 + 2"), IsInt(3));
//   EXPECT_THAT(RunPython("{}['x']"), Raised("KeyError", "'x'"));

#ifndef POLYGIL_RUNTIME_HOST_TESTING_H_
#define POLYGIL_RUNTIME_HOST_TESTING_H_

#include <cstdint>
#include <ostream>
#include <string>

#include "gmock/gmock.h"

namespace polygil::testing {

// What a program did. `result` is the value of its global `result`, if it set one.
struct Outcome {
  std::string output;            // what it wrote to sys.stdout
  std::string exception;         // name of the exception's class; empty: it ended normally
  std::string message;           // str() of the exception
  bool has_result = false;
  bool result_is_int = false;    // a small int, not a bool
  int64_t integer = 0;
  std::string representation;    // repr(result)
};
std::ostream& operator<<(std::ostream& out, const Outcome& outcome);

// Runs the text in a fresh namespace with sys.stdout captured. Starts the interpreter on first use.
Outcome RunPython(const std::string& text);

MATCHER_P(IsInt, expected, "") { return arg.exception.empty() && arg.result_is_int && arg.integer == expected; }
MATCHER_P(IsRepr, expected, "") { return arg.exception.empty() && arg.representation == expected; }
MATCHER_P(Prints, expected, "") { return arg.exception.empty() && arg.output == expected; }
MATCHER_P2(Raised, type, message, "") { return arg.exception == type && arg.message == message; }

}  // namespace polygil::testing

#endif  // POLYGIL_RUNTIME_HOST_TESTING_H_
