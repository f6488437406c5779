// Text of offsets and times, and strftime() around the C library's.

#include <cstdio>
#include <cstring>
#include <string>

#include "runtime/modules/_datetime/objects.h"
#include "runtime/types/text/str.h"

namespace polygil {

bool OffsetText(Value tzinfo, Value datetime, const char* separator, char* out, size_t size) {
  out[0] = 0;
  Handle offset = TRY(CallOffset(tzinfo, "utcoffset", datetime));
  if (offset.Get().IsNone()) return true;
  char sign = '+';
  if (offset.As<Delta>()->days < 0) {
    sign = '-';
    Delta* d = offset.As<Delta>();
    offset = TRY(DeltaNew(-int64_t{d->days}, -int64_t{d->seconds}, -int64_t{d->micros}));
  }
  Delta* d = offset.As<Delta>();
  int minutes = d->seconds / 60, seconds = d->seconds % 60;
  int at = snprintf(out, size, "%c%02d%s%02d", sign, minutes / 60, separator, minutes % 60);
  if (d->micros != 0)
    snprintf(out + at, size - static_cast<size_t>(at), "%s%02d.%06d", separator, seconds,
             d->micros);
  else if (seconds != 0)
    snprintf(out + at, size - static_cast<size_t>(at), "%s%02d", separator, seconds);
  return true;
}

bool ClockText(const ClockTime& t, Value timespec, char* out, size_t size) {
  static constexpr const char* kSpecs[] = {"auto",    "hours",        "minutes",
                                           "seconds", "milliseconds", "microseconds"};
  int spec = 0;
  if (timespec) {
    spec = -1;
    for (int i = 0; i < 6; ++i) {
      if (StrEqualsAscii(timespec, kSpecs[i])) spec = i;
    }
    if (spec < 0) return Raise(&ValueErrorType, "Unknown timespec value");
  }
  if (spec == 0) spec = t.micro != 0 ? 5 : 3;
  switch (spec) {
    case 1:
      snprintf(out, size, "%02d", t.hour);
      break;
    case 2:
      snprintf(out, size, "%02d:%02d", t.hour, t.minute);
      break;
    case 3:
      snprintf(out, size, "%02d:%02d:%02d", t.hour, t.minute, t.second);
      break;
    case 4:
      snprintf(out, size, "%02d:%02d:%02d.%03d", t.hour, t.minute, t.second, t.micro / 1000);
      break;
    default:
      snprintf(out, size, "%02d:%02d:%02d.%06d", t.hour, t.minute, t.second, t.micro);
  }
  return true;
}

namespace {

// What a format is completed with; each is found when it is first needed.
struct Replacements {
  Value object, tzinfo, argument;
  bool has_offset = false, has_zone = false;
  std::string offset, zone;
};

bool AddOffset(Replacements* r, std::string* out) {
  if (!r->has_offset) {
    char text[kOffsetTextSize];
    TRY_VOID(OffsetText(r->tzinfo, r->argument, "", text, sizeof(text)));
    r->offset = text;
    r->has_offset = true;
  }
  *out += r->offset;
  return true;
}

bool AddZone(Replacements* r, std::string* out) {
  if (!r->has_zone) {
    Handle name = TRY(CallTzName(r->tzinfo, r->argument));
    if (!name.Get().IsNone()) {
      // It goes through strftime.
      Handle one = TRY(StrFromUtf8("%")), two = TRY(StrFromUtf8("%%")), owner;
      Handle escaped = TRY(CallMethod(name, "replace", {one, two}));
      if (!IsStr(escaped)) return Raise(&TypeErrorType, "tzname.replace() did not return a string");
      r->zone = TRY(StrAsUtf8(escaped, &owner));
    }
    r->has_zone = true;
  }
  *out += r->zone;
  return true;
}

void AddMicros(Value object, std::string* out) {
  const ClockTime* clock = IsTime(object)       ? &object.As<Time>()->clock
                           : IsDateTime(object) ? &object.As<DateTime>()->clock
                                                : nullptr;
  char text[16];
  snprintf(text, sizeof(text), "%06d", clock != nullptr ? clock->micro : 0);
  *out += text;
}

}  // namespace

Owned WrapStrftime(Value object, Value format, Value time_tuple, Value tzinfo_argument) {
  Handle owner;
  std::string_view text = TRY(StrAsUtf8(format, &owner));
  Value tzinfo = IsTime(object)       ? object.As<Time>()->tzinfo
                 : IsDateTime(object) ? object.As<DateTime>()->tzinfo
                                      : Value::Empty();
  Replacements replacements{object, tzinfo, tzinfo_argument, false, false, {}, {}};
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    char directive = text[++i];
    if (directive == 'z') {
      TRY_VOID(AddOffset(&replacements, &out));
    } else if (directive == 'Z') {
      TRY_VOID(AddZone(&replacements, &out));
    } else if (directive == 'f') {
      AddMicros(object, &out);
    } else {
      out += '%';
      out += directive;
    }
  }
  Handle complete = TRY(StrFromUtf8(out));
  return CallModule("time", "strftime", {complete, time_tuple});
}

}  // namespace polygil
