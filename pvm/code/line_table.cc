#include "pvm/code/line_table.h"

namespace polygil {
namespace {

// What the four bits above an entry's length say; smaller ones are the short forms.
constexpr int kFirstOneLineForm = 10, kNoColumns = 13, kLongForm = 14, kNoLocation = 15;

class Reader {
 public:
  explicit Reader(std::string_view table) : table_(table) {}

  bool at_end() const { return at_ == table_.size(); }
  bool ok() const { return ok_; }

  uint32_t Byte() {
    if (at_end()) return ok_ = false, 0;
    return static_cast<uint8_t>(table_[at_++]);
  }
  uint32_t Number() {
    uint32_t number = 0, byte;
    int shift = 0;
    do {
      byte = Byte();
      if (shift < 32) number |= (byte & 63) << shift;
      shift += 6;
    } while ((byte & 64) != 0);
    return number;
  }
  int32_t SignedNumber() {
    uint32_t number = Number();
    int32_t size = static_cast<int32_t>(number >> 1);
    return (number & 1) != 0 ? -size : size;
  }

 private:
  std::string_view table_;
  size_t at_ = 0;
  bool ok_ = true;
};

// The entry of a form; *line is the line of the entry before.
PositionEntry ReadEntry(Reader* reader, int form, int32_t* line) {
  if (form == kNoLocation) return {0, -1, -1, -1, -1};
  if (form == kNoColumns || form == kLongForm) {
    *line += reader->SignedNumber();
    if (form == kNoColumns) return {0, *line, *line, -1, -1};
    int32_t end_line = *line + static_cast<int32_t>(reader->Number());
    int32_t column = static_cast<int32_t>(reader->Number()) - 1;
    return {0, *line, end_line, column, static_cast<int32_t>(reader->Number()) - 1};
  }
  if (form >= kFirstOneLineForm) {
    *line += form - kFirstOneLineForm;
    int32_t column = static_cast<int32_t>(reader->Byte());
    return {0, *line, *line, column, static_cast<int32_t>(reader->Byte())};
  }
  int32_t second = static_cast<int32_t>(reader->Byte());
  int32_t column = form * 8 + (second >> 4 & 7);
  return {0, *line, *line, column, column + (second & 15)};
}

}  // namespace

bool ReadLineTable(std::string_view table, int32_t first_line, std::vector<PositionEntry>* positions) {
  positions->clear();
  Reader reader(table);
  uint32_t start = 0;
  int32_t line = first_line;
  while (!reader.at_end()) {
    uint32_t head = reader.Byte();
    PositionEntry entry = ReadEntry(&reader, static_cast<int>(head >> 3 & 15), &line);
    if (!reader.ok()) return false;
    entry.start = start;
    positions->push_back(entry);
    start += (head & 7) + 1;
  }
  positions->push_back({start, -1, -1, -1, -1});
  return true;
}

}  // namespace polygil
