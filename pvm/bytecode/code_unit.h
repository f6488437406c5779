// CodeUnit: what the compiler makes and the PVM runs, as plain data without objects, so that it can
// be printed, cached in files and compared. Instructions: opcodes.def.

#ifndef POLYGIL_PVM_BYTECODE_CODE_UNIT_H_
#define POLYGIL_PVM_BYTECODE_CODE_UNIT_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace polygil {

// co_flags, as in the inspect module.
enum CodeFlag : uint32_t {
  kCodeOptimized = 0x1,
  kCodeNewLocals = 0x2,
  kCodeVarArgs = 0x4,
  kCodeVarKeywords = 0x8,
  kCodeNested = 0x10,
  kCodeGenerator = 0x20,
  kCodeCoroutine = 0x80,
  kCodeIterableCoroutine = 0x100,
  kCodeAsyncGenerator = 0x200,
  kCodeFutureBarryAsBdfl = 0x400000,
  kCodeFutureGeneratorStop = 0x800000,
  kCodeFutureAnnotations = 0x1000000,
};

struct CodeUnit;

struct Constant {
  enum class Kind : uint8_t {
    kNone, kTrue, kFalse, kEllipsis,
    kInt,        // `integer`
    kBigInt,     // `text`: hexadecimal magnitude without prefix, '-' in front if negative
    kFloat,      // `real`
    kComplex,    // `real`, `imaginary`
    kStr,        // `text`, WTF-8
    kName,       // `text`: an interned str
    kBytes,      // `text`
    kTuple,      // `items`
    kFrozenSet,  // `items`
    kCode,       // `code`
  };
  Kind kind = Kind::kNone;
  int64_t integer = 0;
  double real = 0, imaginary = 0;
  std::string text;
  std::vector<Constant> items;
  std::unique_ptr<CodeUnit> code;

  Constant() = default;
  Constant(Constant&&) = default;
  Constant& operator=(Constant&&) = default;
  // Code is never copied: it has one owner.
  Constant(const Constant& other)
      : kind(other.kind), integer(other.integer), real(other.real), imaginary(other.imaginary),
        text(other.text), items(other.items) {}
  Constant& operator=(const Constant& other) { return *this = Constant(other); }
  ~Constant();
};

enum LocalKind : uint8_t { kLocalPlain = 1, kLocalCell = 2, kLocalFree = 4 };
struct LocalVariable {
  std::string name;
  uint8_t kind = kLocalPlain;  // a parameter that is also a cell has both bits
};

// Instructions [start, end) are covered; ranges don't overlap and are sorted.
struct ExceptionEntry {
  uint32_t start, end, handler;  // word indices
  uint16_t depth;                // first temporary to drop; it gets the exception
};

// Instructions from `start` to the next entry's start come from this piece of source. Columns are
// UTF-8 byte offsets; -1: unknown (also lines).
struct PositionEntry {
  uint32_t start;
  int32_t line, end_line, column, end_column;
};

struct CodeUnit {
  std::string name, qualname, filename;
  int32_t first_line = 1;
  uint32_t argument_count = 0;  // positional, positional-only included
  uint32_t positional_only_count = 0;
  uint32_t keyword_only_count = 0;
  uint32_t flags = 0;
  uint32_t local_count = 0;     // registers [0, local_count): `locals`
  uint32_t register_count = 0;  // locals and temporaries, callee windows not included
  std::vector<LocalVariable> locals;  // co_varnames, then cells that aren't parameters, then free
  std::vector<std::string> names;     // co_names, in order of first use
  std::vector<Constant> constants;    // constants[0] is the docstring of a function, or None
  std::vector<uint64_t> code;
  std::vector<ExceptionEntry> exception_table;
  std::vector<PositionEntry> positions;
};

inline Constant::~Constant() = default;

}  // namespace polygil

#endif  // POLYGIL_PVM_BYTECODE_CODE_UNIT_H_
