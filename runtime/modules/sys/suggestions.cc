// "Did you mean": the known name that is nearest to a misspelt one (PEP 657's companion of 3.10).

#include "runtime/modules/sys/suggestions.h"

#include <algorithm>
#include <vector>

#include "pvm/code/code.h"
#include "pvm/frame/frame.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

constexpr int64_t kMaximumCandidates = 750, kMaximumLength = 40, kMoveCost = 2, kCaseCost = 1;

int64_t SubstitutionCost(uint32_t a, uint32_t b) {
  if (a == b) return 0;
  auto lower = [](uint32_t c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; };
  return lower(a) == lower(b) ? kCaseCost : kMoveCost;
}

// The edit distance, or more than `limit`.
int64_t Distance(Value a, Value b, int64_t limit) {
  int64_t n = StrLength(a), m = StrLength(b);
  if (std::abs(n - m) * kMoveCost > limit) return limit + 1;
  if (n > kMaximumLength || m > kMaximumLength) return limit + 1;
  std::vector<int64_t> row(static_cast<size_t>(m) + 1);
  for (int64_t j = 0; j <= m; ++j) row[static_cast<size_t>(j)] = j * kMoveCost;
  for (int64_t i = 1; i <= n; ++i) {
    int64_t diagonal = row[0];
    row[0] = i * kMoveCost;
    for (int64_t j = 1; j <= m; ++j) {
      size_t at = static_cast<size_t>(j);
      int64_t above = row[at];
      int64_t substituted = diagonal + SubstitutionCost(StrAt(a, i - 1), StrAt(b, j - 1));
      row[at] = std::min({substituted, above + kMoveCost, row[at - 1] + kMoveCost});
      diagonal = above;
    }
  }
  return row[static_cast<size_t>(m)];
}

Owned Nearest(Value candidates, Value name) {
  if (!IsList(candidates) || ListSize(candidates) >= kMaximumCandidates) return {};
  int64_t best_distance = INT64_MAX;
  Value best = Value::Empty();
  for (int64_t i = 0; i < ListSize(candidates); ++i) {
    Value item = ListAt(candidates, i);
    if (!IsStr(item) || StrEqual(item, name)) continue;
    int64_t limit = (StrLength(name) + StrLength(item) + 3) * kMoveCost / 6;
    limit = std::min(limit, best_distance - 1);
    int64_t distance = Distance(name, item, limit);
    if (distance > limit) continue;
    best_distance = distance;
    best = item;
  }
  return best ? Retain(best) : Owned();
}

Owned ForAttribute(AttributeError* error) {
  if (!error->object || !error->name || !IsStr(error->name)) return {};
  Handle method = LookupSpecial(error->object, names.__dir__);
  if (method.IsEmpty()) return {};
  Handle listing = Call(method);
  if (listing.IsEmpty()) return {};
  Handle candidates = ToList(listing);
  if (candidates.IsEmpty() || !ListSort(candidates, Value::None(), false)) return {};
  return Nearest(candidates, error->name);
}

Owned NearestKey(Value mapping, Value name) {
  if (!mapping || !IsDict(mapping)) return {};
  Handle keys = DictKeysList(mapping);
  return keys.IsEmpty() ? Owned() : Nearest(keys, name);
}

Owned ForName(NameError* error) {
  Value name = error->name;
  if (!name || !IsStr(name) || !error->traceback) return {};
  Traceback* last = error->traceback.As<Traceback>();
  while (last->next) last = last->next.As<Traceback>();
  FrameObject* frame = last->frame.As<FrameObject>();
  Handle variables = ToList(frame->code.As<Code>()->local_names);
  if (variables.IsEmpty()) return {};
  Owned found = Nearest(variables, name);
  if (!found) found = NearestKey(frame->globals, name);
  if (!found) found = NearestKey(frame->builtins, name);
  return found;
}

}  // namespace

Owned SuggestionFor(Value exception) {
  PendingScope keep;
  Owned found;
  if (IsInstanceOf(exception, AttributeErrorType)) {
    found = ForAttribute(exception.As<AttributeError>());
  } else if (IsInstanceOf(exception, NameErrorType)) {
    found = ForName(exception.As<NameError>());
  }
  ClearPending();
  return found;
}

}  // namespace polygil
