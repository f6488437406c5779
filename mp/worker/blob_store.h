// Bytes that a parent writes once and all workers may read: code objects, classes, big constants. Append only, one
// writer. A worker reads a blob in place, when it first meets its number in a task.
#ifndef POLYGIL_MP_WORKER_BLOB_STORE_H_
#define POLYGIL_MP_WORKER_BLOB_STORE_H_

#include <cstddef>
#include <cstdint>

#include "mp/segment/segment.h"

namespace polygil::mp {

class BlobStore {
 public:
  static constexpr uint32_t kMostBlobs = 1u << 20;

  static Status Create(BlobStore* store);

  // Only one thread of one process at a time. Numbers count from 0. ENOMEM or ENOSPC when there is no room.
  Status Append(const char* data, size_t size, uint32_t* number);

  // Any process that inherited the store. False if there is no such blob. The bytes stay valid and unchanged.
  bool Read(uint32_t number, const char** data, size_t* size) const;

  uint32_t Count() const;

 private:
  struct Shared;
  struct Blob;

  Shared* shared() const { return reinterpret_cast<Shared*>(segment_.data()); }
  Blob& At(uint32_t number) const;
  Status CommitUpTo(uint64_t* committed, uint64_t end);

  Segment segment_;
};

}  // namespace polygil::mp

#endif  // POLYGIL_MP_WORKER_BLOB_STORE_H_
