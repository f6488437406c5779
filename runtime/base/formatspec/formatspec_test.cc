// Formatting against vectors that CPython made, and the tokenisers.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <string>

#include "gtest/gtest.h"
#include "runtime/base/bigint/text.h"
#include "runtime/base/floattext/parse.h"
#include "runtime/base/formatspec/format_number.h"
#include "runtime/base/formatspec/format_spec.h"
#include "runtime/base/formatspec/percent.h"
#include "runtime/base/formatspec/replacement_field.h"

namespace polygil {
namespace {

struct Vector {
  const char* kind;
  const char* value;
  const char* spec;
  const char* expected;
};

constexpr Vector kVectors[] = {
#include "runtime/base/formatspec/formatspec_vectors.inc"
};

TextView View(const std::string& text) {
  return {text.data(), static_cast<int64_t>(text.size()), 1};
}

std::string Text(const TextView& view) {
  return std::string(static_cast<const char*>(view.data), view.length);
}

std::string Write(const Formatted& formatted) {
  std::string text(formatted.length(), '?');
  formatted.Write(text.data());
  return text;
}

double ParseHex(const std::string& text) {
  double value = 0;
  FloatFromHex(text.data(), text.size(), &value);
  return value;
}

struct Integer {
  explicit Integer(const std::string& text) {
    bool negative = text[0] == '-';
    BigResult result = BigFromText(limbs, text.data() + negative, text.size() - negative, 10,
                                   static_cast<int64_t>(text.size()) - negative);
    view = {limbs, result.size, negative && result.size > 0};
  }
  Limb limbs[8];
  BigView view;
};

std::string Complain(FormatError error, const std::string& spec_text, const FormatSpec& spec,
                     const char* type) {
  char message[kFormatMessageBound];
  if (error == FormatError::kInvalidSpecifier) {
    return "Invalid format specifier '" + spec_text + "' for object of type '" + type + "'";
  }
  if (error == FormatError::kUnknownCode) {
    FormatUnknownCode(message, spec.type, type);
    return message;
  }
  if (error == FormatError::kSeparatorWithType) {
    FormatSeparatorWithType(message, spec.separator, spec.type);
    return message;
  }
  return FormatErrorText(error);
}

std::string Pad(const std::string& text, int64_t kept, int64_t left, int64_t right, char32_t fill) {
  return std::string(left, static_cast<char>(fill)) + text.substr(0, kept) +
         std::string(right, static_cast<char>(fill));
}

std::string EvaluateFormat(const Vector& row) {
  std::string kind = row.kind, value = row.value;
  FormatSubject subject = kind == "int"     ? FormatSubject::kInteger
                          : kind == "float" ? FormatSubject::kFloat
                          : kind == "str"   ? FormatSubject::kString
                                            : FormatSubject::kComplex;
  FormatSpec spec;
  FormatError error = ParseFormatSpec(View(row.spec), subject, &spec);
  Formatted out;
  FormatLocale locale;
  if (error == FormatError::kNone) {
    if (kind == "int" && spec.type == 'c') {
      error = CheckCharacterFormat(spec);
    } else if (kind == "int" && IsFloatFormatType(spec.type)) {
      error = FormatFloat(atof(row.value), spec, locale, &out);
    } else if (kind == "int") {
      error = FormatInteger(Integer(value).view, spec, locale, &out);
    } else if (kind == "float") {
      error = FormatFloat(ParseHex(value), spec, locale, &out);
    } else if (kind == "complex") {
      size_t space = value.find(' ');
      error = FormatComplex(ParseHex(value.substr(0, space)), ParseHex(value.substr(space + 1)),
                            spec, locale, &out);
    } else if (spec.type != 's') {
      error = FormatError::kUnknownCode;
    } else {
      StringPadding padding;
      error = FormatString(value.size(), spec, &padding);
      if (error == FormatError::kNone) {
        return Pad(value, padding.kept, padding.left, padding.right, spec.fill);
      }
    }
  }
  if (error != FormatError::kNone) {
    return Complain(error, row.spec, spec, row.kind);
  }
  return Write(out);
}

std::string EvaluatePercent(const Vector& row) {
  PercentMarkup markup(View(row.spec));
  PercentDirective directive;
  std::string made;
  std::string kind = row.kind + 1;
  std::string spec = row.spec, value = row.value;
  markup = PercentMarkup(View(spec));
  while (markup.Next(&directive)) {
    made += Text(directive.literal);
    if (!directive.present) continue;
    Formatted out;
    FormatError error = FormatError::kNone;
    if (strchr("diuxXo", static_cast<int>(directive.code)) && kind == "int") {
      error = PercentInteger(Integer(value).view, directive, &out);
    } else if (kind == "float") {
      error = PercentFloat(ParseHex(value), directive, &out);
    } else if (kind == "str") {
      PercentPadding padding = PadPercentText(value.size(), directive, true);
      made += Pad(value, padding.kept, padding.left, padding.right, ' ');
      continue;
    } else {
      char message[kFormatMessageBound];
      FormatUnsupportedCharacter(message, directive.code, directive.index);
      return message;
    }
    EXPECT_EQ(error, FormatError::kNone);
    made += Write(out);
  }
  return markup.error() == FormatError::kNone ? made : FormatErrorText(markup.error());
}

// Walks over all fields, as str.format would without looking anything up.
FormatError WalkFields(const TextView& text, FieldNumbering* numbering) {
  FormatMarkup markup(text);
  ReplacementField field;
  while (markup.Next(&field)) {
    if (!field.present) continue;
    FieldStart start;
    FormatError error = SplitFieldName(field.name, numbering, &start);
    if (error != FormatError::kNone) return error;
    if (start.index < 0) return FormatError::kNone;  // A KeyError comes first
    FieldAccesses accesses(start.rest);
    FieldAccess access;
    while (accesses.Next(&access)) {
    }
    if (accesses.error() != FormatError::kNone) return accesses.error();
    if (field.spec_has_fields) {
      error = WalkFields(field.spec, numbering);
      if (error != FormatError::kNone) return error;
    }
    if (field.conversion == '}') return FormatError::kUnknownConversion;
  }
  return markup.error();
}

std::string EvaluateFields(const Vector& row) {
  FieldNumbering numbering;
  std::string spec = row.spec;
  FormatError error = WalkFields(View(spec), &numbering);
  if (error != FormatError::kNone) {
    return std::string("!") + FormatErrorText(error);
  }
  // A KeyError for the name.
  return row.expected[0] == '!' && row.expected[1] == 0 ? "!" : "ok";
}

TEST(FormatSpecTest, VectorsOfCPythonAreReproduced) {
  for (const Vector& row : kVectors) {
    std::string made = row.kind[0] == '%'   ? EvaluatePercent(row)
                       : row.kind[1] == 'i' ? EvaluateFields(row)
                                            : EvaluateFormat(row);
    EXPECT_EQ(made, row.expected) << row.kind << " " << row.value << " under '" << row.spec << "'";
  }
}

TEST(FormatSpecTest, WideFillIsReported) {
  const uint16_t text[] = {0x20ac, '>', '5'};
  FormatSpec spec;
  ASSERT_EQ(ParseFormatSpec({text, 3, 2}, FormatSubject::kInteger, &spec), FormatError::kNone);
  Formatted out;
  SmallBig seven(7);
  ASSERT_EQ(FormatInteger(seven.view(), spec, FormatLocale(), &out), FormatError::kNone);
  EXPECT_EQ(out.length(), 5);
  EXPECT_EQ(out.largest(), 0x20acu);
  char32_t written[5];
  out.Write(written);
  EXPECT_EQ(written[0], 0x20acu);
  EXPECT_EQ(written[4], U'7');
}

TEST(FormatSpecTest, LocaleGroupsApplyToTypeN) {
  FormatSpec spec;
  std::string text = "n";
  ASSERT_EQ(ParseFormatSpec(View(text), FormatSubject::kFloat, &spec), FormatError::kNone);
  FormatLocale locale = {",", ".", "\3\2"};
  Formatted out;
  ASSERT_EQ(FormatFloat(123456.0 + 0.5, spec, locale, &out), FormatError::kNone);
  EXPECT_EQ(Write(out), "1.23.456");
  text = ".8n";
  ASSERT_EQ(ParseFormatSpec(View(text), FormatSubject::kFloat, &spec), FormatError::kNone);
  ASSERT_EQ(FormatFloat(123456.5, spec, locale, &out), FormatError::kNone);
  EXPECT_EQ(Write(out), "1.23.456,5");
}

TEST(FormatSpecTest, FieldPartsAreSplit) {
  std::string text = "ab{0.x[key][12]!r:>{w}}cd";
  FormatMarkup markup(View(text));
  ReplacementField field;
  ASSERT_TRUE(markup.Next(&field));
  EXPECT_EQ(Text(field.literal), "ab");
  EXPECT_EQ(Text(field.name), "0.x[key][12]");
  EXPECT_EQ(field.conversion, U'r');
  EXPECT_EQ(Text(field.spec), ">{w}");
  EXPECT_TRUE(field.spec_has_fields);
  FieldStart start;
  ASSERT_EQ(SplitFieldName(field.name, nullptr, &start), FormatError::kNone);
  EXPECT_EQ(start.index, 0);
  FieldAccesses accesses(start.rest);
  FieldAccess access;
  ASSERT_TRUE(accesses.Next(&access));
  EXPECT_TRUE(access.is_attribute);
  EXPECT_EQ(Text(access.key), "x");
  ASSERT_TRUE(accesses.Next(&access));
  EXPECT_EQ(Text(access.key), "key");
  EXPECT_EQ(access.index, -1);
  ASSERT_TRUE(accesses.Next(&access));
  EXPECT_EQ(access.index, 12);
  EXPECT_FALSE(accesses.Next(&access));
  ASSERT_TRUE(markup.Next(&field));
  EXPECT_EQ(Text(field.literal), "cd");
  EXPECT_FALSE(field.present);
  EXPECT_FALSE(markup.Next(&field));
}

TEST(FormatSpecTest, PercentKeysAndStarsAreParsed) {
  std::string text = "a%%b%(k(1))+*.*d";
  PercentMarkup markup(View(text));
  PercentDirective directive;
  ASSERT_TRUE(markup.Next(&directive));
  EXPECT_EQ(Text(directive.literal), "a%");
  EXPECT_FALSE(directive.present);
  ASSERT_TRUE(markup.Next(&directive));
  EXPECT_EQ(Text(directive.literal), "b");
  EXPECT_EQ(Text(directive.key), "k(1)");
  EXPECT_TRUE(directive.always_sign);
  EXPECT_EQ(directive.width, kPercentStar);
  EXPECT_EQ(directive.precision, kPercentStar);
  ApplyStarWidth(&directive, -4);
  EXPECT_TRUE(directive.left_align);
  EXPECT_EQ(directive.width, 4);
}

}  // namespace
}  // namespace polygil
