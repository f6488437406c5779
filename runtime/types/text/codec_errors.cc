#include "runtime/types/text/codec_errors.h"

#include <cstring>

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/text/codec_registry.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Owned MakeError(Type* type, const char* encoding, Value object, const CodecError& error) {
  Handle name = TRY(StrFromUtf8(encoding, strlen(encoding)));
  Handle reason = TRY(StrFromUtf8(error.reason, strlen(error.reason)));
  Value args[] = {name, object, Value::Int(error.start), Value::Int(error.end), reason};
  return ExceptionNew(type, args, 5);
}

Owned MakeDecodeError(const char* encoding, const uint8_t* data, int64_t size,
                      const CodecError& error) {
  Handle object = TRY(BytesNew(data, size));
  return MakeError(&UnicodeDecodeErrorType, encoding, object, error);
}

// The place to go on at, from the second item of what a handler returned.
bool ReadPosition(Value position, int64_t size, int64_t* out) {
  *out = TRY(AsInt64(position));
  if (*out < 0) *out += size;
  if (*out < 0 || *out > size)
    return Raise(&IndexErrorType, "position %zd from error handler out of bounds", *out);
  return true;
}

bool IsAnswer(Value answer) { return IsTuple(answer) && TupleSize(answer) == 2; }

}  // namespace

Raised RaiseDecodeError(const char* encoding, const uint8_t* data, int64_t size,
                        const CodecError& error) {
  Owned exception = MakeDecodeError(encoding, data, size, error);
  if (!exception) return {};
  return RaiseInstance(exception);
}

Raised RaiseEncodeError(const char* encoding, Value text, const CodecError& error) {
  Owned exception = MakeError(&UnicodeEncodeErrorType, encoding, text, error);
  if (!exception) return {};
  return RaiseInstance(exception);
}

CodecErrors::CodecErrors(const char* encoding, const char* errors)
    : encoding_(encoding), errors_(errors != nullptr ? errors : "strict") {
  kind_ = FindErrorHandler(errors_, strlen(errors_));
  form_ = FindUnicodeForm(encoding, strlen(encoding));
}

bool CodecErrors::FindHandler() {
  if (!handler_.IsEmpty()) return true;
  handler_ = CodecLookupError(errors_);
  return !handler_.IsEmpty();
}

bool CodecErrors::HandleDecode(const uint8_t** data, int64_t* size, const CodecError& error,
                               CodePointBuffer* out, int64_t* position) {
  switch (kind_) {
    case ErrorHandler::kStrict: return RaiseDecodeError(encoding_, *data, *size, error);
    case ErrorHandler::kOther:
    case ErrorHandler::kXmlCharRefReplace:
    case ErrorHandler::kNameReplace:
      return CallDecodeHandler(data, size, error, out, position);
    default: break;
  }
  ErrorReplacement done = HandleDecodeError(kind_, form_, *data, *size, error, out);
  if (!done.handled) return RaiseDecodeError(encoding_, *data, *size, error);
  *position = done.end;
  return true;
}

bool CodecErrors::CallDecodeHandler(const uint8_t** data, int64_t* size, const CodecError& error,
                                    CodePointBuffer* out, int64_t* position) {
  TRY_VOID(FindHandler());
  Handle exception = TRY(MakeDecodeError(encoding_, *data, *size, error));
  Value given = exception.As<UnicodeError>()->object;
  Handle answer = TRY(Call(handler_, {exception}));
  if (!IsAnswer(answer) || !IsStr(TupleAt(answer, 0)))
    return Raise(&TypeErrorType, "decoding error handler must return (str, int) tuple");
  Value object = exception.As<UnicodeError>()->object;
  if (!object || !IsBytes(object))
    return Raise(&TypeErrorType, "object attribute must be bytes");
  if (object != given) {
    *data = object.As<Bytes>()->data;
    *size = object.As<Bytes>()->size;
    input_ = Retain(object);
  }
  TRY_VOID(ReadPosition(TupleAt(answer, 1), *size, position));
  if (!out->Append(StrView(TupleAt(answer, 0)))) return RaiseMemoryError();
  return true;
}

bool CodecErrors::HandleEncode(Value text, const CodecError& error, ByteBuffer* bytes,
                               CodePointBuffer* replacement, int64_t* position) {
  if (kind_ == ErrorHandler::kStrict) return RaiseEncodeError(encoding_, text, error);
  if (kind_ == ErrorHandler::kOther)
    return CallEncodeHandler(text, error, bytes, replacement, position);
  ErrorReplacement done =
      HandleEncodeError(kind_, form_, StrView(text), error, bytes, replacement);
  if (!done.handled) return RaiseEncodeError(encoding_, text, error);
  *position = done.end;
  return true;
}

bool CodecErrors::CallEncodeHandler(Value text, const CodecError& error, ByteBuffer* bytes,
                                    CodePointBuffer* replacement, int64_t* position) {
  TRY_VOID(FindHandler());
  Handle exception = TRY(MakeError(&UnicodeEncodeErrorType, encoding_, text, error));
  Handle answer = TRY(Call(handler_, {exception}));
  Value first = IsAnswer(answer) ? TupleAt(answer, 0) : Value::Empty();
  if (!first || !(IsStr(first) || IsBytes(first)))
    return Raise(&TypeErrorType, "encoding error handler must return (str/bytes, int) tuple");
  TRY_VOID(ReadPosition(TupleAt(answer, 1), StrLength(text), position));
  bool stored = IsStr(first) ? replacement->Append(StrView(first))
                             : bytes->Append(BytesView(first).data(), first.As<Bytes>()->size);
  return stored || RaiseMemoryError();
}

}  // namespace polygil
