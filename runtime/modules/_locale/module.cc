// The module _locale.

#include <climits>
#include <clocale>
#include <cstring>
#include <cwchar>
#include <langinfo.h>
#include <libintl.h>

#include "runtime/modules/module_state.h"
#include "runtime/modules/posix/posix_internal.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/text/codec.h"

namespace polygil {
namespace {

constexpr const char* kErrorKey = "locale.Error";

Owned Text(const char* text) { return StrDecodeFs(text, strlen(text)); }

Raised RaiseLocaleError(const char* message) {
  return Raise(ModuleStateType(kErrorKey), "%s", message);
}

Owned SetlocaleFunction(Value, const Value* args, size_t nargs) {
  int category = TRY(IntArgument(args[0]));
  if (category < LC_CTYPE || category > LC_ALL) return RaiseLocaleError("invalid locale category");
  if (nargs > 1 && !args[1].IsNone()) {
    if (!IsStr(args[1]))
      return Raise(&TypeErrorType, "setlocale() argument 2 must be str or None, not %.200s",
                   TypeName(args[1]));
    Handle name = TRY(StrEncodeFs(args[1]));
    const char* result = setlocale(category, BytesView(name).data());
    return result == nullptr ? Owned(RaiseLocaleError("unsupported locale setting")) : Text(result);
  }
  const char* result = setlocale(category, nullptr);
  return result == nullptr ? Owned(RaiseLocaleError("locale query failed")) : Text(result);
}

Owned Grouping(const char* text) {
  Handle list = TRY(ListNew());
  for (; *text != 0; ++text) {
    TRY_VOID(ListAppend(list, Value::Int(*text)));
    if (*text == CHAR_MAX) return list.Release();
  }
  if (ListSize(list) > 0) TRY_VOID(ListAppend(list, Value::Int(0)));
  return list.Release();
}

Owned LocaleconvFunction(Value) {
  const lconv* facts = localeconv();
  Handle dict = TRY(DictNew());
  auto add_text = [&](const char* key, const char* text) {
    Handle value = Text(text);
    return value && DictSetAscii(dict, key, value);
  };
  auto add_int = [&](const char* key, int value) {
    return DictSetAscii(dict, key, Value::Int(value));
  };
  auto add_grouping = [&](const char* key, const char* text) {
    Handle value = Grouping(text);
    return value && DictSetAscii(dict, key, value);
  };
  bool ok = add_text("decimal_point", facts->decimal_point) &&
            add_text("thousands_sep", facts->thousands_sep) &&
            add_grouping("grouping", facts->grouping) &&
            add_text("int_curr_symbol", facts->int_curr_symbol) &&
            add_text("currency_symbol", facts->currency_symbol) &&
            add_text("mon_decimal_point", facts->mon_decimal_point) &&
            add_text("mon_thousands_sep", facts->mon_thousands_sep) &&
            add_grouping("mon_grouping", facts->mon_grouping) &&
            add_text("positive_sign", facts->positive_sign) &&
            add_text("negative_sign", facts->negative_sign) &&
            add_int("int_frac_digits", facts->int_frac_digits) &&
            add_int("frac_digits", facts->frac_digits) &&
            add_int("p_cs_precedes", facts->p_cs_precedes) &&
            add_int("p_sep_by_space", facts->p_sep_by_space) &&
            add_int("n_cs_precedes", facts->n_cs_precedes) &&
            add_int("n_sep_by_space", facts->n_sep_by_space) &&
            add_int("p_sign_posn", facts->p_sign_posn) && add_int("n_sign_posn", facts->n_sign_posn);
  return ok ? dict.Release() : Owned();
}

// A str as wide characters without NUL: bytes that hold wchar_t.
Owned WideArgument(const char* function, Value v) {
  if (!IsStr(v))
    return Raise(&TypeErrorType, "%s argument must be str, not %.200s", function, TypeName(v));
  int64_t length = StrLength(v);
  Handle bytes = TRY(BytesNew(nullptr, (length + 1) * static_cast<int64_t>(sizeof(wchar_t))));
  auto* out = reinterpret_cast<wchar_t*>(bytes.As<Bytes>()->data);
  for (int64_t i = 0; i < length; ++i) {
    out[i] = static_cast<wchar_t>(StrAt(v, i));
    if (out[i] == 0) return Raise(&ValueErrorType, "embedded null character");
  }
  out[length] = 0;
  return bytes.Release();
}
const wchar_t* Wide(Value bytes) { return reinterpret_cast<const wchar_t*>(bytes.As<Bytes>()->data); }

Owned StrcollFunction(Value, const Value* args, size_t) {
  Handle a = TRY(WideArgument("strcoll()", args[0]));
  Handle b = TRY(WideArgument("strcoll()", args[1]));
  return IntFromInt64(wcscoll(Wide(a), Wide(b)));
}

Owned StrxfrmFunction(Value, Value v) {
  Handle text = TRY(WideArgument("strxfrm()", v));
  size_t size = static_cast<size_t>(StrLength(v)) + 1;
  for (;;) {
    Handle buffer = TRY(BytesNew(nullptr, static_cast<int64_t>(size * sizeof(wchar_t))));
    auto* out = reinterpret_cast<wchar_t*>(buffer.As<Bytes>()->data);
    errno = 0;
    size_t needed = wcsxfrm(out, Wide(text), size);
    if (errno != 0 && errno != ERANGE) return RaiseOsError(errno);
    if (needed < size) return StrFromUnits(out, 4, static_cast<int64_t>(needed));
    size = needed + 1;
  }
}

Owned NlLanginfoFunction(Value, const Value* args, size_t) {
  int item = TRY(IntArgument(args[0]));
  const char* text = nl_langinfo(static_cast<nl_item>(item));
  return Text(text != nullptr ? text : "");
}

Owned GetencodingFunction(Value) {
  if (CurrentInterpreter()->utf8_mode) return StrFromUtf8("utf-8");
  const char* codeset = nl_langinfo(CODESET);
  bool plain = codeset == nullptr || *codeset == 0 || strcmp(codeset, "ANSI_X3.4-1968") == 0;
  return StrFromUtf8(plain ? "UTF-8" : codeset);
}

// -- gettext --------------------------------------------------------------------------------------

Owned GettextFunction(Value, Value message) {
  Handle text = TRY(FsConvert(message));
  return Text(gettext(BytesView(text).data()));
}
Owned DgettextFunction(Value, const Value* args, size_t) {
  Handle domain;
  if (!args[0].IsNone()) domain = TRY(FsConvert(args[0]));
  Handle text = TRY(FsConvert(args[1]));
  return Text(dgettext(domain ? BytesView(domain).data() : nullptr, BytesView(text).data()));
}
Owned DcgettextFunction(Value, const Value* args, size_t) {
  Handle domain;
  if (!args[0].IsNone()) domain = TRY(FsConvert(args[0]));
  Handle text = TRY(FsConvert(args[1]));
  int category = TRY(IntArgument(args[2]));
  return Text(
      dcgettext(domain ? BytesView(domain).data() : nullptr, BytesView(text).data(), category));
}
Owned TextdomainFunction(Value, Value domain) {
  Handle text;
  if (!domain.IsNone()) text = TRY(FsConvert(domain));
  const char* result = textdomain(text ? BytesView(text).data() : nullptr);
  return result == nullptr ? Owned(RaiseOsError(errno)) : Text(result);
}
Owned BindtextdomainFunction(Value, const Value* args, size_t) {
  Handle domain = TRY(FsConvert(args[0]));
  if (BytesView(domain).empty()) return RaiseLocaleError("domain must be a non-empty string");
  Handle directory;
  if (!args[1].IsNone()) directory = TRY(FsConvert(args[1]));
  const char* result = bindtextdomain(BytesView(domain).data(),
                                      directory ? BytesView(directory).data() : nullptr);
  return result == nullptr ? Owned(RaiseOsError(errno)) : Text(result);
}
Owned BindCodesetFunction(Value, const Value* args, size_t) {
  Handle domain = TRY(FsConvert(args[0]));
  Handle codeset;
  if (!args[1].IsNone()) codeset = TRY(FsConvert(args[1]));
  const char* result = bind_textdomain_codeset(BytesView(domain).data(),
                                               codeset ? BytesView(codeset).data() : nullptr);
  return result == nullptr ? OwnNone() : Text(result);
}

#define SAME(name) {#name, static_cast<int64_t>(name)}
constexpr IntConstant kConstants[] = {
    SAME(LC_CTYPE), SAME(LC_TIME), SAME(LC_COLLATE), SAME(LC_MONETARY), SAME(LC_MESSAGES),
    SAME(LC_NUMERIC), SAME(LC_ALL), SAME(CHAR_MAX), SAME(CODESET), SAME(RADIXCHAR), SAME(THOUSEP),
    SAME(YESEXPR), SAME(NOEXPR), SAME(CRNCYSTR), SAME(D_FMT), SAME(D_T_FMT), SAME(T_FMT),
    SAME(T_FMT_AMPM), SAME(AM_STR), SAME(PM_STR), SAME(ERA), SAME(ERA_D_FMT), SAME(ERA_D_T_FMT),
    SAME(ERA_T_FMT), SAME(ALT_DIGITS), SAME(DAY_1), SAME(DAY_2), SAME(DAY_3), SAME(DAY_4),
    SAME(DAY_5), SAME(DAY_6), SAME(DAY_7), SAME(ABDAY_1), SAME(ABDAY_2), SAME(ABDAY_3),
    SAME(ABDAY_4), SAME(ABDAY_5), SAME(ABDAY_6), SAME(ABDAY_7), SAME(MON_1), SAME(MON_2),
    SAME(MON_3), SAME(MON_4), SAME(MON_5), SAME(MON_6), SAME(MON_7), SAME(MON_8), SAME(MON_9),
    SAME(MON_10), SAME(MON_11), SAME(MON_12), SAME(ABMON_1), SAME(ABMON_2), SAME(ABMON_3),
    SAME(ABMON_4), SAME(ABMON_5), SAME(ABMON_6), SAME(ABMON_7), SAME(ABMON_8), SAME(ABMON_9),
    SAME(ABMON_10), SAME(ABMON_11), SAME(ABMON_12), {nullptr, 0}};
#undef SAME

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(_locale, setlocale, Positional(SetlocaleFunction, 1, 2), "($module, category, locale=None, /)\n--\n\nActivates/queries locale processing."),
    PY_FUNCTION(_locale, localeconv, NoArgs(LocaleconvFunction), "($module, /)\n--\n\nReturns numeric and monetary locale-specific parameters."),
    PY_FUNCTION(_locale, strcoll, Positional(StrcollFunction, 2, 2), "($module, os1, os2, /)\n--\n\nCompares two strings according to the locale."),
    PY_FUNCTION(_locale, strxfrm, OneArg(StrxfrmFunction), "($module, string, /)\n--\n\nReturn a string that can be used as a key for locale-aware comparisons."),
    PY_FUNCTION(_locale, nl_langinfo, Positional(NlLanginfoFunction, 1, 1), "($module, key, /)\n--\n\nReturn the value for the locale information associated with key."),
    PY_FUNCTION(_locale, getencoding, NoArgs(GetencodingFunction), "($module, /)\n--\n\nGet the current locale encoding."),
    PY_FUNCTION(_locale, gettext, OneArg(GettextFunction), "($module, msg, /)\n--\n\n"),
    PY_FUNCTION(_locale, dgettext, Positional(DgettextFunction, 2, 2), "($module, domain, msg, /)\n--\n\n"),
    PY_FUNCTION(_locale, dcgettext, Positional(DcgettextFunction, 3, 3), "($module, domain, msg, category, /)\n--\n\n"),
    PY_FUNCTION(_locale, textdomain, OneArg(TextdomainFunction), "($module, domain, /)\n--\n\n"),
    PY_FUNCTION(_locale, bindtextdomain, Positional(BindtextdomainFunction, 2, 2), "($module, domain, dir, /)\n--\n\n"),
    PY_FUNCTION(_locale, bind_textdomain_codeset, Positional(BindCodesetFunction, 2, 2), "($module, domain, codeset, /)\n--\n\n"),
    {}};

bool Execute(Value module) {
  Handle error = Retain(ModuleState(kErrorKey));
  if (!error) {
    error = TRY(MakeException("locale.Error", Value::Pointer(&ExceptionType), Value::Empty()));
    TRY_VOID(ModuleStateSet(kErrorKey, error));
  }
  return AddIntConstants(module, kConstants) && ModuleAdd(module, "Error", error.Release());
}

}  // namespace

extern const ModuleDefinition LocaleModule;
const ModuleDefinition LocaleModule = {"_locale", "Support for POSIX locales.", kFunctions, Execute};

}  // namespace polygil
