// code objects as Python sees them: types.CodeType (Language Reference 3.2, inspect).
//
// Offsets that Python sees (co_lines, co_positions, f_lasti, tb_lasti) count two bytes a word, as
// CPython counts two bytes an instruction; co_linetable and co_exceptiontable have its formats.

#include <string>

#include "pvm/code/code.h"
#include "pvm/code/code_copy.h"
#include "pvm/code/code_picture.h"
#include "pvm/code/line_table.h"
#include "runtime/object/method_def.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type CodeType;

namespace {

Code* Of(Value self) { return self.As<Code>(); }

// -- Plain attributes ------------------------------------------------------------------------------

Owned GetName(Value self) { return Retain(Of(self)->name); }
Owned GetQualname(Value self) { return Retain(Of(self)->qualname); }
Owned GetFilename(Value self) { return Retain(Of(self)->filename); }
Owned GetFirstLine(Value self) { return IntFromInt64(Of(self)->first_line); }
Owned GetFlags(Value self) { return IntFromInt64(Of(self)->code_flags); }
Owned GetArgumentCount(Value self) { return IntFromInt64(Of(self)->argument_count); }
Owned GetPositionalOnly(Value self) { return IntFromInt64(Of(self)->positional_only_count); }
Owned GetKeywordOnly(Value self) { return IntFromInt64(Of(self)->keyword_only_count); }
Owned GetStackSize(Value self) {
  return IntFromInt64(Of(self)->register_count - Of(self)->local_count);
}

Owned OrFailed(Value borrowed) { return borrowed ? Retain(borrowed) : Owned(); }
Owned GetNames(Value self) { return OrFailed(CodeNames(Of(self))); }
Owned GetConstants(Value self) { return OrFailed(CodeConstants(Of(self))); }

// Names of the locals that have any of the kinds in `mask`.
Owned LocalsOfKind(Code* code, uint8_t mask) {
  TRY_VOID(CodePrepare(code));
  Handle list = TRY(ListNew());
  for (uint32_t i = 0; i < TupleSize(code->local_names); ++i) {
    if ((code->local_kinds[i] & mask) == 0) continue;
    TRY_VOID(ListAppend(list, TupleAt(code->local_names, i)));
  }
  return ListToTuple(list);
}

Owned GetVariableNames(Value self) { return LocalsOfKind(Of(self), kLocalPlain); }
Owned GetCellNames(Value self) { return LocalsOfKind(Of(self), kLocalCell); }
Owned GetFreeNames(Value self) { return LocalsOfKind(Of(self), kLocalFree); }
Owned GetLocalCount(Value self) {
  int64_t count = 0;
  for (uint32_t i = 0; i < Of(self)->local_count; ++i) {
    count += (Of(self)->local_kinds[i] & kLocalPlain) != 0;
  }
  return IntFromInt64(count);
}

Owned GetBytecode(Value self) {
  std::string text;
  TRY_VOID(CodePicture(Of(self), &text));
  return BytesNew(text.data(), static_cast<int64_t>(text.size()));
}

// -- Positions -------------------------------------------------------------------------------------

struct PositionRange {
  uint32_t start, end;  // words
  const PositionEntry* entry;
};

// The entries with their ends; calls f(range) until it returns false.
template <typename F>
bool ForEachPosition(const Code* code, F f) {
  const PositionEntry* positions = CodePositions(code);
  if (positions == nullptr) return RaiseMemoryError();
  uint32_t count = code->record->position_count;
  for (uint32_t i = 0; i < count; ++i) {
    uint32_t end = i + 1 < count ? positions[i + 1].start : code->instruction_count;
    if (end <= positions[i].start) continue;
    if (!f(PositionRange{positions[i].start, end, &positions[i]})) return false;
  }
  return true;
}

Owned IntOrNone(int32_t v) { return v < 0 ? OwnNone() : IntFromInt64(v); }

Owned CodeLines(Value self) {
  Handle list = TRY(ListNew());
  uint32_t start = 0, end = 0;
  int32_t line = -2;
  auto emit = [&]() -> bool {
    if (line == -2) return true;
    Handle first = TRY(IntFromInt64(start * 2)), last = TRY(IntFromInt64(end * 2));
    Handle number = TRY(IntOrNone(line));
    return ListAppendOwned(list, TRY(TupleOf({first, last, number})));
  };
  bool ok = ForEachPosition(Of(self), [&](const PositionRange& range) -> bool {
    if (range.entry->line != line) {
      TRY_VOID(emit());
      start = range.start;
      line = range.entry->line;
    }
    end = range.end;
    return true;
  });
  if (!ok || !emit()) return {};
  return GetIterator(list);
}

Owned CodePositions(Value self) {
  Handle list = TRY(ListNew());
  bool ok = ForEachPosition(Of(self), [&](const PositionRange& range) -> bool {
    const PositionEntry& entry = *range.entry;
    Handle line = TRY(IntOrNone(entry.line));
    Handle end_line = TRY(IntOrNone(entry.end_line < 0 ? entry.line : entry.end_line));
    Handle column = TRY(IntOrNone(entry.column)), end_column = TRY(IntOrNone(entry.end_column));
    Handle tuple = TRY(TupleOf({line, end_line, column, end_column}));
    for (uint32_t i = range.start; i < range.end; ++i) TRY_VOID(ListAppend(list, tuple));
    return true;
  });
  if (!ok) return {};
  return GetIterator(list);
}

void AppendVarint(uint32_t v, std::string* out) {
  while (v >= 64) {
    out->push_back(static_cast<char>(64 | (v & 63)));
    v >>= 6;
  }
  out->push_back(static_cast<char>(v));
}
void AppendSignedVarint(int32_t v, std::string* out) {
  AppendVarint(v < 0 ? (0u - static_cast<uint32_t>(v)) << 1 | 1 : static_cast<uint32_t>(v) << 1, out);
}

// PEP 657's location table, every entry in the long form.
Owned GetLineTable(Value self) {
  constexpr int kLongForm = 14, kNoLocation = 15;
  std::string table;
  int32_t line = Of(self)->first_line;
  ForEachPosition(Of(self), [&](const PositionRange& range) {
    for (uint32_t left = range.end - range.start; left > 0;) {
      uint32_t count = left < 8 ? left : 8;
      left -= count;
      const PositionEntry& entry = *range.entry;
      if (entry.line < 0) {
        table.push_back(static_cast<char>(0x80 | kNoLocation << 3 | (count - 1)));
        continue;
      }
      table.push_back(static_cast<char>(0x80 | kLongForm << 3 | (count - 1)));
      AppendSignedVarint(entry.line - line, &table);
      int32_t end_line = entry.end_line < entry.line ? entry.line : entry.end_line;
      AppendVarint(static_cast<uint32_t>(end_line - entry.line), &table);
      AppendVarint(static_cast<uint32_t>(entry.column + 1), &table);
      AppendVarint(static_cast<uint32_t>(entry.end_column + 1), &table);
      line = entry.line;
    }
    return true;
  });
  return BytesNew(table.data(), static_cast<int64_t>(table.size()));
}

// The old table: pairs of an unsigned offset step and a signed line step.
Owned GetLineNumberTable(Value self) {
  std::string table;
  int32_t line = Of(self)->first_line;
  uint32_t offset = 0;
  ForEachPosition(Of(self), [&](const PositionRange& range) {
    if (range.entry->line < 0 || range.entry->line == line) return true;
    int32_t lines = range.entry->line - line;
    uint32_t bytes = range.start * 2 - offset;
    for (; bytes > 254; bytes -= 254) table += std::string("\xFE\0", 2);
    for (; lines < -128 || lines > 127; bytes = 0) {
      int32_t step = lines < 0 ? -128 : 127;
      table.push_back(static_cast<char>(bytes));
      table.push_back(static_cast<char>(step));
      lines -= step;
    }
    table.push_back(static_cast<char>(bytes));
    table.push_back(static_cast<char>(lines));
    line = range.entry->line;
    offset = range.start * 2;
    return true;
  });
  return BytesNew(table.data(), static_cast<int64_t>(table.size()));
}

void AppendTableNumber(uint32_t v, uint8_t first_bit, std::string* out) {
  int shift = 0;
  while (v >> (shift + 6) != 0) shift += 6;
  for (; shift >= 0; shift -= 6) {
    uint8_t more = shift > 0 ? 64 : 0;
    out->push_back(static_cast<char>((v >> shift & 63) | more | first_bit));
    first_bit = 0;
  }
}

Owned GetExceptionTable(Value self) {
  std::string table;
  const Code* code = Of(self);
  for (uint32_t i = 0; i < code->exception_count(); ++i) {
    const ExceptionEntry& entry = code->exceptions()[i];
    AppendTableNumber(entry.start, 128, &table);
    AppendTableNumber(entry.end - entry.start, 0, &table);
    AppendTableNumber(entry.handler, 0, &table);
    AppendTableNumber(uint32_t{entry.depth} << 1, 0, &table);
  }
  return BytesNew(table.data(), static_cast<int64_t>(table.size()));
}

// -- Text, comparison, replace() -------------------------------------------------------------------

Owned CodeRepr(Value self) {
  const Code* code = Of(self);
  return StrFormat("<code object %U at %p, file \"%U\", line %d>", code->name,
                   static_cast<const void*>(code), code->filename, code->first_line);
}

bool SameInstructions(const Code* a, const Code* b) {
  if (a->instruction_count != b->instruction_count) return false;
  for (uint32_t i = 0; i < a->instruction_count;) {
    Instruction x = a->instructions[i], y = b->instructions[i];
    Opcode generic = CodeOpcodeAt(a, i);
    if (generic != CodeOpcodeAt(b, i) || x.a != y.a || x.b != y.b || x.c != y.c) return false;
    i += InfoOf(generic).words;
  }
  return true;
}

bool SamePositions(const Code* a, const Code* b) {
  uint32_t count = a->record->position_count;
  if (count != b->record->position_count) return false;
  const PositionEntry *x = CodePositions(a), *y = CodePositions(b);
  for (uint32_t i = 0; i < count && x != nullptr && y != nullptr; ++i) {
    if (x[i].start != y[i].start || x[i].line != y[i].line || x[i].column != y[i].column) return false;
  }
  return true;
}

// Equal constants of different types are different code: 1 and True, 1 and 1.0.
Fallible<bool> SameConstant(Value a, Value b) {
  if (a == b) return true;
  if (TypeOf(a) != TypeOf(b)) return false;
  if (!IsTuple(a)) return Equals(a, b);
  if (TupleSize(a) != TupleSize(b)) return false;
  for (int64_t i = 0; i < TupleSize(a); ++i) {
    if (!TRY(SameConstant(TupleAt(a, i), TupleAt(b, i)))) return false;
  }
  return true;
}

Fallible<bool> SameCode(Code* a, Code* b) {
  if (!CodePrepare(a) || !CodePrepare(b)) return {};
  if (!StrEqual(a->name, b->name) || a->argument_count != b->argument_count ||
      a->positional_only_count != b->positional_only_count ||
      a->keyword_only_count != b->keyword_only_count || a->code_flags != b->code_flags ||
      a->first_line != b->first_line || a->constant_count != b->constant_count ||
      a->local_count != b->local_count || !SameInstructions(a, b) || !SamePositions(a, b))
    return false;
  for (uint32_t i = 0; i < a->constant_count; ++i) {
    Fallible<bool> same = SameConstant(a->constants[i], b->constants[i]);
    if (!same.ok || !same.value) return same;
  }
  return Equals(a->local_names, b->local_names);
}

Owned CodeCompare(Value self, Value other, CompareOp op) {
  if ((op != CompareOp::kEq && op != CompareOp::kNe) || !IsExactly(other, CodeType))
    return OwnNotImplemented();
  Fallible<bool> same = self == other ? Fallible<bool>(true) : SameCode(Of(self), Of(other));
  if (!same.ok) return {};
  return OwnBool(same.value == (op == CompareOp::kEq));
}

Fallible<int64_t> CodeHash(Value self) {
  Code* code = Of(self);
  if (!CodePrepare(code)) return {};
  uint64_t hash = static_cast<uint64_t>(StrHash(code->name));
  hash = hash * 1000003 ^ code->argument_count ^ uint64_t{code->code_flags} << 8;
  hash = hash * 1000003 ^ static_cast<uint64_t>(code->first_line) ^ uint64_t{code->instruction_count} << 20;
  for (uint32_t i = 0; i < code->instruction_count;) {
    Instruction word = code->instructions[i];
    Opcode generic = CodeOpcodeAt(code, i);
    hash = hash * 1000003 ^ static_cast<uint64_t>(generic) ^ uint64_t{word.a} << 16;
    i += InfoOf(generic).words;
  }
  int64_t result = static_cast<int64_t>(hash);
  return result == -1 ? int64_t{-2} : result;
}

constexpr const char* kReplaceSignature =
    "($self, /, *, co_argcount=-1, co_posonlyargcount=-1, co_kwonlyargcount=-1, co_nlocals=-1, "
    "co_stacksize=-1, co_flags=-1, co_firstlineno=-1, co_code=None, co_consts=None, co_names=None, "
    "co_varnames=None, co_freevars=None, co_cellvars=None, co_filename=None, co_name=None, "
    "co_qualname=None, co_linetable=None, co_exceptiontable=None)\n--\n\n"
    "Return a copy of the code object with new values for the specified fields.";

bool ReplaceText(Value v, Value* field, const char* what) {
  if (!v) return true;
  if (!IsStr(v))
    return Raise(&TypeErrorType, "replace() argument '%s' must be str, not %.50s", what, TypeName(v));
  StoreOwned(field, TRY(StrIntern(v)));
  return true;
}

// Small ints stand in the instructions that load them: these take the constant of the index now.
void LoadConstantInstead(Code* code, Value number, uint32_t index) {
  for (uint32_t i = 0; i < code->instruction_count;) {
    Instruction* word = const_cast<Instruction*>(&code->instructions[i]);
    Opcode op = CodeOpcodeAt(code, i);
    int32_t loaded = static_cast<int32_t>(word->b | static_cast<uint32_t>(word->c) << 16);
    if (op == Opcode::LOAD_INT && number == Value::Int(loaded)) {
      word->op = static_cast<uint16_t>(Opcode::LOAD_CONST);
      word->b = static_cast<uint16_t>(index);
      word->c = static_cast<uint16_t>(index >> 16);
    }
    i += InfoOf(op).words;
  }
}

bool ReplaceConstants(Code* code, Value v) {
  if (!v) return true;
  TRY_VOID(CodePrepare(code));
  if (!IsTuple(v))
    return Raise(&TypeErrorType, "replace() argument 'co_consts' must be tuple, not %.50s", TypeName(v));
  int64_t next = 0;
  for (uint32_t i = 0; i < code->constant_count; ++i) {
    if (!CodeShowsConstant(code, i)) continue;
    if (next == TupleSize(v)) return Raise(&ValueErrorType, "code: co_consts is too small");
    Value before = code->constants[i], after = TupleAt(v, next++);
    if (before != after && before.IsInt()) LoadConstantInstead(code, before, i);
    StoreOwned(&code->constants[i], Retain(after));
  }
  return !HasPendingException();
}

bool ReplaceNumber(Value v, uint32_t* field) {
  if (!v) return true;
  int64_t number = TRY(AsInt64(v));
  *field = static_cast<uint32_t>(number);
  return true;
}

// What describes the instructions can only be "replaced" by the same.
bool CheckUnchanged(Value self, Value v, Owned (*get)(Value), const char* what) {
  if (!v) return true;
  Handle now = TRY(get(self));
  bool same = TRY(Equals(now, v));
  if (same) return true;
  return Raise(&ValueErrorType, "code.replace() can't change %s", what);
}

bool ReplaceLineTable(Value v, CodeUnit* unit) {
  if (!v) return true;
  if (!IsExactly(v, BytesType))
    return Raise(&TypeErrorType, "replace() argument 'co_linetable' must be bytes, not %.50s", TypeName(v));
  if (!ReadLineTable(BytesView(v), unit->first_line, &unit->positions))
    return Raise(&ValueErrorType, "code: co_linetable is cut off");
  auto size = static_cast<uint32_t>(unit->code.size());
  while (!unit->positions.empty() && unit->positions.back().start >= size) unit->positions.pop_back();
  return true;
}

Owned CodeReplace(Value self, const Value* args) {
  TRY_VOID(CheckUnchanged(self, args[0], GetArgumentCount, "co_argcount"));
  TRY_VOID(CheckUnchanged(self, args[1], GetPositionalOnly, "co_posonlyargcount"));
  TRY_VOID(CheckUnchanged(self, args[2], GetKeywordOnly, "co_kwonlyargcount"));
  TRY_VOID(CheckUnchanged(self, args[3], GetLocalCount, "co_nlocals"));
  TRY_VOID(CheckUnchanged(self, args[7], GetBytecode, "co_code"));
  TRY_VOID(CheckUnchanged(self, args[9], GetNames, "co_names"));
  TRY_VOID(CheckUnchanged(self, args[10], GetVariableNames, "co_varnames"));
  TRY_VOID(CheckUnchanged(self, args[11], GetFreeNames, "co_freevars"));
  TRY_VOID(CheckUnchanged(self, args[12], GetCellNames, "co_cellvars"));
  std::unique_ptr<CodeUnit> unit = CodeToUnit(Of(self));
  if (unit == nullptr) return {};
  TRY_VOID(ReplaceNumber(args[5], &unit->flags));
  uint32_t first_line = static_cast<uint32_t>(unit->first_line);
  TRY_VOID(ReplaceNumber(args[6], &first_line));
  unit->first_line = static_cast<int32_t>(first_line);
  TRY_VOID(ReplaceLineTable(args[16], unit.get()));
  Handle copy = TRY(CodeFromUnit(*unit));
  Of(copy)->differs = true;
  TRY_VOID(ReplaceConstants(Of(copy), args[8]));
  TRY_VOID(ReplaceText(args[13], &Of(copy)->filename, "co_filename"));
  TRY_VOID(ReplaceText(args[14], &Of(copy)->name, "co_name"));
  TRY_VOID(ReplaceText(args[15], &Of(copy)->qualname, "co_qualname"));
  return copy.Release();
}

Owned CodeVariableName(Value self, Value index) {
  int64_t i = TRY(AsInt64(index));
  Code* code = Of(self);
  TRY_VOID(CodePrepare(code));
  if (i < 0 || i >= TupleSize(code->local_names)) return Raise(&IndexErrorType, "tuple index out of range");
  return Retain(TupleAt(code->local_names, i));
}

Owned CodeMake(Type*, const Value*, size_t, Value) {
  return Raise(&TypeErrorType,
               "code objects can't be made from CPython bytecode; use compile() or code.replace()");
}

Owned CodeSizeOf(Value self) {
  const Code* code = Of(self);
  return IntFromSize(sizeof(Code) + code->instruction_count * sizeof(uint64_t) +
                     code->constant_count * sizeof(Value));
}

const MethodDef kCodeMethods[] = {
    PY_METHOD(code, co_lines, NoArgs(CodeLines), "($self, /)\n--\n\nTriples of offsets and line."),
    PY_METHOD(code, co_positions, NoArgs(CodePositions),
              "($self, /)\n--\n\nLine, end line, column and end column of each instruction."),
    PY_METHOD(code, replace, Bound(CodeReplace), kReplaceSignature),
    PY_METHOD(code, _varname_from_oparg, OneArg(CodeVariableName),
              "($self, oparg, /)\n--\n\nThe name of a local register."),
    PY_METHOD(code, __sizeof__, NoArgs(CodeSizeOf), "($self, /)\n--\n\nSize in memory, in bytes."),
    {}};

const PropertyDef kCodeProperties[] = {{"co_name", GetName},
                                       {"co_qualname", GetQualname},
                                       {"co_filename", GetFilename},
                                       {"co_firstlineno", GetFirstLine},
                                       {"co_flags", GetFlags},
                                       {"co_argcount", GetArgumentCount},
                                       {"co_posonlyargcount", GetPositionalOnly},
                                       {"co_kwonlyargcount", GetKeywordOnly},
                                       {"co_nlocals", GetLocalCount},
                                       {"co_stacksize", GetStackSize},
                                       {"co_names", GetNames},
                                       {"co_consts", GetConstants},
                                       {"co_varnames", GetVariableNames},
                                       {"co_cellvars", GetCellNames},
                                       {"co_freevars", GetFreeNames},
                                       {"co_code", GetBytecode},
                                       {"_co_code_adaptive", GetBytecode},
                                       {"co_linetable", GetLineTable},
                                       {"co_lnotab", GetLineNumberTable},
                                       {"co_exceptiontable", GetExceptionTable},
                                       {}};

}  // namespace

bool InitCodeType() {
  CodeType.slots.repr = CodeRepr;
  CodeType.slots.hash = CodeHash;
  CodeType.slots.rich_compare = CodeCompare;
  CodeType.slots.new_instance = CodeMake;
  CodeType.slots.destroy = CodeDestroy;
  return InitBuiltinType({.type = &CodeType,
                          .name = "code",
                          .basic_size = sizeof(Code),
                          .flags = kTypeWeakly,
                          .methods = kCodeMethods,
                          .properties = kCodeProperties,
                          .doc = "Create a code object.  Not for mere mortals."});
}

}  // namespace polygil
