// Running zlib's engines over buffers, and the objects of compressobj() and decompressobj().

#ifndef POLYGIL_RUNTIME_MODULES_ZLIB_STREAM_H_
#define POLYGIL_RUNTIME_MODULES_ZLIB_STREAM_H_

#include <zlib.h>

#include "runtime/base/codec/codec.h"
#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

// zlib.error "Error -3 while decompressing data: incorrect header check".
Raised RaiseZlibError(const z_stream& stream, int code, const char* doing);
Raised RaiseZlibError(const char* message);

// Runs deflate or inflate without the GIL, growing `out`, until the input is used up and nothing more
// comes, `out` has `limit` bytes (0: no limit), or the stream ends. Returns zlib's last code.
int RunZlib(z_stream* stream, int (*step)(z_stream*, int), const uint8_t* data, int64_t size,
            int last_flush, int64_t limit, ByteBuffer* out);

Owned BytesFromBuffer(const ByteBuffer& buffer);

bool InitZlibStreamTypes();
// compressobj(level, method, wbits, memLevel, strategy, zdict) and decompressobj(wbits, zdict).
Owned CompressobjFunction(Value module, const Value* args);
Owned DecompressobjFunction(Value module, const Value* args);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_ZLIB_STREAM_H_
