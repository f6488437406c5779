#include "runtime/types/text/codec_registry.h"

#include <cstring>

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/text/codec_handlers.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

bool EnsureState() {
  Interpreter* interpreter = CurrentInterpreter();
  if (!interpreter->codec_search_path) {
    interpreter->codec_search_path = TRY(ListNew()).Peek();
  }
  if (!interpreter->codec_cache) interpreter->codec_cache = TRY(DictNew()).Peek();
  if (!interpreter->codec_error_handlers) {
    Handle handlers = TRY(DictNew());
    TRY_VOID(AddBuiltinErrorHandlers(handlers));
    interpreter->codec_error_handlers = handlers.Release().Peek();
  }
  return true;
}

// Lower case; runs of what is neither a letter, a digit nor a dot become one '_'.
Owned NormalizeEncoding(const char* encoding) {
  StrBuilder out;
  bool gap = false;
  for (; *encoding != 0; ++encoding) {
    char c = *encoding;
    bool upper = c >= 'A' && c <= 'Z';
    bool kept = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.';
    if (!kept) {
      gap = true;
      continue;
    }
    if (gap && out.length() != 0) TRY_VOID(out.Append('_'));
    gap = false;
    TRY_VOID(out.Append(static_cast<uint8_t>(upper ? c + 32 : c)));
  }
  return out.Finish();
}

bool ImportEncodings() {
  Interpreter* interpreter = CurrentInterpreter();
  if (!interpreter->import_function) return true;
  Handle name = TRY(StrInternUtf8("encodings"));
  Owned module = Call(interpreter->import_function, {name});
  if (!module) return false;
  Discard(module);
  return true;
}

Owned Search(Value name, const char* encoding) {
  Value path = CurrentInterpreter()->codec_search_path;
  for (int64_t i = 0; i < ListSize(path); ++i) {
    Handle search = Retain(ListAt(path, i));
    Handle found = TRY(Call(search, {name}));
    if (found.Get().IsNone()) continue;
    if (!IsTuple(found) || TupleSize(found) != 4)
      return Raise(&TypeErrorType, "codec search functions must return 4-tuples");
    return found.Release();
  }
  return Raise(&LookupErrorType, "unknown encoding: %s", encoding);
}

// Tells which codec failed, where the exception is a plain one whose message can be extended.
void ChainFailure(const char* what, const char* encoding) {
  Handle exception = TakePending();
  const auto* error = exception.As<BaseException>();
  Type* type = TypeOf(exception);
  bool plain = type->basic_size <= ((sizeof(BaseException) + 7) & ~size_t{7}) &&
               type->slot_count == 0 && error->args && IsTuple(error->args) &&
               (TupleSize(error->args) == 0 ||
                (TupleSize(error->args) == 1 && IsExactly(TupleAt(error->args, 0), StrType)));
  bool own_constructor = type->slots.init != ExceptionType.slots.init ||
                         type->slots.new_instance != ExceptionType.slots.new_instance;
  Handle text = plain && !own_constructor ? ToStr(exception) : Owned();
  Handle dict = !text.IsEmpty() ? FindAttribute(exception, names.__dict__) : Owned();
  bool has_attributes = !dict.IsEmpty() && IsDict(dict) && DictSize(dict) != 0;
  if (HasPendingException()) ClearPending();
  RestorePending(exception.Release());
  if (text.IsEmpty() || has_attributes) return;
  RaiseFromPending(type, "%s with '%s' codec failed (%N: %U)", what, encoding, type, text.Get());
}

Owned CallCodec(Value function, Value object, const char* encoding, const char* errors,
                const char* which, const char* what) {
  Handle result;
  if (errors != nullptr) {
    Handle errors_text = TRY(StrFromUtf8(errors, strlen(errors)));
    result = Call(function, {object, errors_text});
  } else {
    result = Call(function, {object});
  }
  if (result.IsEmpty()) {
    ChainFailure(what, encoding);
    return {};
  }
  if (!IsTuple(result) || TupleSize(result) != 2)
    return Raise(&TypeErrorType, "%s must return a tuple (object, integer)", which);
  return Retain(TupleAt(result, 0));
}

