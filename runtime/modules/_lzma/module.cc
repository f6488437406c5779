// _lzma: compression, decompression and filter properties by liblzma.

#include <lzma.h>

#include <cstdlib>

#include "runtime/modules/_lzma/filters.h"
#include "runtime/modules/_lzma/streams.h"
#include "runtime/modules/module_state.h"
#include "runtime/modules/native_type.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/number/int.h"

namespace polygil {
namespace {

Owned LzmaIsCheckSupported(Value, Value id) {
  int64_t number = TRY(AsInt64(id));
  if (number < 0 || number > LZMA_CHECK_ID_MAX) return OwnBool(false);
  return OwnBool(lzma_check_is_supported(static_cast<lzma_check>(number)));
}

Owned LzmaEncodeFilterProperties(Value, Value spec) {
  FilterChain chain;
  TRY_VOID(chain.ParseOne(spec));
  uint32_t size;
  TRY_VOID(CheckLzma(lzma_properties_size(&size, chain.get())));
  Handle bytes = TRY(BytesNew(nullptr, size));
  TRY_VOID(CheckLzma(lzma_properties_encode(chain.get(), bytes.As<Bytes>()->data)));
  return bytes.Release();
}

Owned LzmaDecodeFilterProperties(Value, const Value* args, size_t) {
  lzma_filter filter = {TRY(LzmaUint64(args[0])), nullptr};
  ScopedBuffer properties;
  TRY_VOID(properties.Acquire(args[1]));
  TRY_VOID(CheckLzma(lzma_properties_decode(&filter, nullptr, properties.data(),
                                            static_cast<size_t>(properties.size()))));
  Handle spec = FilterSpec(filter);
  free(filter.options);
  return spec.Release();
}

constexpr IntConstant kConstants[] = {{"FORMAT_AUTO", kFormatAuto},
                                      {"FORMAT_XZ", kFormatXz},
                                      {"FORMAT_ALONE", kFormatAlone},
                                      {"FORMAT_RAW", kFormatRaw},
                                      {"CHECK_NONE", LZMA_CHECK_NONE},
                                      {"CHECK_CRC32", LZMA_CHECK_CRC32},
                                      {"CHECK_CRC64", LZMA_CHECK_CRC64},
                                      {"CHECK_SHA256", LZMA_CHECK_SHA256},
                                      {"CHECK_ID_MAX", LZMA_CHECK_ID_MAX},
                                      {"CHECK_UNKNOWN", kLzmaCheckUnknown},
                                      {"FILTER_LZMA1", static_cast<int64_t>(LZMA_FILTER_LZMA1)},
                                      {"FILTER_LZMA2", LZMA_FILTER_LZMA2},
                                      {"FILTER_DELTA", LZMA_FILTER_DELTA},
                                      {"FILTER_X86", LZMA_FILTER_X86},
                                      {"FILTER_IA64", LZMA_FILTER_IA64},
                                      {"FILTER_ARM", LZMA_FILTER_ARM},
                                      {"FILTER_ARMTHUMB", LZMA_FILTER_ARMTHUMB},
                                      {"FILTER_SPARC", LZMA_FILTER_SPARC},
                                      {"FILTER_POWERPC", LZMA_FILTER_POWERPC},
                                      {"MF_HC3", LZMA_MF_HC3},
                                      {"MF_HC4", LZMA_MF_HC4},
                                      {"MF_BT2", LZMA_MF_BT2},
                                      {"MF_BT3", LZMA_MF_BT3},
                                      {"MF_BT4", LZMA_MF_BT4},
                                      {"MODE_FAST", LZMA_MODE_FAST},
                                      {"MODE_NORMAL", LZMA_MODE_NORMAL},
                                      {"PRESET_DEFAULT", LZMA_PRESET_DEFAULT},
                                      {"PRESET_EXTREME", LZMA_PRESET_EXTREME},
                                      {}};

bool Execute(Value module) {
  Handle error = Retain(ModuleState("_lzma.LZMAError"));
  if (!error) {
    error = TRY(MakeException("_lzma.LZMAError", Value::Empty(), Value::Empty(),
                              "Call to liblzma failed."));
    TRY_VOID(ModuleStateSet("_lzma.LZMAError", error));
  }
  return ModuleAdd(module, "LZMAError", error.Release()) && AddIntConstants(module, kConstants) &&
         AddLzmaStreamTypes(module);
}

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(_lzma, is_check_supported, OneArg(LzmaIsCheckSupported),
                "($module, check_id, /)\n--\n\nTest whether the given integrity check is "
                "supported."),
    PY_FUNCTION(_lzma, _encode_filter_properties, OneArg(LzmaEncodeFilterProperties),
                "($module, filter, /)\n--\n\nReturn a bytes object encoding the options "
                "(properties) of the filter specified by *filter* (a dict)."),
    PY_FUNCTION(_lzma, _decode_filter_properties, Positional(LzmaDecodeFilterProperties, 2, 2),
                "($module, filter_id, encoded_props, /)\n--\n\nReturn a dict with the filter's ID "
                "and the options in its encoded properties."),
    {}};

}  // namespace

extern const ModuleDefinition LzmaModule;
const ModuleDefinition LzmaModule = {"_lzma", nullptr, kFunctions, Execute};

}  // namespace polygil
