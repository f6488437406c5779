// Block allocation and identifier interning of the syntax tree's arena.

#include "compiler/ast/arena.h"

#include <cstdio>
#include <cstdlib>

namespace polygil::ast {
namespace {

constexpr size_t kLargestBlock = 1024 * 1024;
constexpr uint32_t kFirstTableSize = 256;

void* AllocateOrDie(size_t size) {
  void* memory = malloc(size);
  if (memory == nullptr) {
    fputs("compiler: out of memory\n", stderr);
    abort();
  }
  return memory;
}

uint32_t HashBytes(std::string_view bytes) {
  uint64_t hash = 0x9E3779B97F4A7C15ull ^ bytes.size();
  const char* p = bytes.data();
  size_t left = bytes.size();
  while (left >= 8) {
    uint64_t word;
    memcpy(&word, p, 8);
    hash = (hash ^ word) * 0xFF51AFD7ED558CCDull;
    hash ^= hash >> 32;
    p += 8;
    left -= 8;
  }
  uint64_t tail = 0;
  if (left > 0) memcpy(&tail, p, left);
  hash = (hash ^ tail) * 0xC4CEB9FE1A85EC53ull;
  return static_cast<uint32_t>(hash ^ (hash >> 32));
}

}  // namespace

Arena::~Arena() {
  free(table_);
  while (blocks_ != nullptr) {
    Block* next = blocks_->next;
    free(blocks_);
    blocks_ = next;
  }
}

void* Arena::AllocateSlow(size_t size, size_t alignment) {
  size_t needed = sizeof(Block) + size + alignment;
  bool own_block = needed > next_block_size_ / 4;
  size_t block_size = own_block ? needed : next_block_size_;
  Block* block = static_cast<Block*>(AllocateOrDie(block_size));
  footprint_ += block_size;
  block->next = blocks_;
  blocks_ = block;
  uintptr_t start = reinterpret_cast<uintptr_t>(block + 1);
  start = (start + alignment - 1) & ~(uintptr_t{alignment} - 1);
  if (!own_block) {
    cursor_ = start + size;
    limit_ = reinterpret_cast<uintptr_t>(block) + block_size;
    if (next_block_size_ < kLargestBlock) next_block_size_ *= 2;
  }
  return reinterpret_cast<void*>(start);
}

void Arena::GrowTable() {
  uint32_t size = table_ == nullptr ? kFirstTableSize : (table_mask_ + 1) * 2;
  auto** table = static_cast<const Identifier**>(AllocateOrDie(size * sizeof(Identifier*)));
  memset(table, 0, size * sizeof(Identifier*));
  uint32_t mask = size - 1;
  if (table_ != nullptr) {
    for (uint32_t i = 0; i <= table_mask_; i++) {
      if (table_[i] == nullptr) continue;
      uint32_t slot = table_[i]->hash & mask;
      while (table[slot] != nullptr) slot = (slot + 1) & mask;
      table[slot] = table_[i];
    }
    free(table_);
  }
  table_ = table;
  table_mask_ = mask;
}

const Identifier* Arena::Intern(std::string_view name) {
  if (table_ == nullptr || identifier_count_ * 2 > table_mask_) GrowTable();
  uint32_t hash = HashBytes(name);
  uint32_t slot = hash & table_mask_;
  while (const Identifier* found = table_[slot]) {
    if (found->hash == hash && found->text() == name) return found;
    slot = (slot + 1) & table_mask_;
  }
  size_t size = offsetof(Identifier, data) + name.size() + 1;
  auto* made = static_cast<Identifier*>(Allocate(size, alignof(Identifier)));
  made->size = static_cast<uint32_t>(name.size());
  made->hash = hash;
  made->index = identifier_count_++;
  memcpy(made->data, name.data(), name.size());
  made->data[name.size()] = 0;
  table_[slot] = made;
  return made;
}

}  // namespace polygil::ast
