#include <algorithm>
#include <cstdio>
#include <cstring>
#include <unordered_map>
#include <utility>
#include <vector>

#include "pvm/code/code_copy.h"
#include "runtime/library/library.h"
#include "runtime/modules/marshal/marshal.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/buffer.h"
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
constexpr char kReferenceFlag = static_cast<char>(0x80);

// What came with a version of the format.
constexpr int kBinaryFloats = 2, kReferences = 3, kShortForms = 4;

class Writer {
 public:
  Writer(int version, std::string* out) : version_(version), out_(out) {}
  bool Write(Value v);

 private:
  void Byte(char c) { out_->push_back(c); }
  // The code of the value's form, flagged if it has got a number.
  void Code(char c) {
    Byte(static_cast<char>(c | flag_));
    flag_ = 0;
  }
  bool WriteAgain(Value v);
  bool Form(Value v);
  void Float(double v);
  template <typename T>
  void Put(T v) {
    out_->append(reinterpret_cast<const char*>(&v), sizeof(v));
  }
  void Int(int64_t v);
  bool Long(Value v);
  bool Text(Value v);
  bool Items(char code, const Value* items, int64_t count);
  bool Mapping(Value v);
  bool Set(Value v);
  bool Other(Value v);
  bool CodeObject(Value v);
  bool CodeImage(std::string_view image);

  int version_;
  std::string* out_;
  int depth_ = 0;
  char flag_ = 0;
  // What has been written in full, by number. Nothing in it dies meanwhile: it hangs off the value.
  std::unordered_map<uint64_t, uint32_t> numbers_;
};

// Digits of 15 bits, with the sign in their number.
void PutDigits(uint64_t magnitude_low, bool negative, char code, std::string* out) {
  uint16_t digits[5];
  int32_t count = 0;
  for (; magnitude_low != 0; magnitude_low >>= 15) digits[count++] = magnitude_low & 0x7FFF;
  int32_t sized = negative ? -count : count;
  out->push_back(code);
  out->append(reinterpret_cast<const char*>(&sized), 4);
  out->append(reinterpret_cast<const char*>(digits), static_cast<size_t>(count) * 2);
}

void Writer::Int(int64_t v) {
  if (v >= INT32_MIN && v <= INT32_MAX) {
    Code('i');
    Put(static_cast<int32_t>(v));
    return;
  }
  char code = static_cast<char>('l' | flag_);
  flag_ = 0;
  PutDigits(v < 0 ? 0 - static_cast<uint64_t>(v) : static_cast<uint64_t>(v), v < 0, code, out_);
}

bool Writer::Long(Value v) {
  const BigInt* big = v.As<BigInt>();
  int64_t limbs = big->size < 0 ? -big->size : big->size;
  std::string digits;
  unsigned __int128 window = 0;
  int bits = 0;
  auto take = [&] {
    uint16_t digit = static_cast<uint16_t>(window & 0x7FFF);
    digits.append(reinterpret_cast<const char*>(&digit), 2);
    window >>= 15;
    bits -= 15;
  };
  for (int64_t i = 0; i < limbs; ++i) {
    window |= static_cast<unsigned __int128>(big->limbs[i]) << bits;
    bits += 64;
    while (bits >= 15) take();
  }
  while (bits > 0) take();
  while (!digits.empty() && digits[digits.size() - 1] == 0 && digits[digits.size() - 2] == 0)
    digits.resize(digits.size() - 2);
  int32_t count = static_cast<int32_t>(digits.size() / 2);
  Code('l');
  Put(big->size < 0 ? -count : count);
  out_->append(digits);
  return true;
}

bool Writer::Text(Value v) {
  const Str* str = v.As<Str>();
  bool interned = version_ >= kReferences && str->is_interned();
  if (version_ >= kShortForms && str->is_ascii()) {
    bool is_short = str->size < 256;
    Code(is_short ? (interned ? 'Z' : 'z') : (interned ? 'A' : 'a'));
    is_short ? Byte(static_cast<char>(str->size)) : Put(static_cast<uint32_t>(str->size));
    out_->append(reinterpret_cast<const char*>(str->latin1()), static_cast<size_t>(str->size));
    return true;
  }
  Handle bytes = TRY(CallMethod(v, names.encode, {names.utf_8, names.surrogatepass}));
  std::string_view view = BytesView(bytes);
  Code(interned ? 't' : 'u');
  Put(static_cast<uint32_t>(view.size()));
  out_->append(view);
  return true;
}

bool Writer::Items(char code, const Value* items, int64_t count) {
  Code(code);
  if (code == ')') {
    Byte(static_cast<char>(count));
  } else {
    Put(static_cast<uint32_t>(count));
  }
  for (int64_t i = 0; i < count; ++i) TRY_VOID(Write(items[i]));
  return true;
}

bool Writer::Mapping(Value v) {
  Code('{');
  int64_t position = 0;
  Value key, value;
  while (DictNext(v, &position, &key, &value)) {
    TRY_VOID(Write(key));
    TRY_VOID(Write(value));
  }
  Byte('0');
  return true;
}

