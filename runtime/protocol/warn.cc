#include "runtime/protocol/warn.h"

#include <cstdarg>

#include "runtime/object/hooks.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
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

}  // namespace polygil
