// array as a sequence: items, slices, comparison, iteration, + and *.

#include <cstring>

#include "runtime/modules/array/array.h"
#include "runtime/types/container/sequence.h"
#include "runtime/types/container/slice.h"
#include "runtime/types/container/tuple.h"

namespace polygil {
namespace {

Type ArrayIteratorType;

struct ArrayIterator : Object {
  Value array;  // empty once exhausted
  int64_t index;
};

Array* Of(Value self) { return self.As<Array>(); }

Fallible<int64_t> LengthOf(Value self) { return Of(self)->size; }

Fallible<int64_t> IndexOf(Array* array, Value key, const char* message) {
  int64_t index = key.IsInt() ? key.AsInt() : TRY(IndexExact(key, &IndexErrorType));
  if (index < 0) index += array->size;
  if (index < 0 || index >= array->size) return Raise(&IndexErrorType, "%s", message);
  return index;
}

Owned GetItemSlot(Value self, Value key) {
  Array* array = Of(self);
  if (IsIndexable(key)) {
    int64_t index = TRY(IndexOf(array, key, "array index out of range"));
    return ArrayGet(array, index);
  }
  if (!IsExactly(key, SliceType)) return Raise(&TypeErrorType, "array indices must be integers");
  int64_t start, stop, step, count;
  Handle plain = TRY(SlicePlain(key));
  TRY_VOID(SliceIndices(plain, array->size, &start, &stop, &step, &count));
  return ArraySlice(array, start, step, count);
}

// Removes count items from start on, step apart.
bool DeleteSlice(Array* array, int64_t start, int64_t step, int64_t count) {
  if (count == 0) return true;
  if (array->exports > 0)
    return Raise(&BufferErrorType, "cannot resize an array that is exporting buffers");
  if (step < 0) {
    start += (count - 1) * step;
    step = -step;
  }
  int64_t item = array->kind->size, to = start;
  for (int64_t i = start, next = start, removed = 0; i < array->size; ++i) {
    if (removed < count && i == next) {
      if (++removed < count) next += step;
      continue;
    }
    memmove(ArrayPlace(array, to++), ArrayPlace(array, i), static_cast<size_t>(item));
  }
  return ArrayResize(array, array->size - count);
}

bool AssignSlice(Value self, Value key, Value value) {
  Array* array = Of(self);
  int64_t start, stop, step, count;
  Handle plain = TRY(SlicePlain(key));
  TRY_VOID(SliceIndices(plain, array->size, &start, &stop, &step, &count));
  if (!value) return DeleteSlice(array, start, step, count);
  if (!IsArray(value))
    return Raise(&TypeErrorType, "can only assign array (not \"%.200s\") to array slice",
                 TypeName(value));
  if (Of(value)->kind != array->kind)
    return Raise(&TypeErrorType, "bad argument type for built-in operation");
  Handle copy = TRY(ArraySlice(Of(value), 0, 1, Of(value)->size));
  Array* source = Of(copy);
  int64_t item = array->kind->size;
  if (step != 1) {
    if (source->size != count)
      return Raise(&ValueErrorType,
                   "attempt to assign array of size %zd to extended slice of size %zd",
                   static_cast<ssize_t>(source->size), static_cast<ssize_t>(count));
    for (int64_t i = 0; i < count; ++i)
      memcpy(ArrayPlace(array, start + i * step), ArrayPlace(source, i),
             static_cast<size_t>(item));
    return true;
  }
  int64_t old = array->size, tail = old - (start + count);
  int64_t size = old - count + source->size;
  if (size > old) TRY_VOID(ArrayResize(array, size));
  if (size < old && array->exports > 0)
    return Raise(&BufferErrorType, "cannot resize an array that is exporting buffers");
  if (tail > 0)
    memmove(ArrayPlace(array, start + source->size), ArrayPlace(array, start + count),
            static_cast<size_t>(tail * item));
  if (source->size > 0)
    memcpy(ArrayPlace(array, start), source->data, static_cast<size_t>(source->size * item));
  return size >= old || ArrayResize(array, size);
}

bool SetItemSlotFunction(Value self, Value key, Value value) {
  Array* array = Of(self);
  if (IsExactly(key, SliceType)) return AssignSlice(self, key, value);
  if (!IsIndexable(key)) return Raise(&TypeErrorType, "array indices must be integers");
  int64_t index = TRY(IndexOf(array, key, "array assignment index out of range"));
  if (!value) return DeleteSlice(array, index, 1, 1);
  return array->kind->set(ArrayPlace(array, index), value);
}

Fallible<bool> ContainsFunction(Value self, Value wanted) {
  Array* array = Of(self);
  for (int64_t i = 0; i < array->size; ++i) {
    Handle item = TRY(ArrayGet(array, i));
    bool equal = TRY(Equals(item, wanted));
    if (equal) return true;
  }
  return false;
}

Owned Concat(Value self, Value other) {
  if (!IsArray(other))
    return Raise(&TypeErrorType, "can only append array (not \"%.200s\") to array",
                 TypeName(other));
  if (Of(self)->kind != Of(other)->kind)
    return Raise(&TypeErrorType, "bad argument type for built-in operation");
  Handle result = TRY(ArraySlice(Of(self), 0, 1, Of(self)->size));
  TRY_VOID(ArrayExtend(result, other));
  return result.Release();
}
Owned InplaceConcat(Value self, Value other) {
  if (!IsArray(other))
    return Raise(&TypeErrorType, "can only extend with array (not \"%.200s\")", TypeName(other));
  TRY_VOID(ArrayExtend(self, other));
  return Retain(self);
}
Owned InplaceRepeat(Value self, int64_t count) {
  Array* array = Of(self);
  int64_t size = array->size;
  if (count < 0) count = 0;
  if (size != 0 && count > INT64_MAX / 16 / size) return RaiseMemoryError();
  TRY_VOID(ArrayResize(array, size * count));
  for (int64_t i = 1; i < count && size != 0; ++i)
    memcpy(ArrayPlace(array, i * size), array->data,
           static_cast<size_t>(size * array->kind->size));
  return Retain(self);
}
Owned Repeat(Value self, int64_t count) {
  Handle copy = TRY(ArraySlice(Of(self), 0, 1, Of(self)->size));
  return InplaceRepeat(copy, count);
}

Owned Compare(Value self, Value other, CompareOp op) {
  if (!IsArray(self) || !IsArray(other)) return OwnNotImplemented();
  Array *a = Of(self), *b = Of(other);
  bool equality = op == CompareOp::kEq || op == CompareOp::kNe;
  if (a->size != b->size && equality) return OwnBool(op == CompareOp::kNe);
  bool plain = a->kind == b->kind && a->kind->code != 'f' && a->kind->code != 'd';
  if (plain && equality)
    return OwnBool((a->size == 0 || memcmp(a->data, b->data, static_cast<size_t>(
                                               a->size * a->kind->size)) == 0) ==
                   (op == CompareOp::kEq));
  for (int64_t i = 0; i < a->size && i < b->size; ++i) {
    Handle x = TRY(ArrayGet(a, i)), y = TRY(ArrayGet(b, i));
    bool equal = TRY(Equals(x, y));
    if (equal) continue;
    if (equality) return OwnBool(op == CompareOp::kNe);
    return RichCompare(x, y, op);
  }
  return RichCompare(Value::Int(a->size), Value::Int(b->size), op);
}

// -- Iterator -------------------------------------------------------------------------------------

Owned Iterate(Value self) {
  Owned result = AllocateObject(&ArrayIteratorType);
  if (result) SetField(&result.Peek().As<ArrayIterator>()->array, self);
  return result;
}
Owned Next(Value self) {
  ArrayIterator* iterator = self.As<ArrayIterator>();
  if (iterator->array.IsEmpty()) return {};
  Array* array = Of(iterator->array);
  if (iterator->index < array->size) return ArrayGet(array, iterator->index++);
  ClearField(&iterator->array);
  return {};
}
Owned ReduceMethod(Value self) {
  ArrayIterator* iterator = self.As<ArrayIterator>();
  if (!iterator->array.IsEmpty()) {
    Handle function = TRY(BuiltinNamed("iter"));
    Handle args = TRY(TupleOf({iterator->array}));
    return TupleOf({function, args, Value::Int(iterator->index)});
  }
  Handle function = TRY(BuiltinNamed("iter"));
  Handle empty = TRY(TupleEmpty());
  Handle args = TRY(TupleOf({empty}));
  return TupleOf({function, args});
}
Owned SetState(Value self, Value state) {
  int64_t index = TRY(AsInt64(state));
  ArrayIterator* iterator = self.As<ArrayIterator>();
  if (iterator->array.IsEmpty()) return OwnNone();
  int64_t size = Of(iterator->array)->size;
  iterator->index = index < 0 ? 0 : index > size ? size : index;
  return OwnNone();
}

constexpr MethodDef kIteratorMethods[] = {
    PY_METHOD(arrayiterator, __reduce__, NoArgs(ReduceMethod), kReduceDoc),
    PY_METHOD(arrayiterator, __setstate__, OneArg(SetState), kSetStateDoc),
    {}};

}  // namespace

bool FillArraySequence(TypeSlots* slots) {
  slots->length = LengthOf;
  slots->get_item = GetItemSlot;
  slots->set_item = SetItemSlotFunction;
  slots->contains = ContainsFunction;
  slots->concat = Concat;
  slots->inplace_concat = InplaceConcat;
  slots->repeat = Repeat;
  slots->inplace_repeat = InplaceRepeat;
  slots->rich_compare = Compare;
  slots->iterate = Iterate;
  OwnFields<ArrayIterator, &ArrayIterator::array>(&ArrayIteratorType, true);
  ArrayIteratorType.slots.iterate = Retain;
  ArrayIteratorType.slots.next = Next;
  return ReadyType({.type = &ArrayIteratorType,
                    .name = "array.arrayiterator",
                    .basic_size = sizeof(ArrayIterator),
                    .flags = kTypeGc | kTypeNoInstantiation,
                    .methods = kIteratorMethods});
}

}  // namespace polygil
