// The linked list of OrderedDict and its way from the table's entries to the nodes.

#include <cstring>

#include "runtime/modules/_collections/ordered_dict.h"
#include "runtime/object/heap.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/dict_internal.h"

namespace polygil {
namespace {

constexpr int32_t kSmallestCapacity = 8;
constexpr int32_t kLargestCapacity = INT32_MAX / 2;

bool ReserveNode(OrderedList* list) {
  if (list->free != 0 || list->used < list->capacity) return true;
  if (list->capacity >= kLargestCapacity) return RaiseMemoryError();
  int32_t capacity = list->capacity == 0 ? kSmallestCapacity : list->capacity * 2;
  void* nodes =
      RawReallocate(list->nodes, static_cast<size_t>(list->capacity) * sizeof(OrderedNode),
                    static_cast<size_t>(capacity) * sizeof(OrderedNode));
  if (nodes == nullptr) return RaiseMemoryError();
  list->nodes = static_cast<OrderedNode*>(nodes);
  list->capacity = capacity;
  return true;
}

bool ReserveNodeOf(OrderedList* list, int64_t size) {
  if (size <= list->node_of_size) return true;
  void* node_of =
      RawReallocate(list->node_of, static_cast<size_t>(list->node_of_size) * sizeof(int32_t),
                    static_cast<size_t>(size) * sizeof(int32_t));
  if (node_of == nullptr) return RaiseMemoryError();
  list->node_of = static_cast<int32_t*>(node_of);
  list->node_of_size = size;
  return true;
}

// Follows the list; most lists are in the table's order, so the entry after the last one is tried
// first.
void FillNodeOf(OrderedDict* dict) {
  OrderedList* list = &dict->list;
  memset(list->node_of, 0xFF, static_cast<size_t>(list->node_of_size) * sizeof(int32_t));
  int64_t guess = 0;
  for (int32_t node = OrderedFirst(dict); node != kNoNode; node = list->nodes[node].next) {
    OrderedNode* at = &list->nodes[node];
    int64_t number = guess < dict->used && dict->entries[guess].key == at->key
                         ? guess
                         : DictFindIdentical(dict, at->key, at->hash);
    if (number < 0) continue;
    at->number = static_cast<int32_t>(number);
    list->node_of[number] = node;
    guess = number + 1;
  }
  list->table = dict->table;
}

bool IsCurrent(const OrderedDict* dict) {
  return dict->list.table == dict->table && DictCapacity(dict) <= dict->list.node_of_size;
}

bool Remap(OrderedDict* dict) {
  if (!ReserveNodeOf(&dict->list, DictCapacity(dict))) return false;
  FillNodeOf(dict);
  return true;
}

void LinkLast(OrderedList* list, int32_t node) {
  list->nodes[node].previous = list->last - 1;
  list->nodes[node].next = kNoNode;
  if (list->last == 0)
    list->first = node + 1;
  else
    list->nodes[list->last - 1].next = node;
  list->last = node + 1;
}

void LinkFirst(OrderedList* list, int32_t node) {
  list->nodes[node].next = list->first - 1;
  list->nodes[node].previous = kNoNode;
  if (list->first == 0)
    list->last = node + 1;
  else
    list->nodes[list->first - 1].previous = node;
  list->first = node + 1;
}

void Unlink(OrderedList* list, int32_t node) {
  int32_t previous = list->nodes[node].previous, next = list->nodes[node].next;
  if (previous == kNoNode)
    list->first = next + 1;
  else
    list->nodes[previous].next = next;
  if (next == kNoNode)
    list->last = previous + 1;
  else
    list->nodes[next].previous = previous;
}

}  // namespace

int32_t OrderedNodeOf(OrderedDict* dict, int64_t number) {
  OrderedList* list = &dict->list;
  if (list->first == 0) return kNoNode;
  if (IsCurrent(dict)) [[likely]] {
    int32_t node = list->node_of[number];
    if (node == kNoNode || list->nodes[node].key == dict->entries[number].key) [[likely]]
      return node;
  }
  if (Remap(dict)) return list->node_of[number];
  ClearPending();  // no memory for the map: the list itself knows
  for (int32_t node = OrderedFirst(dict); node != kNoNode; node = list->nodes[node].next)
    if (list->nodes[node].key == dict->entries[number].key) return node;
  return kNoNode;
}

bool OrderedAppend(OrderedDict* dict, int64_t number) {
  OrderedList* list = &dict->list;
  if (!ReserveNode(list) || (!IsCurrent(dict) && !Remap(dict))) return false;
  int32_t node = list->free != 0 ? list->free - 1 : list->used++;
  OrderedNode* at = &list->nodes[node];
  if (list->free != 0) list->free = at->next + 1;
  at->key = Retain(dict->entries[number].key).Peek();
  at->hash = dict->entries[number].hash;
  at->number = static_cast<int32_t>(number);
  LinkLast(list, node);
  list->node_of[number] = node;
  ++list->state;
  return true;
}

Owned OrderedUnlink(OrderedDict* dict, int32_t node) {
  OrderedList* list = &dict->list;
  OrderedNode* at = &list->nodes[node];
  Unlink(list, node);
  if (at->number < list->node_of_size && list->node_of[at->number] == node)
    list->node_of[at->number] = kNoNode;
  Owned key(std::exchange(at->key, Value::Empty()));
  at->next = list->free - 1;
  list->free = node + 1;
  ++list->state;
  return key;
}

void OrderedMove(OrderedDict* dict, int32_t node, bool to_end) {
  OrderedList* list = &dict->list;
  Unlink(list, node);
  to_end ? LinkLast(list, node) : LinkFirst(list, node);
  ++list->state;
}

void OrderedDropList(OrderedDict* dict) {
  uint64_t state = dict->list.state;
  OrderedList old = dict->list;
  dict->list = {};
  dict->list.state = state;
  for (int32_t i = 0; i < old.used; ++i) DecRef(old.nodes[i].key);
  if (old.nodes != nullptr)
    RawFree(old.nodes, static_cast<size_t>(old.capacity) * sizeof(OrderedNode));
  if (old.node_of != nullptr)
    RawFree(old.node_of, static_cast<size_t>(old.node_of_size) * sizeof(int32_t));
}

Owned OrderedValue(OrderedDict* dict, int32_t node) {
  const OrderedNode& at = dict->list.nodes[node];
  bool plain = at.key.IsInt() || IsExactly(at.key, StrType);
  if (plain && at.number < dict->used && dict->entries[at.number].key == at.key) [[likely]]
    return Retain(dict->entries[at.number].value);
  // A key with a __hash__ of its own is looked up by it, whatever it says today.
  Handle key = Retain(at.key);
  Value value = DictGet(Value::Pointer(dict), key);
  if (value) return Retain(value);
  if (HasPendingException()) return {};
  return RaiseKeyError(key);
}

bool OrderedSet(Value self, Value key, Value value) {
  OrderedDict* dict = self.As<OrderedDict>();
  int64_t hash = TRY(DictHash(key));
  int64_t number = DictLookup(dict, key, hash);
  if (number == kDictError) return false;
  if (number < 0) {
    TRY_VOID(DictInsertNew(dict, Retain(key), hash, Retain(value)));
    return OrderedAppend(dict, dict->used - 1);
  }
  if (OrderedNodeOf(dict, number) == kNoNode) TRY_VOID(OrderedAppend(dict, number));
  StoreOwned(&dict->entries[number].value, Retain(value));
  return true;
}

}  // namespace polygil
