// csv.reader: a state machine over the characters of each line.

#include <optional>

#include "runtime/modules/_csv/dialect.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Type ReaderType;

enum class State : uint8_t {
  kStartRecord, kStartField, kEscaped, kInField, kInQuoted, kEscapedInQuoted, kQuoteInQuoted,
  kEatNewline, kAfterEscapedNewline,
};

struct Reader : Object {
  Value input;    // iterator of lines
  Value dialect;
  Value fields;   // list: the row under construction
  int64_t line_number;
  State state;
  bool numeric;   // the field is to become a float
};

// One row being parsed; the collected field may span lines.
class RowParser {
 public:
  explicit RowParser(Reader* reader)
      : reader_(reader), dialect_(reader->dialect.As<Dialect>()), limit_(FieldLimit()) {}

  // Feeds a whole line and its end.
  bool Line(Value line) {
    const Str* text = line.As<Str>();
    switch (text->kind()) {
      case 1: TRY_VOID(Units(line, text->latin1())); break;
      case 2: TRY_VOID(Units(line, text->ucs2())); break;
      default: TRY_VOID(Units(line, text->ucs4())); break;
    }
    return Character(kEnd);
  }
  // The input ended inside a row.
  Owned InputEnded() {
    bool open = field_length_ != 0 || reader_->state == State::kInQuoted;
    if (!open) return {};
    if (dialect_->strict) return Raise(CsvError(Value::Empty()), "unexpected end of data");
    if (!SaveField()) return {};
    return OwnNone();
  }

 private:
  static constexpr uint32_t kEnd = 0xFFFFFFFE;

  template <typename Unit>
  bool Units(Value line, const Unit* units) {
    int64_t size = StrLength(line);
    for (int64_t i = 0; i < size; ++i) {
      if (reader_->state == State::kInField || reader_->state == State::kInQuoted) {
        // A run of plain characters goes at once.
        int64_t end = i;
        bool quoted = reader_->state == State::kInQuoted;
        while (end < size && !IsSpecial(units[end], quoted)) ++end;
        if (end > i) {
          TRY_VOID(AddRange(line, i, end));
          if ((i = end) == size) break;
        }
      }
      TRY_VOID(Character(units[i]));
    }
    return true;
  }
  bool IsSpecial(uint32_t c, bool quoted) const {
    if (c == dialect_->escape) return true;
    if (quoted) return c == dialect_->quote;
    return c == dialect_->delimiter || c == '\n' || c == '\r';
  }

  bool AddRange(Value line, int64_t from, int64_t to) {
    field_length_ += to - from;
    if (field_length_ > limit_) return RaiseLimit();
    return field_->AppendRange(line, from, to);
  }
  bool Add(uint32_t c) {
    if (++field_length_ > limit_) return RaiseLimit();
    return field_->Append(c);
  }
  bool RaiseLimit() {
    return Raise(CsvError(Value::Empty()), "field larger than field limit (%ld)",
                 static_cast<long>(limit_));
  }
  bool SaveField() {
    Handle field = TRY(field_->Finish());
    field_.emplace();
    field_length_ = 0;
    if (reader_->numeric) {
      reader_->numeric = false;
      field = TRY(ToFloat(field));
    }
    return ListAppendOwned(reader_->fields, field.Release());
  }

  static bool EndsLine(uint32_t c) { return c == '\n' || c == '\r' || c == kEnd; }
  State AfterEnd(uint32_t c) const { return c == kEnd ? State::kStartRecord : State::kEatNewline; }

  bool StartField(uint32_t c) {
    if (EndsLine(c)) {
      TRY_VOID(SaveField());
      reader_->state = AfterEnd(c);
    } else if (c == dialect_->quote && dialect_->quoting != kQuoteNone) {
      reader_->state = State::kInQuoted;
    } else if (c == dialect_->escape) {
      reader_->state = State::kEscaped;
    } else if (c == ' ' && dialect_->skip_initial_space) {
    } else if (c == dialect_->delimiter) {
      return SaveField();
    } else {
      if (dialect_->quoting == kQuoteNonNumeric) reader_->numeric = true;
      reader_->state = State::kInField;
      return Add(c);
    }
    return true;
  }

  bool InField(uint32_t c) {
    if (EndsLine(c)) {
      TRY_VOID(SaveField());
      reader_->state = AfterEnd(c);
    } else if (c == dialect_->escape) {
      reader_->state = State::kEscaped;
    } else if (c == dialect_->delimiter) {
      TRY_VOID(SaveField());
      reader_->state = State::kStartField;
    } else {
      return Add(c);
    }
    return true;
  }

