// What sys says about the language, the machine and this build.

#include <unistd.h>

#include <cfloat>
#include <cstring>

#include "runtime/modules/registry.h"
#include "runtime/modules/sys/sys.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/classes/simple_namespace.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/set.h"
#include "runtime/types/container/structseq.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {

#if defined(__clang__)
const char kSysVersion[] = "3.11.2 (polygil, main) [Clang " __clang_version__ "]";
#else
const char kSysVersion[] = "3.11.2 (polygil, main) [GCC " __VERSION__ "]";
#endif

namespace {

constexpr int kMajor = 3, kMinor = 11, kMicro = 2;
constexpr int64_t kHexVersion = 0x030b02f0;

Owned Text(const char* text) { return StrFromUtf8(text, strlen(text)); }

// An instance of a new struct sequence type. Consumes the values.
Owned MakeSequence(const StructSequenceSpec& spec, std::initializer_list<Owned> values) {
  Handle type = StructSequenceTypeNew(spec);
  Handle made = type.IsEmpty() ? Owned() : StructSequenceNew(type.As<Type>());
  int64_t i = 0;
  bool ok = !made.IsEmpty();
  for (Owned value : values) {
    if (made.IsEmpty()) {
      Discard(value);
    } else {
      TupleInit(made, i++, value ? value : OwnNone());
      ok = ok && value;
    }
  }
  return ok ? made.Release() : Owned();
}

Owned RefuseInstance(Type* type, const Value*, size_t, Value) {
  return Raise(&TypeErrorType, "cannot create '%s' instances", type->name);
}

// There is one instance, and programs can't make another.
Owned OnlyOne(Owned made) {
  if (!made) return made;
  Type* type = TypeOf(made.Peek());
  type->slots.new_instance = RefuseInstance;
  type->type_flags |= kTypeNoInstantiation;
  return made;
}

Owned VersionInfo() {
  static constexpr StructSequenceField kFields[] = {
      {"major", "Major release number"},           {"minor", "Minor release number"},
      {"micro", "Patch release number"},           {"releaselevel", "'alpha', 'beta', 'candidate', or 'final'"},
      {"serial", "Serial release number"},         {nullptr, nullptr}};
  return OnlyOne(MakeSequence({"sys.version_info", "sys.version_info\n\nVersion information as a named tuple.", kFields, 5},
                      {IntFromInt64(kMajor), IntFromInt64(kMinor), IntFromInt64(kMicro), Text("final"),
                       IntFromInt64(0)}));
}

Owned FloatInfo() {
  static constexpr StructSequenceField kFields[] = {
      {"max", "maximum representable finite float"},
      {"max_exp", "maximum int e such that radix**(e-1) is representable"},
      {"max_10_exp", "maximum int e such that 10**e is representable"},
      {"min", "minimum positive normalized float"},
      {"min_exp", "minimum int e such that radix**(e-1) is a normalized float"},
      {"min_10_exp", "minimum int e such that 10**e is a normalized float"},
      {"dig", "maximum number of decimal digits that can be faithfully represented in a float"},
      {"mant_dig", "mantissa digits"},
      {"epsilon", "difference between 1 and the next representable float"},
      {"radix", "radix of exponent"},
      {"rounds", "rounding mode used for arithmetic operations"},
      {nullptr, nullptr}};
  return MakeSequence(
      {"sys.float_info", "sys.float_info\n\nInformation about the limits of the float type.", kFields, 11},
      {FloatNew(DBL_MAX), IntFromInt64(DBL_MAX_EXP), IntFromInt64(DBL_MAX_10_EXP), FloatNew(DBL_MIN),
       IntFromInt64(DBL_MIN_EXP), IntFromInt64(DBL_MIN_10_EXP), IntFromInt64(DBL_DIG),
       IntFromInt64(DBL_MANT_DIG), FloatNew(DBL_EPSILON), IntFromInt64(FLT_RADIX), IntFromInt64(1)});
}

Owned IntInfo() {
  static constexpr StructSequenceField kFields[] = {
      {"bits_per_digit", "size of a digit in bits"},
      {"sizeof_digit", "size in bytes of the C type used to represent a digit"},
      {"default_max_str_digits", "maximum string conversion digits limitation"},
      {"str_digits_check_threshold", "minimum positive value for int_max_str_digits"},
      {nullptr, nullptr}};
  return MakeSequence(
      {"sys.int_info", "sys.int_info\n\nInformation about the internal representation of integers.", kFields, 4},
      {IntFromInt64(30), IntFromInt64(4), IntFromInt64(4300), IntFromInt64(640)});
}

Owned HashInfo() {
  static constexpr StructSequenceField kFields[] = {
      {"width", "width of the type used for hashing, in bits"},
      {"modulus", "prime number giving the modulus on which the hash function is based"},
      {"inf", "value to be used for hash of a positive infinity"},
      {"nan", "value to be used for hash of a nan"},
      {"imag", "multiplier used for the imaginary part of a complex number"},
      {"algorithm", "name of the algorithm for hashing of str, bytes and memoryviews"},
      {"hash_bits", "internal output size of hash algorithm"},
      {"seed_bits", "seed size of hash algorithm"},
      {"cutoff", "small string optimization cutoff"},
      {nullptr, nullptr}};
  return MakeSequence(
      {"sys.hash_info", "hash_info\n\nParameters used for the numeric hash algorithm.", kFields, 9},
      {IntFromInt64(64), IntFromInt64((int64_t{1} << 61) - 1), IntFromInt64(314159), IntFromInt64(0),
       IntFromInt64(1000003), Text("siphash13"), IntFromInt64(64), IntFromInt64(128), IntFromInt64(0)});
}

Owned ThreadInfo() {
  static constexpr StructSequenceField kFields[] = {{"name", "name of the thread implementation"},
                                                    {"lock", "name of the lock implementation"},
                                                    {"version", "name and version of the thread library"},
                                                    {nullptr, nullptr}};
  char version[128] = "NPTL";
  size_t length = confstr(_CS_GNU_LIBPTHREAD_VERSION, version, sizeof(version));
  return MakeSequence({"sys.thread_info", "sys.thread_info\n\nThe thread implementation.", kFields, 3},
                      {Text("pthread"), Text("semaphore"), length > 0 ? Text(version) : OwnNone()});
}

// types.SimpleNamespace(name=..., ...)
Owned Implementation(Value version) {
  Handle space = TRY(Call(Value::Pointer(&SimpleNamespaceType)));
  Handle name = TRY(Text("polygil")), tag = TRY(Text("polygil-311"));
  Handle multiarch = TRY(Text("x86_64-linux-gnu"));
  Handle hexversion = TRY(IntFromInt64(kHexVersion));
  TRY_VOID(SetAttribute(space, "name", name));
  TRY_VOID(SetAttribute(space, "cache_tag", tag));
  TRY_VOID(SetAttribute(space, "version", version));
  TRY_VOID(SetAttribute(space, "hexversion", hexversion));
  TRY_VOID(SetAttribute(space, "_multiarch", multiarch));
  return space.Release();
}

Owned NativeModuleNames() {
  Handle list = TRY(ListNew());
  for (size_t i = 0; NativeModuleAt(i) != nullptr; ++i) {
    TRY_VOID(ListAppendOwned(list, TRY(Text(NativeModuleAt(i)->name))));
  }
  TRY_VOID(ListSort(list, Value::None(), false));
  return ListToTuple(list);
}

Owned LibraryModuleNames() {
  static constexpr const char* kNames[] = {
#include "runtime/modules/sys/stdlib_names.inc"
  };
  Handle list = TRY(ListNew());
  for (const char* name : kNames) TRY_VOID(ListAppendOwned(list, TRY(StrInternUtf8(name))));
  return FrozenSetNew(list);
}

bool AddTexts(Value module) {
  return ModuleAddStr(module, "version", kSysVersion) &&
         ModuleAddStr(module, "copyright", "Copyright (c) the polygil authors.") &&
         ModuleAddStr(module, "byteorder", "little") && ModuleAddStr(module, "platform", "linux") &&
         ModuleAddStr(module, "float_repr_style", "short") &&
         ModuleAddStr(module, "platlibdir", "lib") && ModuleAddStr(module, "abiflags", "") &&
         ModuleAddStr(module, "_framework", "") &&
         ModuleAdd(module, "pycache_prefix", OwnNone());
}

bool AddNumbers(Value module) {
  return ModuleAddInt(module, "hexversion", kHexVersion) &&
         ModuleAddInt(module, "api_version", 1013) &&
         ModuleAddInt(module, "maxunicode", 0x10FFFF) &&
         ModuleAdd(module, "maxsize", IntFromInt64(INT64_MAX));
}

bool AddCollections(Value module) {
  Handle git_name = TRY(Text("polygil")), empty = TRY(Text(""));
  return ModuleAdd(module, "_git", TupleOf({git_name, empty, empty})) &&
         ModuleAdd(module, "builtin_module_names", NativeModuleNames()) &&
         ModuleAdd(module, "stdlib_module_names", LibraryModuleNames()) &&
         ModuleAdd(module, "meta_path", ListNew()) && ModuleAdd(module, "path_hooks", ListNew()) &&
         ModuleAdd(module, "path_importer_cache", DictNew()) &&
         ModuleAdd(module, "warnoptions", ListNew()) && ModuleAdd(module, "path", ListNew()) &&
         ModuleAdd(module, "argv", ListNew()) && ModuleAdd(module, "_xoptions", DictNew());
}

}  // namespace

