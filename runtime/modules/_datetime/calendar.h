// The proleptic Gregorian calendar: days of year 1 to 9999 as ordinals (1 is 0001-01-01).

#ifndef POLYGIL_RUNTIME_MODULES__DATETIME_CALENDAR_H_
#define POLYGIL_RUNTIME_MODULES__DATETIME_CALENDAR_H_

#include <cstdint>

namespace polygil {

inline constexpr int kMinYear = 1, kMaxYear = 9999;
inline constexpr int kMaxOrdinal = 3652059;  // 9999-12-31
inline constexpr int64_t kSecondsPerDay = 86400;
inline constexpr int64_t kMicrosPerSecond = 1000000;

struct CalendarDay {
  int year, month, day;
};
struct IsoWeekDay {
  int year, week, weekday;  // weekday 1 is Monday
};

constexpr bool IsLeap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }
int DaysInMonth(int year, int month);
int DaysBeforeMonth(int year, int month);
constexpr int DaysBeforeYear(int year) {
  int y = year - 1;
  return y * 365 + y / 4 - y / 100 + y / 400;
}
int OrdinalOf(int year, int month, int day);
CalendarDay DayOfOrdinal(int ordinal);  // 1 .. kMaxOrdinal
// 0 is Monday.
constexpr int WeekdayOfOrdinal(int ordinal) { return ((ordinal + 6) % 7 + 7) % 7; }
// The ordinal of the Monday that begins ISO year `year`.
int IsoYearStart(int year);
IsoWeekDay IsoOf(int year, int month, int day);

enum class IsoResult { kGood, kBadYear, kBadWeek, kBadDay };
IsoResult DayOfIso(int year, int week, int weekday, CalendarDay* day);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES__DATETIME_CALENDAR_H_
