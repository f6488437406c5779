// repr(), str(), ascii(), format(), bytes().

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/list.h"
#include "runtime/types/number/number_format.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"
#include "runtime/types/text/str_methods.h"

namespace polygil {

Owned Repr(Value v) {
  if (!CheckNativeStack()) return {};
  UnarySlot repr = TypeOf(v)->slots.repr;
  if (repr == nullptr)
    return StrFormat("<%s object at %p>", TypeName(v), reinterpret_cast<void*>(v.bits));
  Handle result = TRY(repr(v));
  if (!IsStr(result))
    return Raise(&TypeErrorType, "__repr__ returned non-string (type %.200s)", TypeName(result));
  return result.Release();
}

Owned ToStr(Value v) {
  if (IsExactly(v, StrType)) return Retain(v);
  UnarySlot str = TypeOf(v)->slots.str;
  if (str == nullptr) return Repr(v);
  if (!CheckNativeStack()) return {};
  Handle result = TRY(str(v));
  if (!IsStr(result))
    return Raise(&TypeErrorType, "__str__ returned non-string (type %.200s)", TypeName(result));
  return result.Release();
}

namespace {

bool AppendEscaped(StrBuilder* text, uint32_t c) {
  static const char kDigits[] = "0123456789abcdef";
  int width = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
  char escape[10] = {'\\', width == 2 ? 'x' : width == 4 ? 'u' : 'U'};
  for (int i = 0; i < width; ++i) escape[2 + i] = kDigits[(c >> (4 * (width - 1 - i))) & 15];
  return text->AppendAscii(escape, static_cast<size_t>(2 + width));
}

}  // namespace

Owned ToAscii(Value v) {
  Handle repr = TRY(Repr(v));
  if (repr.As<Str>()->is_ascii()) return repr.Release();
  StrBuilder text;
  for (int64_t i = 0; i < StrLength(repr); ++i) {
    uint32_t c = StrAt(repr, i);
    TRY_VOID(c < 0x80 ? text.Append(c) : AppendEscaped(&text, c));
  }
  return text.Finish();
}

Owned Format(Value v, Value spec) {
  bool plain = !spec || (IsExactly(spec, StrType) && StrLength(spec) == 0);
  if (plain && IsExactly(v, StrType)) return Retain(v);
  if (plain && (v.IsInt() || v.IsImmediateFloat())) return Repr(v);
  if (!plain && IsExactly(spec, StrType)) {
    // What __format__ of these types would do, without looking it up.
    if (v.IsInt()) return IntFormat(v, spec);
    if (v.IsImmediateFloat()) return FloatFormatMethod(v, spec);
    if (IsExactly(v, StrType)) return StrDunderFormatMethod(v, spec);
  }
  Handle empty;
  if (!spec) {
    empty = TRY(StrEmpty());
    spec = empty;
  }
  Handle method = LookupSpecial(v, names.__format__);
  if (!method) {
    if (HasPendingException()) return {};
    return Raise(&TypeErrorType, "Type %.100s doesn't define __format__", TypeName(v));
  }
  Handle result = TRY(Call(method, {spec}));
  if (!IsStr(result))
    return Raise(&TypeErrorType, "__format__ must return a str, not %.200s", TypeName(result));
  return result.Release();
}

Owned BytesOf(Value v) {
  if (IsExactly(v, BytesType)) return Retain(v);
  return Call(Value::Pointer(&BytesType), {v});
}

ReprEntry ReprEnter(Value container) {
  ThreadState* thread = CurrentThread();
  if (!thread->repr_running) {
    Owned list = ListNew();
    if (!list) return ReprEntry::kError;
    thread->repr_running = list.Peek();
  }
  const List* running = thread->repr_running.As<List>();
  for (int64_t i = running->size; i-- > 0;)
    if (running->items[i] == container) return ReprEntry::kRunning;
  if (running->size > thread->interpreter->recursion_limit) {
    Raise(&RecursionErrorType, "maximum recursion depth exceeded while getting the repr of an object");
    return ReprEntry::kError;
  }
  return ListAppend(thread->repr_running, container) ? ReprEntry::kEntered : ReprEntry::kError;
}

void ReprLeave(Value container) {
  List* running = CurrentThread()->repr_running.As<List>();
  for (int64_t i = running->size; i-- > 0;) {
    if (running->items[i] != container) continue;
    Value old = running->items[i];
    for (int64_t j = i + 1; j < running->size; ++j) running->items[j - 1] = running->items[j];
    running->items[--running->size] = Value::Empty();
    DecRef(old);
    return;
  }
}

}  // namespace polygil
