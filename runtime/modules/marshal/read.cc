#include <cstdlib>
#include <cstring>

#include "pvm/code/code.h"
#include "runtime/library/library.h"
#include "runtime/modules/marshal/marshal.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/set.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/complex.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

constexpr int kDeepest = 2000;
constexpr uint8_t kReferenceFlag = 0x80;

class Reader {
 public:
  explicit Reader(std::string_view data) : data_(data), start_(data.size()) {}
  // From a file object, no more than the value takes.
  explicit Reader(Value file) : start_(0), file_(Retain(file)) {}
  bool Begin() {
    references_ = ListNew();
    return !references_.IsEmpty();
  }
  // Empty without an exception: the NULL that ends a dict.
  Owned Read();
  size_t consumed() const { return start_ - data_.size(); }

 private:
  bool Need(size_t n) {
    if (!file_.IsEmpty() || data_.size() >= n) return true;
    return Raise(&EOFErrorType, "marshal data too short");
  }
  // The next n bytes of the file are data_.
  bool Fetch(size_t n);
  bool More(size_t n) { return file_.IsEmpty() ? Need(n) : Fetch(n); }
  template <typename T>
  Fallible<T> Get() {
    TRY_VOID(More(sizeof(T)));
    T v;
    memcpy(&v, data_.data(), sizeof(T));
    data_.remove_prefix(sizeof(T));
    return v;
  }
  Fallible<std::string_view> Bytes(size_t n) {
    TRY_VOID(More(n));
    std::string_view text = data_.substr(0, n);
    data_.remove_prefix(n);
    return text;
  }
  Fallible<size_t> Size(const char* what) {
    int32_t n = TRY(Get<int32_t>());
    if (n < 0) {
      Raise(&ValueErrorType, "bad marshal data (%s size out of range)", what);
      return {};
    }
    return static_cast<size_t>(n);
  }
  Owned Typed(char code, int64_t slot);
  Owned Item();
  Owned Long();
  Owned FloatText(double* value);
  Owned Text(size_t size, bool interned);
  Owned Ascii(size_t size, bool interned);
  Owned TupleItems(size_t size, int64_t slot);
  Owned ListItems(int64_t slot);
  Owned DictItems(int64_t slot);
  Owned SetItems(bool frozen);
  Owned CodeObject();
  Owned Reference();
  // A container is known by its number before its items are read.
  bool Fill(int64_t slot, Value v);

  std::string_view data_;
  size_t start_;
  Handle file_, fetched_;  // fetched_: bytearray that data_ looks into
  Handle references_;  // list
  int depth_ = 0;
};

// Room to begin a list of as many items with: the number may be wrong.
int64_t Room(size_t size) { return static_cast<int64_t>(size < 65536 ? size : 65536); }

bool Reader::Fetch(size_t n) {
  fetched_ = TRY(ByteArrayNew(nullptr, static_cast<int64_t>(n)));
  Handle got = TRY(CallMethod(file_, "readinto", {fetched_}));
  int64_t count = TRY(AsInt64(got));
  if (count > static_cast<int64_t>(n)) {
    return Raise(&ValueErrorType, "read() returned too much data: %zd bytes requested, %zd returned",
                 static_cast<ssize_t>(n), static_cast<ssize_t>(count));
  }
  if (count < static_cast<int64_t>(n)) return Raise(&EOFErrorType, "EOF read where not expected");
  const auto* buffer = fetched_.As<ByteArray>();
  data_ = {reinterpret_cast<const char*>(buffer->data), static_cast<size_t>(buffer->size)};
  return data_.size() == n || Raise(&ValueErrorType, "read() changed the size of its buffer");
}

bool Reader::Fill(int64_t slot, Value v) {
  if (slot < 0) return true;
  StoreOwned(&references_.As<List>()->items[slot], Retain(v));
  return true;
}

Owned Reader::Item() {
  Owned item = Read();
  if (!item && !HasPendingException())
    return Raise(&TypeErrorType, "NULL object in marshal data for object");
  return item;
}

