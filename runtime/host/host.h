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

enum class ProgramKind {
  kInput,    // standard input: a prompt on a terminal, else a script
  kCommand,  // -c
  kModule,   // -m
  kFile,     // a script, or a folder or zip file with a __main__.py
};

// PEP 540. By locale: on where the locale is C or POSIX.
enum class Utf8Mode { kByLocale, kOff, kOn };

struct HostOptions {
  ProgramKind kind = ProgramKind::kInput;
  std::string program;                 // text, module name or path
  std::string executable;              // sys.executable; may be empty
  std::vector<std::string> arguments;  // sys.argv
  std::vector<std::string> original_arguments;
  std::vector<std::string> warning_options;  // sys.warnoptions, lowest precedence first
  std::vector<std::string> x_options;        // -X: "name" or "name=value"
  std::string standard_library;        // folder; empty: POLYGIL_STDLIB, PYTHONHOME's or Debian's
  bool has_search_path = false;        // sys.path is `search_path`
  std::vector<std::string> search_path;
  std::string pycache_prefix;          // -X pycache_prefix
  std::string check_hash_pycs = "default";
  int debug = 0;                       // -d
  int optimization = 0;                // -O
  int bytes_warning = 0;               // -b
  int verbose = 0;                     // -v
  int int_max_str_digits = -1;         // -X int_max_str_digits; -1: the default
  bool quiet = false;                  // -q
  bool interactive = false;            // -i
  bool inspect = false;                // -i, PYTHONINSPECT
  bool isolated = false;               // -I
  bool ignore_environment = false;     // -E
  bool no_site = false;                // -S
  bool no_user_site = false;           // -s
  bool safe_path = false;              // -P
  bool dont_write_bytecode = false;    // -B
  bool unbuffered = false;             // -u
  bool skip_first_line = false;        // -x
  bool dev_mode = false;               // -X dev
  Utf8Mode utf8_mode = Utf8Mode::kByLocale;  // -X utf8
  bool import_time = false;            // -X importtime
  bool no_debug_ranges = false;        // -X no_debug_ranges
  bool fault_handler = false;          // -X faulthandler
  bool warn_default_encoding = false;  // -X warn_default_encoding
  bool hash_randomized = true;
  uint64_t hash_seed = 0;
};

// A file EXECUTABLE._pth gives the search path and isolates the program; without it nothing changes.
void ReadPathFile(HostOptions* options);

// sys.version.
const char* VersionText();

// Makes the process's interpreter and attaches the calling thread, which becomes the main thread and
// holds the GIL. Null with a message on stderr if that fails.
Interpreter* StartInterpreter(const HostOptions& options);

// Ends it: waits for threads, runs atexit callbacks, flushes the streams, tears the modules down.
// Returns `status`, or 120 if the streams couldn't be flushed.
int FinishInterpreter(int status);

// How a program ended; its exceptions have been printed.
struct ProgramEnd {
  int status = 0;
  // By a KeyboardInterrupt: the parent shall see that the signal ended the process.
  bool interrupted = false;
};
// Runs the program of the options in __main__, and the interactive prompt if one is asked for.
ProgramEnd RunProgram(const HostOptions& options);
// FinishInterpreter; then the exit status of the process, which does not return after an interrupt.
int FinishProgram(ProgramEnd end);

// compile() of the hooks. See hooks.h. From bit 27 on, `flags` holds one more than the minor version
// whose grammar counts (_feature_version); 0: the newest.
Owned CompileHook(Value source, Value filename, const char* mode, int flags, bool dont_inherit,
                  int optimize);
// Compiles source text that is no Python object; raises SyntaxError and so on.
enum class SourceKind {
  kBytes,   // of a file, as compile() takes them
  kScript,  // of a file that is run: its encoding errors name the file
  kText,    // UTF-8 whatever a cookie says (-c)
};
Owned CompileBytes(const std::string& text, const std::string& filename, SourceKind kind);

// What the lines typed so far are.
struct InteractiveCode {
  Handle code;              // empty: incomplete, or an exception is pending
  bool is_incomplete = false;
};
// Compiles one interactive statement. `at_end`: no more lines can come. The future features in
// *future_flags hold, and those that the statement imports are added.
InteractiveCode CompileInteractive(const std::string& text, bool at_end, uint32_t* future_flags);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_HOST_HOST_H_
