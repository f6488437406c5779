// Plain powers by squaring, with the base's factors of two shifted in at the
// end. Modular powers use a sliding window; odd moduli of moderate size go
// through Montgomery reduction, the others through division.

#include "runtime/base/bigint/power.h"

#include <gmp.h>
#include <string.h>

#include "runtime/base/bigint/bits.h"
#include "runtime/base/bigint/scratch.h"

namespace polygil {
namespace {

// Above this size mpn's subquadratic division beats Montgomery's quadratic
// reduction.
constexpr int64_t kMontgomeryMost = 60;

// x * y modulo an odd number, scaled by the inverse of R = 2**(64 n).
class Montgomery {
 public:
  Montgomery(const Limb* modulus, int64_t size, Limb* product)
      : modulus_(modulus), size_(size), product_(product) {
    // Newton's iteration for the inverse modulo 2**64.
    Limb inverse = modulus[0];
    for (int i = 0; i < 6; ++i) inverse *= 2 - modulus[0] * inverse;
    negated_inverse_ = 0 - inverse;
  }

  void Multiply(Limb* out, const Limb* x, const Limb* y) {
    if (x == y) {
      mpn_sqr(product_, x, size_);
    } else {
      mpn_mul_n(product_, x, y, size_);
    }
    Reduce(out);
  }

  // Leaves the scaled domain.
  void Convert(Limb* out, const Limb* x) {
    memcpy(product_, x, sizeof(Limb) * size_);
    memset(product_ + size_, 0, sizeof(Limb) * size_);
    Reduce(out);
  }

 private:
  void Reduce(Limb* out) {
    Limb* low = product_;
    for (int64_t i = 0; i < size_; ++i, ++low) {
      // The limb that becomes zero keeps the carry of its row.
      low[0] = mpn_addmul_1(low, modulus_, size_, low[0] * negated_inverse_);
    }
    Limb carry = mpn_add_n(out, product_ + size_, product_, size_);
    if (carry != 0 || mpn_cmp(out, modulus_, size_) >= 0) {
      mpn_sub_n(out, out, modulus_, size_);
    }
  }

  const Limb* modulus_;
  int64_t size_;
  Limb* product_;
  Limb negated_inverse_;
};

// x * y modulo any number of at least `size` normalised limbs.
class Division {
 public:
  Division(const Limb* modulus, int64_t size, Limb* product, Limb* quotient)
      : modulus_(modulus), size_(size), product_(product), quotient_(quotient) {}

  void Multiply(Limb* out, const Limb* x, const Limb* y) {
    if (x == y) {
      mpn_sqr(product_, x, size_);
    } else {
      mpn_mul_n(product_, x, y, size_);
    }
    mpn_tdiv_qr(quotient_, out, 0, product_, 2 * size_, modulus_, size_);
  }

