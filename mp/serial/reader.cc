// Bytes to objects.

#include <cstring>

#include "mp/serial/serial.h"
#include "mp/serial/tags.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/range.h"
#include "runtime/types/container/set.h"
#include "runtime/types/container/slice.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/complex.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

class Reader {
 public:
  Reader(const char* data, size_t size) : at_(data), end_(data + size) {}

  // `numbered`: the value gets the next number.
  Owned Read(bool numbered = false);

 private:
  Raised Truncated() { return Raise(&EOFErrorType, "message is truncated"); }
  bool Need(size_t bytes) {
    if (static_cast<size_t>(end_ - at_) >= bytes) [[likely]]
      return true;
    return Truncated();
  }
  bool Byte(uint8_t* byte) {
    TRY_VOID(Need(1));
    *byte = static_cast<uint8_t>(*at_++);
    return true;
  }
  bool Number(uint64_t* n) {
    *n = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      uint8_t byte;
      TRY_VOID(Byte(&byte));
      *n |= static_cast<uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return true;
    }
    return Truncated();
  }
  // A count of things of at least `size` bytes each.
  bool Count(size_t size, int64_t* count) {
    uint64_t n;
    TRY_VOID(Number(&n));
    if (n > static_cast<size_t>(end_ - at_) / size) return Truncated();
    *count = static_cast<int64_t>(n);
    return true;
  }
  bool Bytes(void* to, size_t size) {
    TRY_VOID(Need(size));
    memcpy(to, at_, size);
    at_ += size;
    return true;
  }
  // Numbers a finished object.
  Owned Numbered(Owned value, bool numbered) {
    if (!value || !numbered || Remember(value.Peek())) return value;
    Discard(value);
    return {};
  }
  bool Remember(Value v) {
    if (!memo_) memo_ = TRY(ListNew());
    return ListAppend(memo_, v);
  }

  Owned ReadContents(SerialTag tag, bool numbered);
  Owned ReadPlain(SerialTag tag);
  Owned ReadNumber(SerialTag tag);
  Owned ReadStr(SerialTag tag);
  Owned ReadTuple();
  Owned ReadList(bool numbered);
  Owned ReadDict(bool numbered);
  Owned ReadSet(bool numbered);
  Owned ReadFrozenSet();
  Owned ReadGlobal();
  Owned ReadBuilt(SerialTag tag, bool numbered);
  bool ReadState(Value object);

  const char* at_;
  const char* end_;
  Handle memo_;
};

Owned Reader::Read(bool numbered) {
  uint8_t byte;
  TRY_VOID(Byte(&byte));
  switch (static_cast<SerialTag>(byte)) {
    case SerialTag::kNone: return OwnNone();
    case SerialTag::kFalse: return OwnBool(false);
    case SerialTag::kTrue: return OwnBool(true);
    case SerialTag::kEllipsis: return Owned(Value::Ellipsis());
    case SerialTag::kNotImplemented: return OwnNotImplemented();
    case SerialTag::kSmallInt: {
      uint64_t n;
      TRY_VOID(Number(&n));
      return IntFromInt64(static_cast<int64_t>(n >> 1) ^ -static_cast<int64_t>(n & 1));
    }
    case SerialTag::kFloat: {
      double d;
      TRY_VOID(Bytes(&d, sizeof(d)));
      return FloatNew(d);
    }
    case SerialTag::kReference: {
      uint64_t n;
      TRY_VOID(Number(&n));
      if (!memo_ || n >= static_cast<uint64_t>(ListSize(memo_)))
        return Raise(&ValueErrorType, "message refers to an unknown object");
      return Retain(ListAt(memo_, static_cast<int64_t>(n)));
    }
    case SerialTag::kNumbered: return Read(true);
    default: break;
  }
  TRY_VOID(CheckNativeStack());
  return ReadContents(static_cast<SerialTag>(byte), numbered);
}

Owned Reader::ReadContents(SerialTag tag, bool numbered) {
  switch (tag) {
    case SerialTag::kAscii:
    case SerialTag::kStr: return Numbered(ReadStr(tag), numbered);
    case SerialTag::kTuple: return Numbered(ReadTuple(), numbered);
    case SerialTag::kList: return ReadList(numbered);
    case SerialTag::kDict: return ReadDict(numbered);
    case SerialTag::kSet: return ReadSet(numbered);
    case SerialTag::kFrozenSet: return Numbered(ReadFrozenSet(), numbered);
    case SerialTag::kByteArray: {
      int64_t count;
      TRY_VOID(Count(1, &count));
      const char* data = at_;
      at_ += count;
      return Numbered(ByteArrayNew(data, count), numbered);
    }
    case SerialTag::kGlobal: return Numbered(ReadGlobal(), numbered);
    case SerialTag::kReduce:
    case SerialTag::kNewObject: return ReadBuilt(tag, numbered);
    default: return Numbered(ReadPlain(tag), numbered);
  }
}

