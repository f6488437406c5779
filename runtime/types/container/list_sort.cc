// list.sort: a stable natural merge sort (runs extended by binary insertion, merges that gallop,
// merge order by node power). Items are compared with `<` only. Keys of one simple kind are
// compared without going through slots.
//
// The list is empty while comparisons run, so they can't see half-sorted items; what they add to it
// is noticed by its capacity. An exception leaves a permutation of the items in the list.

#include <cstring>

#include "runtime/object/heap.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/list_internal.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/float.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

// -- Comparisons: 1 less, 0 not, -1 raised --------------------------------------------------------

struct LessInt {
  int operator()(Value a, Value b) const {
    return static_cast<int64_t>(a.bits) < static_cast<int64_t>(b.bits);
  }
};
struct LessFloat {
  int operator()(Value a, Value b) const { return FloatValue(a) < FloatValue(b); }
};
struct LessLatin {
  int operator()(Value a, Value b) const {
    const Str* x = a.As<Str>();
    const Str* y = b.As<Str>();
    int64_t common = x->size < y->size ? x->size : y->size;
    if (x->data[0] != y->data[0]) return x->data[0] < y->data[0];  // an empty str has a NUL there
    int order = memcmp(x->data, y->data, static_cast<size_t>(common));
    return order != 0 ? order < 0 : x->size < y->size;
  }
};
struct LessStr {
  int operator()(Value a, Value b) const { return StrCompare(a, b) < 0; }
};
struct LessBytes {
  int operator()(Value a, Value b) const {
    const Bytes *x = a.As<Bytes>(), *y = b.As<Bytes>();
    if (x->data[0] != y->data[0]) return x->data[0] < y->data[0];  // a NUL stands behind the last
    int order =
        memcmp(x->data, y->data, static_cast<size_t>(x->size < y->size ? x->size : y->size));
    return order != 0 ? order < 0 : x->size < y->size;
  }
};
// Items of one built-in type: its own comparison is the only one to be asked.
struct LessSame {
  int operator()(Value a, Value b) const {
    Owned answer = TypeOf(a)->slots.rich_compare(a, b, CompareOp::kLt);
    if (answer.Peek() == Value::True()) return 1;
    if (answer.Peek() == Value::False()) return 0;
    if (!answer) return -1;
    Discard(answer);
    Fallible<bool> less = RichCompareBool(a, b, CompareOp::kLt);
    return less ? less.value : -1;
  }
};
struct LessAny {
  int operator()(Value a, Value b) const {
    Fallible<bool> less = RichCompareBool(a, b, CompareOp::kLt);
    return less ? less.value : -1;
  }
};
struct LessTuple {
  int operator()(Value a, Value b) const {
    int64_t m = TupleSize(a), n = TupleSize(b);
    for (int64_t i = 0; i < m && i < n; ++i) {
      Value x = TupleAt(a, i), y = TupleAt(b, i);
      if (x == y) continue;
      if (x.IsInt() && y.IsInt()) return x.AsInt() < y.AsInt();
      if (IsExactly(x, StrType) && IsExactly(y, StrType)) {
        int order = StrCompare(x, y);
        if (order == 0) continue;
        return order < 0;
      }
      Fallible<bool> equal = RichCompareBool(x, y, CompareOp::kEq);
      if (!equal) return -1;
      if (!equal.value) return LessAny()(x, y);
    }
    return m < n;
  }
};

// -- The sort -------------------------------------------------------------------------------------

struct KeyOnly {
  Value key;
};
struct KeyAndValue {
  Value key, value;
};

constexpr int kMaxRuns = 85;
constexpr int64_t kMinGallop = 7;

struct Run {
  int64_t start, length;
  int power;
};

template <typename Item, typename Less>
class Sorter {
 public:
  Sorter(Item* items, int64_t size) : items_(items), size_(size) {}
  ~Sorter() {
    if (room_ != nullptr) RawFree(room_, static_cast<size_t>(room_size_) * sizeof(Item));
  }
  // False: a comparison raised, or MemoryError.
  bool Sort();

