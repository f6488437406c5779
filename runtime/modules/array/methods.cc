// The methods of array.

#include <algorithm>
#include <cstring>

#include "runtime/modules/array/array.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/sequence.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Array* Of(Value self) { return self.As<Array>(); }
Owned NoneIf(bool ok) { return ok ? OwnNone() : Owned(); }

Owned Append(Value self, Value item) { return NoneIf(ArrayAppend(Of(self), item)); }
Owned Extend(Value self, Value iterable) { return NoneIf(ArrayExtend(self, iterable)); }
Owned Insert(Value self, const Value* args, size_t) {
  int64_t index = TRY(IndexExact(args[0], &OverflowErrorType));
  return NoneIf(ArrayInsert(Of(self), index, args[1]));
}
Owned Pop(Value self, const Value* args, size_t nargs) {
  Array* array = Of(self);
  int64_t index = nargs > 0 ? TRY(IndexExact(args[0], &OverflowErrorType)) : -1;
  if (array->size == 0) return Raise(&IndexErrorType, "pop from empty array");
  if (index < 0) index += array->size;
  if (index < 0 || index >= array->size) return Raise(&IndexErrorType, "pop index out of range");
  if (array->exports > 0)
    return Raise(&BufferErrorType, "cannot resize an array that is exporting buffers");
  Handle item = TRY(ArrayGet(array, index));
  ArrayRemoveRange(array, index, index + 1);
  return item.Release();
}

// The index of the first equal item in [from, to); -1: none.
Fallible<int64_t> Find(Array* array, Value wanted, int64_t from, int64_t to) {
  for (int64_t i = from; i < to && i < array->size; ++i) {
    Handle item = TRY(ArrayGet(array, i));
    bool equal = TRY(Equals(item, wanted));
    if (equal) return i;
  }
  return int64_t{-1};
}
Owned IndexMethod(Value self, const Value* args, size_t nargs) {
  int64_t from, to;
  TRY_VOID(IndexBounds(nargs > 1 ? args[1] : Value::Empty(), nargs > 2 ? args[2] : Value::Empty(),
                       Of(self)->size, &from, &to));
  int64_t index = TRY(Find(Of(self), args[0], from, to));
  if (index < 0) return Raise(&ValueErrorType, "array.index(x): x not in array");
  return Owned(Value::Int(index));
}
Owned Remove(Value self, Value wanted) {
  int64_t index = TRY(Find(Of(self), wanted, 0, INT64_MAX));
  if (index < 0) return Raise(&ValueErrorType, "array.remove(x): x not in array");
  if (Of(self)->exports > 0)
    return Raise(&BufferErrorType, "cannot resize an array that is exporting buffers");
  ArrayRemoveRange(Of(self), index, index + 1);
  return OwnNone();
}
Owned Count(Value self, Value wanted) {
  Array* array = Of(self);
  int64_t count = 0;
  for (int64_t i = 0; i < array->size; ++i) {
    Handle item = TRY(ArrayGet(array, i));
    count += TRY(Equals(item, wanted));
  }
  return Owned(Value::Int(count));
}

Owned ReverseMethod(Value self) {
  Array* array = Of(self);
  size_t item = static_cast<size_t>(array->kind->size);
  uint8_t swapped[8];
  for (int64_t i = 0, k = array->size - 1; i < k; ++i, --k) {
    memcpy(swapped, ArrayPlace(array, i), item);
    memcpy(ArrayPlace(array, i), ArrayPlace(array, k), item);
    memcpy(ArrayPlace(array, k), swapped, item);
  }
  return OwnNone();
}
Owned Byteswap(Value self) {
  Array* array = Of(self);
  for (int64_t i = 0; i < array->size; ++i)
    std::reverse(ArrayPlace(array, i), ArrayPlace(array, i) + array->kind->size);
  return OwnNone();
}
Owned BufferInfo(Value self) {
  Handle address = TRY(IntFromUint64(reinterpret_cast<uint64_t>(Of(self)->data)));
  return TupleOf({address, Value::Int(Of(self)->size)});
}
Owned Copy(Value self) { return ArraySlice(Of(self), 0, 1, Of(self)->size); }
Owned DeepCopy(Value self, Value) { return Copy(self); }

Owned FromBytes(Value self, Value source) { return NoneIf(ArrayFromBytes(self, source)); }
Owned FromList(Value self, Value list) {
  if (!IsList(list)) return Raise(&TypeErrorType, "arg must be list");
  Array* array = Of(self);
  int64_t old = array->size, count = ListSize(list);
  TRY_VOID(ArrayResize(array, old + count));
  for (int64_t i = 0; i < count; ++i) {
    bool ok = array->kind->set(ArrayPlace(array, old + i), ListAt(list, i));
    if (ok && ListSize(list) != count)
      ok = Raise(&RuntimeErrorType, "list changed size during iteration");
    if (ok) continue;
    PendingScope pending;
    if (!ArrayResize(array, old)) ClearPending();
    return {};
  }
  return OwnNone();
}
Owned FromUnicode(Value self, Value text) {
  if (!IsStr(text))
    return Raise(&TypeErrorType, "fromunicode() argument must be str, not %.50s", TypeName(text));
  if (Of(self)->kind->code != 'u')
    return Raise(&ValueErrorType, "fromunicode() may only be called on unicode type arrays");
  return NoneIf(ArrayFromText(self, text));
}
Owned ToUnicode(Value self) {
  if (Of(self)->kind->code != 'u')
    return Raise(&ValueErrorType, "tounicode() may only be called on unicode type arrays");
  return ArrayText(self);
}
Owned ToListMethod(Value self) {
  Array* array = Of(self);
  Handle list = TRY(ListNew(array->size));
  for (int64_t i = 0; i < array->size; ++i)
    TRY_VOID(ListAppendOwned(list, TRY(ArrayGet(array, i))));
  return list.Release();
}

