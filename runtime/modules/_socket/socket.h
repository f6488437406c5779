// The socket type of _socket.

#ifndef POLYGIL_RUNTIME_MODULES_SOCKET_SOCKET_H_
#define POLYGIL_RUNTIME_MODULES_SOCKET_SOCKET_H_

#include "runtime/object/method_def.h"
#include "runtime/object/ownership.h"

namespace polygil {

bool InitSocketType(Value module);
// socketpair, dup, getdefaulttimeout, setdefaulttimeout.
extern const MethodDef kSocketFunctions[];

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_SOCKET_SOCKET_H_
