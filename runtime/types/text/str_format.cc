// printf-like formatting of messages with Python values (the directives of Raise()).

#include <cstdio>

#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

enum class ArgumentSize : uint8_t { kInt, kLong, kLongLong, kSize };

struct Directive {
  bool left = false, zero = false, alternate = false;
  int64_t width = 0;
  int64_t precision = -1;
  ArgumentSize size = ArgumentSize::kInt;
  char code = 0;
};

class MessageFormatter {
 public:
  MessageFormatter(const char* format, va_list arguments) : at_(format) {
    va_copy(arguments_, arguments);
  }
  ~MessageFormatter() { va_end(arguments_); }

  Owned Run() {
    for (;;) {
      const char* percent = at_;
      while (*percent != 0 && *percent != '%') ++percent;
      TRY_VOID(out_.AppendUtf8({at_, static_cast<size_t>(percent - at_)}));
      if (*percent == 0) return out_.Finish();
      at_ = percent + 1;
      TRY_VOID(Step());
    }
  }

 private:
  int64_t ReadNumber() {
    if (*at_ == '*') {
      ++at_;
      return va_arg(arguments_, int);
    }
    int64_t number = 0;
    while (*at_ >= '0' && *at_ <= '9') number = number * 10 + (*at_++ - '0');
    return number;
  }

  void Parse(Directive* d) {
    for (;; ++at_) {
      if (*at_ == '-') d->left = true;
      else if (*at_ == '0') d->zero = true;
      else if (*at_ == '#') d->alternate = true;
      else break;
    }
    d->width = ReadNumber();
    if (*at_ == '.') {
      ++at_;
      d->precision = ReadNumber();
    }
    for (;; ++at_) {
      if (*at_ == 'l')
        d->size = d->size == ArgumentSize::kLong ? ArgumentSize::kLongLong : ArgumentSize::kLong;
      else if (*at_ == 'z' || *at_ == 't' || *at_ == 'j') d->size = ArgumentSize::kSize;
      else if (*at_ != 'h') break;
    }
    d->code = *at_;
    if (*at_ != 0) ++at_;
  }

  bool Step() {
    Directive d;
    Parse(&d);
    switch (d.code) {
      case '%': return out_.Append('%');
      case 'c': return out_.Append(static_cast<uint32_t>(va_arg(arguments_, int)));
      case 'd': case 'i': case 'u': case 'x': case 'X': case 'o': return AppendInteger(d);
      case 'p': return AppendPointer(d);
      case 'f': case 'g': case 'e': return AppendDouble(d);
      case 's': return AppendCString(d);
      case 'N': return AppendUtf8(d, TypeNameOf(va_arg(arguments_, Type*)));
      default: return AppendValue(d, va_arg(arguments_, Value));
    }
  }

  bool AppendInteger(const Directive& d) {
    int64_t value;
    bool is_signed = d.code == 'd' || d.code == 'i';
    switch (d.size) {
      case ArgumentSize::kInt:
        value = is_signed ? int64_t{va_arg(arguments_, int)}
                          : static_cast<int64_t>(va_arg(arguments_, unsigned));
        break;
      case ArgumentSize::kLong: value = va_arg(arguments_, long); break;  // NOLINT: printf's l
      case ArgumentSize::kLongLong: value = va_arg(arguments_, long long); break;  // NOLINT
      default: value = static_cast<int64_t>(va_arg(arguments_, size_t)); break;
    }
    char spec[8] = {'%', '.', '*', 'l', is_signed ? 'd' : d.code, 0};
    char text[128];
    int precision = d.precision < 0 ? 1 : static_cast<int>(d.precision);
    if (precision > 100) precision = 100;
    int size = snprintf(text, sizeof text, spec, precision, value);
    return AppendPadded(d, text, size, d.zero && d.precision < 0);
  }

  bool AppendPointer(const Directive& d) {
    char text[32];
    int size = snprintf(text, sizeof text, "0x%lx",
                        reinterpret_cast<unsigned long>(va_arg(arguments_, void*)));  // NOLINT
    return AppendPadded(d, text, size, false);
  }

  bool AppendDouble(const Directive& d) {
    char spec[8] = {'%', '.', '*', d.code, 0};
    char text[400];
    int size = snprintf(text, sizeof text, spec, d.precision < 0 ? 6 : static_cast<int>(d.precision),
                        va_arg(arguments_, double));
    return AppendPadded(d, text, size, false);
  }

  bool AppendPadded(const Directive& d, const char* text, int size, bool zeros) {
    int64_t fill = d.width - size;
    if (zeros && fill > 0) {
      if (*text == '-') {
        TRY_VOID(out_.Append('-'));
        ++text, --size;
      }
      return out_.AppendFill('0', fill) && out_.AppendAscii(text, static_cast<size_t>(size));
    }
    return (d.left || out_.AppendFill(' ', fill)) &&
           out_.AppendAscii(text, static_cast<size_t>(size)) &&
           (!d.left || out_.AppendFill(' ', fill));
  }

  bool AppendCString(const Directive& d) {
    const char* text = va_arg(arguments_, const char*);
    return AppendUtf8(d, text != nullptr ? text : "(null)");
  }

  // The precision counts bytes, as everywhere in printf.
  bool AppendUtf8(const Directive& d, const char* text) {
    size_t size = d.precision < 0 ? strlen(text) : strnlen(text, static_cast<size_t>(d.precision));
    if (d.width == 0) return out_.AppendUtf8({text, size});
    Handle str = TRY(StrFromUtf8(text, size));
    return AppendStr(d, str);
  }

  bool AppendStr(const Directive& d, Value str) {
    int64_t length = StrLength(str);
    if (d.precision >= 0 && d.precision < length) length = d.precision;
    int64_t fill = d.width - length;
    return (d.left || out_.AppendFill(' ', fill)) && out_.AppendRange(str, 0, length) &&
           (!d.left || out_.AppendFill(' ', fill));
  }

  bool AppendValue(const Directive& d, Value value) {
    Handle text;
    switch (d.code) {
      case 'U': return AppendStr(d, value);
      case 'S': text = ToStr(value); break;
      case 'R': text = Repr(value); break;
      case 'A': text = ToAscii(value); break;
      case 'T': return AppendUtf8(d, TypeName(value));
      default: return Raise(&SystemErrorType, "invalid format string");
    }
    return text && AppendStr(d, text);
  }

  const char* at_;
  va_list arguments_;
  StrBuilder out_;
};

}  // namespace

Owned StrFormatV(const char* format, va_list arguments) {
  return MessageFormatter(format, arguments).Run();
}

Owned StrFormat(const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  Owned made = StrFormatV(format, arguments);
  va_end(arguments);
  return made;
}

}  // namespace polygil