Owned FromFile(Value self, const Value* args, size_t) {
  int64_t count = TRY(IndexExact(args[1], &OverflowErrorType));
  if (count < 0) return Raise(&ValueErrorType, "negative count");
  int64_t bytes = count * Of(self)->kind->size;
  Handle data = TRY(CallMethod(args[0], names.read, {Value::Int(bytes)}));
  if (!IsBytes(data)) return Raise(&TypeErrorType, "read() didn't return bytes");
  bool enough = data.As<Bytes>()->size == bytes;
  TRY_VOID(ArrayFromBytes(self, data));
  if (!enough) return Raise(&EOFErrorType, "read() didn't return enough bytes");
  return OwnNone();
}
Owned ToFile(Value self, Value file) {
  Array* array = Of(self);
  constexpr int64_t kChunk = 64 * 1024;
  int64_t total = array->size * array->kind->size;
  for (int64_t at = 0; at < total; at += kChunk) {
    Handle bytes = TRY(BytesNew(array->data + at, std::min(kChunk, total - at)));
    Handle written = TRY(CallMethod(file, names.write, {bytes}));
  }
  return OwnNone();
}

Owned ReduceEx(Value self, Value protocol) {
  int64_t number = TRY(AsInt64(protocol));
  Handle dict = FindAttribute(self, names.__dict__);
  if (!dict) {
    if (HasPendingException()) return {};
    dict = OwnNone();
  }
  Array* array = Of(self);
  Value type = Value::Pointer(TypeOf(self));
  Handle code = TRY(StrFromCodePoint(static_cast<uint8_t>(array->kind->code)));
  if (number < 3) {
    Handle items = TRY(ToListMethod(self));
    Handle args = TRY(TupleOf({code, items}));
    return TupleOf({type, args, dict});
  }
  Handle module = TRY(GetAttribute(Value::Pointer(&ArrayType), names.__module__));
  Handle reconstructor;
  {
    Value modules = CurrentInterpreter()->modules;
    Handle array_module = TRY(GetItem(modules, module));
    reconstructor = TRY(GetAttribute(array_module, "_array_reconstructor"));
  }
  Handle bytes = TRY(ArrayBytes(self));
  Handle args = TRY(TupleOf({type, code, Value::Int(array->kind->format), bytes}));
  return TupleOf({reconstructor, args, dict});
}
Owned SizeOf(Value self) {
  return IntFromSize(ObjectSize(self.AsObject()) + static_cast<size_t>(Of(self)->capacity));
}

}  // namespace

Owned ArrayReconstruct(Value, const Value* args, size_t) {
  if (!IsType(args[0]))
    return Raise(&TypeErrorType, "first argument must be a type object, not %.200s",
                 TypeName(args[0]));
  if (!IsSubtype(args[0].As<Type>(), &ArrayType))
    return Raise(&TypeErrorType, "%.200s is not a subtype of array.array",
                 TypeNameOf(args[0].As<Type>()));
  if (!IsStr(args[1]) || StrLength(args[1]) != 1)
    return Raise(&TypeErrorType,
                 "_array_reconstructor() argument 2 must be a unicode character, not %.50s",
                 TypeName(args[1]));
  const ArrayKind* kind = FindArrayKind(StrAt(args[1], 0));
  if (kind == nullptr) return Raise(&ValueErrorType, "second argument must be a valid type code");
  int64_t format = TRY(AsInt64(args[2]));
  if (format < 0 || format > 21)
    return Raise(&ValueErrorType, "third argument must be a valid machine format code.");
  if (!IsBytes(args[3]))
    return Raise(&TypeErrorType, "fourth argument should be bytes, not %.200s", TypeName(args[3]));
  // Integers of any width, byte order and sign, and floats of the other byte order.
  struct Format {
    int8_t size;
    bool is_float, is_signed;
  };
  static constexpr Format kFormats[] = {{1, false, false}, {2, false, false}, {4, false, false},
                                        {8, false, false}, {4, true, true},   {8, true, true}};
  Handle result = TRY(ArrayNew(args[0].As<Type>(), kind, 0));
  if (format == kind->format) {
    TRY_VOID(ArrayFromBytes(result, args[3]));
    return result.Release();
  }
  int index = format < 2 ? 0 : format < 6 ? 1 : format < 10 ? 2 : format < 14 ? 3
              : format < 16 ? 4 : format < 18 ? 5 : format < 20 ? 1 : 2;
  const Format& from = kFormats[index];
  bool is_signed = format < 2 ? format == 1 : format < 14 && ((format - 2) & 2) != 0;
  bool big_endian = format >= 2 && (format & 1);
  const Bytes* bytes = args[3].As<Bytes>();
  if (bytes->size % from.size != 0)
    return Raise(&ValueErrorType, "bytes length not a multiple of item size");
  if (format >= 18) {  // UTF-16 or UTF-32 text
    static constexpr const char* kEncodings[] = {"utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"};
    Handle encoding = TRY(StrInternUtf8(kEncodings[format - 18]));
    Handle text = TRY(CallMethod(args[3], names.decode, {encoding}));
    TRY_VOID(ArrayFromText(result, text));
    return result.Release();
  }
  for (int64_t at = 0; at < bytes->size; at += from.size) {
    uint8_t raw[8] = {};
    memcpy(raw, bytes->data + at, static_cast<size_t>(from.size));
    if (big_endian) std::reverse(raw, raw + from.size);
    Handle item;
    if (from.is_float) {
      item = TRY(FindArrayKind(from.size == 4 ? 'f' : 'd')->get(raw));
    } else {
      uint64_t number;
      memcpy(&number, raw, sizeof number);
      int shift = 64 - 8 * from.size;
      item = TRY(is_signed ? IntFromInt64(static_cast<int64_t>(number << shift) >> shift)
                           : IntFromUint64(number));
    }
    TRY_VOID(ArrayAppend(result.As<Array>(), item));
  }
  return result.Release();
}

