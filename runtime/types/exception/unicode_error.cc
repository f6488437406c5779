// UnicodeDecodeError, UnicodeEncodeError, UnicodeTranslateError.

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/layouts.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

UnicodeError* Of(Value self) { return self.As<UnicodeError>(); }

bool CheckCount(size_t given, size_t wanted) {
  if (given == wanted) return true;
  return Raise(&TypeErrorType, "function takes exactly %d arguments (%zd given)",
               static_cast<int>(wanted), static_cast<ssize_t>(given));
}

bool CheckStr(Value v, int position) {
  if (IsStr(v)) return true;
  return Raise(&TypeErrorType, "argument %d must be str, not %.50s", position, TypeName(v));
}

// start, end, reason: the last three arguments of all constructors; `first` counts from 1.
bool TakeRange(UnicodeError* error, const Value* args, int first) {
  error->start = TRY(IndexExact(args[0], &OverflowErrorType));
  error->end = TRY(IndexExact(args[1], &OverflowErrorType));
  TRY_VOID(CheckStr(args[2], first + 2));
  SetField(&error->reason, args[2]);
  return true;
}

bool EncodeInit(Value self, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(BaseExceptionInit(self, args, nargs, keyword_names));
  TRY_VOID(CheckCount(nargs, 5));
  TRY_VOID(CheckStr(args[0], 1));
  TRY_VOID(CheckStr(args[1], 2));
  SetField(&Of(self)->encoding, args[0]);
  SetField(&Of(self)->object, args[1]);
  return TakeRange(Of(self), args + 2, 3);
}

bool DecodeInit(Value self, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(BaseExceptionInit(self, args, nargs, keyword_names));
  TRY_VOID(CheckCount(nargs, 5));
  TRY_VOID(CheckStr(args[0], 1));
  SetField(&Of(self)->encoding, args[0]);
  if (IsBytes(args[1])) {
    SetField(&Of(self)->object, args[1]);
  } else {
    ScopedBuffer buffer;
    TRY_VOID(buffer.Acquire(args[1]));
    Handle bytes = TRY(BytesNew(buffer.data(), buffer.size()));
    SetField(&Of(self)->object, bytes);
  }
  return TakeRange(Of(self), args + 2, 3);
}

bool TranslateInit(Value self, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(BaseExceptionInit(self, args, nargs, keyword_names));
  TRY_VOID(CheckCount(nargs, 4));
  TRY_VOID(CheckStr(args[0], 1));
  SetField(&Of(self)->object, args[0]);
  return TakeRange(Of(self), args + 1, 2);
}

// -- Texts ----------------------------------------------------------------------------------------

// "\xe4", "\u20ac", "\U0001f600".
Owned EscapeText(uint32_t c) {
  const char* format = c <= 0xFF ? "\\x%02x" : c <= 0xFFFF ? "\\u%04x" : "\\U%08x";
  return StrFormat(format, c);
}

bool IsOne(const UnicodeError* error, int64_t length) {
  return error->start >= 0 && error->start < length && error->end == error->start + 1;
}

Owned EncodeStr(Value self) {
  UnicodeError* error = Of(self);
  if (!error->object) return StrEmpty();
  Handle reason = TRY(ToStr(error->reason)), encoding = TRY(ToStr(error->encoding));
  if (IsStr(error->object) && IsOne(error, StrLength(error->object))) {
    Handle character = TRY(EscapeText(StrAt(error->object, error->start)));
    return StrFormat("'%U' codec can't encode character '%U' in position %zd: %U", encoding.Get(),
                     character.Get(), static_cast<ssize_t>(error->start), reason.Get());
  }
  return StrFormat("'%U' codec can't encode characters in position %zd-%zd: %U", encoding.Get(),
                   static_cast<ssize_t>(error->start), static_cast<ssize_t>(error->end - 1),
                   reason.Get());
}

Owned DecodeStr(Value self) {
  UnicodeError* error = Of(self);
  if (!error->object) return StrEmpty();
  Handle reason = TRY(ToStr(error->reason)), encoding = TRY(ToStr(error->encoding));
  if (IsBytes(error->object) && IsOne(error, error->object.As<Bytes>()->size))
    return StrFormat("'%U' codec can't decode byte 0x%02x in position %zd: %U", encoding.Get(),
                     static_cast<int>(error->object.As<Bytes>()->data[error->start]),
                     static_cast<ssize_t>(error->start), reason.Get());
  return StrFormat("'%U' codec can't decode bytes in position %zd-%zd: %U", encoding.Get(),
                   static_cast<ssize_t>(error->start), static_cast<ssize_t>(error->end - 1),
                   reason.Get());
}

Owned TranslateStr(Value self) {
  UnicodeError* error = Of(self);
  if (!error->object) return StrEmpty();
  Handle reason = TRY(ToStr(error->reason));
  if (IsStr(error->object) && IsOne(error, StrLength(error->object))) {
    Handle character = TRY(EscapeText(StrAt(error->object, error->start)));
    return StrFormat("can't translate character '%U' in position %zd: %U", character.Get(),
                     static_cast<ssize_t>(error->start), reason.Get());
  }
  return StrFormat("can't translate characters in position %zd-%zd: %U",
                   static_cast<ssize_t>(error->start), static_cast<ssize_t>(error->end - 1),
                   reason.Get());
}

// -- Attributes -----------------------------------------------------------------------------------

Owned GetStart(Value self) { return IntFromInt64(Of(self)->start); }
Owned GetEnd(Value self) { return IntFromInt64(Of(self)->end); }

bool SetPosition(int64_t* field, Value value) {
  if (!value) return Raise(&TypeErrorType, "can't delete numeric/char attribute");
  *field = TRY(AsInt64(value));
  return true;
}
bool SetStart(Value self, Value value) { return SetPosition(&Of(self)->start, value); }
bool SetEnd(Value self, Value value) { return SetPosition(&Of(self)->end, value); }

bool Traverse(Object* object, Visitor visit, void* arg) {
  auto* error = static_cast<UnicodeError*>(object);
  for (Value value : {error->encoding, error->object, error->reason})
    if (value && visit(value, arg)) return true;
  return BaseExceptionTraverse(object, visit, arg);
}

void Clear(Object* object) {
  auto* error = static_cast<UnicodeError*>(object);
  ClearField(&error->encoding);
  ClearField(&error->object);
  ClearField(&error->reason);
  BaseExceptionClear(object);
}

constexpr PropertyDef kProperties[] = {{"start", GetStart, SetStart, "exception start"},
                                       {"end", GetEnd, SetEnd, "exception end"},
                                       {}};
const MemberDef kMembers[] = {
    {"encoding", offsetof(UnicodeError, encoding), MemberKind::kNone, "exception encoding"},
    {"object", offsetof(UnicodeError, object), MemberKind::kNone, "exception object"},
    {"reason", offsetof(UnicodeError, reason), MemberKind::kNone, "exception reason"},
    {}};

ExceptionLayout Layout(InitSlot init, UnarySlot str) {
  return {.basic_size = sizeof(UnicodeError),
          .traverse = Traverse,
          .clear = Clear,
          .init = init,
          .str = str,
          .properties = kProperties,
          .members = kMembers};
}

}  // namespace

const ExceptionLayout kUnicodeEncodeErrorLayout = Layout(EncodeInit, EncodeStr);
const ExceptionLayout kUnicodeDecodeErrorLayout = Layout(DecodeInit, DecodeStr);
const ExceptionLayout kUnicodeTranslateErrorLayout = Layout(TranslateInit, TranslateStr);

}  // namespace polygil
