#include "runtime/types/iterator/init.h"

namespace polygil {

bool InitIteratorTypes() {
  return InitSequenceIteratorTypes() && InitEnumerateType() && InitMapTypes();
}

}  // namespace polygil