  bool QuoteInQuoted(uint32_t c) {
    if (dialect_->quoting != kQuoteNone && c == dialect_->quote) {
      reader_->state = State::kInQuoted;
      return Add(c);
    }
    if (c == dialect_->delimiter) {
      reader_->state = State::kStartField;
      return SaveField();
    }
    if (EndsLine(c)) {
      reader_->state = AfterEnd(c);
      return SaveField();
    }
    if (dialect_->strict)
      return Raise(CsvError(Value::Empty()), "'%U' expected after '%U'",
                   Handle(StrFromCodePoint(dialect_->delimiter)).Get(),
                   Handle(StrFromCodePoint(dialect_->quote)).Get());
    reader_->state = State::kInField;
    return Add(c);
  }

  bool Character(uint32_t c) {
    switch (reader_->state) {
      case State::kStartRecord:
        if (c == kEnd) return true;  // an empty line is an empty row
        if (c == '\n' || c == '\r') {
          reader_->state = State::kEatNewline;
          return true;
        }
        reader_->state = State::kStartField;
        return StartField(c);
      case State::kStartField:
        return StartField(c);
      case State::kEscaped:
        if (c == '\n' || c == '\r') {
          reader_->state = State::kAfterEscapedNewline;
          return Add(c);
        }
        reader_->state = State::kInField;
        return Add(c == kEnd ? '\n' : c);
      case State::kAfterEscapedNewline:
        if (c == kEnd) return true;
        reader_->state = State::kInField;
        return InField(c);
      case State::kInField:
        return InField(c);
      case State::kInQuoted:
        if (c == kEnd) return true;
        if (c == dialect_->escape) {
          reader_->state = State::kEscapedInQuoted;
          return true;
        }
        if (c == dialect_->quote && dialect_->quoting != kQuoteNone) {
          reader_->state = dialect_->double_quote ? State::kQuoteInQuoted : State::kInField;
          return true;
        }
        return Add(c);
      case State::kEscapedInQuoted:
        reader_->state = State::kInQuoted;
        return Add(c == kEnd ? '\n' : c);
      case State::kQuoteInQuoted:
        return QuoteInQuoted(c);
      case State::kEatNewline:
        if (c == '\n' || c == '\r') return true;
        if (c == kEnd) {
          reader_->state = State::kStartRecord;
          return true;
        }
        return Raise(CsvError(Value::Empty()),
                     "new-line character seen in unquoted field - do you need to open the file in "
                     "universal-newline mode?");
    }
    return true;
  }

  Reader* reader_;
  Dialect* dialect_;
  int64_t limit_;
  std::optional<StrBuilder> field_{std::in_place};  // a new one for each field
  int64_t field_length_ = 0;
};

Owned Next(Value self) {
  Reader* reader = self.As<Reader>();
  Handle hold = Retain(self);
  StoreOwned(&reader->fields, TRY(ListNew()));
  reader->state = State::kStartRecord;
  reader->numeric = false;
  RowParser parser(reader);
  do {
    Handle line = IteratorNext(reader->input);
    if (!line) {
      if (HasPendingException()) return {};
      Handle saved = parser.InputEnded();
      if (!saved) return {};
      break;
    }
    if (!IsStr(line))
      return Raise(CsvError(Value::Empty()),
                   "iterator should return strings, not %.200s (the file should be opened in text "
                   "mode)",
                   TypeName(line));
    ++reader->line_number;
    TRY_VOID(parser.Line(line));
  } while (reader->state != State::kStartRecord);
  Owned fields(reader->fields);
  reader->fields = Value::Empty();
  return fields;
}

constexpr MemberDef kMembers[] = {
    {"dialect", offsetof(Reader, dialect), MemberKind::kReadOnlyNone},
    {"line_num", offsetof(Reader, line_number), MemberKind::kReadOnlyInt64},
    {}};

}  // namespace

Owned ReaderNew(Value module, const Value* args, size_t nargs, Value keyword_names) {
  if (nargs < 1)
    return Raise(&TypeErrorType, " expected at least 1 argument, got %zd",
                 static_cast<ssize_t>(nargs));
  TRY_VOID(CheckPositional("", nargs, 1, 2));
  Handle input = TRY(GetIterator(args[0]));
  Handle dialect = TRY(
      DialectOf(module, nargs > 1 ? args[1] : Value::Empty(), args + nargs, keyword_names));
  Owned result = AllocateObject(&ReaderType);
  if (!result) return {};
  result.Peek().As<Reader>()->input = input.Release().Peek();
  result.Peek().As<Reader>()->dialect = dialect.Release().Peek();
  return result;
}

bool ReadyReader(Value module) {
  OwnFields<Reader, &Reader::input, &Reader::dialect, &Reader::fields>(&ReaderType);
  ReaderType.slots.iterate = Retain;
  ReaderType.slots.next = Next;
  return ReadyType({.type = &ReaderType,
                    .name = "_csv.reader",
                    .basic_size = sizeof(Reader),
                    .flags = kTypeGc | kTypeNoInstantiation,
                    .members = kMembers,
                    .doc = "CSV reader\n\nAn iterator over the rows of a file."}) &&
         ModuleAdd(module, "Reader", Retain(Value::Pointer(&ReaderType)));
}

}  // namespace polygil
