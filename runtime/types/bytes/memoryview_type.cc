// The type memoryview: subscripts, cast(), attributes.

#include <cstring>

#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/byte_methods.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/bytes/init.h"
#include "runtime/types/bytes/memoryview.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/slice.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/arguments.h"
#include "runtime/types/text/intern.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

MemoryView* Of(Value self) { return self.As<MemoryView>(); }
BufferView& ViewOf(Value self) { return Of(self)->view; }

Owned NewSlotOfView(Type*, const Value* args, size_t nargs, Value keyword_names) {
  Value values[1];
  TRY_VOID(BindArguments("memoryview", "(object)\n--\n\n", args, nargs, keyword_names, values));
  return MemoryViewFrom(values[0]);
}

Owned ReprSlotOfView(Value self) {
  return StrFormat(Of(self)->released ? "<released memory at %p>" : "<memory at %p>",
                   static_cast<void*>(self.AsObject()));
}

Fallible<int64_t> LengthSlotOfView(Value self) {
  TRY_VOID(CheckNotReleased(self));
  return ViewOf(self).dimensions == 0 ? 1 : ViewOf(self).shape[0];
}

// The contents as one block: in place if they are one, else copied into *owner.
bool Block(Value self, Handle* owner, const uint8_t** data) {
  const BufferView& view = ViewOf(self);
  *data = static_cast<const uint8_t*>(view.data);
  if (IsContiguous(view, 'C')) return true;
  *owner = TRY(BytesNew(nullptr, view.length));
  CopyFromBuffer(view, owner->As<Bytes>()->data);
  *data = owner->As<Bytes>()->data;
  return true;
}

