// The command line: polygil [option] ... [-c cmd | -m mod | file | compare | dis | -] [arg] ...
//
// Options and environment variables are CPython 3.11's, with its messages. What neither is nor
// changes the program's behaviour here (-R, PYTHONMALLOC) is accepted and ignored.

#ifndef POLYGIL_TOOLS_COMMAND_LINE_H_
#define POLYGIL_TOOLS_COMMAND_LINE_H_

#include <string>
#include <vector>

#include "runtime/host/host.h"

namespace polygil {

struct CommandLine {
  enum class Action {
    kRun,
    kCompare,  // the built-in tools; their arguments are options.arguments
    kDisassemble,
    kExit,  // something was printed: exit with `status`
  };
  Action action = Action::kRun;
  int status = 0;
  HostOptions options;
};

// The absolute path of this program, called as `called` (argv[0]) from the current folder.
std::string FindExecutable(const char* called);

// Reads the arguments and then, unless -E or -I forbids it, the environment. Prints help, versions
// and mistakes. `text` of a tool comes from the caller: options.program is empty for it.
CommandLine ReadCommandLine(int argc, char** argv);

}  // namespace polygil

#endif  // POLYGIL_TOOLS_COMMAND_LINE_H_