 private:
  void Reverse(int64_t from, int64_t to) {
    for (--to; from < to; ++from, --to) {
      Item item = items_[from];
      items_[from] = items_[to];
      items_[to] = item;
    }
  }
  int64_t CountRun(int64_t from, int64_t to);
  bool InsertionSort(int64_t from, int64_t to, int64_t start);
  bool PushRun(int64_t start, int64_t length);
  bool MergeTop();
  bool MergeLow(Item* a, int64_t na, Item* b, int64_t nb);
  bool MergeHigh(Item* a, int64_t na, Item* b, int64_t nb);
  int64_t GallopLeft(Value key, const Item* a, int64_t n, int64_t hint);
  int64_t GallopRight(Value key, const Item* a, int64_t n, int64_t hint);
  bool MakeRoom(int64_t count);
  static int Power(int64_t s1, int64_t n1, int64_t n2, int64_t n);

  Item* items_;
  int64_t size_;
  Less less_;
  Item* room_ = nullptr;
  int64_t room_size_ = 0;
  int64_t min_gallop_ = kMinGallop;
  Run runs_[kMaxRuns];
  int run_count_ = 0;
};

// Length of the run at `from`, made ascending; 0: raised.
template <typename Item, typename Less>
int64_t Sorter<Item, Less>::CountRun(int64_t from, int64_t to) {
  if (from + 1 == to) return 1;
  int64_t i = from + 2;
  int less = less_(items_[from + 1].key, items_[from].key);
  if (less < 0) return 0;
  bool descending = less;
  for (; i < to; ++i) {
    less = less_(items_[i].key, items_[i - 1].key);
    if (less < 0) return 0;
    if (static_cast<bool>(less) != descending) break;
  }
  if (descending) Reverse(from, i);
  return i - from;
}

// [from, start) is sorted already.
template <typename Item, typename Less>
bool Sorter<Item, Less>::InsertionSort(int64_t from, int64_t to, int64_t start) {
  for (int64_t i = start == from ? from + 1 : start; i < to; ++i) {
    Item pivot = items_[i];
    int64_t low = from, high = i;
    while (low < high) {
      int64_t middle = low + (high - low) / 2;
      int less = less_(pivot.key, items_[middle].key);
      if (less < 0) return false;
      if (less)
        high = middle;
      else
        low = middle + 1;
    }
    memmove(&items_[low + 1], &items_[low], static_cast<size_t>(i - low) * sizeof(Item));
    items_[low] = pivot;
  }
  return true;
}

// The first index i with key <= a[i]; -1: raised.
template <typename Item, typename Less>
int64_t Sorter<Item, Less>::GallopLeft(Value key, const Item* a, int64_t n, int64_t hint) {
  int64_t last = 0, offset = 1;
  int less = less_(a[hint].key, key);
  if (less < 0) return -1;
  if (less) {
    int64_t limit = n - hint;
    while (offset < limit) {
      less = less_(a[hint + offset].key, key);
      if (less < 0) return -1;
      if (!less) break;
      last = offset;
      offset = offset * 2 + 1;
    }
    if (offset > limit) offset = limit;
    last += hint;
    offset += hint;
  } else {
    int64_t limit = hint + 1;
    while (offset < limit) {
      less = less_(a[hint - offset].key, key);
      if (less < 0) return -1;
      if (less) break;
      last = offset;
      offset = offset * 2 + 1;
    }
    if (offset > limit) offset = limit;
    int64_t swap = last;
    last = hint - offset;
    offset = hint - swap;
  }
  for (++last; last < offset;) {
    int64_t middle = last + (offset - last) / 2;
    less = less_(a[middle].key, key);
    if (less < 0) return -1;
    if (less)
      last = middle + 1;
    else
      offset = middle;
  }
  return offset;
}

// The first index i with key < a[i]; -1: raised.
template <typename Item, typename Less>
int64_t Sorter<Item, Less>::GallopRight(Value key, const Item* a, int64_t n, int64_t hint) {
  int64_t last = 0, offset = 1;
  int less = less_(key, a[hint].key);
  if (less < 0) return -1;
  if (less) {
    int64_t limit = hint + 1;
    while (offset < limit) {
      less = less_(key, a[hint - offset].key);
      if (less < 0) return -1;
      if (!less) break;
      last = offset;
      offset = offset * 2 + 1;
    }
    if (offset > limit) offset = limit;
    int64_t swap = last;
    last = hint - offset;
    offset = hint - swap;
  } else {
    int64_t limit = n - hint;
    while (offset < limit) {
      less = less_(key, a[hint + offset].key);
      if (less < 0) return -1;
      if (less) break;
      last = offset;
      offset = offset * 2 + 1;
    }
    if (offset > limit) offset = limit;
    last += hint;
    offset += hint;
  }
  for (++last; last < offset;) {
    int64_t middle = last + (offset - last) / 2;
    less = less_(key, a[middle].key);
    if (less < 0) return -1;
    if (less)
      offset = middle;
    else
      last = middle + 1;
  }
  return offset;
}

