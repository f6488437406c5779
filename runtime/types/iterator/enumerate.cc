// enumerate.

#include "runtime/types/container/sequence.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/iterator/init.h"
#include "runtime/types/iterator/iterator.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type EnumerateType;

namespace {

struct Enumerate : Object {
  Value iterator, index;  // index: an int of any size
  Value pair;             // the last result, used again once nobody else holds it; or empty
};

bool Traverse(Object* self, Visitor visit, void* arg) {
  VISIT(static_cast<Enumerate*>(self)->iterator);
  VISIT(static_cast<Enumerate*>(self)->pair);
  return false;
}
void Destroy(Object* self) {
  ClearField(&static_cast<Enumerate*>(self)->iterator);
  ClearField(&static_cast<Enumerate*>(self)->index);
  ClearField(&static_cast<Enumerate*>(self)->pair);
}

// iterable and start, each at most once; a name that is missing or wrong is told by itself.
bool TakeArguments(const Value* args, size_t nargs, Value keyword_names, Value* values) {
  size_t keywords = keyword_names ? static_cast<size_t>(TupleSize(keyword_names)) : 0;
  if (nargs + keywords > 2)
    return Raise(&TypeErrorType, "enumerate() takes at most 2 arguments (%lld given)",
                 static_cast<long long>(nargs + keywords));
  if (nargs + keywords == 0) return Raise(&TypeErrorType, "enumerate() missing required argument 'iterable'");
  for (size_t i = 0; i < nargs; ++i) values[i] = args[i];
  for (size_t i = 0; i < keywords; ++i) {
    Value name = TupleAt(keyword_names, static_cast<int64_t>(i));
    bool is_iterable = StrEqualsAscii(name, "iterable");
    size_t at = is_iterable ? 0 : 1;
    bool is_known = is_iterable || StrEqualsAscii(name, "start");
    bool lacks_iterable = nargs == 0 && keywords == 1 && !is_iterable;
    if (!is_known || at < nargs || lacks_iterable)
      return Raise(&TypeErrorType, "'%U' is an invalid keyword argument for enumerate()", name);
    values[at] = args[nargs + i];
  }
  return true;
}

Owned NewInstance(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Value values[2] = {};
  TRY_VOID(TakeArguments(args, nargs, keyword_names, values));
  Handle index = TRY(values[1].IsEmpty() ? Owned(Value::Int(0)) : Index(values[1]));
  Handle iterator = TRY(GetIterator(values[0]));
  Owned result = type == &EnumerateType ? AllocateObject(type) : AllocateInstance(type);
  if (!result) return {};
  Enumerate* object = result.Peek().As<Enumerate>();
  object->iterator = iterator.Release().Peek();
  object->index = index.Release().Peek();
  return result;
}

// The pair is ours alone: its items are replaced.
Owned AgainWith(Enumerate* object, Owned item) {
  Handle pair = Retain(object->pair);
  Tuple* tuple = pair.As<Tuple>();
  Value old_index = std::exchange(tuple->items[0], object->index);
  Value old_item = std::exchange(tuple->items[1], item.Peek());
  object->index = Value::Int(object->index.AsInt() + 1);
  TupleUpdateTracking(pair);
  DecRef(old_index);
  DecRef(old_item);
  return pair.Release();
}

Owned Next(Value self) {
  Enumerate* object = self.As<Enumerate>();
  Handle item = IteratorNext(object->iterator);
  if (!item) return {};
  if (IsUniquelyReferenced(object->pair) && object->index.IsInt() &&
      object->index.AsInt() < Value::kSmallIntMax) [[likely]]
    return AgainWith(object, item.Release());
  Value index = object->index;
  object->index = index.IsInt() && index.AsInt() < Value::kSmallIntMax
                      ? Value::Int(index.AsInt() + 1)
                      : TRY(IntAdd(index, Value::Int(1))).Peek();
  Value items[2] = {index, item.Release().Peek()};
  Owned pair = TRY(TupleAdopt(items, 2));
  if (!object->pair) object->pair = Retain(pair.Peek()).Peek();
  return pair;
}

Owned Reduce(Value self) {
  Enumerate* object = self.As<Enumerate>();
  Handle args = TRY(TupleOf({object->iterator, object->index}));
  return TupleOf({Value::Pointer(TypeOf(self)), args});
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(enumerate, __reduce__, NoArgs(Reduce), "Return state information for pickling."),
    PY_METHOD(enumerate, __class_getitem__, OneArg(ClassGetItem, kMethodClass), kClassGetItemDoc),
    {}};

}  // namespace

bool InitEnumerateType() {
  TypeSlots& slots = EnumerateType.slots;
  slots.iterate = Retain;
  slots.next = Next;
  slots.traverse = Traverse;
  slots.destroy = Destroy;
  slots.new_instance = NewInstance;
  return InitBuiltinType(
      {.type = &EnumerateType,
       .name = "enumerate",
       .basic_size = sizeof(Enumerate),
       .flags = kTypeBase | kTypeGc,
       .methods = kMethods,
       .doc = "(iterable, start=0)\n--\n\nReturn an enumerate object.\n\n"
              "  iterable\n    an object supporting iteration\n\n"
              "The enumerate object yields pairs containing a count (from start, which\n"
              "defaults to zero) and a value yielded by the iterable argument.\n\n"
              "enumerate is useful for obtaining an indexed list:\n"
              "    (0, seq[0]), (1, seq[1]), (2, seq[2]), ..."});
}

}  // namespace polygil
