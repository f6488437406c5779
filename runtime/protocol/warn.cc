#include "runtime/protocol/warn.h"

#include <cstdarg>

#include "runtime/object/hooks.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/text/str.h"

namespace polygil {

bool WarnWithSource(Type* category, Value source, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  Handle message = StrFormatV(format, arguments);
  va_end(arguments);
  if (!message) return false;
  Interpreter* interpreter = CurrentInterpreter();
  Value module =
      interpreter->modules ? DictGetAscii(interpreter->modules, "_warnings") : Value::Empty();
  if (module && !module.IsNone()) {
    Handle keep = Retain(module);
    Handle done =
        CallMethod(keep, "warn", {message, Value::Pointer(category), Value::Int(1), source});
    return static_cast<bool>(done);
  }
  const RuntimeHooks* hooks = interpreter->hooks;
  if (hooks == nullptr || hooks->warn == nullptr) return true;
  return hooks->warn(Value::Pointer(category), message, 1);
}

namespace {

// warnings._warn_unawaited_coroutine; empty if there is none.
Handle UnawaitedHook() {
  Interpreter* interpreter = CurrentInterpreter();
  Value module = interpreter->modules ? DictGetAscii(interpreter->modules, "warnings") : Value::Empty();
  if (!module || module.IsNone()) return {};
  Handle keep = Retain(module);
  Handle name = StrInternUtf8("_warn_unawaited_coroutine");
  return name ? FindAttribute(keep, name) : Owned();
}

}  // namespace

void WarnNeverAwaited(Value coroutine, Value qualname) {
  Handle hook = UnawaitedHook();
  if (HasPendingException()) return WriteUnraisable(coroutine);
  if (hook) {
    Handle done = Call(hook, {coroutine});
    if (done) return;
    WriteUnraisable(coroutine);
  }
  Handle name = Retain(qualname);
  if (!WarnWithSource(&RuntimeWarningType, coroutine, "coroutine '%U' was never awaited", name.Get()))
    WriteUnraisable(coroutine);
}

}  // namespace polygil
