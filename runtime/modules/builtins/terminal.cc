// Lines from the terminal. See terminal.h.

#include "runtime/modules/builtins/terminal.h"

#include <poll.h>
#include <pthread.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "runtime/modules/module_state.h"
#include "runtime/modules/posix/system_call.h"
#include "runtime/object/hooks.h"

namespace polygil {
namespace {

// The editor's address, as an int.
constexpr const char* kEditorKey = "terminal.line_editor";

const LineEditor* InstalledEditor() {
  Value address = ModuleState(kEditorKey);
  return address && address.IsInt() ? reinterpret_cast<const LineEditor*>(address.AsInt())
                                    : nullptr;
}

void WriteAll(int descriptor, const std::string& text) {
  for (size_t done = 0; done < text.size();) {
    ssize_t count = write(descriptor, text.data() + done, text.size() - done);
    if (count < 0 && errno != EINTR) return;
    if (count > 0) done += static_cast<size_t>(count);
  }
}

LineResult ReadPlainLine(std::string* line) {
  line->clear();
  for (;;) {
    if (!WaitForInput()) return LineResult::kRaised;
    char c;
    ssize_t count;
    int error;
    {
      GilReleased released;
      count = read(0, &c, 1);
      error = errno;
    }
    if (count < 0 && error == EINTR) {
      if (!CheckSignals()) return LineResult::kRaised;
      continue;
    }
    if (count <= 0) return line->empty() ? LineResult::kEnd : LineResult::kLine;
    line->push_back(c);
    if (c == '\n') return LineResult::kLine;
  }
}

}  // namespace

bool WaitForInput() {
  // Signals are held back from the look at those that came until the kernel waits: none is slept
  // over.
  sigset_t all, before;
  sigfillset(&all);
  for (;;) {
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool ok = CheckSignals();
    int ready = 0;
    if (ok) {
      GilReleased released;
      pollfd input = {STDIN_FILENO, POLLIN, 0};
      ready = ppoll(&input, 1, nullptr, &before);
    }
    int error = errno;
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    if (!ok) return false;
    if (ready >= 0 || error != EINTR) return true;
  }
}

bool HasTerminal() { return isatty(0) && isatty(1); }

bool SetLineEditor(const LineEditor* editor) {
  return ModuleStateSet(kEditorKey, Value::Int(reinterpret_cast<int64_t>(editor)));
}

LineResult ReadTerminalLine(const std::string& prompt, std::string* line) {
  const LineEditor* editor = InstalledEditor();
  if (editor != nullptr && HasTerminal()) return editor->read(prompt.c_str(), line);
  WriteAll(2, prompt);
  return ReadPlainLine(line);
}

}  // namespace polygil
