#include "runtime/base/b64/quoted_printable.h"

#include <cstring>

namespace polygil::b64 {
namespace {

constexpr size_t kLineMost = 76;

int Digit(uint8_t c) {
  if (c >= '0' && c <= '9') return c - '0';
  uint8_t lower = c | 32;
  if (lower >= 'a' && lower <= 'f') return lower - 'a' + 10;
  return -1;
}

class Encoder {
 public:
  Encoder(const uint8_t* data, size_t length, const QuotedPrintableOptions& options, uint8_t* out)
      : data_(data), length_(length), options_(options), out_(out) {
    const void* newline = length != 0 ? memchr(data, '\n', length) : nullptr;
    const uint8_t* first = static_cast<const uint8_t*>(newline);
    crlf_ = first != nullptr && first != data && first[-1] == '\r';
  }

  size_t Run();

 private:
  void Put(uint8_t c) {
    if (out_ != nullptr) out_[size_] = c;
    last_ = c;
    ++size_;
  }
  void PutNewline() {
    if (crlf_) Put('\r');
    Put('\n');
    line_ = 0;
  }
  void PutQuoted(uint8_t c) {
    Put('=');
    Put(static_cast<uint8_t>("0123456789ABCDEF"[c >> 4]));
    Put(static_cast<uint8_t>("0123456789ABCDEF"[c & 15]));
  }
  void PutSoftBreak() {
    Put('=');
    PutNewline();
  }
  bool MustQuote(size_t i) const;
  bool EndsLine(size_t i) const {
    return data_[i] == '\n' || (data_[i] == '\r' && i + 1 < length_ && data_[i + 1] == '\n');
  }

  const uint8_t* data_;
  size_t length_;
  const QuotedPrintableOptions& options_;
  uint8_t* out_;
  bool crlf_;
  size_t size_ = 0;
  size_t line_ = 0;  // characters in the line so far
  uint8_t last_ = 0;
};

bool Encoder::MustQuote(size_t i) const {
  uint8_t c = data_[i];
  bool last = i + 1 == length_;
  if (c > 126 || c == '=') return true;
  if (c == '_') return options_.header;
  if (c == '.') {
    // A dot alone in a line would end a mail.
    if (line_ != 0) return false;
    return last || data_[i + 1] == '\n' || data_[i + 1] == '\r' || data_[i + 1] == 0;
  }
  if (c == '\r' || c == '\n') return !options_.is_text;
  if (c == '\t' || c == ' ') return last || options_.quote_tabs;
  return c < 33;
}

size_t Encoder::Run() {
  for (size_t i = 0; i < length_;) {
    uint8_t c = data_[i];
    if (MustQuote(i)) {
      if (line_ + 3 >= kLineMost) PutSoftBreak();
      PutQuoted(c);
      line_ += 3;
      ++i;
    } else if (options_.is_text && EndsLine(i)) {
      if (size_ != 0 && (last_ == ' ' || last_ == '\t')) {
        // No blank may end a line: take it back.
        uint8_t blank = last_;
        --size_;
        PutQuoted(blank);
      }
      PutNewline();
      i += c == '\r' ? 2 : 1;
    } else {
      if (i + 1 != length_ && data_[i + 1] != '\n' && line_ + 1 >= kLineMost) PutSoftBreak();
      ++line_;
      Put(options_.header && c == ' ' ? '_' : c);
      ++i;
    }
  }
  return size_;
}

}  // namespace

size_t QuotedPrintableDecode(const uint8_t* text, size_t length, bool header, uint8_t* out) {
  const uint8_t* start = out;
  for (size_t i = 0; i < length;) {
    uint8_t c = text[i++];
    if (c != '=') {
      *out++ = header && c == '_' ? ' ' : c;
      continue;
    }
    if (i == length) break;
    if (text[i] == '\n' || text[i] == '\r') {
      // A soft break: skips to the end of the line.
      while (i < length && text[i] != '\n') ++i;
      if (i < length) ++i;
    } else if (text[i] == '=') {
      *out++ = '=';
      ++i;
    } else if (i + 1 < length && Digit(text[i]) >= 0 && Digit(text[i + 1]) >= 0) {
      *out++ = static_cast<uint8_t>(Digit(text[i]) << 4 | Digit(text[i + 1]));
      i += 2;
    } else {
      *out++ = '=';
    }
  }
  return static_cast<size_t>(out - start);
}

size_t QuotedPrintableEncode(const uint8_t* data, size_t length,
                             const QuotedPrintableOptions& options, uint8_t* out) {
  return Encoder(data, length, options, out).Run();
}

}  // namespace polygil::b64
