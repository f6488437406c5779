// _collections: the containers of collections that are worth native code.

#include "runtime/modules/_collections/defaultdict.h"
#include "runtime/modules/_collections/deque.h"
#include "runtime/modules/_collections/ordered_dict.h"

namespace polygil {
namespace {

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(_collections, _count_elements, Positional(CountElements, 2, 2),
                "($module, mapping, iterable, /)\n--\n\n"
                "Count elements in the iterable, updating the mapping"),
    {}};

bool Execute(Value module) {
  return AddDeque(module) && AddDequeIterators(module) && AddDefaultDict(module) &&
         AddOrderedDict(module) && AddTupleGetter(module);
}

}  // namespace

extern const ModuleDefinition CollectionsModule;
const ModuleDefinition CollectionsModule = {"_collections", "High performance data structures.",
                                            kFunctions, Execute};

}  // namespace polygil
