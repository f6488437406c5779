#include "runtime/modules/_pickle/names.h"

#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil::pickle {

bool CheckNoLocals(Value object, Value dotted_name) {
  Handle locals = TRY(StrFromAscii("<locals>", 8));
  int64_t length = StrLength(dotted_name), at = -1;
  for (int64_t start = 0; (at = StrFind(dotted_name, locals, start, length)) >= 0; start = at + 1) {
    bool begins = at == 0 || StrAt(dotted_name, at - 1) == '.';
    bool ends = at + 8 == length || StrAt(dotted_name, at + 8) == '.';
    if (begins && ends) break;
  }
  if (at < 0) return true;
  if (object)
    return Raise(&AttributeErrorType, "Can't pickle local attribute %R on %R", dotted_name, object);
  return Raise(&AttributeErrorType, "Can't pickle local object %R", dotted_name);
}

Owned FindDotted(Value object, Value dotted_name, Handle* parent, Handle* last_name) {
  Handle dot = TRY(StrFromCodePoint('.'));
  int64_t length = StrLength(dotted_name);
  *parent = Retain(object);
  for (int64_t start = 0;;) {
    int64_t end = StrFind(dotted_name, dot, start, length);
    Handle part = TRY(StrSubstring(dotted_name, start, end < 0 ? length : end));
    *last_name = TRY(StrIntern(part));
    Handle found = TRY(GetAttribute(*parent, *last_name));
    if (end < 0) return found.Release();
    *parent = std::move(found);
    start = end + 1;
  }
}

namespace {

// Is the object found in this module? Errors mean no.
bool IsIn(Value module, Value v, Value dotted_name) {
  Handle parent, last_name;
  Handle found = FindDotted(module, dotted_name, &parent, &last_name);
  ClearPending();
  return found && found.Get() == v;
}

}  // namespace

Owned WhichModule(Value v, Value dotted_name) {
  Handle module_name = FindAttribute(v, names.__module__);
  if (!module_name && HasPendingException()) return {};
  if (module_name && !module_name.Get().IsNone()) return module_name.Release();
  Value modules = CurrentInterpreter()->modules;
  if (!modules) return Raise(&RuntimeErrorType, "unable to get sys.modules");
  Handle items = TRY(IsExactly(modules, DictType) ? DictItemsList(modules) : ToList(modules));
  for (int64_t i = 0; i < ListSize(items); ++i) {
    Value pair = ListAt(items, i);
    if (!IsTuple(pair) || TupleSize(pair) != 2) continue;
    Value name = TupleAt(pair, 0), module = TupleAt(pair, 1);
    if (module.IsNone() || (IsStr(name) && StrEqualsAscii(name, "__main__"))) continue;
    if (IsIn(module, v, dotted_name)) return Retain(name);
  }
  return Retain(names.__main__);
}

Owned ImportedModule(Value name) {
  return GetItem(CurrentInterpreter()->modules, name);
}

}  // namespace polygil::pickle
