// Start and end of an interpreter, and what a command line asks of it.
//
// The one package that sees everything: it makes the interpreter, its heap, lock and main thread,
// starts all families of types, wires compiler and PVM into the hooks, and brings importlib up.

#ifndef POLYGIL_RUNTIME_HOST_HOST_H_
#define POLYGIL_RUNTIME_HOST_HOST_H_

#include <string>
#include <vector>

#include "runtime/object/interpreter.h"
#include "runtime/object/ownership.h"

namespace polygil {

struct HostOptions {
  std::string executable;              // sys.executable; may be empty
  std::vector<std::string> arguments;  // sys.argv
  std::vector<std::string> original_arguments;
  std::vector<std::string> warning_options;  // -W
  std::vector<std::string> x_options;        // -X: "name" or "name=value"
  std::string standard_library;        // folder; empty: POLYGIL_STDLIB or Debian's
  int optimization = 0;                // -O
  int bytes_warning = 0;               // -b
  int verbose = 0;                     // -v
  bool quiet = false;                  // -q
  bool interactive = false;            // -i
  bool inspect = false;
  bool isolated = false;               // -I
  bool ignore_environment = false;     // -E
  bool no_site = false;                // -S
  bool no_user_site = false;           // -s
  bool safe_path = false;              // -P
  bool dont_write_bytecode = false;    // -B
  bool unbuffered = false;             // -u
  bool dev_mode = false;               // -X dev
  bool utf8_mode = false;              // -X utf8
  bool hash_randomized = true;
  uint64_t hash_seed = 0;
};

// Makes the process's interpreter and attaches the calling thread, which becomes the main thread and
// holds the GIL. Null with a message on stderr if that fails.
Interpreter* StartInterpreter(const HostOptions& options);

// Ends it: waits for threads, runs atexit callbacks, flushes the streams, tears the modules down.
// Returns `status`, or 120 if the streams couldn't be flushed.
int FinishInterpreter(int status);

// Each runs in __main__ and returns the process's exit status; exceptions have been printed.
int RunCommand(const std::string& text);
int RunFile(const std::string& path);     // a script, or a folder or zip file with a __main__.py
int RunModule(const std::string& name);   // as python -m
int RunStandardInput();

// Reports the pending exception as the interpreter's end does: SystemExit gives its status.
int ReportPending();

// compile() of the hooks. See hooks.h.
Owned CompileHook(Value source, Value filename, const char* mode, int flags, bool dont_inherit,
                  int optimize);
// Compiles source text that is no Python object; raises SyntaxError and so on.
Owned CompileBytes(const std::string& text, const std::string& filename, bool is_script);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_HOST_HOST_H_
