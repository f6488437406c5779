// Quoted-printable (RFC 2045) as binascii.a2b_qp and b2a_qp do it. Nothing fails.

#ifndef POLYGIL_RUNTIME_BASE_B64_QUOTED_PRINTABLE_H_
#define POLYGIL_RUNTIME_BASE_B64_QUOTED_PRINTABLE_H_

#include <cstddef>
#include <cstdint>

namespace polygil::b64 {

// Writes at most `length` bytes; returns how many. With `header`, '_' is a blank
// (RFC 2047).
size_t QuotedPrintableDecode(const uint8_t* text, size_t length, bool header, uint8_t* out);

struct QuotedPrintableOptions {
  bool quote_tabs = false;  // blanks and tabs, too
  bool is_text = true;      // ends of lines are kept as such
  bool header = false;
};

// Bytes that come out, if `out` is null; else writes them as well.
size_t QuotedPrintableEncode(const uint8_t* data, size_t length,
                             const QuotedPrintableOptions& options, uint8_t* out);

}  // namespace polygil::b64

#endif  // POLYGIL_RUNTIME_BASE_B64_QUOTED_PRINTABLE_H_
