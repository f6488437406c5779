#include "runtime/modules/posix/path.h"

#include <cerrno>
#include <climits>
#include <cstring>
#include <fcntl.h>

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

Owned FsPath(Value path) {
  if (IsStr(path) || IsBytes(path)) return Retain(path);
  Handle method = LookupSpecial(path, names.__fspath__);
  if (!method) {
    if (HasPendingException()) return {};
    return Raise(&TypeErrorType, "expected str, bytes or os.PathLike object, not %.200s",
                 TypeName(path));
  }
  Handle result = TRY(Call(method));
  if (!IsStr(result) && !IsBytes(result))
    return Raise(&TypeErrorType,
                 "expected %.200s.__fspath__() to return str or bytes, not %.200s", TypeName(path),
                 TypeName(result));
  return result.Release();
}

namespace {

Owned Encode(Value path) {
  if (IsStr(path)) return StrEncodeFs(path);
  std::string_view bytes = BytesView(path);
  if (memchr(bytes.data(), 0, bytes.size()) != nullptr)
    return Raise(&ValueErrorType, "embedded null byte");
  return Retain(path);
}

}  // namespace

Owned FsConvert(Value path) {
  Handle text = TRY(FsPath(path));
  return Encode(text);
}

bool PathArgument::Convert(Value path) {
  if (!path) path = Value::None();
  object_ = Retain(path);
  if (nullable_ && path.IsNone()) return true;
  Handle text;
  if (IsStr(path) || IsBytes(path)) {
    text = Retain(path);
  } else if (allow_fd_ && TypeOf(path)->slots.index != nullptr) {
    int64_t fd = TRY(IndexClipped(path));
    if (fd > INT_MAX) return Raise(&OverflowErrorType, "fd is greater than maximum");
    if (fd < INT_MIN) return Raise(&OverflowErrorType, "fd is less than minimum");
    fd_ = static_cast<int>(fd);
    return true;
  } else {
    Handle method = LookupSpecial(path, names.__fspath__);
    if (!method && !HasPendingException() && SupportsBuffer(path)) {
      TRY_VOID(Warn(&DeprecationWarningType, 1, "%s: %s should be %s, not %.200s", function_, name_,
                    allow_fd_ && nullable_ ? "string, bytes, os.PathLike, integer or None"
                    : allow_fd_            ? "string, bytes, os.PathLike or integer"
                    : nullable_            ? "string, bytes, os.PathLike or None"
                                           : "string, bytes or os.PathLike",
                    TypeName(path)));
      ScopedBuffer view;
      if (!view.Acquire(path)) return false;
      bytes_ = TRY(BytesNew(view.data(), view.size()));
      gave_bytes_ = true;
      return true;
    }
    if (!method) {
      if (HasPendingException()) return false;
      return Raise(&TypeErrorType, "%s: %s should be %s, not %.200s", function_, name_,
                   allow_fd_ && nullable_ ? "string, bytes, os.PathLike, integer or None"
                   : allow_fd_            ? "string, bytes, os.PathLike or integer"
                   : nullable_            ? "string, bytes, os.PathLike or None"
                                          : "string, bytes or os.PathLike",
                   TypeName(path));
    }
    text = TRY(Call(method));
    if (!IsStr(text) && !IsBytes(text))
      return Raise(&TypeErrorType,
                   "expected %.200s.__fspath__() to return str or bytes, not %.200s",
                   TypeName(path), TypeName(text));
    object_ = Retain(text);
  }
  gave_bytes_ = IsBytes(text);
  if (IsStr(text)) {
    Handle encoded = TRY(StrEncodeFs(text));
    bytes_ = std::move(encoded);
    return true;
  }
  std::string_view bytes = BytesView(text);
  if (memchr(bytes.data(), 0, bytes.size()) != nullptr)
    return Raise(&ValueErrorType, "%s: embedded null character in %s", function_, name_);
  bytes_ = std::move(text);
  return true;
}

Raised PathArgument::Fail() const { return Fail(errno); }

Raised PathArgument::Fail(int error) const {
  return RaiseOsErrorWithFile(error, gave_none() ? Value::Empty() : object_.Get());
}

Fallible<int> DirFdArgument(Value v) {
  if (!v || v.IsNone()) return AT_FDCWD;
  if (TypeOf(v)->slots.index == nullptr)
    return Raise(&TypeErrorType, "argument should be integer or None, not %.200s", TypeName(v));
  int64_t fd = TRY(IndexClipped(v));
  if (fd > INT_MAX) return Raise(&OverflowErrorType, "fd is greater than maximum");
  if (fd < INT_MIN) return Raise(&OverflowErrorType, "fd is less than minimum");
  return static_cast<int>(fd);
}

Fallible<int> FileDescriptor(Value v) {
  int64_t number;
  if (IsAnyInt(v)) {
    if (!IntFitsInt64(v, &number) || number != static_cast<int>(number))
      return Raise(&OverflowErrorType, "Python int too large to convert to C int");
  } else {
    Handle method = FindAttribute(v, "fileno");
    if (!method) {
      if (HasPendingException()) return {};
      return Raise(&TypeErrorType, "argument must be an int, or have a fileno() method.");
    }
    Handle result = TRY(Call(method));
    if (!IsAnyInt(result))
      return Raise(&TypeErrorType, "fileno() returned a non-integer");
    if (!IntFitsInt64(result, &number) || number != static_cast<int>(number))
      return Raise(&OverflowErrorType, "Python int too large to convert to C int");
  }
  if (number < 0)
    return Raise(&ValueErrorType, "file descriptor cannot be a negative integer (%d)",
                 static_cast<int>(number));
  return static_cast<int>(number);
}

}  // namespace polygil
