// '+' shifts into base64 of UTF-16 units; what is not base64 shifts out again.

#include "runtime/base/codec/utf7.h"

namespace polygil {
namespace {

constexpr char kBase64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int Base64Value(char32_t c) {
  if (c >= 'A' && c <= 'Z') return static_cast<int>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<int>(c - 'a') + 26;
  if (c >= '0' && c <= '9') return static_cast<int>(c - '0') + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

// Encoded as itself: printable ASCII but for '+', '\' and '~', and blanks.
bool IsDirect(char32_t c) {
  return (c >= ' ' && c <= '}' && c != '+' && c != '\\') || c == '\t' || c == '\n' || c == '\r';
}

// The shift sequence in progress.
struct Shift {
  bool open = false;
  int64_t start = 0;      // Of the '+'
  int64_t out_start = 0;  // Where its text begins
  unsigned bits = 0;
  uint32_t buffer = 0;
  char32_t surrogate = 0;  // A high one that waits for its partner

  void Open(int64_t at, int64_t out_at) {
    *this = Shift();
    open = true;
    start = at;
    out_start = out_at;
  }

  void Add(int value, CodePointBuffer* out) {
    buffer = buffer << 6 | static_cast<uint32_t>(value);
    bits += 6;
    if (bits < 16) return;
    bits -= 16;
    char32_t unit = buffer >> bits & 0xffff;
    buffer &= (1u << bits) - 1;
    if (surrogate != 0) {
      char32_t high = surrogate;
      surrogate = 0;
      if (unit - 0xdc00u < 0x400u) {
        out->Append(0x10000 + ((high & 0x3ff) << 10 | (unit & 0x3ff)));
        return;
      }
      out->Append(high);
    }
    if (unit - 0xd800u < 0x400u) {
      surrogate = unit;
    } else {
      out->Append(unit);
    }
  }

  const char* CloseError() const {
    if (bits >= 6) return "partial character in shift sequence";
    return buffer != 0 ? "non-zero padding bits in shift sequence" : nullptr;
  }

  bool IsUnfinished() const { return surrogate != 0 || bits >= 6 || (bits > 0 && buffer != 0); }
};

}  // namespace

CodecStatus DecodeUtf7(const uint8_t* data, int64_t size, bool final, int64_t* position,
                       CodePointBuffer* out, CodecError* error) {
  Shift shift;
  int64_t at = *position;
  while (at < size) {
    uint8_t c = data[at];
    if (shift.open) {
      int value = Base64Value(c);
      if (value >= 0) {
        shift.Add(value, out);
        ++at;
        continue;
      }
      shift.open = false;
      const char* reason = shift.bits > 0 ? shift.CloseError() : nullptr;
      if (reason != nullptr) {
        return CodecFail(error, position, shift.start, at + 1, reason);
      }
      if (shift.surrogate != 0 && c <= 127 && c != '+') {
        out->Append(shift.surrogate);
      }
      if (c == '-') ++at;
    } else if (c == '+') {
      int64_t start = at++;
      if (at < size && data[at] == '-') {
        out->Append('+');
        ++at;
      } else if (at < size && Base64Value(data[at]) < 0) {
        return CodecFail(error, position, start, at + 1, "ill-formed sequence");
      } else {
        shift.Open(start, out->length());
      }
    } else if (c < 128) {
      out->Append(c);
      ++at;
    } else {
      return CodecFail(error, position, at, at + 1, "unexpected special character");
    }
  }
  if (shift.open && !final) {
    out->Truncate(shift.out_start);
    at = shift.start;
  } else if (shift.open && shift.IsUnfinished()) {
    return CodecFail(error, position, shift.start, size, "unterminated shift sequence");
  }
  *position = at;
  return out->ok() ? CodecStatus::kDone : CodecStatus::kNoMemory;
}

bool EncodeUtf7(const TextView& text, ByteBuffer* out) {
  bool open = false;
  unsigned bits = 0;
  uint32_t buffer = 0;
  auto add_unit = [&](uint32_t unit) {
    buffer = buffer << 16 | unit;
    bits += 16;
    for (; bits >= 6; bits -= 6) {
      out->Append(static_cast<uint8_t>(kBase64[buffer >> (bits - 6) & 63]));
    }
    buffer &= (1u << bits) - 1;
  };
  auto flush = [&] {
    if (bits > 0) {
      out->Append(static_cast<uint8_t>(kBase64[buffer << (6 - bits) & 63]));
    }
    bits = buffer = 0;
  };
  for (int64_t i = 0; i < text.length && out->ok(); ++i) {
    char32_t c = text[i];
    if (IsDirect(c)) {
      if (open) {
        flush();
        open = false;
        if (Base64Value(c) >= 0 || c == '-') out->Append('-');
      }
      out->Append(static_cast<uint8_t>(c));
      continue;
    }
    if (!open) {
      out->Append('+');
      if (c == '+') {
        out->Append('-');
        continue;
      }
      open = true;
    }
    if (c >= 0x10000) {
      add_unit(0xd7c0 + (c >> 10));
      c = 0xdc00 | (c & 0x3ff);
    }
    add_unit(c);
  }
  flush();
  if (open) out->Append('-');
  return out->ok();
}

}  // namespace polygil
