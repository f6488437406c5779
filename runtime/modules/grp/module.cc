// The module grp.

#include <cstring>
#include <grp.h>

#include "runtime/modules/posix/posix_internal.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/list.h"

namespace polygil {
namespace {

constexpr const char* kKey = "grp.struct_group";

constexpr StructSequenceField kFields[] = {{"gr_name", "group name"},
                                           {"gr_passwd", "password"},
                                           {"gr_gid", "group id"},
                                           {"gr_mem", "group members"},
                                           {nullptr, nullptr}};
constexpr StructSequenceSpec kSpec = {
    "grp.struct_group",
    "grp.struct_group: Results from getgr*() routines.\n\n"
    "This object may be accessed either as a tuple of\n"
    "  (gr_name,gr_passwd,gr_gid,gr_mem)\n"
    "or via the object attributes as named in the above tuple.\n",
    kFields, 4};

Owned EntryNew(const group& entry) {
  Handle members = TRY(ListNew());
  for (char** at = entry.gr_mem; *at != nullptr; ++at)
    TRY_VOID(ListAppendOwned(members, StrDecodeFs(*at, strlen(*at))));
  Handle result = TRY(StructSequenceNew(ModuleStateType(kKey)));
  TupleInit(result, 0, StrDecodeFs(entry.gr_name, strlen(entry.gr_name)));
  TupleInit(result, 1, entry.gr_passwd != nullptr
                           ? StrDecodeFs(entry.gr_passwd, strlen(entry.gr_passwd))
                           : OwnNone());
  TupleInit(result, 2, IdNew(entry.gr_gid));
  TupleInit(result, 3, members.Release());
  return HasPendingException() ? Owned() : result.Release();
}

constexpr size_t kBufferSize = 1 << 18;

Owned GetgrgidFunction(Value, const Value* args) {
  uint32_t id = TRY(IdArgument(args[0], "gid"));
  Handle memory = TRY(BytesNew(nullptr, kBufferSize));
  char* buffer = reinterpret_cast<char*>(memory.As<Bytes>()->data);
  group entry, *found = nullptr;
  int error;
  {
    GilReleased released;
    error = getgrgid_r(id, &entry, buffer, kBufferSize, &found);
  }
  if (found != nullptr) return EntryNew(entry);
  if (error == ENOMEM) return RaiseMemoryError();
  Handle number = TRY(IdNew(id));
  return Raise(&KeyErrorType, "getgrgid(): gid not found: %S", number.Get());
}

Owned GetgrnamFunction(Value, const Value* args) {
  if (!IsStr(args[0]))
    return Raise(&TypeErrorType, "getgrnam() argument 'name' must be str, not %.200s",
                 TypeName(args[0]));
  Handle name = TRY(StrEncodeFs(args[0]));
  Handle memory = TRY(BytesNew(nullptr, kBufferSize));
  char* buffer = reinterpret_cast<char*>(memory.As<Bytes>()->data);
  const char* text = BytesView(name).data();
  group entry, *found = nullptr;
  int error;
  {
    GilReleased released;
    error = getgrnam_r(text, &entry, buffer, kBufferSize, &found);
  }
  if (found != nullptr) return EntryNew(entry);
  if (error == ENOMEM) return RaiseMemoryError();
  return Raise(&KeyErrorType, "getgrnam(): name not found: %R", args[0]);
}

Owned GetgrallFunction(Value) {
  Handle list = TRY(ListNew());
  setgrent();
  while (group* entry = getgrent()) {
    Owned row = EntryNew(*entry);
    if (!row || !ListAppendOwned(list, row)) {
      endgrent();
      return {};
    }
  }
  endgrent();
  return list.Release();
}

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(grp, getgrgid, Bound(GetgrgidFunction), "($module, /, id)\n--\n\nReturn the group database entry for the given numeric group ID."),
    PY_FUNCTION(grp, getgrnam, Bound(GetgrnamFunction), "($module, /, name)\n--\n\nReturn the group database entry for the given group name."),
    PY_FUNCTION(grp, getgrall, NoArgs(GetgrallFunction), "($module, /)\n--\n\nReturn a list of all available group entries, in arbitrary order."),
    {}};

bool Execute(Value module) { return AddStructSequence(module, "struct_group", kKey, kSpec); }

}  // namespace

extern const ModuleDefinition GrpModule;
const ModuleDefinition GrpModule = {"grp", "Access to the Unix group database.", kFunctions,
                                    Execute};

}  // namespace polygil
