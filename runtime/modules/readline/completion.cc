// Completion, hooks and the line being edited.

#include <clocale>
#include <cstdlib>
#include <cstring>

#include "runtime/modules/posix/posix_internal.h"
#include "runtime/modules/readline/editor.h"
#include "runtime/object/hooks.h"
#include "runtime/types/bytes/bytes.h"

namespace polygil {
namespace {

// The GIL in what libedit calls back.
class GilTaken {
 public:
  GilTaken() { CurrentInterpreter()->hooks->acquire_gil(); }
  ~GilTaken() { CurrentInterpreter()->hooks->release_gil(); }
  GilTaken(const GilTaken&) = delete;
  GilTaken& operator=(const GilTaken&) = delete;
};

// How many characters a number of bytes of the line are.
int CharacterCount(const char* line, int bytes) {
  int count = 0;
  for (int i = 0; i < bytes && line[i] != '\0'; ++i) count += (line[i] & 0xC0) != 0x80;
  return count;
}

// completer(text, state): the next match, or null. The caller frees it.
char* NextMatch(const char* text, int state) {
  GilTaken taken;
  Handle completer = Retain(ModuleState(kCompleterKey));
  if (completer.IsEmpty() || completer.Get().IsNone()) return nullptr;
  rl_attempted_completion_over = 1;
  Handle word = StrDecodeFs(text, strlen(text));
  Handle match = word.IsEmpty() ? Owned() : Call(completer, {word, Value::Int(state)});
  Handle bytes = match.IsEmpty() || !IsStr(match) ? Owned() : StrEncodeFs(match);
  ClearPending();
  return bytes.IsEmpty() ? nullptr : strdup(BytesView(bytes).data());
}

Owned SetHookValue(const char* key, const char* name, size_t nargs, const Value* args) {
  Value hook = nargs > 0 ? args[0] : Value::None();
  if (!hook.IsNone() && !IsCallable(hook))
    return Raise(&TypeErrorType, "%s(func): argument not callable", name);
  TRY_VOID(ModuleStateSet(key, hook));
  return OwnNone();
}

Owned StateOrNone(const char* key) {
  Value value = ModuleState(key);
  return Retain(value ? value : Value::None());
}

Owned SetCompleter(Value, const Value* args, size_t nargs) {
  return SetHookValue(kCompleterKey, "set_completer", nargs, args);
}
Owned GetCompleter(Value) { return StateOrNone(kCompleterKey); }
Owned SetStartupHook(Value, const Value* args, size_t nargs) {
  return SetHookValue(kStartupHookKey, "set_startup_hook", nargs, args);
}
Owned SetPreInputHook(Value, const Value* args, size_t nargs) {
  return SetHookValue(kPreInputHookKey, "set_pre_input_hook", nargs, args);
}
Owned SetMatchesHook(Value, const Value* args, size_t nargs) {
  return SetHookValue(kMatchesHookKey, "set_completion_display_matches_hook", nargs, args);
}

Owned SetDelimiters(Value, Value text) {
  if (!IsStr(text))
    return Raise(&TypeErrorType, "set_completer_delims() argument must be str, not %.50s",
                 TypeName(text));
  Handle bytes = TRY(StrEncodeFs(text));
  char* copy = strdup(BytesView(bytes).data());
  if (copy == nullptr) return RaiseBare(&MemoryErrorType);
  free(rl_completer_word_break_characters);
  rl_completer_word_break_characters = copy;
  return OwnNone();
}
Owned GetDelimiters(Value) {
  return StrDecodeFs(rl_completer_word_break_characters,
                     strlen(rl_completer_word_break_characters));
}

Owned GetBegin(Value) { return StateOrNone(kBeginKey); }
Owned GetEnd(Value) { return StateOrNone(kEndKey); }
Owned GetCompletionType(Value) { return IntFromInt64(rl_completion_type); }

Owned GetLineBuffer(Value) {
  const char* line = rl_line_buffer != nullptr ? rl_line_buffer : "";
  return StrDecodeFs(line, strlen(line));
}

// A str argument of a function, as the terminal's bytes.
Owned TextArgument(const char* function, Value text) {
  if (!IsStr(text))
    return Raise(&TypeErrorType, "%s() argument must be str, not %.50s", function, TypeName(text));
  return StrEncodeFs(text);
}

Owned InsertText(Value, Value text) {
  Handle bytes = TRY(TextArgument("insert_text", text));
  rl_insert_text(BytesView(bytes).data());
  return OwnNone();
}
Owned Redisplay(Value) {
  rl_redisplay();
  return OwnNone();
}
Owned ParseAndBind(Value, Value text) {
  Handle bytes = TRY(TextArgument("parse_and_bind", text));
  rl_parse_and_bind(BytesView(bytes).data());
  return OwnNone();
}
Owned ReadInitFile(Value, const Value* args, size_t nargs) {
  PathArgument path("read_init_file", "filename", true);
  TRY_VOID(path.Convert(nargs > 0 ? args[0] : Value::None()));
  errno = 0;
  if (rl_read_init_file(path.text()) != 0) return RaiseOsError(errno != 0 ? errno : ENOENT);
  return OwnNone();
}

}  // namespace

char** CompleteWord(const char* text, int start, int end) {
  {
    GilTaken taken;
    rl_completion_append_character = '\0';
    const char* line = rl_line_buffer != nullptr ? rl_line_buffer : "";
    if (!ModuleStateSet(kBeginKey, Value::Int(CharacterCount(line, start))) ||
        !ModuleStateSet(kEndKey, Value::Int(CharacterCount(line, end))))
      ClearPending();
  }
  return completion_matches(const_cast<char*>(text), NextMatch);
}

const MethodDef kReadlineCompletionFunctions[] = {
    PY_FUNCTION(
        readline, parse_and_bind, OneArg(ParseAndBind),
        "($module, string, /)\n--\n\nExecute a line of libedit's configuration (see editrc(5))."),
    PY_FUNCTION(
        readline, read_init_file, Positional(ReadInitFile, 0, 1),
        "($module, filename=None, /)\n--\n\nExecute a configuration file; ~/.editrc by default."),
    PY_FUNCTION(readline, get_line_buffer, NoArgs(GetLineBuffer),
                "($module, /)\n--\n\nReturn the line being edited."),
    PY_FUNCTION(readline, insert_text, OneArg(InsertText),
                "($module, string, /)\n--\n\nInsert text into the line at the cursor."),
    PY_FUNCTION(readline, redisplay, NoArgs(Redisplay),
                "($module, /)\n--\n\nShow the line as it is now."),
    PY_FUNCTION(
        readline, set_completer, Positional(SetCompleter, 0, 1),
        "($module, function=None, /)\n--\n\nSet or remove the completer: function(text, state) "
        "for state 0, 1, 2, ... until it returns no string."),
    PY_FUNCTION(readline, get_completer, NoArgs(GetCompleter),
                "($module, /)\n--\n\nReturn the completer function, or None."),
    PY_FUNCTION(readline, get_completion_type, NoArgs(GetCompletionType),
                "($module, /)\n--\n\nReturn the type of completion being attempted."),
    PY_FUNCTION(readline, get_begidx, NoArgs(GetBegin),
                "($module, /)\n--\n\nReturn where the text to complete begins."),
    PY_FUNCTION(readline, get_endidx, NoArgs(GetEnd),
                "($module, /)\n--\n\nReturn where the text to complete ends."),
    PY_FUNCTION(readline, set_completer_delims, OneArg(SetDelimiters),
                "($module, string, /)\n--\n\nSet the characters that separate words."),
    PY_FUNCTION(readline, get_completer_delims, NoArgs(GetDelimiters),
                "($module, /)\n--\n\nReturn the characters that separate words."),
    PY_FUNCTION(readline, set_startup_hook, Positional(SetStartupHook, 0, 1),
                "($module, function=None, /)\n--\n\nSet or remove what is called before the prompt "
                "is shown."),
    PY_FUNCTION(readline, set_pre_input_hook, Positional(SetPreInputHook, 0, 1),
                "($module, function=None, /)\n--\n\nSet or remove what is called after the prompt "
                "is shown."),
    PY_FUNCTION(readline, set_completion_display_matches_hook, Positional(SetMatchesHook, 0, 1),
                "($module, function=None, /)\n--\n\nSet or remove what shows the matches. libedit "
                "shows them "
                "itself: it is kept, and not called."),
    {}};

}  // namespace polygil
