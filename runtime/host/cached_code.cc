// SourceFileLoader.get_code: where the code of a module comes from, before the standard method compiles
// it and writes a cache file:
//
//   1. the library in the binary, if the source is the one it was made of (runtime/library)
//   2. the cache file beside the source (PEP 3147), if it fits the source and is whole
//   3. where __pycache__ can't be written: the user's own cache, $XDG_CACHE_HOME/polygil/pycache, which
//      is written instead
//
// A cache file that fits but is damaged, or was made by another polygil, is removed, so that a good one takes its place: it is never an
// error. Classes derived from SourceFileLoader have the standard method alone, which calls what they
// override.

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <string>

#include "pvm/code/code.h"
#include "pvm/code/code_copy.h"
#include "runtime/host/parts.h"
#include "runtime/library/library.h"
#include "runtime/modules/marshal/marshal.h"
#include "runtime/object/interpreter.h"
#include "runtime/object/method_def.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/callable/descriptor.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {


Value External(const char* name) {
  Interpreter* interpreter = CurrentInterpreter();
  return DictGetAscii(ModuleDict(interpreter->importlib_external), name);
}

bool ReadWhole(const std::string& path, std::string* bytes) {
  int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  struct stat facts;
  bool ok = fstat(file, &facts) == 0 && S_ISREG(facts.st_mode);
  if (ok) bytes->resize(static_cast<size_t>(facts.st_size));
  for (size_t at = 0; ok && at < bytes->size();) {
    ssize_t got = read(file, bytes->data() + at, bytes->size() - at);
    if (got < 0 && errno == EINTR) continue;
    ok = got > 0;
    if (ok) at += static_cast<size_t>(got);
  }
  close(file);
  return ok;
}

// The code says the file name that it is loaded by.
Owned Named(Owned owned, Value path) {
  Handle code = TRY(owned);
  if (!StrEqual(code.As<Code>()->filename, path))
    TRY_VOID(CodeSetFilename(code.As<Code>(), path));
  return code.Release();
}

// -- The library in the binary --------------------------------------------------------------------

// Empty without an exception: not there, or made of something else.
Owned FromLibrary(const std::string& path, Value path_text) {
  const Interpreter* interpreter = CurrentInterpreter();
  if (interpreter->library == nullptr || interpreter->optimization != 0) return {};
  size_t length = strlen(interpreter->library_folder);
  if (path.compare(0, length, interpreter->library_folder) != 0 || path[length] != '/') return {};
  const LibraryEntry* entry = LibraryFind(interpreter->library, std::string_view(path).substr(length + 1));
  if (entry == nullptr || !LibraryIsCurrent(*entry, path)) return {};
  return Named(CodeFromImage(LibraryImage(interpreter->library, *entry), true), path_text);
}

// -- Cache files ----------------------------------------------------------------------------------

enum class Cached { kAbsent, kDamaged, kFound };

// Does the file hold the code of a source of this time and size? *code gets it. Hash-based files are
// the standard method's business: kAbsent.
Cached ReadCache(const std::string& file, const struct stat& source, Handle* code) {
  std::string bytes;
  if (!ReadWhole(file, &bytes) || bytes.size() < kCacheHeader) return Cached::kAbsent;
  const uint32_t header[] = {0, static_cast<uint32_t>(source.st_mtim.tv_sec),
                             static_cast<uint32_t>(source.st_size)};
  if (memcmp(bytes.data(), kCacheMagic, sizeof(kCacheMagic)) != 0 ||
      memcmp(bytes.data() + sizeof(kCacheMagic), header, sizeof(header)) != 0)
    return Cached::kAbsent;
  std::string_view rest = std::string_view(bytes).substr(kCacheHeader);
  // The high bit says that the writer has numbered the value.
  if (rest.empty() || (rest[0] & 0x7F) != 'c') return Cached::kDamaged;
  rest.remove_prefix(1);
  std::string_view image = UnmarshalImage(&rest);
  if (image.empty() || !rest.empty()) return Cached::kDamaged;
  *code = CodeFromImage(image, false);
  return Cached::kFound;
}

// The standard place of the cache file; empty without an exception: there is none.
Owned CachePlace(Value path) {
  Handle place = Call(External("cache_from_source"), {path});
  if (place.IsEmpty() && PendingMatches(&NotImplementedErrorType)) ClearPending();
  return place.Release();
}

std::string FolderOf(const std::string& path) { return path.substr(0, path.rfind('/')); }

// May a cache file be written, now that there is none? (Its folder may have to be made.)
bool IsWritable(const std::string& file) {
  std::string folder = FolderOf(file);
  if (access(folder.c_str(), F_OK) != 0) folder = FolderOf(folder);
  return access(folder.c_str(), W_OK) == 0;
}

// The folder of the user's own cache, or "".
std::string UserCache() {
  const Interpreter* interpreter = CurrentInterpreter();
  if (interpreter->isolated || interpreter->ignore_environment || geteuid() != getuid()) return "";
  const char* cache = getenv("XDG_CACHE_HOME");
  if (cache != nullptr && *cache == '/') return std::string(cache) + "/polygil/pycache";
  const char* home = getenv("HOME");
  return home != nullptr && *home == '/' ? std::string(home) + "/.cache/polygil/pycache" : "";
}

Owned CompileSourceOf(Value self, Value path) {
  Handle text = TRY(CallMethod(self, "get_data", {path}));
  return CallMethod(self, "source_to_code", {text, path});
}

