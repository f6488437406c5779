// compile_main [-d | -v] FILE...: compiles each file; -d prints the listing, -v verifies the code.

#include <cstdio>
#include <cstring>
#include <string>

#include "compiler/codegen/disassemble.h"
#include "compiler/codegen/verify.h"
#include "compiler/compile.h"
#include "compiler/source/unicode_hooks.h"

namespace {

std::string ReadFile(const char* name) {
  std::string bytes;
  FILE* file = fopen(name, "rb");
  if (file == nullptr) return bytes;
  char buffer[65536];
  for (size_t n; (n = fread(buffer, 1, sizeof buffer, file)) > 0;) bytes.append(buffer, n);
  fclose(file);
  return bytes;
}

}  // namespace

int main(int argc, char** argv) {
  bool list = argc > 1 && strcmp(argv[1], "-d") == 0;
  bool verify = argc > 1 && strcmp(argv[1], "-v") == 0;
  int status = 0;
  for (int i = list || verify ? 2 : 1; i < argc; ++i) {
    polygil::CompileOptions options;
    options.filename = argv[i];
    options.parse.hooks = polygil::UnicodeHooks();
    polygil::CompileResult result = polygil::CompileSource(ReadFile(argv[i]), options);
    if (result.diagnostic) {
      printf("%s: %s\n", argv[i], polygil::DiagnosticToString(result.diagnostic).c_str());
      status = 1;
    } else if (verify) {
      std::string error = polygil::Verify(*result.unit);
      if (!error.empty()) {
        printf("%s: %s\n", argv[i], error.c_str());
        status = 2;
      }
    } else if (list) {
      fputs(polygil::Disassemble(*result.unit).c_str(), stdout);
    }
  }
  return status;
}
