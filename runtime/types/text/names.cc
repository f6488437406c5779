#include "runtime/types/text/names.h"

#include "runtime/types/text/intern.h"
#include "runtime/types/text/str.h"

namespace polygil {

NameTable names;
SharedStrs shared_strs;

namespace {

// Written unit by unit, since StrFromCodePoint and StrEmpty answer from the table.
Value MakeShared(uint32_t c) {
  Owned made = StrNew(1, c);
  if (!made) return Value::Empty();
  made.Peek().As<Str>()->data[0] = static_cast<uint8_t>(c);
  return StrIntern(made.Peek()).Peek();
}

bool InitSharedStrs() {
  if (shared_strs.empty) return true;
  Owned empty = StrNew(0, 0);
  if (!empty) return false;
  shared_strs.empty = StrIntern(empty.Peek()).Peek();
  for (uint32_t c = 0; c < 256; ++c) {
    shared_strs.latin1[c] = MakeShared(c);
    if (!shared_strs.latin1[c]) return false;
  }
  return true;
}

}  // namespace

bool InitNames() {
  if (!InitInternTable() || !InitSharedStrs()) return false;
  struct Row {
    Value NameTable::*field;
    const char* text;
  };
  static constexpr Row kRows[] = {
#define NAME(identifier) {&NameTable::identifier, #identifier},
#define NAMED(identifier, text) {&NameTable::identifier, text},
#include "runtime/types/text/names.def"
  };
  for (const Row& row : kRows) {
    names.*row.field = InternImmortal(row.text);
    if (!(names.*row.field)) return false;
  }
  return true;
}

}  // namespace polygil
