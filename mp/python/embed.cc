// Build tool: embed OUTPUT.cc FILE.py... writes the table of embedded.h. A module's name is its path behind the last
// "python/".

#include <cstdio>
#include <cstring>
#include <string>

namespace {

std::string ModuleName(const char* path, bool* is_package) {
  std::string name = path;
  size_t root = name.rfind("python/");
  if (root != std::string::npos) name = name.substr(root + strlen("python/"));
  name = name.substr(0, name.size() - strlen(".py"));
  for (char& c : name) {
    if (c == '/') c = '.';
  }
  constexpr const char* kInit = ".__init__";
  size_t stem = name.size() - strlen(kInit);
  *is_package = name.size() > strlen(kInit) && name.compare(stem, std::string::npos, kInit) == 0;
  return *is_package ? name.substr(0, name.size() - strlen(kInit)) : name;
}

// One byte as part of a string literal.
void WriteByte(FILE* out, int c) {
  if (c == '\n') {
    fputs("\\n\"\n    \"", out);
  } else if (c == '"' || c == '\\' || c == '?' || c < 32 || c > 126) {
    fprintf(out, "\\%03o", static_cast<unsigned>(c));
  } else {
    fputc(c, out);
  }
}

bool WriteSource(FILE* out, const char* path) {
  FILE* in = fopen(path, "rb");
  if (in == nullptr) return false;
  bool is_package;
  std::string name = ModuleName(path, &is_package);
  fprintf(out, "    {\"%s\", %s,\n    \"", name.c_str(), is_package ? "true" : "false");
  size_t size = 0;
  for (int c; (c = fgetc(in)) != EOF; ++size) WriteByte(out, c);
  fprintf(out, "\",\n    %zu},\n", size);
  fclose(in);
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  FILE* out = argc > 1 ? fopen(argv[1], "wb") : nullptr;
  if (out == nullptr) return 1;
  fputs("#include \"mp/python/embedded.h\"\n\nnamespace polygil {\n\n"
        "const EmbeddedSource kEmbeddedSources[] = {\n", out);
  for (int i = 2; i < argc; ++i) {
    if (!WriteSource(out, argv[i])) return 1;
  }
  fputs("    {nullptr, false, nullptr, 0}};\n\n}  // namespace polygil\n", out);
  return fclose(out) == 0 ? 0 : 1;
}
