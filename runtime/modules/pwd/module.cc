// The module pwd.

#include <cstring>
#include <pwd.h>

#include "runtime/modules/posix/posix_internal.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/list.h"

namespace polygil {
namespace {

constexpr const char* kKey = "pwd.struct_passwd";

constexpr StructSequenceField kFields[] = {
    {"pw_name", "user name"},     {"pw_passwd", "password"},
    {"pw_uid", "user id"},        {"pw_gid", "group id"},
    {"pw_gecos", "real name"},    {"pw_dir", "home directory"},
    {"pw_shell", "shell program"}, {nullptr, nullptr}};
constexpr StructSequenceSpec kSpec = {
    "pwd.struct_passwd",
    "pwd.struct_passwd: Results from getpw*() routines.\n\n"
    "This object may be accessed either as a tuple of\n"
    "  (pw_name,pw_passwd,pw_uid,pw_gid,pw_gecos,pw_dir,pw_shell)\n"
    "or via the object attributes as named in the above tuple.",
    kFields, 7};

Owned Text(const char* text) {
  return text == nullptr ? OwnNone() : StrDecodeFs(text, strlen(text));
}

Owned EntryNew(const passwd& entry) {
  Handle result = TRY(StructSequenceNew(ModuleStateType(kKey)));
  TupleInit(result, 0, Text(entry.pw_name));
  TupleInit(result, 1, Text(entry.pw_passwd));
  TupleInit(result, 2, IdNew(entry.pw_uid));
  TupleInit(result, 3, IdNew(entry.pw_gid));
  TupleInit(result, 4, Text(entry.pw_gecos));
  TupleInit(result, 5, Text(entry.pw_dir));
  TupleInit(result, 6, Text(entry.pw_shell));
  return HasPendingException() ? Owned() : result.Release();
}

constexpr size_t kBufferSize = 1 << 16;

Owned GetpwuidFunction(Value, Value argument) {
  uint32_t id;
  Fallible<uint32_t> converted = IdArgument(argument, "uid");
  if (!converted) {
    if (!ClearPendingIf(&OverflowErrorType)) return {};
    return Raise(&KeyErrorType, "getpwuid(): uid not found");
  }
  id = converted.value;
  Handle memory = TRY(BytesNew(nullptr, kBufferSize));
  char* buffer = reinterpret_cast<char*>(memory.As<Bytes>()->data);
  passwd entry, *found = nullptr;
  int error;
  {
    GilReleased released;
    error = getpwuid_r(id, &entry, buffer, kBufferSize, &found);
  }
  if (found != nullptr) return EntryNew(entry);
  if (error == ENOMEM) return RaiseMemoryError();
  Handle number = TRY(IdNew(id));
  return Raise(&KeyErrorType, "getpwuid(): uid not found: %S", number.Get());
}

Owned GetpwnamFunction(Value, Value argument) {
  if (!IsStr(argument))
    return Raise(&TypeErrorType, "getpwnam() argument must be str, not %.200s", TypeName(argument));
  Handle name = TRY(StrEncodeFs(argument));
  Handle memory = TRY(BytesNew(nullptr, kBufferSize));
  char* buffer = reinterpret_cast<char*>(memory.As<Bytes>()->data);
  const char* text = BytesView(name).data();
  passwd entry, *found = nullptr;
  int error;
  {
    GilReleased released;
    error = getpwnam_r(text, &entry, buffer, kBufferSize, &found);
  }
  if (found != nullptr) return EntryNew(entry);
  if (error == ENOMEM) return RaiseMemoryError();
  return Raise(&KeyErrorType, "getpwnam(): name not found: %R", argument);
}

Owned GetpwallFunction(Value) {
  Handle list = TRY(ListNew());
  setpwent();
  while (passwd* entry = getpwent()) {
    Owned row = EntryNew(*entry);
    if (!row || !ListAppendOwned(list, row)) {
      endpwent();
      return {};
    }
  }
  endpwent();
  return list.Release();
}

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(pwd, getpwuid, OneArg(GetpwuidFunction), "($module, uid, /)\n--\n\nReturn the password database entry for the given numeric user ID."),
    PY_FUNCTION(pwd, getpwnam, OneArg(GetpwnamFunction), "($module, name, /)\n--\n\nReturn the password database entry for the given user name."),
    PY_FUNCTION(pwd, getpwall, NoArgs(GetpwallFunction), "($module, /)\n--\n\nReturn a list of all available password database entries, in arbitrary order."),
    {}};

bool Execute(Value module) { return AddStructSequence(module, "struct_passwd", kKey, kSpec); }

}  // namespace

extern const ModuleDefinition PwdModule;
const ModuleDefinition PwdModule = {
    "pwd", "This module provides access to the Unix password database.", kFunctions, Execute};

}  // namespace polygil
