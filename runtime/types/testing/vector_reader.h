// Reads the values that the generate_vectors.py of several folders write for their tests:
//   N T F; i<hex>; f<float.hex()>; c<float><float>; s<hex of UTF-8>; b<hex>; (...) [...] {key value ...}

#ifndef POLYGIL_RUNTIME_TYPES_TESTING_VECTOR_READER_H_
#define POLYGIL_RUNTIME_TYPES_TESTING_VECTOR_READER_H_

#include <cstdlib>
#include <string>

#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/number/complex.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil::testing {

class VectorReader {
 public:
  explicit VectorReader(const char* text) : at_(text) {}
  bool AtEnd() const { return *at_ == 0; }

  Handle Read() {
    switch (*at_++) {
      case 'T': return Owned(Value::True());
      case 'F': return Owned(Value::False());
      case 'i': {
        std::string digits = Until(';');
        return IntFromText(digits.data(), digits.size(), 16);
      }
      case 'f': return FloatNew(strtod(Until(';').c_str(), nullptr));
      case 'c': {
        Handle real = Read(), imaginary = Read();
        return ComplexNew(FloatValue(real), FloatValue(imaginary));
      }
      case 's': return StrFromUtf8(Hex());
      case 'b': {
        std::string bytes = Hex();
        return BytesNew(bytes.data(), static_cast<int64_t>(bytes.size()));
      }
      case '(': return ListToTuple(ReadList(')'));
      case '[': return ReadList(']');
      case '{': return ReadDict();
      default: return Owned(Value::None());
    }
  }

 private:
  Handle ReadList(char end) {
    Handle list = ListNew();
    while (*at_ != end) {
      Handle item = Read();
      if (!ListAppend(list, item)) abort();
    }
    ++at_;
    return list;
  }
  Handle ReadDict() {
    Handle dict = DictNew();
    while (*at_ != '}') {
      Handle key = Read(), value = Read();
      if (!DictSet(dict, key, value)) abort();
    }
    ++at_;
    return dict;
  }
  std::string Until(char end) {
    std::string text;
    while (*at_ != end) text += *at_++;
    ++at_;
    return text;
  }
  std::string Hex() {
    std::string digits = Until(';'), bytes;
    for (size_t i = 0; i < digits.size(); i += 2)
      bytes += static_cast<char>(strtol(digits.substr(i, 2).c_str(), nullptr, 16));
    return bytes;
  }
  const char* at_;
};

}  // namespace polygil::testing

#endif  // POLYGIL_RUNTIME_TYPES_TESTING_VECTOR_READER_H_