template <typename Item, typename Less>
bool Sorter<Item, Less>::MakeRoom(int64_t count) {
  if (count <= room_size_) return true;
  if (room_ != nullptr) RawFree(room_, static_cast<size_t>(room_size_) * sizeof(Item));
  room_size_ = 0;
  room_ = static_cast<Item*>(RawAllocate(static_cast<size_t>(count) * sizeof(Item)));
  if (room_ == nullptr) return RaiseMemoryError();
  room_size_ = count;
  return true;
}

// Merges a (the shorter) with b behind it, from the left. a[0] > b[0], a's last > all of b.
template <typename Item, typename Less>
bool Sorter<Item, Less>::MergeLow(Item* a, int64_t na, Item* b, int64_t nb) {
  if (!MakeRoom(na)) return false;
  Item* out = a;
  memcpy(room_, a, static_cast<size_t>(na) * sizeof(Item));
  Item* left = room_;
  bool ok = false;
  *out++ = *b++;
  --nb;
  while (nb > 0 && na > 1) {
    int64_t left_wins = 0, right_wins = 0;
    while (na > 1 && nb > 0) {
      int less = less_(b->key, left->key);
      if (less < 0) goto done;
      if (less) {
        *out++ = *b++;
        --nb;
        ++right_wins;
        left_wins = 0;
        if (right_wins >= min_gallop_) break;
      } else {
        *out++ = *left++;
        --na;
        ++left_wins;
        right_wins = 0;
        if (left_wins >= min_gallop_) break;
      }
    }
    if (na <= 1 || nb <= 0) break;
    ++min_gallop_;
    do {
      if (min_gallop_ > 1) --min_gallop_;
      int64_t k = GallopRight(b->key, left, na, 0);
      if (k < 0) goto done;
      left_wins = k;
      memcpy(out, left, static_cast<size_t>(k) * sizeof(Item));
      out += k;
      left += k;
      na -= k;
      if (na <= 1) break;
      *out++ = *b++;
      if (--nb == 0) break;
      k = GallopLeft(left->key, b, nb, 0);
      if (k < 0) goto done;
      right_wins = k;
      memmove(out, b, static_cast<size_t>(k) * sizeof(Item));
      out += k;
      b += k;
      nb -= k;
      if (nb == 0) break;
      *out++ = *left++;
      if (--na == 1) break;
    } while (left_wins >= kMinGallop || right_wins >= kMinGallop);
    ++min_gallop_;
  }
  // One item of a is left and it is the largest of all (an inconsistent order may use a up: then b
  // stands where it belongs).
  ok = true;
  if (na == 1 && nb > 0) {
    memmove(out, b, static_cast<size_t>(nb) * sizeof(Item));
    out[nb] = *left;
    return true;
  }
done:
  memcpy(out, left, static_cast<size_t>(na) * sizeof(Item));
  return ok;
}

// Merges b (the shorter) with a before it, from the right. Same conditions.
template <typename Item, typename Less>
bool Sorter<Item, Less>::MergeHigh(Item* a, int64_t na, Item* b, int64_t nb) {
  if (!MakeRoom(nb)) return false;
  Item* out = b + nb - 1;
  memcpy(room_, b, static_cast<size_t>(nb) * sizeof(Item));
  Item* first_a = a;
  Item* first_b = room_;
  b = room_ + nb - 1;
  a += na - 1;
  bool ok = false;
  *out-- = *a--;
  --na;
  while (na > 0 && nb > 1) {
    int64_t left_wins = 0, right_wins = 0;
    while (na > 0 && nb > 1) {
      int less = less_(b->key, a->key);
      if (less < 0) goto done;
      if (less) {
        *out-- = *a--;
        --na;
        ++left_wins;
        right_wins = 0;
        if (left_wins >= min_gallop_) break;
      } else {
        *out-- = *b--;
        --nb;
        ++right_wins;
        left_wins = 0;
        if (right_wins >= min_gallop_) break;
      }
    }
    if (na <= 0 || nb <= 1) break;
    ++min_gallop_;
    do {
      if (min_gallop_ > 1) --min_gallop_;
      int64_t k = GallopRight(b->key, first_a, na, na - 1);
      if (k < 0) goto done;
      k = na - k;
      left_wins = k;
      out -= k;
      a -= k;
      memmove(out + 1, a + 1, static_cast<size_t>(k) * sizeof(Item));
      na -= k;
      if (na == 0) break;
      *out-- = *b--;
      if (--nb == 1) break;
      k = GallopLeft(a->key, first_b, nb, nb - 1);
      if (k < 0) goto done;
      k = nb - k;
      right_wins = k;
      out -= k;
      b -= k;
      memcpy(out + 1, b + 1, static_cast<size_t>(k) * sizeof(Item));
      nb -= k;
      if (nb <= 1) break;
      *out-- = *a--;
      if (--na == 0) break;
    } while (left_wins >= kMinGallop || right_wins >= kMinGallop);
    ++min_gallop_;
  }
  ok = true;
  if (nb == 1 && na > 0) {
    out -= na;
    a -= na;
    memmove(out + 1, a + 1, static_cast<size_t>(na) * sizeof(Item));
    *out = *b;
    return true;
  }
done:
  if (nb > 0) memcpy(out - (nb - 1), first_b, static_cast<size_t>(nb) * sizeof(Item));
  return ok;
}

