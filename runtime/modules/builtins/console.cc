// print(), input() and breakpoint().

#include "runtime/modules/builtins/builtins.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
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

Owned BuiltinInput(Value, const Value* args, size_t nargs) {
  Value in = StreamOf("stdin");
  if (!in) return {};
  Value out = StreamOf("stdout");
  if (!out) return {};
  Value error = StreamOf("stderr");
  if (!error) return {};
  Handle keep_in = Retain(in), keep_out = Retain(out);
  if (!Flush(error)) ClearPending();
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
