#include "runtime/types/bytes/init.h"

namespace polygil {

bool InitBytesTypes() {
  return InitBytesType() && InitByteArrayType() && InitBytesIteratorTypes() &&
         InitMemoryViewType() && InitMemoryViewIteratorType();
}

}  // namespace polygil
