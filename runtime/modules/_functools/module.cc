// _functools: what functools needs at full speed.

#include "runtime/modules/_functools/functools.h"

namespace polygil {
namespace {

Owned Reduce(Value, const Value* args, size_t nargs) {
  Handle iterator = GetIterator(args[1]);
  if (!iterator) {
    if (PendingMatches(&TypeErrorType)) {
      ClearPending();
      return Raise(&TypeErrorType, "reduce() arg 2 must support iteration");
    }
    return {};
  }
  Handle result = nargs > 2 ? Retain(args[2]) : IteratorNext(iterator);
  if (!result) {
    if (HasPendingException()) return {};
    return Raise(&TypeErrorType, "reduce() of empty iterable with no initial value");
  }
  for (;;) {
    Handle item = IteratorNext(iterator);
    if (!item) {
      if (HasPendingException()) return {};
      return result.Release();
    }
    Value pair[2] = {result, item};
    result = TRY(Call(args[0], pair, 2));
  }
}

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(_functools, cmp_to_key, Bound(CmpToKey),
                "($module, /, mycmp)\n--\n\nConvert a cmp= function into a key= function."),
    PY_FUNCTION(_functools, reduce, Positional(Reduce, 2, 3),
                "reduce(function, iterable[, initial]) -> value\n\n"
                "Combines the items from left to right with a function of two arguments, beginning\n"
                "with initial, or with the first item."),
    {}};

bool Execute(Value module) {
  return AddPartial(module) && AddLruCache(module) && ReadyKeyWrapper();
}

}  // namespace

extern const ModuleDefinition FunctoolsModule;
const ModuleDefinition FunctoolsModule = {"_functools", "Tools that operate on functions.",
                                          kFunctions, Execute};

}  // namespace polygil
