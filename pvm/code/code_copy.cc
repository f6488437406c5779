#include "pvm/code/code_copy.h"

#include <cstring>

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

// WTF-8: lone surrogates stand for themselves.
void AppendText(Value v, std::string* out) {
  int64_t length = StrLength(v);
  if (v.As<Str>()->is_ascii()) {
    out->append(reinterpret_cast<const char*>(v.As<Str>()->latin1()), static_cast<size_t>(length));
    return;
  }
  for (int64_t i = 0; i < length; ++i) {
    uint32_t c = StrAt(v, i);
    if (c < 0x80) {
      out->push_back(static_cast<char>(c));
    } else if (c < 0x800) {
      out->push_back(static_cast<char>(0xC0 | c >> 6));
      out->push_back(static_cast<char>(0x80 | (c & 63)));
    } else if (c < 0x10000) {
      out->push_back(static_cast<char>(0xE0 | c >> 12));
      out->push_back(static_cast<char>(0x80 | (c >> 6 & 63)));
      out->push_back(static_cast<char>(0x80 | (c & 63)));
    } else {
      out->push_back(static_cast<char>(0xF0 | c >> 18));
      out->push_back(static_cast<char>(0x80 | (c >> 12 & 63)));
      out->push_back(static_cast<char>(0x80 | (c >> 6 & 63)));
      out->push_back(static_cast<char>(0x80 | (c & 63)));
    }
  }
}

void AppendHexadecimal(Value v, std::string* out) {
  const BigInt* big = v.As<BigInt>();
  int64_t count = big->size < 0 ? -big->size : big->size;
  if (big->size < 0) out->push_back('-');
  char digits[20];
  for (int64_t i = count; i-- > 0;) {
    int n = snprintf(digits, sizeof(digits), i == count - 1 ? "%lx" : "%016lx",
                     static_cast<unsigned long>(big->limbs[i]));
    out->append(digits, static_cast<size_t>(n));
  }
  if (count == 0) out->push_back('0');
}

bool ItemsFromTuple(Value tuple, std::vector<Constant>* items) {
  for (int64_t i = 0; i < TupleSize(tuple); ++i) {
    items->emplace_back();
    TRY_VOID(ConstantFromObject(TupleAt(tuple, i), &items->back()));
  }
  return true;
}

bool ItemsFromSet(Value set, std::vector<Constant>* items) {
  int64_t position = 0;
  Value key;
  while (SetNext(set, &position, &key)) {
    items->emplace_back();
    TRY_VOID(ConstantFromObject(key, &items->back()));
  }
  return true;
}

}  // namespace

bool ConstantFromObject(Value v, Constant* constant) {
  using Kind = Constant::Kind;
  if (v.IsInt()) {
    constant->kind = Kind::kInt;
    constant->integer = v.AsInt();
  } else if (v.IsNone()) {
    constant->kind = Kind::kNone;
  } else if (v.IsBool()) {
    constant->kind = v.IsTrue() ? Kind::kTrue : Kind::kFalse;
  } else if (v.IsEllipsis()) {
    constant->kind = Kind::kEllipsis;
  } else if (v.IsImmediateFloat() || IsExactly(v, FloatType)) {
    constant->kind = Kind::kFloat;
    constant->real = FloatValue(v);
  } else if (IsExactly(v, StrType)) {
    constant->kind = v.As<Str>()->is_interned() ? Kind::kName : Kind::kStr;
    AppendText(v, &constant->text);
  } else if (IsExactly(v, IntType)) {
    constant->kind = Kind::kBigInt;
    AppendHexadecimal(v, &constant->text);
  } else if (IsExactly(v, ComplexType)) {
    constant->kind = Kind::kComplex;
    constant->real = v.As<Complex>()->real;
    constant->imaginary = v.As<Complex>()->imaginary;
  } else if (IsExactly(v, BytesType)) {
    constant->kind = Kind::kBytes;
    constant->text = BytesView(v);
  } else if (IsExactly(v, TupleType)) {
    constant->kind = Kind::kTuple;
    return ItemsFromTuple(v, &constant->items);
  } else if (IsExactly(v, FrozenSetType)) {
    constant->kind = Kind::kFrozenSet;
    return ItemsFromSet(v, &constant->items);
  } else if (IsExactly(v, CodeType)) {
    constant->kind = Kind::kCode;
    constant->code = CodeToUnit(v.As<Code>());
    return constant->code != nullptr;
  } else {
    return Raise(&ValueErrorType, "unmarshallable object");
  }
  return true;
}

namespace {

// The first extra word of these is an operand (X1 in opcodes.def); that of all others is a cache.
bool HasExtraOperand(Opcode op) {
  switch (op) {
    case Opcode::UNPACK_EX:
    case Opcode::MATCH_CLASS:
    case Opcode::CALL_KEYWORDS:
    case Opcode::CALL_FUNCTION_KEYWORDS:
    case Opcode::MAKE_FUNCTION:
    case Opcode::FOR_ITERATOR: return true;
    default: return Opcode::ADD <= op && op <= Opcode::INPLACE_MATRIX_MULTIPLY;
  }
}

}  // namespace

