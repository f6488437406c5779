// Objects to bytes.

#include <cstring>

#include "mp/serial/memo.h"
#include "mp/serial/serial.h"
#include "mp/serial/tags.h"
#include "runtime/object/heap.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/range.h"
#include "runtime/types/container/set.h"
#include "runtime/types/container/slice.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/number/complex.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

Owned ImportByName(const char* module) {
  Interpreter* interpreter = CurrentInterpreter();
  Handle name = TRY(StrInternUtf8(module));
  if (Value found = DictGetStr(interpreter->modules, name)) return Retain(found);
  if (HasPendingException()) return {};
  // The name's first part comes back; the module itself is in sys.modules then.
  Handle top = TRY(Call(interpreter->import_function, {name}));
  if (Value found = DictGetStr(interpreter->modules, name)) return Retain(found);
  return top.Release();
}

Owned ImportAttribute(const char* module, const char* attribute) {
  Handle object = TRY(ImportByName(module));
  return GetAttribute(object, attribute);
}

namespace {

class Writer {
 public:
  explicit Writer(mp::MessageBuffer* buffer) : out_(buffer) {}

  bool Write(Value v);

 private:
  bool Reserve(size_t more, char** at) {
    size_t before = out_->size();
    if (!out_->Resize(before + more)) return RaiseMemoryError();
    *at = out_->data() + before;
    return true;
  }
  bool Bytes(const void* data, size_t size) {
    return out_->Append(static_cast<const char*>(data), size) || RaiseMemoryError();
  }
  bool Tag(SerialTag tag) {
    char byte = static_cast<char>(tag);
    return Bytes(&byte, 1);
  }
  bool TagAndCount(SerialTag tag, uint64_t n) {
    char text[11];
    size_t size = 0;
    text[size++] = static_cast<char>(tag);
    for (; n >= 0x80; n >>= 7) text[size++] = static_cast<char>(n | 0x80);
    text[size++] = static_cast<char>(n);
    return Bytes(text, size);
  }
  // Keeps an object alive until the message is done, so that its address means it alone.
  bool Keep(Value v) {
    if (!keep_) keep_ = TRY(ListNew());
    return ListAppend(keep_, v);
  }

  bool WritePointer(Value v);
  bool WriteContents(Value v, bool numbered);
  bool WriteStr(Value v);
  bool WriteBigInt(Value v);
  bool WriteItems(SerialTag tag, const Value* items, int64_t count);
  bool WriteList(Value v);
  bool WriteDict(Value v);
  bool WriteSet(SerialTag tag, Value v);
  bool WriteByReference(Value v, bool* done);
  bool WriteGlobal(Value module, Value qualname);
  bool WriteReduced(Value v, bool numbered);
  bool WriteBuild(Value v, Value reduced, bool numbered);
  Owned Reduce(Value v);
  Owned FindReducer(Value v);

