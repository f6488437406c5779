// str: immutable text of code points, 1, 2 or 4 bytes each (the narrowest that fits), with cached
// hash. Lone surrogates are allowed. Character data follow the fixed part and end with a NUL unit.

#ifndef POLYGIL_RUNTIME_TYPES_TEXT_STR_H_
#define POLYGIL_RUNTIME_TYPES_TEXT_STR_H_

#include <cstdarg>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

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
extern Type StrType;

inline int64_t StrLength(Value v) { return v.As<Str>()->size; }
inline uint32_t StrAt(Value v, int64_t index) {
  const Str* s = v.As<Str>();
  switch (s->kind()) {
    case 1: return s->data[index];
    case 2: return s->ucs2()[index];
    default: return s->ucs4()[index];
  }
}
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
Owned StrEmpty();
Owned StrFormat(const char* format, ...);         // directives of Raise()
Owned StrFormatV(const char* format, va_list arguments);
Owned StrConcat(Value a, Value b);
// left + right where *left is uniquely referenced: grows it in place if it can. Consumes *left on
// success only.
Owned StrAppend(Handle* left, Value right);
Owned StrSubstring(Value s, int64_t start, int64_t end);
Owned StrJoin(Value separator, const Value* items, int64_t count);  // items checked to be str
int64_t StrHash(Value s);
bool StrEqual(Value a, Value b);                  // both str (or subclasses)
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
// Returns the canonical str (new reference); exact str only.
Owned StrIntern(Value s);
Owned StrInternUtf8(std::string_view text);
// Interned and immortal: for names known to C++; cached by the caller in a static-free table
// (runtime/types/text/names.h).
Value InternImmortal(const char* ascii);

// -- Building -------------------------------------------------------------------------------------
// Collects text of unknown width; grows geometrically; Finish() narrows. No Python code runs.
class StrBuilder {
 public:
  StrBuilder() = default;
  ~StrBuilder();
  StrBuilder(const StrBuilder&) = delete;
  StrBuilder& operator=(const StrBuilder&) = delete;
  bool Append(uint32_t c);
  bool Append(Value str);
  bool AppendRange(Value str, int64_t start, int64_t end);
  bool AppendAscii(const char* text, size_t size);
  bool AppendAscii(const char* text) { return AppendAscii(text, strlen(text)); }
  bool AppendUtf8(std::string_view text);
  bool AppendFill(uint32_t c, int64_t count);
  int64_t length() const { return length_; }
  Owned Finish();

 private:
  bool Grow(int64_t more, uint32_t maximum);
  uint8_t* data_ = nullptr;
  int64_t length_ = 0, capacity_ = 0;
  int kind_ = 1;
  bool ascii_ = true;
};

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_TEXT_STR_H_