const MethodDef kArrayMethods[] = {
    PY_METHOD(array, append, OneArg(Append),
              "($self, v, /)\n--\n\nAppend new value v to the end of the array."),
    PY_METHOD(array, buffer_info, NoArgs(BufferInfo),
              "($self, /)\n--\n\nReturn a tuple (address, length): where the items are in memory, "
              "and how many."),
    PY_METHOD(array, byteswap, NoArgs(Byteswap),
              "($self, /)\n--\n\nByteswap all items of the array."),
    PY_METHOD(array, __copy__, NoArgs(Copy), "($self, /)\n--\n\nReturn a copy of the array."),
    PY_METHOD(array, count, OneArg(Count),
              "($self, v, /)\n--\n\nReturn number of occurrences of v in the array."),
    PY_METHOD(array, __deepcopy__, OneArg(DeepCopy),
              "($self, unused, /)\n--\n\nReturn a copy of the array."),
    PY_METHOD(array, extend, OneArg(Extend),
              "($self, bb, /)\n--\n\nAppend items to the end of the array."),
    PY_METHOD(array, fromfile, Positional(FromFile, 2, 2),
              "($self, f, n, /)\n--\n\nRead n objects from the file object f and append them to the "
              "end of the array."),
    PY_METHOD(array, fromlist, OneArg(FromList),
              "($self, list, /)\n--\n\nAppend items to array from list."),
    PY_METHOD(array, frombytes, OneArg(FromBytes),
              "($self, buffer, /)\n--\n\nAppends items from the machine's bytes for them."),
    PY_METHOD(array, fromunicode, OneArg(FromUnicode),
              "($self, ustr, /)\n--\n\nExtends this array with data from the unicode string ustr."),
    PY_METHOD(array, index, Positional(IndexMethod, 1, 3),
              "($self, v, start=0, stop=sys.maxsize, /)\n--\n\n"
              "Return index of first occurrence of v in the array."),
    PY_METHOD(array, insert, Positional(Insert, 2, 2),
              "($self, i, v, /)\n--\n\nInsert a new item v into the array before position i."),
    PY_METHOD(array, pop, Positional(Pop, 0, 1),
              "($self, i=-1, /)\n--\n\nReturn the i-th element and delete it from the array."),
    PY_METHOD(array, __reduce_ex__, OneArg(ReduceEx),
              "($self, value, /)\n--\n\nReturn state information for pickling."),
    PY_METHOD(array, remove, OneArg(Remove),
              "($self, v, /)\n--\n\nRemove the first occurrence of v in the array."),
    PY_METHOD(array, reverse, NoArgs(ReverseMethod),
              "($self, /)\n--\n\nReverse the order of the items in the array."),
    PY_METHOD(array, tofile, OneArg(ToFile),
              "($self, f, /)\n--\n\nWrite all items (as machine values) to the file object f."),
    PY_METHOD(array, tolist, NoArgs(ToListMethod),
              "($self, /)\n--\n\nConvert array to an ordinary list with the same items."),
    PY_METHOD(array, tobytes, NoArgs(ArrayBytes),
              "($self, /)\n--\n\nThe items as the bytes the machine keeps them in."),
    PY_METHOD(array, tounicode, NoArgs(ToUnicode),
              "($self, /)\n--\n\nConvert this array of characters to a str."),
    PY_METHOD(array, __sizeof__, NoArgs(SizeOf),
              "($self, /)\n--\n\nSize of the array in memory, in bytes."),
    {}};

}  // namespace polygil