bool CheckTextEncoding(Value codec, const char* encoding, const char* instead) {
  if (IsExactly(codec, TupleType)) return true;
  Handle flag = FindAttribute(codec, names._is_text_encoding);
  if (!flag) return !HasPendingException();
  bool is_text = TRY(IsTrue(flag));
  if (is_text) return true;
  return Raise(&LookupErrorType,
               "'%.400s' is not a text encoding; use %s to handle arbitrary codecs", encoding,
               instead);
}

}  // namespace

bool CodecRegister(Value search_function) {
  TRY_VOID(EnsureState());
  if (!IsCallable(search_function)) return Raise(&TypeErrorType, "argument must be callable");
  return ListAppend(CurrentInterpreter()->codec_search_path, search_function);
}

bool CodecUnregister(Value search_function) {
  TRY_VOID(EnsureState());
  Interpreter* interpreter = CurrentInterpreter();
  Value path = interpreter->codec_search_path;
  for (int64_t i = 0; i < ListSize(path); ++i) {
    if (ListAt(path, i) != search_function) continue;
    DictClear(interpreter->codec_cache);
    return DeleteItem(path, Value::Int(i));
  }
  return true;
}

Owned CodecLookup(const char* encoding) {
  TRY_VOID(EnsureState());
  Interpreter* interpreter = CurrentInterpreter();
  Handle name = TRY(NormalizeEncoding(encoding));
  name = TRY(StrIntern(name));
  Value cached = DictGet(interpreter->codec_cache, name);
  if (cached) return Retain(cached);
  if (HasPendingException()) return {};
  if (ListSize(interpreter->codec_search_path) == 0) TRY_VOID(ImportEncodings());
  Handle found = TRY(Search(name, encoding));
  TRY_VOID(DictSet(interpreter->codec_cache, name, found));
  return found.Release();
}

bool CodecRegisterError(const char* name, Value handler) {
  TRY_VOID(EnsureState());
  if (!IsCallable(handler)) return Raise(&TypeErrorType, "handler must be callable");
  Handle key = TRY(StrInternUtf8(name));
  return DictSet(CurrentInterpreter()->codec_error_handlers, key, handler);
}

Owned CodecLookupError(const char* name) {
  TRY_VOID(EnsureState());
  Handle key = TRY(StrFromUtf8(name, strlen(name)));
  Value handler = DictGet(CurrentInterpreter()->codec_error_handlers, key);
  if (handler) return Retain(handler);
  if (HasPendingException()) return {};
  return Raise(&LookupErrorType, "unknown error handler name '%.400s'", name);
}

Owned CodecEncode(Value object, const char* encoding, const char* errors) {
  Handle codec = TRY(CodecLookup(encoding));
  return CallCodec(TupleAt(codec, 0), object, encoding, errors, "encoder", "encoding");
}

Owned CodecDecode(Value object, const char* encoding, const char* errors) {
  Handle codec = TRY(CodecLookup(encoding));
  return CallCodec(TupleAt(codec, 1), object, encoding, errors, "decoder", "decoding");
}

Owned CodecEncodeText(Value text, const char* encoding, const char* errors) {
  Handle codec = TRY(CodecLookup(encoding));
  TRY_VOID(CheckTextEncoding(codec, encoding, "codecs.encode()"));
  return CallCodec(TupleAt(codec, 0), text, encoding, errors, "encoder", "encoding");
}

Owned CodecDecodeText(Value object, const char* encoding, const char* errors) {
  Handle codec = TRY(CodecLookup(encoding));
  TRY_VOID(CheckTextEncoding(codec, encoding, "codecs.decode()"));
  return CallCodec(TupleAt(codec, 1), object, encoding, errors, "decoder", "decoding");
}

}  // namespace polygil
