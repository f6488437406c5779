#include "mp/segment/mapping.h"

#include <errno.h>
#include <sys/mman.h>

#include <new>

#include "boost/interprocess/detail/os_file_functions.hpp"
#include "boost/interprocess/exceptions.hpp"
#include "boost/interprocess/mapped_region.hpp"

namespace polygil::mp {

namespace {

namespace ipc = boost::interprocess;

// What mapped_region wants of something that can be mapped.
class BorrowedDescriptor {
 public:
  explicit BorrowedDescriptor(int fd) : fd_(fd) {}
  ipc::mapping_handle_t get_mapping_handle() const {
    return ipc::ipcdetail::mapping_handle_from_file_handle(fd_);
  }

 private:
  int fd_;
};

}  // namespace

void* MapShared(int fd, size_t bytes, char** address, int* error) {
  try {
    // MAP_NORESERVE: pages are committed by fallocate, not by the size of the mapping.
    auto* region = new ipc::mapped_region(BorrowedDescriptor(fd), ipc::read_write, 0, bytes, nullptr,
                                          MAP_NORESERVE);
    *address = static_cast<char*>(region->get_address());
    return region;
  } catch (const ipc::interprocess_exception& failure) {
    *error = failure.get_native_error() != 0 ? failure.get_native_error() : ENOMEM;
  } catch (const std::bad_alloc&) {
    *error = ENOMEM;
  }
  return nullptr;
}

void Unmap(void* mapping) { delete static_cast<ipc::mapped_region*>(mapping); }

}  // namespace polygil::mp
