// UTF-8 as the compiler needs it: strict decoding with CPython's reasons for refusal, lossy
// decoding for the text of diagnostics, and encoding that lets lone surrogates through (WTF-8).

#ifndef POLYGIL_COMPILER_SOURCE_UTF8_H_
#define POLYGIL_COMPILER_SOURCE_UTF8_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace polygil {

// Why and where a byte string is not UTF-8: bytes [start, end) and CPython's reason.
struct Utf8Error {
  size_t start = 0;
  size_t end = 0;
  const char* reason = nullptr;
};

// The length of the valid character at `p`, or 0 with `error` filled (offsets from `p`) if the
// bytes up to `end` do not start with one. Surrogates are refused.
int DecodeUtf8(const char* p, const char* end, uint32_t* code_point, Utf8Error* error);

// True if all of `bytes` is valid UTF-8, else the first error.
bool ValidateUtf8(std::string_view bytes, Utf8Error* error);

// "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte".
std::string Utf8ErrorMessage(std::string_view bytes, const Utf8Error& error);

// Appends a code point, a surrogate as if it were a character.
void AppendUtf8(uint32_t code_point, std::string* out);
// Writes at most 4 bytes to `out` and returns how many.
int EncodeUtf8(uint32_t code_point, char* out);

// Valid UTF-8 in which every malformed sequence became U+FFFD, as errors="replace" does.
std::string ReplaceInvalidUtf8(std::string_view bytes);

// How many characters errors="replace" makes of `bytes`.
int32_t CountCharacters(std::string_view bytes);

}  // namespace polygil

#endif  // POLYGIL_COMPILER_SOURCE_UTF8_H_
