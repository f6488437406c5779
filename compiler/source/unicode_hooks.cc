// Adapters between the compiler's UTF-8 and the Unicode tables' code points.

#include "compiler/source/unicode_hooks.h"

#include "compiler/source/utf8.h"
#include "runtime/base/unicode/code_point_buffer.h"
#include "runtime/base/unicode/names.h"
#include "runtime/base/unicode/normalize.h"
#include "runtime/base/unicode/properties.h"

namespace polygil {
namespace {

bool IsStart(uint32_t c) { return UnicodeIsXidStart(c); }
bool IsContinue(uint32_t c) { return UnicodeIsXidContinue(c); }
bool IsPrintable(uint32_t c) { return UnicodeIsPrintable(c); }

void ToNfkc(std::string_view utf8, std::string* normalized) {
  CodePointBuffer text;
  const char* p = utf8.data();
  const char* end = p + utf8.size();
  while (p < end) {
    uint32_t c;
    int length = DecodeUtf8(p, end, &c, nullptr);
    if (length == 0) break;
    text.Append(c);
    p += length;
  }
  CodePointBuffer result;
  if (!NormalizeNfkc(text.view(), &result)) {
    normalized->assign(utf8);
    return;
  }
  normalized->clear();
  for (int64_t i = 0; i < result.length(); i++) AppendUtf8(result.data()[i], normalized);
}

// A named sequence is not a character: \N does not take it.
bool LookUpName(std::string_view name, uint32_t* code_point) {
  char32_t found[kUnicodeSequenceBound];
  if (UnicodeLookup(name.data(), name.size(), found) != 1) return false;
  *code_point = found[0];
  return true;
}

}  // namespace

CompilerHooks UnicodeHooks() {
  CompilerHooks hooks;
  hooks.is_identifier_start = IsStart;
  hooks.is_identifier_continue = IsContinue;
  hooks.is_printable = IsPrintable;
  hooks.normalize_nfkc = ToNfkc;
  hooks.lookup_character_name = LookUpName;
  return hooks;
}

}  // namespace polygil
