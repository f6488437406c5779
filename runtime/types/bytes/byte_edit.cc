// replace, join, padding, expandtabs, translate, + and *.

#include <cstring>

#include "runtime/base/search/search.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/byte_methods.h"
#include "runtime/types/bytes/byte_text.h"
#include "runtime/types/text/arguments.h"

namespace polygil {
namespace {

void* Append(uint8_t* to, const TextView& part) {
  if (part.length != 0) memcpy(to, part.data, static_cast<size_t>(part.length));
  return to + part.length;
}

// `old` is not empty and occurs `count` times at least.
Owned ReplaceParts(Value self, const TextView& old, const TextView& now, int64_t count) {
  TextView text = ByteView(self);
  int64_t change, size;
  if (__builtin_mul_overflow(now.length - old.length, count, &change) ||
      __builtin_add_overflow(text.length, change, &size))
    return Raise(&OverflowErrorType, "replace bytes is too long");
  Owned made = MakeLike(self, nullptr, size);
  if (!made) return made;
  uint8_t* to = MutableBytes(made.Peek());
  int64_t start = 0;
  while (count-- > 0) {
    TextView rest = text.Slice(start, text.length);
    int64_t found = old.length == 1 ? FindCharacter(rest, old[0]) : FindText(rest, old);
    to = static_cast<uint8_t*>(Append(to, rest.Slice(0, found)));
    to = static_cast<uint8_t*>(Append(to, now));
    start += found + old.length;
  }
  Append(to, text.Slice(start, text.length));
  return made;
}

// Between all bytes and around them, `count` times.
Owned Interleave(Value self, const TextView& now, int64_t count) {
  TextView text = ByteView(self);
  int64_t change, size;
  if (__builtin_mul_overflow(now.length, count, &change) ||
      __builtin_add_overflow(text.length, change, &size))
    return Raise(&OverflowErrorType, "replace bytes is too long");
  Owned made = MakeLike(self, nullptr, size);
  if (!made) return made;
  uint8_t* to = MutableBytes(made.Peek());
  int64_t i = 0;
  for (; i < count; ++i) {
    to = static_cast<uint8_t*>(Append(to, now));
    if (i < text.length) *to++ = static_cast<uint8_t>(text[i]);
  }
  if (i < text.length) Append(to, text.Slice(i, text.length));
  return made;
}

Owned Pad(Value self, int64_t left, int64_t right, uint8_t fill) {
  if (left <= 0 && right <= 0) return CopyLike(self);
  int64_t size = ByteView(self).length;
  int64_t total;
  if (__builtin_add_overflow(size, left + right, &total)) return RaiseMemoryError();
  Owned made = MakeLike(self, nullptr, total);
  if (!made) return made;
  uint8_t* to = MutableBytes(made.Peek());
  memset(to, fill, static_cast<size_t>(left));
  Append(to + left, ByteView(self));
  memset(to + left + size, fill, static_cast<size_t>(right));
  return made;
}

bool ReadPadding(const char* name, Value self, const Value* args, size_t nargs, int64_t* padding,
                 uint8_t* fill) {
  int64_t width;
  TRY_VOID(ReadSize(args[0], &width));
  *fill = ' ';
  int64_t size = ByteView(self).length;
  *padding = width > size ? width - size : 0;
  if (nargs < 2) return true;
  if ((!IsBytes(args[1]) && !IsExactly(args[1], ByteArrayType)) || ByteView(args[1]).length != 1)
    return Raise(&TypeErrorType, "%s() argument 2 must be a byte string of length 1, not %.50s",
                 name, args[1].IsNone() ? "None" : TypeName(args[1]));
  *fill = static_cast<uint8_t>(ByteView(args[1])[0]);
  return true;
}

}  // namespace

Owned ByteReplaceMethod(Value self, const Value* args, size_t nargs) {
  ByteArgument old, now;
  int64_t most = -1;
  TRY_VOID(old.Read(args[0]) && now.Read(args[1]));
  if (nargs > 2) TRY_VOID(ReadSize(args[2], &most));
  if (most < 0) most = INT64_MAX;
  int64_t count = CountText(ByteView(self), old.view(), most);
  if (count == 0) return CopyLike(self);
  if (old.view().length == 0) return Interleave(self, now.view(), count);
  return ReplaceParts(self, old.view(), now.view(), count);
}

Owned ByteJoinMethod(Value self, Value iterable) {
  Handle owner;
  ItemsView items = TRY(FastItems(iterable, &owner, "can only join an iterable"));
  TextView between = ByteView(self);
  int64_t size = 0;
  for (int64_t i = 0; i < items.size; ++i) {
    Value item = items.items[i];
    int64_t length;
    if (IsBytes(item) || IsExactly(item, ByteArrayType)) {
      length = ByteView(item).length;
    } else if (SupportsBuffer(item)) {
      ScopedBuffer buffer;
      TRY_VOID(buffer.Acquire(item));
      length = buffer.size();
    } else {
      return Raise(&TypeErrorType, "sequence item %zd: expected a bytes-like object, %.80s found",
                   i, TypeName(item));
    }
    if (i != 0) length += between.length;
    if (__builtin_add_overflow(size, length, &size))
      return Raise(&OverflowErrorType, "join() result is too long");
  }
  if (items.size == 1 && IsBytes(self) && IsExactly(items.items[0], BytesType))
    return Retain(items.items[0]);
  Handle made = TRY(size != 0 ? MakeLike(self, nullptr, size) : MakeLike(self, "", 0));
  uint8_t* to = size != 0 ? MutableBytes(made) : nullptr;
  for (int64_t i = 0; i < items.size; ++i) {
    ByteArgument item;
    TRY_VOID(item.Read(items.items[i]));
    if (i != 0) to = static_cast<uint8_t*>(Append(to, between));
    to = static_cast<uint8_t*>(Append(to, item.view()));
  }
  return made.Release();
}

Owned ByteCenterMethod(Value self, const Value* args, size_t nargs) {
  int64_t padding;
  uint8_t fill;
  TRY_VOID(ReadPadding("center", self, args, nargs, &padding, &fill));
  int64_t width = ByteView(self).length + padding;
  int64_t left = padding / 2 + (padding & width & 1);
  return Pad(self, left, padding - left, fill);
}

Owned ByteLjustMethod(Value self, const Value* args, size_t nargs) {
  int64_t padding;
  uint8_t fill;
  TRY_VOID(ReadPadding("ljust", self, args, nargs, &padding, &fill));
  return Pad(self, 0, padding, fill);
}

Owned ByteRjustMethod(Value self, const Value* args, size_t nargs) {
  int64_t padding;
  uint8_t fill;
  TRY_VOID(ReadPadding("rjust", self, args, nargs, &padding, &fill));
  return Pad(self, padding, 0, fill);
}

Owned ByteZfillMethod(Value self, Value width_argument) {
  int64_t width;
  TRY_VOID(ReadSize(width_argument, &width));
  TextView text = ByteView(self);
  int64_t padding = width - text.length;
  if (padding <= 0) return CopyLike(self);
  Owned made = Pad(self, padding, 0, '0');
  if (!made || text.length == 0 || (text[0] != '+' && text[0] != '-')) return made;
  uint8_t* bytes = MutableBytes(made.Peek());
  bytes[0] = static_cast<uint8_t>(text[0]);
  bytes[padding] = '0';
  return made;
}

Owned ByteExpandtabsMethod(Value self, const Value* args) {
  int64_t tab_size = 8;
  if (args[0]) TRY_VOID(ReadSize(args[0], &tab_size));
  TextView text = ByteView(self);
  auto blanks_at = [tab_size](int64_t column) {
    return tab_size > 0 ? tab_size - column % tab_size : 0;
  };
  int64_t size = 0, column = 0;
  for (int64_t i = 0; i < text.length; ++i) {
    char32_t c = text[i];
    int64_t step = c == '\t' ? blanks_at(column) : 1;
    if (size > INT64_MAX - step) return Raise(&OverflowErrorType, "result too long");
    size += step;
    column = c == '\n' || c == '\r' ? 0 : column + step;
  }
  Owned made = MakeLike(self, size != 0 ? nullptr : "", size);
  if (!made || size == 0) return made;
  uint8_t* to = MutableBytes(made.Peek());
  column = 0;
  for (int64_t i = 0; i < text.length; ++i) {
    char32_t c = text[i];
    int64_t step = c == '\t' ? blanks_at(column) : 1;
    if (c == '\t') memset(to, ' ', static_cast<size_t>(step));
    else *to = static_cast<uint8_t>(c);
    to += step;
    column = c == '\n' || c == '\r' ? 0 : column + step;
  }
  return made;
}

Owned ByteTranslateMethod(Value self, const Value* args) {
  ByteArgument table, deleted;
  bool has_table = !args[0].IsNone();
  if (has_table) {
    TRY_VOID(table.Read(args[0]));
    if (table.view().length != 256)
      return Raise(&ValueErrorType, "translation table must be 256 characters long");
  }
  bool drop[256] = {};
  if (args[1]) {
    TRY_VOID(deleted.Read(args[1]));
    for (int64_t i = 0; i < deleted.view().length; ++i) drop[deleted.view()[i]] = true;
  }
  TextView text = ByteView(self);
  if (text.length == 0) return CopyLike(self);
  Owned made = MakeLike(self, nullptr, text.length);
  if (!made) return made;
  uint8_t* start = MutableBytes(made.Peek());
  uint8_t* to = start;
  const uint8_t* from = BytesOfView(text);
  const uint8_t* map = has_table ? BytesOfView(table.view()) : nullptr;
  for (int64_t i = 0; i < text.length; ++i) {
    if (drop[from[i]]) continue;
    *to++ = map != nullptr ? map[from[i]] : from[i];
  }
  int64_t size = to - start;
  if (size == text.length) return made;
  if (IsBytes(self)) return BytesShrink(made, size);
  if (!ByteArrayResize(made.Peek(), size)) {
    Discard(made);
    return {};
  }
  return made;
}

Owned ByteMaketransMethod(Value, const Value* args, size_t) {
  ByteArgument from, to;
  TRY_VOID(from.Read(args[0]) && to.Read(args[1]));
  if (from.view().length != to.view().length)
    return Raise(&ValueErrorType, "maketrans arguments must have same length");
  uint8_t table[256];
  for (int i = 0; i < 256; ++i) table[i] = static_cast<uint8_t>(i);
  for (int64_t i = 0; i < from.view().length; ++i)
    table[from.view()[i]] = static_cast<uint8_t>(to.view()[i]);
  return BytesNew(table, 256);
}

Owned ByteConcatSlot(Value left, Value right) {
  if (!IsBytes(right) && !SupportsBuffer(right))
    return Raise(&TypeErrorType, "can't concat %.100s to %.100s", TypeName(right), TypeName(left));
  ByteArgument argument;
  TRY_VOID(argument.Read(right));
  TextView text = ByteView(left);
  if (text.length == 0 && IsExactly(right, BytesType) && IsBytes(left)) return Retain(right);
  if (argument.view().length == 0 && IsExactly(left, BytesType)) return Retain(left);
  int64_t size;
  if (__builtin_add_overflow(text.length, argument.view().length, &size))
    return RaiseMemoryError();
  Owned made = MakeLike(left, size != 0 ? nullptr : "", size);
  if (!made || size == 0) return made;
  Append(static_cast<uint8_t*>(Append(MutableBytes(made.Peek()), text)), argument.view());
  return made;
}

Owned ByteRepeatSlot(Value self, int64_t count) {
  TextView text = ByteView(self);
  if (count <= 0 || text.length == 0) return MakeLike(self, "", 0);
  if (count == 1) return CopyLike(self);
  int64_t size;
  if (__builtin_mul_overflow(text.length, count, &size)) {
    if (!IsBytes(self)) return RaiseMemoryError();
    return Raise(&OverflowErrorType, "repeated bytes are too long");
  }
  Owned made = MakeLike(self, nullptr, size);
  if (!made) return made;
  uint8_t* to = MutableBytes(made.Peek());
  if (text.length == 1) {
    memset(to, static_cast<int>(text[0]), static_cast<size_t>(size));
    return made;
  }
  Append(to, text);
  for (int64_t done = text.length; done < size;) {
    int64_t step = done < size - done ? done : size - done;
    memcpy(to + done, to, static_cast<size_t>(step));
    done += step;
  }
  return made;
}

}  // namespace polygil
