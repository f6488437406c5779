#include "runtime/modules/_lzma/streams.h"

#include <lzma.h>

#include "runtime/modules/_lzma/filters.h"
#include "runtime/modules/decompressor.h"
#include "runtime/types/number/int.h"

namespace polygil {
namespace {

Type CompressorType, DecompressorType;

struct LzmaCompressor : Object {
  lzma_stream stream;
  bool flushed, busy;
};
struct LzmaDecompressor : Decompressor {
  lzma_stream stream;
  int64_t check;
};

Fallible<int> IntOr(Value v, int absent) {
  if (!v) return absent;
  int64_t number = TRY(AsInt64(v));
  if (number != static_cast<int>(number))
    return Raise(&OverflowErrorType, "signed integer is %s",
                 number > 0 ? "greater than maximum" : "less than minimum");
  return static_cast<int>(number);
}

bool IsGiven(Value v) { return v && !v.IsNone(); }

// -- Compression ----------------------------------------------------------------------------------

bool OpenXz(lzma_stream* stream, int check, uint32_t preset, Value filters) {
  if (!IsGiven(filters))
    return CheckLzma(lzma_easy_encoder(stream, preset, static_cast<lzma_check>(check)));
  FilterChain chain;
  return chain.Parse(filters) &&
         CheckLzma(lzma_stream_encoder(stream, chain.get(), static_cast<lzma_check>(check)));
}

bool OpenAlone(lzma_stream* stream, uint32_t preset, Value filters) {
  if (!IsGiven(filters)) {
    lzma_options_lzma options;
    if (lzma_lzma_preset(&options, preset)) return CheckLzma(LZMA_OPTIONS_ERROR);
    return CheckLzma(lzma_alone_encoder(stream, &options));
  }
  FilterChain chain;
  TRY_VOID(chain.Parse(filters));
  if (chain.get()[0].id != LZMA_FILTER_LZMA1 || chain.get()[1].id != LZMA_VLI_UNKNOWN)
    return Raise(&ValueErrorType,
                 "Invalid filter chain for FORMAT_ALONE - must be a single "
                 "LZMA1 filter");
  return CheckLzma(
      lzma_alone_encoder(stream, static_cast<lzma_options_lzma*>(chain.get()[0].options)));
}

bool OpenRawEncoder(lzma_stream* stream, Value filters) {
  if (!IsGiven(filters)) return Raise(&ValueErrorType, "Must specify filters for FORMAT_RAW");
  FilterChain chain;
  return chain.Parse(filters) && CheckLzma(lzma_raw_encoder(stream, chain.get()));
}

Owned CompressorNew(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Value a[4];
  TRY_VOID(BindArguments("LZMACompressor",
                         "(format=FORMAT_XZ, check=-1, preset=None, filters=None)\n--\n\n", args,
                         nargs, keyword_names, a));
  int format = TRY(IntOr(a[0], kFormatXz));
  int check = TRY(IntOr(a[1], -1));
  if (IsGiven(a[2]) && IsGiven(a[3]))
    return Raise(&ValueErrorType, "Cannot specify both preset and filter chain");
  uint32_t preset = IsGiven(a[2]) ? TRY(LzmaUint32(a[2])) : LZMA_PRESET_DEFAULT;
  if (format != kFormatXz && check != -1 && check != LZMA_CHECK_NONE)
    return Raise(&ValueErrorType, "Integrity checks are only supported by FORMAT_XZ");
  Handle self = TRY(AllocateObject(type));
  lzma_stream* stream = &self.As<LzmaCompressor>()->stream;
  *stream = LZMA_STREAM_INIT;
  switch (format) {
    case kFormatXz:
      TRY_VOID(OpenXz(stream, check == -1 ? int{LZMA_CHECK_CRC64} : check, preset, a[3]));
      break;
    case kFormatAlone:
      TRY_VOID(OpenAlone(stream, preset, a[3]));
      break;
    case kFormatRaw:
      TRY_VOID(OpenRawEncoder(stream, a[3]));
      break;
    default:
      return Raise(&ValueErrorType, "Invalid container format: %d", format);
  }
  return self.Release();
}

void CompressorDestroy(Object* self) { lzma_end(&static_cast<LzmaCompressor*>(self)->stream); }

Owned RunCompressor(LzmaCompressor* object, const uint8_t* data, int64_t size, lzma_action action) {
  lzma_stream* stream = &object->stream;
  ByteBuffer out;
  lzma_ret code = LZMA_OK;
  {
    GilReleased released;
    stream->next_in = data;
    stream->avail_in = static_cast<size_t>(size);
    while (code == LZMA_OK) {
      uint8_t* room;
      int64_t chunk = ExtendOutput(&out, -1, &room);
      if (chunk < 0) code = LZMA_MEM_ERROR;
      if (chunk < 0) break;
      int64_t before = out.size() - chunk;
      stream->next_out = room;
      stream->avail_out = static_cast<size_t>(chunk);
      code = lzma_code(stream, action);
      bool full = stream->avail_out == 0;
      out.Truncate(before + chunk - static_cast<int64_t>(stream->avail_out));
      // Nothing more to do is no error.
      if (code == LZMA_BUF_ERROR && size == 0 && !full) code = LZMA_OK;
      if (action == LZMA_RUN && stream->avail_in == 0 && !full) break;
    }
    stream->next_in = nullptr;
  }
  return CheckLzma(code) ? BytesOfBuffer(out) : Owned();
}

Owned CompressorCompress(Value self, Value data) {
  auto* object = self.As<LzmaCompressor>();
  ScopedBuffer view;
  TRY_VOID(view.Acquire(data));
  StreamTurn turn(&object->busy);
  if (object->flushed) return Raise(&ValueErrorType, "Compressor has been flushed");
  return RunCompressor(object, view.data(), view.size(), LZMA_RUN);
}

Owned CompressorFlush(Value self) {
  auto* object = self.As<LzmaCompressor>();
  StreamTurn turn(&object->busy);
  if (object->flushed) return Raise(&ValueErrorType, "Repeated call to flush()");
  object->flushed = true;
  return RunCompressor(object, nullptr, 0, LZMA_FINISH);
}

// -- Decompression --------------------------------------------------------------------------------

bool OpenDecoder(LzmaDecompressor* object, int format, uint64_t memory, Value filters) {
  lzma_stream* stream = &object->stream;
  object->check = kLzmaCheckUnknown;
  constexpr uint32_t kFlags = LZMA_TELL_ANY_CHECK | LZMA_TELL_NO_CHECK;
  switch (format) {
    case kFormatAuto:
      return CheckLzma(lzma_auto_decoder(stream, memory, kFlags));
    case kFormatXz:
      return CheckLzma(lzma_stream_decoder(stream, memory, kFlags));
    case kFormatAlone:
      object->check = LZMA_CHECK_NONE;
      return CheckLzma(lzma_alone_decoder(stream, memory));
    case kFormatRaw: {
      object->check = LZMA_CHECK_NONE;
      FilterChain chain;
      return chain.Parse(filters) && CheckLzma(lzma_raw_decoder(stream, chain.get()));
    }
    default:
      return Raise(&ValueErrorType, "Invalid container format: %d", format);
  }
}

Owned DecompressorNew(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Value a[3];
  TRY_VOID(BindArguments("LZMADecompressor",
                         "(format=FORMAT_AUTO, memlimit=None, filters=None)\n--\n\n", args, nargs,
                         keyword_names, a));
  int format = TRY(IntOr(a[0], kFormatAuto));
  uint64_t memory = UINT64_MAX;
  if (IsGiven(a[1])) {
    if (format == kFormatRaw)
      return Raise(&ValueErrorType, "Cannot specify memory limit with FORMAT_RAW");
    memory = TRY(LzmaUint64(a[1]));
  }
  if (format == kFormatRaw && !IsGiven(a[2]))
    return Raise(&ValueErrorType, "Must specify filters for FORMAT_RAW");
  if (format != kFormatRaw && IsGiven(a[2]))
    return Raise(&ValueErrorType, "Cannot specify filters except with FORMAT_RAW");
  Handle self = TRY(AllocateObject(type));
  auto* object = self.As<LzmaDecompressor>();
  object->stream = LZMA_STREAM_INIT;
  object->unused_data = TRY(BytesNew("", 0)).Peek();
  TRY_VOID(OpenDecoder(object, format, memory, a[2]));
  return self.Release();
}

void DecompressorDestroy(Object* self) {
  auto* object = static_cast<LzmaDecompressor*>(self);
  lzma_end(&object->stream);
  DropPending(object);
  ClearField(&object->unused_data);
}

bool RunDecompressor(LzmaDecompressor* object, StreamWindow* window) {
  lzma_stream* stream = &object->stream;
  lzma_ret code = LZMA_OK;
  bool full = false;
  {
    GilReleased released;
    stream->next_in = window->next;
    stream->avail_in = static_cast<size_t>(window->left);
    for (;;) {
      uint8_t* room;
      int64_t chunk = ExtendOutput(&window->out, window->limit, &room);
      if (chunk < 0) code = LZMA_MEM_ERROR;
      if (chunk <= 0) break;
      int64_t before = window->out.size() - chunk;
      stream->next_out = room;
      stream->avail_out = static_cast<size_t>(chunk);
      code = lzma_code(stream, LZMA_RUN);
      full = stream->avail_out == 0;
      window->out.Truncate(before + chunk - static_cast<int64_t>(stream->avail_out));
      // No progress is possible now; that is no error.
      if (code == LZMA_BUF_ERROR && stream->avail_in == 0 && !full) code = LZMA_OK;
      if (code == LZMA_GET_CHECK || code == LZMA_NO_CHECK)
        object->check = lzma_get_check(stream);
      else if (code != LZMA_OK)
        break;
      if (stream->avail_in == 0 && !full) break;
    }
    window->next = stream->next_in;
    window->left = static_cast<int64_t>(stream->avail_in);
    stream->next_in = nullptr;
    stream->avail_in = 0;
  }
  TRY_VOID(CheckLzma(code));
  window->at_end = code == LZMA_STREAM_END;
  window->output_waits = full && window->limit >= 0;
  return true;
}

Owned DecompressorDecompress(Value self, const Value* args) {
  return DecompressData<LzmaDecompressor>(self, args, "Already at end of stream", RunDecompressor);
}

constexpr MethodDef kCompressorMethods[] = {
    PY_METHOD(LZMACompressor, compress, OneArg(CompressorCompress),
              "($self, data, /)\n--\n\nProvide data to the compressor object."),
    PY_METHOD(LZMACompressor, flush, NoArgs(CompressorFlush),
              "($self, /)\n--\n\nFinish the compression process."),
    {}};
constexpr MethodDef kDecompressorMethods[] = {
    PY_METHOD(LZMADecompressor, decompress, Bound(DecompressorDecompress), kDecompressDoc), {}};
constexpr PropertyDef kDecompressorProperties[] = {
    {"eof", GetDecompressorEof, nullptr, "True if the end-of-stream marker has been reached."},
    {"needs_input", GetNeedsInput, nullptr,
     "True if more input is needed before more decompressed data can be produced."},
    {}};
constexpr MemberDef kDecompressorMembers[] = {
    {"check", offsetof(LzmaDecompressor, check), MemberKind::kReadOnlyInt64,
     "ID of the integrity check used by the input stream."},
    {"unused_data", offsetof(Decompressor, unused_data), MemberKind::kReadOnlyNone,
     "Data found after the end of the compressed stream."},
    {}};

}  // namespace

bool AddLzmaStreamTypes(Value module) {
  CompressorType.slots.new_instance = CompressorNew;
  CompressorType.slots.destroy = CompressorDestroy;
  DecompressorType.slots.new_instance = DecompressorNew;
  DecompressorType.slots.destroy = DecompressorDestroy;
  return AddType(module, {.type = &CompressorType,
                          .name = "_lzma.LZMACompressor",
                          .basic_size = sizeof(LzmaCompressor),
                          .methods = kCompressorMethods,
                          .doc = "LZMACompressor(format=FORMAT_XZ, check=-1, preset=None, "
                                 "filters=None)\n\nCreate a compressor object for compressing "
                                 "data incrementally."}) &&
         AddType(module, {.type = &DecompressorType,
                          .name = "_lzma.LZMADecompressor",
                          .basic_size = sizeof(LzmaDecompressor),
                          .methods = kDecompressorMethods,
                          .properties = kDecompressorProperties,
                          .members = kDecompressorMembers,
                          .doc = "(format=FORMAT_AUTO, memlimit=None, filters=None)\n--\n\n"
                                 "Create a decompressor object for decompressing data "
                                 "incrementally."});
}

}  // namespace polygil
