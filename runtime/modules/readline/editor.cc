// Reading a line with libedit.

#include "runtime/modules/readline/editor.h"

#include <cstdlib>
#include <cstring>
#include <string>

#include "runtime/modules/builtins/terminal.h"
#include "runtime/modules/module_state.h"
#include "runtime/modules/posix/system_call.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"

namespace polygil {
namespace {

// The line that libedit's handler was called with; it takes no argument that could say where to put
// it. One line is read at a time. GIL held.
struct Finished {
  bool done = false, at_end = false, reading = false;
  std::string text;
};
Finished finished;

void TakeLine(char* line) {
  rl_callback_handler_remove();
  finished.done = true;
  finished.at_end = line == nullptr;
  if (line != nullptr) finished.text = line;
  free(line);
}

LineResult Interrupted() {
  rl_callback_handler_remove();
  rl_cleanup_after_signal();
  finished.reading = false;
  return LineResult::kRaised;
}

void Remember(const std::string& line) {
  Value automatic = ModuleState(kAutoHistoryKey);
  if (line.empty() || (automatic && automatic == Value::False())) return;
  HIST_ENTRY* last = history_length > 0 ? history_get(history_base + history_length - 1) : nullptr;
  if (last == nullptr || line != last->line) add_history(line.c_str());
}

LineResult ReadEdited(const char* prompt, std::string* line) {
  if (finished.reading) return LineResult::kEnd;
  finished = {};
  finished.reading = true;
  rl_instream = stdin;
  rl_outstream = stdout;
  rl_callback_handler_install(prompt, TakeLine);
  CallHook(kStartupHookKey);
  CallHook(kPreInputHookKey);
  while (!finished.done) {
    if (!WaitForInput()) return Interrupted();
    GilReleased released;
    rl_callback_read_char();
  }
  finished.reading = false;
  if (finished.at_end) return LineResult::kEnd;
  Remember(finished.text);
  *line = finished.text + '\n';
  return LineResult::kLine;
}

constexpr LineEditor kEditor = {ReadEdited};
constexpr char kWordBreaks[] = " \t\n`~!@#$%^&*()-=+[{]}\\|;:'\",<>/?";

}  // namespace

void CallHook(const char* key) {
  Handle hook = Retain(ModuleState(key));
  if (hook.IsEmpty() || hook.Get().IsNone()) return;
  PendingScope keep;
  Handle result = Call(hook);
  ClearPending();
}

bool StartEditor() {
  if (ModuleState(kAutoHistoryKey)) return true;
  // Signals are Python's affair.
  rl_catch_signals = 0;
  rl_readline_name = "python";
  rl_initialize();
  using_history();
  rl_attempted_completion_function = CompleteWord;
  rl_completer_word_break_characters = strdup(kWordBreaks);
  return ModuleStateSet(kAutoHistoryKey, Value::True()) &&
         ModuleStateSet(kHistoryLengthKey, Value::Int(-1)) &&
         ModuleStateSet(kBeginKey, Value::Int(0)) && ModuleStateSet(kEndKey, Value::Int(0)) &&
         SetLineEditor(&kEditor);
}

}  // namespace polygil
