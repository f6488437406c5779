#include "runtime/modules/_lzma/filters.h"

#include <cstdlib>
#include <cstring>

#include "runtime/modules/module_state.h"
#include "runtime/modules/native_type.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

// One option of a filter: a field of its options structure. `size` is 4 but for enumerations, which
// have 4 bytes as well.
struct Option {
  const char* name;
  size_t offset;
};
constexpr Option kLzmaOptions[] = {{"dict_size", offsetof(lzma_options_lzma, dict_size)},
                                   {"lc", offsetof(lzma_options_lzma, lc)},
                                   {"lp", offsetof(lzma_options_lzma, lp)},
                                   {"pb", offsetof(lzma_options_lzma, pb)},
                                   {"mode", offsetof(lzma_options_lzma, mode)},
                                   {"nice_len", offsetof(lzma_options_lzma, nice_len)},
                                   {"mf", offsetof(lzma_options_lzma, mf)},
                                   {"depth", offsetof(lzma_options_lzma, depth)},
                                   {}};
constexpr Option kDeltaOptions[] = {{"dist", offsetof(lzma_options_delta, dist)}, {}};
constexpr Option kBcjOptions[] = {{"start_offset", offsetof(lzma_options_bcj, start_offset)}, {}};
static_assert(sizeof(lzma_mode) == 4 && sizeof(lzma_match_finder) == 4);

struct Kind {
  const Option* options;
  size_t size;
  const char* name;
  bool has_preset;
};
constexpr Kind kLzma = {kLzmaOptions, sizeof(lzma_options_lzma), "LZMA", true};
constexpr Kind kDelta = {kDeltaOptions, sizeof(lzma_options_delta), "delta", false};
constexpr Kind kBcj = {kBcjOptions, sizeof(lzma_options_bcj), "BCJ", false};

const Kind* KindOf(lzma_vli id) {
  switch (id) {
    case LZMA_FILTER_LZMA1:
    case LZMA_FILTER_LZMA2:
      return &kLzma;
    case LZMA_FILTER_DELTA:
      return &kDelta;
    case LZMA_FILTER_X86:
    case LZMA_FILTER_POWERPC:
    case LZMA_FILTER_IA64:
    case LZMA_FILTER_ARM:
    case LZMA_FILTER_ARMTHUMB:
    case LZMA_FILTER_SPARC:
      return &kBcj;
    default:
      return nullptr;
  }
}

// Empty without an exception: no such key.
Owned FindKey(Value mapping, const char* key) {
  Handle name = TRY(StrInternUtf8(key));
  Handle value = GetItem(mapping, name);
  if (!value) ClearPendingIf(&KeyErrorType);
  return value.Release();
}

Fallible<const Option*> OptionOf(const Kind& kind, Value key) {
  for (const Option* option = kind.options; IsStr(key) && option->name != nullptr; ++option) {
    if (StrEqualsAscii(key, option->name)) return option;
  }
  bool known = IsStr(key) &&
               (StrEqualsAscii(key, "id") || (kind.has_preset && StrEqualsAscii(key, "preset")));
  if (known) return static_cast<const Option*>(nullptr);
  return Raise(&ValueErrorType, "Invalid filter specifier for %s filter", kind.name);
}

bool FillOptions(const Kind& kind, Value spec, uint8_t* options) {
  Handle items = TRY(CallMethod(spec, "items"));
  Handle owner;
  Fallible<ItemsView> pairs = FastItems(items, &owner, nullptr);
  TRY_VOID(pairs);
  for (int64_t i = 0; i < pairs.value.size; ++i) {
    Handle key = TRY(GetItem(pairs.value.items[i], int64_t{0}));
    Handle value = TRY(GetItem(pairs.value.items[i], int64_t{1}));
    Fallible<const Option*> option = OptionOf(kind, key);
    TRY_VOID(option);
    if (option.value == nullptr) continue;
    Fallible<uint32_t> number = LzmaUint32(value);
    if (!number) {
      // A filter's options are reported as a whole.
      if (HasPendingException() && !PendingMatches(&MemoryErrorType)) {
        ClearPending();
        return Raise(&ValueErrorType, "Invalid filter specifier for %s filter", kind.name);
      }
      return false;
    }
    memcpy(options + option.value->offset, &number.value, sizeof(number.value));
  }
  return true;
}

bool ApplyPreset(Value spec, void* options) {
  uint32_t preset = LZMA_PRESET_DEFAULT;
  Handle value = FindKey(spec, "preset");
  if (value)
    preset = TRY(LzmaUint32(value));
  else if (HasPendingException())
    return false;
  if (lzma_lzma_preset(static_cast<lzma_options_lzma*>(options), preset))
    return Raise(ModuleStateType("_lzma.LZMAError"), "Invalid compression preset: %u", preset);
  return true;
}

