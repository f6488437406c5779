#include "runtime/modules/posix/exec_strings.h"

#include <cstdlib>
#include <cstring>

#include "runtime/modules/posix/path.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/list.h"

namespace polygil {

ExecStrings::~ExecStrings() { free(strings_); }

bool ExecStrings::Allocate(size_t count) {
  strings_ = static_cast<char**>(calloc(count + 1, sizeof(char*)));
  if (strings_ == nullptr) return RaiseMemoryError();
  size_ = count;
  held_ = TRY(ListNew(static_cast<int64_t>(count)));
  return true;
}

bool ExecStrings::FromSequence(Value sequence) {
  Handle owner;
  ItemsView items = TRY(FastItems(sequence, &owner, "argument must be a sequence"));
  // Conversions may run Python code, so the items are held.
  Handle list = TRY(ListFrom(items.items, items.size));
  TRY_VOID(Allocate(static_cast<size_t>(items.size)));
  for (int64_t i = 0; i < ListSize(list); ++i) {
    Handle bytes = TRY(FsConvert(ListAt(list, i)));
    strings_[i] = reinterpret_cast<char*>(bytes.As<Bytes>()->data);
    TRY_VOID(ListAppend(held_, bytes));
  }
  return true;
}

bool ExecStrings::FromMapping(Value mapping) {
  Handle keys = TRY(CallMethod(mapping, "keys"));
  Handle values = TRY(CallMethod(mapping, "values"));
  Handle key_list = TRY(ToList(keys));
  Handle value_list = TRY(ToList(values));
  int64_t count = ListSize(key_list);
  if (ListSize(value_list) != count)
    return Raise(&RuntimeErrorType, "dictionary changed size during iteration");
  TRY_VOID(Allocate(static_cast<size_t>(count)));
  for (int64_t i = 0; i < count; ++i) {
    Handle key = TRY(FsConvert(ListAt(key_list, i)));
    Handle value = TRY(FsConvert(ListAt(value_list, i)));
    std::string_view name = BytesView(key), text = BytesView(value);
    if (name.empty() || name.find('=', 1) != name.npos || name[0] == '=')
      return Raise(&ValueErrorType, "illegal environment variable name");
    Handle joined = TRY(BytesNew(nullptr, static_cast<int64_t>(name.size() + text.size() + 1)));
    uint8_t* out = joined.As<Bytes>()->data;
    memcpy(out, name.data(), name.size());
    out[name.size()] = '=';
    memcpy(out + name.size() + 1, text.data(), text.size());
    strings_[i] = reinterpret_cast<char*>(out);
    TRY_VOID(ListAppend(held_, joined));
  }
  return true;
}

}  // namespace polygil
