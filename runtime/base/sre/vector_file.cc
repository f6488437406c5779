#include "runtime/base/sre/vector_file.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace polygil::sre {
namespace {

std::vector<std::string> Fields(const std::string& line) {
  std::vector<std::string> fields;
  size_t at = 0;
  while (at < line.size()) {
    size_t blank = line.find(' ', at);
    if (blank == std::string::npos) blank = line.size();
    fields.push_back(line.substr(at, blank - at));
    at = blank + 1;
  }
  return fields;
}

uint32_t Number(const std::string& text, int base) {
  return static_cast<uint32_t>(strtoul(text.c_str(), nullptr, base));
}

VectorPattern ReadPattern(const std::vector<std::string>& fields) {
  VectorPattern pattern;
  pattern.groups = Number(fields[1], 10);
  for (size_t i = 2; i < fields.size(); ++i) {
    size_t star = fields[i].find('*');
    uint32_t count = star == std::string::npos ? 1 : Number(fields[i].substr(star + 1), 10);
    pattern.code.insert(pattern.code.end(), count, Number(fields[i], 16));
  }
  return pattern;
}

VectorCase ReadCase(const std::vector<std::string>& fields) {
  VectorCase result;
  result.width = static_cast<int>(Number(fields[1], 10));
  if (fields[2] != "-") {
    for (const char* at = fields[2].c_str(); *at != 0;) {
      char* stop;
      result.text.push_back(static_cast<uint32_t>(strtoul(at, &stop, 16)));
      at = *stop == ',' ? stop + 1 : stop;
    }
  }
  result.method = fields[3][0];
  result.position = Number(fields[4], 10);
  result.end = Number(fields[5], 10);
  for (size_t i = 6; i < fields.size(); ++i) {
    result.answer.push_back(strtoll(fields[i].c_str(), nullptr, 10));
  }
  return result;
}

}  // namespace

std::vector<uint8_t> VectorCase::Bytes(int as_width) const {
  std::vector<uint8_t> bytes(text.size() * static_cast<size_t>(as_width));
  for (size_t i = 0; i < text.size(); ++i) {
    memcpy(bytes.data() + i * static_cast<size_t>(as_width), &text[i],
           static_cast<size_t>(as_width));
  }
  return bytes;
}

std::vector<VectorPattern> ReadVectors(const char* path) {
  std::vector<VectorPattern> patterns;
  FILE* file = fopen(path, "r");
  if (file == nullptr) return patterns;
  char* buffer = nullptr;
  size_t capacity = 0;
  ssize_t length;
  while ((length = getline(&buffer, &capacity, file)) > 0) {
    std::string line(buffer, static_cast<size_t>(length - (buffer[length - 1] == '\n')));
    std::vector<std::string> fields = Fields(line);
    if (fields[0] == "P") {
      patterns.push_back(ReadPattern(fields));
      patterns.back().line = line;
    } else {
      patterns.back().cases.push_back(ReadCase(fields));
      patterns.back().cases.back().line = line;
    }
  }
  free(buffer);
  fclose(file);
  return patterns;
}

}  // namespace polygil::sre
