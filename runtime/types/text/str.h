// str: immutable text of code points, 1, 2 or 4 bytes each (the narrowest that fits), with cached
// hash. Lone surrogates are allowed. Character data follow the fixed part and end with a NUL unit.

#ifndef POLYGIL_RUNTIME_TYPES_TEXT_STR_H_
#define POLYGIL_RUNTIME_TYPES_TEXT_STR_H_

#include <cstdarg>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "runtime/base/unicode/text_view.h"
#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

enum StrFlag : uint32_t {  // in Object::flags
  kStrKindMask = 3u << kLayoutFlagShift,  // 0: 1 byte, 1: 2 bytes, 2: 4 bytes
  kStrAscii = 1u << (kLayoutFlagShift + 2),
  kStrInterned = 1u << (kLayoutFlagShift + 3),
};

struct Str : VarObject {   // size: length in code points
  int64_t hash;            // -1: not computed
  uint8_t data[];

  int kind() const { return 1 << ((flags & kStrKindMask) >> kLayoutFlagShift); }
  bool is_ascii() const { return flags & kStrAscii; }
  bool is_interned() const { return flags & kStrInterned; }
  const uint8_t* latin1() const { return data; }
  const uint16_t* ucs2() const { return reinterpret_cast<const uint16_t*>(data); }
  const uint32_t* ucs4() const { return reinterpret_cast<const uint32_t*>(data); }
};
struct StrIterator : Object {
  int64_t index;
  Value str;          // empty once exhausted
};
extern Type StrType, StrIteratorType, StrAsciiIteratorType;

inline int64_t StrLength(Value v) { return v.As<Str>()->size; }
inline uint32_t StrAt(Value v, int64_t index) {
  const Str* s = v.As<Str>();
  switch (s->kind()) {
    case 1: return s->data[index];
    case 2: return s->ucs2()[index];
    default: return s->ucs4()[index];
  }
}
inline TextView StrView(Value v) {
  const Str* s = v.As<Str>();
  return {s->data, s->size, s->kind()};
}
// An upper bound of the code points: 0x7f, 0xff, 0xffff or 0x10ffff.
inline uint32_t StrMaximum(Value v) {
  const Str* s = v.As<Str>();
  if (s->is_ascii()) return 0x7f;
  return s->kind() == 1 ? 0xff : s->kind() == 2 ? 0xffff : 0x10ffff;
}
// The shared texts of one latin-1 character, and the empty one. Set at start-up, immortal.
struct SharedStrs {
  Value empty;
  Value latin1[256];
};
extern SharedStrs shared_strs;

// Text whose bytes are trusted UTF-8 (WTF-8 for lone surrogates), e.g. literals in C++.
Owned StrFromUtf8(const char* text, size_t size);
inline Owned StrFromUtf8(std::string_view text) { return StrFromUtf8(text.data(), text.size()); }
Owned StrFromAscii(const char* text, size_t size);
Owned StrFromCodePoint(uint32_t c);               // shared for latin-1
// Copies `length` units of `kind` bytes, narrowing if possible.
Owned StrFromUnits(const void* units, int kind, int64_t length);
// New str of exactly this width whose units the caller fills before anyone sees it;
// `maximum` is an upper bound of the code points to come (it decides kind and the ASCII flag).
Owned StrNew(int64_t length, uint32_t maximum);
void* StrUnits(Value v);
inline Owned StrEmpty() { return Retain(shared_strs.empty); }
// The same text as an exact str: itself unless it is an instance of a subclass.
Owned StrExact(Value s);
Owned StrFromView(const TextView& text);          // as StrFromUnits
// A new instance of a subclass of str (type may be str itself) with the text of `s`.
Owned StrInstance(Type* type, Value s);
Owned StrFormat(const char* format, ...);  // directives of Raise(), and %A (Value: its ascii())
Owned StrFormatV(const char* format, va_list arguments);
Owned StrConcat(Value a, Value b);
// left + right where *left is uniquely referenced: grows it in place if it can. Consumes *left on
// success only.
Owned StrAppend(Handle* left, Value right);
Owned StrSubstring(Value s, int64_t start, int64_t end);
Owned StrJoin(Value separator, const Value* items, int64_t count);  // items checked to be str
// SipHash-1-3 of the units with the interpreter's secret; cached.
int64_t StrHashSlow(Value s);
inline int64_t StrHash(Value s) {
  int64_t hash = s.As<Str>()->hash;
  return hash != -1 ? hash : StrHashSlow(s);
}
// Both str (or subclasses).
inline bool StrEqual(Value a, Value b) {
  if (a == b) return true;
  const Str* left = a.As<Str>();
  const Str* right = b.As<Str>();
  return left->size == right->size && ((left->flags ^ right->flags) & kStrKindMask) == 0 &&
         memcmp(left->data, right->data, static_cast<size_t>(left->size * left->kind())) == 0;
}
bool StrEqualsAscii(Value s, const char* text);
int StrCompare(Value a, Value b);                 // by code points
int64_t StrFind(Value s, Value sub, int64_t start, int64_t end);  // -1: absent
// UTF-8 bytes; surrogates raise UnicodeEncodeError. The view lives as long as *owner.
Fallible<std::string_view> StrAsUtf8(Value s, Handle* owner);
// Lossy (surrogates escaped as WTF-8): for messages and diagnostics, never raises but MemoryError.
const char* StrForMessage(Value s, char* buffer, size_t buffer_size);
// File system encoding with surrogateescape; NUL inside raises ValueError "embedded null byte".
Owned StrEncodeFs(Value s);                       // bytes
Owned StrDecodeFs(const char* bytes, size_t size);

// -- Interning ------------------------------------------------------------------------------------
// Returns the canonical exact str (new reference); `s` may be an instance of a subclass.
Owned StrIntern(Value s);
Owned StrInternUtf8(std::string_view text);
// Interned and immortal: for names known to C++; cached by the caller in a static-free table
// (runtime/types/text/names.h).
Value InternImmortal(const char* ascii);

// -- Building -------------------------------------------------------------------------------------
// Collects text of unknown width inside the str to come; grows geometrically. No Python code runs.
class StrBuilder {
 public:
  StrBuilder() = default;
  ~StrBuilder();
  StrBuilder(const StrBuilder&) = delete;
  StrBuilder& operator=(const StrBuilder&) = delete;
  bool Append(uint32_t c);
  bool Append(Value str);
  bool AppendRange(Value str, int64_t start, int64_t end);
  // `maximum`: an upper bound of the code points, exact as to width and ASCII.
  bool AppendView(const TextView& text, uint32_t maximum);
  bool AppendAscii(const char* text, size_t size);
  bool AppendAscii(const char* text) { return AppendAscii(text, strlen(text)); }
  bool AppendUtf8(std::string_view text);
  bool AppendFill(uint32_t c, int64_t count);
  int64_t length() const { return length_; }
  Owned Finish();

 private:
  // Room for `more` units and a width for `maximum`.
  bool Reserve(int64_t more, uint32_t maximum) {
    if (more <= capacity_ - length_ && maximum <= limit_) [[likely]]
      return true;
    return Grow(more, maximum);
  }
  bool Grow(int64_t more, uint32_t maximum);
  Str* str_ = nullptr;     // the result under construction
  int64_t length_ = 0, capacity_ = 0;
  uint32_t limit_ = 0;     // largest code point that fits without Grow: 0x7f, 0xff, 0xffff, 0x10ffff
};

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_TEXT_STR_H_
