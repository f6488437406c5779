// Hashing, comparing and searching strs.

#include "runtime/base/search/search.h"
#include "runtime/types/text/intern.h"
#include "runtime/types/text/str.h"

namespace polygil {

int64_t StrHashSlow(Value s) {
  Str* str = s.As<Str>();
  str->hash = HashBytes(CurrentHashSecret(), str->data,
                        static_cast<size_t>(str->size * str->kind()));
  return str->hash;
}

bool StrEqualsAscii(Value s, const char* text) {
  const Str* str = s.As<Str>();
  size_t size = strlen(text);
  return str->is_ascii() && static_cast<size_t>(str->size) == size &&
         memcmp(str->data, text, size) == 0;
}

int StrCompare(Value a, Value b) {
  if (a == b) return 0;
  const Str* left = a.As<Str>();
  const Str* right = b.As<Str>();
  if (left->kind() == 1 && right->kind() == 1) {
    int64_t common = left->size < right->size ? left->size : right->size;
    int order = memcmp(left->data, right->data, static_cast<size_t>(common));
    if (order != 0) return order;
    return left->size < right->size ? -1 : left->size > right->size;
  }
  return CompareText(StrView(a), StrView(b));
}

int64_t StrFind(Value s, Value sub, int64_t start, int64_t end) {
  TextView text = StrView(s), pattern = StrView(sub);
  if (end > text.length) end = text.length;
  if (start < 0) start = 0;
  if (start > end || pattern.length > end - start) return -1;
  int64_t found = pattern.length == 1 ? FindCharacter(text.Slice(start, end), pattern[0])
                                      : FindText(text.Slice(start, end), pattern);
  return found < 0 ? -1 : found + start;
}

}  // namespace polygil
