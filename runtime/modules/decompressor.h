// What the decompressor objects of _bz2 and _lzma share: input that waits because the output was
// limited, what came behind the end of the stream, and turns between threads.

#ifndef POLYGIL_RUNTIME_MODULES_DECOMPRESSOR_H_
#define POLYGIL_RUNTIME_MODULES_DECOMPRESSOR_H_

#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "runtime/base/codec/codec.h"
#include "runtime/modules/native_type.h"
#include "runtime/object/hooks.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"

namespace polygil {

// One thread at a time works with a stream, without the GIL; others wait for their turn.
class StreamTurn {
 public:
  explicit StreamTurn(bool* busy) : busy_(busy) {
    while (*busy_) GilReleased pause;
    *busy_ = true;
  }
  ~StreamTurn() { *busy_ = false; }
  StreamTurn(const StreamTurn&) = delete;
  StreamTurn& operator=(const StreamTurn&) = delete;

 private:
  bool* busy_;
};

inline Owned BytesOfBuffer(const ByteBuffer& buffer) {
  return BytesNew(buffer.size() ? buffer.data() : reinterpret_cast<const uint8_t*>(""),
                  buffer.size());
}

// Makes room in `out` for the next chunk, but not beyond `limit` bytes in all (-1: none). Chunks
// double up to 16 MB. Zero: the limit is reached; -1: no memory.
inline int64_t ExtendOutput(ByteBuffer* out, int64_t limit, uint8_t** room) {
  int64_t chunk = out->size() < 8192 ? 8192 : out->size();
  if (chunk > (1 << 24)) chunk = 1 << 24;
  if (limit >= 0 && chunk > limit - out->size()) chunk = limit - out->size();
  if (chunk == 0) return 0;
  *room = out->Extend(chunk);
  return *room == nullptr ? -1 : chunk;
}

// One call's data on their way through a library.
struct StreamWindow {
  const uint8_t* next;
  int64_t left;
  int64_t limit;  // of the output; -1: none
  ByteBuffer out;
  bool at_end = false;        // the stream ended
  bool output_waits = false;  // the limit was reached while the library may hold more
};

// The common head of a decompressor's layout.
struct Decompressor : Object {
  bool busy, eof, input_waits;
  Value unused_data;
  uint8_t* pending;  // input not used yet
  int64_t pending_size;
};

inline void DropPending(Decompressor* self) {
  free(self->pending);
  self->pending = nullptr;
  self->pending_size = 0;
}

// Keeps what was not used for the next call, or as unused_data.
inline bool KeepUnused(Decompressor* self, const StreamWindow& window) {
  uint8_t* kept = nullptr;
  if (window.left > 0 && !window.at_end) {
    kept = static_cast<uint8_t*>(malloc(static_cast<size_t>(window.left)));
    if (kept == nullptr) return RaiseMemoryError();
    memcpy(kept, window.next, static_cast<size_t>(window.left));
  }
  if (window.at_end) {
    self->eof = true;
    if (window.left > 0)
      StoreOwned(&self->unused_data, Owned(TRY(BytesNew(window.next, window.left))));
  }
  DropPending(self);
  self->pending = kept;
  self->pending_size = kept != nullptr ? window.left : 0;
  self->input_waits = window.at_end || kept != nullptr || window.output_waits;
  return true;
}

inline bool AppendPending(Decompressor* self, const ScopedBuffer& data) {
  if (data.size() == 0) return true;
  auto* grown = static_cast<uint8_t*>(
      realloc(self->pending, static_cast<size_t>(self->pending_size + data.size())));
  if (grown == nullptr) return RaiseMemoryError();
  memcpy(grown + self->pending_size, data.data(), static_cast<size_t>(data.size()));
  self->pending = grown;
  self->pending_size += data.size();
  return true;
}

// decompress(data, max_length=-1). `run` feeds the library, with the GIL released around it.
template <typename Layout>
Owned DecompressData(Value self, const Value* args, const char* at_end_message,
                     bool (*run)(Layout*, StreamWindow*)) {
  auto* object = self.As<Layout>();
  ScopedBuffer data;
  TRY_VOID(data.Acquire(args[0]));
  int64_t limit = args[1] ? TRY(IndexExact(args[1], &OverflowErrorType)) : -1;
  StreamTurn turn(&object->busy);
  if (object->eof) return Raise(&EOFErrorType, "%s", at_end_message);
  StreamWindow window;
  window.limit = limit < 0 ? -1 : limit;
  if (object->pending_size > 0) {
    TRY_VOID(AppendPending(object, data));
    window.next = object->pending;
    window.left = object->pending_size;
  } else {
    window.next = data.data();
    window.left = data.size();
  }
  TRY_VOID(run(object, &window));
  TRY_VOID(KeepUnused(object, window));
  return BytesOfBuffer(window.out);
}

inline Owned GetDecompressorEof(Value self) { return OwnBool(self.As<Decompressor>()->eof); }
inline Owned GetNeedsInput(Value self) { return OwnBool(!self.As<Decompressor>()->input_waits); }

inline constexpr const char* kDecompressDoc =
    "($self, /, data, max_length=-1)\n--\n\n"
    "Decompress *data*, returning uncompressed data as bytes, at most *max_length* if that is not\n"
    "negative; needs_input tells whether more can come without new data.";

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_DECOMPRESSOR_H_
