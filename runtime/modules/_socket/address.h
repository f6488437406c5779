// Socket addresses: Python's tuples and texts, and the kernel's structures.

#ifndef POLYGIL_RUNTIME_MODULES_SOCKET_ADDRESS_H_
#define POLYGIL_RUNTIME_MODULES_SOCKET_ADDRESS_H_

#include <sys/socket.h>

#include "runtime/object/method_def.h"
#include "runtime/object/ownership.h"

namespace polygil {

struct SocketAddress {
  sockaddr_storage storage;
  socklen_t size;
  sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
};

// `function` is for messages: "connect(): AF_INET address must be tuple, not str". Names are looked up
// without the GIL.
bool AddressFromPython(int family, Value address, const char* function, SocketAddress* out);
Owned AddressToPython(const SocketAddress& address);  // None if it is empty

// socket.gaierror(code, text).
Raised RaiseAddressError(int code);

// The functions of the module that need no socket.
extern const MethodDef kSocketNameFunctions[];

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_SOCKET_ADDRESS_H_