std::unique_ptr<CodeUnit> CodeToUnit(Code* code) {
  if (!CodePrepare(code)) return nullptr;
  const PositionEntry* positions = CodePositions(code);
  if (positions == nullptr) {
    RaiseMemoryError();
    return nullptr;
  }
  auto unit = std::make_unique<CodeUnit>();
  AppendText(code->name, &unit->name);
  AppendText(code->qualname, &unit->qualname);
  AppendText(code->filename, &unit->filename);
  unit->first_line = code->first_line;
  unit->argument_count = code->argument_count;
  unit->positional_only_count = code->positional_only_count;
  unit->keyword_only_count = code->keyword_only_count;
  unit->flags = code->code_flags;
  unit->local_count = code->local_count;
  unit->register_count = code->register_count;
  for (int64_t i = 0; i < TupleSize(code->local_names); ++i) {
    LocalVariable& local = unit->locals.emplace_back();
    AppendText(TupleAt(code->local_names, i), &local.name);
    local.kind = code->local_kinds[i];
  }
  const ImageUnit& record = *code->record;
  const uint32_t* texts = ImageAt<uint32_t>(code->image, record.names);
  for (uint32_t i = 0; i < record.name_count; ++i) unit->names.emplace_back(ImageTextAt(code->image, texts[i]));
  unit->exception_table.assign(code->exceptions(), code->exceptions() + code->exception_count());
  unit->positions.assign(positions, positions + record.position_count);
  const auto* kinds = ImageAt<ImageConstant>(code->image, record.constants);
  for (uint32_t i = 0; i < code->constant_count; ++i) {
    unit->constants.emplace_back();
    if (!ConstantFromObject(code->constants[i], &unit->constants.back())) return nullptr;
    // A name that instructions use and an equal constant are told apart by their kinds only.
    if (static_cast<Constant::Kind>(kinds[i].kind) == Constant::Kind::kStr &&
        unit->constants.back().kind == Constant::Kind::kName)
      unit->constants.back().kind = Constant::Kind::kStr;
  }
  unit->code.resize(code->instruction_count);
  for (uint32_t i = 0; i < code->instruction_count;) {
    Instruction word = code->instructions[i];
    Opcode generic = CodeOpcodeAt(code, i);
    word.op = static_cast<uint16_t>(generic);
    memcpy(&unit->code[i], &word, sizeof(word));
    if (HasExtraOperand(generic)) memcpy(&unit->code[i + 1], &code->instructions[i + 1], sizeof(uint32_t));
    i += InfoOf(generic).words;
  }
  return unit;
}

bool CodeSetFilename(Code* code, Value filename) {
  Handle old = Retain(code->filename);
  StoreOwned(&code->filename, Retain(filename));
  code->differs = true;
  for (uint32_t i = 0; i < code->constant_count; ++i) {
    Value v = code->constants[i];
    if (!IsExactly(v, CodeType)) continue;
    if (StrEqual(v.As<Code>()->filename, old)) TRY_VOID(CodeSetFilename(v.As<Code>(), filename));
  }
  return true;
}

Value CodeNames(Code* code) {
  if (code->names_tuple) return code->names_tuple;
  uint32_t count = code->record->name_count;
  const uint32_t* texts = ImageAt<uint32_t>(code->image, code->record->names);
  Handle tuple = TupleNew(count);
  if (tuple.IsEmpty()) return Value::Empty();
  for (uint32_t i = 0; i < count; ++i) {
    Owned name = StrInternUtf8(ImageTextAt(code->image, texts[i]));
    if (!name) return Value::Empty();
    TupleInit(tuple, i, name);
  }
  GcUntrack(tuple.Get().AsObject());  // strs only
  code->names_tuple = tuple.Release().Peek();
  return code->names_tuple;
}

bool CodeShowsConstant(Code* code, uint32_t index) {
  const ImageConstant& constant = ImageAt<ImageConstant>(code->image, code->record->constants)[index];
  if (static_cast<Constant::Kind>(constant.kind) != Constant::Kind::kName) return true;
  Value listed = CodeNames(code);
  if (!listed) return true;
  for (int64_t i = 0; i < TupleSize(listed); ++i) {
    if (TupleAt(listed, i) == code->constants[index]) return false;
  }
  return true;
}

namespace {

// CPython loads the None that is returned where the source doesn't say what is, as any other.
bool LoadsNone(Code* code) {
  for (uint32_t i = 0; i < code->instruction_count; i += InfoOf(CodeOpcodeAt(code, i)).words) {
    Opcode op = CodeOpcodeAt(code, i);
    if (op == Opcode::RETURN_NONE || op == Opcode::LOAD_NONE) return true;
  }
  return false;
}

}  // namespace

Value CodeConstants(Code* code) {
  if (code->constants_tuple) return code->constants_tuple;
  if (!CodePrepare(code)) return Value::Empty();
  std::vector<Value> shown;
  bool has_none = false;
  for (uint32_t i = 0; i < code->constant_count; ++i) {
    if (!CodeShowsConstant(code, i)) continue;
    shown.push_back(code->constants[i]);
    has_none = has_none || code->constants[i].IsNone();
  }
  if (HasPendingException()) return Value::Empty();
  if (!has_none && LoadsNone(code)) shown.push_back(Value::None());
  Owned tuple = TupleFrom(shown.data(), static_cast<int64_t>(shown.size()));
  code->constants_tuple = tuple.Peek();
  return code->constants_tuple;
}

}  // namespace polygil
