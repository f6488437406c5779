// _stat: what the mode of a file says.

#include <sys/stat.h>

#include <cstdint>

#include "runtime/modules/module_state.h"
#include "runtime/modules/native_type.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Fallible<uint32_t> ModeOf(Value v) {
  Handle number = TRY(Index(v));
  if (IntSign(number) < 0)
    return Raise(&OverflowErrorType, "can't convert negative value to unsigned int");
  uint64_t mode;
  if (!IntFitsUint64(number, &mode))
    return Raise(&OverflowErrorType, "Python int too large to convert to C unsigned long");
  if (mode > UINT32_MAX) return Raise(&OverflowErrorType, "mode out of range");
  return static_cast<uint32_t>(mode);
}

template <uint32_t kFormat>
Owned IsFormat(Value, Value v) {
  uint32_t mode = TRY(ModeOf(v));
  return OwnBool(kFormat != 0 && (mode & S_IFMT) == kFormat);
}

Owned StatMode(Value, Value v) {
  uint32_t mode = TRY(ModeOf(v));
  return Owned(Value::Int(mode & 07777));
}
Owned StatFormat(Value, Value v) {
  uint32_t mode = TRY(ModeOf(v));
  return Owned(Value::Int(mode & S_IFMT));
}

char TypeLetter(uint32_t mode) {
  switch (mode & S_IFMT) {
    case S_IFREG:
      return '-';
    case S_IFDIR:
      return 'd';
    case S_IFLNK:
      return 'l';
    case S_IFBLK:
      return 'b';
    case S_IFCHR:
      return 'c';
    case S_IFIFO:
      return 'p';
    case S_IFSOCK:
      return 's';
    default:
      return '?';
  }
}

Owned StatFileMode(Value, Value v) {
  uint32_t mode = TRY(ModeOf(v));
  char text[11] = "?rwxrwxrwx";
  text[0] = TypeLetter(mode);
  for (int bit = 0; bit < 9; ++bit) {
    if ((mode & (0400u >> bit)) == 0) text[1 + bit] = '-';
  }
  constexpr uint32_t kSpecial[] = {S_ISUID, S_ISGID, S_ISVTX};
  for (int i = 0; i < 3; ++i) {
    char& last = text[3 + 3 * i];
    if (mode & kSpecial[i]) last = i < 2 ? (last == 'x' ? 's' : 'S') : (last == 'x' ? 't' : 'T');
  }
  return StrFromAscii(text, 10);
}

constexpr IntConstant kConstants[] = {{"S_IFDIR", S_IFDIR},
                                      {"S_IFCHR", S_IFCHR},
                                      {"S_IFBLK", S_IFBLK},
                                      {"S_IFREG", S_IFREG},
                                      {"S_IFIFO", S_IFIFO},
                                      {"S_IFLNK", S_IFLNK},
                                      {"S_IFSOCK", S_IFSOCK},
                                      {"S_IFDOOR", 0},
                                      {"S_IFPORT", 0},
                                      {"S_IFWHT", 0},
                                      {"S_ISUID", S_ISUID},
                                      {"S_ISGID", S_ISGID},
                                      {"S_ISVTX", S_ISVTX},
                                      {"S_ENFMT", S_ISGID},
                                      {"S_IREAD", S_IRUSR},
                                      {"S_IWRITE", S_IWUSR},
                                      {"S_IEXEC", S_IXUSR},
                                      {"S_IRWXU", S_IRWXU},
                                      {"S_IRUSR", S_IRUSR},
                                      {"S_IWUSR", S_IWUSR},
                                      {"S_IXUSR", S_IXUSR},
                                      {"S_IRWXG", S_IRWXG},
                                      {"S_IRGRP", S_IRGRP},
                                      {"S_IWGRP", S_IWGRP},
                                      {"S_IXGRP", S_IXGRP},
                                      {"S_IRWXO", S_IRWXO},
                                      {"S_IROTH", S_IROTH},
                                      {"S_IWOTH", S_IWOTH},
                                      {"S_IXOTH", S_IXOTH},
                                      // BSD's flags of files, which programs may name anywhere.
                                      {"UF_NODUMP", 0x1},
                                      {"UF_IMMUTABLE", 0x2},
                                      {"UF_APPEND", 0x4},
                                      {"UF_OPAQUE", 0x8},
                                      {"UF_NOUNLINK", 0x10},
                                      {"UF_COMPRESSED", 0x20},
                                      {"UF_HIDDEN", 0x8000},
                                      {"SF_ARCHIVED", 0x10000},
                                      {"SF_IMMUTABLE", 0x20000},
                                      {"SF_APPEND", 0x40000},
                                      {"SF_NOUNLINK", 0x100000},
                                      {"SF_SNAPSHOT", 0x200000},
                                      // Places in os.stat_result.
                                      {"ST_MODE", 0},
                                      {"ST_INO", 1},
                                      {"ST_DEV", 2},
                                      {"ST_NLINK", 3},
                                      {"ST_UID", 4},
                                      {"ST_GID", 5},
                                      {"ST_SIZE", 6},
                                      {"ST_ATIME", 7},
                                      {"ST_MTIME", 8},
                                      {"ST_CTIME", 9},
                                      {}};

bool Execute(Value module) { return AddIntConstants(module, kConstants); }

#define IS_FORMAT(name, format, what)                \
  PY_FUNCTION(_stat, name, OneArg(IsFormat<format>), \
              #name "(mode) -> bool\n\nReturn True if mode is from " what ".")

constexpr MethodDef kFunctions[] = {
    IS_FORMAT(S_ISDIR, S_IFDIR, "a directory"),
    IS_FORMAT(S_ISCHR, S_IFCHR, "a character special device file"),
    IS_FORMAT(S_ISBLK, S_IFBLK, "a block special device file"),
    IS_FORMAT(S_ISREG, S_IFREG, "a regular file"),
    IS_FORMAT(S_ISFIFO, S_IFIFO, "a FIFO (named pipe)"),
    IS_FORMAT(S_ISLNK, S_IFLNK, "a symbolic link"),
    IS_FORMAT(S_ISSOCK, S_IFSOCK, "a socket"),
    IS_FORMAT(S_ISDOOR, 0, "a door"),
    IS_FORMAT(S_ISPORT, 0, "an event port"),
    IS_FORMAT(S_ISWHT, 0, "a whiteout"),
    PY_FUNCTION(_stat, S_IMODE, OneArg(StatMode),
                "Return the portion of the file's mode that can be set by os.chmod()."),
    PY_FUNCTION(_stat, S_IFMT, OneArg(StatFormat),
                "Return the portion of the file's mode that describes the file type."),
    PY_FUNCTION(_stat, filemode, OneArg(StatFileMode),
                "Convert a file's mode to a string of the form '-rwxrwxrwx'"),
    {}};

}  // namespace

extern const ModuleDefinition StatModule;
const ModuleDefinition StatModule = {"_stat", "What the mode of a file says.", kFunctions, Execute};

}  // namespace polygil
