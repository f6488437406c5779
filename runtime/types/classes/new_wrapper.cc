#include "runtime/types/classes/new_wrapper.h"

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/slot_table.h"

namespace polygil {
namespace {

// object.__new__(list) must not make a list that list.__new__ never saw.
bool CheckSafe(Type* owner, Type* type) {
  Type* native = type;
  while (native != nullptr && native->slots.new_instance == &DispatchNew) native = native->base;
  if (native == nullptr || native->slots.new_instance == owner->slots.new_instance) return true;
  return Raise(&TypeErrorType, "%s.__new__(%s) is not safe, use %s.__new__()", TypeNameOf(owner),
               TypeNameOf(type), TypeNameOf(native));
}

Owned CallNew(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Type* owner = self.As<Type>();
  const char* name = TypeNameOf(owner);
  if (nargs == 0)
    return Raise(&TypeErrorType, "%s.__new__(): not enough arguments", name);
  if (!IsType(args[0]))
    return Raise(&TypeErrorType, "%s.__new__(X): X is not a type object (%s)", name,
                 TypeName(args[0]));
  Type* type = args[0].As<Type>();
  if (!IsSubtype(type, owner))
    return Raise(&TypeErrorType, "%s.__new__(%s): %s is not a subtype of %s", name,
                 TypeNameOf(type), TypeNameOf(type), name);
  TRY_VOID(CheckSafe(owner, type));
  return owner->slots.new_instance(type, args + 1, nargs - 1, keyword_names);
}

constexpr MethodDef kNewWrapper = {
    "__new__", Keywords(CallNew),
    "($type, *args, **kwargs)\n--\n\nCreate and return a new object.  See help(type) for accurate "
    "signature."};

}  // namespace

Owned NewWrapperFor(Type* type) {
  return BuiltinFunctionNew(&kNewWrapper, Value::Pointer(type), Value::Empty());
}

}  // namespace polygil
