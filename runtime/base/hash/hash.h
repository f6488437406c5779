// Hash values as CPython 3.11 computes them, so that PYTHONHASHSEED gives the
// same order of sets here and there. No result is ever -1.

#ifndef POLYGIL_RUNTIME_BASE_HASH_HASH_H_
#define POLYGIL_RUNTIME_BASE_HASH_HASH_H_

#include <stddef.h>
#include <stdint.h>

namespace polygil {

// The secret of one interpreter: the key of string hashes and a salt for others.
struct HashSecret {
  uint64_t key0;
  uint64_t key1;
  uint64_t salt;
};

// PYTHONHASHSEED=seed; 0 switches randomisation off.
HashSecret HashSecretFromSeed(uint32_t seed);
// From the system's randomness; false when there is none.
bool HashSecretRandom(HashSecret* secret);

// PYTHONHASHSEED's text: "random" or a decimal number below 2**32.
enum class HashSeedKind : uint8_t { kInvalid, kRandom, kNumber };
HashSeedKind ParseHashSeed(const char* text, uint32_t* seed);

inline int64_t HashAvoidMinusOne(uint64_t hash) {
  return hash == ~uint64_t{0} ? -2 : static_cast<int64_t>(hash);
}

// str (over its code units), bytes and what else hashes as bytes: SipHash-1-3.
int64_t HashBytes(const HashSecret& secret, const void* data, size_t size);

// The default hash of an object.
inline int64_t HashPointer(const void* pointer) {
  uint64_t bits = reinterpret_cast<uint64_t>(pointer);
  return HashAvoidMinusOne(bits >> 4 | bits << 60);
}

// hash(complex) from the hashes of its parts.
inline int64_t HashComplex(int64_t real, int64_t imaginary) {
  return HashAvoidMinusOne(static_cast<uint64_t>(real) +
                           1000003u * static_cast<uint64_t>(imaginary));
}

// A tuple's hash: Add() each item's, in order.
class TupleHasher {
 public:
  void Add(int64_t hash) {
    state_ += static_cast<uint64_t>(hash) * 14029467366897019727u;
    state_ = state_ << 31 | state_ >> 33;
    state_ *= 11400714785074694791u;
  }
  int64_t Finish(int64_t length) const {
    uint64_t hash = state_ + (static_cast<uint64_t>(length) ^ (kStart ^ 3527539u));
    return hash == ~uint64_t{0} ? 1546275796 : static_cast<int64_t>(hash);
  }

 private:
  static constexpr uint64_t kStart = 2870177450012600261u;
  uint64_t state_ = kStart;
};

// A frozenset's hash: Add() each item's, in any order.
class SetHasher {
 public:
  void Add(int64_t hash) {
    uint64_t bits = static_cast<uint64_t>(hash);
    state_ ^= ((bits ^ 89869747u) ^ (bits << 16)) * 3644798167u;
  }
  int64_t Finish(int64_t length) const {
    uint64_t hash = state_ ^ (static_cast<uint64_t>(length) + 1) * 1927868237u;
    hash ^= (hash >> 11) ^ (hash >> 25);
    hash = hash * 69069u + 907133923u;
    return hash == ~uint64_t{0} ? 590923713 : static_cast<int64_t>(hash);
  }

 private:
  uint64_t state_ = 0;
};

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_HASH_HASH_H_
