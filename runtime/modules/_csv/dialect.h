// A CSV dialect: how fields are delimited and quoted.

#ifndef POLYGIL_RUNTIME_MODULES_CSV_DIALECT_H_
#define POLYGIL_RUNTIME_MODULES_CSV_DIALECT_H_

#include <cstdint>

#include "runtime/modules/native_type.h"

namespace polygil {

enum CsvQuoting : int { kQuoteMinimal, kQuoteAll, kQuoteNonNumeric, kQuoteNone };

inline constexpr uint32_t kNoCharacter = 0xFFFFFFFF;

struct Dialect : Object {
  uint32_t delimiter, quote, escape;  // kNoCharacter: none
  int quoting;
  bool double_quote, skip_initial_space, strict;
  Value line_terminator;  // str
};
extern Type CsvDialectType;

bool AddDialect(Value module);  // dialect.cc
// The dialect of the arguments behind the first of reader() and writer().
Owned DialectOf(Value module, Value dialect_or_empty, const Value* values, Value keyword_names);
// _csv.Error, borrowed.
Type* CsvError(Value module);
// The registered dialects, a dict; the field size limit. Borrowed.
Value Dialects(Value module);
int64_t FieldLimit();
bool SetFieldLimit(int64_t limit);

Owned ReaderNew(Value module, const Value* args, size_t nargs, Value keyword_names);  // reader.cc
bool ReadyReader(Value module);
Owned WriterNew(Value module, const Value* args, size_t nargs, Value keyword_names);  // writer.cc
bool ReadyWriter(Value module);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_CSV_DIALECT_H_