Owned Reader::ReadPlain(SerialTag tag) {
  switch (tag) {
    case SerialTag::kBytes: {
      int64_t count;
      TRY_VOID(Count(1, &count));
      const char* data = at_;
      at_ += count;
      return BytesNew(data, count);
    }
    case SerialTag::kBigInt:
    case SerialTag::kComplex: return ReadNumber(tag);
    case SerialTag::kSlice: {
      Handle start = TRY(Read()), stop = TRY(Read()), step = TRY(Read());
      return SliceNew(start, stop, step);
    }
    case SerialTag::kRange: {
      Handle start = TRY(Read()), stop = TRY(Read()), step = TRY(Read());
      return Call(Value::Pointer(&RangeType), {start, stop, step});
    }
    case SerialTag::kModule: {
      Handle name = TRY(Read());
      Handle import = TRY(ImportAttribute("importlib", "import_module"));
      return Call(import, {name});
    }
    default: return Raise(&ValueErrorType, "message has an unknown tag %d", static_cast<int>(tag));
  }
}

Owned Reader::ReadNumber(SerialTag tag) {
  if (tag == SerialTag::kComplex) {
    double parts[2];
    TRY_VOID(Bytes(parts, sizeof(parts)));
    return ComplexNew(parts[0], parts[1]);
  }
  uint64_t n;
  TRY_VOID(Number(&n));
  uint64_t count = n >> 1;
  if (count > static_cast<size_t>(end_ - at_) / sizeof(uint64_t)) return Truncated();
  size_t size = static_cast<size_t>(count) * sizeof(uint64_t);
  mp::MessageBuffer limbs;  // the message need not be aligned
  if (!limbs.Append(at_, size)) return RaiseMemoryError();
  at_ += size;
  return IntFromLimbs(reinterpret_cast<const uint64_t*>(limbs.data()), static_cast<size_t>(count), n & 1);
}

Owned Reader::ReadStr(SerialTag tag) {
  int64_t count;
  if (tag == SerialTag::kAscii) {
    TRY_VOID(Count(1, &count));
    const char* data = at_;
    at_ += count;
    return StrFromAscii(data, static_cast<size_t>(count));
  }
  uint8_t width;
  TRY_VOID(Byte(&width));
  if (width != 1 && width != 2 && width != 4) return Truncated();
  TRY_VOID(Count(width, &count));
  size_t size = static_cast<size_t>(count) * width;
  Handle text = TRY(StrNew(count, width == 1 ? 0xff : width == 2 ? 0xffff : 0x10ffff));
  memcpy(StrUnits(text), at_, size);
  at_ += size;
  return text.Release();
}

Owned Reader::ReadTuple() {
  int64_t count;
  TRY_VOID(Count(1, &count));
  if (count == 0) return TupleEmpty();
  Handle tuple = TRY(TupleNew(count));
  for (int64_t i = 0; i < count; ++i) {
    Owned item = Read();
    if (!item) return {};
    TupleInit(tuple, i, item);
  }
  return tuple.Release();
}

Owned Reader::ReadList(bool numbered) {
  int64_t count;
  TRY_VOID(Count(1, &count));
  Handle list = TRY(ListNew(count));
  if (numbered) TRY_VOID(Remember(list));
  for (int64_t i = 0; i < count; ++i) {
    Owned item = Read();
    if (!item) return {};
    TRY_VOID(ListAppendOwned(list, item));
  }
  return list.Release();
}

Owned Reader::ReadDict(bool numbered) {
  int64_t count;
  TRY_VOID(Count(2, &count));
  Handle dict = TRY(DictNew(count));
  if (numbered) TRY_VOID(Remember(dict));
  for (int64_t i = 0; i < count; ++i) {
    Handle key = TRY(Read()), value = TRY(Read());
    TRY_VOID(DictSet(dict, key, value));
  }
  return dict.Release();
}

Owned Reader::ReadSet(bool numbered) {
  int64_t count;
  TRY_VOID(Count(1, &count));
  Handle set = TRY(SetNew());
  if (numbered) TRY_VOID(Remember(set));
  for (int64_t i = 0; i < count; ++i) {
    Handle key = TRY(Read());
    TRY_VOID(SetAdd(set, key));
  }
  return set.Release();
}

Owned Reader::ReadFrozenSet() {
  int64_t count;
  TRY_VOID(Count(1, &count));
  Handle keys = TRY(ListNew(count));
  for (int64_t i = 0; i < count; ++i) {
    Owned key = Read();
    if (!key) return {};
    TRY_VOID(ListAppendOwned(keys, key));
  }
  return FrozenSetNew(keys);
}

