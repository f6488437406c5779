// _bz2: incremental compression and decompression by libbz2.

#include <bzlib.h>

#include <climits>

#include "runtime/modules/decompressor.h"

namespace polygil {
namespace {

Type CompressorType, DecompressorType;

struct Bz2Compressor : Object {
  bz_stream stream;
  bool open;  // the library's state is to be freed
  bool flushed, busy;
};
struct Bz2Decompressor : Decompressor {
  bz_stream stream;
  bool open;
  bool broken;  // libbz2 must not be called again after an error
};

// False with an exception, unless the code means progress.
bool Check(int code) {
  switch (code) {
    case BZ_OK:
    case BZ_RUN_OK:
    case BZ_FLUSH_OK:
    case BZ_FINISH_OK:
    case BZ_STREAM_END:
      return true;
    case BZ_PARAM_ERROR:
      return Raise(&ValueErrorType, "Internal error - invalid parameters passed to libbzip2");
    case BZ_MEM_ERROR:
      return RaiseMemoryError();
    case BZ_DATA_ERROR:
    case BZ_DATA_ERROR_MAGIC:
      return Raise(&OSErrorType, "Invalid data stream");
    case BZ_IO_ERROR:
      return Raise(&OSErrorType, "Unknown I/O error");
    case BZ_UNEXPECTED_EOF:
      return Raise(&EOFErrorType,
                   "Compressed file ended before the logical end-of-stream was detected");
    case BZ_SEQUENCE_ERROR:
      return Raise(&RuntimeErrorType,
                   "Internal error - Invalid sequence of commands sent to libbzip2");
    default:
      return Raise(&OSErrorType, "Unrecognized error from libbzip2: %d", code);
  }
}

unsigned Part(int64_t size) { return size > UINT_MAX ? UINT_MAX : static_cast<unsigned>(size); }

Owned CompressorNew(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(CheckNoKeywords("BZ2Compressor", keyword_names));
  TRY_VOID(CheckPositional("BZ2Compressor", nargs, 0, 1));
  int64_t level = nargs > 0 ? TRY(AsInt64(args[0])) : 9;
  if (level < 1 || level > 9)
    return Raise(&ValueErrorType, "compresslevel must be between 1 and 9");
  Handle self = TRY(AllocateObject(type));
  auto* object = self.As<Bz2Compressor>();
  TRY_VOID(Check(BZ2_bzCompressInit(&object->stream, static_cast<int>(level), 0, 0)));
  object->open = true;
  return self.Release();
}

void CompressorDestroy(Object* self) {
  auto* object = static_cast<Bz2Compressor*>(self);
  if (object->open) BZ2_bzCompressEnd(&object->stream);
}

// Feeds `size` bytes, and for BZ_FINISH gets all that is left.
Owned RunCompressor(Bz2Compressor* object, const uint8_t* data, int64_t size, int action) {
  bz_stream* stream = &object->stream;
  ByteBuffer out;
  int code = BZ_OK;
  {
    GilReleased released;
    stream->next_in = const_cast<char*>(reinterpret_cast<const char*>(data));
    int64_t left = size;
    stream->avail_in = 0;
    while (code >= 0 && code != BZ_STREAM_END) {
      if (stream->avail_in == 0) {
        if (left == 0 && action == BZ_RUN) break;
        stream->avail_in = Part(left);
        left -= stream->avail_in;
      }
      uint8_t* room;
      int64_t chunk = ExtendOutput(&out, -1, &room);
      if (chunk < 0) code = BZ_MEM_ERROR;
      if (code < 0) break;
      int64_t before = out.size() - chunk;
      stream->next_out = reinterpret_cast<char*>(room);
      stream->avail_out = Part(chunk);
      code = BZ2_bzCompress(stream, left > 0 ? BZ_RUN : action);
      out.Truncate(before + chunk - stream->avail_out);
    }
    stream->next_in = nullptr;
  }
  return Check(code) ? BytesOfBuffer(out) : Owned();
}

Owned CompressorCompress(Value self, Value data) {
  auto* object = self.As<Bz2Compressor>();
  ScopedBuffer view;
  TRY_VOID(view.Acquire(data));
  StreamTurn turn(&object->busy);
  if (object->flushed) return Raise(&ValueErrorType, "Compressor has been flushed");
  return RunCompressor(object, view.data(), view.size(), BZ_RUN);
}

Owned CompressorFlush(Value self) {
  auto* object = self.As<Bz2Compressor>();
  StreamTurn turn(&object->busy);
  if (object->flushed) return Raise(&ValueErrorType, "Repeated call to flush()");
  object->flushed = true;
  return RunCompressor(object, nullptr, 0, BZ_FINISH);
}

Owned DecompressorNew(Type* type, const Value*, size_t nargs, Value keyword_names) {
  TRY_VOID(CheckNoKeywords("BZ2Decompressor", keyword_names));
  if (nargs > 0) return Raise(&TypeErrorType, "BZ2Decompressor() takes no positional arguments");
  Handle self = TRY(AllocateObject(type));
  auto* object = self.As<Bz2Decompressor>();
  object->unused_data = TRY(BytesNew("", 0)).Peek();
  TRY_VOID(Check(BZ2_bzDecompressInit(&object->stream, 0, 0)));
  object->open = true;
  return self.Release();
}

void DecompressorDestroy(Object* self) {
  auto* object = static_cast<Bz2Decompressor*>(self);
  if (object->open) BZ2_bzDecompressEnd(&object->stream);
  DropPending(object);
  ClearField(&object->unused_data);
}

bool RunDecompressor(Bz2Decompressor* object, StreamWindow* window) {
  if (object->broken)
    return Raise(&ValueErrorType, "Decompressor is unusable after a previous error");
  bz_stream* stream = &object->stream;
  int code = BZ_OK;
  {
    GilReleased released;
    for (;;) {
      uint8_t* room;
      int64_t chunk = ExtendOutput(&window->out, window->limit, &room);
      if (chunk < 0) code = BZ_MEM_ERROR;
      if (chunk <= 0) break;
      int64_t before = window->out.size() - chunk;
      unsigned given = Part(window->left);
      stream->next_in = const_cast<char*>(reinterpret_cast<const char*>(window->next));
      stream->avail_in = given;
      stream->next_out = reinterpret_cast<char*>(room);
      stream->avail_out = Part(chunk);
      code = BZ2_bzDecompress(stream);
      unsigned used = given - stream->avail_in;
      window->next += used;
      window->left -= used;
      bool full = stream->avail_out == 0;
      window->out.Truncate(before + chunk - stream->avail_out);
      if (code != BZ_OK || (window->left == 0 && !full)) break;
    }
    stream->next_in = nullptr;
    stream->avail_in = 0;
  }
  if (code < 0) object->broken = object->input_waits = true;
  TRY_VOID(Check(code));
  window->at_end = code == BZ_STREAM_END;
  return true;
}

Owned DecompressorDecompress(Value self, const Value* args) {
  return DecompressData<Bz2Decompressor>(self, args, "End of stream already reached",
                                         RunDecompressor);
}

constexpr MethodDef kCompressorMethods[] = {
    PY_METHOD(BZ2Compressor, compress, OneArg(CompressorCompress),
              "($self, data, /)\n--\n\nProvide data to the compressor object."),
    PY_METHOD(BZ2Compressor, flush, NoArgs(CompressorFlush),
              "($self, /)\n--\n\nFinish the compression process."),
    {}};
constexpr MethodDef kDecompressorMethods[] = {
    PY_METHOD(BZ2Decompressor, decompress, Bound(DecompressorDecompress), kDecompressDoc), {}};
constexpr PropertyDef kDecompressorProperties[] = {
    {"eof", GetDecompressorEof, nullptr, "True if the end-of-stream marker has been reached."},
    {"needs_input", GetNeedsInput, nullptr,
     "True if more input is needed before more decompressed data can be produced."},
    {}};
constexpr MemberDef kDecompressorMembers[] = {
    {"unused_data", offsetof(Decompressor, unused_data), MemberKind::kReadOnlyNone,
     "Data found after the end of the compressed stream."},
    {}};

bool Execute(Value module) {
  CompressorType.slots.new_instance = CompressorNew;
  CompressorType.slots.destroy = CompressorDestroy;
  DecompressorType.slots.new_instance = DecompressorNew;
  DecompressorType.slots.destroy = DecompressorDestroy;
  return AddType(module, {.type = &CompressorType,
                          .name = "_bz2.BZ2Compressor",
                          .basic_size = sizeof(Bz2Compressor),
                          .methods = kCompressorMethods,
                          .doc = "(compresslevel=9, /)\n--\n\nCreate a compressor object for "
                                 "compressing data incrementally."}) &&
         AddType(module, {.type = &DecompressorType,
                          .name = "_bz2.BZ2Decompressor",
                          .basic_size = sizeof(Bz2Decompressor),
                          .methods = kDecompressorMethods,
                          .properties = kDecompressorProperties,
                          .members = kDecompressorMembers,
                          .doc = "()\n--\n\nCreate a decompressor object for decompressing data "
                                 "incrementally."});
}

}  // namespace

extern const ModuleDefinition Bz2Module;
const ModuleDefinition Bz2Module = {"_bz2", nullptr, nullptr, Execute};

}  // namespace polygil
