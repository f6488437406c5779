// Input for OpenSSL's running digests, the same for hash objects and HMACs.

#ifndef POLYGIL_RUNTIME_MODULES__HASHLIB_FEED_H_
#define POLYGIL_RUNTIME_MODULES__HASHLIB_FEED_H_

#include <cstddef>
#include <cstdint>

#include "runtime/modules/_hashlib/digests.h"
#include "runtime/modules/decompressor.h"
#include "runtime/modules/hashes/hash_object.h"

namespace polygil {

// From here on other threads may run meanwhile, as in CPython.
inline constexpr int64_t kLargeInput = 2048;

// Gives the bytes of `data` to `update(bytes, size)`, which returns 1 or has failed. `busy` keeps
// other threads from the same context. False: TypeError, BufferError, or the library's own error.
template <typename Update>
bool FeedInput(bool* busy, Value data, Update&& update) {
  ScopedBuffer buffer;
  TRY_VOID(AcquireHashInput(data, &buffer));
  StreamTurn turn(busy);
  auto size = static_cast<size_t>(buffer.size());
  int ok;
  if (buffer.size() >= kLargeInput) {
    GilReleased released;
    ok = update(buffer.data(), size);
  } else {
    ok = update(buffer.data(), size);
  }
  return ok == 1 || RaiseCrypto();
}

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES__HASHLIB_FEED_H_
