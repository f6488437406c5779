#include "pvm/code/code.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "pvm/code/arena.h"
#include "runtime/object/heap.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/set.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/complex.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Owned ConstantObject(const Code* code, const ImageConstant& constant);

// -- Texts ----------------------------------------------------------------------------------------

Owned NewText(const ImageText* text) {
  std::string_view view = text->view();
  return text->ascii() ? StrFromAscii(view.data(), view.size()) : StrFromUtf8(view);
}
Owned NameAt(const uint8_t* image, uint32_t where) {
  Handle text = TRY(NewText(ImageAt<ImageText>(image, where)));
  return StrIntern(text);
}

// -- Constants ------------------------------------------------------------------------------------

Owned ConstantTuple(const Code* code, const ImageConstant& constant) {
  const ImageConstant* items = ImageAt<ImageConstant>(code->image, constant.where);
  Handle tuple = TRY(TupleNew(constant.count));
  for (uint32_t i = 0; i < constant.count; ++i) {
    Owned item = TRY(ConstantObject(code, items[i]));
    TupleInit(tuple, i, item);
  }
  TupleUpdateTracking(tuple);
  return tuple.Release();
}

Owned NewCode(const uint8_t* image, const ImageUnit* record, ImageOwner* owner, const Code* parent);

Owned ConstantObject(const Code* code, const ImageConstant& constant) {
  using Kind = Constant::Kind;
  const uint8_t* image = code->image;
  switch (static_cast<Kind>(constant.kind)) {
    case Kind::kNone: return OwnNone();
    case Kind::kTrue: return Owned(Value::True());
    case Kind::kFalse: return Owned(Value::False());
    case Kind::kEllipsis: return Owned(Value::Ellipsis());
    case Kind::kInt:
      if (constant.count == 0) return IntFromInt64(static_cast<int32_t>(constant.where));
      return IntFromInt64(*ImageAt<int64_t>(image, constant.where));
    case Kind::kBigInt: {
      std::string_view text = ImageTextAt(image, constant.where);
      return IntFromText(text.data(), text.size(), 16);
    }
    case Kind::kFloat: return FloatNew(*ImageAt<double>(image, constant.where));
    case Kind::kComplex: {
      const double* parts = ImageAt<double>(image, constant.where);
      return ComplexNew(parts[0], parts[1]);
    }
    case Kind::kStr: {
      // Constants that look like identifiers are interned, as names are.
      const ImageText* text = ImageAt<ImageText>(image, constant.where);
      return text->identifier() ? NameAt(image, constant.where) : NewText(text);
    }
    case Kind::kName: return NameAt(image, constant.where);
    case Kind::kBytes: {
      std::string_view text = ImageTextAt(image, constant.where);
      return BytesNew(text.data(), static_cast<int64_t>(text.size()));
    }
    case Kind::kTuple: return ConstantTuple(code, constant);
    case Kind::kFrozenSet: {
      Handle items = TRY(ConstantTuple(code, constant));
      return FrozenSetNew(items);
    }
    case Kind::kCode:
      return NewCode(image, ImageAt<ImageUnit>(image, constant.where), code->owner, code);
  }
  return OwnNone();
}

// -- Preparing ------------------------------------------------------------------------------------

bool FillConstants(Code* code) {
  size_t count = code->record->constant_count;
  if (code->constants == nullptr) {
    Value* block = static_cast<Value*>(CodeArenaAllocate((count + 1) * sizeof(Value)));
    if (block == nullptr) return RaiseMemoryError();
    block[0].bits = code->local_count;
    code->constants = block + 1;
  }
  const ImageConstant* source = ImageAt<ImageConstant>(code->image, code->record->constants);
  // (After a failure, what is there already stays.)
  for (uint32_t i = code->constant_count; i < count; ++i) {
    Owned value = ConstantObject(code, source[i]);
    if (!value) return false;
    code->constants[i] = value.Peek();
    code->constant_count = i + 1;
  }
  return true;
}

bool FillLocals(Code* code) {
  if (code->local_names) return true;
  Handle names_tuple = TRY(TupleNew(code->local_count));
  const uint32_t* texts = ImageAt<uint32_t>(code->image, code->record->locals);
  for (uint32_t i = 0; i < code->local_count; ++i) {
    Owned name = TRY(NameAt(code->image, texts[i]));
    TupleInit(names_tuple, i, name);
  }
  GcUntrack(names_tuple.Get().AsObject());  // strs only
  code->local_names = names_tuple.Release().Peek();
  return true;
}

bool FillInstructions(Code* code) {
  size_t bytes = size_t{code->instruction_count} * sizeof(uint64_t);
  auto* words = static_cast<Instruction*>(CodeArenaAllocate(bytes + sizeof(uint64_t)));
  if (words == nullptr) return RaiseMemoryError();
  DecodeWords(ImageAt<uint8_t>(code->image, code->record->words), code->instruction_count,
              reinterpret_cast<uint64_t*>(words));
  code->instructions = words;
  return true;
}

Owned FilenameFor(const uint8_t* image, const ImageUnit* record, const Code* parent) {
  if (parent == nullptr || parent->record->filename != record->filename)
    return NameAt(image, record->filename);
  return Retain(parent->filename);
}

