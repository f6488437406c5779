#include "runtime/types/number/init.h"

namespace polygil {

bool InitNumberTypes() {
  return InitIntType() && InitBoolType() && InitFloatType() && InitComplexType();
}

}  // namespace polygil
