// Functions of native modules that need no virtual machine, against what CPython answers. Vectors:
// generate_vectors.py.

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "runtime/modules/registry.h"
#include "runtime/protocol/protocol.h"
#include "runtime/types/testing/environment.h"
#include "runtime/types/testing/vector_reader.h"

namespace polygil {
namespace {

using testing::Shown;
class ModuleTest : public testing::TypesTest {};

struct Vector {
  const char* module;
  const char* function;
  const char* arguments;
  const char* expected;
};
const Vector kVectors[] = {
#include "runtime/modules/testing/module_vectors.inc"
};

TEST_F(ModuleTest, FunctionsGiveWhatCPythonGives) {
  std::map<std::string, Handle> modules;
  int failures = 0;
  for (const Vector& vector : kVectors) {
    Handle& module = modules[vector.module];
    if (!module) module = MakeNativeModule(*FindNativeModule(vector.module));
    ASSERT_TRUE(module) << vector.module << Shown(Owned());
    std::vector<Handle> owners;
    std::vector<Value> values;
    for (testing::VectorReader reader(vector.arguments); !reader.AtEnd();)
      owners.push_back(reader.Read());
    for (const Handle& owner : owners) values.push_back(owner);
    Handle function = GetAttribute(module, vector.function);
    ASSERT_TRUE(function) << vector.function;
    std::string shown = Shown(Call(function, values.data(), values.size()));
    EXPECT_EQ(shown, vector.expected)
        << vector.module << "." << vector.function << " " << vector.arguments;
    if (shown != vector.expected && ++failures > 60) return;
  }
}

}  // namespace
}  // namespace polygil
