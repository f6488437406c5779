// Runs a libFuzzer target once over every file of the folders given, for default tests without the
// fuzzer.

#include <dirent.h>

#include <cstdint>
#include <cstdio>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

bool Replay(const std::string& path) {
  FILE* file = fopen(path.c_str(), "rb");
  if (file == nullptr) return false;
  std::string bytes;
  char buffer[4096];
  for (size_t count; (count = fread(buffer, 1, sizeof buffer, file)) > 0;)
    bytes.append(buffer, count);
  fclose(file);
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  int inputs = 0;
  for (int i = 1; i < argc; ++i) {
    DIR* folder = opendir(argv[i]);
    if (folder == nullptr) continue;
    while (dirent* entry = readdir(folder)) {
      if (entry->d_name[0] != '.') inputs += Replay(std::string(argv[i]) + "/" + entry->d_name);
    }
    closedir(folder);
  }
  printf("%d inputs\n", inputs);
  return inputs > 0 ? 0 : 1;
}
