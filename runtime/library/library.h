// The standard library as code images, compiled when polygil is built and part of its binary: importing
// a module of it reads no cache file, whether or not __pycache__ may be written. Each entry says which
// file it was made of; LibraryIsCurrent compares that with what is installed where polygil runs.
//
//   LibraryHeader | entries, sorted by name | names and images
//
// Plain data: nothing here knows objects. `library` is the address of the header.

#ifndef POLYGIL_RUNTIME_LIBRARY_LIBRARY_H_
#define POLYGIL_RUNTIME_LIBRARY_LIBRARY_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace polygil {

inline constexpr uint32_t kLibraryFormat = 0x314C4750;  // "PGL1"

struct LibraryHeader {
  uint32_t format;
  uint32_t size;   // of everything
  uint32_t count;  // of entries
  uint32_t compiler;
};

// Tells compilers whose code may differ apart; stands in cache files. 0 without a library.
inline uint32_t LibraryCompiler(const uint8_t* library) {
  return library == nullptr ? 0 : reinterpret_cast<const LibraryHeader*>(library)->compiler;
}

// `name`: a path relative to the library's folder ("json/decoder.py"), or, of a module that is known
// without its file (FrozenModule), "<frozen os>"; the code's file names say the same.
struct LibraryEntry {
  uint32_t name, name_size;
  uint32_t image, image_size;
  uint64_t source_size;
  int64_t source_time;  // modification, seconds
  uint64_t source_checksum;
};

std::string_view LibraryName(const uint8_t* library, const LibraryEntry& entry);
std::string_view LibraryImage(const uint8_t* library, const LibraryEntry& entry);
// Null: not there.
const LibraryEntry* LibraryFind(const uint8_t* library, std::string_view name);
// Was the entry made of what is in this file now? A file of the same size with another time is read.
bool LibraryIsCurrent(const LibraryEntry& entry, const std::string& path);

// The modules that importlib finds without sys.path, as in CPython: those that start-up needs.
struct FrozenModule {
  const char* name;
  const char* origin;  // the name that gives the file's; '<' in front: of a package; null: no file
  const char* file;    // relative to the library
  const char* entry;
  bool is_package;
  bool is_public;  // false: for the tests of import only
};
// Ends with a row whose name is null.
extern const FrozenModule kFrozenModules[];
const FrozenModule* FrozenFind(std::string_view name);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_LIBRARY_LIBRARY_H_