Fallible<int64_t> HashSlotOfView(Value self) {
  MemoryView* view = Of(self);
  if (view->hash != -1) return view->hash;
  TRY_VOID(CheckNotReleased(self));
  if (!view->view.read_only)
    return Raise(&ValueErrorType, "cannot hash writable memoryview object");
  char code;
  NativeItemSize(view->view.format, &code);
  if (view->view.item_size != 1 || (code != 'B' && code != 'b' && code != 'c'))
    return Raise(&ValueErrorType,
                 "memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
  int64_t exporter_hash = TRY(Hash(view->managed.As<ManagedBuffer>()->view.owner));
  (void)exporter_hash;  // an unhashable exporter raises
  Handle owner;
  const uint8_t* data;
  TRY_VOID(Block(self, &owner, &data));
  view->hash = HashBytes(CurrentHashSecret(), data, static_cast<size_t>(view->view.length));
  return view->hash;
}

// -- Subscripts -----------------------------------------------------------------------------------

bool IsIndexable(Value key) { return IsAnyInt(key) || TypeOf(key)->slots.index != nullptr; }

uint8_t* StepInto(Value self, int dimension, uint8_t* base, Value key) {
  const BufferView& view = ViewOf(self);
  Fallible<int64_t> read = IndexExact(key, &IndexErrorType);
  if (!read) return nullptr;
  int64_t index = read.value < 0 ? read.value + view.shape[dimension] : read.value;
  if (index < 0 || index >= view.shape[dimension])
    return Raise(&IndexErrorType, "index out of bounds on dimension %d", dimension + 1);
  uint8_t* item = base + index * view.strides[dimension];
  if (view.suboffsets != nullptr && view.suboffsets[dimension] >= 0)
    item = *reinterpret_cast<uint8_t**>(item) + view.suboffsets[dimension];
  return item;
}

bool IsIndexTuple(Value key) {
  if (!IsTuple(key)) return false;
  for (int64_t i = 0; i < TupleSize(key); ++i)
    if (!IsIndexable(TupleAt(key, i))) return false;
  return true;
}

bool IsSliceTuple(Value key) {
  if (!IsTuple(key) || TupleSize(key) == 0) return false;
  for (int64_t i = 0; i < TupleSize(key); ++i)
    if (!IsExactly(TupleAt(key, i), SliceType)) return false;
  return true;
}

// The item that an int (one dimension) or a tuple of ints means; null: raised.
uint8_t* Locate(Value self, Value key) {
  const BufferView& view = ViewOf(self);
  auto* at = static_cast<uint8_t*>(view.data);
  if (!IsTuple(key)) {
    if (view.dimensions > 1)
      return Raise(&NotImplementedErrorType, "multi-dimensional sub-views are not implemented");
    return StepInto(self, 0, at, key);
  }
  if (TupleSize(key) < view.dimensions)
    return Raise(&NotImplementedErrorType, "sub-views are not implemented");
  if (TupleSize(key) > view.dimensions)
    return Raise(&TypeErrorType, "cannot index %d-dimension view with %zd-element tuple",
                 view.dimensions, TupleSize(key));
  for (int i = 0; i < view.dimensions && at != nullptr; ++i)
    at = StepInto(self, i, at, TupleAt(key, i));
  return at;
}

Owned SliceOfView(Value self, Value slice) {
  int64_t start, stop, step, count;
  // The copy comes first: it keeps the memory while __index__ methods run, which may release `self`.
  Handle made = TRY(MemoryViewCopy(self, ViewOf(self).dimensions));
  TRY_VOID(SliceIndices(slice, ViewOf(made).shape[0], &start, &stop, &step, &count));
  BufferView& view = ViewOf(made);
  view.data = static_cast<uint8_t*>(view.data) + view.strides[0] * start;
  view.shape[0] = count;
  view.strides[0] *= step;
  SetLength(Of(made));
  return made.Release();
}

Owned GetItemSlotOfView(Value self, Value key) {
  TRY_VOID(CheckNotReleased(self));
  const BufferView& view = ViewOf(self);
  if (view.dimensions == 0) {
    if (IsTuple(key) && TupleSize(key) == 0)
      return UnpackItem(view.format, static_cast<uint8_t*>(view.data));
    if (key.IsEllipsis()) return Retain(self);
    return Raise(&TypeErrorType, "invalid indexing of 0-dim memory");
  }
  if (IsIndexable(key) || IsIndexTuple(key)) {
    uint8_t* item = Locate(self, key);
    if (item == nullptr || !CheckNotReleased(self)) return {};
    return UnpackItem(view.format, item);
  }
  if (IsExactly(key, SliceType)) return SliceOfView(self, key);
  if (IsSliceTuple(key))
    return Raise(&NotImplementedErrorType, "multi-dimensional slicing is not implemented");
  return Raise(&TypeErrorType, "memoryview: invalid slice key");
}

// Copies one dimension; the two may overlap.
bool AssignView(Value target, Value source) {
  const BufferView& to = ViewOf(target);
  const BufferView& from = ViewOf(source);
  bool same_format = strcmp(*to.format == '@' ? to.format + 1 : to.format,
                            *from.format == '@' ? from.format + 1 : from.format) == 0;
  if (!same_format || to.item_size != from.item_size || from.dimensions != 1 ||
      to.shape[0] != from.shape[0])
    return Raise(&ValueErrorType,
                 "memoryview assignment: lvalue and rvalue have different structures");
  if (to.length == 0) return true;
  Handle copy = TRY(BytesNew(nullptr, from.length));
  CopyFromBuffer(from, copy.As<Bytes>()->data);
  const uint8_t* bytes = copy.As<Bytes>()->data;
  for (int64_t i = 0; i < to.shape[0]; ++i)
    memcpy(static_cast<uint8_t*>(to.data) + i * to.strides[0], bytes + i * to.item_size,
           static_cast<size_t>(to.item_size));
  return true;
}

bool SetItemSlotOfView(Value self, Value key, Value value) {
  TRY_VOID(CheckNotReleased(self));
  const BufferView& view = ViewOf(self);
  if (view.read_only) return Raise(&TypeErrorType, "cannot modify read-only memory");
  if (!value) return Raise(&TypeErrorType, "cannot delete memory");
  if (view.dimensions == 0) {
    if (key.IsEllipsis() || (IsTuple(key) && TupleSize(key) == 0))
      return PackItem(view.format, static_cast<uint8_t*>(view.data), value);
    return Raise(&TypeErrorType, "invalid indexing of 0-dim memory");
  }
  if (IsIndexable(key) || IsIndexTuple(key)) {
    uint8_t* item = Locate(self, key);
    if (item == nullptr) return false;
    // Converting the value may run code that releases the view.
    uint8_t scratch[16];
    TRY_VOID(PackItem(view.format, scratch, value) && CheckNotReleased(self));
    memcpy(item, scratch, static_cast<size_t>(view.item_size));
    return true;
  }
  if (IsExactly(key, SliceType) && view.dimensions == 1) {
    Handle source = TRY(MemoryViewFrom(value));
    Handle target = TRY(SliceOfView(self, key));
    TRY_VOID(CheckNotReleased(self));
    return AssignView(target, source);
  }
  if (IsExactly(key, SliceType) || IsSliceTuple(key))
    return Raise(&NotImplementedErrorType,
                 "memoryview slice assignments are currently restricted to ndim = 1");
  return Raise(&TypeErrorType, "memoryview: invalid slice key");
}

// -- Methods --------------------------------------------------------------------------------------

Owned ReleaseMethod(Value self) {
  TRY_VOID(MemoryViewRelease(self));
  return OwnNone();
}
Owned EnterMethod(Value self) {
  TRY_VOID(CheckNotReleased(self));
  return Retain(self);
}
Owned ExitMethod(Value self, const Value*, size_t) { return ReleaseMethod(self); }

Owned ToListMethod(Value self) {
  TRY_VOID(CheckNotReleased(self));
  return MemoryViewToList(self);
}

// Fortran order: the first index runs fastest.
void CopyFortran(const BufferView& view, uint8_t* out) {
  int64_t index[kMaximumDimensions] = {};
  int64_t items = view.item_size != 0 ? view.length / view.item_size : 0;
  for (int64_t n = 0; n < items; ++n) {
    const auto* at = static_cast<const uint8_t*>(view.data);
    for (int d = 0; d < view.dimensions; ++d) {
      at += index[d] * view.strides[d];
      if (view.suboffsets != nullptr && view.suboffsets[d] >= 0)
        at = *reinterpret_cast<uint8_t* const*>(at) + view.suboffsets[d];
    }
    memcpy(out + n * view.item_size, at, static_cast<size_t>(view.item_size));
    for (int d = 0; d < view.dimensions && ++index[d] == view.shape[d]; ++d) index[d] = 0;
  }
}

Owned ToBytesMethod(Value self, const Value* args) {
  TRY_VOID(CheckNotReleased(self));
  char order = 'C';
  if (args[0] && !args[0].IsNone()) {
    if (!IsStr(args[0]))
      return Raise(&TypeErrorType, "tobytes() argument 'order' must be str or None, not %.50s",
                   TypeName(args[0]));
    if (StrEqualsAscii(args[0], "F")) order = 'F';
    else if (StrEqualsAscii(args[0], "A")) order = 'A';
    else if (!StrEqualsAscii(args[0], "C"))
      return Raise(&ValueErrorType, "order must be 'C', 'F' or 'A'");
  }
  const BufferView& view = ViewOf(self);
  if (order == 'A') order = !IsContiguous(view, 'C') && IsContiguous(view, 'F') ? 'F' : 'C';
  if (view.length == 0) return BytesNew("", 0);
  Owned made = BytesNew(nullptr, view.length);
  if (!made) return made;
  uint8_t* out = made.Peek().As<Bytes>()->data;
  if (order == 'F') CopyFortran(view, out);
  else CopyFromBuffer(view, out);
  return made;
}

Owned HexMethod(Value self, const Value* args) {
  TRY_VOID(CheckNotReleased(self));
  Handle owner;
  const uint8_t* data;
  TRY_VOID(Block(self, &owner, &data));
  return HexText(data, ViewOf(self).length, args[0], args[1]);
}

Owned ToReadOnlyMethod(Value self) {
  TRY_VOID(CheckNotReleased(self));
  Owned made = MemoryViewCopy(self, ViewOf(self).dimensions);
  if (made) ViewOf(made.Peek()).read_only = true;
  return made;
}

bool IsByteFormat(const char* format) {
  char code;
  return NativeItemSize(format, &code) == 1 && code != '?';
}

bool CastFormat(Value made, Value format) {
  if (!IsStr(format))
    return Raise(&TypeErrorType, "cast() argument 'format' must be str, not %.50s",
                 format.IsNone() ? "None" : TypeName(format));
  Handle owner;
  std::string_view text = TRY(StrAsUtf8(format, &owner));
  char code;
  int64_t size = text.size() < sizeof(Of(made)->own_format) ? NativeItemSize(text.data(), &code) : 0;
  if (size == 0)
    return Raise(&ValueErrorType,
                 "memoryview: destination format must be a native single character format prefixed "
                 "with an optional '@'");
  BufferView& view = ViewOf(made);
  if (!IsByteFormat(view.format) && !IsByteFormat(text.data()))
    return Raise(&TypeErrorType, "memoryview: cannot cast between two non-byte formats");
  if (view.length % size != 0)
    return Raise(&TypeErrorType, "memoryview: length is not a multiple of itemsize");
  strcpy(Of(made)->own_format, text.data());
  view.format = Of(made)->own_format;
  view.item_size = size;
  view.shape[0] = view.length / size;
  view.strides[0] = size;
  return true;
}

Owned CastShape(Value flat, Value shape) {
  bool is_list = IsList(shape);
  int64_t count = is_list ? ListSize(shape) : TupleSize(shape);
  if (count > kMaximumDimensions)
    return Raise(&ValueErrorType, "memoryview: number of dimensions must not exceed 64");
  Handle made = TRY(MemoryViewCopy(flat, static_cast<int>(count)));
  BufferView& view = ViewOf(made);
  int64_t total = view.item_size;
  for (int64_t i = 0; i < count; ++i) {
    Value item = is_list ? ListAt(shape, i) : TupleAt(shape, i);
    int64_t extent;
    if (!IsAnyInt(item))
      return Raise(&TypeErrorType, "memoryview.cast(): elements of shape must be integers");
    if (!IntFitsInt64(item, &extent) || extent <= 0)
      return Raise(&ValueErrorType, "memoryview.cast(): elements of shape must be integers > 0");
    if (__builtin_mul_overflow(total, extent, &total))
      return Raise(&ValueErrorType, "memoryview.cast(): product(shape) > SSIZE_MAX");
    view.shape[i] = extent;
  }
  if (total != view.length)
    return Raise(&TypeErrorType, "memoryview: product(shape) * itemsize != buffer size");
  SetCStrides(Of(made));
  return made.Release();
}

}  // namespace

