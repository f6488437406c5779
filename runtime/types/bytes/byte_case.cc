// Case mappings and the is...() questions of ASCII.

#include "runtime/base/codec/codec.h"
#include "runtime/types/bytes/byte_methods.h"
#include "runtime/types/bytes/byte_text.h"

namespace polygil {
namespace {

inline bool IsUpper(uint8_t c) { return static_cast<uint8_t>(c - 'A') < 26; }
inline bool IsLower(uint8_t c) { return static_cast<uint8_t>(c - 'a') < 26; }
inline bool IsLetter(uint8_t c) { return static_cast<uint8_t>((c | 32) - 'a') < 26; }
inline bool IsDigit(uint8_t c) { return static_cast<uint8_t>(c - '0') < 10; }
inline bool IsAlnum(uint8_t c) { return IsLetter(c) || IsDigit(c); }
inline bool IsSpace(uint8_t c) { return c == ' ' || static_cast<uint8_t>(c - 9) < 5; }
inline uint8_t ToUpper(uint8_t c) { return static_cast<uint8_t>(c - (IsLower(c) ? 32 : 0)); }
inline uint8_t ToLower(uint8_t c) { return static_cast<uint8_t>(c + (IsUpper(c) ? 32 : 0)); }
inline uint8_t Swap(uint8_t c) { return static_cast<uint8_t>(c ^ (IsLetter(c) ? 32 : 0)); }

template <typename MapByte>
Owned Map(Value self, MapByte map) {
  TextView text = ByteView(self);
  if (text.length == 0) return MakeLike(self, "", 0);
  Owned made = MakeLike(self, nullptr, text.length);
  if (!made) return made;
  uint8_t* to = MutableBytes(made.Peek());
  const uint8_t* from = BytesOfView(text);
  for (int64_t i = 0; i < text.length; ++i) to[i] = map(from[i]);
  return made;
}

template <bool (*kAsk)(uint8_t)>
Owned All(Value self) {
  TextView text = ByteView(self);
  const uint8_t* bytes = BytesOfView(text);
  for (int64_t i = 0; i < text.length; ++i)
    if (!kAsk(bytes[i])) return OwnBool(false);
  return OwnBool(text.length != 0);
}

template <bool (*kWrong)(uint8_t), bool (*kRight)(uint8_t)>
Owned NoneAndSome(Value self) {
  TextView text = ByteView(self);
  const uint8_t* bytes = BytesOfView(text);
  bool some = false;
  for (int64_t i = 0; i < text.length; ++i) {
    if (kWrong(bytes[i])) return OwnBool(false);
    some = some || kRight(bytes[i]);
  }
  return OwnBool(some);
}

}  // namespace

Owned ByteUpperMethod(Value self) { return Map(self, ToUpper); }
Owned ByteLowerMethod(Value self) { return Map(self, ToLower); }
Owned ByteSwapcaseMethod(Value self) { return Map(self, Swap); }

Owned ByteTitleMethod(Value self) {
  bool inside = false;
  return Map(self, [&inside](uint8_t c) {
    uint8_t mapped = inside ? ToLower(c) : ToUpper(c);
    inside = IsLetter(c);
    return mapped;
  });
}

Owned ByteCapitalizeMethod(Value self) {
  bool first = true;
  return Map(self, [&first](uint8_t c) {
    uint8_t mapped = first ? ToUpper(c) : ToLower(c);
    first = false;
    return mapped;
  });
}

Owned ByteIsalnumMethod(Value self) { return All<IsAlnum>(self); }
Owned ByteIsalphaMethod(Value self) { return All<IsLetter>(self); }
Owned ByteIsdigitMethod(Value self) { return All<IsDigit>(self); }
Owned ByteIsspaceMethod(Value self) { return All<IsSpace>(self); }
Owned ByteIslowerMethod(Value self) { return NoneAndSome<IsUpper, IsLower>(self); }
Owned ByteIsupperMethod(Value self) { return NoneAndSome<IsLower, IsUpper>(self); }

Owned ByteIsasciiMethod(Value self) {
  TextView text = ByteView(self);
  return OwnBool(CountAscii(BytesOfView(text), text.length) == text.length);
}

Owned ByteIstitleMethod(Value self) {
  TextView text = ByteView(self);
  bool cased = false, inside = false;
  for (int64_t i = 0; i < text.length; ++i) {
    auto c = static_cast<uint8_t>(text[i]);
    if ((IsUpper(c) && inside) || (IsLower(c) && !inside)) return OwnBool(false);
    inside = IsLetter(c);
    cased = cased || inside;
  }
  return OwnBool(cased);
}

}  // namespace polygil