Owned Reader::Long() {
  int32_t count = TRY(Get<int32_t>());
  bool negative = count < 0;
  size_t digits = static_cast<size_t>(std::abs(static_cast<int64_t>(count)));
  std::string_view raw = TRY(Bytes(digits * 2));
  std::string limbs(((digits * 15 + 63) / 64) * 8 + 8, '\0');
  auto* words = reinterpret_cast<uint64_t*>(limbs.data());
  for (size_t i = 0; i < digits; ++i) {
    uint16_t digit;
    memcpy(&digit, raw.data() + i * 2, 2);
    if (digit > 0x7FFF) return Raise(&ValueErrorType, "bad marshal data (digit out of range in long)");
    if (digit == 0 && i + 1 == digits) {
      return Raise(&ValueErrorType, "bad marshal data (unnormalized long data)");
    }
    size_t bit = i * 15;
    words[bit / 64] |= uint64_t{digit} << (bit % 64);
    if (bit % 64 > 49) words[bit / 64 + 1] |= uint64_t{digit} >> (64 - bit % 64);
  }
  return IntFromLimbs(words, limbs.size() / 8, negative);
}

Owned Reader::Text(size_t size, bool interned) {
  std::string_view text = TRY(Bytes(size));
  Handle bytes = TRY(BytesNew(text.data(), static_cast<int64_t>(text.size())));
  Handle str = TRY(CallMethod(bytes, names.decode, {names.utf_8, names.surrogatepass}));
  return interned ? StrIntern(str) : str.Release();
}
Owned Reader::Ascii(size_t size, bool interned) {
  std::string_view text = TRY(Bytes(size));
  Handle str = TRY(StrFromUnits(text.data(), 1, static_cast<int64_t>(size)));
  return interned ? StrIntern(str) : str.Release();
}

Owned Reader::TupleItems(size_t size, int64_t slot) {
  TRY_VOID(Need(size));
  Handle list = TRY(ListNew(Room(size)));
  for (size_t i = 0; i < size; ++i) TRY_VOID(ListAppendOwned(list, TRY(Item())));
  Handle tuple = TRY(ListToTuple(list));
  Fill(slot, tuple);
  return tuple.Release();
}
Owned Reader::ListItems(int64_t slot) {
  size_t size = TRY(Size("list"));
  TRY_VOID(Need(size));
  Handle list = TRY(ListNew(Room(size)));
  Fill(slot, list);
  for (size_t i = 0; i < size; ++i) TRY_VOID(ListAppendOwned(list, TRY(Item())));
  return list.Release();
}
Owned Reader::DictItems(int64_t slot) {
  Handle dict = TRY(DictNew());
  Fill(slot, dict);
  for (;;) {
    Handle key = Read();
    if (key.IsEmpty()) return HasPendingException() ? Owned() : dict.Release();
    Handle value = Read();
    if (value.IsEmpty()) return HasPendingException() ? Owned() : dict.Release();
    TRY_VOID(DictSet(dict, key, value));
  }
}
Owned Reader::SetItems(bool frozen) {
  size_t size = TRY(Size("set"));
  TRY_VOID(Need(size));
  Handle list = TRY(ListNew(Room(size)));
  for (size_t i = 0; i < size; ++i) TRY_VOID(ListAppendOwned(list, TRY(Item())));
  return frozen ? FrozenSetNew(list) : SetNew(list);
}

Owned Reader::CodeObject() {
  std::string whole;
  std::string_view fetched;
  if (!file_.IsEmpty()) {
    uint32_t size = TRY(Get<uint32_t>());
    whole.assign(reinterpret_cast<const char*>(&size), sizeof size);
    whole += TRY(Bytes(size));
    fetched = whole;
  }
  std::string_view image = UnmarshalImage(file_.IsEmpty() ? &data_ : &fetched);
  if (image.empty())
    return Raise(&ValueErrorType, "bad marshal data (damaged code, or of another version)");
  return CodeFromImage(image, false);
}

Owned Reader::Reference() {
  int32_t index = TRY(Get<int32_t>());
  if (index < 0 || index >= ListSize(references_) || ListAt(references_, index).IsNone())
    return Raise(&ValueErrorType, "bad marshal data (invalid reference)");
  return Retain(ListAt(references_, index));
}

