// The type str: constructor, operators and its table of methods.

#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/slice.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/codec.h"
#include "runtime/types/text/init.h"
#include "runtime/types/text/intern.h"
#include "runtime/types/text/str.h"
#include "runtime/types/text/str_methods.h"
#include "runtime/types/text/arguments.h"
#include "runtime/types/text/units.h"

namespace polygil {
namespace {

bool ReadText(Value v, const char* function, const char* parameter, Handle* owner,
              const char** out) {
  *out = nullptr;
  if (!v) return true;
  if (!IsStr(v))
    return Raise(&TypeErrorType, "%s() argument '%s' must be str, not %.50s", function, parameter,
                 v.IsNone() ? "None" : TypeName(v));
  std::string_view text = TRY(StrAsUtf8(v, owner));
  if (text.find('\0') != std::string_view::npos)
    return Raise(&ValueErrorType, "embedded null character");
  *out = text.data();
  return true;
}

Owned MakeText(const Value* values) {
  if (!values[0]) return StrEmpty();
  if (!values[1] && !values[2]) return ToStr(values[0]);
  Handle encoding_owner, errors_owner;
  const char *encoding, *errors;
  TRY_VOID(ReadText(values[1], "str", "encoding", &encoding_owner, &encoding));
  TRY_VOID(ReadText(values[2], "str", "errors", &errors_owner, &errors));
  return DecodeObject(values[0], encoding, errors);
}

Owned NewSlotOfStr(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  if (nargs == 1 && !keyword_names && type == &StrType) [[likely]]
    return ToStr(args[0]);
  Value values[3];
  TRY_VOID(BindArguments("str", "(object='', encoding='utf-8', errors='strict')\n--\n\n", args,
                         nargs, keyword_names, values));
  Handle text = TRY(MakeText(values));
  if (type == &StrType) return text.Release();
  return StrInstance(type, text);
}

Owned StrSlot(Value self) { return StrExact(self); }
Fallible<int64_t> HashSlotOfStr(Value self) { return StrHash(self); }
Fallible<int64_t> LengthSlotOfStr(Value self) { return StrLength(self); }

Owned CompareSlotOfStr(Value self, Value other, CompareOp op) {
  if (!IsStr(self) || !IsStr(other)) return OwnNotImplemented();
  if (op == CompareOp::kEq) return OwnBool(StrEqual(self, other));
  if (op == CompareOp::kNe) return OwnBool(!StrEqual(self, other));
  int order = StrCompare(self, other);
  switch (op) {
    case CompareOp::kLt: return OwnBool(order < 0);
    case CompareOp::kLe: return OwnBool(order <= 0);
    case CompareOp::kGt: return OwnBool(order > 0);
    default: return OwnBool(order >= 0);
  }
}

Owned ConcatSlot(Value left, Value right) {
  if (!IsStr(right))
    return Raise(&TypeErrorType, "can only concatenate str (not \"%.200s\") to str",
                 TypeName(right));
  return StrConcat(left, right);
}

Owned RepeatSlotOfStr(Value self, int64_t count) {
  const Str* str = self.As<Str>();
  if (count <= 0 || str->size == 0) return StrEmpty();
  if (count == 1) return StrExact(self);
  int64_t length;
  if (__builtin_mul_overflow(str->size, count, &length) || length > INT64_MAX / 8)
    return RaiseMemoryError();
  Owned made = StrNew(length, StrMaximum(self));
  if (!made) return made;
  auto* out = static_cast<uint8_t*>(StrUnits(made.Peek()));
  int kind = str->kind();
  if (str->size == 1) {
    FillUnits(out, kind, length, StrAt(self, 0));
    return made;
  }
  // Doubling what is there already.
  int64_t bytes = length * kind, done = str->size * kind;
  memcpy(out, str->data, static_cast<size_t>(done));
  while (done < bytes) {
    int64_t step = done < bytes - done ? done : bytes - done;
    memcpy(out + done, out, static_cast<size_t>(step));
    done += step;
  }
  return made;
}

Owned SliceOfStr(Value self, Value slice) {
  int64_t start, stop, step, count;
  TRY_VOID(SliceIndices(slice, StrLength(self), &start, &stop, &step, &count));
  if (count <= 0) return StrEmpty();
  if (step == 1) return StrSubstring(self, start, start + count);
  if (count == 1) return StrFromCodePoint(StrAt(self, start));
  Handle made = TRY(StrNew(count, StrMaximum(self)));
  const Str* str = self.As<Str>();
  void* out = StrUnits(made);
  if (str->kind() == 1 && step == -1) {
    const uint8_t* last = str->data + start;
    for (int64_t i = 0; i < count; ++i) static_cast<uint8_t*>(out)[i] = last[-i];
  } else if (str->kind() == 1) {
    for (int64_t i = 0; i < count; ++i)
      static_cast<uint8_t*>(out)[i] = str->data[start + i * step];
  } else {
    for (int64_t i = 0; i < count; ++i)
      PutUnit(out, str->kind(), i, StrAt(self, start + i * step));
  }
  if (str->is_ascii()) return made.Release();
  return StrFromView(StrView(made));
}

Owned GetItemSlot(Value self, Value key) {
  if (IsExactly(key, SliceType)) return SliceOfStr(self, key);
  int64_t index;
  if (key.IsInt()) {
    index = key.AsInt();
  } else if (IsAnyInt(key) || TypeOf(key)->slots.index != nullptr) {
    index = TRY(IndexExact(key, &IndexErrorType));
  } else {
    return Raise(&TypeErrorType, "string indices must be integers, not '%.200s'", TypeName(key));
  }
  int64_t length = StrLength(self);
  if (index < 0) index += length;
  if (index < 0 || index >= length) return Raise(&IndexErrorType, "string index out of range");
  return StrFromCodePoint(StrAt(self, index));
}

size_t SizeSlotOfStr(Object* object) {
  const Str* str = static_cast<const Str*>(object);
  return sizeof(Str) + static_cast<size_t>((str->size + 1) * str->kind());
}

void DestroySlotOfStr(Object* object) {
  if (object->flags & kStrInterned) InternForget(static_cast<Str*>(object));
}

Owned EncodeMethod(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value values[2];
  TRY_VOID(ReadTwo("encode", "($self, /, encoding='utf-8', errors='strict')\n--\n\n", args, nargs,
                   keyword_names, values));
  if (!values[0] && !values[1]) return EncodeUtf8Strict(self);
  Handle encoding_owner, errors_owner;
  const char *encoding, *errors;
  TRY_VOID(ReadText(values[0], "encode", "encoding", &encoding_owner, &encoding));
  TRY_VOID(ReadText(values[1], "encode", "errors", &errors_owner, &errors));
  return EncodeStr(self, encoding, errors);
}

Owned GetnewargsMethod(Value self) {
  // A copy: what is unpickled is made of it by str.__new__.
  TextView view = StrView(self);
  Handle text = TRY(StrFromView(view));
  return TupleOf({text});
}

Owned SizeofMethod(Value self) {
  return IntFromSize(ObjectSize(self.AsObject()));
}

#define STR_METHOD(name, function, doc) PY_METHOD(str, name, function, doc)
constexpr MethodDef kMethods[] = {
    STR_METHOD(encode, Keywords(EncodeMethod),
               "($self, /, encoding='utf-8', errors='strict')\n--\n\n"
               "Return the text as bytes of an encoding."),
    STR_METHOD(replace, Positional(StrReplaceMethod, 2, 3),
               "($self, old, new, count=-1, /)\n--\n\n"
               "Return a copy with occurrences of old replaced by new, the first count of them."),
    STR_METHOD(split, Keywords(StrSplitMethod),
               "($self, /, sep=None, maxsplit=-1)\n--\n\n"
               "Return a list of the parts between separators, by default white space."),
    STR_METHOD(rsplit, Keywords(StrRsplitMethod),
               "($self, /, sep=None, maxsplit=-1)\n--\n\n"
               "Return a list of the parts between separators, splitting from the end."),
    STR_METHOD(join, OneArg(StrJoinMethod),
               "($self, iterable, /)\n--\n\nConcatenate strings with this one between them."),
    STR_METHOD(capitalize, NoArgs(StrCapitalizeMethod),
               "($self, /)\n--\n\nReturn a copy in lower case but for its first character."),
    STR_METHOD(casefold, NoArgs(StrCasefoldMethod),
               "($self, /)\n--\n\nReturn a version for comparisons that ignore case."),
    STR_METHOD(title, NoArgs(StrTitleMethod),
               "($self, /)\n--\n\nReturn a version where each word starts in title case."),
    STR_METHOD(center, Positional(StrCenterMethod, 1, 2),
               "($self, width, fillchar=' ', /)\n--\n\nReturn the text centered in a width."),
    STR_METHOD(count, (SearchFunction<StrCountMethod, search_names::count>()),
               "S.count(sub[, start[, end]]) -> int\n\n"
               "Return how often a substring occurs without overlapping."),
    STR_METHOD(expandtabs, Bound(StrExpandtabsMethod),
               "($self, /, tabsize=8)\n--\n\nReturn a copy with tabs replaced by spaces."),
    STR_METHOD(find, (SearchFunction<StrFindMethod, search_names::find>()),
               "S.find(sub[, start[, end]]) -> int\n\n"
               "Return the lowest index of a substring, -1 if there is none."),
    STR_METHOD(partition, OneArg(StrPartitionMethod),
               "($self, sep, /)\n--\n\nSplit at the first separator: before, separator, after."),
    STR_METHOD(index, (SearchFunction<StrIndexMethod, search_names::index>()),
               "S.index(sub[, start[, end]]) -> int\n\n"
               "Return the lowest index of a substring; ValueError if there is none."),
    STR_METHOD(ljust, Positional(StrLjustMethod, 1, 2),
               "($self, width, fillchar=' ', /)\n--\n\nReturn the text left-aligned in a width."),
    STR_METHOD(lower, NoArgs(StrLowerMethod), "($self, /)\n--\n\nReturn a copy in lower case."),
    STR_METHOD(lstrip, Positional(StrLstripMethod, 0, 1),
               "($self, chars=None, /)\n--\n\nReturn a copy without leading white space."),
    STR_METHOD(rfind, (SearchFunction<StrRfindMethod, search_names::rfind>()),
               "S.rfind(sub[, start[, end]]) -> int\n\n"
               "Return the highest index of a substring, -1 if there is none."),
    STR_METHOD(rindex, (SearchFunction<StrRindexMethod, search_names::rindex>()),
               "S.rindex(sub[, start[, end]]) -> int\n\n"
               "Return the highest index of a substring; ValueError if there is none."),
    STR_METHOD(rjust, Positional(StrRjustMethod, 1, 2),
               "($self, width, fillchar=' ', /)\n--\n\nReturn the text right-aligned in a width."),
    STR_METHOD(rstrip, Positional(StrRstripMethod, 0, 1),
               "($self, chars=None, /)\n--\n\nReturn a copy without trailing white space."),
    STR_METHOD(rpartition, OneArg(StrRpartitionMethod),
               "($self, sep, /)\n--\n\nSplit at the last separator: before, separator, after."),
    STR_METHOD(splitlines, Bound(StrSplitlinesMethod),
               "($self, /, keepends=False)\n--\n\nReturn a list of the lines."),
    STR_METHOD(strip, Positional(StrStripMethod, 0, 1),
               "($self, chars=None, /)\n--\n\n"
               "Return a copy without leading and trailing white space."),
    STR_METHOD(swapcase, NoArgs(StrSwapcaseMethod),
               "($self, /)\n--\n\nExchange upper and lower case."),
    STR_METHOD(translate, OneArg(StrTranslateMethod),
               "($self, table, /)\n--\n\nReplace each character by what the table says."),
    STR_METHOD(upper, NoArgs(StrUpperMethod), "($self, /)\n--\n\nReturn a copy in upper case."),
    STR_METHOD(startswith, (SearchFunction<StrStartswithMethod, search_names::startswith>()),
               "S.startswith(prefix[, start[, end]]) -> bool\n\n"
               "Return whether the text starts with a prefix, or one of a tuple."),
    STR_METHOD(endswith, (SearchFunction<StrEndswithMethod, search_names::endswith>()),
               "S.endswith(suffix[, start[, end]]) -> bool\n\n"
               "Return whether the text ends with a suffix, or one of a tuple."),
    STR_METHOD(removeprefix, OneArg(StrRemoveprefixMethod),
               "($self, prefix, /)\n--\n\nReturn a copy without a prefix, if it is there."),
    STR_METHOD(removesuffix, OneArg(StrRemovesuffixMethod),
               "($self, suffix, /)\n--\n\nReturn a copy without a suffix, if it is there."),
    STR_METHOD(isascii, NoArgs(StrIsasciiMethod),
               "($self, /)\n--\n\nReturn whether all characters are ASCII."),
    STR_METHOD(islower, NoArgs(StrIslowerMethod),
               "($self, /)\n--\n\nReturn whether the cased characters are lower case."),
    STR_METHOD(isupper, NoArgs(StrIsupperMethod),
               "($self, /)\n--\n\nReturn whether the cased characters are upper case."),
    STR_METHOD(istitle, NoArgs(StrIstitleMethod),
               "($self, /)\n--\n\nReturn whether the words are in title case."),
    STR_METHOD(isspace, NoArgs(StrIsspaceMethod),
               "($self, /)\n--\n\nReturn whether the text is white space."),
    STR_METHOD(isdecimal, NoArgs(StrIsdecimalMethod),
               "($self, /)\n--\n\nReturn whether the text consists of decimal digits."),
    STR_METHOD(isdigit, NoArgs(StrIsdigitMethod),
               "($self, /)\n--\n\nReturn whether the text consists of digits."),
    STR_METHOD(isnumeric, NoArgs(StrIsnumericMethod),
               "($self, /)\n--\n\nReturn whether the text consists of numeric characters."),
    STR_METHOD(isalpha, NoArgs(StrIsalphaMethod),
               "($self, /)\n--\n\nReturn whether the text consists of letters."),
    STR_METHOD(isalnum, NoArgs(StrIsalnumMethod),
               "($self, /)\n--\n\nReturn whether the text consists of letters and digits."),
    STR_METHOD(isidentifier, NoArgs(StrIsidentifierMethod),
               "($self, /)\n--\n\nReturn whether the text is a valid identifier."),
    STR_METHOD(isprintable, NoArgs(StrIsprintableMethod),
               "($self, /)\n--\n\nReturn whether repr() shows all characters as they are."),
    STR_METHOD(zfill, OneArg(StrZfillMethod),
               "($self, width, /)\n--\n\nFill with zeros on the left, behind a sign."),
    STR_METHOD(format, Keywords(StrFormatMethod),
               "S.format(*args, **kwargs) -> str\n\n"
               "Return the text with its replacement fields {} filled from the arguments."),
    STR_METHOD(format_map, OneArg(StrFormatMapMethod),
               "S.format_map(mapping) -> str\n\n"
               "Return the text with its replacement fields {} filled from a mapping."),
    STR_METHOD(__format__, OneArg(StrDunderFormatMethod),
               "($self, format_spec, /)\n--\n\nReturn a formatted version of the text."),
    STR_METHOD(maketrans, Positional(StrMaketransMethod, 1, 3, kMethodStatic),
               "Return a table for translate(): from a dict, or from strings of equal length and "
               "one of characters to delete."),
    STR_METHOD(__sizeof__, NoArgs(SizeofMethod),
               "($self, /)\n--\n\nReturn the size of the string in memory, in bytes."),
    STR_METHOD(__getnewargs__, NoArgs(GetnewargsMethod), nullptr),
    {}};
#undef STR_METHOD

}  // namespace

bool InitStrType() {
  TypeSlots& slots = StrType.slots;
  slots.repr = StrReprSlot;
  slots.str = StrSlot;
  slots.hash = HashSlotOfStr;
  slots.rich_compare = CompareSlotOfStr;
  slots.iterate = StrIterateSlot;
  slots.remainder = StrRemainderSlot;
  slots.concat = ConcatSlot;
  slots.repeat = RepeatSlotOfStr;
  slots.length = LengthSlotOfStr;
  slots.get_item = GetItemSlot;
  slots.contains = StrContainsSlot;
  slots.new_instance = NewSlotOfStr;
  slots.destroy = DestroySlotOfStr;
  slots.size = SizeSlotOfStr;
  return InitBuiltinType({.type = &StrType,
                          .name = "str",
                          .basic_size = sizeof(Str),
                          .item_size = 1,
                          .flags = kTypeBase | kTypeAtomic | kTypeIsStr | kTypeMatchSelf,
                          .methods = kMethods,
                          .doc = "str(object='') -> str\n"
                                 "str(bytes_or_buffer[, encoding[, errors]]) -> str\n\n"
                                 "Text: of an object by its __str__() or repr(), or decoded from "
                                 "bytes by the encoding\n(utf-8 by default) with the error "
                                 "handler (strict by default)."});
}

}  // namespace polygil
