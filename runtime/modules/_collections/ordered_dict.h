// collections.OrderedDict: a dict whose keys also stand in a doubly linked list, which gives the
// order: an entry of the table can't be moved, a node can.
//
// Nodes live in one array and name each other by number. `node_of` leads from an entry of the
// dict's table to its node. Methods of dict itself (dict.__setitem__(ordered, ...)) change the
// table behind the list's back, as in CPython: a key that the list doesn't know isn't shown, one
// that the table lost is a KeyError when it is reached. So `node_of` is believed only where entry
// and node hold the same key object, and is made anew when the table was rebuilt.
//
// An iterator keeps a node's number, which is good as long as `state` and the size are the same.

#ifndef POLYGIL_RUNTIME_MODULES_COLLECTIONS_ORDERED_DICT_H_
#define POLYGIL_RUNTIME_MODULES_COLLECTIONS_ORDERED_DICT_H_

#include <cstdint>

#include "runtime/types/container/dict.h"

namespace polygil {

inline constexpr int32_t kNoNode = -1;

struct OrderedNode {
  Value key;  // empty: a free node
  int64_t hash;
  int32_t previous, next;  // `next` of a free node: the next free one
  int32_t number;          // the entry's, when last seen
};

// The list; numbers are one more than a node's index, so that zeroed memory is an empty list.
struct OrderedList {
  OrderedNode* nodes;
  int32_t* node_of;  // by entry number, for the table below
  void* table;
  int64_t node_of_size;
  uint64_t state;                // changes with the list, except that clear() keeps it
  int32_t capacity, used, free;  // nodes: room, ever used, first free one + 1
  int32_t first, last;           // + 1; 0: none
};
struct OrderedDict : Dict {
  OrderedList list;
};

extern Type OrderedDictType;

inline int32_t OrderedFirst(const OrderedDict* dict) { return dict->list.first - 1; }
inline int32_t OrderedLast(const OrderedDict* dict) { return dict->list.last - 1; }
inline int32_t OrderedNext(const OrderedDict* dict, int32_t node, bool backwards) {
  const OrderedNode& at = dict->list.nodes[node];
  return backwards ? at.previous : at.next;
}

// The node of an entry of the table; kNoNode: the list doesn't know the key. Runs no Python code.
int32_t OrderedNodeOf(OrderedDict* dict, int64_t number);
// Appends a node for an entry that has none (retains the key).
bool OrderedAppend(OrderedDict* dict, int64_t number);
// Takes a node out; the key's reference is the caller's.
Owned OrderedUnlink(OrderedDict* dict, int32_t node);
void OrderedMove(OrderedDict* dict, int32_t node, bool to_end);
// Empties the list (not the table).
void OrderedDropList(OrderedDict* dict);
// The value of a node's key, retained; a KeyError if the table lost it.
Owned OrderedValue(OrderedDict* dict, int32_t node);
// dict[key] = value for exactly these methods: no subclass is asked.
bool OrderedSet(Value self, Value key, Value value);

// keys(), values(), items() and iterators: ordered_views.cc
Owned OrderedIterate(Value self);
Owned OrderedReversed(Value self);
Owned OrderedKeys(Value self);
Owned OrderedValues(Value self);
Owned OrderedItems(Value self);
bool InitOrderedViews();

bool AddOrderedDict(Value module);  // ordered_dict.cc

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_COLLECTIONS_ORDERED_DICT_H_
