// build_library OUTPUT FOLDER PREFIX FILE... -- CODE...: compiles the standard library's files into the
// data that library.h describes. PREFIX is what the FILEs' paths begin with instead of FOLDER, the
// place of the library where polygil runs. The CODE files are the compiler's own sources: their
// checksum tells compilers apart. A file that can't be compiled is left out, with a line that says so.

#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "compiler/compile.h"
#include "compiler/source/unicode_hooks.h"
#include "pvm/bytecode/code_image.h"
#include "runtime/library/library.h"

namespace polygil {
namespace {

struct Item {
  std::string name, image;
  LibraryEntry entry;
};

bool ReadFile(const std::string& path, std::string* text) {
  FILE* file = fopen(path.c_str(), "rbe");
  if (file == nullptr) return false;
  char buffer[1 << 16];
  for (size_t n; (n = fread(buffer, 1, sizeof(buffer), file)) > 0;) text->append(buffer, n);
  bool ok = ferror(file) == 0;
  fclose(file);
  return ok;
}

// One source, under the name that its entry and its code get. `may_miss`: without a file it is empty.
bool Compile(const std::string& path, const std::string& name, const std::string& filename,
             bool may_miss, std::vector<Item>* items) {
  std::string text;
  struct stat facts {};
  if ((stat(path.c_str(), &facts) != 0 || !ReadFile(path, &text)) && !may_miss) {
    fprintf(stderr, "build_library: can't read %s\n", path.c_str());
    return false;
  }
  CompileOptions options;
  options.filename = filename;
  options.parse.hooks = UnicodeHooks();
  CompileResult result = CompileSource(text, options);
  if (result.diagnostic) {
    fprintf(stderr, "build_library: %s is left out: %s\n", path.c_str(),
            DiagnosticToString(result.diagnostic).c_str());
    return true;
  }
  Item& item = items->emplace_back();
  item.name = name;
  item.image = MakeCodeImage(*result.unit);
  item.entry = {};
  item.entry.source_size = text.size();
  item.entry.source_time = facts.st_mtim.tv_sec;
  item.entry.source_checksum = ImageChecksum(text.data(), text.size());
  return true;
}

uint32_t CompilerOf(char** begin, char** end) {
  std::string all;
  for (char** file = begin; file != end; ++file) {
    if (!ReadFile(*file, &all)) fprintf(stderr, "build_library: can't read %s\n", *file);
  }
  return static_cast<uint32_t>(ImageChecksum(all.data(), all.size())) | 1;
}

std::string Assemble(std::vector<Item>& items, uint32_t compiler) {
  std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) { return a.name < b.name; });
  size_t tables = sizeof(LibraryHeader) + items.size() * sizeof(LibraryEntry);
  std::string data;
  auto put = [&](const std::string& bytes) {
    data.resize((data.size() + 7) / 8 * 8);
    data += bytes;
    return static_cast<uint32_t>(tables + data.size() - bytes.size());
  };
  // All names first: a search touches a page or two of them, and no images.
  for (Item& item : items) {
    item.entry.name_size = static_cast<uint32_t>(item.name.size());
    item.entry.name = put(item.name);
  }
  std::string entries;
  for (Item& item : items) {
    item.entry.image_size = static_cast<uint32_t>(item.image.size());
    item.entry.image = put(item.image);
    entries.append(reinterpret_cast<const char*>(&item.entry), sizeof(item.entry));
  }
  LibraryHeader header{kLibraryFormat, static_cast<uint32_t>(tables + data.size()),
                       static_cast<uint32_t>(items.size()), compiler};
  return std::string(reinterpret_cast<const char*>(&header), sizeof(header)) + entries + data;
}

int Main(int argc, char** argv) {
  if (argc < 4) {
    fputs("usage: build_library OUTPUT FOLDER PREFIX FILE... -- CODE...\n", stderr);
    return 2;
  }
  std::string folder = argv[2], prefix = argv[3];
  std::vector<Item> items;
  int i = 4;
  for (; i < argc && strcmp(argv[i], "--") != 0; ++i) {
    std::string path = argv[i];
    if (path.compare(0, prefix.size(), prefix) != 0) {
      fprintf(stderr, "build_library: %s isn't below %s\n", argv[i], prefix.c_str());
      return 2;
    }
    std::string name = path.substr(prefix.size() + 1);
    if (!Compile(path, name, folder + "/" + name, false, &items)) return 1;
  }
  for (const FrozenModule* module = kFrozenModules; module->name != nullptr; ++module) {
    std::string name = module->entry;
    bool known = std::any_of(items.begin(), items.end(), [&](const Item& x) { return x.name == name; });
    if (known) continue;
    // (Debian leaves out the empty files of __phello__.)
    if (!Compile(prefix + "/" + module->file, name, name, !module->is_public, &items)) return 1;
  }
  std::string bytes = Assemble(items, CompilerOf(argv + std::min(i + 1, argc), argv + argc));
  FILE* out = fopen(argv[1], "wb");
  bool ok = out != nullptr && fwrite(bytes.data(), 1, bytes.size(), out) == bytes.size();
  if (out == nullptr || fclose(out) != 0 || !ok) {
    fprintf(stderr, "build_library: can't write %s\n", argv[1]);
    return 1;
  }
  return 0;
}

}  // namespace
}  // namespace polygil

int main(int argc, char** argv) { return polygil::Main(argc, argv); }
