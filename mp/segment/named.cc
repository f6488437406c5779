#include "mp/segment/named.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mp/segment/process.h"

namespace polygil::mp {

namespace {

// Opens (and makes, if asked) the folder of records; -1 if there is none or it is not ours.
int OpenRecords(bool create) {
  char path[64];
  snprintf(path, sizeof(path), "/dev/shm/.polygil-%u", static_cast<unsigned>(geteuid()));
  if (create) mkdir(path, 0700);
  const int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
  if (folder < 0) return -1;
  struct stat info;
  if (fstat(folder, &info) != 0 || info.st_uid != geteuid()) {
    close(folder);
    return -1;
  }
  return folder;
}

const char* WithoutSlash(const char* name) { return name[0] == '/' ? name + 1 : name; }

void WriteRecord(const char* name) {
  const int folder = OpenRecords(/*create=*/true);
  if (folder < 0) return;
  const int fd = openat(folder, WithoutSlash(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd >= 0) {
    char text[32];
    const int length = snprintf(text, sizeof(text), "%" PRIu64 "\n", OwnIdentity());
    if (write(fd, text, static_cast<size_t>(length)) != length) {
      unlinkat(folder, WithoutSlash(name), 0);  // no record is better than a wrong one
    }
    close(fd);
  }
  close(folder);
}

// The creator a record names, or 0 when it cannot be read.
ProcessIdentity ReadRecord(int folder, const char* entry) {
  const int fd = openat(folder, entry, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  char text[32] = {};
  const ssize_t length = read(fd, text, sizeof(text) - 1);
  close(fd);
  ProcessIdentity creator = 0;
  if (length <= 0 || sscanf(text, "%" SCNu64, &creator) != 1) return 0;
  return creator;
}

}  // namespace

Status NamedOpen(const char* name, int flags, mode_t mode, int* fd) {
  *fd = shm_open(name, flags | O_CLOEXEC, mode);
  if (*fd < 0) return StatusFromErrno("shm_open");
  if ((flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL)) WriteRecord(name);
  return {};
}

Status NamedResize(int fd, size_t bytes) {
  if (ftruncate(fd, static_cast<off_t>(bytes)) != 0) return StatusFromErrno("ftruncate");
  if (bytes == 0) return {};
  int error;
  do {
    error = posix_fallocate(fd, 0, static_cast<off_t>(bytes));
  } while (error == EINTR);
  return {error, "posix_fallocate"};
}

Status NamedUnlink(const char* name) {
  if (shm_unlink(name) != 0) return StatusFromErrno("shm_unlink");
  NamedForget(name);
  return {};
}

void NamedForget(const char* name) {
  const int folder = OpenRecords(/*create=*/false);
  if (folder < 0) return;
  unlinkat(folder, WithoutSlash(name), 0);
  close(folder);
}

int NamedCleanUp() {
  const int folder = OpenRecords(/*create=*/false);
  if (folder < 0) return 0;
  DIR* const entries = fdopendir(folder);
  if (entries == nullptr) {
    close(folder);
    return 0;
  }
  int removed = 0;
  while (const dirent* entry = readdir(entries)) {
    if (entry->d_name[0] == '.') continue;
    const ProcessIdentity creator = ReadRecord(folder, entry->d_name);
    if (creator == 0 || ProcessIsAlive(creator)) continue;
    char name[NAME_MAX + 2];
    snprintf(name, sizeof(name), "/%s", entry->d_name);
    if (shm_unlink(name) == 0) ++removed;
    unlinkat(folder, entry->d_name, 0);
  }
  closedir(entries);
  return removed;
}

}  // namespace polygil::mp
