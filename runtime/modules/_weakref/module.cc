// _weakref: weak references and proxies, and the count and list of an object's.

#include "runtime/modules/native_type.h"
#include "runtime/object/weak_table.h"
#include "runtime/types/classes/weakref.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/number/int.h"

namespace polygil {
namespace {

Owned GetWeakRefCount(Value, Value v) {
  if (!v.IsPointer()) return IntFromInt64(0);
  return IntFromSize(WeakTableCount(v.AsObject()));
}
Owned GetWeakRefs(Value, Value v) { return v.IsPointer() ? WeakReferencesOf(v) : ListNew(); }

Owned MakeProxy(Value, const Value* args, size_t nargs) {
  return WeakProxyNew(args[0], nargs == 2 ? args[1] : Value::Empty());
}

// del dict[key] if its value is a dead reference: atomic, no Python code in between.
Owned RemoveDead(Value, const Value* args, size_t) {
  if (!IsDict(args[0]))
    return Raise(&TypeErrorType, "_remove_dead_weakref() argument 1 must be dict, not %.50s", TypeName(args[0]));
  Handle value = Retain(DictGet(args[0], args[1]));
  if (value.IsEmpty()) return HasPendingException() ? Owned() : OwnNone();
  if (!IsInstanceOf(value, ReferenceType)) return Raise(&TypeErrorType, "not a weakref");
  if (value.As<WeakReference>()->referent) return OwnNone();
  TRY_VOID(DictDelete(args[0], args[1]));
  return OwnNone();
}

bool Execute(Value module) {
  return ModuleAdd(module, "ref", Retain(Value::Pointer(&ReferenceType))) &&
         ModuleAdd(module, "ReferenceType", Retain(Value::Pointer(&ReferenceType))) &&
         ModuleAdd(module, "ProxyType", Retain(Value::Pointer(&ProxyType))) &&
         ModuleAdd(module, "CallableProxyType", Retain(Value::Pointer(&CallableProxyType)));
}

const MethodDef kFunctions[] = {
    PY_FUNCTION(_weakref, getweakrefcount, OneArg(GetWeakRefCount),
                "($module, object, /)\n--\n\nReturn the number of weak references to 'object'."),
    PY_FUNCTION(_weakref, getweakrefs, OneArg(GetWeakRefs),
                "($module, object, /)\n--\n\nReturn a list of all weak reference objects pointing to 'object'."),
    PY_FUNCTION(_weakref, proxy, Positional(MakeProxy, 1, 2),
                "($module, object, callback=None, /)\n--\n\nCreate a proxy object that weakly references "
                "'object'."),
    PY_FUNCTION(_weakref, _remove_dead_weakref, Positional(RemoveDead, 2, 2),
                "($module, dct, key, /)\n--\n\nAtomically remove key from dict if it points to a dead weakref."),
    {}};

}  // namespace

extern const ModuleDefinition WeakrefModule;
const ModuleDefinition WeakrefModule = {"_weakref", "Weak-reference support module.", kFunctions, Execute};

}  // namespace polygil
