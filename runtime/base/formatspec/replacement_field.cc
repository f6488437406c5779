// The tokenizer of str.format(), as lenient and as strict as CPython's.

#include "runtime/base/formatspec/replacement_field.h"

#include "runtime/base/formatspec/format_spec.h"

namespace polygil {
namespace {

// A whole text that is a number; -1 if it is none.
bool ParseIndex(const TextView& text, int64_t* index) {
  int64_t at = 0;
  if (!ParseFormatInteger(text, &at, index)) return false;
  if (at != text.length) *index = -1;
  return true;
}

}  // namespace

bool FormatMarkup::Fail(FormatError error) {
  error_ = error;
  at_ = text_.length;
  return false;
}

bool FormatMarkup::Next(ReplacementField* field) {
  if (at_ >= text_.length) return false;
  int64_t start = at_;
  char32_t c = 0;
  while (at_ < text_.length) {
    c = text_[at_++];
    if (c == '{' || c == '}') break;
  }
  bool brace = c == '{' || c == '}';
  bool at_end = at_ >= text_.length;
  field->present = false;
  field->name = field->spec = text_.Slice(at_, at_);
  field->conversion = 0;
  field->spec_has_fields = false;
  if (!brace) {
    field->literal = text_.Slice(start, at_);
    return true;
  }
  bool doubled = !at_end && text_[at_] == c;
  if (doubled) {
    field->literal = text_.Slice(start, at_);
    ++at_;
    return true;
  }
  if (c == '}') return Fail(FormatError::kSingleClose);
  if (at_end) return Fail(FormatError::kSingleOpen);
  field->literal = text_.Slice(start, at_ - 1);
  field->present = true;
  return ParseField(field);
}

bool FormatMarkup::ParseField(ReplacementField* field) {
  int64_t start = at_;
  char32_t c = 0;
  for (bool more = true; more && at_ < text_.length;) {
    c = text_[at_++];
    switch (c) {
      case '{':
        return Fail(FormatError::kOpenInName);
      case '[':
        while (at_ < text_.length && text_[at_] != ']') ++at_;
        break;
      case '}':
      case ':':
      case '!':
        more = false;
        break;
      default:
        break;
    }
  }
  field->name = text_.Slice(start, at_ - (at_ > start));
  if (c == '}') return true;
  if (c != '!' && c != ':') return Fail(FormatError::kExpectedClose);
  if (c == '!') {
    if (at_ >= text_.length) return Fail(FormatError::kMissingConversion);
    field->conversion = text_[at_++];
    if (at_ < text_.length) {
      c = text_[at_++];
      if (c == '}') return true;
      if (c != ':') return Fail(FormatError::kExpectedColon);
    }
  }
  return ParseSpec(field);
}

bool FormatMarkup::ParseSpec(ReplacementField* field) {
  int64_t start = at_;
  int64_t depth = 1;
  while (at_ < text_.length) {
    char32_t c = text_[at_++];
    if (c == '{') {
      field->spec_has_fields = true;
      ++depth;
    } else if (c == '}' && --depth == 0) {
      field->spec = text_.Slice(start, at_ - 1);
      return true;
    }
  }
  return Fail(FormatError::kUnmatchedOpen);
}

FormatError SplitFieldName(const TextView& name, FieldNumbering* numbering, FieldStart* start) {
  using State = FieldNumbering::State;
  int64_t end = 0;
  while (end < name.length && name[end] != '[' && name[end] != '.') ++end;
  start->key = name.Slice(0, end);
  start->rest = name.Slice(end, name.length);
  if (!ParseIndex(start->key, &start->index)) return FormatError::kTooManyDigits;
  bool empty = end == 0;
  if (numbering == nullptr || (!empty && start->index < 0)) {
    return FormatError::kNone;
  }
  if (numbering->state == State::kUndecided) {
    numbering->state = empty ? State::kAutomatic : State::kManual;
  }
  if (numbering->state == State::kManual && empty) {
    return FormatError::kManualToAutomatic;
  }
  if (numbering->state == State::kAutomatic && !empty) {
    return FormatError::kAutomaticToManual;
  }
  if (empty) start->index = numbering->next++;
  return FormatError::kNone;
}

bool FieldAccesses::Fail(FormatError error) {
  error_ = error;
  at_ = text_.length;
  return false;
}

bool FieldAccesses::Next(FieldAccess* access) {
  if (at_ >= text_.length) return false;
  char32_t c = text_[at_++];
  int64_t start = at_;
  access->index = -1;
  access->is_attribute = c == '.';
  if (c == '.') {
    while (at_ < text_.length && text_[at_] != '.' && text_[at_] != '[') ++at_;
    access->key = text_.Slice(start, at_);
  } else if (c == '[') {
    while (at_ < text_.length && text_[at_] != ']') ++at_;
    if (at_ >= text_.length) return Fail(FormatError::kMissingBracket);
    access->key = text_.Slice(start, at_++);
    if (!ParseIndex(access->key, &access->index)) {
      return Fail(FormatError::kTooManyDigits);
    }
  } else {
    return Fail(FormatError::kOnlyDotOrBracket);
  }
  return access->key.length > 0 || Fail(FormatError::kEmptyAttribute);
}

}  // namespace polygil
