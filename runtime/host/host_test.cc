#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "runtime/host/testing.h"

namespace polygil::testing {
namespace {

TEST(Host, ExpressionHasItsValue) { EXPECT_THAT(RunPython("result = 6 * 7"), IsInt(42)); }

TEST(Host, PrintWritesToStdout) {
  EXPECT_THAT(RunPython("print('a', 1, sep='-', end='!')"), Prints("a-1!"));
}

TEST(Host, MissingKeyRaisesKeyError) { EXPECT_THAT(RunPython("{}['x']"), Raised("KeyError", "'x'")); }

TEST(Host, ImportingTheLibraryWorks) {
  EXPECT_THAT(RunPython("import json\nresult = json.dumps({'a': [1, None]})"),
              IsRepr("'{\"a\": [1, null]}'"));
}

TEST(Host, ClassWithConflictingMetaclassesIsRefused) {
  EXPECT_THAT(RunPython("class M(type): pass\nclass N(type): pass\nclass A(metaclass=M): pass\n"
                        "class B(metaclass=N): pass\nclass C(A, B): pass"),
              Raised("TypeError", "metaclass conflict: the metaclass of a derived class must be a (non-strict) "
                                  "subclass of the metaclasses of all its bases"));
}

TEST(Marshal, CodeSurvivesTheRoundTrip) {
  EXPECT_THAT(RunPython("import marshal\ncode = compile('result = [x * 2 for x in (1, 2**70)]', 'f', 'exec')\n"
                        "exec(marshal.loads(marshal.dumps(code)))"),
              IsRepr("[2, 2361183241434822606848]"));
}

}  // namespace
}  // namespace polygil::testing
