#include "runtime/library/library.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdio>

#include "pvm/bytecode/code_image.h"

namespace polygil {

const FrozenModule kFrozenModules[] = {
    {"_frozen_importlib", "importlib._bootstrap", "importlib/_bootstrap.py", false, true},
    {"_frozen_importlib_external", "importlib._bootstrap_external",
     "importlib/_bootstrap_external.py", false, true},
    {"zipimport", "zipimport", "zipimport.py", false, true},
    {"abc", "abc", "abc.py", false, true},
    {"codecs", "codecs", "codecs.py", false, true},
    {"io", "io", "io.py", false, true},
    {"_collections_abc", "_collections_abc", "_collections_abc.py", false, true},
    {"_sitebuiltins", "_sitebuiltins", "_sitebuiltins.py", false, true},
    {"genericpath", "genericpath", "genericpath.py", false, true},
    {"ntpath", "ntpath", "ntpath.py", false, true},
    {"posixpath", "posixpath", "posixpath.py", false, true},
    {"os.path", "posixpath", "posixpath.py", false, true},
    {"os", "os", "os.py", false, true},
    {"site", "site", "site.py", false, true},
    {"stat", "stat", "stat.py", false, true},
    {"importlib.util", "importlib.util", "importlib/util.py", false, true},
    {"importlib.machinery", "importlib.machinery", "importlib/machinery.py", false, true},
    {"runpy", "runpy", "runpy.py", false, true},
    {"__hello__", "__hello__", "__hello__.py", false, false},
    {"__hello_alias__", "__hello__", "__hello__.py", false, false},
    {"__phello_alias__", "__hello__", "__hello__.py", true, false},
    {"__phello_alias__.spam", "__hello__", "__hello__.py", false, false},
    {"__phello__", "__phello__", "__phello__/__init__.py", true, false},
    {"__phello__.__init__", "__phello__", "__phello__/__init__.py", false, false},
    {"__phello__.ham", "__phello__.ham", "__phello__/ham/__init__.py", true, false},
    {"__phello__.ham.__init__", "__phello__.ham", "__phello__/ham/__init__.py", false, false},
    {"__phello__.ham.eggs", "__phello__.ham.eggs", "__phello__/ham/eggs.py", false, false},
    {"__phello__.spam", "__phello__.spam", "__phello__/spam.py", false, false},
    {nullptr, nullptr, nullptr, false, false},
};

const FrozenModule* FrozenFind(std::string_view name) {
  for (const FrozenModule* module = kFrozenModules; module->name != nullptr; ++module) {
    if (name == module->name) return module;
  }
  return nullptr;
}

std::string_view LibraryName(const uint8_t* library, const LibraryEntry& entry) {
  return {reinterpret_cast<const char*>(library) + entry.name, entry.name_size};
}

std::string_view LibraryImage(const uint8_t* library, const LibraryEntry& entry) {
  return {reinterpret_cast<const char*>(library) + entry.image, entry.image_size};
}

const LibraryEntry* LibraryFind(const uint8_t* library, std::string_view name) {
  const auto* header = reinterpret_cast<const LibraryHeader*>(library);
  if (header == nullptr || header->format != kLibraryFormat) return nullptr;
  const auto* begin = reinterpret_cast<const LibraryEntry*>(header + 1);
  const auto* end = begin + header->count;
  const auto* found =
      std::lower_bound(begin, end, name, [library](const LibraryEntry& entry, std::string_view n) {
        return LibraryName(library, entry) < n;
      });
  return found != end && LibraryName(library, *found) == name ? found : nullptr;
}

bool LibraryIsCurrent(const LibraryEntry& entry, const std::string& path) {
  struct stat facts;
  if (stat(path.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode) ||
      static_cast<uint64_t>(facts.st_size) != entry.source_size)
    return false;
  if (facts.st_mtim.tv_sec == entry.source_time) return true;
  FILE* file = fopen(path.c_str(), "rbe");
  if (file == nullptr) return false;
  std::string text(entry.source_size, '\0');
  bool same = fread(text.data(), 1, text.size(), file) == text.size() &&
              ImageChecksum(text.data(), text.size()) == entry.source_checksum;
  fclose(file);
  return same;
}

}  // namespace polygil
