#include "mp/segment/segment.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "mp/segment/mapping.h"

namespace polygil::mp {

Status StatusFromErrno(const char* operation) { return {errno, operation}; }

size_t Segment::PageSize() {
  static const size_t size = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  return size;
}

size_t Segment::RoundUpToPages(size_t bytes) {
  const size_t page = PageSize();
  return (bytes + page - 1) / page * page;
}

Segment& Segment::operator=(Segment&& other) noexcept {
  if (this == &other) return *this;
  Close();
  data_ = other.data_;
  size_ = other.size_;
  fd_ = other.fd_;
  mapping_ = other.mapping_;
  other.data_ = nullptr;
  other.size_ = 0;
  other.fd_ = -1;
  other.mapping_ = nullptr;
  return *this;
}

void Segment::Close() {
  if (mapping_ != nullptr) Unmap(mapping_);
  if (fd_ >= 0) close(fd_);
  data_ = nullptr;
  size_ = 0;
  fd_ = -1;
  mapping_ = nullptr;
}

Status Segment::Create(const char* label, size_t bytes, Segment* segment) {
  bytes = RoundUpToPages(std::max<size_t>(bytes, 1));
  return CreateSparse(label, bytes, bytes, segment);
}

Status Segment::CreateSparse(const char* label, size_t reserve, size_t commit, Segment* segment) {
  commit = RoundUpToPages(commit);
  reserve = std::max(RoundUpToPages(reserve), commit);
  Status status;
  while (true) {
    const int fd = memfd_create(label, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0) return StatusFromErrno("memfd_create");
    if (ftruncate(fd, static_cast<off_t>(reserve)) != 0) {
      status = StatusFromErrno("ftruncate");
      close(fd);
    } else {
      // Nobody can shrink it under a mapping, which would be a SIGBUS for the others.
      fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL);
      status = Map(fd, segment);
    }
    if (status.ok() || reserve == commit) break;
    reserve = std::max(RoundUpToPages(reserve / 4), commit);
  }
  if (status.ok()) status = segment->Commit(0, commit);
  if (!status.ok()) segment->Close();
  return status;
}

Status Segment::Map(int fd, Segment* segment) {
  struct stat info;
  if (fstat(fd, &info) != 0) {
    const Status status = StatusFromErrno("fstat");
    close(fd);
    return status;
  }
  if (info.st_size == 0) {
    close(fd);
    return {EINVAL, "mmap"};
  }
  Segment mapped;
  mapped.fd_ = fd;
  mapped.size_ = static_cast<size_t>(info.st_size);
  int error = 0;
  mapped.mapping_ = MapShared(fd, mapped.size_, &mapped.data_, &error);
  if (mapped.mapping_ == nullptr) return {error, "mmap"};
  *segment = static_cast<Segment&&>(mapped);
  return {};
}

Status Segment::Commit(size_t offset, size_t bytes) const {
  // In pieces, because a signal makes fallocate give up and undo what it did.
  constexpr size_t kPiece = size_t{64} << 20;
  while (bytes > 0) {
    const size_t piece = std::min(bytes, kPiece);
    if (fallocate(fd_, 0, static_cast<off_t>(offset), static_cast<off_t>(piece)) != 0) {
      if (errno == EINTR) continue;
      return StatusFromErrno("fallocate");
    }
    offset += piece;
    bytes -= piece;
  }
  return {};
}

void Segment::Decommit(size_t offset, size_t bytes) const {
  if (bytes == 0) return;
  (void)fallocate(fd_, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, static_cast<off_t>(offset),
                  static_cast<off_t>(bytes));
}

}  // namespace polygil::mp
