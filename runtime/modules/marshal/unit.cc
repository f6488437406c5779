// CodeUnits as bytes: counts and numbers in little-endian order, texts with their lengths. The first
// word names the version; bytecode of another build is refused by importlib's magic number.

#include <bit>
#include <cstring>

#include "runtime/modules/marshal/marshal.h"

namespace polygil {
namespace {

constexpr uint32_t kFormat = 0x31475001;  // "\1PG1"

class Writer {
 public:
  explicit Writer(std::string* out) : out_(out) {}
  template <typename T>
  void Put(T v) {
    out_->append(reinterpret_cast<const char*>(&v), sizeof(v));
  }
  void Count(size_t n) { Put(static_cast<uint32_t>(n)); }
  void Text(const std::string& text) {
    Count(text.size());
    out_->append(text);
  }
  template <typename T>
  void Array(const std::vector<T>& items) {
    Count(items.size());
    out_->append(reinterpret_cast<const char*>(items.data()), items.size() * sizeof(T));
  }
  void One(const Constant& constant);
  void Unit(const CodeUnit& unit);

 private:
  std::string* out_;
};

void Writer::One(const Constant& constant) {
  using Kind = Constant::Kind;
  Put(static_cast<uint8_t>(constant.kind));
  switch (constant.kind) {
    case Kind::kInt: Put(constant.integer); break;
    case Kind::kFloat: Put(constant.real); break;
    case Kind::kComplex:
      Put(constant.real);
      Put(constant.imaginary);
      break;
    case Kind::kBigInt:
    case Kind::kStr:
    case Kind::kName:
    case Kind::kBytes: Text(constant.text); break;
    case Kind::kTuple:
    case Kind::kFrozenSet:
      Count(constant.items.size());
      for (const Constant& item : constant.items) One(item);
      break;
    case Kind::kCode: Unit(*constant.code); break;
    default: break;
  }
}

void Writer::Unit(const CodeUnit& unit) {
  Text(unit.name);
  Text(unit.qualname);
  Text(unit.filename);
  Put(unit.first_line);
  for (uint32_t n : {unit.argument_count, unit.positional_only_count, unit.keyword_only_count,
                     unit.flags, unit.local_count, unit.register_count})
    Put(n);
  Count(unit.locals.size());
  for (const LocalVariable& local : unit.locals) {
    Text(local.name);
    Put(local.kind);
  }
  Count(unit.names.size());
  for (const std::string& name : unit.names) Text(name);
  Count(unit.constants.size());
  for (const Constant& constant : unit.constants) One(constant);
  Array(unit.code);
  Array(unit.exception_table);
  Array(unit.positions);
}

class Reader {
 public:
  explicit Reader(std::string_view data) : data_(data) {}
  bool ok() const { return ok_; }
  size_t left() const { return data_.size(); }
  template <typename T>
  T Get() {
    T v{};
    if (data_.size() < sizeof(T)) {
      ok_ = false;
      return v;
    }
    memcpy(&v, data_.data(), sizeof(T));
    data_.remove_prefix(sizeof(T));
    return v;
  }
  // A number of things of at least `size` bytes each.
  size_t Count(size_t size) {
    size_t n = Get<uint32_t>();
    if (n * size <= data_.size()) return n;
    ok_ = false;
    return 0;
  }
  std::string Text() {
    size_t n = Count(1);
    std::string text(data_.substr(0, n));
    data_.remove_prefix(n);
    return text;
  }
  template <typename T>
  void Array(std::vector<T>* items) {
    size_t n = Count(sizeof(T));
    items->resize(n);
    memcpy(static_cast<void*>(items->data()), data_.data(), n * sizeof(T));
    data_.remove_prefix(n * sizeof(T));
  }
  void One(Constant* constant, int depth);
  std::unique_ptr<CodeUnit> Unit(int depth);

 private:
  std::string_view data_;
  bool ok_ = true;
};

void Reader::One(Constant* constant, int depth) {
  using Kind = Constant::Kind;
  constant->kind = static_cast<Kind>(Get<uint8_t>());
  if (depth > 500) ok_ = false;
  if (!ok_) return;
  switch (constant->kind) {
    case Kind::kInt: constant->integer = Get<int64_t>(); break;
    case Kind::kFloat: constant->real = Get<double>(); break;
    case Kind::kComplex:
      constant->real = Get<double>();
      constant->imaginary = Get<double>();
      break;
    case Kind::kBigInt:
    case Kind::kStr:
    case Kind::kName:
    case Kind::kBytes: constant->text = Text(); break;
    case Kind::kTuple:
    case Kind::kFrozenSet:
      constant->items.resize(Count(1));
      for (Constant& item : constant->items) One(&item, depth + 1);
      break;
    case Kind::kCode:
      constant->code = Unit(depth + 1);
      if (constant->code == nullptr) ok_ = false;
      break;
    default:
      if (constant->kind > Kind::kCode) ok_ = false;
  }
}

std::unique_ptr<CodeUnit> Reader::Unit(int depth) {
  auto unit = std::make_unique<CodeUnit>();
  unit->name = Text();
  unit->qualname = Text();
  unit->filename = Text();
  unit->first_line = Get<int32_t>();
  for (uint32_t* n : {&unit->argument_count, &unit->positional_only_count, &unit->keyword_only_count,
                      &unit->flags, &unit->local_count, &unit->register_count})
    *n = Get<uint32_t>();
  unit->locals.resize(Count(5));
  for (LocalVariable& local : unit->locals) {
    local.name = Text();
    local.kind = Get<uint8_t>();
  }
  unit->names.resize(Count(4));
  for (std::string& name : unit->names) name = Text();
  unit->constants.resize(Count(1));
  for (Constant& constant : unit->constants) One(&constant, depth);
  Array(&unit->code);
  Array(&unit->exception_table);
  Array(&unit->positions);
  return ok_ ? std::move(unit) : nullptr;
}

}  // namespace

void WriteUnit(const CodeUnit& unit, std::string* out) {
  Writer writer(out);
  writer.Put(kFormat);
  writer.Unit(unit);
}

std::unique_ptr<CodeUnit> ReadUnit(std::string_view data) {
  Reader reader(data);
  if (reader.Get<uint32_t>() != kFormat) return nullptr;
  return reader.Unit(0);
}

}  // namespace polygil