template <typename Item, typename Less>
bool Sorter<Item, Less>::MergeTop() {
  Run& first = runs_[run_count_ - 2];
  Run& second = runs_[run_count_ - 1];
  Item* a = items_ + first.start;
  Item* b = items_ + second.start;
  int64_t na = first.length, nb = second.length;
  first.length += nb;
  --run_count_;
  // What is in place at both ends needs no merging.
  int64_t k = GallopRight(b->key, a, na, 0);
  if (k < 0) return false;
  a += k;
  na -= k;
  if (na == 0) return true;
  nb = GallopLeft(a[na - 1].key, b, nb, nb - 1);
  if (nb <= 0) return nb == 0;
  return na <= nb ? MergeLow(a, na, b, nb) : MergeHigh(a, na, b, nb);
}

// Depth of the node where two neighbouring runs meet in a perfectly balanced merge tree.
template <typename Item, typename Less>
int Sorter<Item, Less>::Power(int64_t s1, int64_t n1, int64_t n2, int64_t n) {
  int result = 0;
  int64_t a = 2 * s1 + n1, b = a + n1 + n2;
  for (;;) {
    ++result;
    if (a >= n) {
      a -= n;
      b -= n;
    } else if (b >= n) {
      return result;
    }
    a <<= 1;
    b <<= 1;
  }
}

template <typename Item, typename Less>
bool Sorter<Item, Less>::PushRun(int64_t start, int64_t length) {
  if (run_count_ > 0) {
    Run& top = runs_[run_count_ - 1];
    int power = Power(top.start, top.length, length, size_);
    while (run_count_ > 1 && runs_[run_count_ - 2].power > power) {
      if (!MergeTop()) return false;
    }
    runs_[run_count_ - 1].power = power;
  }
  runs_[run_count_++] = {start, length, 0};
  return true;
}

template <typename Item, typename Less>
bool Sorter<Item, Less>::Sort() {
  if (size_ < 2) return true;
  int64_t minimum = size_, low_bits = 0;
  for (; minimum >= 64; minimum >>= 1) low_bits |= minimum & 1;
  minimum += low_bits;
  for (int64_t from = 0; from < size_;) {
    int64_t length = CountRun(from, size_);
    if (length == 0) return false;
    if (length < minimum) {
      int64_t forced = size_ - from < minimum ? size_ - from : minimum;
      if (!InsertionSort(from, from + forced, from + length)) return false;
      length = forced;
    }
    if (!PushRun(from, length)) return false;
    from += length;
  }
  while (run_count_ > 1) {
    if (!MergeTop()) return false;
  }
  return true;
}

// -- Choosing the comparison ----------------------------------------------------------------------

enum class KeyKind { kInt, kFloat, kLatin, kStr, kBytes, kTuple, kAny };

KeyKind KindOf(Value v) {
  if (v.IsInt()) return KeyKind::kInt;
  if (v.IsImmediateFloat() || IsExactly(v, FloatType)) return KeyKind::kFloat;
  if (IsExactly(v, StrType)) return v.As<Str>()->kind() == 1 ? KeyKind::kLatin : KeyKind::kStr;
  if (IsExactly(v, BytesType)) return KeyKind::kBytes;
  if (IsExactly(v, TupleType)) return KeyKind::kTuple;
  return KeyKind::kAny;
}

