// slice objects and the arithmetic of extended slices.

#include "runtime/types/container/slice.h"

#include "runtime/types/container/init.h"
#include "runtime/types/container/sequence.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

// One bound of a slice: any object with __index__, clipped into int64.
bool Bound(Value v, int64_t* out) {
  if (v.IsInt()) [[likely]] {
    *out = v.AsInt();
    return true;
  }
  if (TypeOf(v)->slots.index == nullptr)
    return Raise(&TypeErrorType,
                 "slice indices must be integers or None or have an __index__ method");
  *out = TRY(IndexClipped(v));
  return true;
}

}  // namespace

Owned SliceNew(Value start, Value stop, Value step) {
  Owned result = AllocateObject(&SliceType);
  if (!result) return {};
  Slice* slice = result.Peek().As<Slice>();
  slice->start = Retain(start.IsEmpty() ? Value::None() : start).Peek();
  slice->stop = Retain(stop.IsEmpty() ? Value::None() : stop).Peek();
  slice->step = Retain(step.IsEmpty() ? Value::None() : step).Peek();
  return result;
}

Owned SlicePlain(Value self) {
  Slice* slice = self.As<Slice>();
  auto plain = [](Value v) { return v.IsInt() || v.IsNone(); };
  if (plain(slice->start) && plain(slice->stop) && plain(slice->step)) [[likely]]
    return Retain(self);
  Handle hold = Retain(self), parts[3];
  Value bounds[3] = {slice->start, slice->stop, slice->step};
  for (int i : {2, 0, 1}) {
    if (bounds[i].IsNone()) {
      parts[i] = OwnNone();
      continue;
    }
    int64_t number;
    TRY_VOID(Bound(bounds[i], &number));
    parts[i] = TRY(IntFromInt64(number));
  }
  return SliceNew(parts[0], parts[1], parts[2]);
}

bool SliceIndices(Value self, int64_t length, int64_t* start, int64_t* stop, int64_t* step,
                  int64_t* count) {
  Slice* slice = self.As<Slice>();
  *step = 1;
  if (!slice->step.IsNone()) {
    TRY_VOID(Bound(slice->step, step));
    if (*step == 0) return Raise(&ValueErrorType, "slice step cannot be zero");
    if (*step < -INT64_MAX) *step = -INT64_MAX;
  }
  bool down = *step < 0;
  *start = down ? length - 1 : 0;
  *stop = down ? -1 : length;
  int64_t lowest = down ? -1 : 0, highest = down ? length - 1 : length;
  auto clip = [&](int64_t* bound) {
    if (*bound < 0) {
      *bound += length;
      if (*bound < lowest) *bound = lowest;
    } else if (*bound > highest) {
      *bound = highest;
    }
  };
  if (!slice->start.IsNone()) {
    TRY_VOID(Bound(slice->start, start));
    clip(start);
  }
  if (!slice->stop.IsNone()) {
    TRY_VOID(Bound(slice->stop, stop));
    clip(stop);
  }
  if (down)
    *count = *stop < *start ? (*start - *stop - 1) / -*step + 1 : 0;
  else
    *count = *start < *stop ? (*stop - *start - 1) / *step + 1 : 0;
  return true;
}

