// listdir(), scandir() and DirEntry.

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstring>

#include "runtime/modules/posix/posix_internal.h"
#include "runtime/object/heap.h"
#include "runtime/protocol/warn.h"
#include "runtime/types/classes/generic_alias.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/list.h"
#include "runtime/types/text/names.h"

namespace polygil {

Type DirEntryType, ScandirIteratorType;

namespace {

struct DirEntry : Object {
  Value name, path;   // str or bytes
  Value stat, lstat;  // stat_result once asked for, or empty
  uint64_t inode;
  int32_t dir_fd;  // of scandir(fd): entries are relative to it; -1: none
  uint8_t kind;    // d_type
};
struct ScandirIterator : Object {
  DIR* stream;  // null: closed or exhausted
  Value path;   // str or bytes that names begin with; empty for a descriptor
  int32_t fd;   // -1: none
  bool bytes;
};

bool IsDots(const char* name) {
  return name[0] == '.' && (name[1] == 0 || (name[1] == '.' && name[2] == 0));
}

DIR* OpenStream(const PathArgument& path) {
  BlockingScope released;
  if (path.text() != nullptr) return opendir(path.text());
  if (path.fd() < 0) return opendir(".");
  int copy = fcntl(path.fd(), F_DUPFD_CLOEXEC, 0);
  if (copy < 0) return nullptr;
  DIR* stream = fdopendir(copy);
  if (stream == nullptr) {
    int error = errno;
    close(copy);
    errno = error;
  }
  return stream;
}

void CloseStream(DIR* stream, bool rewind) {
  GilReleased released;
  if (rewind) rewinddir(stream);
  closedir(stream);
}

dirent* NextEntry(DIR* stream, int* error) {
  GilReleased released;
  errno = 0;
  dirent* entry = readdir(stream);
  *error = errno;
  return entry;
}

Owned NameOf(const char* text, bool bytes) {
  size_t size = strlen(text);
  return bytes ? BytesNew(text, static_cast<int64_t>(size)) : StrDecodeFs(text, size);
}

Owned ListdirFunction(Value, const Value* args) {
  PathArgument path("listdir", "path", true, true);
  TRY_VOID(path.Convert(args[0]));
  DIR* stream = OpenStream(path);
  if (stream == nullptr) return path.Fail();
  Handle list = ListNew();
  int error = 0;
  while (list) {
    dirent* entry = NextEntry(stream, &error);
    if (entry == nullptr) {
      if (error != 0) {
        list.Reset();
        (void)static_cast<bool>(path.Fail(error));
      }
      break;
    }
    if (IsDots(entry->d_name)) continue;
    Owned name = NameOf(entry->d_name, path.gave_bytes());
    if (!name || !ListAppendOwned(list, name)) list.Reset();
  }
  CloseStream(stream, path.fd() >= 0);
  return list.Release();
}

// -- DirEntry -------------------------------------------------------------------------------------

DirEntry* Of(Value self) { return self.As<DirEntry>(); }

Owned FetchStat(Value self, bool follow) {
  DirEntry* entry = Of(self);
  Handle path = TRY(FsConvert(entry->dir_fd >= 0 ? entry->name : entry->path));
  int dir_fd = entry->dir_fd >= 0 ? entry->dir_fd : AT_FDCWD;
  struct stat facts;
  int result, error;
  {
    GilReleased released;
    result = fstatat(dir_fd, BytesView(path).data(), &facts, follow ? 0 : AT_SYMLINK_NOFOLLOW);
    error = errno;
  }
  if (result != 0) return RaiseOsErrorWithFile(error, entry->path);
  return StatResultNew(facts);
}

Owned Lstat(Value self) {
  DirEntry* entry = Of(self);
  if (!entry->lstat) {
    Handle stat = TRY(FetchStat(self, false));
    StoreOwned(&entry->lstat, stat.Release());
  }
  return Retain(entry->lstat);
}

Fallible<bool> HasKind(Value self, bool follow, mode_t wanted);

Owned Stat(Value self, bool follow) {
  if (!follow) return Lstat(self);
  DirEntry* entry = Of(self);
  if (!entry->stat) {
    bool link = TRY(HasKind(self, false, S_IFLNK));
    Handle stat = TRY(link ? FetchStat(self, true) : Lstat(self));
    StoreOwned(&entry->stat, stat.Release());
  }
  return Retain(entry->stat);
}

Fallible<bool> HasKind(Value self, bool follow, mode_t wanted) {
  uint8_t kind = Of(self)->kind;
  bool is_link = kind == DT_LNK;
  bool need_stat = kind == DT_UNKNOWN || (follow && is_link);
  if (!need_stat) {
    if (is_link) return wanted == S_IFLNK;
    return kind == (wanted == S_IFDIR ? DT_DIR : wanted == S_IFREG ? DT_REG : DT_LNK);
  }
  Handle stat = Stat(self, follow);
  if (!stat) {
    if (!ClearPendingIf(&FileNotFoundErrorType)) return {};
    return false;  // it went away meanwhile
  }
  return (static_cast<mode_t>(TupleAt(stat, 0).AsInt()) & S_IFMT) == wanted;
}

Owned IsDirMethod(Value self, const Value* args) {
  bool follow = TRY(BoolArgument(args[0], true));
  bool result = TRY(HasKind(self, follow, S_IFDIR));
  return OwnBool(result);
}
Owned IsFileMethod(Value self, const Value* args) {
  bool follow = TRY(BoolArgument(args[0], true));
  bool result = TRY(HasKind(self, follow, S_IFREG));
  return OwnBool(result);
}
Owned IsSymlinkMethod(Value self) {
  bool result = TRY(HasKind(self, false, S_IFLNK));
  return OwnBool(result);
}
Owned StatMethod(Value self, const Value* args) {
  bool follow = TRY(BoolArgument(args[0], true));
  return Stat(self, follow);
}
Owned InodeMethod(Value self) { return IntFromUint64(Of(self)->inode); }
Owned FspathMethod(Value self) { return Retain(Of(self)->path); }
Owned EntryRepr(Value self) { return StrFormat("<DirEntry %R>", Of(self)->name); }

bool EntryTraverse(Object* object, Visitor visit, void* arg) {
  DirEntry* entry = static_cast<DirEntry*>(object);
  for (Value v : {entry->name, entry->path, entry->stat, entry->lstat})
    if (v && visit(v, arg)) return true;
  return false;
}
void EntryDestroy(Object* object) {
  DirEntry* entry = static_cast<DirEntry*>(object);
  for (Value* v : {&entry->name, &entry->path, &entry->stat, &entry->lstat}) ClearField(v);
}

constexpr MethodDef kEntryMethods[] = {
    PY_METHOD(DirEntry, is_dir, Bound(IsDirMethod),
              "($self, /, *, follow_symlinks=True)\n--\n\nReturn True if the entry is a directory; "
              "cached per entry."),
    PY_METHOD(DirEntry, is_file, Bound(IsFileMethod),
              "($self, /, *, follow_symlinks=True)\n--\n\nReturn True if the entry is a file; "
              "cached per entry."),
    PY_METHOD(DirEntry, is_symlink, NoArgs(IsSymlinkMethod),
              "($self, /)\n--\n\nReturn True if the entry is a symbolic link; cached per entry."),
    PY_METHOD(DirEntry, stat, Bound(StatMethod),
              "($self, /, *, follow_symlinks=True)\n--\n\nReturn stat_result object for the entry; "
              "cached per entry."),
    PY_METHOD(DirEntry, inode, NoArgs(InodeMethod),
              "($self, /)\n--\n\nReturn inode of the entry; cached per entry."),
    PY_METHOD(DirEntry, __fspath__, NoArgs(FspathMethod),
              "($self, /)\n--\n\nReturns the path for the entry."),
    PY_METHOD(DirEntry, __class_getitem__, OneArg(ClassGetItem, kMethodClass), "See PEP 585"),
    {}};
constexpr MemberDef kEntryMembers[] = {
    {"name", offsetof(DirEntry, name), MemberKind::kReadOnlyNone,
     "the entry's base filename, relative to scandir() \"path\" argument"},
    {"path", offsetof(DirEntry, path), MemberKind::kReadOnlyNone,
     "the entry's full path name; equivalent to os.path.join(scandir_path, entry.name)"},
    {}};

// -- The iterator ---------------------------------------------------------------------------------

ScandirIterator* IteratorOf(Value self) { return self.As<ScandirIterator>(); }

void CloseIterator(ScandirIterator* iterator) {
  DIR* stream = std::exchange(iterator->stream, nullptr);
  if (stream != nullptr) CloseStream(stream, iterator->fd >= 0);
}

Owned JoinPath(const ScandirIterator* iterator, const char* name) {
  if (iterator->fd >= 0) return NameOf(name, iterator->bytes);
  Handle prefix = TRY(FsConvert(iterator->path));
  std::string_view head = BytesView(prefix);
  size_t length = strlen(name);
  bool slash = !head.empty() && head.back() != '/';
  Handle joined = TRY(BytesNew(nullptr, static_cast<int64_t>(head.size() + slash + length)));
  uint8_t* out = joined.As<Bytes>()->data;
  memcpy(out, head.data(), head.size());
  if (slash) out[head.size()] = '/';
  memcpy(out + head.size() + slash, name, length);
  if (iterator->bytes) return joined.Release();
  std::string_view all = BytesView(joined);
  return StrDecodeFs(all.data(), all.size());
}

Owned EntryNew(const ScandirIterator* iterator, const dirent* from) {
  Handle self = TRY(AllocateObject(&DirEntryType));
  DirEntry* entry = Of(self);
  entry->dir_fd = iterator->fd;
  entry->inode = from->d_ino;
  entry->kind = from->d_type;
  entry->name = TRY(NameOf(from->d_name, iterator->bytes)).Peek();
  entry->path = TRY(JoinPath(iterator, from->d_name)).Peek();
  return self.Release();
}

Owned IteratorNextSlot(Value self) {
  ScandirIterator* iterator = IteratorOf(self);
  while (iterator->stream != nullptr) {
    int error;
    dirent* entry = NextEntry(iterator->stream, &error);
    if (entry == nullptr) {
      CloseIterator(iterator);
      if (error != 0) return RaiseOsErrorWithFile(error, iterator->path);
      return {};
    }
    if (!IsDots(entry->d_name)) return EntryNew(iterator, entry);
  }
  return {};
}

Owned CloseMethod(Value self) {
  CloseIterator(IteratorOf(self));
  return OwnNone();
}
Owned EnterMethod(Value self) { return Retain(self); }
Owned ExitMethod(Value self, const Value*, size_t) { return CloseMethod(self); }
Owned SelfSlot(Value self) { return Retain(self); }

void IteratorFinalize(Value self) {
  if (IteratorOf(self)->stream == nullptr) return;
  PendingScope keep;
  if (!WarnWithSource(&ResourceWarningType, self, "unclosed scandir iterator %R", self)) {
    if (PendingMatches(&WarningType))
      WriteUnraisable(self);
    else
      ClearPending();
  }
  CloseIterator(IteratorOf(self));
}
void IteratorDestroy(Object* object) {
  ScandirIterator* iterator = static_cast<ScandirIterator*>(object);
  if (iterator->stream != nullptr) closedir(iterator->stream);
  ClearField(&iterator->path);
}

constexpr MethodDef kIteratorMethods[] = {
    PY_METHOD(ScandirIterator, __enter__, NoArgs(EnterMethod), nullptr),
    PY_METHOD(ScandirIterator, __exit__, Positional(ExitMethod, 0, kNoMaximum), nullptr),
    PY_METHOD(ScandirIterator, close, NoArgs(CloseMethod), nullptr),
    {}};

Owned ScandirFunction(Value, const Value* args) {
  PathArgument path("scandir", "path", true, true);
  TRY_VOID(path.Convert(args[0]));
  Handle self = TRY(AllocateObject(&ScandirIteratorType));
  ScandirIterator* iterator = IteratorOf(self);
  iterator->fd = path.fd();
  iterator->bytes = path.gave_bytes();
  if (path.gave_none())
    iterator->path = TRY(StrFromUtf8(".")).Peek();
  else if (path.fd() < 0 && (IsStr(path.object()) || IsBytes(path.object())))
    iterator->path = Retain(path.object()).Peek();
  else if (path.fd() < 0)  // another object with a buffer
    iterator->path = TRY(BytesNew(path.text(), static_cast<int64_t>(strlen(path.text())))).Peek();
  iterator->stream = OpenStream(path);
  if (iterator->stream == nullptr) return path.Fail();
  return self.Release();
}

}  // namespace

const MethodDef kPosixScandirFunctions[] = {
    PY_FUNCTION(posix, listdir, Bound(ListdirFunction),
                "($module, /, path=None)\n--\n\nReturn a list containing the names of the files in "
                "the directory."),
    PY_FUNCTION(
        posix, scandir, Bound(ScandirFunction),
        "($module, /, path=None)\n--\n\nReturn an iterator of DirEntry objects for given path."),
    {}};

bool InitPosixScandir(Value module) {
  if (!DirEntryType.dict) {
    TypeSlots& entry = DirEntryType.slots;
    entry.repr = EntryRepr;
    entry.traverse = EntryTraverse;
    entry.destroy = EntryDestroy;
    TRY_VOID(InitBuiltinType({.type = &DirEntryType,
                              .name = "posix.DirEntry",
                              .basic_size = sizeof(DirEntry),
                              .flags = kTypeGc | kTypeNoInstantiation,
                              .methods = kEntryMethods,
                              .members = kEntryMembers}));
    TypeSlots& iterator = ScandirIteratorType.slots;
    iterator.iterate = SelfSlot;
    iterator.next = IteratorNextSlot;
    iterator.finalize = IteratorFinalize;
    iterator.destroy = IteratorDestroy;
    TRY_VOID(InitBuiltinType({.type = &ScandirIteratorType,
                              .name = "posix.ScandirIterator",
                              .basic_size = sizeof(ScandirIterator),
                              .flags = kTypeNoInstantiation,
                              .methods = kIteratorMethods}));
  }
  return ModuleAddType(module, &DirEntryType);
}

}  // namespace polygil
