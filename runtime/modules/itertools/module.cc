// itertools: iterators that compose iterators.

#include "runtime/modules/itertools/itertools.h"

namespace polygil {
namespace {

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(itertools, tee, Positional(Tee, 1, 2),
                "($module, iterable, n=2, /)\n--\n\n"
                "Returns a tuple of n independent iterators."),
    {}};

bool Execute(Value module) {
  return AddAccumulate(module) && AddChain(module) && AddCombinations(module) &&
         AddCounters(module) && AddFilters(module) && AddGroupBy(module) && AddIslice(module) &&
         AddPermutations(module) && AddProduct(module) && AddTee(module) && AddZipLongest(module);
}

}  // namespace

extern const ModuleDefinition ItertoolsModule;
const ModuleDefinition ItertoolsModule = {
    "itertools", "Functional tools for creating and using iterators.", kFunctions, Execute};

}  // namespace polygil
