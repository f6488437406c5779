#include "pvm/bytecode/code_image.h"

#include <cstring>
#include <unordered_map>

namespace polygil {
namespace {

bool IsAscii(std::string_view text) {
  for (char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

bool IsIdentifier(std::string_view text) {
  for (char c : text) {
    if (c != '_' && !(c >= '0' && c <= '9') && !((c | 32) >= 'a' && (c | 32) <= 'z')) return false;
  }
  return true;
}

// -- Packed words: per word a byte that tells which of its bytes aren't zero, then these. Caches are
// all zero, and most operands small.

std::string PackWords(const std::vector<uint64_t>& words) {
  std::string out;
  out.reserve(words.size() * 4);
  for (uint64_t word : words) {
    size_t mask_at = out.size();
    uint8_t mask = 0;
    out.push_back(0);
    for (int i = 0; i < 8; ++i) {
      uint8_t byte = static_cast<uint8_t>(word >> (8 * i));
      if (byte == 0) continue;
      mask |= static_cast<uint8_t>(1 << i);
      out.push_back(static_cast<char>(byte));
    }
    out[mask_at] = static_cast<char>(mask);
  }
  return out;
}

// -- Packed positions: per entry the step of `start`, the step of `line`, the lines it spans and both
// columns plus one. Numbers are in groups of seven bits, low ones first; signed ones in zigzag.

void PutNumber(uint32_t v, std::string* out) {
  for (; v >= 128; v >>= 7) out->push_back(static_cast<char>(v | 128));
  out->push_back(static_cast<char>(v));
}
void PutSigned(int32_t v, std::string* out) {
  PutNumber(static_cast<uint32_t>(v) << 1 ^ static_cast<uint32_t>(v >> 31), out);
}
uint32_t TakeNumber(const uint8_t** at) {
  uint32_t v = 0;
  for (int shift = 0;; shift += 7) {
    uint8_t byte = *(*at)++;
    v |= static_cast<uint32_t>(byte & 127) << (shift & 31);
    if (byte < 128 || shift > 28) return v;
  }
}
int32_t TakeSigned(const uint8_t** at) {
  uint32_t v = TakeNumber(at);
  return static_cast<int32_t>(v >> 1 ^ (0u - (v & 1)));
}

std::string PackPositions(const std::vector<PositionEntry>& positions) {
  std::string out;
  out.reserve(positions.size() * 6);
  uint32_t start = 0;
  int32_t line = 0;
  for (const PositionEntry& entry : positions) {
    PutNumber(entry.start - start, &out);
    PutSigned(entry.line - line, &out);
    PutSigned(entry.end_line - entry.line, &out);
    PutNumber(static_cast<uint32_t>(entry.column + 1), &out);
    PutNumber(static_cast<uint32_t>(entry.end_column + 1), &out);
    start = entry.start;
    line = entry.line;
  }
  return out;
}

class Writer {
 public:
  std::string Finish(const CodeUnit& unit);

 private:
  // The offset that the next bytes get.
  uint32_t Align(size_t to) {
    out_.resize((out_.size() + to - 1) / to * to);
    return static_cast<uint32_t>(out_.size());
  }
  template <typename T>
  uint32_t Array(const T* items, size_t count) {
    uint32_t where = Align(alignof(T));
    out_.append(reinterpret_cast<const char*>(items), count * sizeof(T));
    return where;
  }
  uint32_t Text(const std::string& text);
  uint32_t Texts(const std::vector<std::string>& texts);
  ImageConstant One(const Constant& constant);
  uint32_t Constants(const std::vector<Constant>& constants);
  void Locals(const CodeUnit& unit, ImageUnit* record);
  void Exceptions(const CodeUnit& unit, ImageUnit* record);
  uint32_t Unit(const CodeUnit& unit);

  std::string out_;
  std::unordered_map<std::string, uint32_t> texts_;
};

uint32_t Writer::Text(const std::string& text) {
  auto [found, is_new] = texts_.try_emplace(text, 0);
  if (!is_new) return found->second;
  uint32_t bits = static_cast<uint32_t>(text.size());
  if (IsAscii(text)) bits |= ImageText::kAscii;
  if (IsIdentifier(text)) bits |= ImageText::kIdentifier;
  found->second = Array(&bits, 1);
  out_.append(text);
  return found->second;
}

uint32_t Writer::Texts(const std::vector<std::string>& texts) {
  std::vector<uint32_t> offsets;
  offsets.reserve(texts.size());
  for (const std::string& text : texts) offsets.push_back(Text(text));
  return Array(offsets.data(), offsets.size());
}

ImageConstant Writer::One(const Constant& constant) {
  using Kind = Constant::Kind;
  ImageConstant record{static_cast<uint32_t>(constant.kind), 0, 0};
  switch (constant.kind) {
    case Kind::kInt:
      record.where = static_cast<uint32_t>(constant.integer);
      if (static_cast<int32_t>(record.where) == constant.integer) break;
      record.count = 1;
      record.where = Array(&constant.integer, 1);
      break;
    case Kind::kFloat: record.where = Array(&constant.real, 1); break;
    case Kind::kComplex: {
      const double parts[] = {constant.real, constant.imaginary};
      record.where = Array(parts, 2);
      break;
    }
    case Kind::kBigInt:
    case Kind::kStr:
    case Kind::kName:
    case Kind::kBytes: record.where = Text(constant.text); break;
    case Kind::kTuple:
    case Kind::kFrozenSet:
      record.count = static_cast<uint32_t>(constant.items.size());
      record.where = Constants(constant.items);
      break;
    case Kind::kCode: record.where = Unit(*constant.code); break;
    default: break;
  }
  return record;
}

uint32_t Writer::Constants(const std::vector<Constant>& constants) {
  std::vector<ImageConstant> records;
  records.reserve(constants.size());
  for (const Constant& constant : constants) records.push_back(One(constant));
  return Array(records.data(), records.size());
}

void Writer::Locals(const CodeUnit& unit, ImageUnit* record) {
  std::vector<uint32_t> offsets;
  std::string kinds;
  for (const LocalVariable& local : unit.locals) {
    offsets.push_back(Text(local.name));
    kinds.push_back(static_cast<char>(local.kind));
    record->free_count += (local.kind & kLocalFree) != 0;
  }
  record->locals = Array(offsets.data(), offsets.size());
  record->local_kinds = Array(kinds.data(), kinds.size());
}

void Writer::Exceptions(const CodeUnit& unit, ImageUnit* record) {
  record->exception_count = static_cast<uint32_t>(unit.exception_table.size());
  record->exceptions = Align(alignof(ExceptionEntry));
  for (const ExceptionEntry& entry : unit.exception_table) {
    ExceptionEntry copy;
    memset(static_cast<void*>(&copy), 0, sizeof(copy));  // so that equal units give equal bytes
    copy.start = entry.start;
    copy.end = entry.end;
    copy.handler = entry.handler;
    copy.depth = entry.depth;
    Array(&copy, 1);
  }
}

uint32_t Writer::Unit(const CodeUnit& unit) {
  ImageUnit record{};
  record.name = Text(unit.name);
  record.qualname = Text(unit.qualname);
  record.filename = Text(unit.filename);
  record.first_line = unit.first_line;
  record.argument_count = unit.argument_count;
  record.positional_only_count = unit.positional_only_count;
  record.keyword_only_count = unit.keyword_only_count;
  record.flags = unit.flags;
  record.local_count = unit.local_count;
  record.register_count = unit.register_count;
  Locals(unit, &record);
  record.name_count = static_cast<uint32_t>(unit.names.size());
  record.names = Texts(unit.names);
  record.constant_count = static_cast<uint32_t>(unit.constants.size());
  record.constants = Constants(unit.constants);
  record.word_count = static_cast<uint32_t>(unit.code.size());
  std::string words = PackWords(unit.code);
  record.words = Array(words.data(), words.size());
  Exceptions(unit, &record);
  record.position_count = static_cast<uint32_t>(unit.positions.size());
  std::string packed = PackPositions(unit.positions);
  record.positions = Array(packed.data(), packed.size());
  uint32_t where = Align(8);
  Array(&record, 1);
  return where;
}

std::string Writer::Finish(const CodeUnit& unit) {
  out_.resize(sizeof(ImageHeader));
  ImageHeader header{kImageFormat, 0, 0, 0, 0};
  header.root = Unit(unit);
  header.size = Align(8);
  memcpy(out_.data(), &header, sizeof(header));
  header.checksum = ImageChecksum(out_.data() + offsetof(ImageHeader, root),
                                  out_.size() - offsetof(ImageHeader, root));
  memcpy(out_.data(), &header, sizeof(header));
  return std::move(out_);
}

}  // namespace

std::string MakeCodeImage(const CodeUnit& unit) { return Writer().Finish(unit); }

bool IsCodeImage(std::string_view bytes) {
  ImageHeader header;
  if (bytes.size() < sizeof(header)) return false;
  memcpy(&header, bytes.data(), sizeof(header));
  if (header.format != kImageFormat || header.size != bytes.size() || header.root % 8 != 0 ||
      header.root > bytes.size() - sizeof(ImageUnit))
    return false;
  bytes.remove_prefix(offsetof(ImageHeader, root));
  return ImageChecksum(bytes.data(), bytes.size()) == header.checksum;
}

void DecodeWords(const uint8_t* packed, uint32_t count, uint64_t* words) {
  for (uint32_t i = 0; i < count; ++i) {
    uint64_t word = 0;
    for (uint32_t mask = *packed++; mask != 0; mask &= mask - 1)
      word |= uint64_t{*packed++} << (8 * __builtin_ctz(mask));
    words[i] = word;
  }
}

void DecodePositions(const uint8_t* packed, uint32_t count, PositionEntry* entries) {
  uint32_t start = 0;
  int32_t line = 0;
  for (uint32_t i = 0; i < count; ++i) {
    start += TakeNumber(&packed);
    line += TakeSigned(&packed);
    int32_t end_line = line + TakeSigned(&packed);
    int32_t column = static_cast<int32_t>(TakeNumber(&packed)) - 1;
    int32_t end_column = static_cast<int32_t>(TakeNumber(&packed)) - 1;
    entries[i] = {start, line, end_line, column, end_column};
  }
}

int32_t FindLine(const uint8_t* packed, uint32_t count, uint32_t word) {
  uint32_t start = 0;
  int32_t line = 0, found = -1;
  for (uint32_t i = 0; i < count; ++i) {
    start += TakeNumber(&packed);
    if (start > word) break;
    line += TakeSigned(&packed);
    found = line;
    TakeSigned(&packed);
    TakeNumber(&packed);
    TakeNumber(&packed);
  }
  return found;
}

uint64_t ImageChecksum(const void* bytes, size_t size) {
  constexpr uint64_t kFirst = 0x9E3779B97F4A7C15u, kSecond = 0xD6E8FEB86659FD93u;
  const uint8_t* at = static_cast<const uint8_t*>(bytes);
  // Two independent chains; each step is a bijection of the state, so no flipped bit is lost.
  uint64_t a = kFirst ^ size, b = kSecond;
  auto step = [](uint64_t state, uint64_t word, uint64_t factor) {
    state = (state ^ word) * factor;
    return state ^ state >> 29;
  };
  for (; size >= 16; size -= 16, at += 16) {
    uint64_t words[2];
    memcpy(words, at, 16);
    a = step(a, words[0], kFirst);
    b = step(b, words[1], kSecond);
  }
  uint64_t rest[2] = {0, 0};
  memcpy(rest, at, size);
  a = step(a, rest[0], kFirst);
  b = step(b, rest[1], kSecond);
  return step(a, b, kSecond);
}

}  // namespace polygil
