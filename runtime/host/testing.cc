#include "runtime/host/testing.h"

#include "pvm/call/enter.h"
#include "runtime/host/host.h"
#include "runtime/modules/builtins/builtins.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil::testing {
namespace {

bool Start() {
  HostOptions options;
  options.no_site = true;
  options.dont_write_bytecode = true;
  options.arguments.push_back("test");
  return StartInterpreter(options) != nullptr;
}

std::string PlainText(Value v) {
  Handle text = ToStr(v);
  if (text.IsEmpty()) {
    ClearPending();
    return "";
  }
  std::string buffer(static_cast<size_t>(StrLength(text)) * 4 + 8, '\0');
  return StrForMessage(text, buffer.data(), buffer.size());
}

void TakeException(Outcome* outcome) {
  Handle exception = TakePending();
  if (exception.IsEmpty()) return;
  outcome->exception = TypeName(exception);
  outcome->message = PlainText(exception);
}

void TakeResult(Value space, Outcome* outcome) {
  Value result = DictGetAscii(space, "result");
  if (!result) return ClearPending();
  outcome->has_result = true;
  outcome->result_is_int = result.IsInt();
  if (result.IsInt()) outcome->integer = result.AsInt();
  Handle text = Repr(result);
  if (text.IsEmpty()) return ClearPending();
  outcome->representation = PlainText(text);
}

bool Run(const std::string& text, Value space, Value stream) {
  TRY_VOID(DictSet(space, names.__builtins__, CurrentInterpreter()->builtins));
  TRY_VOID(DictSetAscii(CurrentInterpreter()->sys_dict, "stdout", stream));
  Handle code = TRY(CompileBytes(text, "<test>", SourceKind::kBytes));
  Handle result = TRY(RunCode(code, space, space, Value::Empty()));
  return true;
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Outcome& outcome) {
  if (!outcome.exception.empty()) return out << outcome.exception << ": " << outcome.message;
  return out << "result " << outcome.representation << ", output " << outcome.output;
}

Outcome RunPython(const std::string& text) {
  static const bool started = Start();
  Outcome outcome;
  if (!started) {
    outcome.exception = "start-up failed";
    return outcome;
  }
  Handle io = ImportModule("io");
  Handle stream = io.IsEmpty() ? Owned() : CallMethod(io, "StringIO");
  Handle space = DictNew();
  if (stream.IsEmpty() || space.IsEmpty() || !Run(text, space, stream)) TakeException(&outcome);
  Handle written = stream.IsEmpty() ? Owned() : CallMethod(stream, "getvalue");
  if (!written.IsEmpty()) outcome.output = PlainText(written);
  ClearPending();
  if (outcome.exception.empty() && !space.IsEmpty()) TakeResult(space, &outcome);
  return outcome;
}

}  // namespace polygil::testing
