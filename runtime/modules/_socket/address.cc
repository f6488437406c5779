#include "runtime/modules/_socket/address.h"

#include <arpa/inet.h>
#include <linux/netlink.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

#include "runtime/modules/module_state.h"
#include "runtime/modules/posix/posix_internal.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/codec.h"

namespace polygil {

Raised RaiseAddressError(int code) {
  if (code == EAI_SYSTEM) return RaiseOsError(errno);
  Handle text = StrFromUtf8(gai_strerror(code));
  if (!text) return {};
  Handle error = Call(ModuleState("socket.gaierror"), {Value::Int(code), text});
  return error ? RaiseInstance(error.Release()) : Raised();
}

namespace {

// A host name as str, bytes or bytearray: text for the resolver ("" and "<broadcast>" keep their
// sense).
Owned HostArgument(Value v) {
  if (IsStr(v)) {
    Handle owner;
    Handle ascii = CallMethod(v, "isascii");
    if (!ascii) return {};
    Handle codec = TRY(StrFromUtf8(ascii.Get().IsTrue() ? "ascii" : "idna"));
    Handle bytes = TRY(CallMethod(v, "encode", {codec}));
    if (BytesView(bytes).find('\0') != std::string_view::npos)
      return Raise(&TypeErrorType, "host name must not contain null character");
    return bytes.Release();
  }
  if (IsBytes(v)) return Retain(v);
  if (IsInstanceOf(v, ByteArrayType))
    return BytesNew(v.As<ByteArray>()->data, v.As<ByteArray>()->size);
  return Raise(&TypeErrorType, "str, bytes or bytearray expected, not %s", TypeName(v));
}

bool ResolveHost(const char* name, int family, SocketAddress* out) {
  addrinfo hints = {};
  hints.ai_family = family;
  if (*name == 0) {
    hints.ai_socktype = SOCK_DGRAM;
    hints.ai_flags = AI_PASSIVE;
  }
  if (strcmp(name, "<broadcast>") == 0 && (family == AF_INET || family == AF_UNSPEC)) {
    auto* in = reinterpret_cast<sockaddr_in*>(&out->storage);
    memset(in, 0, sizeof *in);
    in->sin_family = AF_INET;
    in->sin_addr.s_addr = INADDR_BROADCAST;
    out->size = sizeof *in;
    return true;
  }
  addrinfo* found = nullptr;
  int code;
  {
    BlockingScope released;
    code = getaddrinfo(*name == 0 ? nullptr : name, *name == 0 ? "0" : nullptr, &hints, &found);
  }
  if (code != 0) return RaiseAddressError(code);
  memcpy(&out->storage, found->ai_addr, found->ai_addrlen);
  out->size = found->ai_addrlen;
  freeaddrinfo(found);
  return true;
}

Fallible<int> PortArgument(const char* function, Value v) {
  Handle number = TRY(Index(v));
  int64_t port;
  if (!IntFitsInt64(number, &port) || port < 0 || port > 65535)
    return Raise(&OverflowErrorType, "%s(): port must be 0-65535.", function);
  return static_cast<int>(port);
}

bool FromInet(Value address, const char* function, SocketAddress* out) {
  if (!IsTuple(address))
    return Raise(&TypeErrorType, "%s(): AF_INET address must be tuple, not %.500s", function,
                 TypeName(address));
  if (TupleSize(address) != 2)
    return Raise(&TypeErrorType, "%s(): AF_INET address must be a pair (host, port)", function);
  Handle host = TRY(HostArgument(TupleAt(address, 0)));
  int port = TRY(PortArgument(function, TupleAt(address, 1)));
  TRY_VOID(ResolveHost(BytesView(host).data(), AF_INET, out));
  reinterpret_cast<sockaddr_in*>(&out->storage)->sin_port = htons(static_cast<uint16_t>(port));
  return true;
}

bool FromInet6(Value address, const char* function, SocketAddress* out) {
  if (!IsTuple(address))
    return Raise(&TypeErrorType, "%s(): AF_INET6 address must be tuple, not %.500s", function,
                 TypeName(address));
  int64_t size = TupleSize(address);
  if (size < 2 || size > 4)
    return Raise(&TypeErrorType,
                 "%s(): AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])",
                 function);
  Handle host = TRY(HostArgument(TupleAt(address, 0)));
  int port = TRY(PortArgument(function, TupleAt(address, 1)));
  int64_t flow = size > 2 ? TRY(AsInt64(TupleAt(address, 2))) : 0;
  int64_t scope = size > 3 ? TRY(AsInt64(TupleAt(address, 3))) : 0;
  if (flow < 0 || flow > 0xfffff)
    return Raise(&OverflowErrorType, "%s(): flowinfo must be 0-1048575.", function);
  TRY_VOID(ResolveHost(BytesView(host).data(), AF_INET6, out));
  auto* in = reinterpret_cast<sockaddr_in6*>(&out->storage);
  in->sin6_port = htons(static_cast<uint16_t>(port));
  in->sin6_flowinfo = htonl(static_cast<uint32_t>(flow));
  if (size > 3) in->sin6_scope_id = static_cast<uint32_t>(scope);
  return true;
}

bool FromUnix(Value address, SocketAddress* out) {
  Handle path;
  ScopedBuffer view;
  std::string_view text;
  if (IsStr(address)) {
    path = TRY(EncodeUtf8WithErrors(address, "surrogateescape"));
    text = BytesView(path);
  } else {
    if (!view.Acquire(address)) return false;
    text = {reinterpret_cast<const char*>(view.data()), static_cast<size_t>(view.size())};
  }
  auto* un = reinterpret_cast<sockaddr_un*>(&out->storage);
  bool abstract = text.empty() || text[0] == 0;  // an empty one is to be chosen by the system
  if (text.size() > sizeof un->sun_path || (!abstract && text.size() + 1 > sizeof un->sun_path))
    return Raise(&OSErrorType, "AF_UNIX path too long");
  memset(un, 0, sizeof *un);
  un->sun_family = AF_UNIX;
  memcpy(un->sun_path, text.data(), text.size());
  out->size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + text.size() + !abstract);
  return true;
}

bool FromNetlink(Value address, const char* function, SocketAddress* out) {
  if (!IsTuple(address) || TupleSize(address) != 2)
    return Raise(&TypeErrorType, "%s(): AF_NETLINK address must be tuple, not %.500s", function,
                 TypeName(address));
  auto* nl = reinterpret_cast<sockaddr_nl*>(&out->storage);
  memset(nl, 0, sizeof *nl);
  nl->nl_family = AF_NETLINK;
  nl->nl_pid = static_cast<uint32_t>(TRY(AsInt64(TupleAt(address, 0))));
  nl->nl_groups = static_cast<uint32_t>(TRY(AsInt64(TupleAt(address, 1))));
  out->size = sizeof *nl;
  return true;
}

}  // namespace