Owned MemoryViewCast(Value self, const Value* args) {
  TRY_VOID(CheckNotReleased(self));
  const BufferView& view = ViewOf(self);
  if (!IsContiguous(view, 'C'))
    return Raise(&TypeErrorType, "memoryview: casts are restricted to C-contiguous views");
  bool has_zero = false;
  for (int i = 0; i < view.dimensions; ++i) has_zero = has_zero || view.shape[i] == 0;
  if ((args[1] || view.dimensions != 1) && has_zero)
    return Raise(&TypeErrorType,
                 "memoryview: cannot cast view with zeros in shape or strides");
  if (args[1]) {
    if (!IsList(args[1]) && !IsTuple(args[1]))
      return Raise(&TypeErrorType, "shape must be a list or a tuple");
    int64_t count = IsList(args[1]) ? ListSize(args[1]) : TupleSize(args[1]);
    if (view.dimensions != 1 && count != 1)
      return Raise(&TypeErrorType, "memoryview: cast must be 1D -> ND or ND -> 1D");
  }
  Handle flat = TRY(MemoryViewCopy(self, 1));
  TRY_VOID(CastFormat(flat, args[0]));
  if (!args[1]) return flat.Release();
  return CastShape(flat, args[1]);
}

namespace {

// -- Attributes -----------------------------------------------------------------------------------

Owned TupleOfSizes(const int64_t* sizes, int count) {
  Handle tuple = TRY(TupleNew(count));
  for (int i = 0; i < count; ++i) TupleInit(tuple, i, Owned(Value::Int(sizes[i])));
  return tuple.Release();
}

Owned GetObj(Value self) {
  TRY_VOID(CheckNotReleased(self));
  Value owner = Of(self)->managed.As<ManagedBuffer>()->view.owner;
  return owner ? Retain(owner) : OwnNone();
}
Owned GetNbytes(Value self) {
  TRY_VOID(CheckNotReleased(self));
  return Owned(Value::Int(ViewOf(self).length));
}
Owned GetReadonly(Value self) {
  TRY_VOID(CheckNotReleased(self));
  return OwnBool(ViewOf(self).read_only);
}
Owned GetItemsize(Value self) {
  TRY_VOID(CheckNotReleased(self));
  return Owned(Value::Int(ViewOf(self).item_size));
}
Owned GetFormat(Value self) {
  TRY_VOID(CheckNotReleased(self));
  return StrFromUtf8(ViewOf(self).format, strlen(ViewOf(self).format));
}
Owned GetNdim(Value self) {
  TRY_VOID(CheckNotReleased(self));
  return Owned(Value::Int(ViewOf(self).dimensions));
}
Owned GetShape(Value self) {
  TRY_VOID(CheckNotReleased(self));
  return TupleOfSizes(ViewOf(self).shape, ViewOf(self).dimensions);
}
Owned GetStrides(Value self) {
  TRY_VOID(CheckNotReleased(self));
  return TupleOfSizes(ViewOf(self).strides, ViewOf(self).dimensions);
}
Owned GetSuboffsets(Value self) {
  TRY_VOID(CheckNotReleased(self));
  if (ViewOf(self).suboffsets == nullptr) return TupleEmpty();
  return TupleOfSizes(ViewOf(self).suboffsets, ViewOf(self).dimensions);
}
template <char kOrder>
Owned GetContiguous(Value self) {
  TRY_VOID(CheckNotReleased(self));
  return OwnBool(IsContiguous(ViewOf(self), kOrder));
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(memoryview, release, NoArgs(ReleaseMethod),
              "($self, /)\n--\n\nGive the buffer of the underlying object back."),
    PY_METHOD(memoryview, tobytes, Bound(ToBytesMethod),
              "($self, /, order='C')\n--\n\nReturn the contents as bytes, in C or Fortran order."),
    PY_METHOD(memoryview, hex, Bound(HexMethod),
              "($self, /, sep=<unrepresentable>, bytes_per_sep=1)\n--\n\n"
              "Return the contents as hexadecimal digits.\n\n"
              "   >>> memoryview(b'spam').hex()\n   '7370616d'"),
    PY_METHOD(memoryview, tolist, NoArgs(ToListMethod),
              "($self, /)\n--\n\nReturn the items as a list, nested by dimensions."),
    PY_METHOD(memoryview, cast, Bound(MemoryViewCast),
              "($self, /, format, shape=<unrepresentable>)\n--\n\n"
              "View the memory with another format or shape."),
    PY_METHOD(memoryview, toreadonly, NoArgs(ToReadOnlyMethod),
              "($self, /)\n--\n\nReturn a read-only view."),
    PY_METHOD(memoryview, __enter__, NoArgs(EnterMethod), nullptr),
    PY_METHOD(memoryview, __exit__, Positional(ExitMethod, 0, kNoMaximum), nullptr),
    {}};

constexpr PropertyDef kProperties[] = {
    {"obj", GetObj, nullptr, "The underlying object of the memoryview."},
    {"nbytes", GetNbytes, nullptr, "Bytes that the items take in C order."},
    {"readonly", GetReadonly, nullptr, "Whether the memory is read only."},
    {"itemsize", GetItemsize, nullptr, "Bytes of one item."},
    {"format", GetFormat, nullptr, "The format of an item, as of the struct module."},
    {"ndim", GetNdim, nullptr, "The number of dimensions."},
    {"shape", GetShape, nullptr, "The extent of each dimension."},
    {"strides", GetStrides, nullptr, "Bytes from one item to the next, by dimension."},
    {"suboffsets", GetSuboffsets, nullptr, "For arrays of pointers, as PIL has them."},
    {"c_contiguous", GetContiguous<'C'>, nullptr, "Whether the memory is one block in C order."},
    {"f_contiguous", GetContiguous<'F'>, nullptr,
     "Whether the memory is one block in Fortran order."},
    {"contiguous", GetContiguous<'A'>, nullptr, "Whether the memory is one block."},
    {}};

}  // namespace

bool InitMemoryViewType() {
  FillMemoryViewSlots();
  TypeSlots& slots = MemoryViewType.slots;
  slots.repr = ReprSlotOfView;
  slots.hash = HashSlotOfView;
  slots.rich_compare = MemoryViewCompare;
  slots.iterate = MemoryViewIterate;
  slots.length = LengthSlotOfView;
  slots.get_item = GetItemSlotOfView;
  slots.set_item = SetItemSlotOfView;
  slots.new_instance = NewSlotOfView;
  return InitBuiltinType({.type = &ManagedBufferType,
                          .name = "managedbuffer",
                          .basic_size = sizeof(ManagedBuffer),
                          .flags = kTypeGc | kTypeNoInstantiation}) &&
         InitBuiltinType({.type = &MemoryViewType,
                          .name = "memoryview",
                          .basic_size = sizeof(MemoryView),
                          .flags = kTypeGc | kTypeWeakly | kTypeSequencePattern,
                          .methods = kMethods,
                          .properties = kProperties,
                          .doc = "memoryview(object)\n--\n\n"
                                 "View the memory of an object that supports the buffer "
                                 "protocol."});
}

}  // namespace polygil
