// Reads what generate_vectors.py wrote, for the tests.

#ifndef POLYGIL_RUNTIME_BASE_SRE_VECTOR_FILE_H_
#define POLYGIL_RUNTIME_BASE_SRE_VECTOR_FILE_H_

#include <cstdint>
#include <string>
#include <vector>

namespace polygil::sre {

struct VectorCase {
  int width;
  std::vector<uint32_t> text;
  char method;
  size_t position;
  size_t end;
  std::vector<int64_t> answer;
  std::string line;  // as in the file

  // The text in the given width.
  std::vector<uint8_t> Bytes(int as_width) const;
};

struct VectorPattern {
  uint32_t groups;
  std::vector<uint32_t> code;
  std::vector<VectorCase> cases;
  std::string line;
};

// Empty if there is no such file.
std::vector<VectorPattern> ReadVectors(const char* path);

}  // namespace polygil::sre

#endif  // POLYGIL_RUNTIME_BASE_SRE_VECTOR_FILE_H_
