#include "runtime/modules/faulthandler/file_argument.h"

#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/number/int.h"

namespace polygil {

bool FileArgument(Value file, DumpFile* out) {
  if (!file || file.IsNone()) {
    out->object = Retain(DictGetAscii(CurrentInterpreter()->sys_dict, "stderr"));
    if (out->object.IsEmpty()) return Raise(&RuntimeErrorType, "unable to get sys.stderr");
    if (out->object.Get().IsNone()) return Raise(&RuntimeErrorType, "sys.stderr is None");
  } else if (IsAnyInt(file)) {
    int64_t fd = TRY(AsInt64(file));
    if (fd < 0) return Raise(&ValueErrorType, "file is not a valid file descripter");
    out->fd = static_cast<int>(fd);
    return true;
  } else {
    out->object = Retain(file);
  }
  Handle number = TRY(CallMethod(out->object, "fileno"));
  int64_t fd = -1;
  if (!IsAnyInt(number) || !IntFitsInt64(number, &fd) || fd < 0 || fd > INT32_MAX) {
    return Raise(&RuntimeErrorType, "file.fileno() is not a valid file descriptor");
  }
  out->fd = static_cast<int>(fd);
  Handle flushed = CallMethod(out->object, "flush");
  ClearPending();
  return true;
}

}  // namespace polygil
