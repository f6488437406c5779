#include "pvm/code/code.h"

#include <algorithm>
#include <cstring>

#include "pvm/code/arena.h"
#include "runtime/object/heap.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/set.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/complex.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Owned ConstantObject(Constant& constant);

Owned ConstantTuple(std::vector<Constant>& items) {
  Handle tuple = TRY(TupleNew(static_cast<int64_t>(items.size())));
  for (size_t i = 0; i < items.size(); ++i) {
    Owned item = TRY(ConstantObject(items[i]));
    TupleInit(tuple, static_cast<int64_t>(i), item);
  }
  return tuple.Release();
}

Owned ConstantObject(Constant& constant) {
  switch (constant.kind) {
    case Constant::Kind::kNone: return OwnNone();
    case Constant::Kind::kTrue: return Owned(Value::True());
    case Constant::Kind::kFalse: return Owned(Value::False());
    case Constant::Kind::kEllipsis: return Owned(Value::Ellipsis());
    case Constant::Kind::kInt: return IntFromInt64(constant.integer);
    case Constant::Kind::kBigInt: return IntFromText(constant.text.data(), constant.text.size(), 16);
    case Constant::Kind::kFloat: return FloatNew(constant.real);
    case Constant::Kind::kComplex: return ComplexNew(constant.real, constant.imaginary);
    case Constant::Kind::kStr: {
      Handle text = TRY(StrFromUtf8(constant.text));
      // Constants that look like identifiers are interned, as names are.
      bool identifier = std::all_of(constant.text.begin(), constant.text.end(), [](char c) {
        return c == '_' || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
      });
      return identifier ? StrIntern(text) : text.Release();
    }
    case Constant::Kind::kName: return StrInternUtf8(constant.text);
    case Constant::Kind::kBytes:
      return BytesNew(constant.text.data(), static_cast<int64_t>(constant.text.size()));
    case Constant::Kind::kTuple: return ConstantTuple(constant.items);
    case Constant::Kind::kFrozenSet: {
      Handle items = TRY(ConstantTuple(constant.items));
      return FrozenSetNew(items);
    }
    case Constant::Kind::kCode: return CodeFromUnit(std::move(constant.code));
  }
  return OwnNone();
}

bool FillConstants(Code* code, CodeUnit& unit) {
  size_t count = unit.constants.size();
  Value* block = static_cast<Value*>(CodeArenaAllocate((count + 1) * sizeof(Value)));
  if (block == nullptr) return RaiseMemoryError();
  block[0].bits = code->local_count;
  code->constants = block + 1;
  for (size_t i = 0; i < count; ++i) {
    Owned value = ConstantObject(unit.constants[i]);
    if (!value) return false;
    code->constants[i] = value.Peek();
    code->constant_count = static_cast<uint32_t>(i + 1);
  }
  return true;
}

bool FillLocals(Code* code, const CodeUnit& unit) {
  Handle names_tuple = TRY(TupleNew(static_cast<int64_t>(unit.locals.size())));
  uint8_t* kinds = static_cast<uint8_t*>(CodeArenaAllocate(unit.locals.size() + 8));
  if (kinds == nullptr) return RaiseMemoryError();
  for (size_t i = 0; i < unit.locals.size(); ++i) {
    Owned name = TRY(StrInternUtf8(unit.locals[i].name));
    TupleInit(names_tuple, static_cast<int64_t>(i), name);
    kinds[i] = unit.locals[i].kind;
  }
  code->local_names = names_tuple.Release().Peek();
  code->local_kinds = kinds;
  return true;
}

bool FillText(Code* code, const CodeUnit& unit) {
  code->name = TRY(StrInternUtf8(unit.name)).Peek();
  code->qualname = TRY(StrInternUtf8(unit.qualname)).Peek();
  code->filename = TRY(StrInternUtf8(unit.filename)).Peek();
  return true;
}

bool FillInstructions(Code* code, const CodeUnit& unit) {
  size_t bytes = unit.code.size() * sizeof(uint64_t);
  code->instructions = static_cast<Instruction*>(CodeArenaAllocate(bytes + sizeof(uint64_t)));
  if (code->instructions == nullptr) return RaiseMemoryError();
  memcpy(code->instructions, unit.code.data(), bytes);
  code->instruction_count = static_cast<uint32_t>(unit.code.size());
  return true;
}

}  // namespace

Owned CodeFromUnit(std::unique_ptr<CodeUnit> unit) {
  Handle holder = TRY(AllocateObject(&CodeType));
  Code* code = holder.As<Code>();
  code->register_count = std::max(unit->register_count, unit->local_count + 1);
  code->local_count = unit->local_count;
  code->code_flags = unit->flags;
  code->argument_count = unit->argument_count;
  code->positional_only_count = unit->positional_only_count;
  code->keyword_only_count = unit->keyword_only_count;
  code->first_line = unit->first_line;
  code->is_generator_like = (unit->flags & (kCodeGenerator | kCodeCoroutine | kCodeAsyncGenerator)) != 0;
  bool simple = !code->is_generator_like && unit->keyword_only_count == 0 &&
                (unit->flags & (kCodeVarArgs | kCodeVarKeywords)) == 0;
  code->simple_argument_count = simple ? unit->argument_count : kNotSimple;
  TRY_VOID(FillText(code, *unit));
  TRY_VOID(FillLocals(code, *unit));
  TRY_VOID(FillInstructions(code, *unit));
  TRY_VOID(FillConstants(code, *unit));
  code->unit = unit.release();
  code->unit->constants.clear();
  code->unit->code.clear();
  code->unit->code.shrink_to_fit();
  return holder.Release();
}

const PositionEntry* CodePosition(const Code* code, uint32_t index) {
  const std::vector<PositionEntry>& positions = code->unit->positions;
  auto after = std::upper_bound(positions.begin(), positions.end(), index,
                                [](uint32_t i, const PositionEntry& entry) { return i < entry.start; });
  return after == positions.begin() ? nullptr : &*(after - 1);
}

const ExceptionEntry* CodeFindHandler(const Code* code, uint32_t index) {
  const std::vector<ExceptionEntry>& table = code->unit->exception_table;
  auto after = std::upper_bound(table.begin(), table.end(), index,
                                [](uint32_t i, const ExceptionEntry& entry) { return i < entry.start; });
  if (after == table.begin()) return nullptr;
  const ExceptionEntry* entry = &*(after - 1);
  return index < entry->end ? entry : nullptr;
}

void CodeDestroy(Object* self) {
  Code* code = static_cast<Code*>(self);
  for (uint32_t i = 0; i < code->constant_count; ++i) DecRef(code->constants[i]);
  if (code->constants != nullptr) {
    CodeArenaFree(code->constants - 1);
  }
  CodeArenaFree(code->instructions);
  CodeArenaFree(const_cast<uint8_t*>(code->local_kinds));
  Value* fields[] = {&code->name, &code->qualname, &code->filename, &code->local_names,
                     &code->names_tuple, &code->constants_tuple};
  for (Value* field : fields) ClearField(field);
  delete code->unit;
}

}  // namespace polygil
