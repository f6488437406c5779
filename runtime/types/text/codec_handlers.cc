#include "runtime/types/text/codec_handlers.h"

#include <cstring>

#include "runtime/base/codec/error_handler.h"
#include "runtime/object/method_def.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

enum class Direction : uint8_t { kEncode, kDecode, kTranslate, kNone };

Direction DirectionOf(Value exception) {
  if (IsInstanceOf(exception, UnicodeEncodeErrorType)) return Direction::kEncode;
  if (IsInstanceOf(exception, UnicodeDecodeErrorType)) return Direction::kDecode;
  if (IsInstanceOf(exception, UnicodeTranslateErrorType)) return Direction::kTranslate;
  return Direction::kNone;
}

Owned RaiseWrongType(Value exception) {
  return Raise(&TypeErrorType, "don't know how to handle %.200s in error callback",
               TypeName(exception));
}

// The range of an exception, clipped to its object.
CodecError RangeOf(Value exception, int64_t length) {
  const auto* error = exception.As<UnicodeError>();
  int64_t start = error->start, end = error->end;
  if (start < 0) start = 0;
  if (start >= length) start = length > 0 ? length - 1 : 0;
  if (end < 1) end = 1;
  if (end > length) end = length;
  return {start, end, ""};
}

int64_t ObjectLength(Value exception) {
  Value object = exception.As<UnicodeError>()->object;
  return object && object.IsPointer() ? object.As<VarObject>()->size : 0;
}

// Is the exception's object what its class demands?
bool CheckObject(Value exception) {
  Value object = exception.As<UnicodeError>()->object;
  if (!object) return Raise(&TypeErrorType, "object attribute not set");
  bool decodes = DirectionOf(exception) == Direction::kDecode;
  if (decodes ? IsBytes(object) : IsStr(object)) return true;
  return Raise(&TypeErrorType, "object attribute must be %s", decodes ? "bytes" : "unicode");
}

Owned Answer(Owned text, int64_t position) {
  Handle hold = text;
  if (!hold) return {};
  return TupleOf({hold, Value::Int(position)});
}

Owned Reraise(Value exception) { return RaiseInstance(Retain(exception)); }

Owned AnswerEncode(ErrorHandler kind, Value exception) {
  const auto* error = exception.As<UnicodeError>();
  TRY_VOID(CheckObject(exception));
  UnicodeForm form = UnicodeForm::kNone;
  Handle owner;
  if (error->encoding) {
    std::string_view name = TRY(StrAsUtf8(error->encoding, &owner));
    form = FindUnicodeForm(name.data(), name.size());
  }
  CodecError range = RangeOf(exception, StrLength(error->object));
  ByteBuffer bytes;
  CodePointBuffer text;
  ErrorReplacement done =
      HandleEncodeError(kind, form, StrView(error->object), range, &bytes, &text);
  if (!bytes.ok() || !text.ok()) return RaiseMemoryError();
  if (!done.handled) return Reraise(exception);
  return Answer(bytes.size() != 0 ? BytesNew(bytes.data(), bytes.size()) : StrFromView(text.view()),
                done.end);
}

Owned AnswerDecode(ErrorHandler kind, Value exception) {
  const auto* error = exception.As<UnicodeError>();
  TRY_VOID(CheckObject(exception));
  UnicodeForm form = UnicodeForm::kNone;
  Handle owner;
  if (error->encoding) {
    std::string_view name = TRY(StrAsUtf8(error->encoding, &owner));
    form = FindUnicodeForm(name.data(), name.size());
  }
  const auto* bytes = error->object.As<Bytes>();
  CodecError range = RangeOf(exception, bytes->size);
  CodePointBuffer text;
  ErrorReplacement done =
      HandleDecodeError(kind, form, bytes->data, bytes->size, range, &text);
  if (!text.ok()) return RaiseMemoryError();
  if (!done.handled) return Reraise(exception);
  return Answer(StrFromView(text.view()), done.end);
}

Owned StrictHandler(Value, Value exception) {
  if (!IsExceptionInstance(exception))
    return Raise(&TypeErrorType, "codec must pass exception instance");
  return Reraise(exception);
}

Owned IgnoreHandler(Value, Value exception) {
  if (DirectionOf(exception) == Direction::kNone) return RaiseWrongType(exception);
  TRY_VOID(CheckObject(exception));
  return Answer(StrEmpty(), RangeOf(exception, ObjectLength(exception)).end);
}

Owned ReplaceHandler(Value, Value exception) {
  Direction direction = DirectionOf(exception);
  if (direction == Direction::kNone) return RaiseWrongType(exception);
  TRY_VOID(CheckObject(exception));
  CodecError range = RangeOf(exception, ObjectLength(exception));
  StrBuilder text;
  int64_t count = direction == Direction::kDecode ? 1 : range.end - range.start;
  TRY_VOID(text.AppendFill(direction == Direction::kEncode ? '?' : 0xfffd, count));
  return Answer(text.Finish(), range.end);
}

template <ErrorHandler kKind, bool kDecodes, bool kTranslates>
Owned EngineHandler(Value, Value exception) {
  switch (DirectionOf(exception)) {
    case Direction::kEncode: return AnswerEncode(kKind, exception);
    case Direction::kDecode:
      return kDecodes ? AnswerDecode(kKind, exception) : RaiseWrongType(exception);
    case Direction::kTranslate:
      return kTranslates ? AnswerEncode(kKind, exception) : RaiseWrongType(exception);
    default: return RaiseWrongType(exception);
  }
}

struct HandlerRow {
  const char* name;
  MethodDef definition;
};

constexpr HandlerRow kHandlers[] = {
    {"strict", {"strict_errors", OneArg(StrictHandler), nullptr}},
    {"ignore", {"ignore_errors", OneArg(IgnoreHandler), nullptr}},
    {"replace", {"replace_errors", OneArg(ReplaceHandler), nullptr}},
    {"xmlcharrefreplace",
     {"xmlcharrefreplace_errors",
      OneArg(EngineHandler<ErrorHandler::kXmlCharRefReplace, false, false>), nullptr}},
    {"backslashreplace",
     {"backslashreplace_errors",
      OneArg(EngineHandler<ErrorHandler::kBackslashReplace, true, true>), nullptr}},
    {"namereplace",
     {"namereplace_errors", OneArg(EngineHandler<ErrorHandler::kNameReplace, false, false>),
      nullptr}},
    {"surrogatepass",
     {"surrogatepass", OneArg(EngineHandler<ErrorHandler::kSurrogatePass, true, false>), nullptr}},
    {"surrogateescape",
     {"surrogateescape", OneArg(EngineHandler<ErrorHandler::kSurrogateEscape, true, false>),
      nullptr}},
};

}  // namespace

bool AddBuiltinErrorHandlers(Value dict) {
  for (const HandlerRow& row : kHandlers) {
    Handle function = TRY(BuiltinFunctionNew(&row.definition, Value::Empty(), Value::Empty()));
    Handle key = TRY(StrInternUtf8(row.name));
    TRY_VOID(DictSet(dict, key, function));
  }
  return true;
}

}  // namespace polygil