Owned MakeSysFlags(const SysFlags& f) {
  static constexpr StructSequenceField kFields[] = {
      {"debug", "-d"},
      {"inspect", "-i"},
      {"interactive", "-i"},
      {"optimize", "-O or -OO"},
      {"dont_write_bytecode", "-B"},
      {"no_user_site", "-s"},
      {"no_site", "-S"},
      {"ignore_environment", "-E"},
      {"verbose", "-v"},
      {"bytes_warning", "-b"},
      {"quiet", "-q"},
      {"hash_randomization", "-R"},
      {"isolated", "-I"},
      {"dev_mode", "-X dev"},
      {"utf8_mode", "-X utf8"},
      {"warn_default_encoding", "-X warn_default_encoding"},
      {"safe_path", "-P"},
      {"int_max_str_digits", "-X int_max_str_digits"},
      {nullptr, nullptr}};
  return OnlyOne(MakeSequence(
      {"sys.flags", "sys.flags\n\nFlags provided through command line arguments or environment vars.", kFields, 18},
      {IntFromInt64(f.debug), IntFromInt64(f.inspect), IntFromInt64(f.interactive),
       IntFromInt64(f.optimize), IntFromInt64(f.dont_write_bytecode), IntFromInt64(f.no_user_site),
       IntFromInt64(f.no_site), IntFromInt64(f.ignore_environment), IntFromInt64(f.verbose),
       IntFromInt64(f.bytes_warning), IntFromInt64(f.quiet), IntFromInt64(f.hash_randomization),
       IntFromInt64(f.isolated), OwnBool(f.dev_mode), IntFromInt64(f.utf8_mode),
       IntFromInt64(f.warn_default_encoding), OwnBool(f.safe_path), IntFromInt64(f.int_max_str_digits)}));
}

bool AddSysFacts(Value module) {
  Handle version = TRY(VersionInfo());
  return AddTexts(module) && AddNumbers(module) && AddCollections(module) &&
         ModuleAdd(module, "version_info", Retain(version)) &&
         ModuleAdd(module, "implementation", Implementation(version)) &&
         ModuleAdd(module, "flags", MakeSysFlags({})) &&
         ModuleAdd(module, "float_info", FloatInfo()) && ModuleAdd(module, "int_info", IntInfo()) &&
         ModuleAdd(module, "hash_info", HashInfo()) && ModuleAdd(module, "thread_info", ThreadInfo());
}

}  // namespace polygil
