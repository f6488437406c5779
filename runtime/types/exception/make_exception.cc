// Exception classes of native modules: classes on the heap, as a class statement would make them.

#include <cstring>
#include <string_view>

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

Owned MakeException(const char* module_and_name, Value base_or_tuple, Value dict_or_empty,
                    const char* doc) {
  const char* dot = strrchr(module_and_name, '.');
  Handle dict;
  if (dict_or_empty)
    dict = TRY(DictCopy(dict_or_empty));
  else
    dict = TRY(DictNew());
  if (dot != nullptr && !DictGetStr(dict, names.__module__)) {
    Handle module = TRY(StrInternUtf8(
        std::string_view(module_and_name, static_cast<size_t>(dot - module_and_name))));
    TRY_VOID(DictSet(dict, names.__module__, module));
  }
  if (doc != nullptr) {
    Handle text = TRY(StrFromUtf8(doc, strlen(doc)));
    TRY_VOID(DictSet(dict, names.__doc__, text));
  }
  Handle bases;
  if (!base_or_tuple)
    bases = TRY(TupleOf({Value::Pointer(&ExceptionType)}));
  else if (IsTuple(base_or_tuple))
    bases = Retain(base_or_tuple);
  else
    bases = TRY(TupleOf({base_or_tuple}));
  Handle name = TRY(StrInternUtf8(dot != nullptr ? dot + 1 : module_and_name));
  return TypeNew(&TypeType, name, bases, dict, Value::Empty());
}

}  // namespace polygil