Owned Reader::FloatText(double* value) {
  uint8_t size = TRY(Get<uint8_t>());
  std::string text(TRY(Bytes(size)));
  *value = strtod(text.c_str(), nullptr);
  return FloatNew(*value);
}

Owned Reader::Typed(char code, int64_t slot) {
  switch (code) {
    case '0': return {};
    case 'N': return OwnNone();
    case 'F': return OwnBool(false);
    case 'T': return OwnBool(true);
    case '.': return Owned(Value::Ellipsis());
    case 'S': return Retain(Value::Pointer(&StopIterationType));
    case 'i': return IntFromInt64(TRY(Get<int32_t>()));
    case 'I': return IntFromInt64(TRY(Get<int64_t>()));
    case 'l': return Long();
    case 'g': return FloatNew(TRY(Get<double>()));
    case 'y': {
      double real = TRY(Get<double>()), imaginary = TRY(Get<double>());
      return ComplexNew(real, imaginary);
    }
    case 'f': {
      double v;
      return FloatText(&v);
    }
    case 'x': {
      double real, imaginary;
      Handle first = TRY(FloatText(&real)), second = TRY(FloatText(&imaginary));
      return ComplexNew(real, imaginary);
    }
    case 's': {
      std::string_view text = TRY(Bytes(TRY(Size("bytes object"))));
      return BytesNew(text.data(), static_cast<int64_t>(text.size()));
    }
    case 't':
    case 'u': return Text(TRY(Size("string")), code == 't');
    case 'a':
    case 'A': return Ascii(TRY(Size("string")), code == 'A');
    case 'z':
    case 'Z': return Ascii(TRY(Get<uint8_t>()), code == 'Z');
    case ')': return TupleItems(TRY(Get<uint8_t>()), slot);
    case '(': return TupleItems(TRY(Size("tuple")), slot);
    case '[': return ListItems(slot);
    case '{': return DictItems(slot);
    case '<':
    case '>': return SetItems(code == '>');
    case 'c': return CodeObject();
    case 'r': return Reference();
    default: return Raise(&ValueErrorType, "bad marshal data (unknown type code)");
  }
}

Owned Reader::Read() {
  if (file_.IsEmpty() && data_.empty()) return Raise(&EOFErrorType, "EOF read where object expected");
  if (!file_.IsEmpty()) TRY_VOID(Fetch(1));
  uint8_t byte = static_cast<uint8_t>(data_[0]);
  data_.remove_prefix(1);
  if (++depth_ > kDeepest) return Raise(&ValueErrorType, "recursion limit exceeded");
  char code = static_cast<char>(byte & ~kReferenceFlag);
  int64_t slot = -1;
  if (byte & kReferenceFlag) {
    slot = ListSize(references_);
    TRY_VOID(ListAppend(references_, Value::None()));
  }
  Owned result = Typed(code, slot);
  --depth_;
  if (result && slot >= 0) Fill(slot, result.Peek());
  return result;
}

}  // namespace

std::string_view UnmarshalImage(std::string_view* data) {
  uint32_t header[2];  // size of what follows, compiler
  if (data->size() < sizeof(header)) return {};
  memcpy(header, data->data(), sizeof(header));
  if (header[0] < 4 || header[0] > data->size() - 4 ||
      header[1] != LibraryCompiler(CurrentInterpreter()->library))
    return {};
  std::string_view image = data->substr(sizeof(header), header[0] - 4);
  if (!IsCodeImage(image)) return {};
  data->remove_prefix(header[0] + 4);
  return image;
}

namespace {

Owned ReadOne(Reader* reader) {
  if (!reader->Begin()) return {};
  Owned result = reader->Read();
  if (!result && !HasPendingException())
    return Raise(&TypeErrorType, "NULL object in marshal data for object");
  return result;
}

}  // namespace

Owned MarshalRead(std::string_view data, size_t* consumed) {
  Reader reader(data);
  Owned result = ReadOne(&reader);
  *consumed = reader.consumed();
  return result;
}

Owned MarshalReadFile(Value file) {
  Reader reader(file);
  return ReadOne(&reader);
}

}  // namespace polygil
