// Bitwise operations: a negative number is seen as the complement of its
// magnitude minus one, which is computed limb by limb on the way.

#include "runtime/base/bigint/bits.h"

#include <gmp.h>
#include <string.h>

namespace polygil {
namespace {

// Yields the two's complement limbs of a number, sign-extended without end.
class ComplementReader {
 public:
  explicit ComplementReader(const BigView& a)
      : a_(a), mask_(a.negative ? ~Limb{0} : 0), carry_(a.negative) {}

  Limb Next() {
    Limb limb = index_ < a_.size ? a_.limbs[index_] : 0;
    ++index_;
    Limb result = (limb ^ mask_) + carry_;
    carry_ = carry_ && result == 0;
    return result;
  }

 private:
  const BigView a_;
  Limb mask_;
  Limb carry_;
  int64_t index_ = 0;
};

enum class Operation { kAnd, kOr, kXor };

template <Operation kOperation>
inline Limb Combine(Limb a, Limb b) {
  if constexpr (kOperation == Operation::kAnd) return a & b;
  if constexpr (kOperation == Operation::kOr) return a | b;
  return a ^ b;
}

template <Operation kOperation>
BigResult Bitwise(Limb* out, const BigView& a, const BigView& b) {
  int64_t longest = a.size > b.size ? a.size : b.size;
  if (!a.negative && !b.negative) {
    int64_t shortest = a.size > b.size ? b.size : a.size;
    for (int64_t i = 0; i < shortest; ++i) {
      out[i] = Combine<kOperation>(a.limbs[i], b.limbs[i]);
    }
    if constexpr (kOperation == Operation::kAnd) {
      return BigDone(out, shortest, false);
    }
    const Limb* rest = a.size > b.size ? a.limbs : b.limbs;
    if (longest > shortest) {
      memmove(out + shortest, rest + shortest, sizeof(Limb) * (longest - shortest));
    }
    return BigDone(out, longest, false);
  }
  ComplementReader left(a);
  ComplementReader right(b);
  bool negative = Combine<kOperation>(a.negative, b.negative) != 0;
  // One limb further than the longer one: -2^(64n) needs it.
  Limb borrow = negative;
  for (int64_t i = 0; i <= longest; ++i) {
    Limb limb = Combine<kOperation>(left.Next(), right.Next());
    if (negative) {
      limb = ~limb + borrow;
      borrow = borrow && limb == 0;
    }
    out[i] = limb;
  }
  return BigDone(out, longest + 1, negative);
}

}  // namespace

int64_t BigBitCount(const BigView& a) {
  return a.size == 0 ? 0 : static_cast<int64_t>(mpn_popcount(a.limbs, a.size));
}

int64_t BigTrailingZeros(const BigView& a) {
  int64_t i = 0;
  while (a.limbs[i] == 0) ++i;
  return i * 64 + __builtin_ctzll(a.limbs[i]);
}

BigResult BigShiftLeft(Limb* out, const BigView& a, uint64_t shift) {
  if (a.size == 0) return {0, false, BigStatus::kOk};
  int64_t whole = static_cast<int64_t>(shift / 64);
  unsigned bits = shift % 64;
  memset(out, 0, sizeof(Limb) * whole);
  int64_t size = whole + a.size;
  if (bits == 0) {
    memcpy(out + whole, a.limbs, sizeof(Limb) * a.size);
  } else {
    Limb top = mpn_lshift(out + whole, a.limbs, a.size, bits);
    if (top != 0) out[size++] = top;
  }
  return {size, a.negative, BigStatus::kOk};
}

BigResult BigShiftRight(Limb* out, const BigView& a, uint64_t shift) {
  if (a.size == 0) return {0, false, BigStatus::kOk};
  if (shift / 64 >= static_cast<uint64_t>(a.size)) {
    out[0] = 1;
    return {a.negative, a.negative, BigStatus::kOk};
  }
  int64_t whole = static_cast<int64_t>(shift / 64);
  unsigned bits = shift % 64;
  Limb dropped = 0;
  if (a.negative) {
    for (int64_t i = 0; i < whole && dropped == 0; ++i) dropped = a.limbs[i];
  }
  int64_t size = a.size - whole;
  if (bits == 0) {
    memmove(out, a.limbs + whole, sizeof(Limb) * size);
  } else {
    dropped |= mpn_rshift(out, a.limbs + whole, size, bits);
    if (out[size - 1] == 0) --size;
  }
  if (a.negative && dropped != 0) {
    Limb carry = size == 0 ? 1 : mpn_add_1(out, out, size, 1);
    if (carry != 0) out[size++] = carry;
  }
  return {size, a.negative && size > 0, BigStatus::kOk};
}

BigResult BigAnd(Limb* out, const BigView& a, const BigView& b) {
  return Bitwise<Operation::kAnd>(out, a, b);
}

BigResult BigOr(Limb* out, const BigView& a, const BigView& b) {
  return Bitwise<Operation::kOr>(out, a, b);
}

BigResult BigXor(Limb* out, const BigView& a, const BigView& b) {
  return Bitwise<Operation::kXor>(out, a, b);
}

BigResult BigInvert(Limb* out, const BigView& a) {
  SmallBig one(1);
  BigView positive = {a.limbs, a.size, false};
  if (a.negative) return BigSubtract(out, positive, one.view());
  BigResult result = BigAdd(out, positive, one.view());
  result.negative = true;
  return result;
}

}  // namespace polygil
