// polygil: runs a program, or one of the tools that are built in.

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "runtime/host/host.h"
#include "tools/command_line.h"
#include "tools/disassemble.h"

#if defined(__SANITIZE_ADDRESS__)
#define POLYGIL_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POLYGIL_ASAN 1
#endif
#endif
#ifdef POLYGIL_ASAN
// What the process holds at its end it leaves to the system, and references that lie in the heap's
// own pages are unknown to the leak checker.
extern "C" const char* __asan_default_options() {
  return "detect_leaks=0:detect_stack_use_after_return=0:allocator_may_return_null=1";
}
#endif

namespace polygil {
// tools/compare/compare.py.
extern const char kCompareSource[];

namespace {

// Under `bazel run` the working folder is Bazel's own: paths are relative to the user's.
void EnterUsersFolder() {
  const char* folder = getenv("BUILD_WORKING_DIRECTORY");
  if (folder != nullptr && chdir(folder) != 0) perror(folder);
}

int Main(int argc, char** argv) {
  std::string executable = FindExecutable(argv[0]);
  EnterUsersFolder();
  CommandLine line = ReadCommandLine(argc, argv);
  HostOptions& options = line.options;
  options.executable = std::move(executable);
  ReadPathFile(&options);
  switch (line.action) {
    case CommandLine::Action::kExit:
      return line.status;
    case CommandLine::Action::kDisassemble:
      return DisassembleMain({options.arguments.begin() + 1, options.arguments.end()});
    case CommandLine::Action::kCompare:
      options.kind = ProgramKind::kCommand;
      options.program = kCompareSource;
      options.arguments[0] = "polygil compare";
      break;
    case CommandLine::Action::kRun:
      break;
  }
  if (StartInterpreter(options) == nullptr) return 1;
  return FinishProgram(RunProgram(options));
}

}  // namespace
}  // namespace polygil

int main(int argc, char** argv) { return polygil::Main(argc, argv); }
