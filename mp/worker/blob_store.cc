#include "mp/worker/blob_store.h"

#include <errno.h>
#include <string.h>

#include <algorithm>
#include <atomic>
#include <utility>

namespace polygil::mp {

namespace {

constexpr size_t kReservation = size_t{16} << 30;
constexpr uint64_t kStep = 262144;  // commit in steps of this size

}  // namespace

struct BlobStore::Blob {
  uint64_t offset;
  uint64_t size;
};

struct BlobStore::Shared {
  std::atomic<uint32_t> count;  // a blob exists when it is counted
  uint64_t data_end;            // writer's
  uint64_t data_committed;
  uint64_t index_committed;

  static constexpr uint64_t kIndex = 4096;
  static constexpr uint64_t kData = kIndex + uint64_t{kMostBlobs} * 16;
};

BlobStore::Blob& BlobStore::At(uint32_t number) const {
  return reinterpret_cast<Blob*>(segment_.data() + Shared::kIndex)[number];
}

Status BlobStore::Create(BlobStore* store) {
  BlobStore made;
  Status status = Segment::CreateSparse("polygil-blobs", kReservation, Shared::kIndex, &made.segment_);
  if (!status.ok()) return status;
  if (made.segment_.size() <= Shared::kData) return {ENOMEM, "blobs"};
  made.shared()->data_end = made.shared()->data_committed = Shared::kData;
  made.shared()->index_committed = Shared::kIndex;
  *store = std::move(made);
  return {};
}

Status BlobStore::CommitUpTo(uint64_t* committed, uint64_t end) {
  if (end <= *committed) return {};
  const uint64_t limit = std::min<uint64_t>((end + kStep - 1) / kStep * kStep, segment_.size());
  if (end > limit) return {ENOSPC, "blobs"};
  const Status status = segment_.Commit(*committed, limit - *committed);
  if (status.ok()) *committed = limit;
  return status;
}

Status BlobStore::Append(const char* data, size_t size, uint32_t* number) {
  Shared& state = *shared();
  const uint32_t count = state.count.load(std::memory_order_relaxed);
  if (count == kMostBlobs || size > segment_.size()) return {ENOSPC, "blobs"};
  Status status = CommitUpTo(&state.data_committed, state.data_end + size);
  if (status.ok()) {
    status = CommitUpTo(&state.index_committed, Shared::kIndex + (uint64_t{count} + 1) * sizeof(Blob));
  }
  if (!status.ok()) return status;
  if (size > 0) memcpy(segment_.data() + state.data_end, data, size);
  At(count) = {state.data_end, size};
  state.data_end += (size + 15) / 16 * 16;
  state.count.store(count + 1, std::memory_order_release);
  *number = count;
  return {};
}

bool BlobStore::Read(uint32_t number, const char** data, size_t* size) const {
  if (number >= Count()) return false;
  *data = segment_.data() + At(number).offset;
  *size = At(number).size;
  return true;
}

uint32_t BlobStore::Count() const { return shared()->count.load(std::memory_order_acquire); }

}  // namespace polygil::mp
