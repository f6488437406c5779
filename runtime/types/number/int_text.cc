// Ints from and to text: int("..."), repr(), bin() and friends, with the limit of
// sys.set_int_max_str_digits() (bases that are no power of two).

#include <cstring>

#include "runtime/base/bigint/text.h"
#include "runtime/base/bigint/bits.h"
#include "runtime/base/formatspec/formatted.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/number/int.h"
#include "runtime/types/number/int_operand.h"
#include "runtime/types/number/number_text.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

constexpr int64_t kUncheckedDigits = 640;  // never refused

enum class ParseStatus { kOk, kInvalid, kRaised };

bool IsPowerOfTwo(int base) { return (base & (base - 1)) == 0; }

int PrefixBase(char letter) {
  switch (letter | 32) {
    case 'x': return 16;
    case 'o': return 8;
    case 'b': return 2;
    default: return 0;
  }
}

bool CheckDigitCount(int64_t count, int base) {
  if (count <= kUncheckedDigits || IsPowerOfTwo(base)) return true;
  int limit = CurrentInterpreter()->int_max_str_digits;
  if (limit <= 0 || count <= limit) return true;
  return Raise(&ValueErrorType,
               "Exceeds the limit (%d digits) for integer string conversion: value has %zd digits; "
               "use sys.set_int_max_str_digits() to increase the limit",
               limit, static_cast<ssize_t>(count));
}

// Reads [text, text + size), stripped. A short run of plain decimal digits needs no engine.
ParseStatus Parse(const char* text, size_t size, int base, Handle* out) {
  size_t at = 0;
  bool negative = false;
  if (size > 0 && (text[0] == '+' || text[0] == '-')) negative = text[at++] == '-';
  bool prefixed = false, must_be_zero = false;
  if (size - at >= 1 && at < size && text[at] == '0') {
    int prefix = size - at >= 2 ? PrefixBase(text[at + 1]) : 0;
    if (prefix != 0 && (base == 0 || base == prefix)) {
      base = prefix;
      at += 2;
      prefixed = true;
    } else if (base == 0) {
      must_be_zero = true;
    }
  }
  if (base == 0) base = 10;
  BigDigits digits = BigScanDigits(text + at, size - at, base, prefixed);
  if (!digits.valid || digits.count == 0) return ParseStatus::kInvalid;
  if (!CheckDigitCount(digits.count, base)) return ParseStatus::kRaised;
  IntResult result(BigFromTextBound(digits.count, base));
  if (!result.ok()) return ParseStatus::kRaised;
  BigResult value = BigFromText(result.limbs(), text + at, size - at, base, digits.count);
  if (must_be_zero && value.size != 0) return ParseStatus::kInvalid;
  value.negative = negative && value.size != 0;
  *out = result.Finish(value);
  return out->IsEmpty() ? ParseStatus::kRaised : ParseStatus::kOk;
}

// Up to 18 digits and a sign; false: anything else.
bool ParseShortDecimal(const char* text, size_t size, int64_t* value) {
  size_t at = size > 0 && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  if (size - at > 18 || at == size) return false;
  int64_t sum = 0;
  for (size_t i = at; i < size; ++i) {
    unsigned digit = static_cast<unsigned char>(text[i]) - '0';
    if (digit > 9) return false;
    sum = sum * 10 + digit;
  }
  *value = text[0] == '-' ? -sum : sum;
  return true;
}

}  // namespace

Owned IntFromText(const char* text, size_t size, int base) {
  int64_t small;
  if (base == 10 && ParseShortDecimal(text, size, &small)) return Owned(Value::Int(small));
  Handle result;
  ParseStatus status = Parse(text, size, base, &result);
  if (status == ParseStatus::kInvalid) {
    Handle shown = TRY(StrFromUtf8(text, size));
    return Raise(&ValueErrorType, "invalid literal for int() with base %d: %.200R", base,
                 shown.Get());
  }
  return result.Release();
}

Owned IntFromStr(Value text, int base) {
  if (base != 0 && (base < 2 || base > 36))
    return Raise(&ValueErrorType, "int() base must be >= 2 and <= 36, or 0");
  NumberText ascii;
  TRY_VOID(ascii.Read(text));
  int64_t small;
  if (base == 10 && ParseShortDecimal(ascii.data(), ascii.size(), &small))
    return Owned(Value::Int(small));
  Handle result;
  ParseStatus status = Parse(ascii.data(), ascii.size(), base, &result);
  if (status == ParseStatus::kInvalid) {
    Handle shown = TRY(NumberTextForMessage(text));
    return Raise(&ValueErrorType, "invalid literal for int() with base %d: %.200R", base,
                 shown.Get());
  }
  return result.Release();
}

// -- To text --------------------------------------------------------------------------------------

namespace {

Raised RaiseTooLong(int limit) {
  return Raise(&ValueErrorType,
               "Exceeds the limit (%d digits) for integer string conversion; use "
               "sys.set_int_max_str_digits() to increase the limit",
               limit);
}

Owned SmallToText(int64_t value) {
  char text[24];
  char* at = text + sizeof text;
  uint64_t rest = value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
  do {
    *--at = static_cast<char>('0' + rest % 10);
    rest /= 10;
  } while (rest != 0);
  if (value < 0) *--at = '-';
  return StrFromAscii(at, static_cast<size_t>(text + sizeof text - at));
}

}  // namespace

bool IntCheckTextLimit(Value v) {
  int64_t small;
  int limit = CurrentInterpreter()->int_max_str_digits;
  if (limit <= 0 || SmallIntOf(v, &small)) return true;
  IntOperand operand(v);
  // 2^bits has about 0.30103 * bits digits: refuse at once what is surely too long.
  int64_t least = static_cast<int64_t>(static_cast<double>(BigBitLength(operand) - 1) * 0.30102);
  if (least > limit && least > kUncheckedDigits) return RaiseTooLong(limit);
  return true;
}

Owned IntToText(Value v, int base) {
  int64_t small;
  if (base == 10 && SmallIntOf(v, &small)) return SmallToText(small);
  IntOperand operand(v);
  int limit = CurrentInterpreter()->int_max_str_digits;
  bool limited = limit > 0 && !IsPowerOfTwo(base);
  if (limited) TRY_VOID(IntCheckTextLimit(v));
  AsciiBuffer buffer;
  if (!buffer.Allocate(BigTextBound(operand, base))) return RaiseMemoryError();
  int64_t length = BigToText(buffer.data(), operand, base);
  if (length < 0) return RaiseMemoryError();
  int64_t digits = length - (operand.view().negative ? 1 : 0);
  if (limited && digits > limit && digits > kUncheckedDigits) return RaiseTooLong(limit);
  return StrFromAscii(buffer.data(), static_cast<size_t>(length));
}

Owned IntFormatBase(Value v, int base, bool prefix) {
  if (!prefix || base == 10) return IntToText(v, base);
  IntOperand operand(v);
  AsciiBuffer buffer;
  if (!buffer.Allocate(BigTextBound(operand, base) + 2)) return RaiseMemoryError();
  char* out = buffer.data() + 2;
  int64_t length = BigToText(out, operand, base);
  if (length < 0) return RaiseMemoryError();
  char* start = buffer.data();
  if (operand.view().negative) start[0] = '-', ++start;
  start[0] = '0';
  start[1] = base == 16 ? 'x' : base == 8 ? 'o' : 'b';
  return StrFromAscii(buffer.data(), static_cast<size_t>(length + 2));
}

}  // namespace polygil