Owned NewCode(const uint8_t* image, const ImageUnit* record, ImageOwner* owner, const Code* parent) {
  Handle holder = TRY(AllocateObject(&CodeType));
  Code* code = holder.As<Code>();
  code->image = image;
  code->record = record;
  code->owner = owner;
  if (owner != nullptr) ++owner->references;
  code->register_count = std::max(record->register_count, record->local_count + 1);
  code->local_count = record->local_count;
  code->local_kinds = ImageAt<uint8_t>(image, record->local_kinds);
  code->code_flags = record->flags;
  code->argument_count = record->argument_count;
  code->positional_only_count = record->positional_only_count;
  code->keyword_only_count = record->keyword_only_count;
  code->instruction_count = record->word_count;
  code->first_line = record->first_line;
  code->is_generator_like =
      (record->flags & (kCodeGenerator | kCodeCoroutine | kCodeAsyncGenerator)) != 0;
  code->simple_argument_count = kNotSimple;
  code->name = TRY(NameAt(image, record->name)).Peek();
  code->qualname = record->qualname == record->name ? Retain(code->name).Peek()
                                                    : TRY(NameAt(image, record->qualname)).Peek();
  code->filename = TRY(FilenameFor(image, record, parent)).Peek();
  return holder.Release();
}

void ReleaseOwner(ImageOwner* owner) {
  if (owner != nullptr && --owner->references == 0) free(owner);
}

}  // namespace

bool CodePrepareSlow(Code* code) {
  TRY_VOID(FillLocals(code));
  TRY_VOID(FillConstants(code));
  TRY_VOID(FillInstructions(code));
  bool simple = !code->is_generator_like && code->keyword_only_count == 0 &&
                !CodeHas(code, kCodeVarArgs | kCodeVarKeywords);
  if (simple) code->simple_argument_count = code->argument_count;
  return true;
}

Owned CodeFromImage(std::string_view bytes, bool permanent) {
  const uint8_t* image = reinterpret_cast<const uint8_t*>(bytes.data());
  ImageOwner* owner = nullptr;
  if (!permanent) {
    owner = static_cast<ImageOwner*>(malloc(sizeof(ImageOwner) + bytes.size()));
    if (owner == nullptr) return RaiseMemoryError();
    static_assert(sizeof(ImageOwner) % 8 == 0);
    owner->references = 1;
    memcpy(owner->bytes(), bytes.data(), bytes.size());
    image = owner->bytes();
  }
  uint32_t root = ImageAt<ImageHeader>(image, 0)->root;
  Owned code = NewCode(image, ImageAt<ImageUnit>(image, root), owner, nullptr);
  ReleaseOwner(owner);
  return code;
}

Owned CodeFromUnit(const CodeUnit& unit) { return CodeFromImage(MakeCodeImage(unit), false); }

Owned CodeDocstring(const Code* code) {
  using Kind = Constant::Kind;
  if (code->constant_count > 0)
    return IsStr(code->constants[0]) ? Retain(code->constants[0]) : OwnNone();
  if (code->record->constant_count == 0) return OwnNone();
  const ImageConstant& first = *ImageAt<ImageConstant>(code->image, code->record->constants);
  Kind kind = static_cast<Kind>(first.kind);
  return kind == Kind::kStr || kind == Kind::kName ? ConstantObject(code, first) : OwnNone();
}

const PositionEntry* CodePositions(const Code* code) {
  if (code->positions != nullptr) return code->positions;
  uint32_t count = code->record->position_count;
  auto* entries = static_cast<PositionEntry*>(malloc((count + 1) * sizeof(PositionEntry)));
  if (entries == nullptr) return nullptr;
  DecodePositions(ImageAt<uint8_t>(code->image, code->record->positions), count, entries);
  // -X no_debug_ranges: lines only.
  Value state = CurrentInterpreter()->module_state;
  if (state && DictGetAscii(state, kNoDebugRanges)) {
    for (uint32_t i = 0; i < count; ++i) entries[i].end_line = entries[i].column = entries[i].end_column = -1;
  }
  const_cast<Code*>(code)->positions = entries;
  return entries;
}

const PositionEntry* CodePosition(const Code* code, uint32_t index) {
  const PositionEntry* begin = CodePositions(code);
  if (begin == nullptr) return nullptr;
  const PositionEntry* after =
      std::upper_bound(begin, begin + code->record->position_count, index,
                       [](uint32_t i, const PositionEntry& entry) { return i < entry.start; });
  return after == begin ? nullptr : after - 1;
}

int32_t CodeLineWithoutMemory(const Code* code, uint32_t index) {
  const ImageUnit* record = code->record;
  return FindLine(ImageAt<uint8_t>(code->image, record->positions), record->position_count, index);
}

Opcode CodeOpcodeAt(const Code* code, uint32_t index) {
  Opcode op = code->instructions[index].opcode();
  return GenericForm(op == Opcode::TRACED ? static_cast<Opcode>(code->traced_ops[index]) : op);
}

const ExceptionEntry* CodeFindHandler(const Code* code, uint32_t index) {
  const ExceptionEntry* begin = code->exceptions();
  const ExceptionEntry* after =
      std::upper_bound(begin, begin + code->exception_count(), index,
                       [](uint32_t i, const ExceptionEntry& entry) { return i < entry.start; });
  if (after == begin) return nullptr;
  const ExceptionEntry* entry = after - 1;
  return index < entry->end ? entry : nullptr;
}

void CodeDestroy(Object* self) {
  Code* code = static_cast<Code*>(self);
  for (uint32_t i = 0; i < code->constant_count; ++i) DecRef(code->constants[i]);
  if (code->constants != nullptr) CodeArenaFree(code->constants - 1);
  CodeArenaFree(code->instructions);
  Value* fields[] = {&code->name, &code->qualname, &code->filename, &code->local_names,
                     &code->names_tuple, &code->constants_tuple};
  for (Value* field : fields) ClearField(field);
  free(code->positions);
  ReleaseOwner(code->owner);
  if (code->traced_ops != nullptr) RawFree(code->traced_ops, code->instruction_count * sizeof(uint16_t));
}

}  // namespace polygil
