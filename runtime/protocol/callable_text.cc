#include "runtime/protocol/callable_text.h"

#include "runtime/protocol/protocol.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

Owned CallableText(Value callable) {
  Handle qualname = FindAttribute(callable, names.__qualname__);
  if (qualname.IsEmpty()) {
    if (HasPendingException()) return {};
    return ToStr(callable);
  }
  Handle module = FindAttribute(callable, names.__module__);
  if (module.IsEmpty() && HasPendingException()) return {};
  if (module.IsEmpty() || module.Get().IsNone() ||
      (IsStr(module) && StrEqualsAscii(module, "builtins"))) {
    return StrFormat("%S()", qualname.Get());
  }
  return StrFormat("%S.%S()", module.Get(), qualname.Get());
}

}  // namespace polygil
