#include "compiler/source/iconv_hook.h"

#include <iconv.h>

namespace polygil {

bool DecodeByIconv(void*, std::string_view encoding, std::string_view bytes, std::string* utf8,
                   std::string* error) {
  iconv_t converter = iconv_open("UTF-8", std::string(encoding).c_str());
  if (converter == reinterpret_cast<iconv_t>(-1)) return false;
  char* in = const_cast<char*>(bytes.data());
  size_t in_left = bytes.size();
  utf8->assign(bytes.size() * 4 + 16, 0);
  char* out = utf8->data();
  size_t out_left = utf8->size();
  size_t result = iconv(converter, &in, &in_left, &out, &out_left);
  iconv_close(converter);
  utf8->resize(utf8->size() - out_left);
  if (result != static_cast<size_t>(-1)) return true;
  *error = "cannot decode " + std::string(encoding);
  return false;
}

}  // namespace polygil
