// Build tool: embed OUTPUT.cc FILE.py... writes the table of embedded.h. A module's name is its path behind the last
// "python/". The files must be correct programs.

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "compiler/compile.h"
#include "compiler/source/unicode_hooks.h"
#include "pvm/bytecode/code_image.h"

namespace {

struct Source {
  std::string name, text;
  bool is_package;
  size_t image_size;
};

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

bool Read(const char* path, Source* source) {
  FILE* in = fopen(path, "rb");
  if (in == nullptr) return false;
  source->name = ModuleName(path, &source->is_package);
  for (int c; (c = fgetc(in)) != EOF;) source->text += static_cast<char>(c);
  fclose(in);
  return true;
}

// As words, which gives it the alignment it needs.
bool WriteImage(FILE* out, size_t number, Source* source) {
  polygil::CompileOptions options;
  options.filename = "<frozen " + source->name + ">";
  options.parse.hooks = polygil::UnicodeHooks();
  polygil::CompileResult result = polygil::CompileSource(source->text, options);
  if (result.diagnostic) {
    fprintf(stderr, "embed: %s: %s\n", source->name.c_str(), DiagnosticToString(result.diagnostic).c_str());
    return false;
  }
  std::string image = polygil::MakeCodeImage(*result.unit);
  source->image_size = image.size();
  image.resize((image.size() + 7) / 8 * 8);
  fprintf(out, "const unsigned long kImage%zu[] = {", number);
  for (size_t i = 0; i < image.size(); i += 8) {
    uint64_t word;
    memcpy(&word, image.data() + i, sizeof(word));
    fprintf(out, "%s0x%llx,", i % 64 == 0 ? "\n    " : " ", static_cast<unsigned long long>(word));
  }
  fputs("};\n", out);
  return true;
}

void WriteSource(FILE* out, size_t number, const Source& source) {
  fprintf(out, "    {\"%s\", %s,\n    \"", source.name.c_str(), source.is_package ? "true" : "false");
  for (char c : source.text) WriteByte(out, static_cast<unsigned char>(c));
  fprintf(out, "\",\n    %zu, kImage%zu, %zu},\n", source.text.size(), number, source.image_size);
}

}  // namespace

int main(int argc, char** argv) {
  FILE* out = argc > 1 ? fopen(argv[1], "wb") : nullptr;
  if (out == nullptr) return 1;
  std::vector<Source> sources(static_cast<size_t>(argc - 2));
  fputs("#include \"mp/python/embedded.h\"\n\nnamespace polygil {\n\nnamespace {\n\n", out);
  for (size_t i = 0; i < sources.size(); ++i) {
    if (!Read(argv[i + 2], &sources[i]) || !WriteImage(out, i, &sources[i])) return 1;
  }
  fputs("\n}  // namespace\n\nconst EmbeddedSource kEmbeddedSources[] = {\n", out);
  for (size_t i = 0; i < sources.size(); ++i) WriteSource(out, i, sources[i]);
  fputs("    {nullptr, false, nullptr, 0, nullptr, 0}};\n\n}  // namespace polygil\n", out);
  return fclose(out) == 0 ? 0 : 1;
}