 private:
  const Limb* modulus_;
  int64_t size_;
  Limb* product_;
  Limb* quotient_;
};

bool TestBit(const BigView& a, int64_t bit) { return (a.limbs[bit / 64] >> (bit % 64)) & 1; }

int WindowBits(int64_t exponent_bits) {
  return exponent_bits < 24     ? 1
         : exponent_bits < 100  ? 3
         : exponent_bits < 700  ? 4
         : exponent_bits < 2500 ? 5
                                : 6;
}

// Sliding window from the highest bit down. `table` has room for
// 2**(window-1) entries; its first one holds the base. `result` ends up with
// the power; `square` is one entry of scratch.
template <typename Ring>
void WindowPower(Ring& ring, Limb* result, Limb* square, Limb* table, int64_t size,
                 const BigView& exponent, int window) {
  int64_t odd_powers = int64_t{1} << (window - 1);
  ring.Multiply(square, table, table);
  for (int64_t i = 1; i < odd_powers; ++i) {
    ring.Multiply(table + i * size, table + (i - 1) * size, square);
  }
  Limb* current = result;
  Limb* other = square;
  auto multiply = [&](const Limb* factor) {
    ring.Multiply(other, current, factor);
    Limb* swap = current;
    current = other;
    other = swap;
  };
  bool started = false;
  for (int64_t bit = BigBitLength(exponent) - 1; bit >= 0;) {
    if (!TestBit(exponent, bit)) {
      multiply(current);
      --bit;
      continue;
    }
    int64_t last = bit - window + 1 < 0 ? 0 : bit - window + 1;
    while (!TestBit(exponent, last)) ++last;
    int64_t digits = 0;
    for (int64_t i = bit; i >= last; --i) {
      digits = digits * 2 + TestBit(exponent, i);
      if (started) multiply(current);
    }
    const Limb* power = table + (digits >> 1) * size;
    if (started) {
      multiply(power);
    } else {
      memcpy(current, power, sizeof(Limb) * size);
      started = true;
    }
    bit = last - 1;
  }
  if (current != result) memcpy(result, current, sizeof(Limb) * size);
}

void PadCopy(Limb* out, const Limb* from, int64_t size, int64_t padded) {
  memcpy(out, from, sizeof(Limb) * size);
  memset(out + size, 0, sizeof(Limb) * (padded - size));
}

// base ** exponent mod modulus, all positive, base below modulus.
BigStatus PowerBelow(Limb* out, const BigView& base, const BigView& exponent,
                     const BigView& modulus) {
  int64_t n = modulus.size;
  int window = WindowBits(BigBitLength(exponent));
  int64_t entries = int64_t{1} << (window - 1);
  BigScratch scratch(n * (entries + 1) + 3 * n + 2);
  if (!scratch.ok()) return BigStatus::kNoMemory;
  Limb* table = scratch.get();
  Limb* square = table + entries * n;
  Limb* product = square + n;
  Limb* quotient = product + 2 * n;
  PadCopy(table, base.limbs, base.size, n);
  if ((modulus.limbs[0] & 1) != 0 && n <= kMontgomeryMost) {
    // base * R mod modulus enters the scaled domain.
    memset(product, 0, sizeof(Limb) * n);
    memcpy(product + n, table, sizeof(Limb) * n);
    mpn_tdiv_qr(quotient, square, 0, product, 2 * n, modulus.limbs, n);
    memcpy(table, square, sizeof(Limb) * n);
    Montgomery ring(modulus.limbs, n, product);
    WindowPower(ring, out, square, table, n, exponent, window);
    ring.Convert(square, out);
    memcpy(out, square, sizeof(Limb) * n);
  } else {
    Division ring(modulus.limbs, n, product, quotient);
    WindowPower(ring, out, square, table, n, exponent, window);
  }
  return BigStatus::kOk;
}

Limb PowerOfLimb(Limb base, const BigView& exponent, Limb modulus) {
  unsigned __int128 result = 1 % modulus;
  for (int64_t bit = BigBitLength(exponent) - 1; bit >= 0; --bit) {
    result = result * result % modulus;
    if (TestBit(exponent, bit)) result = result * base % modulus;
  }
  return static_cast<Limb>(result);
}

// Moves a result in [0, |modulus|) to the modulus's sign.
BigResult ApplySign(Limb* out, int64_t size, const BigView& modulus) {
  size = BigTrim(out, size);
  if (size == 0 || !modulus.negative) return {size, false, BigStatus::kOk};
  mpn_sub(out, modulus.limbs, modulus.size, out, size);
  return BigDone(out, modulus.size, true);
}

}  // namespace

int64_t BigPowerBound(const BigView& a, uint64_t exponent) {
  if (a.size == 0 || exponent == 0) return 1;
  unsigned __int128 bits = static_cast<unsigned __int128>(BigBitLength(a)) * exponent;
  if (bits >> 61 != 0) return -1;
  return static_cast<int64_t>(bits / 64) + 3;
}

BigResult BigPower(Limb* out, const BigView& a, uint64_t exponent) {
  if (exponent == 0) {
    out[0] = 1;
    return {1, false, BigStatus::kOk};
  }
  if (a.size == 0) return {0, false, BigStatus::kOk};
  bool negative = a.negative && (exponent & 1) != 0;
  int64_t twos = BigTrailingZeros(a);
  BigScratch odd(a.size + 1);
  if (!odd.ok()) return BigFailed(BigStatus::kNoMemory);
  BigView magnitude = {a.limbs, a.size, false};
  BigResult stripped = BigShiftRight(odd.get(), magnitude, twos);
  BigView base = {odd.get(), stripped.size, false};
  if (base.size == 1 && base.limbs[0] == 1) {
    BigResult result = BigShiftLeft(out, base, twos * exponent);
    result.negative = negative;
    return result;
  }
  BigScratch scratch(BigPowerBound(base, exponent));
  if (!scratch.ok()) return BigFailed(BigStatus::kNoMemory);
  Limb* current = out;
  Limb* other = scratch.get();
  memcpy(current, base.limbs, sizeof(Limb) * base.size);
  int64_t size = base.size;
  for (int bit = 62 - __builtin_clzll(exponent); bit >= 0; --bit) {
    mpn_sqr(other, current, size);
    size = 2 * size - (other[2 * size - 1] == 0);
    if ((exponent >> bit) & 1) {
      Limb top;
      if (base.size == 1) {
        top = other[size] = mpn_mul_1(other, other, size, base.limbs[0]);
        size += top != 0;
        Limb* swap = current;
        current = other;
        other = swap;
        continue;
      }
      top = mpn_mul(current, other, size, base.limbs, base.size);
      size += base.size - (top == 0);
    } else {
      Limb* swap = current;
      current = other;
      other = swap;
    }
  }
  BigResult result = {size, negative, BigStatus::kOk};
  if (twos != 0) {
    if (current == out) {
      memcpy(other, current, sizeof(Limb) * size);
      current = other;
    }
    result = BigShiftLeft(out, {current, size, false}, twos * exponent);
    result.negative = negative;
  } else if (current != out) {
    memcpy(out, current, sizeof(Limb) * size);
  }
  return result;
}

BigResult BigInvertModulo(Limb* out, const BigView& a, const BigView& modulus) {
  BigView positive = {modulus.limbs, modulus.size, false};
  if (positive.size == 0) return BigFailed(BigStatus::kDivisionByZero);
  if (positive.size == 1 && positive.limbs[0] == 1) {
    return {0, false, BigStatus::kOk};
  }
  int64_t n = positive.size;
  BigScratch scratch(5 * (n + 2));
  if (!scratch.ok()) return BigFailed(BigStatus::kNoMemory);
  Limb* u = scratch.get();
  Limb* v = u + n + 2;
  Limb* gcd = v + n + 2;
  Limb* cofactor = gcd + n + 2;
  BigResult reduced = BigModulo(out, a, positive);
  if (!reduced.ok()) return reduced;
  if (reduced.size == 0) return BigFailed(BigStatus::kNotInvertible);
  // gcd = u s + v t, and s is the inverse of u = a. mpn wants u to have no fewer
  // limbs than v = modulus, so it is padded.
  PadCopy(u, out, reduced.size, n);
  PadCopy(v, positive.limbs, n, n);
  mp_size_t cofactor_size = 0;
  int64_t size = mpn_gcdext(gcd, cofactor, &cofactor_size, u, n, v, n);
  if (size != 1 || gcd[0] != 1) return BigFailed(BigStatus::kNotInvertible);
  int64_t length = cofactor_size < 0 ? -cofactor_size : cofactor_size;
  if (cofactor_size < 0) {
    mpn_sub(out, positive.limbs, n, cofactor, length);
    return BigDone(out, n, false);
  }
  memcpy(out, cofactor, sizeof(Limb) * length);
  return BigDone(out, length, false);
}

BigResult BigPowerModulo(Limb* out, const BigView& a, const BigView& exponent,
                         const BigView& modulus) {
  if (modulus.size == 0) return BigFailed(BigStatus::kDivisionByZero);
  BigView positive = {modulus.limbs, modulus.size, false};
  BigScratch reduced(positive.size + 1);
  if (!reduced.ok()) return BigFailed(BigStatus::kNoMemory);
  BigResult base = exponent.negative ? BigInvertModulo(reduced.get(), a, positive)
                                     : BigModulo(reduced.get(), a, positive);
  if (!base.ok()) return base;
  BigView power = {exponent.limbs, exponent.size, false};
  if (positive.size == 1) {
    out[0] = PowerOfLimb(base.size == 0 ? 0 : reduced.get()[0], power, positive.limbs[0]);
    return ApplySign(out, 1, modulus);
  }
  if (power.size == 0) {
    out[0] = 1;
    return ApplySign(out, 1, modulus);
  }
  if (base.size == 0) return {0, false, BigStatus::kOk};
  BigStatus status = PowerBelow(out, {reduced.get(), base.size, false}, power, positive);
  if (status != BigStatus::kOk) return BigFailed(status);
  return ApplySign(out, positive.size, modulus);
}

}  // namespace polygil