// Through the user's cache.
Owned FromUserCache(Value self, Value path, const std::string& place, const struct stat& source) {
  std::string file = UserCache() + place;
  Handle code;
  switch (ReadCache(file, source, &code)) {
    case Cached::kFound: return Named(code.Release(), path);
    case Cached::kDamaged: unlink(file.c_str()); break;
    case Cached::kAbsent: break;
  }
  code = TRY(CompileSourceOf(self, path));
  Value writes = DictGetAscii(CurrentInterpreter()->sys_dict, "dont_write_bytecode");
  if (writes && TRY(IsTrue(writes))) return code.Release();
  Handle time = TRY(IntFromInt64(source.st_mtim.tv_sec)), size = TRY(IntFromInt64(source.st_size));
  Handle data = TRY(Call(External("_code_to_timestamp_pyc"), {code, time, size}));
  Handle target = TRY(StrDecodeFs(file.data(), file.size()));
  Handle result = TRY(CallMethod(self, "set_data", {target, data}));
  return code.Release();
}

// Empty without an exception: the standard method shall do it.
Owned FromCacheFile(Value self, Value path_text, const std::string& path) {
  struct stat source;
  if (stat(path.c_str(), &source) != 0) return {};
  Handle place_text = CachePlace(path_text);
  if (place_text.IsEmpty() || !IsStr(place_text)) return {};
  Handle encoded = TRY(StrEncodeFs(place_text));
  std::string place(BytesView(encoded));
  Handle code;
  switch (ReadCache(place, source, &code)) {
    case Cached::kFound: return Named(code.Release(), path_text);
    case Cached::kDamaged:
      if (unlink(place.c_str()) != 0) break;
      return {};
    case Cached::kAbsent:
      if (place[0] != '/' || IsWritable(place)) return {};
      break;
  }
  if (UserCache().empty() || place[0] != '/') {
    return access(place.c_str(), F_OK) == 0 ? CompileSourceOf(self, path_text) : Owned();
  }
  return FromUserCache(self, path_text, place, source);
}

// -- The method -----------------------------------------------------------------------------------

bool IsPlainLoader(Value self, Value fullname) {
  if (Value::Pointer(TypeOf(self)) != External("SourceFileLoader")) return false;
  Handle name = FindAttribute(self, "name");
  if (!name.IsEmpty() && IsStr(name) && IsStr(fullname) && StrEqual(name, fullname)) return true;
  ClearPending();
  return false;
}

Owned GetCode(Value self, Value fullname) {
  if (IsPlainLoader(self, fullname) && !CurrentInterpreter()->verbose) {
    Handle path_text = TRY(GetAttribute(self, "path"));
    if (IsStr(path_text)) {
      Handle encoded = TRY(StrEncodeFs(path_text));
      std::string path(BytesView(encoded));
      Handle code = FromLibrary(path, path_text);
      if (code.IsEmpty() && !HasPendingException()) code = FromCacheFile(self, path_text, path);
      if (!code.IsEmpty() || HasPendingException()) return code.Release();
    }
  }
  Handle standard = TRY(GetAttribute(External("SourceLoader"), "get_code"));
  return Call(standard, {self, fullname});
}

constexpr MethodDef kGetCode =
    PY_METHOD(SourceFileLoader, get_code, OneArg(GetCode),
              "($self, fullname, /)\n--\n\nThe code of the module: from the binary, a cache file or the "
              "source.");

// -- Files that the standard library's own methods read ---------------------------------------------

constexpr char kClassify[] = "importlib._classify_pyc";

// Does a cache file hold code of another compiler? Its magic number doesn't tell.
bool IsForeign(Value data) {
  ScopedBuffer buffer;
  if (!buffer.Acquire(data)) {
    ClearPending();
    return false;
  }
  std::string_view bytes(reinterpret_cast<const char*>(buffer.data()), static_cast<size_t>(buffer.size()));
  constexpr size_t kCompilerAt = kCacheHeader + 1 + sizeof(uint32_t);  // behind the code and the size
  uint32_t compiler;
  if (bytes.size() < kCompilerAt + sizeof compiler || (bytes[kCacheHeader] & 0x7F) != 'c') return false;
  memcpy(&compiler, bytes.data() + kCompilerAt, sizeof compiler);
  return compiler != LibraryCompiler(CurrentInterpreter()->library);
}

// _classify_pyc(data, name, details): such a file is refused as one of another Python.
Owned ClassifyFile(Value, const Value* args, size_t nargs) {
  Handle standard = Retain(DictGetAscii(CurrentInterpreter()->module_state, kClassify));
  Handle flags = TRY(Call(standard, args, nargs));
  if (!IsForeign(args[0])) return flags.Release();
  Handle message = TRY(StrFormat("bad magic number in %R: made by another polygil", args[1]));
  Handle arguments = TRY(TupleOf({message}));
  Handle error = TRY(CallWithTuple(Value::Pointer(&ImportErrorType), arguments, args[2]));
  return RaiseInstance(error.Release());
}

constexpr MethodDef kClassifyFile =
    PY_FUNCTION(importlib, _classify_pyc, Positional(ClassifyFile, 3, 3),
                "($module, data, name, exc_details, /)\n--\n\nThe flags of a cache file that this Python can use.");

bool InstallClassifyFile() {
  Handle standard = Retain(External("_classify_pyc"));
  TRY_VOID(DictSetAscii(CurrentInterpreter()->module_state, kClassify, standard));
  Value module = CurrentInterpreter()->importlib_external;
  Handle function = TRY(BuiltinFunctionNew(&kClassifyFile, module, Value::Empty()));
  return DictSetAscii(ModuleDict(module), "_classify_pyc", function);
}

}  // namespace

bool InstallCachedCode() {
  Value loader = External("SourceFileLoader");
  Handle method = TRY(MethodDescriptorNew(&kGetCode, loader.As<Type>()));
  return SetAttribute(loader, "get_code", method) && InstallClassifyFile();
}

}  // namespace polygil
