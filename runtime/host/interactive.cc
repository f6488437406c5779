// The interactive prompt: reads, compiles and runs one statement after the other in __main__.
//
// Lines are collected until they make a whole statement; a block ends with an empty line. What is
// read is decoded from sys.stdin's encoding. An exception is shown and the prompt comes again; only
// SystemExit and the end of the input end it.

#include <unistd.h>

#include <cstdio>
#include <string>

#include "compiler/token/tokenizer.h"
#include "pvm/call/enter.h"
#include "runtime/host/parts.h"
#include "runtime/modules/builtins/builtins.h"
#include "runtime/modules/builtins/terminal.h"
#include "runtime/modules/sys/display.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

enum class Step {
  kRan,          // a statement ran, or there was none
  kEnd,          // end of the input
  kRaised,       // an exception is pending
  kInterrupted,  // likewise: by a signal while a line was typed
};

struct Session {
  uint32_t future_flags = 0;
  bool at_end = false;  // of the statement: a terminal may go on after it
};

// str(sys.ps1) in UTF-8; nothing if that fails.
std::string Prompt(const char* name) {
  Handle prompt = Retain(SysAttribute(name));
  if (prompt.IsEmpty()) return "";
  Handle text = ToStr(prompt);
  Handle bytes = text.IsEmpty() ? Owned() : StrEncodeFs(text);
  ClearPending();
  return bytes.IsEmpty() ? "" : std::string(BytesView(bytes));
}

bool SetPromptIfMissing(const char* name, const char* text) {
  Value sys = CurrentInterpreter()->sys_dict;
  if (DictGetAscii(sys, name)) return true;
  Handle value = TRY(StrFromUtf8(text));
  return DictSetAscii(sys, name, value);
}

// A line that its encoding can't have: CPython's tokenizer refuses it before there is a line 1.
Raised RaiseUndecodable() {
  Handle error = TakePending();
  Handle text = TRY(ToStr(error));
  Handle message = TRY(StrFormat("(unicode error) %U", text.Get()));
  Handle filename = TRY(StrFromUtf8("<stdin>")), empty = StrEmpty();
  Handle place =
      TRY(TupleOf({filename, Value::Int(0), Value::Int(0), empty, Value::Int(0), Value::Int(0)}));
  Value arguments[] = {message, place};
  return RaiseInstance(ExceptionNew(&SyntaxErrorType, arguments, 2));
}

// To UTF-8 in place.
bool DecodeLine(std::string* line) {
  Handle in = Retain(SysAttribute("stdin"));
  Handle encoding = in.IsEmpty() ? Owned() : FindAttribute(in, "encoding");
  if (encoding.IsEmpty() || !IsStr(encoding)) {
    ClearPending();
    encoding = TRY(StrFromUtf8("utf-8"));
  }
  Handle bytes = TRY(BytesNew(line->data(), static_cast<int64_t>(line->size())));
  Handle text = CallMethod(bytes, "decode", {encoding});
  if (text.IsEmpty()) return PendingMatches(&UnicodeDecodeErrorType) && RaiseUndecodable();
  Handle owner;
  std::string_view utf8 = TRY(StrAsUtf8(text, &owner));
  *line = std::string(utf8);
  return true;
}

// Adds a line to the statement.
Step ReadLine(Session* session, std::string* text) {
  std::string line;
  switch (ReadTerminalLine(Prompt(text->empty() ? "ps1" : "ps2"), &line)) {
    case LineResult::kRaised:
      return Step::kInterrupted;
    case LineResult::kEnd:
      session->at_end = true;
      return Step::kEnd;
    case LineResult::kLine:
      break;
  }
  if (line.empty() || line.back() != '\n') line.push_back('\n');
  if (!DecodeLine(&line)) return Step::kRaised;
  if (line.find('\0') != std::string::npos) {
    Raise(&ValueErrorType, "source code string cannot contain null bytes");
    return Step::kRaised;
  }
  *text += line;
  return Step::kRan;
}

Step RunStatement(Session* session) {
  std::string text;
  session->at_end = false;
  for (;;) {
    Step read = ReadLine(session, &text);
    if (read != Step::kRan && (read != Step::kEnd || text.empty())) return read;
    if (IsBlankText(text)) return Step::kRan;
    InteractiveCode compiled = CompileInteractive(text, session->at_end, &session->future_flags);
    if (compiled.is_incomplete) continue;
    if (compiled.code.IsEmpty()) return Step::kRaised;
    Handle dict = Retain(MainDict());
    Handle result = RunCode(compiled.code, dict, dict, Value::Empty());
    return result.IsEmpty() ? Step::kRaised : Step::kRan;
  }
}

void FlushBoth() {
  for (const char* name : {"stderr", "stdout"}) {
    Handle stream = Retain(SysAttribute(name));
    if (stream.IsEmpty() || stream.Get().IsNone()) continue;
    Handle done = CallMethod(stream, names.flush);
    ClearPending();
  }
}

}  // namespace

void RunInteractiveHook() {
  Handle hook = Retain(SysAttribute("__interactivehook__"));
  if (hook.IsEmpty()) return;
  Handle result = Call(hook);
  if (!result.IsEmpty()) return;
  fputs("Failed calling sys.__interactivehook__\n", stderr);
  DisplayPending();
}

ProgramEnd RunInteractive() {
  if (!SetPromptIfMissing("ps1", ">>> ") || !SetPromptIfMissing("ps2", "... "))
    return ReportPending(false);
  Session session;
  ProgramEnd end;
  for (;;) {
    Step step = RunStatement(&session);
    end.interrupted = false;
    if (step == Step::kEnd) break;
    if (step == Step::kInterrupted) fputc('\n', stderr);
    if (step != Step::kRan) {
      if (PendingMatches(&SystemExitType)) return ReportPending(false);
      end.interrupted = step == Step::kRaised && PendingMatches(&KeyboardInterruptType);
      DisplayPending();
    }
    FlushBoth();
  }
  fputc('\n', stderr);
  return end;
}

}  // namespace polygil