  mp::MessageBuffer* out_;
  SerialMemo memo_;
  Handle keep_;
};

bool IsContainer(Type* type) {
  return type == &ListType || type == &DictType || type == &SetType || type == &ByteArrayType;
}
bool IsPlain(Type* type) {
  return type == &StrType || type == &BytesType || type == &TupleType || type == &FrozenSetType ||
         type == &IntType || type == &FloatType || type == &ComplexType || type == &SliceType ||
         type == &RangeType;
}

bool Writer::Write(Value v) {
  if (v.IsInt()) {
    int64_t i = v.AsInt();
    return TagAndCount(SerialTag::kSmallInt,
                       (static_cast<uint64_t>(i) << 1) ^ static_cast<uint64_t>(i >> 63));
  }
  if (v.IsPointer()) return WritePointer(v);
  if (v.IsImmediateFloat()) {
    double d = v.AsImmediateFloat();
    return Tag(SerialTag::kFloat) && Bytes(&d, sizeof(d));
  }
  if (v.IsNone()) return Tag(SerialTag::kNone);
  if (v.IsBool()) return Tag(v.IsTrue() ? SerialTag::kTrue : SerialTag::kFalse);
  return Tag(v.IsEllipsis() ? SerialTag::kEllipsis : SerialTag::kNotImplemented);
}

bool Writer::WritePointer(Value v) {
  Type* type = v.AsObject()->type;
  bool builtin = IsPlain(type) || IsContainer(type);
  if (builtin && IsUniquelyReferenced(v)) return WriteContents(v, false);
  uint32_t number = memo_.Find(v);
  if (number != SerialMemo::kAbsent) return TagAndCount(SerialTag::kReference, number);
  bool numbered = type != &FloatType && type != &IntType && type != &ComplexType;
  if (numbered) TRY_VOID(Tag(SerialTag::kNumbered));
  if (numbered && IsContainer(type) && !memo_.Add(v)) return RaiseMemoryError();
  TRY_VOID(WriteContents(v, numbered));
  if (numbered && IsPlain(type) && !memo_.Add(v)) return RaiseMemoryError();
  return true;
}

bool Writer::WriteContents(Value v, bool numbered) {
  TRY_VOID(CheckNativeStack());
  Type* type = v.AsObject()->type;
  if (type == &StrType) return WriteStr(v);
  if (type == &TupleType) return WriteItems(SerialTag::kTuple, v.As<Tuple>()->items, TupleSize(v));
  if (type == &ListType) return WriteList(v);
  if (type == &DictType) return WriteDict(v);
  if (type == &BytesType) {
    std::string_view bytes = BytesView(v);
    return TagAndCount(SerialTag::kBytes, bytes.size()) && Bytes(bytes.data(), bytes.size());
  }
  if (type == &ByteArrayType) {
    auto size = static_cast<size_t>(v.As<ByteArray>()->size);
    return TagAndCount(SerialTag::kByteArray, size) && Bytes(v.As<ByteArray>()->data, size);
  }
  if (type == &FloatType) {
    double d = FloatValue(v);
    return Tag(SerialTag::kFloat) && Bytes(&d, sizeof(d));
  }
  if (type == &IntType) return WriteBigInt(v);
  if (type == &SetType) return WriteSet(SerialTag::kSet, v);
  if (type == &FrozenSetType) return WriteSet(SerialTag::kFrozenSet, v);
  if (type == &ComplexType) {
    const auto* c = v.As<Complex>();
    return Tag(SerialTag::kComplex) && Bytes(&c->real, 8) && Bytes(&c->imaginary, 8);
  }
  if (type == &SliceType) {
    const auto* s = v.As<Slice>();
    return Tag(SerialTag::kSlice) && Write(s->start) && Write(s->stop) && Write(s->step);
  }
  if (type == &RangeType) {
    const auto* r = v.As<Range>();
    return Tag(SerialTag::kRange) && Write(r->start) && Write(r->stop) && Write(r->step);
  }
  return WriteReduced(v, numbered);
}

bool Writer::WriteStr(Value v) {
  const Str* s = v.As<Str>();
  auto length = static_cast<size_t>(s->size);
  if (s->is_ascii()) return TagAndCount(SerialTag::kAscii, length) && Bytes(s->data, length);
  char head[2] = {static_cast<char>(SerialTag::kStr), static_cast<char>(s->kind())};
  TRY_VOID(Bytes(head, 2));
  // The count's tag byte is the width's place: write the count alone.
  char count[10];
  size_t size = 0;
  uint64_t n = length;
  for (; n >= 0x80; n >>= 7) count[size++] = static_cast<char>(n | 0x80);
  count[size++] = static_cast<char>(n);
  return Bytes(count, size) && Bytes(s->data, length * static_cast<size_t>(s->kind()));
}

bool Writer::WriteBigInt(Value v) {
  const auto* big = v.As<BigInt>();
  bool negative = big->size < 0;
  auto count = static_cast<uint64_t>(negative ? -big->size : big->size);
  TRY_VOID(TagAndCount(SerialTag::kBigInt, count << 1 | (negative ? 1 : 0)));
  return Bytes(big->limbs, count * sizeof(uint64_t));
}

bool Writer::WriteItems(SerialTag tag, const Value* items, int64_t count) {
  TRY_VOID(TagAndCount(tag, static_cast<uint64_t>(count)));
  for (int64_t i = 0; i < count; ++i) TRY_VOID(Write(items[i]));
  return true;
}

bool Writer::WriteList(Value v) {
  Handle hold = Retain(v);  // reducing something inside may run code that lets go of it
  int64_t count = ListSize(v);
  TRY_VOID(TagAndCount(SerialTag::kList, static_cast<uint64_t>(count)));
  for (int64_t i = 0; i < count; ++i) {
    if (ListSize(v) != count)
      return Raise(&RuntimeErrorType, "list changed size during serialization");
    Value item = ListAt(v, i);
    TRY_VOID(Write(item));
  }
  return ListSize(v) == count || Raise(&RuntimeErrorType, "list changed size during serialization");
}

bool Writer::WriteDict(Value v) {
  Handle hold = Retain(v);  // reducing something inside may run code that lets go of it
  int64_t count = DictSize(v), position = 0;
  TRY_VOID(TagAndCount(SerialTag::kDict, static_cast<uint64_t>(count)));
  Value key, value;
  while (DictNext(v, &position, &key, &value)) {
    TRY_VOID(Write(key) && Write(value));
    if (DictSize(v) != count)
      return Raise(&RuntimeErrorType, "dictionary changed size during iteration");
  }
  return true;
}

bool Writer::WriteSet(SerialTag tag, Value v) {
  Handle hold = Retain(v);  // reducing something inside may run code that lets go of it
  int64_t count = SetSize(v), position = 0;
  TRY_VOID(TagAndCount(tag, static_cast<uint64_t>(count)));
  Value key;
  while (SetNext(v, &position, &key)) {
    TRY_VOID(Write(key));
    if (SetSize(v) != count) return Raise(&RuntimeErrorType, "Set changed size during iteration");
  }
  return true;
}

bool Writer::WriteGlobal(Value module, Value qualname) {
  return Tag(SerialTag::kGlobal) && Write(module) && Write(qualname);
}

// The module of that name, its attribute by the dotted name: empty without exception if there is none.
Owned FollowName(Value module_name, Value qualname) {
  Value module = DictGet(CurrentInterpreter()->modules, module_name);
  if (module.IsEmpty()) return {};
  std::string_view text;
  Handle owner;
  Fallible<std::string_view> utf8 = StrAsUtf8(qualname, &owner);
  if (!utf8) return {};
  text = utf8.value;
  Handle object = Retain(module);
  while (!text.empty()) {
    size_t dot = text.find('.');
    std::string_view part = text.substr(0, dot);
    if (part.empty() || part.front() == '<') return {};
    Handle name = TRY(StrInternUtf8(part));
    object = FindAttribute(object, name);
    if (!object) return {};
    text = dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
  }
  return object.Release();
}

// Where functions without a __module__ are: "builtins" for those of the language.
Owned ModuleNameOf(Value v) {
  Handle module = FindAttribute(v, names.__module__);
  if (!module && HasPendingException()) return {};
  if (!module || !IsStr(module)) return StrInternUtf8("builtins");
  return module.Release();
}

bool Writer::WriteByReference(Value v, bool* done) {
  *done = false;
  Handle qualname = FindAttribute(v, names.__qualname__);
  if (!qualname) return !HasPendingException();
  if (!IsStr(qualname)) return true;
  Handle module = TRY(ModuleNameOf(v));
  Handle found = FollowName(module, qualname);
  if (!found) {
    ClearPending();
    return true;
  }
  if (found.Get() != v) return true;
  *done = true;
  return WriteGlobal(module, qualname);
}

// A reducer registered for the exact class, or empty without an exception.
Owned Writer::FindReducer(Value v) {
  Value type = Value::Pointer(TypeOf(v));
  Handle table = TRY(ImportAttribute("copyreg", "dispatch_table"));
  Value found = DictGet(table, type);
  if (found) return Retain(found);
  if (HasPendingException()) return {};
  Value module = DictGetAscii(CurrentInterpreter()->modules, "multiprocessing.reduction");
  // The module knows how to send sockets.
  bool wanted = DictGetAscii(CurrentInterpreter()->modules, "socket").IsPointer();
  if (module.IsEmpty() && !wanted) return {};
  Handle pickler = ImportAttribute("multiprocessing.reduction", "ForkingPickler");
  if (!pickler) return {};
  Handle extra = FindAttribute(pickler, "_extra_reducers");
  if (!extra || !IsDict(extra)) return {};
  found = DictGet(extra, type);
  return found ? Retain(found) : Owned();
}

bool NeedsDecomposition(Value v) {
  Type* type = TypeOf(v);
  return type == &FunctionType || IsType(v) || type == &StaticMethodType || type == &ClassMethodType ||
         type == &PropertyType;
}

Owned Writer::Reduce(Value v) {
  Handle reducer = FindReducer(v);
  if (reducer) return Call(reducer, {v});
  if (HasPendingException()) return {};
  if (NeedsDecomposition(v)) {
    Handle reduce = TRY(ImportAttribute("multiprocessing._by_value", "reduce"));
    return Call(reduce, {v});
  }
  return CallMethod(v, names.__reduce_ex__, {Value::Int(4)});
}

bool Writer::WriteReduced(Value v, bool numbered) {
  Handle hold = Retain(v);  // reducing something inside may run code that lets go of it
  Type* type = TypeOf(v);
  bool done = false;
  if (type == &FunctionType || type == &BuiltinFunctionType || IsType(v))
    TRY_VOID(WriteByReference(v, &done));
  if (!done && type == &ModuleType) {
    Handle name = TRY(GetAttribute(v, names.__name__));
    TRY_VOID(Tag(SerialTag::kModule) && Write(name));
    done = true;
  }
  if (done) return !numbered || memo_.Add(v) || RaiseMemoryError();
  Handle reduced = TRY(Reduce(v));
  TRY_VOID(Keep(v));
  TRY_VOID(Keep(reduced));
  if (IsStr(reduced)) {
    Handle module = TRY(ModuleNameOf(v));
    TRY_VOID(WriteGlobal(module, reduced));
    return !numbered || memo_.Add(v) || RaiseMemoryError();
  }
  if (!IsTuple(reduced) || TupleSize(reduced) < 2 || TupleSize(reduced) > 6) {
    Handle error = TRY(ImportAttribute("pickle", "PicklingError"));
    return Raise(error.As<Type>(), "__reduce__ must return a string or tuple");
  }
  return WriteBuild(v, reduced, numbered);
}

bool Writer::WriteBuild(Value v, Value reduced, bool numbered) {
  auto part = [&](int64_t i) {
    return i < TupleSize(reduced) ? TupleAt(reduced, i) : Value::None();
  };
  Value callable = part(0), arguments = part(1);
  if (!IsTuple(arguments))
    return Raise(&TypeErrorType, "second item of the tuple returned by __reduce__ must be a tuple");
  Handle new_object = TRY(ImportAttribute("copyreg", "__newobj__"));
  if (callable == new_object.Get() && TupleSize(arguments) >= 1) {
    TRY_VOID(Tag(SerialTag::kNewObject) && Write(TupleAt(arguments, 0)));
    TRY_VOID(WriteItems(SerialTag::kTuple, arguments.As<Tuple>()->items + 1, TupleSize(arguments) - 1));
  } else {
    TRY_VOID(Tag(SerialTag::kReduce) && Write(callable));
    TRY_VOID(WriteItems(SerialTag::kTuple, arguments.As<Tuple>()->items, TupleSize(arguments)));
  }
  if (numbered && !memo_.Add(v)) return RaiseMemoryError();
  Handle items, pairs;
  uint8_t build = 0;
  if (!part(2).IsNone()) build |= kBuildState;
  if (!part(2).IsNone() && !part(5).IsNone()) build |= kBuildSetter;
  if (!part(3).IsNone()) {
    items = TRY(ToList(part(3)));
    if (ListSize(items) > 0) build |= kBuildList;
  }
  if (!part(4).IsNone()) {
    pairs = TRY(ToList(part(4)));
    if (ListSize(pairs) > 0) build |= kBuildDict;
  }
  TRY_VOID(Bytes(&build, 1));
  if (build & kBuildList) TRY_VOID(Keep(items) && WriteContents(items, false));
  if (build & kBuildDict) TRY_VOID(Keep(pairs) && WriteContents(pairs, false));
  if (build & kBuildSetter) TRY_VOID(Write(part(5)));
  if (build & kBuildState) TRY_VOID(Write(part(2)));
  return true;
}

}  // namespace

bool Serialize(Value value, mp::MessageBuffer* buffer) {
  Writer writer(buffer);
  return writer.Write(value);
}

}  // namespace polygil
