// Rounding goes through exact decimal digits, as no binary shortcut is right for
// every value.

#include "runtime/base/floattext/number.h"

#include <math.h>
#include <string.h>

#include <charconv>

namespace polygil {
namespace {

constexpr uint64_t kHashModulus = (uint64_t{1} << 61) - 1;
constexpr int64_t kHashInfinity = 314159;

// |value| rounded to a multiple of 10**-digits for digits >= 0.
double RoundFraction(double magnitude, int digits) {
  char buffer[700];
  auto written =
      std::to_chars(buffer, buffer + sizeof(buffer), magnitude, std::chars_format::fixed, digits);
  double result = 0.0;
  auto read = std::from_chars(buffer, written.ptr, result);
  return read.ec == std::errc::result_out_of_range ? INFINITY : result;
}

// The same for digits < 0: a multiple of a power of ten above one.
double RoundPowers(double magnitude, int digits) {
  char buffer[800];
  // All the digits there are, and the exponent of the first one.
  auto exact =
      std::to_chars(buffer, buffer + sizeof(buffer), magnitude, std::chars_format::scientific, 766);
  const char* letter = exact.ptr;
  while (*letter != 'e') --letter;
  int point = 0;
  for (const char* at = letter + 2; at < exact.ptr; ++at) {
    point = point * 10 + (*at - '0');
  }
  if (letter[1] == '-') return 0.0;
  ++point;
  int kept = point + digits;
  if (kept < 0) return 0.0;
  if (kept > 0) {
    auto written = std::to_chars(buffer, buffer + sizeof(buffer), magnitude,
                                 std::chars_format::scientific, kept - 1);
    double result = 0.0;
    auto read = std::from_chars(buffer, written.ptr, result);
    return read.ec == std::errc::result_out_of_range ? INFINITY : result;
  }
  // Half of the unit lies right in front: more than 5000... rounds up.
  bool up = buffer[0] > '5';
  if (buffer[0] == '5') {
    for (const char* at = buffer + 2; at < letter; ++at) {
      up = up || *at != '0';
    }
  }
  if (!up) return 0.0;
  buffer[0] = '1';
  buffer[1] = 'e';
  auto end = std::to_chars(buffer + 2, buffer + 16, point);
  double result = 0.0;
  auto read = std::from_chars(buffer, end.ptr, result);
  return read.ec == std::errc::result_out_of_range ? INFINITY : result;
}

}  // namespace

double FloatRound(double value, int64_t digits) {
  if (value == 0.0 || !isfinite(value)) return value;
  // Beyond these nothing, or everything, is dropped.
  if (digits > 323) return value;
  if (digits < -308) return copysign(0.0, value);
  double magnitude = fabs(value);
  double rounded = digits >= 0 ? RoundFraction(magnitude, static_cast<int>(digits))
                               : RoundPowers(magnitude, static_cast<int>(digits));
  return copysign(rounded, value);
}

double FloatRoundToIntegral(double value) {
  double rounded = round(value);
  if (fabs(value - rounded) == 0.5) rounded = 2.0 * round(value / 2.0);
  return rounded;
}

FloatRatio FloatToRatio(double value) {
  if (value == 0.0) return {0, 0};
  int exponent;
  int64_t mantissa = static_cast<int64_t>(ldexp(frexp(value, &exponent), 53));
  int zeros = __builtin_ctzll(static_cast<uint64_t>(mantissa));
  // An exact division: arithmetic shifts keep the sign.
  return {mantissa >> zeros, exponent - 53 + zeros};
}

int64_t FloatHash(double value) {
  if (!isfinite(value)) {
    return value > 0 ? kHashInfinity : value < 0 ? -kHashInfinity : 0;
  }
  if (value == 0.0) return 0;
  int exponent;
  uint64_t mantissa = static_cast<uint64_t>(ldexp(frexp(fabs(value), &exponent), 53));
  // Times two is a rotation by one modulo 2**61 - 1.
  int rotation = (exponent - 53) % 61;
  if (rotation < 0) rotation += 61;
  uint64_t hash =
      ((mantissa << rotation) & kHashModulus) | (rotation == 0 ? 0 : mantissa >> (61 - rotation));
  if (hash == kHashModulus) hash = 0;
  int64_t result = static_cast<int64_t>(hash);
  if (value < 0) result = -result;
  return result == -1 ? -2 : result;
}

double FloatModulo(double a, double b) {
  double rest = fmod(a, b);
  if (rest == 0.0) return copysign(0.0, b);
  return (b < 0) != (rest < 0) ? rest + b : rest;
}

double FloatFloorDivide(double a, double b) {
  double rest = fmod(a, b);
  double quotient = (a - rest) / b;
  if (rest != 0.0 && (b < 0) != (rest < 0)) quotient -= 1.0;
  if (quotient == 0.0) return copysign(0.0, a / b);
  double floored = floor(quotient);
  return quotient - floored > 0.5 ? floored + 1.0 : floored;
}

}  // namespace polygil
