// print(), input() and breakpoint().

#include <unistd.h>

#include <string>

#include "runtime/modules/builtins/builtins.h"
#include "runtime/modules/builtins/terminal.h"
#include "runtime/modules/sys/sys.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

Value SysAttribute(const char* name) { return DictGetAscii(CurrentInterpreter()->sys_dict, name); }

namespace {

struct PrintOptions {
  Value separator, end, file, flush;  // empty: not given
};

bool TakePrintOptions(const Value* values, Value keyword_names, PrintOptions* options) {
  if (!keyword_names) return true;
  for (int64_t i = 0; i < TupleSize(keyword_names); ++i) {
    Value name = TupleAt(keyword_names, i), v = values[i];
    if (StrEqualsAscii(name, "sep")) {
      options->separator = v;
    } else if (StrEqualsAscii(name, "end")) {
      options->end = v;
    } else if (StrEqualsAscii(name, "file")) {
      options->file = v;
    } else if (StrEqualsAscii(name, "flush")) {
      options->flush = v;
    } else {
      return Raise(&TypeErrorType, "'%U' is an invalid keyword argument for print()", name);
    }
  }
  return true;
}

bool CheckText(Value* v, const char* what) {
  if (*v && v->IsNone()) *v = Value::Empty();
  if (!*v || IsStr(*v)) return true;
  return Raise(&TypeErrorType, "%s must be None or a string, not %.200s", what, TypeName(*v));
}

bool WriteTo(Value write, Value text) {
  Handle result = Call(write, {text});
  return !result.IsEmpty();
}

Owned BuiltinPrint(Value, const Value* args, size_t nargs, Value keyword_names) {
  PrintOptions options{};
  TRY_VOID(TakePrintOptions(args + nargs, keyword_names, &options));
  if (options.file && options.file.IsNone()) options.file = Value::Empty();
  if (!options.file) {
    options.file = SysAttribute("stdout");
    if (!options.file) return Raise(&RuntimeErrorType, "lost sys.stdout");
    if (options.file.IsNone()) return OwnNone();
  }
  TRY_VOID(CheckText(&options.separator, "sep"));
  TRY_VOID(CheckText(&options.end, "end"));
  Handle file = Retain(options.file);
  Handle write = TRY(GetAttribute(file, names.write));
  Handle separator = options.separator ? Retain(options.separator) : StrFromCodePoint(' ');
  Handle end = options.end ? Retain(options.end) : StrFromCodePoint('\n');
  for (size_t i = 0; i < nargs; ++i) {
    if (i > 0) TRY_VOID(WriteTo(write, separator));
    Handle text = TRY(ToStr(args[i]));
    TRY_VOID(WriteTo(write, text));
  }
  TRY_VOID(WriteTo(write, end));
  if (options.flush) {
    bool flush = TRY(IsTrue(options.flush));
    if (flush) {
      Handle result = TRY(CallMethod(file, names.flush));
    }
  }
  return OwnNone();
}

// A standard stream of sys; RuntimeError if it is gone.
Value StreamOf(const char* name) {
  Value stream = SysAttribute(name);
  if (stream && !stream.IsNone()) return stream;
  Raise(&RuntimeErrorType, "input(): lost sys.%s", name);
  return Value::Empty();
}

bool Flush(Value stream) {
  Handle result = CallMethod(stream, names.flush);
  return !result.IsEmpty();
}

// Is the stream the terminal that the C library knows as standard input or output?
Fallible<bool> IsTerminalStream(Value stream, int descriptor) {
  Handle number = CallMethod(stream, "fileno");
  if (number.IsEmpty()) {
    ClearPending();
    return false;
  }
  Fallible<int64_t> value = AsInt64(number);
  if (!value.ok) return {};
  return value.value == descriptor && isatty(descriptor);
}

// The bytes that show the prompt, in the stream's encoding.
Fallible<std::string> EncodePrompt(Value prompt, Value out) {
  Handle text = TRY(ToStr(prompt));
  Handle encoding = TRY(GetAttribute(out, names.encoding));
  Handle errors = TRY(GetAttribute(out, "errors"));
  Handle bytes = TRY(CallMethod(text, names.encode, {encoding, errors}));
  if (!IsBytes(bytes)) return std::string();
  std::string_view view = BytesView(bytes);
  if (view.find('\0') != std::string_view::npos)
    return Raise(&ValueErrorType, "input: prompt string cannot contain null characters");
  return std::string(view);
}

// input() on a terminal, through the line editor if there is one.
Owned InputFromTerminal(Value prompt, Value in, Value out) {
  Handle encoding = TRY(GetAttribute(in, names.encoding));
  Handle errors = TRY(GetAttribute(in, "errors"));
  std::string shown = prompt ? TRY(EncodePrompt(prompt, out)) : std::string();
  if (!Flush(out)) ClearPending();
  std::string line;
  switch (ReadTerminalLine(shown, &line)) {
    case LineResult::kRaised: return {};
    case LineResult::kEnd: return RaiseBare(&EOFErrorType);
    case LineResult::kLine: break;
  }
  if (!line.empty() && line.back() == '\n') line.pop_back();
  Handle bytes = TRY(BytesNew(line.data(), static_cast<int64_t>(line.size())));
  return CallMethod(bytes, names.decode, {encoding, errors});
}

Owned BuiltinInput(Value, const Value* args, size_t nargs) {
  Value in = StreamOf("stdin");
  if (!in) return {};
  Value out = StreamOf("stdout");
  if (!out) return {};
  Value error = StreamOf("stderr");
  if (!error) return {};
  Handle keep_in = Retain(in), keep_out = Retain(out), keep_error = Retain(error);
  TRY_VOID(Audit("builtins.input", {nargs == 1 ? args[0] : Value::None()}));
  if (!Flush(keep_error)) ClearPending();
  bool from_terminal = TRY(IsTerminalStream(keep_in, 0));
  if (from_terminal) from_terminal = TRY(IsTerminalStream(keep_out, 1));
  if (from_terminal) return InputFromTerminal(nargs == 1 ? args[0] : Value::Empty(), keep_in, keep_out);
  if (nargs == 1) {
    Handle text = TRY(ToStr(args[0]));
    Handle written = TRY(CallMethod(keep_out, names.write, {text}));
  }
  if (!Flush(keep_out)) ClearPending();
  Handle line = TRY(CallMethod(keep_in, names.readline));
  if (!IsStr(line)) return Raise(&TypeErrorType, "object.readline() returned non-string");
  int64_t length = StrLength(line);
  if (length == 0) return Raise(&EOFErrorType, "EOF when reading a line");
  if (StrAt(line, length - 1) == '\n') return StrSubstring(line, 0, length - 1);
  return line.Release();
}

Owned BuiltinBreakpoint(Value, const Value* args, size_t nargs, Value keyword_names) {
  Handle hook = Retain(SysAttribute("breakpointhook"));
  if (hook.IsEmpty()) return Raise(&RuntimeErrorType, "lost sys.breakpointhook");
  return Call(hook, args, nargs, keyword_names);
}

}  // namespace

const MethodDef kConsoleFunctions[] = {
    PY_FUNCTION(builtins, breakpoint, Keywords(BuiltinBreakpoint),
                "breakpoint(*args, **kws)\n\nCall sys.breakpointhook(*args, **kws)."),
    PY_FUNCTION(builtins, input, Positional(BuiltinInput, 0, 1),
                "($module, prompt='', /)\n--\n\nRead a string from standard input.  The trailing "
                "newline is stripped."),
    PY_FUNCTION(builtins, print, Keywords(BuiltinPrint),
                "($module, /, *args, sep=' ', end='\\n', file=None, flush=False)\n--\n\n"
                "Prints the values to a stream, or to sys.stdout by default."),
    {}};

}  // namespace polygil
