// Links with runtime/types and runtime/protocol alone: the builtin types work without a virtual
// machine.

#include <gtest/gtest.h>

#include "runtime/protocol/protocol.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/number/int.h"
#include "runtime/types/testing/environment.h"

namespace polygil::testing {
namespace {

using LinkTypes = TypesTest;

TEST_F(LinkTypes, ContainersWithoutVirtualMachineShowThemselves) {
  Handle list = ListNew();
  for (int64_t i = 0; i < 3; ++i) {
    Handle item = IntFromInt64(i * i);
    ASSERT_TRUE(ListAppend(list, item));
  }
  Handle dict = DictNew();
  ASSERT_TRUE(DictSet(dict, Text("squares"), list));
  EXPECT_EQ(Shown(dict.Release()), "{'squares': [0, 1, 4]}");
}

TEST_F(LinkTypes, MistakeWithoutVirtualMachineIsAnException) {
  Handle list = ListNew();
  EXPECT_EQ(Shown(Hash(list)), "TypeError: unhashable type: 'list'");
}

}  // namespace
}  // namespace polygil::testing
