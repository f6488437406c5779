// Making strs: from bytes, units and other strs. Methods are in str_*.cc.

#include "runtime/types/text/str.h"

#include "runtime/base/codec/error_handler.h"
#include "runtime/base/codec/utf8.h"
#include "runtime/object/heap.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/text/units.h"

namespace polygil {

Type StrType;

namespace {

constexpr int64_t kMaximumLength = INT64_MAX / 8;

inline uint32_t FlagsFor(uint32_t maximum) {
  uint32_t kind = maximum < 0x100 ? 0 : maximum < 0x10000 ? 1 : 2;
  return (kind << kLayoutFlagShift) | (maximum < 0x80 ? uint32_t{kStrAscii} : 0u);
}

inline size_t StrBytes(int64_t length, int kind) {
  return sizeof(Str) + static_cast<size_t>((length + 1) * kind);
}

// Sets what makes a block a str of `length` units.
inline void Seal(Str* str, int64_t length, uint32_t maximum) {
  str->flags = (str->flags & ~(kStrKindMask | kStrAscii)) | FlagsFor(maximum);
  str->size = length;
  str->hash = -1;
  PutUnit(str->data, KindFor(maximum), length, 0);
}

// An exact str whose block has room for `capacity` units.
Str* AllocateStr(int64_t length, int64_t capacity, uint32_t maximum) {
  if (capacity > kMaximumLength) {
    RaiseMemoryError();
    return nullptr;
  }
  // AllocateUninitialized(&StrType, ...) without its questions about the type.
  void* block = HeapAllocate(PageKind::kAtomic, StrBytes(capacity, KindFor(maximum)));
  if (block == nullptr) [[unlikely]] {
    RaiseMemoryError();
    return nullptr;
  }
  Str* str = static_cast<Str*>(block);
  str->refcount = 1;
  str->flags = 0;
  str->type = &StrType;
  Seal(str, length, maximum);
  return str;
}

inline Owned OwnStr(Str* str) { return Owned(Value::Pointer(str)); }

// WTF-8: surrogates pass, anything else that is wrong becomes U+FFFD.
Owned DecodeLeniently(const uint8_t* data, int64_t size) {
  CodePointBuffer out;
  int64_t position = 0;
  CodecError error;
  for (;;) {
    CodecStatus status = DecodeUtf8(data, size, true, &position, &out, &error);
    if (status == CodecStatus::kNoMemory || !out.ok()) return RaiseMemoryError();
    if (status == CodecStatus::kDone) return StrFromView(out.view());
    ErrorReplacement replaced = HandleDecodeError(ErrorHandler::kSurrogatePass,
                                                  UnicodeForm::kUtf8, data, size, error, &out);
    if (!replaced.handled && !out.Append(0xfffd)) return RaiseMemoryError();
    position = replaced.handled ? replaced.end : error.end;
  }
}

}  // namespace

Owned StrNew(int64_t length, uint32_t maximum) {
  Str* str = AllocateStr(length, length, maximum);
  return str != nullptr ? OwnStr(str) : Owned();
}

void* StrUnits(Value v) { return v.As<Str>()->data; }

Owned StrFromAscii(const char* text, size_t size) {
  if (size <= 1) return size == 0 ? StrEmpty() : StrFromCodePoint(static_cast<uint8_t>(*text));
  Owned made = StrNew(static_cast<int64_t>(size), 0x7f);
  if (made) memcpy(made.Peek().As<Str>()->data, text, size);
  return made;
}

Owned StrFromUtf8(const char* text, size_t size) {
  const auto* data = reinterpret_cast<const uint8_t*>(text);
  auto length = static_cast<int64_t>(size);
  Utf8Measure measure = MeasureUtf8(data, length);
  if (!measure.valid) return DecodeLeniently(data, length);
  if (measure.largest < 0x80) return StrFromAscii(text, size);
  if (measure.length == 1 && measure.largest < 0x100) {
    uint8_t c;
    DecodeValidUtf8(data, length, 1, &c);
    return StrFromCodePoint(c);
  }
  Owned made = StrNew(measure.length, measure.largest);
  if (made)
    DecodeValidUtf8(data, length, KindFor(measure.largest), made.Peek().As<Str>()->data);
  return made;
}

Owned StrFromCodePoint(uint32_t c) {
  if (c < 256) return Retain(shared_strs.latin1[c]);
  Owned made = StrNew(1, c);
  if (made) PutUnit(made.Peek().As<Str>()->data, KindFor(c), 0, c);
  return made;
}

Owned StrFromView(const TextView& text) {
  if (text.length <= 1) return text.length == 0 ? StrEmpty() : StrFromCodePoint(text[0]);
  uint32_t maximum = MaximumOf(text);
  Owned made = StrNew(text.length, maximum);
  if (made)
    CopyUnits(made.Peek().As<Str>()->data, KindFor(maximum), text.data, text.kind, text.length);
  return made;
}

Owned StrFromUnits(const void* units, int kind, int64_t length) {
  return StrFromView({units, length, kind});
}

namespace {

Owned CopyExact(Value s) {
  const Str* from = s.As<Str>();
  if (from->size == 0) return StrEmpty();
  Owned made = StrNew(from->size, StrMaximum(s));
  if (made) memcpy(made.Peek().As<Str>()->data, from->data,
                   static_cast<size_t>(from->size * from->kind()));
  return made;
}

}  // namespace

Owned StrExact(Value s) {
  if (s.AsObject()->type == &StrType) [[likely]]
    return Retain(s);
  return CopyExact(s);
}

Owned StrInstance(Type* type, Value s) {
  if (type == &StrType) return StrExact(s);
  const Str* from = s.As<Str>();
  int64_t bytes = (from->size + 1) * from->kind();
  Owned made = AllocateVarInstance(type, from->size, static_cast<size_t>(bytes - from->size));
  if (!made) return made;
  Str* str = made.Peek().As<Str>();
  Seal(str, from->size, StrMaximum(s));
  str->hash = from->hash;
  memcpy(str->data, from->data, static_cast<size_t>(bytes));
  return made;
}

namespace {

// Short texts are copied without a call, by two words that may overlap.
inline void CopyShort(uint8_t* to, const uint8_t* from, int64_t length) {
  auto copy = [=](auto word) {
    auto last = word;
    int64_t end = length - static_cast<int64_t>(sizeof word);
    memcpy(&word, from, sizeof word);
    memcpy(&last, from + end, sizeof last);
    memcpy(to, &word, sizeof word);
    memcpy(to + end, &last, sizeof last);
  };
  if (length > 16) memcpy(to, from, static_cast<size_t>(length));
  else if (length >= 8) copy(uint64_t{0});
  else if (length >= 4) copy(uint32_t{0});
  else if (length >= 2) copy(uint16_t{0});
  else if (length == 1) *to = *from;
}

}  // namespace

Owned StrSubstring(Value s, int64_t start, int64_t end) {
  const Str* str = s.As<Str>();
  if (end > str->size) end = str->size;
  if (start < 0) start = 0;
  if (start >= end) return StrEmpty();
  int64_t length = end - start;
  if (length == str->size) return StrExact(s);
  if (!str->is_ascii()) return StrFromView(StrView(s).Slice(start, end));
  if (length == 1) return StrFromCodePoint(str->data[start]);
  Owned made = StrNew(length, 0x7f);
  if (made) CopyShort(made.Peek().As<Str>()->data, str->data + start, length);
  return made;
}

Owned StrConcat(Value a, Value b) {
  const Str* left = a.As<Str>();
  const Str* right = b.As<Str>();
  if (left->size == 0) return StrExact(b);
  if (right->size == 0) return StrExact(a);
  uint32_t maximum = StrMaximum(a) | StrMaximum(b);
  Str* str = AllocateStr(left->size + right->size, left->size + right->size, maximum);
  if (str == nullptr) return {};
  int kind = str->kind();
  CopyUnits(str->data, kind, left->data, left->kind(), left->size);
  CopyUnits(UnitAt(str->data, kind, left->size), kind, right->data, right->kind(), right->size);
  return OwnStr(str);
}

namespace {

constexpr int64_t kSlackFrom = 256;  // longer texts that grew once get room to grow again

// A longer copy of `left` with room beyond `length`.
Str* CopyWithRoom(const Str* left, int64_t length, uint32_t maximum) {
  int64_t capacity = length > kSlackFrom ? length + length / 4 : length;
  Str* str = AllocateStr(length, capacity, maximum);
  if (str != nullptr) CopyUnits(str->data, str->kind(), left->data, left->kind(), left->size);
  return str;
}

}  // namespace

Owned StrAppend(Handle* left, Value right) {
  Value a = left->Get();
  Str* str = a.As<Str>();
  const Str* tail = right.As<Str>();
  bool own = IsUniquelyReferenced(a) && str->type == &StrType && !str->is_interned() && a != right;
  if (!own || tail->size == 0 || str->size == 0) {
    Owned joined = StrConcat(a, right);
    if (joined) left->Reset();
    return joined;
  }
  uint32_t maximum = StrMaximum(a) | StrMaximum(right);
  int64_t old_length = str->size, length = old_length + tail->size;
  int kind = KindFor(maximum);
  if (kind == str->kind() && StrBytes(length, kind) <= HeapCapacityOf(str)) {
    Seal(str, length, maximum);
    CopyUnits(UnitAt(str->data, kind, old_length), kind, tail->data, tail->kind(), tail->size);
    return left->Release();
  }
  Str* grown = CopyWithRoom(str, length, maximum);
  if (grown == nullptr) return {};
  CopyUnits(UnitAt(grown->data, kind, old_length), kind, tail->data, tail->kind(), tail->size);
  left->Reset();
  return OwnStr(grown);
}

Owned StrJoin(Value separator, const Value* items, int64_t count) {
  if (count == 0) return StrEmpty();
  if (count == 1) return StrExact(items[0]);
  const Str* between = separator.As<Str>();
  int64_t length = 0;
  uint32_t maximum = StrMaximum(separator);
  if (__builtin_mul_overflow(between->size, count - 1, &length)) return RaiseMemoryError();
  for (int64_t i = 0; i < count; ++i) {
    if (__builtin_add_overflow(length, items[i].As<Str>()->size, &length))
      return Raise(&OverflowErrorType, "join() result is too long for a Python string");
    maximum |= StrMaximum(items[i]);
  }
  if (length == 0) return StrEmpty();
  Str* str = AllocateStr(length, length, maximum);
  if (str == nullptr) return {};
  int kind = str->kind();
  uint8_t* at = str->data;
  for (int64_t i = 0; i < count; ++i) {
    if (i != 0 && between->size != 0) {
      CopyUnits(at, kind, between->data, between->kind(), between->size);
      at += between->size * kind;
    }
    const Str* item = items[i].As<Str>();
    CopyUnits(at, kind, item->data, item->kind(), item->size);
    at += item->size * kind;
  }
  return OwnStr(str);
}

// -- StrBuilder -----------------------------------------------------------------------------------

StrBuilder::~StrBuilder() {
  if (str_ != nullptr) DecRef(static_cast<Object*>(str_));
}

bool StrBuilder::Grow(int64_t more, uint32_t maximum) {
  if (maximum < 0x80) maximum = 0x7f;
  else maximum = maximum < 0x100 ? 0xff : maximum < 0x10000 ? 0xffff : 0x10ffff;
  if (maximum < limit_) maximum = limit_;
  int64_t needed;
  if (__builtin_add_overflow(length_, more, &needed) || needed > kMaximumLength)
    return RaiseMemoryError();
  // Between ASCII and latin-1 nothing but the flag changes.
  if (needed <= capacity_ && KindFor(maximum) == KindFor(limit_)) {
    limit_ = maximum;
    return true;
  }
  int64_t capacity = needed > capacity_ ? needed + needed / 2 : capacity_;
  if (capacity < 31) capacity = 31;
  Str* grown = AllocateStr(0, capacity, maximum);
  if (grown == nullptr) return false;
  int kind = KindFor(maximum);
  if (str_ != nullptr) {
    CopyUnits(grown->data, kind, str_->data, KindFor(limit_), length_);
    DecRef(static_cast<Object*>(str_));
  }
  str_ = grown;
  limit_ = maximum;
  capacity_ = static_cast<int64_t>(HeapBlockSize(StrBytes(capacity, kind)) - sizeof(Str)) / kind - 1;
  return true;
}

bool StrBuilder::Append(uint32_t c) {
  if (!Reserve(1, c)) return false;
  PutUnit(str_->data, KindFor(limit_), length_++, c);
  return true;
}

bool StrBuilder::Append(Value str) {
  const Str* from = str.As<Str>();
  if (from->size == 0) return true;
  if (!Reserve(from->size, StrMaximum(str))) return false;
  int kind = KindFor(limit_);
  CopyUnits(UnitAt(str_->data, kind, length_), kind, from->data, from->kind(), from->size);
  length_ += from->size;
  return true;
}

bool StrBuilder::AppendRange(Value str, int64_t start, int64_t end) {
  if (start >= end) return true;
  TextView part = StrView(str).Slice(start, end);
  return AppendView(part, str.As<Str>()->is_ascii() ? 0x7f : MaximumOf(part));
}

bool StrBuilder::AppendView(const TextView& text, uint32_t maximum) {
  if (text.length == 0) return true;
  if (!Reserve(text.length, maximum)) return false;
  int kind = KindFor(limit_);
  CopyUnits(UnitAt(str_->data, kind, length_), kind, text.data, text.kind, text.length);
  length_ += text.length;
  return true;
}

bool StrBuilder::AppendAscii(const char* text, size_t size) {
  return AppendView({text, static_cast<int64_t>(size), 1}, 0x7f);
}

bool StrBuilder::AppendUtf8(std::string_view text) {
  const auto* data = reinterpret_cast<const uint8_t*>(text.data());
  auto size = static_cast<int64_t>(text.size());
  if (CountAscii(data, size) == size) return AppendAscii(text.data(), text.size());
  Handle decoded = TRY(StrFromUtf8(text));
  return Append(decoded.Get());
}

bool StrBuilder::AppendFill(uint32_t c, int64_t count) {
  if (count <= 0) return true;
  if (!Reserve(count, c)) return false;
  int kind = KindFor(limit_);
  FillUnits(UnitAt(str_->data, kind, length_), kind, count, c);
  length_ += count;
  return true;
}

Owned StrBuilder::Finish() {
  if (length_ <= 1) return StrFromView({str_ != nullptr ? str_->data : nullptr, length_,
                                        KindFor(limit_)});
  Seal(str_, length_, limit_);
  // A block that is much too large is exchanged.
  size_t needed = HeapBlockSize(StrBytes(length_, KindFor(limit_)));
  size_t held = HeapBlockSize(StrBytes(capacity_, KindFor(limit_)));
  Str* made = str_;
  str_ = nullptr;
  length_ = capacity_ = 0;
  if (held - needed <= held / 4) return OwnStr(made);
  Owned copy = CopyExact(Value::Pointer(made));
  DecRef(static_cast<Object*>(made));
  return copy;
}

}  // namespace polygil
