// The memos as Python sees them: Pickler.memo and Unpickler.memo.

#ifndef POLYGIL_RUNTIME_MODULES_PICKLE_MEMO_PROXY_H_
#define POLYGIL_RUNTIME_MODULES_PICKLE_MEMO_PROXY_H_

#include "runtime/modules/_pickle/pickler.h"
#include "runtime/modules/_pickle/unpickler.h"

namespace polygil::pickle {

Owned PicklerMemoProxyNew(Value pickler);
Owned UnpicklerMemoProxyNew(Value unpickler);
// `value` is a proxy or a dict.
bool PicklerMemoAssign(Pickler* pickler, Value value);
bool UnpicklerMemoAssign(Unpickler* unpickler, Value value);
bool InitMemoProxies();

}  // namespace polygil::pickle

#endif  // POLYGIL_RUNTIME_MODULES_PICKLE_MEMO_PROXY_H_
