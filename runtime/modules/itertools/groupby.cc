// groupby, and the iterators over its groups.

#include "runtime/modules/itertools/itertools.h"
#include "runtime/types/container/sequence.h"

namespace polygil {
namespace {

Type GroupByType, GrouperType;

struct GroupBy : Object {
  Value iterator, key_function;  // key_function None: identity
  Value target_key, current_key, current_value;
  const void* current_group;     // the group object that may still advance the iterator
};

struct Grouper : Object {
  Value parent, target_key;
};

Owned GroupByMake(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[2];
  TRY_VOID(BindArguments("groupby", "($self, /, iterable, key=None)\n--\n\n", args, nargs,
                         keyword_names, bound));
  Handle iterator = TRY(GetIterator(bound[0]));
  Owned result = NewInstanceOf(type);
  if (!result) return {};
  GroupBy* object = result.Peek().As<GroupBy>();
  object->iterator = iterator.Release().Peek();
  object->key_function = Retain(bound[1] ? bound[1] : Value::None()).Peek();
  return result;
}

// Takes the next item and its key. False: exhausted, or failed.
bool Step(GroupBy* object) {
  Handle item = IteratorNext(object->iterator);
  if (!item) return false;
  Handle key;
  if (object->key_function.IsNone()) {
    key = Retain(item);
  } else {
    key = Call(object->key_function, {item});
    if (!key) return false;
  }
  StoreOwned(&object->current_value, item.Release());
  StoreOwned(&object->current_key, key.Release());
  return true;
}

Owned GrouperNew(GroupBy* parent, Value target_key) {
  Owned result = AllocateObject(&GrouperType);
  if (!result) return {};
  Grouper* group = result.Peek().As<Grouper>();
  SetField(&group->parent, Value::Pointer(parent));
  SetField(&group->target_key, target_key);
  parent->current_group = group;
  return result;
}

Fallible<bool> SameKey(Value a, Value b) {
  Handle hold_a = Retain(a), hold_b = Retain(b);
  return Equals(a, b);
}

Owned GroupByNext(Value self) {
  GroupBy* object = self.As<GroupBy>();
  object->current_group = nullptr;
  for (;;) {
    if (!object->current_key.IsEmpty()) {
      if (object->target_key.IsEmpty()) break;
      if (!TRY(SameKey(object->target_key, object->current_key))) break;
    }
    if (!Step(object)) return {};
  }
  SetField(&object->target_key, object->current_key);
  Handle group = TRY(GrouperNew(object, object->target_key));
  return TupleOf({object->current_key, group});
}

Owned GroupByReduce(Value self) {
  GroupBy* object = self.As<GroupBy>();
  Owned args = TupleOf({object->iterator, object->key_function});
  if (object->target_key.IsEmpty() || object->current_key.IsEmpty() ||
      object->current_value.IsEmpty())
    return ReduceTo(self, args);
  return ReduceTo(self, args,
                  TupleOf({object->current_value, object->target_key, object->current_key}));
}
Owned GroupBySetState(Value self, Value state) {
  if (!IsTuple(state)) return Raise(&TypeErrorType, "state is not a tuple");
  if (TupleSize(state) != 3)
    return Raise(&TypeErrorType, "function takes exactly 3 arguments (%zd given)",
                 static_cast<ssize_t>(TupleSize(state)));
  GroupBy* object = self.As<GroupBy>();
  SetField(&object->current_value, TupleAt(state, 0));
  SetField(&object->target_key, TupleAt(state, 1));
  SetField(&object->current_key, TupleAt(state, 2));
  return OwnNone();
}

Owned GrouperMake(Type*, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(CheckNoKeywords("_grouper", keyword_names));
  TRY_VOID(CheckPositional("_grouper", nargs, 2, 2));
  if (!IsInstanceOf(args[0], GroupByType))
    return Raise(&TypeErrorType, "_grouper() argument 1 must be itertools.groupby, not %.50s",
                 TypeName(args[0]));
  return GrouperNew(args[0].As<GroupBy>(), args[1]);
}

Owned GrouperNext(Value self) {
  Grouper* group = self.As<Grouper>();
  GroupBy* parent = group->parent.As<GroupBy>();
  if (parent->current_group != group) return {};
  if (parent->current_value.IsEmpty() && !Step(parent)) return {};
  if (!TRY(SameKey(group->target_key, parent->current_key))) return {};
  Owned item(parent->current_value);
  parent->current_value = Value::Empty();
  return item;
}

Owned GrouperReduce(Value self) {
  Grouper* group = self.As<Grouper>();
  if (group->parent.As<GroupBy>()->current_group != group) {
    Handle iter = TRY(BuiltinNamed("iter"));
    Handle empty = TRY(TupleEmpty());
    Handle args = TRY(TupleOf({empty}));
    return TupleOf({iter, args});
  }
  return ReduceTo(self, TupleOf({group->parent, group->target_key}));
}

void GrouperDestroy(Object* self) {
  auto* group = static_cast<Grouper*>(self);
  if (!group->parent.IsEmpty() && group->parent.As<GroupBy>()->current_group == group)
    group->parent.As<GroupBy>()->current_group = nullptr;
  ClearField(&group->parent);
  ClearField(&group->target_key);
}

constexpr MethodDef kGroupByMethods[] = {
    PY_METHOD(groupby, __reduce__, NoArgs(GroupByReduce), kReduceDoc),
    PY_METHOD(groupby, __setstate__, OneArg(GroupBySetState), kSetStateDoc),
    {}};
constexpr MethodDef kGrouperMethods[] = {
    PY_METHOD(_grouper, __reduce__, NoArgs(GrouperReduce), kReduceDoc), {}};

}  // namespace

bool AddGroupBy(Value module) {
  OwnFields<GroupBy, &GroupBy::iterator, &GroupBy::key_function, &GroupBy::target_key,
            &GroupBy::current_key, &GroupBy::current_value>(&GroupByType);
  GrouperType.slots.traverse = TraverseFields<Grouper, &Grouper::parent, &Grouper::target_key>;
  GrouperType.slots.destroy = GrouperDestroy;
  GrouperType.slots.iterate = Retain;
  GrouperType.slots.next = GrouperNext;
  GrouperType.slots.new_instance = GrouperMake;
  return AddType(module, {.type = &GrouperType,
                          .name = "itertools._grouper",
                          .basic_size = sizeof(Grouper),
                          .flags = kTypeGc,
                          .methods = kGrouperMethods}) &&
         AddIteratorType(module, &GroupByType, "itertools.groupby", sizeof(GroupBy), GroupByNext,
                         GroupByMake, kGroupByMethods,
                         "(iterable, key=None)\n--\n\n"
                         "Pairs of a key and an iterator over the neighbouring items that have it.");
}

}  // namespace polygil