namespace {

Owned SliceNewInstance(Type*, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(CheckNoKeywords("slice", keyword_names));
  TRY_VOID(CheckPositional("slice", nargs, 1, 3));
  if (nargs == 1) return SliceNew(Value::None(), args[0], Value::None());
  return SliceNew(args[0], args[1], nargs == 3 ? args[2] : Value::None());
}

Owned SliceRepr(Value self) {
  Slice* slice = self.As<Slice>();
  return StrFormat("slice(%R, %R, %R)", slice->start, slice->stop, slice->step);
}

Owned SliceCompare(Value self, Value other, CompareOp op) {
  if (!IsExactly(other, SliceType)) return OwnNotImplemented();
  if (self == other) {
    bool holds = op == CompareOp::kEq || op == CompareOp::kLe || op == CompareOp::kGe;
    return OwnBool(holds);
  }
  Slice* a = self.As<Slice>();
  Slice* b = other.As<Slice>();
  Handle left = TRY(TupleOf({a->start, a->stop, a->step}));
  Handle right = TRY(TupleOf({b->start, b->stop, b->step}));
  return RichCompare(left, right, op);
}

bool SliceTraverse(Object* self, Visitor visit, void* arg) {
  Slice* slice = static_cast<Slice*>(self);
  VISIT(slice->start);
  VISIT(slice->stop);
  VISIT(slice->step);
  return false;
}

void SliceDestroy(Object* self) {
  Slice* slice = static_cast<Slice*>(self);
  ClearField(&slice->step);
  ClearField(&slice->stop);
  ClearField(&slice->start);
}

Owned SliceReduceMethod(Value self) {
  Slice* slice = self.As<Slice>();
  Handle parts = TRY(TupleOf({slice->start, slice->stop, slice->step}));
  return TupleOf({Value::Pointer(&SliceType), parts});
}

// slice.indices works on ints of any size.
Owned IndexOf(Value v) {
  if (TypeOf(v)->slots.index == nullptr)
    return Raise(&TypeErrorType,
                 "slice indices must be integers or None or have an __index__ method");
  return Index(v);
}

Owned ClipIndex(Value bound, Value length, Value lowest, Value highest) {
  Handle index = TRY(IndexOf(bound));
  if (IntSign(index) < 0) {
    index = TRY(IntAdd(index, length));
    return IntCompare(index, lowest) < 0 ? Retain(lowest) : index.Release();
  }
  return IntCompare(index, highest) > 0 ? Retain(highest) : index.Release();
}

Owned SliceIndicesMethod(Value self, Value argument) {
  Slice* slice = self.As<Slice>();
  Handle length = TRY(Index(argument));
  if (IntSign(length) < 0) return Raise(&ValueErrorType, "length should not be negative");
  Handle step = TRY(slice->step.IsNone() ? Owned(Value::Int(1)) : IndexOf(slice->step));
  int sign = IntSign(step);
  if (sign == 0) return Raise(&ValueErrorType, "slice step cannot be zero");
  Value minus_one = Value::Int(-1);
  Handle lowest = Owned(sign < 0 ? minus_one : Value::Int(0));
  Handle highest = TRY(sign < 0 ? IntAdd(length, minus_one) : Retain(length));
  Handle start = TRY(slice->start.IsNone() ? Retain(sign < 0 ? highest : lowest)
                                           : ClipIndex(slice->start, length, lowest, highest));
  Handle stop = TRY(slice->stop.IsNone() ? Retain(sign < 0 ? lowest : highest)
                                         : ClipIndex(slice->stop, length, lowest, highest));
  return TupleOf({start, stop, step});
}

constexpr MethodDef kSliceMethods[] = {
    PY_METHOD(slice, indices, OneArg(SliceIndicesMethod),
              "S.indices(len) -> (start, stop, stride)\n\n"
              "Assuming a sequence of length len, calculate the start and stop\n"
              "indices, and the stride length of the extended slice described by\n"
              "S. Out of bounds indices are clipped in a manner consistent with the\n"
              "handling of normal slices."),
    PY_METHOD(slice, __reduce__, NoArgs(SliceReduceMethod),
              "Return state information for pickling."),
    {}};

constexpr MemberDef kSliceMembers[] = {
    {"start", offsetof(Slice, start), MemberKind::kReadOnlyNone, nullptr},
    {"stop", offsetof(Slice, stop), MemberKind::kReadOnlyNone, nullptr},
    {"step", offsetof(Slice, step), MemberKind::kReadOnlyNone, nullptr},
    {}};

}  // namespace

Type SliceType;

bool InitSliceType() {
  TypeSlots& slots = SliceType.slots;
  slots.repr = SliceRepr;
  slots.rich_compare = SliceCompare;
  slots.traverse = SliceTraverse;
  slots.destroy = SliceDestroy;
  slots.new_instance = SliceNewInstance;
  return InitBuiltinType({.type = &SliceType,
                          .name = "slice",
                          .basic_size = sizeof(Slice),
                          .flags = kTypeGc,
                          .methods = kSliceMethods,
                          .members = kSliceMembers,
                          .doc = "slice(stop)\nslice(start, stop[, step])\n\nCreate a slice "
                                 "object.  This is used for extended slicing (e.g. a[0:10:2])."});
}

}  // namespace polygil
