// Case mappings and the is...() questions (Unicode 14.0.0, PEP 3131).

#include "runtime/base/unicode/code_point_buffer.h"
#include "runtime/base/unicode/properties.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/text/str.h"
#include "runtime/types/text/str_methods.h"

namespace polygil {
namespace {

inline uint8_t AsciiUpper(uint8_t c) {
  return static_cast<uint8_t>(c - (static_cast<uint8_t>(c - 'a') < 26 ? 32 : 0));
}
inline uint8_t AsciiLower(uint8_t c) {
  return static_cast<uint8_t>(c + (static_cast<uint8_t>(c - 'A') < 26 ? 32 : 0));
}
inline uint8_t AsciiSwap(uint8_t c) {
  return static_cast<uint8_t>(c ^ (static_cast<uint8_t>((c | 32) - 'a') < 26 ? 32 : 0));
}
inline bool IsAsciiLetter(uint8_t c) { return static_cast<uint8_t>((c | 32) - 'a') < 26; }

template <typename Map>
Owned MapAscii(Value self, Map map) {
  const Str* str = self.As<Str>();
  if (str->size <= 1) return str->size == 0 ? StrEmpty() : StrFromCodePoint(map(str->data[0]));
  Owned made = StrNew(str->size, 0x7f);
  if (!made) return made;
  uint8_t* to = made.Peek().As<Str>()->data;
  const uint8_t* from = str->data;
  for (int64_t i = 0, size = str->size; i < size; ++i) to[i] = map(from[i]);
  return made;
}

// The mapping of a character that is one to one, as nearly all are; else what `full` writes.
template <int32_t UnicodeType::* kDistance>
inline int MapOne(char32_t c, int (*full)(char32_t, char32_t*), char32_t* out) {
  const UnicodeType& type = UnicodeTypeOf(c);
  if ((type.flags & kUnicodeSpecialCase) != 0) [[unlikely]]
    return full(c, out);
  out[0] = c + static_cast<char32_t>(type.*kDistance);
  return 1;
}

// Map(text, index, out) writes what the character at an index becomes and returns the count.
template <typename Map>
Owned MapWide(Value self, Map map) {
  TextView text = StrView(self);
  CodePointBuffer buffer;
  char32_t mapped[kUnicodeMostMapped];
  if (!buffer.Reserve(text.length + 4)) return RaiseMemoryError();
  for (int64_t i = 0; i < text.length; ++i) {
    int count = map(text, i, mapped);
    for (int k = 0; k < count; ++k) buffer.Append(mapped[k]);
  }
  if (!buffer.ok()) return RaiseMemoryError();
  return StrFromView(buffer.view());
}

// As MapWide, for mappings that mind no neighbours.
template <int32_t UnicodeType::* kDistance>
Owned MapEach(Value self, int (*full)(char32_t, char32_t*)) {
  TextView text = StrView(self);
  CodePointBuffer buffer;
  if (!buffer.Reserve(text.length + 4)) return RaiseMemoryError();
  WithTypedText(text, [&](const auto* units) {
    char32_t mapped[kUnicodeMostMapped];
    for (int64_t i = 0; i < text.length; ++i) {
      int count = MapOne<kDistance>(units[i], full, mapped);
      buffer.Append(mapped[0]);
      for (int k = 1; k < count; ++k) buffer.Append(mapped[k]);
    }
    return 0;
  });
  if (!buffer.ok()) return RaiseMemoryError();
  return StrFromView(buffer.view());
}

int LowerAt(const TextView& text, int64_t i, char32_t* out) {
  char32_t c = text[i];
  if (c != 0x3a3) return MapOne<&UnicodeType::lower>(c, UnicodeToLowerFull, out);
  out[0] = UnicodeLowerSigma(text, i);
  return 1;
}

using Question = bool (*)(char32_t);

// True if the text isn't empty and every character passes.
template <Question kAsk>
Owned All(Value self) {
  TextView text = StrView(self);
  if (text.length == 0) return OwnBool(false);
  return OwnBool(WithTypedText(text, [&](const auto* units) {
    for (int64_t i = 0; i < text.length; ++i)
      if (!kAsk(units[i])) return false;
    return true;
  }));
}

}  // namespace

Owned StrUpperMethod(Value self) {
  if (self.As<Str>()->is_ascii()) return MapAscii(self, AsciiUpper);
  return MapEach<&UnicodeType::upper>(self, UnicodeToUpperFull);
}

Owned StrLowerMethod(Value self) {
  if (self.As<Str>()->is_ascii()) return MapAscii(self, AsciiLower);
  return MapWide(self, LowerAt);
}

Owned StrSwapcaseMethod(Value self) {
  if (self.As<Str>()->is_ascii()) return MapAscii(self, AsciiSwap);
  return MapWide(self, [](const TextView& text, int64_t i, char32_t* out) {
    char32_t c = text[i];
    if (UnicodeIsUpper(c)) return LowerAt(text, i, out);
    if (UnicodeIsLower(c)) return UnicodeToUpperFull(c, out);
    out[0] = c;
    return 1;
  });
}

Owned StrCasefoldMethod(Value self) {
  if (self.As<Str>()->is_ascii()) return MapAscii(self, AsciiLower);
  return MapEach<&UnicodeType::lower>(self, UnicodeCaseFold);
}

Owned StrCapitalizeMethod(Value self) {
  if (self.As<Str>()->is_ascii()) {
    bool first = true;
    return MapAscii(self, [&first](uint8_t c) {
      uint8_t mapped = first ? AsciiUpper(c) : AsciiLower(c);
      first = false;
      return mapped;
    });
  }
  return MapWide(self, [](const TextView& text, int64_t i, char32_t* out) {
    return i == 0 ? UnicodeToTitleFull(text[0], out) : LowerAt(text, i, out);
  });
}

Owned StrTitleMethod(Value self) {
  bool inside = false;
  if (self.As<Str>()->is_ascii()) {
    return MapAscii(self, [&inside](uint8_t c) {
      uint8_t mapped = inside ? AsciiLower(c) : AsciiUpper(c);
      inside = IsAsciiLetter(c);
      return mapped;
    });
  }
  return MapWide(self, [&inside](const TextView& text, int64_t i, char32_t* out) {
    int count = inside ? LowerAt(text, i, out) : UnicodeToTitleFull(text[i], out);
    inside = UnicodeIsCased(text[i]);
    return count;
  });
}

Owned StrIsalnumMethod(Value self) { return All<UnicodeIsAlnum>(self); }
Owned StrIsalphaMethod(Value self) { return All<UnicodeIsAlpha>(self); }
Owned StrIsasciiMethod(Value self) { return OwnBool(self.As<Str>()->is_ascii()); }
Owned StrIsdecimalMethod(Value self) { return All<UnicodeIsDecimal>(self); }
Owned StrIsdigitMethod(Value self) { return All<UnicodeIsDigit>(self); }
Owned StrIsnumericMethod(Value self) { return All<UnicodeIsNumeric>(self); }
Owned StrIsspaceMethod(Value self) { return All<UnicodeIsSpace>(self); }
Owned StrIsidentifierMethod(Value self) { return OwnBool(IsIdentifier(StrView(self))); }
Owned StrIsprintableMethod(Value self) {
  if (StrLength(self) == 0) return OwnBool(true);
  return All<UnicodeIsPrintable>(self);
}

Owned StrIslowerMethod(Value self) {
  TextView text = StrView(self);
  bool cased = false;
  for (int64_t i = 0; i < text.length; ++i) {
    char32_t c = text[i];
    if (UnicodeIsUpper(c) || UnicodeIsTitle(c)) return OwnBool(false);
    cased = cased || UnicodeIsLower(c);
  }
  return OwnBool(cased);
}

Owned StrIsupperMethod(Value self) {
  TextView text = StrView(self);
  bool cased = false;
  for (int64_t i = 0; i < text.length; ++i) {
    char32_t c = text[i];
    if (UnicodeIsLower(c) || UnicodeIsTitle(c)) return OwnBool(false);
    cased = cased || UnicodeIsUpper(c);
  }
  return OwnBool(cased);
}

Owned StrIstitleMethod(Value self) {
  TextView text = StrView(self);
  bool cased = false, inside = false;
  for (int64_t i = 0; i < text.length; ++i) {
    char32_t c = text[i];
    bool upper = UnicodeIsUpper(c) || UnicodeIsTitle(c);
    bool lower = !upper && UnicodeIsLower(c);
    if ((upper && inside) || (lower && !inside)) return OwnBool(false);
    inside = upper || lower;
    cased = cased || inside;
  }
  return OwnBool(cased);
}

}  // namespace polygil
