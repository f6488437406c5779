// Every error of UTF-8 but a wrong number of continuation bytes shows in three nibbles: the two of
// a byte and the high one of the next. Three tables give, for each nibble, the set of errors that
// it allows; an error that all three allow is one. What remains is whether a third and fourth byte
// are continuations exactly where the bytes two and three places before say so (Keiser and Lemire,
// "Validating UTF-8 in less than one instruction per byte").

#include "runtime/base/codec/utf8_valid.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace polygil {

#if defined(__x86_64__)
namespace {

enum Error : uint8_t {
  kTooShort = 1 << 0,   // a start byte without its continuation
  kTooLong = 1 << 1,    // ASCII before a continuation
  kOverlong3 = 1 << 2,  // E0 80..9F
  kTooLarge = 1 << 3,   // F4 90.. and F5..
  kSurrogate = 1 << 4,  // ED A0..BF
  kOverlong2 = 1 << 5,  // C0, C1
  kOverlong4 = 1 << 6,  // F0 80..8F; with the same bit: F5.. 80..8F
  kTwoContinuations = 1 << 7,
};
constexpr uint8_t kTooLarge1000 = kOverlong4;
// Errors that the low nibble of the first byte doesn't matter to.
constexpr uint8_t kAny = kTooShort | kTooLong | kTwoContinuations;

constexpr uint8_t kFirstHigh[16] = {kTooLong,
                                    kTooLong,
                                    kTooLong,
                                    kTooLong,
                                    kTooLong,
                                    kTooLong,
                                    kTooLong,
                                    kTooLong,
                                    kTwoContinuations,
                                    kTwoContinuations,
                                    kTwoContinuations,
                                    kTwoContinuations,
                                    kTooShort | kOverlong2,
                                    kTooShort,
                                    kTooShort | kOverlong3 | kSurrogate,
                                    kTooShort | kTooLarge | kTooLarge1000 | kOverlong4};
constexpr uint8_t kLarge = kAny | kTooLarge | kTooLarge1000;
constexpr uint8_t kFirstLow[16] = {kAny | kOverlong3 | kOverlong2 | kOverlong4,
                                   kAny | kOverlong2,
                                   kAny,
                                   kAny,
                                   kAny | kTooLarge,
                                   kLarge,
                                   kLarge,
                                   kLarge,
                                   kLarge,
                                   kLarge,
                                   kLarge,
                                   kLarge,
                                   kLarge,
                                   kLarge | kSurrogate,
                                   kLarge,
                                   kLarge};
constexpr uint8_t kSecond = kTooLong | kOverlong2 | kTwoContinuations;
constexpr uint8_t kSecondHigh[16] = {kTooShort,
                                     kTooShort,
                                     kTooShort,
                                     kTooShort,
                                     kTooShort,
                                     kTooShort,
                                     kTooShort,
                                     kTooShort,
                                     kSecond | kOverlong3 | kTooLarge1000 | kOverlong4,
                                     kSecond | kOverlong3 | kTooLarge,
                                     kSecond | kSurrogate | kTooLarge,
                                     kSecond | kSurrogate | kTooLarge,
                                     kTooShort,
                                     kTooShort,
                                     kTooShort,
                                     kTooShort};

#define POLYGIL_SSSE3 __attribute__((target("ssse3,popcnt")))

struct State {
  __m128i errors, before, largest;
  int64_t length;
};

POLYGIL_SSSE3 inline __m128i LoadTable(const uint8_t* table) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(table));
}

POLYGIL_SSSE3 inline void AddBlock(__m128i block, State* state) {
  const __m128i nibble = _mm_set1_epi8(0x0f);
  __m128i one = _mm_alignr_epi8(block, state->before, 15);
  __m128i two = _mm_alignr_epi8(block, state->before, 14);
  __m128i three = _mm_alignr_epi8(block, state->before, 13);
  __m128i special = _mm_and_si128(
      _mm_and_si128(
          _mm_shuffle_epi8(LoadTable(kFirstHigh), _mm_and_si128(_mm_srli_epi16(one, 4), nibble)),
          _mm_shuffle_epi8(LoadTable(kFirstLow), _mm_and_si128(one, nibble))),
      _mm_shuffle_epi8(LoadTable(kSecondHigh), _mm_and_si128(_mm_srli_epi16(block, 4), nibble)));
  // 0x80 where a third or fourth byte is due: there two continuations in a row are right.
  __m128i due = _mm_or_si128(_mm_subs_epu8(two, _mm_set1_epi8(static_cast<char>(0xe0 - 0x80))),
                             _mm_subs_epu8(three, _mm_set1_epi8(static_cast<char>(0xf0 - 0x80))));
  due = _mm_and_si128(due, _mm_set1_epi8(static_cast<char>(0x80)));
  state->errors = _mm_or_si128(state->errors, _mm_xor_si128(due, special));
  state->before = block;
  state->largest = _mm_max_epu8(state->largest, block);
  // Continuations are below -64 as signed bytes.
  int starts = _mm_movemask_epi8(_mm_cmpgt_epi8(block, _mm_set1_epi8(-65)));
  state->length += __builtin_popcount(static_cast<unsigned>(starts));
}

POLYGIL_SSSE3 Utf8Blocks Validate(const uint8_t* data, int64_t size) {
  const __m128i zero = _mm_setzero_si128();
  State state = {zero, zero, zero, 0};
  int64_t at = 0;
  for (; at + 16 <= size; at += 16)
    AddBlock(_mm_loadu_si128(reinterpret_cast<const __m128i*>(data + at)), &state);
  // Zeros behind the end make a sequence that it cuts off too short.
  uint8_t rest[16] = {};
  memcpy(rest, data + at, static_cast<size_t>(size - at));
  AddBlock(_mm_loadu_si128(reinterpret_cast<const __m128i*>(rest)), &state);
  state.length -= 16 - (size - at);
  uint8_t bytes[16], largest = 0;
  memcpy(bytes, &state.largest, 16);
  for (uint8_t byte : bytes) largest = byte > largest ? byte : largest;
  bool valid = _mm_movemask_epi8(_mm_cmpeq_epi8(state.errors, zero)) == 0xffff;
  return {true, valid, state.length, largest};
}

}  // namespace

Utf8Blocks ValidateUtf8Blocks(const uint8_t* data, int64_t size) {
  if (!__builtin_cpu_supports("ssse3") || !__builtin_cpu_supports("popcnt"))
    return {false, false, 0, 0};
  return Validate(data, size);
}

#else
Utf8Blocks ValidateUtf8Blocks(const uint8_t*, int64_t) { return {false, false, 0, 0}; }
#endif

}  // namespace polygil
