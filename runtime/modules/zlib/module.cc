// The module zlib.

#include <climits>

#include "runtime/modules/module_state.h"
#include "runtime/modules/native_type.h"
#include "runtime/modules/zlib/stream.h"
#include "runtime/object/hooks.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/number/int.h"

namespace polygil {
namespace {

Fallible<int> IntOr(Value v, int absent) {
  if (!v) return absent;
  int64_t number = TRY(IndexExact(v, &OverflowErrorType));
  if (number > INT_MAX || number < INT_MIN)
    return Raise(&OverflowErrorType, "signed integer is %s",
                 number > 0 ? "greater than maximum" : "less than minimum");
  return static_cast<int>(number);
}

Owned CompressFunction(Value, const Value* args) {
  ScopedBuffer view;
  if (!view.Acquire(args[0])) return {};
  int level = TRY(IntOr(args[1], Z_DEFAULT_COMPRESSION));
  int bits = TRY(IntOr(args[2], MAX_WBITS));
  z_stream stream = {};
  int code = deflateInit2(&stream, level, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY);
  if (code == Z_MEM_ERROR) return Raise(&MemoryErrorType, "Out of memory while compressing data");
  if (code == Z_STREAM_ERROR) return RaiseZlibError("Bad compression level");
  if (code != Z_OK) return RaiseZlibError(stream, code, "while compressing data");
  ByteBuffer out;
  code = RunZlib(&stream, deflate, view.data(), view.size(), Z_FINISH, 0, &out);
  int end = deflateEnd(&stream);
  if (code == Z_MEM_ERROR) return RaiseMemoryError();
  if (code != Z_STREAM_END) return RaiseZlibError(stream, code, "while compressing data");
  if (end != Z_OK) return RaiseZlibError(stream, end, "while finishing compression");
  return BytesFromBuffer(out);
}

Owned DecompressFunction(Value, const Value* args) {
  ScopedBuffer view;
  if (!view.Acquire(args[0])) return {};
  int bits = TRY(IntOr(args[1], MAX_WBITS));
  int64_t size = args[2] ? TRY(IndexExact(args[2], &OverflowErrorType)) : 16384;
  if (size < 0) return Raise(&ValueErrorType, "bufsize must be non-negative");
  z_stream stream = {};
  int code = inflateInit2(&stream, bits);
  if (code == Z_MEM_ERROR) return Raise(&MemoryErrorType, "Out of memory while decompressing data");
  if (code != Z_OK) return RaiseZlibError(stream, code, "while preparing to decompress data");
  ByteBuffer out;
  code = RunZlib(&stream, inflate, view.data(), view.size(), Z_FINISH, 0, &out);
  int end = inflateEnd(&stream);
  if (code == Z_MEM_ERROR)
    return Raise(&MemoryErrorType, "Out of memory while decompressing data");
  if (code != Z_STREAM_END)
    return RaiseZlibError(stream, code == Z_OK ? Z_BUF_ERROR : code, "while decompressing data");
  if (end != Z_OK) return RaiseZlibError(stream, end, "while finishing decompression");
  return BytesFromBuffer(out);
}

Owned Checksum(unsigned long (*function)(unsigned long, const unsigned char*, size_t),
               unsigned long start, const Value* args, size_t nargs) {
  ScopedBuffer view;
  if (!view.Acquire(args[0])) return {};
  unsigned long value = start;
  if (nargs > 1) {
    Handle number = TRY(Index(args[1]));
    value = IntAsUint64Mask(number) & 0xffffffff;
  }
  if (view.size() > 5 * 1024) {
    GilReleased released;
    value = function(value, view.data(), static_cast<size_t>(view.size()));
  } else {
    value = function(value, view.data(), static_cast<size_t>(view.size()));
  }
  return IntFromUint64(value & 0xffffffff);
}

Owned Crc32Function(Value, const Value* args, size_t nargs) {
  return Checksum(crc32_z, 0, args, nargs);
}
Owned Adler32Function(Value, const Value* args, size_t nargs) {
  return Checksum(adler32_z, 1, args, nargs);
}

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(zlib, compress, Bound(CompressFunction), "($module, data, /, level=Z_DEFAULT_COMPRESSION, wbits=MAX_WBITS)\n--\n\nReturns a bytes object containing compressed data."),
    PY_FUNCTION(zlib, decompress, Bound(DecompressFunction), "($module, data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE)\n--\n\nReturns a bytes object containing the uncompressed data."),
    PY_FUNCTION(zlib, compressobj, Bound(CompressobjFunction), "($module, /, level=Z_DEFAULT_COMPRESSION, method=DEFLATED,\n            wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL,\n            strategy=Z_DEFAULT_STRATEGY, zdict=None)\n--\n\nReturn a compressor object."),
    PY_FUNCTION(zlib, decompressobj, Bound(DecompressobjFunction), "($module, /, wbits=MAX_WBITS, zdict=b'')\n--\n\nReturn a decompressor object."),
    PY_FUNCTION(zlib, crc32, Positional(Crc32Function, 1, 2), "($module, data, value=0, /)\n--\n\nCompute a CRC-32 checksum of data."),
    PY_FUNCTION(zlib, adler32, Positional(Adler32Function, 1, 2), "($module, data, value=1, /)\n--\n\nCompute an Adler-32 checksum of data."),
    {}};

#define SAME(name) {#name, name}
constexpr IntConstant kConstants[] = {
    SAME(MAX_WBITS), {"DEFLATED", Z_DEFLATED}, {"DEF_MEM_LEVEL", 8}, {"DEF_BUF_SIZE", 16384},
    SAME(Z_NO_COMPRESSION), SAME(Z_BEST_SPEED), SAME(Z_BEST_COMPRESSION),
    SAME(Z_DEFAULT_COMPRESSION), SAME(Z_DEFAULT_STRATEGY), SAME(Z_FILTERED), SAME(Z_HUFFMAN_ONLY),
    SAME(Z_RLE), SAME(Z_FIXED), SAME(Z_NO_FLUSH), SAME(Z_PARTIAL_FLUSH), SAME(Z_SYNC_FLUSH),
    SAME(Z_FULL_FLUSH), SAME(Z_FINISH), SAME(Z_BLOCK), SAME(Z_TREES), {nullptr, 0}};
#undef SAME

bool Execute(Value module) {
  Handle error = Retain(ModuleState("zlib.error"));
  if (!error) {
    error = TRY(MakeException("zlib.error", Value::Pointer(&ExceptionType), Value::Empty()));
    TRY_VOID(ModuleStateSet("zlib.error", error));
  }
  return InitZlibStreamTypes() && AddIntConstants(module, kConstants) &&
         ModuleAdd(module, "error", error.Release()) &&
         ModuleAddStr(module, "__version__", "1.0") &&
         ModuleAddStr(module, "ZLIB_VERSION", ZLIB_VERSION) &&
         ModuleAddStr(module, "ZLIB_RUNTIME_VERSION", zlibVersion());
}

}  // namespace

extern const ModuleDefinition ZlibModule;
const ModuleDefinition ZlibModule = {
    "zlib",
    "The functions in this module allow compression and decompression using the\nzlib library, "
    "which is based on GNU zip.",
    kFunctions, Execute};

}  // namespace polygil
