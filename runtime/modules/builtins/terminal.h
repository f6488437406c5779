// One line from the user's terminal: for input() and the interactive prompt.
//
// Importing readline installs a line editor, which is used when standard input and output are both
// terminals. Without one, the prompt goes to standard error and a line is read byte by byte, so
// that what follows is left to other readers of the descriptor.

#ifndef POLYGIL_RUNTIME_MODULES_BUILTINS_TERMINAL_H_
#define POLYGIL_RUNTIME_MODULES_BUILTINS_TERMINAL_H_

#include <string>

namespace polygil {

enum class LineResult {
  kLine,    // *line ends with a newline, unless the input ended without one
  kEnd,     // end of file
  kRaised,  // a signal handler raised: an exception is pending
};

struct LineEditor {
  LineResult (*read)(const char* prompt, std::string* line);
};

// GIL held; it is released while waiting. Bytes are those of the file system's encoding.
LineResult ReadTerminalLine(const std::string& prompt, std::string* line);
// Waits until standard input can be read, or has ended. False: a signal handler raised.
bool WaitForInput();
// The editor must live for ever. False: pending.
bool SetLineEditor(const LineEditor* editor);
// Are standard input and output both terminals?
bool HasTerminal();

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_BUILTINS_TERMINAL_H_
