#include "runtime/modules/_io/open.h"

#include <cstring>
#include <string_view>

#include "runtime/modules/_io/buffered.h"
#include "runtime/modules/_io/io_base.h"
#include "runtime/modules/_io/text_io.h"
#include "runtime/modules/posix/path.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

struct Mode {
  bool creating = false, reading = false, writing = false, appending = false, updating = false;
  bool text = false, binary = false;
  char raw[6];  // the mode of FileIO
};

bool ParseMode(Value argument, Mode* mode) {
  Handle owner;
  std::string_view letters = TRY(StrAsUtf8(argument, &owner));
  if (letters.find('\0') != letters.npos) return Raise(&ValueErrorType, "embedded null character");
  for (size_t i = 0; i < letters.size(); ++i) {
    char c = letters[i];
    bool* flag = c == 'x'   ? &mode->creating
                 : c == 'r' ? &mode->reading
                 : c == 'w' ? &mode->writing
                 : c == 'a' ? &mode->appending
                 : c == '+' ? &mode->updating
                 : c == 't' ? &mode->text
                 : c == 'b' ? &mode->binary
                            : nullptr;
    if (flag == nullptr || letters.find(c, i + 1) != letters.npos)
      return Raise(&ValueErrorType, "invalid mode: '%U'", argument);
    *flag = true;
  }
  char* out = mode->raw;
  if (mode->creating) *out++ = 'x';
  if (mode->reading) *out++ = 'r';
  if (mode->writing) *out++ = 'w';
  if (mode->appending) *out++ = 'a';
  if (mode->updating) *out++ = '+';
  *out = 0;
  return true;
}

bool CheckMode(const Mode& mode, Value encoding, Value errors, Value newline) {
  if (mode.text && mode.binary)
    return Raise(&ValueErrorType, "can't have text and binary mode at once");
  if (mode.creating + mode.reading + mode.writing + mode.appending > 1)
    return Raise(&ValueErrorType, "must have exactly one of create/read/write/append mode");
  if (mode.binary && !encoding.IsNone())
    return Raise(&ValueErrorType, "binary mode doesn't take an encoding argument");
  if (mode.binary && !errors.IsNone())
    return Raise(&ValueErrorType, "binary mode doesn't take an errors argument");
  if (mode.binary && !newline.IsNone())
    return Raise(&ValueErrorType, "binary mode doesn't take a newline argument");
  return true;
}

Value OrNone(Value v) { return v ? v : Value::None(); }

// The layers over a raw file; *outermost is what to close if one fails.
Owned AddLayers(Handle* outermost, const Mode& mode, Value mode_text, int64_t buffering,
                Value encoding, Value errors, Value newline) {
  Value raw = *outermost;
  bool is_tty = false;
  if (buffering < 0) {
    Handle tty = TRY(CallMethod(raw, names.isatty));
    is_tty = TRY(IsTrue(tty));
  }
  bool line_buffering = false;
  if (buffering == 1 || is_tty) {
    buffering = -1;
    line_buffering = true;
  }
  if (buffering < 0) buffering = raw.As<FileIo>()->block_size;
  if (buffering == 0) {
    if (!mode.binary) return Raise(&ValueErrorType, "can't have unbuffered text I/O");
    return Retain(raw);
  }
  Type* type = mode.updating                                     ? &BufferedRandomType
               : mode.creating || mode.writing || mode.appending ? &BufferedWriterType
                                                                 : &BufferedReaderType;
  Handle size = TRY(IntFromInt64(buffering));
  *outermost = TRY(Call(Value::Pointer(type), {raw, size}));
  if (mode.binary) return Retain(*outermost);
  *outermost = TRY(Call(Value::Pointer(&TextIoWrapperType),
                        {*outermost, encoding, errors, newline, Value::Bool(line_buffering)}));
  TRY_VOID(SetAttribute(*outermost, "mode", mode_text));
  return Retain(*outermost);
}

Owned OpenFunction(Value, const Value* args) {
  Value file = args[0];
  Handle path;
  if (IsAnyInt(file) || TypeOf(file)->slots.index != nullptr)
    path = Retain(file);
  else
    path = TRY(FsPath(file));
  Handle default_mode;
  Value mode_text = args[1];
  if (!mode_text) {
    default_mode = TRY(StrFromUtf8("r"));
    mode_text = default_mode;
  } else if (!IsStr(mode_text)) {
    return Raise(&TypeErrorType, "open() argument 'mode' must be str, not %.200s",
                 mode_text.IsNone() ? "None" : TypeName(mode_text));
  }
  int64_t buffering = args[2] ? TRY(AsInt64(args[2])) : -1;
  Value encoding = OrNone(args[3]), errors = OrNone(args[4]), newline = OrNone(args[5]);
  static constexpr const char* kNames[3] = {"encoding", "errors", "newline"};
  for (int i = 3; i < 6; ++i)
    if (args[i] && !args[i].IsNone() && !IsStr(args[i]))
      return Raise(&TypeErrorType, "open() argument '%s' must be str or None, not %.200s",
                   kNames[i - 3], TypeName(args[i]));
  bool close_fd = args[6] ? TRY(IsTrue(args[6])) : true;
  Mode mode;
  TRY_VOID(ParseMode(mode_text, &mode));
  TRY_VOID(CheckMode(mode, encoding, errors, newline));
  if (mode.binary && buffering == 1)
    TRY_VOID(Warn(&RuntimeWarningType, 1,
                  "line buffering (buffering=1) isn't supported in binary mode, the default buffer "
                  "size will be used"));
  Handle raw_mode = TRY(StrFromUtf8(mode.raw));
  Handle outermost = TRY(
      Call(Value::Pointer(&FileIoType), {path, raw_mode, Value::Bool(close_fd), OrNone(args[7])}));
  Handle result = AddLayers(&outermost, mode, mode_text, buffering, encoding, errors, newline);
  if (!result && outermost) CloseKeepingPending(outermost);
  return result.Release();
}

Owned OpenCodeFunction(Value, const Value* args) {
  if (!IsStr(args[0]))
    return Raise(&TypeErrorType, "open_code() argument 'path' must be str, not %.200s",
                 TypeName(args[0]));
  Handle mode = TRY(StrFromUtf8("rb"));
  Value bound[8] = {args[0], mode};
  return OpenFunction(Value::Empty(), bound);
}

Owned TextEncodingFunction(Value, const Value* args, size_t nargs) {
  if (!args[0].IsNone()) return Retain(args[0]);
  int64_t level = nargs > 1 ? TRY(AsInt64(args[1])) : 2;
  TRY_VOID(WarnDefaultEncoding(static_cast<int>(level)));
  return StrFromUtf8(CurrentInterpreter()->utf8_mode ? "utf-8" : "locale");
}

}  // namespace

const MethodDef kIoFunctions[] = {
    PY_FUNCTION(_io, open, Bound(OpenFunction),
                "($module, /, file, mode='r', buffering=-1, encoding=None,\n     errors=None, "
                "newline=None, closefd=True, opener=None)\n--\n\nOpen file and return a stream.  "
                "Raise OSError upon failure."),
    PY_FUNCTION(_io, open_code, Bound(OpenCodeFunction),
                "($module, /, path)\n--\n\nOpens the provided file with the intent to import the "
                "contents."),
    PY_FUNCTION(_io, text_encoding, Positional(TextEncodingFunction, 1, 2),
                "($module, encoding, stacklevel=2, /)\n--\n\nA helper function to choose the text "
                "encoding."),
    {}};

}  // namespace polygil