// Sorted by the forms that the items would have alone, so that equal sets give equal bytes.
bool Writer::Set(Value v) {
  Code(IsInstanceOf(v, FrozenSetType) ? '>' : '<');
  std::vector<std::pair<std::string, Handle>> items;
  int64_t position = 0;
  Value key;
  while (SetNext(v, &position, &key)) {
    std::string text;
    Writer part(version_, &text);
    part.depth_ = depth_;
    TRY_VOID(part.Write(key));
    items.emplace_back(std::move(text), Retain(key));
  }
  std::sort(items.begin(), items.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  Put(static_cast<uint32_t>(items.size()));
  for (const auto& item : items) TRY_VOID(Write(item.second));
  return true;
}

bool Writer::CodeImage(std::string_view image) {
  size_t at = out_->size();
  MarshalImage(image, out_);
  (*out_)[at] = static_cast<char>((*out_)[at] | flag_);
  flag_ = 0;
  return true;
}

bool Writer::CodeObject(Value v) {
  auto* code = v.As<polygil::Code>();
  const ImageHeader* header = ImageAt<ImageHeader>(code->image, 0);
  if (ImageAt<ImageUnit>(code->image, header->root) == code->record && !code->differs) {
    return CodeImage({reinterpret_cast<const char*>(code->image), header->size});
  }
  std::unique_ptr<CodeUnit> unit = CodeToUnit(code);
  return unit != nullptr && CodeImage(MakeCodeImage(*unit));
}

bool Writer::Other(Value v) {
  if (IsExactly(v, CodeType)) return CodeObject(v);
  if (v == Value::Pointer(&StopIterationType)) {
    Code('S');
    return true;
  }
  if (!SupportsBuffer(v)) return Raise(&ValueErrorType, "unmarshallable object");
  ScopedBuffer buffer;
  TRY_VOID(buffer.Acquire(v));
  Code('s');
  Put(static_cast<uint32_t>(buffer.size()));
  out_->append(reinterpret_cast<const char*>(buffer.data()), static_cast<size_t>(buffer.size()));
  return true;
}

// A value that has been written before, as its number. Else it gets one if it may come again.
bool Writer::WriteAgain(Value v) {
  bool alone = v.IsPointer() && IsUniquelyReferenced(v) && !(IsStr(v) && v.As<Str>()->is_interned());
  if (version_ < kReferences || alone) return false;
  auto [at, is_new] = numbers_.emplace(v.bits, static_cast<uint32_t>(numbers_.size()));
  if (is_new) {
    flag_ = kReferenceFlag;
    return false;
  }
  Byte('r');
  Put(at->second);
  return true;
}

void Writer::Float(double v) {
  if (version_ >= kBinaryFloats) return Put(v);
  char text[40];
  int size = snprintf(text, sizeof text, "%.17g", v);
  Byte(static_cast<char>(size));
  out_->append(text, static_cast<size_t>(size));
}

bool Writer::Write(Value v) {
  struct Level {
    int* depth;
    explicit Level(int* d) : depth(d) { ++*depth; }
    ~Level() { --*depth; }
  } level(&depth_);
  if (depth_ > kDeepest) return Raise(&ValueErrorType, "object too deeply nested to marshal");
  if (v.IsNone() || v.IsEllipsis() || v.IsBool()) {
    Byte(v.IsNone() ? 'N' : v.IsEllipsis() ? '.' : v.IsTrue() ? 'T' : 'F');
    return true;
  }
  return WriteAgain(v) || Form(v);
}

bool Writer::Form(Value v) {
  bool binary = version_ >= kBinaryFloats;
  if (v.IsInt()) {
    Int(v.AsInt());
  } else if (IsExactly(v, IntType)) {
    return Long(v);
  } else if (v.IsImmediateFloat() || IsExactly(v, FloatType)) {
    Code(binary ? 'g' : 'f');
    Float(FloatValue(v));
  } else if (IsExactly(v, ComplexType)) {
    Code(binary ? 'y' : 'x');
    Float(v.As<Complex>()->real);
    Float(v.As<Complex>()->imaginary);
  } else if (IsExactly(v, StrType)) {
    return Text(v);
  } else if (IsExactly(v, TupleType)) {
    return Items(version_ >= kShortForms && TupleSize(v) < 256 ? ')' : '(', v.As<Tuple>()->items, TupleSize(v));
  } else if (IsExactly(v, ListType)) {
    return Items('[', v.As<List>()->items, ListSize(v));
  } else if (IsExactly(v, DictType)) {
    return Mapping(v);
  } else if (IsExactly(v, SetType) || IsExactly(v, FrozenSetType)) {
    return Set(v);
  } else {
    return Other(v);
  }
  return true;
}

}  // namespace

void MarshalImage(std::string_view image, std::string* out) {
  const uint32_t header[] = {static_cast<uint32_t>(image.size() + 4),
                             LibraryCompiler(CurrentInterpreter()->library)};
  out->push_back('c');
  out->append(reinterpret_cast<const char*>(header), sizeof(header));
  out->append(image);
}

bool MarshalWrite(Value v, int version, std::string* out) { return Writer(version, out).Write(v); }

}  // namespace polygil
