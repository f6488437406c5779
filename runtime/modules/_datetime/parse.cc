// ISO 8601 as fromisoformat() takes it: dates by month or by week, times with any number of
// decimals, both with or without separators.

#include <cstring>

#include "runtime/modules/_datetime/objects.h"

namespace polygil {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Reads from a text of known size; `good` turns false for good where a digit was missing.
class Reader {
 public:
  Reader(const char* text, size_t size) : at_(text), end_(text + size) {}
  bool good() const { return good_; }
  bool done() const { return at_ == end_; }
  char peek() const { return at_ < end_ ? *at_ : '\0'; }
  int Digits(int count) {
    if (end_ - at_ < count) {
      good_ = false;
      return 0;
    }
    int number = 0;
    for (; count > 0; --count, ++at_) {
      if (!IsDigit(*at_)) {
        good_ = false;
        return 0;
      }
      number = number * 10 + (*at_ - '0');
    }
    return number;
  }
  bool Take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  const char* at() const { return at_; }
  void Skip() { ++at_; }

 private:
  const char *at_, *end_;
  bool good_ = true;
};

// HH[:MM[:SS[.f...]]], with separators everywhere or nowhere.
bool ParseClock(const char* text, size_t size, int out[4]) {
  Reader r(text, size);
  out[0] = out[1] = out[2] = out[3] = 0;
  bool separated = false;
  for (int part = 0; part < 3; ++part) {
    out[part] = r.Digits(2);
    if (!r.good()) return false;
    if (r.done()) return true;
    if (part == 2) break;
    if (part == 0) separated = r.peek() == ':';
    if (separated && !r.Take(':')) return false;
  }
  if (!r.Take('.') && !r.Take(',')) return false;
  if (!IsDigit(r.peek())) return false;
  int places = 0;
  for (; IsDigit(r.peek()); ++places) {
    int digit = r.Digits(1);
    if (places < 6) out[3] = out[3] * 10 + digit;  // the rest is cut off
  }
  for (; places < 6; ++places) out[3] *= 10;
  return r.done();
}

}  // namespace

bool ParseIsoDate(const char* text, size_t size, CalendarDay* day) {
  Reader r(text, size);
  int year = r.Digits(4);
  bool separated = r.Take('-');
  if (r.Take('W')) {
    int week = r.Digits(2), weekday = 1;
    if (r.good() && !r.done()) {
      if (separated && !r.Take('-')) return false;
      weekday = r.Digits(1);
    }
    return r.good() && r.done() && DayOfIso(year, week, weekday, day) == IsoResult::kGood;
  }
  int month = r.Digits(2);
  if (separated && !r.Take('-')) return false;
  int number = r.Digits(2);
  if (!r.good() || !r.done()) return false;
  *day = {year, month, number};
  return true;
}

bool ParseIsoTime(const char* text, size_t size, ParsedTime* time) {
  *time = {};
  size_t zone = 0;
  while (zone < size && text[zone] != '+' && text[zone] != '-' && text[zone] != 'Z') ++zone;
  int parts[4];
  if (!ParseClock(text, zone, parts)) return false;
  if (parts[0] > 255 || parts[1] > 255 || parts[2] > 255) return false;
  time->clock = {static_cast<uint8_t>(parts[0]), static_cast<uint8_t>(parts[1]),
                 static_cast<uint8_t>(parts[2]), 0, parts[3]};
  if (zone == size) return true;
  time->has_offset = true;
  if (text[zone] == 'Z') return zone + 1 == size;
  int offset[4];
  if (!ParseClock(text + zone + 1, size - zone - 1, offset)) return false;
  int sign = text[zone] == '-' ? -1 : 1;
  time->offset_seconds = sign * (offset[0] * 3600 + offset[1] * 60 + offset[2]);
  time->offset_micros = sign * offset[3];
  return true;
}

namespace {

// The number of two digits; *bad turns true for what is none.
inline int Pair(const char* at, bool* bad) {
  auto high = static_cast<unsigned>(at[0] - '0'), low = static_cast<unsigned>(at[1] - '0');
  *bad |= high > 9 || low > 9;
  return static_cast<int>(high * 10 + low);
}

}  // namespace

bool ParseCommonIso(const char* text, size_t size, CalendarDay* day, ParsedTime* time) {
  if (size < 19 || text[4] != '-' || text[7] != '-' || text[13] != ':' || text[16] != ':')
    return false;
  bool bad = false;
  CalendarDay date = {Pair(text, &bad) * 100 + Pair(text + 2, &bad), Pair(text + 5, &bad),
                      Pair(text + 8, &bad)};
  ParsedTime found = {};
  found.clock = {static_cast<uint8_t>(Pair(text + 11, &bad)),
                 static_cast<uint8_t>(Pair(text + 14, &bad)),
                 static_cast<uint8_t>(Pair(text + 17, &bad)), 0, 0};
  size_t at = 19;
  if (size >= 26 && text[19] == '.') {
    found.clock.micro =
        Pair(text + 20, &bad) * 10000 + Pair(text + 22, &bad) * 100 + Pair(text + 24, &bad);
    at = 26;
  }
  if (at + 6 == size && (text[at] == '+' || text[at] == '-') && text[at + 3] == ':') {
    int seconds = Pair(text + at + 1, &bad) * 3600 + Pair(text + at + 4, &bad) * 60;
    found.has_offset = true;
    found.offset_seconds = text[at] == '-' ? -seconds : seconds;
    at = size;
  }
  if (at != size || bad) return false;
  *day = date;
  *time = found;
  return true;
}

size_t IsoSeparatorPlace(const char* text, size_t size) {
  constexpr size_t kMonthDate = 10, kBasicDate = 8, kWeek = 8, kBasicWeek = 7, kBasicWeekDay = 8;
  if (size == 7) return size;
  if (text[4] == '-') {
    if (size <= 5 || text[5] != 'W') return kMonthDate;  // YYYY-MM-DD
    if (size < 8) return size;
    if (size > 8 && text[8] == '-') {
      if (size == 9) return size;
      // YYYY-Www-D, or YYYY-Www and a separator '-' before an hour.
      if (size > 10 && IsDigit(text[10])) return kWeek;
      return kMonthDate;
    }
    return kWeek;
  }
  if (text[4] != 'W') return kBasicDate;  // YYYYMMDD
  // YYYYWww or YYYYWwwD: digits behind the week tell which.
  size_t end = 7;
  while (end < size && IsDigit(text[end])) ++end;
  if (end < 9) return end;
  return end % 2 == 0 ? kBasicWeek : kBasicWeekDay;
}

Owned ParsedZone(const ParsedTime& time) {
  if (!time.has_offset) return {};
  if (time.offset_seconds == 0 && time.offset_micros == 0) return Retain(UtcZone());
  Handle offset = TRY(DeltaNew(0, time.offset_seconds, time.offset_micros));
  return TimeZoneNew(offset, Value::Empty());
}

}  // namespace polygil
