#include "runtime/library/library.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdio>

#include "pvm/bytecode/code_image.h"

namespace polygil {

const FrozenModule kFrozenModules[] = {
    {"_frozen_importlib", "importlib._bootstrap", "importlib/_bootstrap.py",
     "<frozen importlib._bootstrap>", false, true},
    {"_frozen_importlib_external", "importlib._bootstrap_external", "importlib/_bootstrap_external.py",
     "<frozen importlib._bootstrap_external>", false, true},
    {"zipimport", "zipimport", "zipimport.py", "<frozen zipimport>", false, true},
    {"abc", "abc", "abc.py", "<frozen abc>", false, true},
    {"codecs", "codecs", "codecs.py", "<frozen codecs>", false, true},
    {"io", "io", "io.py", "<frozen io>", false, true},
    {"_collections_abc", "_collections_abc", "_collections_abc.py",
     "<frozen _collections_abc>", false, true},
    {"_sitebuiltins", "_sitebuiltins", "_sitebuiltins.py", "<frozen _sitebuiltins>", false, true},
    {"genericpath", "genericpath", "genericpath.py", "<frozen genericpath>", false, true},
    {"ntpath", "ntpath", "ntpath.py", "<frozen ntpath>", false, true},
    {"posixpath", "posixpath", "posixpath.py", "<frozen posixpath>", false, true},
    {"os.path", "posixpath", "posixpath.py", "<frozen posixpath>", false, true},
    {"os", "os", "os.py", "<frozen os>", false, true},
    {"site", "site", "site.py", "<frozen site>", false, true},
    {"stat", "stat", "stat.py", "<frozen stat>", false, true},
    {"importlib.util", "importlib.util", "importlib/util.py",
     "<frozen importlib.util>", false, true},
    {"importlib.machinery", "importlib.machinery", "importlib/machinery.py",
     "<frozen importlib.machinery>", false, true},
    {"runpy", "runpy", "runpy.py", "<frozen runpy>", false, true},
    {"__hello__", "__hello__", "__hello__.py", "<frozen __hello__>", false, false},
    {"__hello_alias__", "__hello__", "__hello__.py", "<frozen __hello__>", false, false},
    {"__phello_alias__", "__hello__", "__hello__.py", "<frozen __hello__>", true, false},
    {"__phello_alias__.spam", "__hello__", "__hello__.py", "<frozen __hello__>", false, false},
    {"__phello__", "__phello__", "__phello__/__init__.py", "<frozen __phello__>", true, false},
    {"__phello__.__init__", "<__phello__", "__phello__/__init__.py",
     "<frozen __phello__>", false, false},
    {"__phello__.ham", "__phello__.ham", "__phello__/ham/__init__.py",
     "<frozen __phello__.ham>", true, false},
    {"__phello__.ham.__init__", "<__phello__.ham", "__phello__/ham/__init__.py",
     "<frozen __phello__.ham>", false, false},
    {"__phello__.ham.eggs", "__phello__.ham.eggs", "__phello__/ham/eggs.py",
     "<frozen __phello__.ham.eggs>", false, false},
    {"__phello__.spam", "__phello__.spam", "__phello__/spam.py",
     "<frozen __phello__.spam>", false, false},
    {"__hello_only__", nullptr, "__hello__.py", "<frozen __hello__>", false, false},
    {nullptr, nullptr, nullptr, nullptr, false, false},
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
