// sys.stdin, sys.stdout and sys.stderr, made by io as CPython's initialisation makes them.

#include <sys/stat.h>
#include <unistd.h>

#include <clocale>
#include <cstdlib>
#include <cstring>
#include <string>

#include "runtime/host/parts.h"
#include "runtime/modules/builtins/builtins.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

struct StreamSpec {
  int descriptor;
  bool writes;
  const char* name;       // of the file object
  const char* attribute;  // in sys
  const char* saved;      // and where sys keeps the original
};
constexpr StreamSpec kStreams[] = {{0, false, "<stdin>", "stdin", "__stdin__"},
                                   {1, true, "<stdout>", "stdout", "__stdout__"},
                                   {2, true, "<stderr>", "stderr", "__stderr__"}};

struct TextFormat {
  std::string encoding = "utf-8", errors = "strict";
};

bool IsAny(const char* locale, std::initializer_list<const char*> candidates) {
  for (const char* name : candidates) {
    if (strcmp(locale, name) == 0) return true;
  }
  return false;
}

// The locales whose users have not said which encoding they want.
bool IsCLocale() {
  const char* locale = setlocale(LC_CTYPE, nullptr);
  return locale == nullptr || IsAny(locale, {"C", "POSIX", "C.UTF-8", "C.utf8", "UTF-8"});
}

// PYTHONIOENCODING=encoding:errors, else UTF-8; surrogateescape in the C locales (PEP 538, 540).
TextFormat FormatFromEnvironment() {
  TextFormat format;
  if (IsCLocale() || CurrentInterpreter()->utf8_mode) format.errors = "surrogateescape";
  const char* variable =
      CurrentInterpreter()->ignore_environment ? nullptr : getenv("PYTHONIOENCODING");
  if (variable == nullptr || *variable == '\0') return format;
  std::string text = variable;
  size_t colon = text.find(':');
  if (text == ":") return format;
  if (colon != 0) format.encoding = text.substr(0, colon);
  if (colon != std::string::npos && colon + 1 < text.size()) {
    format.errors = text.substr(colon + 1);
  } else {
    format.errors = "strict";
  }
  return format;
}

Owned CallWithNames(Value callable, std::initializer_list<Value> args, const char* const* keywords,
                    size_t keyword_count) {
  Handle tuple = TRY(TupleNew(static_cast<int64_t>(keyword_count)));
  for (size_t i = 0; i < keyword_count; ++i) {
    TupleInit(tuple, static_cast<int64_t>(i), TRY(StrInternUtf8(keywords[i])));
  }
  return Call(callable, args.begin(), args.size() - keyword_count, tuple);
}

Owned MakeStream(const StreamSpec& spec, const TextFormat& format, bool unbuffered) {
  struct stat info{};
  if (fstat(spec.descriptor, &info) != 0) return OwnNone();  // closed by whoever started us
  Handle io = TRY(ImportModule("io"));
  Handle open = TRY(GetAttribute(io, "open"));
  Handle mode = TRY(StrFromUtf8(spec.writes ? "wb" : "rb"));
  bool raw_only = unbuffered && spec.writes;
  static constexpr const char* kOpenNames[] = {"closefd"};
  Handle buffer = TRY(CallWithNames(
      open, {Value::Int(spec.descriptor), mode, Value::Int(raw_only ? 0 : -1), Value::False()},
      kOpenNames, 1));
  Handle raw = raw_only ? Retain(buffer) : GetAttribute(buffer, names.raw);
  if (raw.IsEmpty()) return {};
  Handle name = TRY(StrFromUtf8(spec.name));
  TRY_VOID(SetAttribute(raw, names.name, name));
  Handle tty = TRY(CallMethod(raw, names.isatty));
  bool is_terminal = TRY(IsTrue(tty));
  Handle encoding = TRY(StrFromUtf8(format.encoding));
  Handle errors =
      TRY(StrFromUtf8(spec.descriptor == 2 ? "backslashreplace" : format.errors.c_str()));
  Handle newline = TRY(StrFromUtf8("\n"));
  Handle wrapper = TRY(GetAttribute(io, "TextIOWrapper"));
  bool line_buffered = is_terminal || spec.descriptor == 2;
  static constexpr const char* kNames[] = {"encoding", "errors", "newline", "line_buffering",
                                           "write_through"};
  Handle stream =
      TRY(CallWithNames(wrapper,
                        {buffer, encoding, errors, spec.writes ? newline.Get() : Value::None(),
                         Value::Bool(line_buffered), Value::Bool(unbuffered)},
                        kNames, 5));
  Handle text_mode = TRY(StrFromUtf8(spec.writes ? "w" : "r"));
  TRY_VOID(SetAttribute(stream, names.mode, text_mode));
  return stream.Release();
}

}  // namespace

bool StartLocale(bool may_coerce) {
  const char* locale = setlocale(LC_CTYPE, "");
  if (locale == nullptr) locale = setlocale(LC_CTYPE, "C");
  if (locale == nullptr || !IsAny(locale, {"C", "POSIX"})) return false;
  const char* all = getenv("LC_ALL");
  if (!may_coerce || (all != nullptr && *all != '\0')) return true;
  // PEP 538: also for child processes.
  for (const char* target : {"C.UTF-8", "C.utf8", "UTF-8"}) {
    if (setlocale(LC_CTYPE, target) == nullptr) continue;
    setenv("LC_CTYPE", target, 1);
    break;
  }
  return true;
}

bool StartStreams(const HostOptions& options) {
  Interpreter* interpreter = CurrentInterpreter();
  Handle encodings = TRY(ImportModule("encodings"));
  Handle io = TRY(ImportModule("io"));
  Handle open = TRY(GetAttribute(io, "open"));
  TRY_VOID(DictSetAscii(interpreter->builtins, "open", open));
  TextFormat format = FormatFromEnvironment();
  for (const StreamSpec& spec : kStreams) {
    Handle stream = TRY(MakeStream(spec, format, options.unbuffered));
    TRY_VOID(DictSetAscii(interpreter->sys_dict, spec.attribute, stream));
    TRY_VOID(DictSetAscii(interpreter->sys_dict, spec.saved, stream));
  }
  return true;
}

bool FlushStreams(bool report) {
  bool ok = true;
  for (const char* name : {"stdout", "stderr"}) {
    Value stream = SysAttribute(name);
    if (!stream || stream.IsNone()) continue;
    Handle hold = Retain(stream);
    Handle closed = FindAttribute(hold, "closed");
    ClearPending();
    if (!closed.IsEmpty()) {
      Fallible<bool> is_closed = IsTrue(closed);
      if (is_closed.ok && is_closed.value) continue;
      ClearPending();
    }
    Handle result = CallMethod(hold, names.flush);
    if (!result.IsEmpty()) continue;
    ok = false;
    if (report && name[3] == 'o') {
      WriteUnraisable(hold);
    } else {
      ClearPending();
    }
  }
  return ok;
}

}  // namespace polygil
