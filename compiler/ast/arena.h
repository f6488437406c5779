// The arena owns everything a syntax tree is made of: nodes, lists, identifiers and string bytes.
// Nothing in it is freed singly or has a destructor; the whole tree dies with its arena.
//
// Identifiers are interned per arena, so that equal names are equal pointers.

#ifndef POLYGIL_COMPILER_AST_ARENA_H_
#define POLYGIL_COMPILER_AST_ARENA_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <string_view>
#include <type_traits>

namespace polygil::ast {

// A name in UTF-8 (NFKC already applied), interned: within one arena two identifiers are equal
// exactly when their addresses are. `index` counts identifiers from 0 in order of first
// appearance, so tables beside the tree can be plain vectors.
struct Identifier {
  uint32_t size;
  uint32_t hash;
  uint32_t index;
  char data[1];  // `size` bytes and a NUL

  std::string_view text() const { return {data, size}; }
};

class Arena {
 public:
  Arena() = default;
  ~Arena();
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  // Raw storage, never null (the host stops when memory is exhausted).
  void* Allocate(size_t size, size_t alignment = 8) {
    uintptr_t start = (cursor_ + alignment - 1) & ~(uintptr_t{alignment} - 1);
    if (start + size > limit_) [[unlikely]] return AllocateSlow(size, alignment);
    cursor_ = start + size;
    return reinterpret_cast<void*>(start);
  }

  // A value-initialised T; T must not need a destructor.
  template <typename T>
  T* New() {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (Allocate(sizeof(T), alignof(T))) T();
  }

  template <typename T>
  T* NewArray(size_t count) {
    static_assert(std::is_trivially_copyable_v<T>);
    return static_cast<T*>(Allocate(count * sizeof(T), alignof(T)));
  }

  // A copy of `bytes` that lives as long as the arena.
  std::string_view Copy(std::string_view bytes) {
    char* copy = static_cast<char*>(Allocate(bytes.size() + 1, 1));
    if (!bytes.empty()) memcpy(copy, bytes.data(), bytes.size());
    copy[bytes.size()] = 0;
    return {copy, bytes.size()};
  }

  const Identifier* Intern(std::string_view name);
  uint32_t identifier_count() const { return identifier_count_; }

  // Bytes taken from the system so far.
  size_t footprint() const { return footprint_; }

 private:
  struct Block {
    Block* next;
  };

  void* AllocateSlow(size_t size, size_t alignment);
  void GrowTable();

  uintptr_t cursor_ = 0;
  uintptr_t limit_ = 0;
  Block* blocks_ = nullptr;
  size_t next_block_size_ = 16 * 1024;
  size_t footprint_ = 0;
  const Identifier** table_ = nullptr;  // open addressing, a power of two, from malloc
  uint32_t table_mask_ = 0;
  uint32_t identifier_count_ = 0;
};

}  // namespace polygil::ast

#endif  // POLYGIL_COMPILER_AST_ARENA_H_
