// _heapq: priority queues in lists (heap[k] <= heap[2k+1] and heap[2k+2]), and their mirror images.

#include "runtime/modules/registry.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/list.h"

namespace polygil {
namespace {

bool CheckHeap(Value heap, const char* function, bool only_argument) {
  if (IsList(heap)) [[likely]]
    return true;
  return Raise(&TypeErrorType, "%s() argument%s must be list, not %.50s", function,
               only_argument ? "" : " 1", heap.IsNone() ? "None" : TypeName(heap));
}

// a < b; comparing may run Python code, which must not change the list.
Fallible<bool> Less(List* list, int64_t size, Value a, Value b) {
  if (a.IsInt() && b.IsInt()) [[likely]]
    return a.AsInt() < b.AsInt();
  Handle hold_a = Retain(a), hold_b = Retain(b);
  bool less = TRY(RichCompareBool(a, b, CompareOp::kLt));
  if (list->size != size)
    return Raise(&RuntimeErrorType, "list changed size during iteration");
  return less;
}

// Which of two items belongs nearer to the root?
template <bool maximum>
Fallible<bool> Before(List* list, int64_t size, Value a, Value b) {
  return maximum ? Less(list, size, b, a) : Less(list, size, a, b);
}

void Swap(List* list, int64_t a, int64_t b) {
  Value item = list->items[a];
  list->items[a] = list->items[b];
  list->items[b] = item;
}

// Moves the item at `place` towards the root until its parent comes before it.
template <bool maximum>
bool MoveToRoot(List* list, int64_t root, int64_t place) {
  int64_t size = list->size;
  if (place >= size) return Raise(&IndexErrorType, "index out of range");
  while (place > root) {
    int64_t parent = (place - 1) >> 1;
    if (!TRY((Before<maximum>(list, size, list->items[place], list->items[parent])))) break;
    Swap(list, place, parent);
    place = parent;
  }
  return true;
}

// Moves the hole at `place` down to a leaf along the smaller children, then its item up again.
template <bool maximum>
bool MoveToLeaf(List* list, int64_t place) {
  int64_t size = list->size, root = place;
  if (place >= size) return Raise(&IndexErrorType, "index out of range");
  while (place < size >> 1) {
    int64_t child = 2 * place + 1;
    if (child + 1 < size) {
      Value left = list->items[child], right = list->items[child + 1];
      bool left_first = maximum ? TRY(Less(list, size, right, left))
                                : TRY(Less(list, size, left, right));
      if (!left_first) ++child;
    }
    Swap(list, place, child);
    place = child;
  }
  return MoveToRoot<maximum>(list, root, place);
}

// Takes the root away and puts `last`, an item that is owned, in its place.
template <bool maximum>
Owned PopRoot(List* list) {
  if (list->size == 0) return Raise(&IndexErrorType, "index out of range");
  Handle last = Owned(list->items[--list->size]);
  if (list->size == 0) return last.Release();
  Handle root = Owned(list->items[0]);
  list->items[0] = last.Release().Peek();
  TRY_VOID(MoveToLeaf<maximum>(list, 0));
  return root.Release();
}

template <bool maximum>
Owned ReplaceRoot(List* list, Value item) {
  if (list->size == 0) return Raise(&IndexErrorType, "index out of range");
  Handle root = Owned(list->items[0]);
  list->items[0] = Retain(item).Peek();
  TRY_VOID(MoveToLeaf<maximum>(list, 0));
  return root.Release();
}

template <bool maximum>
Owned Heapify(List* list) {
  for (int64_t i = list->size / 2; i-- > 0;) TRY_VOID(MoveToLeaf<maximum>(list, i));
  return OwnNone();
}

Owned HeapPush(Value, const Value* args, size_t) {
  TRY_VOID(CheckHeap(args[0], "heappush", false));
  TRY_VOID(ListAppend(args[0], args[1]));
  List* list = args[0].As<List>();
  TRY_VOID(MoveToRoot<false>(list, 0, list->size - 1));
  return OwnNone();
}

Owned HeapPop(Value, Value heap) {
  TRY_VOID(CheckHeap(heap, "heappop", true));
  return PopRoot<false>(heap.As<List>());
}

Owned HeapReplace(Value, const Value* args, size_t) {
  TRY_VOID(CheckHeap(args[0], "heapreplace", false));
  return ReplaceRoot<false>(args[0].As<List>(), args[1]);
}

Owned HeapPushPop(Value, const Value* args, size_t) {
  TRY_VOID(CheckHeap(args[0], "heappushpop", false));
  List* list = args[0].As<List>();
  if (list->size == 0) return Retain(args[1]);
  Handle root = Retain(list->items[0]);
  if (!TRY(RichCompareBool(root, args[1], CompareOp::kLt))) return Retain(args[1]);
  return ReplaceRoot<false>(list, args[1]);
}

Owned HeapHeapify(Value, Value heap) {
  TRY_VOID(CheckHeap(heap, "heapify", true));
  return Heapify<false>(heap.As<List>());
}

Owned HeapPopMax(Value, Value heap) {
  TRY_VOID(CheckHeap(heap, "_heappop_max", true));
  return PopRoot<true>(heap.As<List>());
}

Owned HeapReplaceMax(Value, const Value* args, size_t) {
  TRY_VOID(CheckHeap(args[0], "_heapreplace_max", false));
  return ReplaceRoot<true>(args[0].As<List>(), args[1]);
}

Owned HeapHeapifyMax(Value, Value heap) {
  TRY_VOID(CheckHeap(heap, "_heapify_max", true));
  return Heapify<true>(heap.As<List>());
}

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(_heapq, heappush, Positional(HeapPush, 2, 2),
                "($module, heap, item, /)\n--\n\nPush item onto heap, maintaining the heap "
                "invariant."),
    PY_FUNCTION(_heapq, heappushpop, Positional(HeapPushPop, 2, 2),
                "($module, heap, item, /)\n--\n\nPush item on the heap, then pop and return the "
                "smallest item from the heap."),
    PY_FUNCTION(_heapq, heappop, OneArg(HeapPop),
                "($module, heap, /)\n--\n\nPop the smallest item off the heap, maintaining the heap "
                "invariant."),
    PY_FUNCTION(_heapq, heapreplace, Positional(HeapReplace, 2, 2),
                "($module, heap, item, /)\n--\n\nPop and return the current smallest value, and add "
                "the new item."),
    PY_FUNCTION(_heapq, heapify, OneArg(HeapHeapify),
                "($module, heap, /)\n--\n\nTransform list into a heap, in-place, in O(len(heap)) "
                "time."),
    PY_FUNCTION(_heapq, _heappop_max, OneArg(HeapPopMax),
                "($module, heap, /)\n--\n\nMaxheap variant of heappop."),
    PY_FUNCTION(_heapq, _heapify_max, OneArg(HeapHeapifyMax),
                "($module, heap, /)\n--\n\nMaxheap variant of heapify."),
    PY_FUNCTION(_heapq, _heapreplace_max, Positional(HeapReplaceMax, 2, 2),
                "($module, heap, item, /)\n--\n\nMaxheap variant of heapreplace."),
    {}};

bool Execute(Value module) {
  return ModuleAddStr(module, "__about__",
                      "Heaps are lists whose smallest item is the first: heap[k] <= heap[2*k+1] and "
                      "heap[k] <= heap[2*k+2].");
}

}  // namespace

extern const ModuleDefinition HeapqModule{"_heapq", "Heap queue algorithm (a.k.a. priority queue).",
                                          kFunctions, Execute};

}  // namespace polygil
