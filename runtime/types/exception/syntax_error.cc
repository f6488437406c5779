// SyntaxError and its position.

#include <cstring>

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/layouts.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

SyntaxError* Of(Value self) { return self.As<SyntaxError>(); }

// (filename, lineno, offset, text[, end_lineno, end_offset])
bool TakeDetails(SyntaxError* error, Value details) {
  Handle info = TRY(ToTuple(details));
  int64_t count = TupleSize(info);
  if (count < 4 || count > 6)
    return Raise(&TypeErrorType, "function takes %s %d argument%s (%zd given)",
                 count < 4 ? "at least" : "at most", count < 4 ? 4 : 6, "s",
                 static_cast<ssize_t>(count));
  Value* fields[6] = {&error->filename, &error->lineno,     &error->offset,
                      &error->text,     &error->end_lineno, &error->end_offset};
  for (int64_t i = 0; i < 6; ++i)
    SetField(fields[i], i < count ? TupleAt(info, i) : Value::Empty());
  if (count == 5)
    return Raise(&TypeErrorType, "end_offset must be provided when end_lineno is provided");
  return true;
}

bool SyntaxErrorInit(Value self, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(BaseExceptionInit(self, args, nargs, keyword_names));
  if (nargs >= 1) SetField(&Of(self)->message, args[0]);
  if (nargs == 2) return TakeDetails(Of(self), args[1]);
  return true;
}

// The last part of a path.
Owned BaseName(Value filename) {
  int64_t start = 0;
  for (int64_t i = 0; i < StrLength(filename); ++i)
    if (StrAt(filename, i) == '/') start = i + 1;
  return StrSubstring(filename, start, StrLength(filename));
}

Owned SyntaxErrorStr(Value self) {
  SyntaxError* error = Of(self);
  Handle name;
  if (error->filename && IsStr(error->filename)) name = TRY(BaseName(error->filename));
  int64_t line;
  bool has_line = error->lineno && IsAnyInt(error->lineno) && IntFitsInt64(error->lineno, &line);
  Value message = OrNone(error->message);
  if (name && has_line)
    return StrFormat("%S (%U, line %ld)", message, name.Get(), static_cast<long>(line));
  if (name) return StrFormat("%S (%U)", message, name.Get());
  if (has_line) return StrFormat("%S (line %ld)", message, static_cast<long>(line));
  return ToStr(message);
}

Value* FieldsOf(Object* object) { return &static_cast<SyntaxError*>(object)->message; }
constexpr int kFieldCount = 8;

bool SyntaxErrorTraverse(Object* object, Visitor visit, void* arg) {
  Value* fields = FieldsOf(object);
  for (int i = 0; i < kFieldCount; ++i)
    if (fields[i] && visit(fields[i], arg)) return true;
  return BaseExceptionTraverse(object, visit, arg);
}

void SyntaxErrorClear(Object* object) {
  Value* fields = FieldsOf(object);
  for (int i = 0; i < kFieldCount; ++i) ClearField(&fields[i]);
  BaseExceptionClear(object);
}

static_assert(sizeof(SyntaxError) == sizeof(BaseException) + kFieldCount * sizeof(Value));

constexpr uint32_t Field(int index) {
  return sizeof(BaseException) + static_cast<uint32_t>(index) * sizeof(Value);
}

constexpr MemberDef kMembers[] = {
    {"msg", Field(0), MemberKind::kNone, "exception msg"},
    {"filename", Field(1), MemberKind::kNone, "exception filename"},
    {"lineno", Field(2), MemberKind::kNone, "exception lineno"},
    {"offset", Field(3), MemberKind::kNone, "exception offset"},
    {"end_lineno", Field(4), MemberKind::kNone, "exception end lineno"},
    {"end_offset", Field(5), MemberKind::kNone, "exception end offset"},
    {"text", Field(6), MemberKind::kNone, "exception text"},
    {"print_file_and_line", Field(7), MemberKind::kNone, "exception print_file_and_line"},
    {}};

}  // namespace

const ExceptionLayout kSyntaxErrorLayout = {.basic_size = sizeof(SyntaxError),
                                            .traverse = SyntaxErrorTraverse,
                                            .clear = SyntaxErrorClear,
                                            .init = SyntaxErrorInit,
                                            .str = SyntaxErrorStr,
                                            .members = kMembers};

}  // namespace polygil
