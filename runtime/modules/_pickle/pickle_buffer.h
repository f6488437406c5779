// pickle.PickleBuffer (PEP 574): a buffer that may travel beside the pickle.

#ifndef POLYGIL_RUNTIME_MODULES_PICKLE_PICKLE_BUFFER_H_
#define POLYGIL_RUNTIME_MODULES_PICKLE_PICKLE_BUFFER_H_

#include "runtime/modules/native_type.h"
#include "runtime/types/bytes/buffer.h"

namespace polygil::pickle {

struct PickleBuffer : Object {
  BufferView view;  // owner empty once released
};
extern Type PickleBufferType;

// ValueError "operation forbidden on released PickleBuffer object".
bool CheckPickleBuffer(Value v);
bool AddPickleBuffer(Value module);

}  // namespace polygil::pickle

#endif  // POLYGIL_RUNTIME_MODULES_PICKLE_PICKLE_BUFFER_H_