Owned Reader::ReadGlobal() {
  Handle module_name = TRY(Read()), qualname = TRY(Read());
  if (!IsStr(module_name) || !IsStr(qualname))
    return Raise(&ValueErrorType, "message has a name that is no text");
  Handle module = DictGet(CurrentInterpreter()->modules, module_name)
                      ? Retain(DictGet(CurrentInterpreter()->modules, module_name))
                      : Owned();
  if (!module) {
    TRY_VOID(!HasPendingException());
    Handle import = TRY(ImportAttribute("importlib", "import_module"));
    module = TRY(Call(import, {module_name}));
  }
  Handle owner;
  std::string_view text = TRY(StrAsUtf8(qualname, &owner));
  Handle object = Retain(module);
  while (!text.empty()) {
    size_t dot = text.find('.');
    Handle name = TRY(StrInternUtf8(text.substr(0, dot)));
    object = FindAttribute(object, name);
    if (!object) {
      TRY_VOID(!HasPendingException());
      return Raise(&AttributeErrorType, "Can't get attribute '%U' on %R", qualname.Get(), module.Get());
    }
    text = dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
  }
  return object.Release();
}

Owned Reader::ReadBuilt(SerialTag tag, bool numbered) {
  Handle callable = TRY(Read()), arguments = TRY(Read());
  if (!IsTuple(arguments)) return Truncated();
  Handle object;
  if (tag == SerialTag::kNewObject) {
    Handle make = TRY(GetAttribute(callable, names.__new__));
    Handle all = TRY(TupleNew(TupleSize(arguments) + 1));
    TupleInit(all, 0, Retain(callable));
    for (int64_t i = 0; i < TupleSize(arguments); ++i)
      TupleInit(all, i + 1, Retain(TupleAt(arguments, i)));
    object = TRY(CallWithTuple(make, all, Value::Empty()));
  } else {
    object = TRY(CallWithTuple(callable, arguments, Value::Empty()));
  }
  if (numbered) TRY_VOID(Remember(object));
  TRY_VOID(ReadState(object));
  return object.Release();
}

bool SetPlainState(Value object, Value state) {
  Handle setter = FindAttribute(object, "__setstate__");
  if (setter) {
    Handle done = TRY(Call(setter, {state}));
    return true;
  }
  TRY_VOID(!HasPendingException());
  Value slots = Value::None();
  if (IsTuple(state) && TupleSize(state) == 2) {
    slots = TupleAt(state, 1);
    state = TupleAt(state, 0);
  }
  for (Value part : {state, slots}) {
    if (part.IsNone()) continue;
    if (!IsDict(part)) return Raise(&TypeErrorType, "state is not a dictionary");
    int64_t position = 0;
    Value key, value;
    while (DictNext(part, &position, &key, &value)) {
      if (part == slots || !IsStr(key)) {
        TRY_VOID(SetAttribute(object, key, value));
        continue;
      }
      Handle name = TRY(StrIntern(key));
      // A class may forbid assignment; its __dict__ is filled all the same, as pickle does.
      if (TypeOf(object)->Has(kTypeDefaultSetAttribute)) {
        Handle dict_value = Retain(value);
        TRY_VOID(GenericSetAttribute(object, name, dict_value));
      } else {
        Handle dict = TRY(GetAttribute(object, names.__dict__));
        TRY_VOID(SetItem(dict, name, value));
      }
    }
  }
  return true;
}

bool Reader::ReadState(Value object) {
  uint8_t build;
  TRY_VOID(Byte(&build));
  if (build & kBuildList) {
    Handle items = TRY(Read());
    Handle extend = FindAttribute(object, "extend");
    if (extend) {
      Handle done = TRY(Call(extend, {items}));
    } else {
      TRY_VOID(!HasPendingException());
      for (int64_t i = 0; i < ListSize(items); ++i)
        Handle done = TRY(CallMethod(object, "append", {ListAt(items, i)}));
    }
  }
  if (build & kBuildDict) {
    Handle pairs = TRY(Read());
    for (int64_t i = 0; i < ListSize(pairs); ++i) {
      Handle pair = Retain(ListAt(pairs, i));
      if (!IsTuple(pair) || TupleSize(pair) != 2) return Truncated();
      TRY_VOID(SetItem(object, TupleAt(pair, 0), TupleAt(pair, 1)));
    }
  }
  Handle setter;
  if (build & kBuildSetter) setter = TRY(Read());
  if (!(build & kBuildState)) return true;
  Handle state = TRY(Read());
  if (!setter) return SetPlainState(object, state);
  Handle done = TRY(Call(setter, {object, state}));
  return true;
}

}  // namespace

Owned Deserialize(const char* data, size_t size) {
  Reader reader(data, size);
  return reader.Read();
}

}  // namespace polygil
