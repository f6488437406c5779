// OSError: its constructor picks the subclass for the errno (PEP 3151).

#include <cerrno>

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/shape.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/layouts.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type* OSErrorTypeFor(int error_number) {
  switch (error_number) {
    case EAGAIN:
    case EALREADY:
    case EINPROGRESS:
      return &BlockingIOErrorType;
    case EPIPE:
    case ESHUTDOWN:
      return &BrokenPipeErrorType;
    case ECHILD: return &ChildProcessErrorType;
    case ECONNABORTED: return &ConnectionAbortedErrorType;
    case ECONNREFUSED: return &ConnectionRefusedErrorType;
    case ECONNRESET: return &ConnectionResetErrorType;
    case EEXIST: return &FileExistsErrorType;
    case ENOENT: return &FileNotFoundErrorType;
    case EISDIR: return &IsADirectoryErrorType;
    case ENOTDIR: return &NotADirectoryErrorType;
    case EINTR: return &InterruptedErrorType;
    case EACCES:
    case EPERM:
      return &PermissionErrorType;
    case ESRCH: return &ProcessLookupErrorType;
    case ETIMEDOUT: return &TimeoutErrorType;
    default: return &OSErrorType;
  }
}

namespace {

OSError* Of(Value self) { return self.As<OSError>(); }

Owned OSErrorMake(Type* type, const Value* args, size_t nargs, Value keyword_names);
bool OSErrorInit(Value self, const Value* args, size_t nargs, Value keyword_names);

// A subclass with an __init__ of its own and our __new__ gets its arguments there, as it passes them.
bool ParsesInInit(const Type* type) {
  return type->slots.init != &OSErrorInit && type->slots.new_instance == &OSErrorMake;
}

bool IsPresent(Value v) { return v && !v.IsNone(); }

// errno, strerror, filename, winerror, filename2
bool Fill(Value self, const Value* args, size_t nargs) {
  OSError* error = Of(self);
  size_t kept = nargs;
  if (nargs >= 2 && nargs <= 5) {
    SetField(&error->error_number, args[0]);
    SetField(&error->message, args[1]);
    Value filename = nargs > 2 ? args[2] : Value::Empty();
    if (IsPresent(filename)) {
      if (TypeOf(self) == &BlockingIOErrorType && (IsAnyInt(filename) || IsAnyFloat(filename))) {
        error->characters_written = TRY(IndexExact(filename, &ValueErrorType));
      } else {
        SetField(&error->filename, filename);
        if (nargs == 5 && IsPresent(args[4])) SetField(&error->filename2, args[4]);
        kept = 2;  // file names are attributes, not args
      }
    }
  }
  Handle tuple = TRY(TupleFrom(args, static_cast<int64_t>(kept)));
  StoreOwned(&error->args, tuple.Release());
  return true;
}

Owned OSErrorMake(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  bool later = ParsesInInit(type);
  if (!later) {
    TRY_VOID(CheckNoKeywords(TypeNameOf(type), keyword_names));
    int64_t number;
    if (type == &OSErrorType && nargs >= 2 && nargs <= 5 && IsAnyInt(args[0]) &&
        IntFitsInt64(args[0], &number) && number == static_cast<int>(number))
      type = OSErrorTypeFor(static_cast<int>(number));
  }
  Handle result = TRY(AllocateInstance(type));
  Of(result)->characters_written = -1;
  if (later)
    Of(result)->args = TRY(TupleEmpty()).Peek();
  else
    TRY_VOID(Fill(result, args, nargs));
  return result.Release();
}

bool OSErrorInit(Value self, const Value* args, size_t nargs, Value keyword_names) {
  if (!ParsesInInit(TypeOf(self))) return true;
  TRY_VOID(CheckNoKeywords(TypeName(self), keyword_names));
  return Fill(self, args, nargs);
}

Owned OSErrorStr(Value self) {
  OSError* error = Of(self);
  Value number = OrNone(error->error_number), message = OrNone(error->message);
  if (error->filename) {
    if (error->filename2)
      return StrFormat("[Errno %S] %S: %R -> %R", number, message, error->filename,
                       error->filename2);
    return StrFormat("[Errno %S] %S: %R", number, message, error->filename);
  }
  if (error->error_number && error->message) return StrFormat("[Errno %S] %S", number, message);
  return BaseExceptionStr(self);
}

Owned OSErrorReduce(Value self) {
  OSError* error = Of(self);
  Handle args = Retain(error->args);
  if (TupleSize(args) == 2 && error->filename) {
    if (error->filename2)
      args = TRY(TupleOf({TupleAt(args, 0), TupleAt(args, 1), error->filename, Value::None(),
                          error->filename2}));
    else
      args = TRY(TupleOf({TupleAt(args, 0), TupleAt(args, 1), error->filename}));
  }
  Attributes* attributes = AttributesOf(self.AsObject());
  if (!attributes->shape->is_dict && attributes->shape->count == 0)
    return TupleOf({Value::Pointer(TypeOf(self)), args});
  Value dict = InstanceDict(self.AsObject());
  if (!dict) return {};
  return TupleOf({Value::Pointer(TypeOf(self)), args, dict});
}

Owned GetWritten(Value self) {
  if (Of(self)->characters_written == -1)
    return Raise(&AttributeErrorType, "characters_written");
  return IntFromInt64(Of(self)->characters_written);
}

bool SetWritten(Value self, Value value) {
  if (!value) {
    if (Of(self)->characters_written == -1)
      return Raise(&AttributeErrorType, "characters_written");
    Of(self)->characters_written = -1;
    return true;
  }
  Of(self)->characters_written = TRY(IndexExact(value, &ValueErrorType));
  return true;
}

bool OSErrorTraverse(Object* object, Visitor visit, void* arg) {
  auto* error = static_cast<OSError*>(object);
  for (Value value : {error->error_number, error->message, error->filename, error->filename2})
    if (value && visit(value, arg)) return true;
  return BaseExceptionTraverse(object, visit, arg);
}

void OSErrorClear(Object* object) {
  auto* error = static_cast<OSError*>(object);
  ClearField(&error->error_number);
  ClearField(&error->message);
  ClearField(&error->filename);
  ClearField(&error->filename2);
  BaseExceptionClear(object);
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(OSError, __reduce__, NoArgs(OSErrorReduce), nullptr), {}};
constexpr PropertyDef kProperties[] = {{"characters_written", GetWritten, SetWritten}, {}};
const MemberDef kMembers[] = {
    {"errno", offsetof(OSError, error_number), MemberKind::kNone, "POSIX exception code"},
    {"strerror", offsetof(OSError, message), MemberKind::kNone, "exception strerror"},
    {"filename", offsetof(OSError, filename), MemberKind::kNone, "exception filename"},
    {"filename2", offsetof(OSError, filename2), MemberKind::kNone, "second exception filename"},
    {}};

}  // namespace

const ExceptionLayout kOSErrorLayout = {.basic_size = sizeof(OSError),
                                        .traverse = OSErrorTraverse,
                                        .clear = OSErrorClear,
                                        .init = OSErrorInit,
                                        .new_instance = OSErrorMake,
                                        .str = OSErrorStr,
                                        .methods = kMethods,
                                        .properties = kProperties,
                                        .members = kMembers};

}  // namespace polygil
