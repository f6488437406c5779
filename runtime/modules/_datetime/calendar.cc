#include "runtime/modules/_datetime/calendar.h"

namespace polygil {
namespace {

constexpr int kDays[13] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
constexpr int kBefore[13] = {0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};

}  // namespace

int DaysInMonth(int year, int month) { return month == 2 && IsLeap(year) ? 29 : kDays[month]; }

int DaysBeforeMonth(int year, int month) { return kBefore[month] + (month > 2 && IsLeap(year)); }

int OrdinalOf(int year, int month, int day) {
  return DaysBeforeYear(year) + DaysBeforeMonth(year, month) + day;
}

// Counted from a first of March, so that the leap day ends its year.
CalendarDay DayOfOrdinal(int ordinal) {
  int64_t days = int64_t{ordinal} + 305;  // since 0000-03-01
  int era = static_cast<int>(days / 146097);
  int of_era = static_cast<int>(days % 146097);
  int year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  int of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int shifted = (5 * of_year + 2) / 153;  // 0 is March
  int month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {era * 400 + year_of_era + (month <= 2), month, of_year - (153 * shifted + 2) / 5 + 1};
}

int IsoYearStart(int year) {
  int first = OrdinalOf(year, 1, 1);
  int weekday = WeekdayOfOrdinal(first);
  // Week 1 has the year's first Thursday.
  return first - weekday + (weekday > 3 ? 7 : 0);
}

IsoWeekDay IsoOf(int year, int month, int day) {
  int ordinal = OrdinalOf(year, month, day);
  int start = IsoYearStart(year);
  if (ordinal < start) {
    start = IsoYearStart(--year);
  } else if (ordinal >= IsoYearStart(year + 1)) {
    start = IsoYearStart(++year);
  }
  int days = ordinal - start;
  return {year, days / 7 + 1, days % 7 + 1};
}

IsoResult DayOfIso(int year, int week, int weekday, CalendarDay* day) {
  if (year < kMinYear || year > kMaxYear) return IsoResult::kBadYear;
  if (week <= 0 || week >= 53) {
    int first = WeekdayOfOrdinal(OrdinalOf(year, 1, 1));
    bool long_year = first == 3 || (first == 2 && IsLeap(year));
    if (week != 53 || !long_year) return IsoResult::kBadWeek;
  }
  if (weekday < 1 || weekday > 7) return IsoResult::kBadDay;
  int ordinal = IsoYearStart(year) + (week - 1) * 7 + weekday - 1;
  if (ordinal < 1 || ordinal > kMaxOrdinal) return IsoResult::kBadYear;
  *day = DayOfOrdinal(ordinal);
  return IsoResult::kGood;
}

}  // namespace polygil
