// Reading the arguments that methods of str and bytes share.

#ifndef POLYGIL_RUNTIME_TYPES_TEXT_ARGUMENTS_H_
#define POLYGIL_RUNTIME_TYPES_TEXT_ARGUMENTS_H_

#include <cstddef>
#include <cstdint>

#include "runtime/object/method_def.h"
#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

// A start or stop argument: None leaves *out alone; clipped into int64. TypeError.
bool ReadSliceBound(Value v, int64_t* out);
// Makes bounds of a sequence of `length` from what the program gave: negative ones count from the
// end. Afterwards *end <= length, 0 <= *start; *start may be above *end.
inline void AdjustBounds(int64_t length, int64_t* start, int64_t* end) {
  if (*end > length) *end = length;
  if (*end < 0) *end = *end + length < 0 ? 0 : *end + length;
  if (*start < 0) *start = *start + length < 0 ? 0 : *start + length;
}
// args[from] and args[from + 1], as far as given, adjusted.
bool ReadBounds(const Value* args, size_t nargs, size_t from, int64_t length, int64_t* start,
                int64_t* end);
// "find() takes at least 1 argument (0 given)": how the methods of this family count arguments.
bool CheckSearchCount(const char* name, size_t nargs);
template <PositionalFunction kMethod, const char* kName>
Owned SearchMethod(Value self, const Value* args, size_t nargs) {
  if (nargs - 1 > 2 && !CheckSearchCount(kName, nargs)) return {};
  return kMethod(self, args, nargs);
}
template <PositionalFunction kMethod, const char* kName>
constexpr NativeFunction SearchFunction() {
  return Positional(SearchMethod<kMethod, kName>, 0, kNoMaximum);
}
namespace search_names {
inline constexpr char find[] = "find", rfind[] = "rfind", index[] = "index", rindex[] = "rindex",
                      count[] = "count", startswith[] = "startswith", endswith[] = "endswith";
}  // namespace search_names

// An int argument; OverflowError if it isn't index-sized.
inline bool ReadSize(Value v, int64_t* out);
// f(sep=None, maxsplit=-1) and the like: positional calls skip the binder. Two parameters, empty if
// omitted.
bool ReadTwo(const char* name, const char* signature, const Value* args, size_t nargs,
             Value keyword_names, Value* out);

bool ReadSizeSlow(Value v, int64_t* out);
inline bool ReadSize(Value v, int64_t* out) {
  if (!v.IsInt()) return ReadSizeSlow(v, out);
  *out = v.AsInt();
  return true;
}

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_TEXT_ARGUMENTS_H_
