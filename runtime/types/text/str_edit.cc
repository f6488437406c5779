// replace, join, padding, expandtabs.

#include "runtime/base/search/search.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/text/arguments.h"
#include "runtime/types/text/str.h"
#include "runtime/types/text/str_methods.h"
#include "runtime/types/text/units.h"

namespace polygil {
namespace {

const void* BytesAt(const TextView& text, int64_t index) {
  return static_cast<const uint8_t*>(text.data) + index * text.kind;
}

// One character for another: a copy with some units changed.
Owned ReplaceCharacter(Value self, uint32_t from, uint32_t to, int64_t most, int64_t first) {
  const Str* str = self.As<Str>();
  uint32_t maximum = StrMaximum(self);
  bool narrows = maximum >= 0x80 && from >= 0x80;  // the last wide character may go
  if (to > maximum) maximum = to;
  Handle made = TRY(StrNew(str->size, maximum));
  int kind = KindFor(maximum);
  uint8_t* units = made.As<Str>()->data;
  CopyUnits(units, kind, str->data, str->kind(), str->size);
  if (kind == 1) {
    auto old = static_cast<uint8_t>(from), now = static_cast<uint8_t>(to);
    if (most == INT64_MAX) {
      for (int64_t i = first; i < str->size; ++i) units[i] = units[i] == old ? now : units[i];
    } else {
      for (int64_t i = first; i < str->size && most > 0; ++i)
        if (units[i] == old) units[i] = now, --most;
    }
  } else {
    for (int64_t i = first; i < str->size && most > 0; ++i)
      if (StrAt(self, i) == from) PutUnit(units, kind, i, to), --most;
  }
  if (narrows) return StrFromView({units, str->size, kind});
  return made.Release();
}

Owned ReplaceEmpty(Value self, Value to, int64_t most) {
  TextView text = StrView(self);
  StrBuilder out;
  int64_t i = 0;
  for (; i <= text.length && most > 0; ++i, --most) {
    TRY_VOID(out.Append(to));
    if (i < text.length) TRY_VOID(out.Append(text[i]));
  }
  if (i < text.length) TRY_VOID(out.AppendRange(self, i, text.length));
  return out.Finish();
}

int64_t FindFrom(const TextView& text, const TextView& pattern, int64_t start) {
  TextView rest = text.Slice(start, text.length);
  int64_t found = pattern.length == 1 ? FindCharacter(rest, pattern[0]) : FindText(rest, pattern);
  return found < 0 ? -1 : found + start;
}

// `first`: where `from` occurs first.
constexpr int kFewPlaces = 16;

// All places to change in an ASCII text are known: the result is made at once.
Owned ReplaceAt(Value self, const int64_t* places, int count, int64_t size, Value to) {
  TextView text = StrView(self), now = StrView(to);
  Owned made = StrNew(text.length + count * (now.length - size), StrMaximum(to));
  if (!made) return made;
  int kind = made.Peek().As<Str>()->kind();
  auto* out = static_cast<uint8_t*>(StrUnits(made.Peek()));
  int64_t done = 0;
  for (int i = 0; i < count; ++i) {
    int64_t kept = places[i] - done;
    CopyUnits(out, kind, BytesAt(text, done), 1, kept);
    CopyUnits(out + kept * kind, kind, now.data, now.kind, now.length);
    out += (kept + now.length) * kind;
    done = places[i] + size;
  }
  CopyUnits(out, kind, BytesAt(text, done), 1, text.length - done);
  return made;
}

// `first`: where `from` occurs first.
Owned ReplaceText(Value self, Value from, Value to, int64_t most, int64_t first) {
  TextView text = StrView(self), pattern = StrView(from);
  if (self.As<Str>()->is_ascii()) {
    int64_t places[kFewPlaces];
    int count = 0;
    int64_t at = first;
    for (; at >= 0 && count < kFewPlaces && count < most;
         at = FindFrom(text, pattern, at + pattern.length))
      places[count++] = at;
    bool all = at < 0 || count == most;
    if (all && text.length + count * (StrLength(to) - pattern.length) > 1)
      return ReplaceAt(self, places, count, pattern.length, to);
  }
  StrBuilder out;
  int64_t start = 0;
  for (int64_t at = first; at >= 0 && most-- > 0; at = FindFrom(text, pattern, start)) {
    TRY_VOID(out.AppendRange(self, start, at));
    TRY_VOID(out.Append(to));
    start = at + pattern.length;
  }
  if (start < text.length) TRY_VOID(out.AppendRange(self, start, text.length));
  return out.Finish();
}

// `left` and `right` fill characters around a text.
Owned Pad(Value self, int64_t left, int64_t right, uint32_t fill) {
  const Str* str = self.As<Str>();
  if (left <= 0 && right <= 0) return StrExact(self);
  int64_t length;
  if (__builtin_add_overflow(str->size, left, &length) ||
      __builtin_add_overflow(length, right, &length))
    return Raise(&OverflowErrorType, "padded string is too long");
  uint32_t maximum = StrMaximum(self);
  if (fill > maximum) maximum = fill;
  Owned made = StrNew(length, maximum);
  if (!made) return made;
  int kind = KindFor(maximum);
  void* units = StrUnits(made.Peek());
  FillUnits(units, kind, left, fill);
  CopyUnits(UnitAt(units, kind, left), kind, str->data, str->kind(), str->size);
  FillUnits(UnitAt(units, kind, left + str->size), kind, right, fill);
  return made;
}

bool ReadPadding(Value self, const Value* args, size_t nargs, int64_t* padding, uint32_t* fill) {
  int64_t width;
  TRY_VOID(ReadSize(args[0], &width));
  *fill = ' ';
  *padding = width > StrLength(self) ? width - StrLength(self) : 0;
  if (nargs < 2) return true;
  if (!IsStr(args[1]))
    return Raise(&TypeErrorType, "The fill character must be a unicode character, not %.100s",
                 TypeName(args[1]));
  if (StrLength(args[1]) != 1)
    return Raise(&TypeErrorType, "The fill character must be exactly one character long");
  *fill = StrAt(args[1], 0);
  return true;
}

}  // namespace

Owned StrReplaceMethod(Value self, const Value* args, size_t nargs) {
  for (int i = 0; i < 2; ++i)
    if (!IsStr(args[i]))
      return Raise(&TypeErrorType, "replace() argument %d must be str, not %.50s", i + 1,
                   args[i].IsNone() ? "None" : TypeName(args[i]));
  int64_t most = -1;
  if (nargs > 2) TRY_VOID(ReadSize(args[2], &most));
  if (most < 0) most = INT64_MAX;
  Value from = args[0], to = args[1];
  if (StrEqual(from, to) || most == 0) return StrExact(self);
  int64_t first = StrFind(self, from, 0, INT64_MAX);
  if (first < 0) return StrExact(self);
  if (StrLength(from) == 1 && StrLength(to) == 1)
    return ReplaceCharacter(self, StrAt(from, 0), StrAt(to, 0), most, first);
  if (StrLength(from) == 0) return ReplaceEmpty(self, to, most);
  return ReplaceText(self, from, to, most, first);
}

Owned StrJoinMethod(Value self, Value iterable) {
  Handle owner;
  ItemsView view = TRY(FastItems(iterable, &owner, "can only join an iterable"));
  for (int64_t i = 0; i < view.size; ++i)
    if (!IsStr(view.items[i]))
      return Raise(&TypeErrorType, "sequence item %zd: expected str instance, %.80s found", i,
                   TypeName(view.items[i]));
  return StrJoin(self, view.items, view.size);
}

Owned StrCenterMethod(Value self, const Value* args, size_t nargs) {
  int64_t padding;
  uint32_t fill;
  TRY_VOID(ReadPadding(self, args, nargs, &padding, &fill));
  int64_t width = StrLength(self) + padding;
  int64_t left = padding / 2 + (padding & width & 1);
  return Pad(self, left, padding - left, fill);
}

Owned StrLjustMethod(Value self, const Value* args, size_t nargs) {
  int64_t padding;
  uint32_t fill;
  TRY_VOID(ReadPadding(self, args, nargs, &padding, &fill));
  return Pad(self, 0, padding, fill);
}

Owned StrRjustMethod(Value self, const Value* args, size_t nargs) {
  int64_t padding;
  uint32_t fill;
  TRY_VOID(ReadPadding(self, args, nargs, &padding, &fill));
  return Pad(self, padding, 0, fill);
}

Owned StrZfillMethod(Value self, Value width_argument) {
  int64_t width;
  TRY_VOID(ReadSize(width_argument, &width));
  int64_t padding = width - StrLength(self);
  if (padding <= 0) return StrExact(self);
  Owned made = Pad(self, padding, 0, '0');
  if (!made || StrLength(self) == 0) return made;
  uint32_t sign = StrAt(self, 0);
  if (sign != '+' && sign != '-') return made;
  int kind = made.Peek().As<Str>()->kind();
  PutUnit(StrUnits(made.Peek()), kind, 0, sign);
  PutUnit(StrUnits(made.Peek()), kind, padding, '0');
  return made;
}

namespace {

constexpr int64_t kMostBlanks = 1 << 16;  // of a tab, for which no sum of lengths overflows

// Calls put(start, end, blanks) for each part that a tab, or the text, ends.
template <typename Put>
inline void ForTabs(const uint8_t* text, int64_t length, int64_t tab_size, Put put) {
  int64_t column = 0, start = 0;
  for (int64_t i = 0; i < length; ++i) {
    uint8_t c = text[i];
    if (c > '\r') {
      ++column;
    } else if (c == '\t') {
      int64_t blanks = tab_size > 0 ? tab_size - column % tab_size : 0;
      put(start, i, blanks);
      column += blanks;
      start = i + 1;
    } else {
      column = c == '\n' || c == '\r' ? 0 : column + 1;
    }
  }
  put(start, length, 0);
}

Owned ExpandLatin(const uint8_t* text, int64_t length, int64_t tab_size, uint32_t maximum) {
  int64_t size = 0;
  ForTabs(text, length, tab_size,
          [&](int64_t start, int64_t end, int64_t blanks) { size += end - start + blanks; });
  if (size == 0) return StrEmpty();
  Owned made = StrNew(size, maximum);
  if (!made) return made;
  auto* out = static_cast<uint8_t*>(StrUnits(made.Peek()));
  ForTabs(text, length, tab_size, [&](int64_t start, int64_t end, int64_t blanks) {
    for (int64_t i = start; i < end; ++i) *out++ = text[i];
    for (int64_t i = 0; i < blanks; ++i) *out++ = ' ';
  });
  return made;
}

}  // namespace

Owned StrExpandtabsMethod(Value self, const Value* args) {
  int64_t tab_size = 8;
  if (args[0]) TRY_VOID(ReadSize(args[0], &tab_size));
  TextView text = StrView(self);
  if (FindCharacter(text, '\t') < 0) return StrExact(self);
  uint32_t maximum = StrMaximum(self);
  if (text.kind == 1 && tab_size < kMostBlanks)
    return ExpandLatin(static_cast<const uint8_t*>(text.data), text.length, tab_size, maximum);
  StrBuilder out;
  int64_t column = 0;
  int64_t start = 0;  // of what is not yet in `out`
  for (int64_t i = 0; i < text.length; ++i) {
    char32_t c = text[i];
    if (c == '\t') {
      TRY_VOID(out.AppendView(text.Slice(start, i), maximum));
      start = i + 1;
      int64_t blanks = tab_size > 0 ? tab_size - column % tab_size : 0;
      if (out.length() > INT64_MAX - blanks)
        return Raise(&OverflowErrorType, "new string is too long");
      TRY_VOID(out.AppendFill(' ', blanks));
      column += blanks;
      continue;
    }
    column = c == '\n' || c == '\r' ? 0 : column + 1;
  }
  TRY_VOID(out.AppendView(text.Slice(start, text.length), maximum));
  return out.Finish();
}

}  // namespace polygil
