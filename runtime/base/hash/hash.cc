// SipHash-1-3 and where its key comes from.

#include "runtime/base/hash/hash.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

namespace polygil {
namespace {

inline uint64_t Rotate(uint64_t x, int bits) { return x << bits | x >> (64 - bits); }

struct SipState {
  uint64_t v0, v1, v2, v3;

  inline void Round() {
    v0 += v1;
    v2 += v3;
    v1 = Rotate(v1, 13) ^ v0;
    v3 = Rotate(v3, 16) ^ v2;
    v0 = Rotate(v0, 32);
    v2 += v1;
    v0 += v3;
    v1 = Rotate(v1, 17) ^ v2;
    v3 = Rotate(v3, 21) ^ v0;
    v2 = Rotate(v2, 32);
  }
};

}  // namespace

HashSecret HashSecretFromSeed(uint32_t seed) {
  HashSecret secret = {0, 0, 0};
  if (seed == 0) return secret;
  unsigned char bytes[sizeof(secret)];
  uint32_t state = seed;
  for (unsigned char& byte : bytes) {
    state = state * 214013u + 2531011u;
    byte = static_cast<unsigned char>(state >> 16);
  }
  memcpy(&secret, bytes, sizeof(secret));
  return secret;
}

bool HashSecretRandom(HashSecret* secret) {
  ssize_t got;
  do {
    got = getrandom(secret, sizeof(*secret), 0);
  } while (got < 0 && errno == EINTR);
  return got == static_cast<ssize_t>(sizeof(*secret));
}

HashSeedKind ParseHashSeed(const char* text, uint32_t* seed) {
  if (strcmp(text, "random") == 0) return HashSeedKind::kRandom;
  uint64_t value = 0;
  if (*text == 0) return HashSeedKind::kInvalid;
  for (; *text != 0; ++text) {
    if (*text < '0' || *text > '9') return HashSeedKind::kInvalid;
    value = value * 10 + static_cast<uint64_t>(*text - '0');
    if (value > UINT32_MAX) return HashSeedKind::kInvalid;
  }
  *seed = static_cast<uint32_t>(value);
  return HashSeedKind::kNumber;
}

int64_t HashBytes(const HashSecret& secret, const void* data, size_t size) {
  if (size == 0) return 0;
  const unsigned char* at = static_cast<const unsigned char*>(data);
  SipState state = {secret.key0 ^ 0x736f6d6570736575u, secret.key1 ^ 0x646f72616e646f6du,
                    secret.key0 ^ 0x6c7967656e657261u, secret.key1 ^ 0x7465646279746573u};
  uint64_t last = static_cast<uint64_t>(size) << 56;
  for (; size >= 8; size -= 8, at += 8) {
    uint64_t word;
    memcpy(&word, at, 8);
    state.v3 ^= word;
    state.Round();
    state.v0 ^= word;
  }
  for (size_t i = 0; i < size; ++i) {
    last |= static_cast<uint64_t>(at[i]) << (8 * i);
  }
  state.v3 ^= last;
  state.Round();
  state.v0 ^= last;
  state.v2 ^= 0xff;
  state.Round();
  state.Round();
  state.Round();
  return HashAvoidMinusOne(state.v0 ^ state.v1 ^ state.v2 ^ state.v3);
}

}  // namespace polygil
