// BLAKE2b and BLAKE2s (RFC 7693) with all parameters of the specification: key, salt,
// personalisation, tree. One template over the word.

#ifndef POLYGIL_RUNTIME_MODULES_HASHES_BLAKE2_H_
#define POLYGIL_RUNTIME_MODULES_HASHES_BLAKE2_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace polygil {

inline constexpr uint8_t kBlake2Sigma[10][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
    {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
    {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
    {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
    {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
    {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0}};

struct Blake2bTraits {
  using Word = uint64_t;
  static constexpr int kRounds = 12, kOut = 64, kKey = 64, kSalt = 16, kPerson = 16;
  static constexpr int kRotations[4] = {32, 24, 16, 63};
  static constexpr uint64_t kMaximumOffset = UINT64_MAX;
  static constexpr Word kStart[8] = {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b,
                                     0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f,
                                     0x1f83d9abfb41bd6b, 0x5be0cd19137e2179};
};
struct Blake2sTraits {
  using Word = uint32_t;
  static constexpr int kRounds = 10, kOut = 32, kKey = 32, kSalt = 8, kPerson = 8;
  static constexpr int kRotations[4] = {16, 12, 8, 7};
  static constexpr uint64_t kMaximumOffset = (uint64_t{1} << 48) - 1;
  static constexpr Word kStart[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                     0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
};

struct Blake2Parameters {
  uint8_t digest_size = 0, key_size = 0, fanout = 1, depth = 1, node_depth = 0, inner_size = 0;
  uint32_t leaf_size = 0;
  uint64_t node_offset = 0;
  bool last_node = false;
  uint8_t salt[16] = {}, person[16] = {}, key[64] = {};
};

template <typename Traits>
class Blake2 {
 public:
  using Word = typename Traits::Word;
  static constexpr size_t kBlock = 16 * sizeof(Word);

  void Start(const Blake2Parameters& p) {
    uint8_t block[8 * sizeof(Word)] = {};
    block[0] = p.digest_size, block[1] = p.key_size, block[2] = p.fanout, block[3] = p.depth;
    memcpy(block + 4, &p.leaf_size, 4);
    memcpy(block + 8, &p.node_offset, sizeof(Word) == 8 ? 8 : 6);
    uint8_t* nodes = block + (sizeof(Word) == 8 ? 16 : 14);
    nodes[0] = p.node_depth, nodes[1] = p.inner_size;
    uint8_t* tail = block + sizeof(block) - Traits::kSalt - Traits::kPerson;
    memcpy(tail, p.salt, Traits::kSalt);
    memcpy(tail + Traits::kSalt, p.person, Traits::kPerson);
    for (int i = 0; i < 8; ++i) {
      Word word;
      memcpy(&word, block + i * sizeof(Word), sizeof(Word));
      state_[i] = Traits::kStart[i] ^ word;
    }
    count_[0] = count_[1] = 0;
    filled_ = 0;
    last_node_ = p.last_node;
    digest_size_ = p.digest_size;
    if (p.key_size > 0) {
      uint8_t key_block[kBlock] = {};
      memcpy(key_block, p.key, p.key_size);
      Update(key_block, kBlock);
    }
  }

  void Update(const uint8_t* data, size_t size) {
    while (size > 0) {
      if (filled_ == kBlock) {  // more is to come, so this isn't the last block
        Count(kBlock);
        Compress(buffer_, false);
        filled_ = 0;
      }
      if (filled_ == 0) {
        for (; size > kBlock; data += kBlock, size -= kBlock) {
          Count(kBlock);
          Compress(data, false);
        }
      }
      size_t take = kBlock - filled_ < size ? kBlock - filled_ : size;
      memcpy(buffer_ + filled_, data, take);
      filled_ += take, data += take, size -= take;
    }
  }

  // Writes digest_size() bytes; the object is used up.
  void Finish(uint8_t* out) {
    Count(filled_);
    memset(buffer_ + filled_, 0, kBlock - filled_);
    Compress(buffer_, true);
    memcpy(out, state_, digest_size_);
  }
  size_t digest_size() const { return digest_size_; }

 private:
  void Count(size_t bytes) {
    count_[0] += static_cast<Word>(bytes);
    count_[1] += count_[0] < bytes;
  }
  void Compress(const uint8_t* block, bool last) {
    Word m[16], v[16];
    memcpy(m, block, kBlock);
    for (int i = 0; i < 8; ++i) v[i] = state_[i], v[i + 8] = Traits::kStart[i];
    v[12] ^= count_[0], v[13] ^= count_[1];
    if (last) v[14] = ~v[14];
    if (last && last_node_) v[15] = ~v[15];
    auto mix = [&](int a, int b, int c, int d, Word x, Word y) {
      v[a] += v[b] + x, v[d] = std::rotr(v[d] ^ v[a], Traits::kRotations[0]);
      v[c] += v[d], v[b] = std::rotr(v[b] ^ v[c], Traits::kRotations[1]);
      v[a] += v[b] + y, v[d] = std::rotr(v[d] ^ v[a], Traits::kRotations[2]);
      v[c] += v[d], v[b] = std::rotr(v[b] ^ v[c], Traits::kRotations[3]);
    };
    for (int round = 0; round < Traits::kRounds; ++round) {
      const uint8_t* s = kBlake2Sigma[round % 10];
      mix(0, 4, 8, 12, m[s[0]], m[s[1]]), mix(1, 5, 9, 13, m[s[2]], m[s[3]]);
      mix(2, 6, 10, 14, m[s[4]], m[s[5]]), mix(3, 7, 11, 15, m[s[6]], m[s[7]]);
      mix(0, 5, 10, 15, m[s[8]], m[s[9]]), mix(1, 6, 11, 12, m[s[10]], m[s[11]]);
      mix(2, 7, 8, 13, m[s[12]], m[s[13]]), mix(3, 4, 9, 14, m[s[14]], m[s[15]]);
    }
    for (int i = 0; i < 8; ++i) state_[i] ^= v[i] ^ v[i + 8];
  }

  Word state_[8];
  Word count_[2];
  uint8_t buffer_[kBlock];
  size_t filled_;
  size_t digest_size_;
  bool last_node_;
};

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_HASHES_BLAKE2_H_
