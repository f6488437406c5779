// csv.writer.

#include "runtime/modules/_csv/dialect.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Type WriterType;

struct Writer : Object {
  Value write;  // the file's method
  Value dialect;
};

bool IsNumber(Value v) {
  const TypeSlots& slots = TypeOf(v)->slots;
  return v.IsInt() || IsAnyFloat(v) || slots.index != nullptr || slots.to_int != nullptr ||
         slots.to_float != nullptr;
}

// Joins the fields of one row.
class RowWriter {
 public:
  explicit RowWriter(Dialect* dialect) : dialect_(dialect) {}

  bool Field(Value field) {
    bool quoted = dialect_->quoting == kQuoteAll ||
                  (dialect_->quoting == kQuoteNonNumeric && !IsNumber(field));
    if (count_++ > 0) TRY_VOID(text_.Append(dialect_->delimiter));
    if (field.IsNone()) return Text(Value::Empty(), quoted);
    if (IsStr(field)) return Text(field, quoted);
    Handle shown = TRY(ToStr(field));
    return Text(shown, quoted);
  }
  Owned Finish() {
    if (count_ > 0 && text_.length() == 0) {  // one empty field must be told from no field
      if (dialect_->quoting == kQuoteNone)
        return Raise(CsvError(Value::Empty()), "single empty field record must be quoted");
      if (!text_.Append(dialect_->quote) || !text_.Append(dialect_->quote)) return {};
    }
    if (!text_.Append(dialect_->line_terminator)) return {};
    return text_.Finish();
  }

 private:
  bool IsSpecial(uint32_t c) const {
    return c == dialect_->delimiter || c == dialect_->escape || c == dialect_->quote ||
           c == '\n' || c == '\r' || InTerminator(c);
  }
  bool InTerminator(uint32_t c) const {
    Value terminator = dialect_->line_terminator;
    for (int64_t i = 0; i < StrLength(terminator); ++i)
      if (StrAt(terminator, i) == c) return true;
    return false;
  }
  // Is the field to be quoted, and must it be rewritten character by character?
  bool Scan(Value field, bool* quoted, bool* escaped) {
    int64_t size = StrLength(field);
    for (int64_t i = 0; i < size; ++i) {
      uint32_t c = StrAt(field, i);
      if (!IsSpecial(c)) continue;
      if (dialect_->quoting == kQuoteNone) {
        *escaped = true;
      } else {
        if (c == dialect_->quote) {
          *escaped = true;
          if (dialect_->double_quote) *quoted = true;
        } else if (c == dialect_->escape) {
          *escaped = true;
        } else {
          *quoted = true;
        }
      }
    }
    return true;
  }
  bool Text(Value field, bool quoted) {
    bool escaped = false;
    if (field) TRY_VOID(Scan(field, &quoted, &escaped));
    if (quoted) TRY_VOID(text_.Append(dialect_->quote));
    if (field) TRY_VOID(escaped ? Escaped(field) : text_.Append(field));
    return !quoted || text_.Append(dialect_->quote);
  }
  bool Escaped(Value field) {
    for (int64_t i = 0; i < StrLength(field); ++i) {
      uint32_t c = StrAt(field, i);
      if (IsSpecial(c)) TRY_VOID(Mark(c));
      TRY_VOID(text_.Append(c));
    }
    return true;
  }
  // What goes in front of a special character.
  bool Mark(uint32_t c) {
    if (dialect_->quoting != kQuoteNone) {
      if (c == dialect_->quote && dialect_->double_quote) return text_.Append(dialect_->quote);
      if (c != dialect_->quote && c != dialect_->escape) return true;
    }
    if (dialect_->escape == kNoCharacter)
      return Raise(CsvError(Value::Empty()), "need to escape, but no escapechar set");
    return text_.Append(dialect_->escape);
  }

  Dialect* dialect_;
  StrBuilder text_;
  int64_t count_ = 0;
};

Owned WriteRow(Value self, Value row) {
  Handle iterator = GetIterator(row);
  if (!iterator) {
    if (ClearPendingIf(&TypeErrorType))
      return Raise(CsvError(Value::Empty()), "iterable expected, not %.200s", TypeName(row));
    return {};
  }
  Handle dialect = Retain(self.As<Writer>()->dialect);
  RowWriter writer(dialect.As<Dialect>());
  for (;;) {
    Handle field = IteratorNext(iterator);
    if (!field) break;
    TRY_VOID(writer.Field(field));
  }
  if (HasPendingException()) return {};
  Handle line = TRY(writer.Finish());
  return Call(self.As<Writer>()->write, {line});
}

Owned WriteRows(Value self, Value rows) {
  Handle iterator = TRY(GetIterator(rows));
  for (;;) {
    Handle row = IteratorNext(iterator);
    if (!row) break;
    Handle written = TRY(WriteRow(self, row));
  }
  return HasPendingException() ? Owned() : OwnNone();
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(writer, writerow, OneArg(WriteRow),
              "writerow(iterable)\n\nWrites the fields as one row; what is no str is shown by str()."),
    PY_METHOD(writer, writerows, OneArg(WriteRows),
              "writerows(iterable of iterables)\n\nWrites each as a row."),
    {}};
constexpr MemberDef kMembers[] = {
    {"dialect", offsetof(Writer, dialect), MemberKind::kReadOnlyNone}, {}};

}  // namespace

Owned WriterNew(Value module, const Value* args, size_t nargs, Value keyword_names) {
  if (nargs < 1)
    return Raise(&TypeErrorType, " expected at least 1 argument, got %zd",
                 static_cast<ssize_t>(nargs));
  TRY_VOID(CheckPositional("", nargs, 1, 2));
  Handle dialect = TRY(
      DialectOf(module, nargs > 1 ? args[1] : Value::Empty(), args + nargs, keyword_names));
  Handle write = FindAttribute(args[0], names.write);
  if (!write || !IsCallable(write)) {
    if (HasPendingException()) return {};
    return Raise(&TypeErrorType, "argument 1 must have a \"write\" method");
  }
  Owned result = AllocateObject(&WriterType);
  if (!result) return {};
  result.Peek().As<Writer>()->write = write.Release().Peek();
  result.Peek().As<Writer>()->dialect = dialect.Release().Peek();
  return result;
}

bool ReadyWriter(Value module) {
  OwnFields<Writer, &Writer::write, &Writer::dialect>(&WriterType);
  return ReadyType({.type = &WriterType,
                    .name = "_csv.writer",
                    .basic_size = sizeof(Writer),
                    .flags = kTypeGc | kTypeNoInstantiation,
                    .methods = kMethods,
                    .members = kMembers,
                    .doc = "CSV writer\n\nWrites rows to a file."}) &&
         ModuleAdd(module, "Writer", Retain(Value::Pointer(&WriterType)));
}

}  // namespace polygil
