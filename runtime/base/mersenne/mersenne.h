// The Mersenne Twister MT19937 with the seeding and the outputs of the random
// module. Plain data: copying it forks the sequence.

#ifndef POLYGIL_RUNTIME_BASE_MERSENNE_MERSENNE_H_
#define POLYGIL_RUNTIME_BASE_MERSENNE_MERSENNE_H_

#include <stddef.h>
#include <stdint.h>

namespace polygil {

struct Mersenne {
  static constexpr int kSize = 624;

  uint32_t state[kSize];
  // The next word to give out; kSize makes new ones first.
  int index;

  // random.seed(n): the 32-bit words of |n|, least significant first; at least
  // one word.
  void Seed(const uint32_t* key, size_t length);

  uint32_t Next() {
    if (index >= kSize) Refill();
    uint32_t y = state[index++];
    y ^= y >> 11;
    y ^= (y << 7) & 0x9d2c5680u;
    y ^= (y << 15) & 0xefc60000u;
    return y ^ (y >> 18);
  }

  // random.random(): 53 bits in [0, 1).
  double Random() {
    uint32_t high = Next() >> 5;
    uint32_t low = Next() >> 6;
    return (high * 67108864.0 + low) * (1.0 / 9007199254740992.0);
  }

  // random.getrandbits(bits) for 0 < bits <= 64.
  uint64_t Bits(int bits) {
    if (bits <= 32) return Next() >> (32 - bits);
    uint64_t low = Next();
    return static_cast<uint64_t>(Next() >> (64 - bits)) << 32 | low;
  }

  // The same for any count: (bits + 31) / 32 words, least significant first.
  void FillBits(uint32_t* words, int64_t bits);

 private:
  void SeedWord(uint32_t seed);
  void Refill();
};

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_MERSENNE_MERSENNE_H_