template <typename Item>
KeyKind CommonKind(const Item* items, int64_t size) {
  KeyKind common = KindOf(items[0].key);
  for (int64_t i = 1; i < size; ++i) {
    KeyKind kind = KindOf(items[i].key);
    if (kind == common) continue;
    bool text = (kind == KeyKind::kStr || kind == KeyKind::kLatin) &&
                (common == KeyKind::kStr || common == KeyKind::kLatin);
    if (!text) return KeyKind::kAny;
    common = KeyKind::kStr;
  }
  return common;
}

template <typename Item>
bool AreSame(const Item* items, int64_t size) {
  const Type* type = TypeOf(items[0].key);
  if (type->Has(kTypeHeap) || type->slots.rich_compare == nullptr) return false;
  for (int64_t i = 1; i < size; ++i)
    if (TypeOf(items[i].key) != type) return false;
  return true;
}

template <typename Item>
bool SortItems(Item* items, int64_t size) {
  if (size < 2) return true;
  switch (CommonKind(items, size)) {
    case KeyKind::kInt:
      return Sorter<Item, LessInt>(items, size).Sort();
    case KeyKind::kFloat:
      return Sorter<Item, LessFloat>(items, size).Sort();
    case KeyKind::kLatin:
      return Sorter<Item, LessLatin>(items, size).Sort();
    case KeyKind::kStr:
      return Sorter<Item, LessStr>(items, size).Sort();
    case KeyKind::kBytes:
      return Sorter<Item, LessBytes>(items, size).Sort();
    case KeyKind::kTuple:
      return Sorter<Item, LessTuple>(items, size).Sort();
    case KeyKind::kAny:
      break;
  }
  if (AreSame(items, size)) return Sorter<Item, LessSame>(items, size).Sort();
  return Sorter<Item, LessAny>(items, size).Sort();
}

template <typename Item>
void ReverseItems(Item* items, int64_t size) {
  for (int64_t i = 0, j = size - 1; i < j; ++i, --j) {
    Item item = items[i];
    items[i] = items[j];
    items[j] = item;
  }
}

// Stable also when reversed: equal items keep their order.
template <typename Item>
bool SortDirected(Item* items, int64_t size, bool reverse) {
  if (reverse) ReverseItems(items, size);
  bool ok = SortItems(items, size);
  if (reverse) ReverseItems(items, size);
  return ok;
}

bool SortByKey(Value* values, int64_t size, Value key_function, bool reverse) {
  if (size == 0) return true;
  size_t bytes = static_cast<size_t>(size) * sizeof(KeyAndValue);
  KeyAndValue* items = static_cast<KeyAndValue*>(RawAllocate(bytes));
  if (items == nullptr) return RaiseMemoryError();
  int64_t made = 0;
  for (; made < size; ++made) {
    Owned key = Call(key_function, {values[made]});
    if (!key) break;
    items[made] = {key.Peek(), values[made]};
  }
  bool ok = made == size;
  if (ok) {
    ok = SortDirected(items, size, reverse);
    for (int64_t i = 0; i < size; ++i) values[i] = items[i].value;
  }
  for (int64_t i = 0; i < made; ++i) DecRef(items[i].key);
  RawFree(items, bytes);
  return ok;
}

}  // namespace

bool ListSort(Value self, Value key_or_none, bool reverse) {
  List* list = self.As<List>();
  Handle hold = Retain(self);
  Value* items = list->items;
  int64_t size = list->size, capacity = list->capacity;
  list->items = nullptr;
  list->size = 0;
  list->capacity = -1;
  bool ok = key_or_none.IsNone() ? SortDirected(reinterpret_cast<KeyOnly*>(items), size, reverse)
                                 : SortByKey(items, size, key_or_none, reverse);
  if (list->capacity != -1 && ok) ok = Raise(&ValueErrorType, "list modified during sort");
  Value* added = list->items;
  int64_t added_size = list->size, added_capacity = list->capacity;
  list->items = items;
  list->size = size;
  list->capacity = capacity;
  for (int64_t i = 0; i < added_size; ++i) DecRef(added[i]);
  if (added != nullptr) RawFree(added, static_cast<size_t>(added_capacity) * sizeof(Value));
  return ok;
}

}  // namespace polygil
