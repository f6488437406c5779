// What the files of the readline module share.
//
// Line editing, history and completion are libedit's, through the functions it has under readline's
// names. libedit is one per process and not thread-safe: all calls are made with the GIL held but
// for the one that reads a key, which may wait; what that one calls back takes the GIL.

#ifndef POLYGIL_RUNTIME_MODULES_READLINE_EDITOR_H_
#define POLYGIL_RUNTIME_MODULES_READLINE_EDITOR_H_

#include <editline/readline.h>

#include <cstdio>

#include "runtime/object/method_def.h"
#include "runtime/object/value.h"

namespace polygil {

// Keys of Interpreter::module_state.
inline constexpr const char* kCompleterKey = "readline.completer";
inline constexpr const char* kStartupHookKey = "readline.startup_hook";
inline constexpr const char* kPreInputHookKey = "readline.pre_input_hook";
inline constexpr const char* kMatchesHookKey = "readline.matches_hook";
inline constexpr const char* kAutoHistoryKey = "readline.auto_history";
inline constexpr const char* kHistoryLengthKey = "readline.history_length";
inline constexpr const char* kBeginKey = "readline.begidx";
inline constexpr const char* kEndKey = "readline.endidx";

extern const MethodDef kReadlineHistoryFunctions[];     // history.cc
extern const MethodDef kReadlineCompletionFunctions[];  // completion.cc

// Prepares libedit and becomes the editor of input() and the prompt. False: pending.
bool StartEditor();
// Calls a hook without arguments if there is one; its exceptions are dropped.
void CallHook(const char* key);
// rl_attempted_completion_function; called without the GIL.
char** CompleteWord(const char* text, int start, int end);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_READLINE_EDITOR_H_