bool AddressFromPython(int family, Value address, const char* function, SocketAddress* out) {
  switch (family) {
    case AF_INET:
      return FromInet(address, function, out);
    case AF_INET6:
      return FromInet6(address, function, out);
    case AF_UNIX:
      return FromUnix(address, out);
    case AF_NETLINK:
      return FromNetlink(address, function, out);
    default:
      return Raise(&OSErrorType, "%s(): bad family", function);
  }
}

Owned AddressToPython(const SocketAddress& address) {
  if (address.size == 0) return OwnNone();
  char text[INET6_ADDRSTRLEN];
  switch (address.storage.ss_family) {
    case AF_INET: {
      auto* in = reinterpret_cast<const sockaddr_in*>(&address.storage);
      inet_ntop(AF_INET, &in->sin_addr, text, sizeof text);
      Handle host = TRY(StrFromUtf8(text));
      return TupleOf({host, Value::Int(ntohs(in->sin_port))});
    }
    case AF_INET6: {
      auto* in = reinterpret_cast<const sockaddr_in6*>(&address.storage);
      inet_ntop(AF_INET6, &in->sin6_addr, text, sizeof text);
      Handle host = TRY(StrFromUtf8(text));
      return TupleOf({host, Value::Int(ntohs(in->sin6_port)), Value::Int(ntohl(in->sin6_flowinfo)),
                      Value::Int(in->sin6_scope_id)});
    }
    case AF_UNIX: {
      auto* un = reinterpret_cast<const sockaddr_un*>(&address.storage);
      int64_t size = static_cast<int64_t>(address.size) -
                     static_cast<int64_t>(offsetof(sockaddr_un, sun_path));
      if (size > 0 && un->sun_path[0] == 0) return BytesNew(un->sun_path, size);
      return StrDecodeFs(un->sun_path,
                         size > 0 ? strnlen(un->sun_path, static_cast<size_t>(size)) : 0);
    }
    case AF_NETLINK: {
      auto* nl = reinterpret_cast<const sockaddr_nl*>(&address.storage);
      return TupleOf({Value::Int(nl->nl_pid), Value::Int(nl->nl_groups)});
    }
    default: {
      auto* any = reinterpret_cast<const sockaddr*>(&address.storage);
      Handle data = TRY(BytesNew(any->sa_data, sizeof any->sa_data));
      return TupleOf({Value::Int(address.storage.ss_family), data});
    }
  }
}

