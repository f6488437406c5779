// Shared memory without names: a memfd, mapped with Boost.Interprocess. A forked child inherits mapping and
// descriptor; the kernel frees the memory with the last of both, so a crash leaves nothing behind.
//
// A segment is a reservation of address space of which parts are committed. Committing allocates the pages, so
// that exhausted memory is an error here and never a SIGBUS at some later store. Since the whole reservation is
// mapped from the start, memory committed after a fork, by whichever process, is at once usable in all.
#ifndef POLYGIL_MP_SEGMENT_SEGMENT_H_
#define POLYGIL_MP_SEGMENT_SEGMENT_H_

#include <cstddef>
#include <cstdint>

#include "mp/segment/status.h"

namespace polygil::mp {

class Segment {
 public:
  Segment() = default;
  Segment(Segment&& other) noexcept { *this = static_cast<Segment&&>(other); }
  Segment& operator=(Segment&& other) noexcept;
  ~Segment() { Close(); }

  // A zero-filled segment of `bytes` (rounded up to pages), all committed. `label` shows up in /proc/*/maps.
  static Status Create(const char* label, size_t bytes, Segment* segment);

  // Reserves `reserve` bytes, or as much of it as limits on address space allow, but at least `commit`, of
  // which the first `commit` bytes are committed.
  static Status CreateSparse(const char* label, size_t reserve, size_t commit, Segment* segment);

  // Maps an existing descriptor (inherited across exec, or received); takes ownership of it, even on failure.
  static Status Map(int fd, Segment* segment);

  // Allocates the pages of [offset, offset + bytes); ENOSPC or ENOMEM when there is no memory. May be called by
  // any process that has the segment. Idempotent.
  Status Commit(size_t offset, size_t bytes) const;

  // Gives the pages back to the system; they read as zero afterwards and must be committed again before use.
  void Decommit(size_t offset, size_t bytes) const;

  // Unmaps and closes; other processes keep theirs.
  void Close();

  bool valid() const { return data_ != nullptr; }
  char* data() const { return data_; }
  size_t size() const { return size_; }
  int fd() const { return fd_; }

  static size_t PageSize();
  static size_t RoundUpToPages(size_t bytes);

 private:
  char* data_ = nullptr;
  size_t size_ = 0;
  int fd_ = -1;
  void* mapping_ = nullptr;  // the Boost object
};

}  // namespace polygil::mp

#endif  // POLYGIL_MP_SEGMENT_SEGMENT_H_
