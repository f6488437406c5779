#include "compiler/source/source_text.h"

#include "compiler/source/utf8.h"
#include "gtest/gtest.h"

namespace polygil {
namespace {

struct Outcome {
  bool valid;
  SourceText source;
  Diagnostic diagnostic;
};

Outcome Read(std::string_view bytes, SourceOptions options = {}) {
  Outcome outcome;
  outcome.source.filename = "x.py";
  outcome.valid = ReadSource(bytes, options, &outcome.source, &outcome.diagnostic);
  return outcome;
}

TEST(SourceTextTest, NewlinesAreTranslatedAndSupplied) {
  EXPECT_EQ(Read("a\r\nb\rc").source.text, "a\nb\nc\n");
  EXPECT_EQ(Read("").source.text, "\n");
  EXPECT_EQ(Read("a\n").source.text, "a\n");
  EXPECT_EQ(Read("a\r\n").source.text, "a\n\n");
  SourceOptions options;
  options.end_with_newline = false;
  EXPECT_EQ(Read("a", options).source.text, "a");
}

TEST(SourceTextTest, LinesAreCountedFromOne) {
  SourceText source = Read("a\nbc\n").source;
  EXPECT_EQ(source.Line(1), "a\n");
  EXPECT_EQ(source.Line(2), "bc\n");
  EXPECT_EQ(source.Line(4), "");
}

TEST(SourceTextTest, CookiesAreFoundInTheFirstTwoLines) {
  EXPECT_EQ(FindEncodingCookie("# -*- coding: Latin_1 -*-"), "iso-8859-1");
  EXPECT_EQ(FindEncodingCookie("\n#coding=koi8-r\n"), "koi8-r");
  EXPECT_EQ(FindEncodingCookie("x\n# coding: ascii"), "");
  EXPECT_EQ(FindEncodingCookie("\n\n# coding: ascii"), "");
  EXPECT_EQ(FindEncodingCookie("# coding: UTF-8-unix"), "utf-8");
  EXPECT_EQ(FindEncodingCookie("x = 1 # coding: ascii"), "");
}

TEST(SourceTextTest, KnownCodecsAreDecoded) {
  EXPECT_EQ(Read("# coding: latin-1\n\xE9").source.text, "# coding: latin-1\n\xC3\xA9\n");
  EXPECT_EQ(Read("# coding: iso-8859-15\n\xA4").source.text,
            "# coding: iso-8859-15\n\xE2\x82\xAC\n");
  EXPECT_EQ(Read("# coding: latin-1\n").source.encoding, "iso-8859-1");
  EXPECT_EQ(Read("a").source.encoding, "");
}

TEST(SourceTextTest, BadEncodingsAreRefused) {
  EXPECT_EQ(Read("# coding: foo\n").diagnostic.message, "unknown encoding: foo");
  EXPECT_EQ(Read("# coding: ascii\n\xFF").diagnostic.message,
            "'ascii' codec can't decode byte 0xff in position 16: ordinal not in range(128)");
  EXPECT_EQ(Read("\xEF\xBB\xBF# coding: latin-1\n").diagnostic.message,
            "encoding problem: iso-8859-1 with BOM");
  EXPECT_EQ(Read(std::string_view("a\0b", 3)).diagnostic.kind, DiagnosticKind::kValueError);
}

TEST(SourceTextTest, ScriptsMustBeUtf8) {
  SourceOptions options;
  options.is_script = true;
  EXPECT_EQ(Read("a\n# \xFF\n", options).diagnostic.message,
            "Non-UTF-8 code starting with '\\xff' in file x.py on line 2, but no encoding "
            "declared; see https://peps.python.org/pep-0263/ for details");
  EXPECT_TRUE(Read("a\n# \xFF\n").valid);
  EXPECT_EQ(Read("# coding: foo\n", options).diagnostic.message, "encoding problem: foo");
  EXPECT_EQ(Read(std::string_view("a\0b\nc", 5), options).source.text, "a\nc\n");
}

TEST(SourceTextTest, UnknownCodecsAreAskedFor) {
  SourceOptions options;
  options.hooks.decode = [](void*, std::string_view encoding, std::string_view, std::string* utf8,
                            std::string*) {
    *utf8 = "decoded by " + std::string(encoding);
    return true;
  };
  EXPECT_EQ(Read("# coding: koi8-r\n", options).source.text, "decoded by koi8-r\n");
}

TEST(Utf8Test, MalformedTextIsRefusedWithReason) {
  auto message = [](std::string_view bytes) {
    Utf8Error error;
    return ValidateUtf8(bytes, &error) ? "" : Utf8ErrorMessage(bytes, error);
  };
  EXPECT_EQ(message("a\xC3\xA9\xF0\x9F\x98\x80"), "");
  EXPECT_EQ(message("a\xFF"), "'utf-8' codec can't decode byte 0xff in position 1: invalid start byte");
  EXPECT_EQ(message("\xE2\x82"),
            "'utf-8' codec can't decode bytes in position 0-1: unexpected end of data");
  EXPECT_EQ(message("\xED\xA0\x80"),
            "'utf-8' codec can't decode byte 0xed in position 0: invalid continuation byte");
  EXPECT_EQ(ReplaceInvalidUtf8("a\xFF\xE2\x82z"), "a\xEF\xBF\xBD\xEF\xBF\xBDz");
  EXPECT_EQ(CountCharacters("\xC3\xA9\xFF"), 2);
}

}  // namespace
}  // namespace polygil
