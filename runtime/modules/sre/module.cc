// _sre: what the re package needs of a regular-expression engine.

#include <cstring>

#include "runtime/base/sre/characters.h"
#include "runtime/base/sre/unicode_tables.h"
#include "runtime/modules/registry.h"
#include "runtime/modules/sre/pattern.h"
#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

constexpr int64_t kMagic = 20220615;
constexpr int64_t kMaximumRepeat = 0xFFFFFFFF;
constexpr int64_t kMaximumGroups = 0x3FFFFFFF;

bool CheckType(const char* name, Value v, Type& type) {
  if (IsInstanceOf(v, type)) return true;
  return Raise(&TypeErrorType, "compile() argument '%s' must be %s, not %.50s", name,
               TypeNameOf(&type), v.IsNone() ? "None" : TypeName(v));
}

bool CopyCode(Value code, uint32_t* out) {
  for (int64_t i = 0; i < ListSize(code); ++i) {
    Value item = ListAt(code, i);
    if (!IsAnyInt(item)) return Raise(&TypeErrorType, "an integer is required");
    uint64_t word = TRY(IntAsUint64(item));
    if (word > 0xFFFFFFFFu)
      return Raise(&OverflowErrorType, "regular expression code size limit exceeded");
    out[i] = static_cast<uint32_t>(word);
  }
  return true;
}

bool FillPattern(Pattern* pattern, const Value* args) {
  pattern->pattern = Retain(args[0]).Peek();
  pattern->flags = TRY(AsInt64(args[1]));
  pattern->groups = TRY(IndexExact(args[3], &OverflowErrorType));
  pattern->group_index = Retain(args[4]).Peek();
  pattern->index_group = Retain(args[5]).Peek();
  pattern->kind = TextKind::kAny;
  if (!args[0].IsNone()) {
    Subject subject;
    TRY_VOID(subject.Open(args[0]));
    pattern->kind = subject.is_bytes() ? TextKind::kBytes : TextKind::kStr;
  }
  int64_t size = ListSize(args[2]);
  pattern->code = static_cast<uint32_t*>(RawAllocate(static_cast<size_t>(size) * sizeof(uint32_t)));
  if (pattern->code == nullptr) return RaiseMemoryError();
  pattern->code_size = size;
  return CopyCode(args[2], pattern->code);
}

Owned SreCompile(Value, const Value* args) {
  TRY_VOID(CheckType("code", args[2], ListType));
  TRY_VOID(CheckType("groupindex", args[4], DictType));
  TRY_VOID(CheckType("indexgroup", args[5], TupleType));
  Handle made = TRY(AllocateObject(&PatternType));
  auto* pattern = made.As<Pattern>();
  TRY_VOID(FillPattern(pattern, args));
  if (pattern->groups >= 0 && pattern->groups <= kMaximumGroups)
    pattern->program = sre::Program::Compile(pattern->code, static_cast<size_t>(pattern->code_size),
                                             static_cast<uint32_t>(pattern->groups),
                                             &sre::UnicodeTables())
                           .release();
  if (pattern->program == nullptr) return Raise(&RuntimeErrorType, "invalid SRE code");
  return made.Release();
}

Owned SreGetCodeSize(Value) { return Owned(Value::Int(4)); }

Fallible<uint32_t> Character(Value v) {
  int64_t c = TRY(AsInt64(v));
  return static_cast<uint32_t>(c);
}
Owned SreAsciiIsCased(Value, Value v) {
  uint32_t c = TRY(Character(v));
  return OwnBool(sre::AsciiIsCased(c));
}
Owned SreUnicodeIsCased(Value, Value v) {
  uint32_t c = TRY(Character(v));
  return OwnBool(sre::UnicodeHasCase(sre::UnicodeTables(), c));
}
Owned SreAsciiToLower(Value, Value v) {
  uint32_t c = TRY(Character(v));
  return IntFromInt64(static_cast<int32_t>(sre::AsciiToLower(c)));
}
Owned SreUnicodeToLower(Value, Value v) {
  uint32_t c = TRY(Character(v));
  return IntFromInt64(static_cast<int32_t>(sre::UnicodeTables().to_lower(c)));
}

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(_sre, compile, Bound(SreCompile),
                "($module, /, pattern, flags, code, groups, groupindex,\n        indexgroup)\n--\n\n"),
    PY_FUNCTION(_sre, getcodesize, NoArgs(SreGetCodeSize), "($module, /)\n--\n\n"),
    PY_FUNCTION(_sre, ascii_iscased, OneArg(SreAsciiIsCased), "($module, character, /)\n--\n\n"),
    PY_FUNCTION(_sre, unicode_iscased, OneArg(SreUnicodeIsCased),
                "($module, character, /)\n--\n\n"),
    PY_FUNCTION(_sre, ascii_tolower, OneArg(SreAsciiToLower), "($module, character, /)\n--\n\n"),
    PY_FUNCTION(_sre, unicode_tolower, OneArg(SreUnicodeToLower),
                "($module, character, /)\n--\n\n"),
    {}};

bool Execute(Value module) {
  return InitPatternType() && InitMatchType() && InitScannerType() &&
         ModuleAddInt(module, "MAGIC", kMagic) && ModuleAddInt(module, "CODESIZE", 4) &&
         ModuleAddInt(module, "MAXREPEAT", kMaximumRepeat) &&
         ModuleAddInt(module, "MAXGROUPS", kMaximumGroups) &&
         ModuleAddStr(module, "copyright", "polygil's own engine for the code of re");
}

}  // namespace

extern const ModuleDefinition SreModule{"_sre", nullptr, kFunctions, Execute};

}  // namespace polygil
