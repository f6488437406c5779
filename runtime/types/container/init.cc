#include "runtime/types/container/init.h"

namespace polygil {

bool InitContainerTypes() {
  return InitTupleType() && InitListTypes() && InitDictTypes() && InitDictViewTypes() &&
         InitSetTypes() && InitSliceType() && InitRangeTypes();
}

}  // namespace polygil