bool ParseFilter(Value spec, lzma_filter* filter) {
  bool is_mapping = IsDict(spec) || (!IsList(spec) && !IsTuple(spec) && !IsStr(spec) &&
                                     TypeOf(spec)->slots.get_item != nullptr);
  if (!is_mapping)
    return Raise(&TypeErrorType, "Filter specifier must be a dict or dict-like object");
  Handle id = FindKey(spec, "id");
  if (!id) {
    if (HasPendingException()) return false;
    return Raise(&ValueErrorType, "Filter specifier must have an \"id\" entry");
  }
  lzma_vli number = TRY(LzmaUint64(id));
  const Kind* kind = KindOf(number);
  if (kind == nullptr)
    return Raise(&ValueErrorType, "Invalid filter ID: %llu",
                 static_cast<unsigned long long>(number));
  auto* options = static_cast<uint8_t*>(calloc(1, kind->size));
  if (options == nullptr) return RaiseMemoryError();
  filter->id = number;
  filter->options = options;  // freed with the chain
  if (kind->has_preset) TRY_VOID(ApplyPreset(spec, options));
  return FillOptions(*kind, spec, options);
}

}  // namespace

bool CheckLzma(lzma_ret code) {
  const char* message = nullptr;
  switch (code) {
    case LZMA_OK:
    case LZMA_GET_CHECK:
    case LZMA_NO_CHECK:
    case LZMA_STREAM_END:
      return true;
    case LZMA_UNSUPPORTED_CHECK:
      message = "Unsupported integrity check";
      break;
    case LZMA_MEM_ERROR:
      return RaiseMemoryError();
    case LZMA_MEMLIMIT_ERROR:
      message = "Memory usage limit exceeded";
      break;
    case LZMA_FORMAT_ERROR:
      message = "Input format not supported by decoder";
      break;
    case LZMA_OPTIONS_ERROR:
      message = "Invalid or unsupported options";
      break;
    case LZMA_DATA_ERROR:
      message = "Corrupt input data";
      break;
    case LZMA_BUF_ERROR:
      message = "Insufficient buffer space";
      break;
    case LZMA_PROG_ERROR:
      message = "Internal error";
      break;
    default:
      break;
  }
  Type* error = ModuleStateType("_lzma.LZMAError");
  if (message == nullptr) return Raise(error, "Unrecognized error from liblzma: %d", code);
  return Raise(error, "%s", message);
}

FilterChain::FilterChain() {
  for (lzma_filter& filter : filters_) filter = {LZMA_VLI_UNKNOWN, nullptr};
}

FilterChain::~FilterChain() {
  for (lzma_filter& filter : filters_) free(filter.options);
}

bool FilterChain::Parse(Value sequence) {
  int64_t count = TRY(Length(sequence));
  if (count > LZMA_FILTERS_MAX)
    return Raise(&ValueErrorType, "Too many filters - liblzma supports a maximum of %d",
                 LZMA_FILTERS_MAX);
  if (IsDict(sequence)) return Raise(&TypeErrorType, "%T is not a sequence", sequence);
  for (int64_t i = 0; i < count; ++i) {
    Handle spec = TRY(GetItem(sequence, i));
    TRY_VOID(ParseFilter(spec, &filters_[i]));
  }
  return true;
}

bool FilterChain::ParseOne(Value spec) { return ParseFilter(spec, &filters_[0]); }

Fallible<uint64_t> LzmaUint64(Value v) {
  if (!IsAnyInt(v)) return Raise(&TypeErrorType, "an integer is required");
  if (IntSign(v) < 0) return Raise(&OverflowErrorType, "can't convert negative int to unsigned");
  uint64_t number;
  if (!IntFitsUint64(v, &number)) return Raise(&OverflowErrorType, "int too big to convert");
  return number;
}

Fallible<uint32_t> LzmaUint32(Value v) {
  uint64_t number = TRY(LzmaUint64(v));
  if (number > UINT32_MAX) return Raise(&OverflowErrorType, "Value too large for uint32_t type");
  return static_cast<uint32_t>(number);
}

Owned FilterSpec(const lzma_filter& filter) {
  const Kind* kind = KindOf(filter.id);
  if (kind == nullptr)
    return Raise(&ValueErrorType, "Invalid filter ID: %llu",
                 static_cast<unsigned long long>(filter.id));
  Handle spec = TRY(DictNew());
  Handle id = TRY(IntFromUint64(filter.id));
  TRY_VOID(DictSetAscii(spec, "id", id));
  auto add = [&](const char* name) {
    for (const Option* option = kind->options; option->name != nullptr; ++option) {
      uint32_t number = 0;
      if (strcmp(option->name, name) != 0) continue;
      if (filter.options != nullptr)
        memcpy(&number, static_cast<uint8_t*>(filter.options) + option->offset, sizeof(number));
      return DictSetAscii(spec, name, Value::Int(number));
    }
    return true;
  };
  // What the encoded properties of each kind hold.
  if (filter.id == LZMA_FILTER_LZMA1) TRY_VOID(add("lc") && add("lp") && add("pb"));
  if (kind == &kBcj && filter.options == nullptr) return spec.Release();
  TRY_VOID(add("dict_size") && add("dist") && add("start_offset"));
  return spec.Release();
}

}  // namespace polygil
