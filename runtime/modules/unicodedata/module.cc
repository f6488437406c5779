// The module unicodedata: the Unicode database 14.0.0, and 3.2.0 as the object ucd_3_2_0.

#include <cstring>

#include "runtime/base/unicode/database.h"
#include "runtime/base/unicode/names.h"
#include "runtime/base/unicode/normalize.h"
#include "runtime/base/unicode/properties.h"
#include "runtime/modules/native_type.h"
#include "runtime/object/heap.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type UcdType;

namespace {

// Functions get the module as self, methods an UCD object: the database of 3.2.0.
UnicodeVersion VersionOf(Value self) {
  return IsExactly(self, UcdType) ? UnicodeVersion::k3_2_0 : UnicodeVersion::k14_0_0;
}

Fallible<uint32_t> Character(const char* function, const char* position, Value v) {
  if (!IsStr(v))
    return Raise(&TypeErrorType, "%s() argument%s must be a unicode character, not %.200s", function,
                 position, TypeName(v));
  if (StrLength(v) != 1)
    return Raise(&TypeErrorType, "%s() argument%s must be a unicode character, not str", function,
                 position);
  return StrAt(v, 0);
}

Owned DefaultOr(const Value* args, size_t nargs, const char* message) {
  if (nargs > 1) return Retain(args[1]);
  return Raise(&ValueErrorType, "%s", message);
}

Owned DecimalFunction(Value self, const Value* args, size_t nargs) {
  uint32_t c = TRY(Character("decimal", " 1", args[0]));
  int value = UnicodeDecimalValue(c, VersionOf(self));
  return value >= 0 ? Owned(Value::Int(value)) : DefaultOr(args, nargs, "not a decimal");
}
Owned DigitFunction(Value, const Value* args, size_t nargs) {
  uint32_t c = TRY(Character("digit", " 1", args[0]));
  int value = UnicodeDigit(c);
  return value >= 0 ? Owned(Value::Int(value)) : DefaultOr(args, nargs, "not a digit");
}
Owned NumericFunction(Value self, const Value* args, size_t nargs) {
  uint32_t c = TRY(Character("numeric", " 1", args[0]));
  double value;
  if (UnicodeNumericValue(c, VersionOf(self), &value)) return FloatNew(value);
  return DefaultOr(args, nargs, "not a numeric character");
}

Owned CategoryFunction(Value self, Value v) {
  uint32_t c = TRY(Character("category", "", v));
  return StrFromUtf8(UnicodeCategoryName(UnicodeRecordOf(c, VersionOf(self))));
}
Owned BidirectionalFunction(Value self, Value v) {
  uint32_t c = TRY(Character("bidirectional", "", v));
  return StrFromUtf8(UnicodeBidirectionalName(UnicodeRecordOf(c, VersionOf(self))));
}
Owned CombiningFunction(Value self, Value v) {
  uint32_t c = TRY(Character("combining", "", v));
  return Owned(Value::Int(UnicodeRecordOf(c, VersionOf(self)).combining));
}
Owned MirroredFunction(Value self, Value v) {
  uint32_t c = TRY(Character("mirrored", "", v));
  return Owned(Value::Int(UnicodeRecordOf(c, VersionOf(self)).mirrored));
}
Owned WidthFunction(Value self, Value v) {
  uint32_t c = TRY(Character("east_asian_width", "", v));
  return StrFromUtf8(UnicodeWidthName(UnicodeRecordOf(c, VersionOf(self))));
}

Owned DecompositionFunction(Value self, Value v) {
  uint32_t c = TRY(Character("decomposition", "", v));
  UnicodeDecomposition parts = UnicodeDecompositionOf(c, VersionOf(self));
  if (parts.count == 0) return StrEmpty();
  StrBuilder out;
  if (!out.AppendAscii(parts.prefix)) return {};
  for (int i = 0; i < parts.count; ++i) {
    char text[16];
    int size = snprintf(text, sizeof text, "%s%04X", out.length() > 0 ? " " : "", parts.codes[i]);
    if (!out.AppendAscii(text, static_cast<size_t>(size))) return {};
  }
  return out.Finish();
}

Fallible<NormalForm> FormArgument(Value v) {
  if (!IsStr(v))
    return Raise(&TypeErrorType, "normalize() argument 1 must be str, not %.200s", TypeName(v));
  if (StrEqualsAscii(v, "NFC")) return NormalForm::kNfc;
  if (StrEqualsAscii(v, "NFD")) return NormalForm::kNfd;
  if (StrEqualsAscii(v, "NFKC")) return NormalForm::kNfkc;
  if (StrEqualsAscii(v, "NFKD")) return NormalForm::kNfkd;
  return Raise(&ValueErrorType, "invalid normalization form");
}

Owned NormalizeFunction(Value self, const Value* args, size_t) {
  if (!IsStr(args[1]))
    return Raise(&TypeErrorType, "normalize() argument 2 must be str, not %.200s", TypeName(args[1]));
  if (StrLength(args[1]) == 0) return Retain(args[1]);
  NormalForm form = TRY(FormArgument(args[0]));
  UnicodeVersion version = VersionOf(self);
  TextView text = StrView(args[1]);
  if (version == UnicodeVersion::k14_0_0 && IsSurelyNormalized(form, text)) return StrExact(args[1]);
  CodePointBuffer out;
  if (!Normalize(form, text, &out, version)) return RaiseMemoryError();
  return StrFromView(out.view());
}

Owned IsNormalizedFunction(Value self, const Value* args, size_t nargs) {
  if (!IsStr(args[1]))
    return Raise(&TypeErrorType, "is_normalized() argument 2 must be str, not %.200s",
                 TypeName(args[1]));
  NormalForm form = TRY(FormArgument(args[0]));
  if (StrLength(args[1]) == 0) return OwnBool(true);
  if (VersionOf(self) == UnicodeVersion::k14_0_0 && IsSurelyNormalized(form, StrView(args[1])))
    return OwnBool(true);
  Handle normal = TRY(NormalizeFunction(self, args, nargs));
  return OwnBool(StrEqual(normal, args[1]));
}

Owned NameFunction(Value self, const Value* args, size_t nargs) {
  uint32_t c = TRY(Character("name", " 1", args[0]));
  char name[kUnicodeNameBound];
  bool known = UnicodeIsAssigned(c, VersionOf(self));
  int size = known ? UnicodeName(c, name) : 0;
  if (size <= 0) return DefaultOr(args, nargs, "no such name");
  return StrFromAscii(name, static_cast<size_t>(size));
}

// Whether it is the name of one character, and neither an alias nor that of a sequence: the old
// database has only those.
bool IsNameOf(std::string_view name, const char32_t* codes, int count) {
  if (count != 1) return false;
  char found[kUnicodeNameBound];
  int size = UnicodeName(codes[0], found);
  return size == static_cast<int>(name.size()) && strncasecmp(found, name.data(), name.size()) == 0;
}

Owned LookupFunction(Value self, Value v) {
  if (!IsStr(v))
    return Raise(&TypeErrorType, "lookup() argument must be str, not %.200s", TypeName(v));
  Handle owner;
  std::string_view name = TRY(StrAsUtf8(v, &owner));
  char32_t codes[kUnicodeSequenceBound];
  int count = UnicodeLookup(name.data(), name.size(), codes);
  if (count == 1 && !UnicodeIsAssigned(codes[0], VersionOf(self))) count = 0;
  if (VersionOf(self) != UnicodeVersion::k14_0_0 && count > 0 && !IsNameOf(name, codes, count)) count = 0;
  if (count <= 0) return Raise(&KeyErrorType, "undefined character name '%s'", name.data());
  return StrFromUnits(codes, 4, count);
}

Owned GetVersion(Value) { return StrFromUtf8("3.2.0"); }

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(unicodedata, decimal, Positional(DecimalFunction, 1, 2), "($self, chr, default=<unrepresentable>, /)\n--\n\nConverts a Unicode character into its equivalent decimal value."),
    PY_FUNCTION(unicodedata, digit, Positional(DigitFunction, 1, 2), "($self, chr, default=<unrepresentable>, /)\n--\n\nConverts a Unicode character into its equivalent digit value."),
    PY_FUNCTION(unicodedata, numeric, Positional(NumericFunction, 1, 2), "($self, chr, default=<unrepresentable>, /)\n--\n\nConverts a Unicode character into its equivalent numeric value."),
    PY_FUNCTION(unicodedata, category, OneArg(CategoryFunction), "($self, chr, /)\n--\n\nReturns the general category assigned to the character chr as string."),
    PY_FUNCTION(unicodedata, bidirectional, OneArg(BidirectionalFunction), "($self, chr, /)\n--\n\nReturns the bidirectional class assigned to the character chr as string."),
    PY_FUNCTION(unicodedata, combining, OneArg(CombiningFunction), "($self, chr, /)\n--\n\nReturns the canonical combining class assigned to the character chr as integer."),
    PY_FUNCTION(unicodedata, mirrored, OneArg(MirroredFunction), "($self, chr, /)\n--\n\nReturns the mirrored property assigned to the character chr as integer."),
    PY_FUNCTION(unicodedata, east_asian_width, OneArg(WidthFunction), "($self, chr, /)\n--\n\nReturns the east asian width assigned to the character chr as string."),
    PY_FUNCTION(unicodedata, decomposition, OneArg(DecompositionFunction), "($self, chr, /)\n--\n\nReturns the character decomposition mapping assigned to the character chr as string."),
    PY_FUNCTION(unicodedata, name, Positional(NameFunction, 1, 2), "($self, chr, default=<unrepresentable>, /)\n--\n\nReturns the name assigned to the character chr as a string."),
    PY_FUNCTION(unicodedata, lookup, OneArg(LookupFunction), "($self, name, /)\n--\n\nLook up character by name."),
    PY_FUNCTION(unicodedata, is_normalized, Positional(IsNormalizedFunction, 2, 2), "($self, form, unistr, /)\n--\n\nReturn whether the Unicode string unistr is in the normal form 'form'."),
    PY_FUNCTION(unicodedata, normalize, Positional(NormalizeFunction, 2, 2), "($self, form, unistr, /)\n--\n\nReturn the normal form 'form' for the Unicode string unistr."),
    {}};
constexpr PropertyDef kProperties[] = {{"unidata_version", GetVersion}, {}};

bool Execute(Value module) {
  TRY_VOID(ReadyType({.type = &UcdType,
                      .name = "unicodedata.UCD",
                      .basic_size = sizeof(Object),
                      .flags = kTypeNoInstantiation,
                      .methods = kFunctions,
                      .properties = kProperties}));
  return ModuleAddStr(module, "unidata_version", "14.0.0") && ModuleAddType(module, &UcdType) &&
         ModuleAdd(module, "ucd_3_2_0", AllocateObject(&UcdType));
}

}  // namespace

extern const ModuleDefinition UnicodedataModule;
const ModuleDefinition UnicodedataModule = {
    "unicodedata",
    "This module provides access to the Unicode Character Database which\ndefines character "
    "properties for all Unicode characters.",
    kFunctions, Execute};

}  // namespace polygil
