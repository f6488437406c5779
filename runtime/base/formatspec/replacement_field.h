// The replacement fields of str.format(): "literal {name.attr[key]!r:spec}".

#ifndef POLYGIL_RUNTIME_BASE_FORMATSPEC_REPLACEMENT_FIELD_H_
#define POLYGIL_RUNTIME_BASE_FORMATSPEC_REPLACEMENT_FIELD_H_

#include <stdint.h>

#include "runtime/base/formatspec/format_error.h"
#include "runtime/base/unicode/text_view.h"

namespace polygil {

// A literal and the field behind it, if there is one. All borrow the text.
struct ReplacementField {
  TextView literal;
  bool present;
  TextView name;        // Up to '!', ':' or '}'; may be empty
  char32_t conversion;  // 0 when there is none
  TextView spec;
  bool spec_has_fields;  // The specification contains fields itself
};

// Walks over a format string.
class FormatMarkup {
 public:
  explicit FormatMarkup(const TextView& text) : text_(text) {}

  // True with the next piece in `field`; false at the end or with an error.
  bool Next(ReplacementField* field);
  FormatError error() const { return error_; }

 private:
  bool Fail(FormatError error);
  bool ParseField(ReplacementField* field);
  bool ParseSpec(ReplacementField* field);

  TextView text_;
  int64_t at_ = 0;
  FormatError error_ = FormatError::kNone;
};

// Whether fields are numbered by the program or by themselves.
struct FieldNumbering {
  enum class State : uint8_t { kUndecided, kAutomatic, kManual };
  State state = State::kUndecided;
  int64_t next = 0;
};

// The first part of a field's name: a number, or a keyword if index is -1.
struct FieldStart {
  TextView key;
  int64_t index;
  TextView rest;
};
// `numbering` may be null where empty names stay as they are (index -1).
FormatError SplitFieldName(const TextView& name, FieldNumbering* numbering, FieldStart* start);

// The attributes and keys behind the first part.
struct FieldAccess {
  bool is_attribute;  // .name, otherwise [key]
  TextView key;
  int64_t index;  // Of a key that is a number, otherwise -1
};
class FieldAccesses {
 public:
  explicit FieldAccesses(const TextView& rest) : text_(rest) {}

  bool Next(FieldAccess* access);
  FormatError error() const { return error_; }

 private:
  bool Fail(FormatError error);

  TextView text_;
  int64_t at_ = 0;
  FormatError error_ = FormatError::kNone;
};

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_FORMATSPEC_REPLACEMENT_FIELD_H_
