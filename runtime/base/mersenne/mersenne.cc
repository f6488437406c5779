// The generator of Matsumoto and Nishimura, seeded by an array.

#include "runtime/base/mersenne/mersenne.h"

namespace polygil {
namespace {

constexpr int kShift = 397;

inline uint32_t Twist(uint32_t upper, uint32_t lower) {
  uint32_t y = (upper & 0x80000000u) | (lower & 0x7fffffffu);
  return (y >> 1) ^ ((0 - (y & 1)) & 0x9908b0dfu);
}

}  // namespace

void Mersenne::SeedWord(uint32_t seed) {
  state[0] = seed;
  for (uint32_t i = 1; i < kSize; ++i) {
    state[i] = 1812433253u * (state[i - 1] ^ (state[i - 1] >> 30)) + i;
  }
  index = kSize;
}

void Mersenne::Seed(const uint32_t* key, size_t length) {
  SeedWord(19650218u);
  int i = 1;
  size_t j = 0;
  auto step = [&] {
    if (++i >= kSize) {
      state[0] = state[kSize - 1];
      i = 1;
    }
  };
  for (size_t k = length > kSize ? length : kSize; k > 0; --k) {
    uint32_t previous = state[i - 1] ^ (state[i - 1] >> 30);
    state[i] = (state[i] ^ (previous * 1664525u)) + key[j] + static_cast<uint32_t>(j);
    if (++j >= length) j = 0;
    step();
  }
  for (int k = kSize - 1; k > 0; --k) {
    uint32_t previous = state[i - 1] ^ (state[i - 1] >> 30);
    state[i] = (state[i] ^ (previous * 1566083941u)) - static_cast<uint32_t>(i);
    step();
  }
  state[0] = 0x80000000u;
}

void Mersenne::Refill() {
  int i = 0;
  for (; i < kSize - kShift; ++i) {
    state[i] = state[i + kShift] ^ Twist(state[i], state[i + 1]);
  }
  for (; i < kSize - 1; ++i) {
    state[i] = state[i + kShift - kSize] ^ Twist(state[i], state[i + 1]);
  }
  state[kSize - 1] = state[kShift - 1] ^ Twist(state[kSize - 1], state[0]);
  index = 0;
}

void Mersenne::FillBits(uint32_t* words, int64_t bits) {
  for (; bits > 0; bits -= 32) {
    *words++ = bits < 32 ? Next() >> (32 - bits) : Next();
  }
}

}  // namespace polygil