// -- Names ----------------------------------------------------------------------------------------

namespace {

Owned GetaddrinfoFunction(Value, const Value* args) {
  Handle host, service;
  if (!args[0].IsNone()) host = TRY(HostArgument(args[0]));
  if (IsAnyInt(args[1])) {
    Handle text = TRY(ToStr(args[1]));
    service = TRY(CallMethod(text, "encode"));
  } else if (IsStr(args[1])) {
    service = TRY(CallMethod(args[1], "encode"));
  } else if (IsBytes(args[1])) {
    service = Retain(args[1]);
  } else if (!args[1].IsNone()) {
    return Raise(&OSErrorType, "Int or String expected");
  }
  addrinfo hints = {};
  int* fields[4] = {&hints.ai_family, &hints.ai_socktype, &hints.ai_protocol, &hints.ai_flags};
  for (int i = 0; i < 4; ++i) *fields[i] = TRY(IntArgument(args[2 + i], 0));
  addrinfo* found = nullptr;
  int code;
  {
    BlockingScope released;
    code = getaddrinfo(host ? BytesView(host).data() : nullptr,
                       service ? BytesView(service).data() : nullptr, &hints, &found);
  }
  if (code != 0) return RaiseAddressError(code);
  Handle list = ListNew();
  for (addrinfo* at = found; at != nullptr && list; at = at->ai_next) {
    SocketAddress address;
    memcpy(&address.storage, at->ai_addr, at->ai_addrlen);
    address.size = at->ai_addrlen;
    Handle name = at->ai_canonname != nullptr ? StrFromUtf8(at->ai_canonname) : StrEmpty();
    Handle where = AddressToPython(address);
    if (!name || !where) {
      list.Reset();
      break;
    }
    Owned row = TupleOf({Value::Int(at->ai_family), Value::Int(at->ai_socktype),
                         Value::Int(at->ai_protocol), name, where});
    if (!row || !ListAppendOwned(list, row)) list.Reset();
  }
  freeaddrinfo(found);
  return list.Release();
}

Owned GetnameinfoFunction(Value, const Value* args, size_t) {
  if (!IsTuple(args[0])) return Raise(&TypeErrorType, "getnameinfo() argument 1 must be a tuple");
  int64_t size = TupleSize(args[0]);
  if (size < 2 || size > 4)
    return Raise(&TypeErrorType, "getnameinfo() argument 1 must be a tuple");
  int flags = TRY(IntArgument(args[1]));
  Handle host = TRY(HostArgument(TupleAt(args[0], 0)));
  SocketAddress address;
  addrinfo hints = {}, *found = nullptr;
  hints.ai_socktype = SOCK_DGRAM;
  hints.ai_flags = AI_NUMERICHOST;
  int port = TRY(PortArgument("getnameinfo", TupleAt(args[0], 1)));
  int64_t flow = size > 2 ? TRY(AsInt64(TupleAt(args[0], 2))) : 0;
  int64_t scope = size > 3 ? TRY(AsInt64(TupleAt(args[0], 3))) : 0;
  if (flow < 0 || flow > 0xfffff)
    return Raise(&OverflowErrorType, "getnameinfo(): flowinfo must be 0-1048575.");
  int code;
  {
    BlockingScope released;
    code = getaddrinfo(BytesView(host).data(), "0", &hints, &found);
  }
  if (code != 0) return RaiseAddressError(code);
  memcpy(&address.storage, found->ai_addr, found->ai_addrlen);
  address.size = found->ai_addrlen;
  freeaddrinfo(found);
  if (address.storage.ss_family == AF_INET6) {
    auto* in = reinterpret_cast<sockaddr_in6*>(&address.storage);
    in->sin6_port = htons(static_cast<uint16_t>(port));
    in->sin6_flowinfo = htonl(static_cast<uint32_t>(flow));
    in->sin6_scope_id = static_cast<uint32_t>(scope);
  } else {
    reinterpret_cast<sockaddr_in*>(&address.storage)->sin_port = htons(static_cast<uint16_t>(port));
  }
  char name[NI_MAXHOST], service[NI_MAXSERV];
  {
    BlockingScope released;
    code =
        getnameinfo(address.get(), address.size, name, sizeof name, service, sizeof service, flags);
  }
  if (code != 0) return RaiseAddressError(code);
  Handle first = TRY(StrFromUtf8(name));
  Handle second = TRY(StrFromUtf8(service));
  return TupleOf({first, second});
}

Owned GethostnameFunction(Value) {
  char name[1024];
  if (gethostname(name, sizeof name - 1) != 0) return RaiseOsError(errno);
  name[sizeof name - 1] = 0;
  return StrDecodeFs(name, strlen(name));
}
Owned SethostnameFunction(Value, Value v) {
  Handle name = TRY(FsConvert(v));
  return NoneOrError(sethostname(BytesView(name).data(), BytesView(name).size()));
}

Owned HostOf(const SocketAddress& address) {
  Handle tuple = TRY(AddressToPython(address));
  return Retain(TupleAt(tuple, 0));
}

Owned GethostbynameFunction(Value, Value v) {
  Handle host = TRY(HostArgument(v));
  SocketAddress address;
  TRY_VOID(ResolveHost(BytesView(host).data(), AF_INET, &address));
  return HostOf(address);
}

// (name, aliases, addresses)
Owned HostEntry(const hostent& entry) {
  Handle aliases = TRY(ListNew()), addresses = TRY(ListNew());
  for (char** at = entry.h_aliases; at != nullptr && *at != nullptr; ++at)
    TRY_VOID(ListAppendOwned(aliases, StrDecodeFs(*at, strlen(*at))));
  for (char** at = entry.h_addr_list; at != nullptr && *at != nullptr; ++at) {
    char text[INET6_ADDRSTRLEN];
    inet_ntop(entry.h_addrtype, *at, text, sizeof text);
    TRY_VOID(ListAppendOwned(addresses, StrFromUtf8(text)));
  }
  Handle name = TRY(StrDecodeFs(entry.h_name, strlen(entry.h_name)));
  return TupleOf({name, aliases, addresses});
}

Raised RaiseHostError(int code) {
  Handle text = StrFromUtf8(hstrerror(code));
  if (!text) return {};
  Handle error = Call(ModuleState("socket.herror"), {Value::Int(code), text});
  return error ? RaiseInstance(error.Release()) : Raised();
}

Owned HostByName(Value v, bool reverse) {
  Handle host = TRY(HostArgument(v));
  SocketAddress address;
  TRY_VOID(ResolveHost(BytesView(host).data(), reverse ? AF_UNSPEC : AF_INET, &address));
  Handle memory = TRY(BytesNew(nullptr, 16384));
  char* buffer = reinterpret_cast<char*>(memory.As<Bytes>()->data);
  hostent entry, *found = nullptr;
  int code = 0;
  {
    GilReleased released;
    if (!reverse) {
      gethostbyname_r(BytesView(host).data(), &entry, buffer, 16384, &found, &code);
    } else if (address.storage.ss_family == AF_INET6) {
      gethostbyaddr_r(&reinterpret_cast<sockaddr_in6*>(&address.storage)->sin6_addr, 16, AF_INET6,
                      &entry, buffer, 16384, &found, &code);
    } else {
      gethostbyaddr_r(&reinterpret_cast<sockaddr_in*>(&address.storage)->sin_addr, 4, AF_INET,
                      &entry, buffer, 16384, &found, &code);
    }
  }
  return found != nullptr ? HostEntry(entry) : Owned(RaiseHostError(code));
}
Owned GethostbynameExFunction(Value, Value v) { return HostByName(v, false); }
Owned GethostbyaddrFunction(Value, Value v) { return HostByName(v, true); }

Owned GetprotobynameFunction(Value, Value v) {
  Handle name = TRY(FsConvert(v));
  protoent* entry = getprotobyname(BytesView(name).data());
  return entry == nullptr ? Owned(Raise(&OSErrorType, "protocol not found"))
                          : Owned(Value::Int(entry->p_proto));
}
Owned GetservbynameFunction(Value, const Value* args, size_t nargs) {
  Handle name = TRY(FsConvert(args[0]));
  Handle protocol;
  if (nargs > 1) protocol = TRY(FsConvert(args[1]));
  servent* entry =
      getservbyname(BytesView(name).data(), protocol ? BytesView(protocol).data() : nullptr);
  return entry == nullptr ? Owned(Raise(&OSErrorType, "service/proto not found"))
                          : Owned(Value::Int(ntohs(static_cast<uint16_t>(entry->s_port))));
}
Owned GetservbyportFunction(Value, const Value* args, size_t nargs) {
  int port = TRY(PortArgument("getservbyport", args[0]));
  Handle protocol;
  if (nargs > 1) protocol = TRY(FsConvert(args[1]));
  servent* entry = getservbyport(htons(static_cast<uint16_t>(port)),
                                 protocol ? BytesView(protocol).data() : nullptr);
  return entry == nullptr ? Owned(Raise(&OSErrorType, "port/proto not found"))
                          : StrFromUtf8(entry->s_name);
}

// -- Byte order and address texts -----------------------------------------------------------------

Fallible<uint64_t> Unsigned(const char* function, Value v, uint64_t maximum, int bits) {
  int64_t value = TRY(IndexExact(v, &OverflowErrorType));
  if (value < 0)
    return Raise(&OverflowErrorType,
                 "%s: can't convert negative Python int to C %d-bit unsigned integer", function,
                 bits);
  if (static_cast<uint64_t>(value) > maximum)
    return Raise(&OverflowErrorType,
                 "%s: Python int too large to convert to C %d-bit unsigned integer", function,
                 bits);
  return static_cast<uint64_t>(value);
}
#define BYTE_ORDER_FUNCTION(name, type, maximum, bits)        \
  Owned name##Function(Value, Value v) {                      \
    uint64_t value = TRY(Unsigned(#name, v, maximum, bits));  \
    return Owned(Value::Int(name(static_cast<type>(value)))); \
  }
BYTE_ORDER_FUNCTION(htons, uint16_t, 0xffff, 16)
BYTE_ORDER_FUNCTION(ntohs, uint16_t, 0xffff, 16)
BYTE_ORDER_FUNCTION(htonl, uint32_t, 0xffffffff, 32)
BYTE_ORDER_FUNCTION(ntohl, uint32_t, 0xffffffff, 32)
#undef BYTE_ORDER_FUNCTION

Owned InetAtonFunction(Value, Value v) {
  Handle text = TRY(FsConvert(v));
  in_addr address;
  if (inet_aton(BytesView(text).data(), &address) == 0)
    return Raise(&OSErrorType, "illegal IP address string passed to inet_aton");
  return BytesNew(&address, sizeof address);
}
Owned InetNtoaFunction(Value, Value v) {
  ScopedBuffer view;
  if (!view.Acquire(v)) return {};
  if (view.size() != 4) return Raise(&OSErrorType, "packed IP wrong length");
  char text[INET_ADDRSTRLEN];
  inet_ntop(AF_INET, view.data(), text, sizeof text);
  return StrFromUtf8(text);
}
Owned InetPtonFunction(Value, const Value* args, size_t) {
  int family = TRY(IntArgument(args[0]));
  Handle text = TRY(FsConvert(args[1]));
  uint8_t packed[16];
  int result = inet_pton(family, BytesView(text).data(), packed);
  if (result < 0) return RaiseOsError(errno);
  if (result == 0) return Raise(&OSErrorType, "illegal IP address string passed to inet_pton");
  return BytesNew(packed, family == AF_INET6 ? 16 : 4);
}
Owned InetNtopFunction(Value, const Value* args, size_t) {
  int family = TRY(IntArgument(args[0]));
  ScopedBuffer view;
  if (!view.Acquire(args[1])) return {};
  if (family != AF_INET && family != AF_INET6)
    return Raise(&ValueErrorType, "unknown address family %d", family);
  if (view.size() != (family == AF_INET ? 4 : 16))
    return Raise(&ValueErrorType, "invalid length of packed IP address string");
  char text[INET6_ADDRSTRLEN];
  inet_ntop(family, view.data(), text, sizeof text);
  return StrFromUtf8(text);
}

Owned IfNameindexFunction(Value) {
  struct if_nameindex* all = if_nameindex();
  if (all == nullptr) return RaiseOsError(errno);
  Handle list = ListNew();
  for (auto* at = all; at->if_index != 0 && list; ++at) {
    Handle name = StrDecodeFs(at->if_name, strlen(at->if_name));
    Owned row = name ? TupleOf({Value::Int(at->if_index), name}) : Owned();
    if (!row || !ListAppendOwned(list, row)) list.Reset();
  }
  if_freenameindex(all);
  return list.Release();
}
Owned IfNametoindexFunction(Value, Value v) {
  Handle name = TRY(FsConvert(v));
  unsigned index = if_nametoindex(BytesView(name).data());
  return index == 0 ? Owned(Raise(&OSErrorType, "no interface with this name"))
                    : Owned(Value::Int(index));
}
Owned IfIndextonameFunction(Value, Value v) {
  int64_t index = TRY(AsInt64(v));
  char name[IF_NAMESIZE + 1];
  if (if_indextoname(static_cast<unsigned>(index), name) == nullptr) return RaiseOsError(errno);
  return StrDecodeFs(name, strlen(name));
}

Owned SocketCloseFunction(Value, Value v) {
  int fd = TRY(IntArgument(v));
  int result;
  {
    BlockingScope released;
    result = close(fd);
  }
  return result == 0 || errno == ECONNRESET ? OwnNone() : Owned(RaiseOsError(errno));
}
Owned CmsgLenFunction(Value, Value v) {
  int64_t size = TRY(IndexExact(v, &OverflowErrorType));
  if (size < 0 || size > INT32_MAX - static_cast<int64_t>(CMSG_LEN(0)))
    return Raise(&OverflowErrorType, "CMSG_LEN() argument out of range");
  return IntFromUint64(CMSG_LEN(static_cast<size_t>(size)));
}
Owned CmsgSpaceFunction(Value, Value v) {
  int64_t size = TRY(IndexExact(v, &OverflowErrorType));
  if (size < 0 || size > INT32_MAX - static_cast<int64_t>(CMSG_SPACE(1)))
    return Raise(&OverflowErrorType, "CMSG_SPACE() argument out of range");
  return IntFromUint64(CMSG_SPACE(static_cast<size_t>(size)));
}

}  // namespace

const MethodDef kSocketNameFunctions[] = {
    PY_FUNCTION(_socket, getaddrinfo, Bound(GetaddrinfoFunction),
                "($module, /, host, port, family=0, type=0, proto=0, flags=0)\n--\n\nResolve host "
                "and port into addrinfo struct."),
    PY_FUNCTION(_socket, getnameinfo, Positional(GetnameinfoFunction, 2, 2),
                "getnameinfo(sockaddr, flags) --> (host, port)"),
    PY_FUNCTION(_socket, gethostname, NoArgs(GethostnameFunction), "gethostname() -> string"),
    PY_FUNCTION(_socket, sethostname, OneArg(SethostnameFunction), "sethostname(name)"),
    PY_FUNCTION(_socket, gethostbyname, OneArg(GethostbynameFunction),
                "gethostbyname(host) -> address"),
    PY_FUNCTION(_socket, gethostbyname_ex, OneArg(GethostbynameExFunction),
                "gethostbyname_ex(host) -> (name, aliaslist, addresslist)"),
    PY_FUNCTION(_socket, gethostbyaddr, OneArg(GethostbyaddrFunction),
                "gethostbyaddr(host) -> (name, aliaslist, addresslist)"),
    PY_FUNCTION(_socket, getprotobyname, OneArg(GetprotobynameFunction),
                "getprotobyname(name) -> integer"),
    PY_FUNCTION(_socket, getservbyname, Positional(GetservbynameFunction, 1, 2),
                "getservbyname(servicename[, protocolname]) -> integer"),
    PY_FUNCTION(_socket, getservbyport, Positional(GetservbyportFunction, 1, 2),
                "getservbyport(port[, protocolname]) -> string"),
    PY_FUNCTION(_socket, htons, OneArg(htonsFunction), "htons(integer) -> integer"),
    PY_FUNCTION(_socket, ntohs, OneArg(ntohsFunction), "ntohs(integer) -> integer"),
    PY_FUNCTION(_socket, htonl, OneArg(htonlFunction), "htonl(integer) -> integer"),
    PY_FUNCTION(_socket, ntohl, OneArg(ntohlFunction), "ntohl(integer) -> integer"),
    PY_FUNCTION(_socket, inet_aton, OneArg(InetAtonFunction),
                "inet_aton(string) -> bytes giving packed 32-bit IP representation"),
    PY_FUNCTION(_socket, inet_ntoa, OneArg(InetNtoaFunction),
                "inet_ntoa(packed_ip) -> ip_address_string"),
    PY_FUNCTION(_socket, inet_pton, Positional(InetPtonFunction, 2, 2),
                "inet_pton(af, ip) -> packed IP address string"),
    PY_FUNCTION(_socket, inet_ntop, Positional(InetNtopFunction, 2, 2),
                "inet_ntop(af, packed_ip) -> string formatted IP address"),
    PY_FUNCTION(_socket, if_nameindex, NoArgs(IfNameindexFunction), "if_nameindex()"),
    PY_FUNCTION(_socket, if_nametoindex, OneArg(IfNametoindexFunction), "if_nametoindex(if_name)"),
    PY_FUNCTION(_socket, if_indextoname, OneArg(IfIndextonameFunction), "if_indextoname(if_index)"),
    PY_FUNCTION(_socket, close, OneArg(SocketCloseFunction), "close(integer) -> None"),
    PY_FUNCTION(_socket, CMSG_LEN, OneArg(CmsgLenFunction),
                "CMSG_LEN(length) -> control message length"),
    PY_FUNCTION(_socket, CMSG_SPACE, OneArg(CmsgSpaceFunction),
                "CMSG_SPACE(length) -> buffer size"),
    {}};

}  // namespace polygil
