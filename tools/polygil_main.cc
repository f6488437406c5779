// The command line: polygil [options] [script | -c text | -m module] [arguments].

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "runtime/host/host.h"

namespace polygil {
// tools/compare/compare.py.
extern const char kCompareSource[];
}  // namespace polygil

namespace {

constexpr const char* kUsage =
    "usage: polygil [option] ... [-c cmd | -m mod | file | -] [arg] ...";

struct CommandLine {
  polygil::HostOptions options;
  enum class What { kNothing, kInput, kCommand, kModule, kFile } what = What::kInput;
  std::string program;
};

// Options without arguments, by letter. False: unknown.
bool TakeLetter(char letter, polygil::HostOptions* options) {
  switch (letter) {
    case 'b': ++options->bytes_warning; return true;
    case 'B': options->dont_write_bytecode = true; return true;
    case 'E': options->ignore_environment = true; return true;
    case 'i': options->inspect = options->interactive = true; return true;
    case 'I': options->isolated = options->no_user_site = options->safe_path = true; return true;
    case 'O': ++options->optimization; return true;
    case 'P': options->safe_path = true; return true;
    case 'q': options->quiet = true; return true;
    case 's': options->no_user_site = true; return true;
    case 'S': options->no_site = true; return true;
    case 'u': options->unbuffered = true; return true;
    case 'v': ++options->verbose; return true;
    default: return false;
  }
}

// --version, --help. The index of no argument: the program ends here.
int TakeLongOption(const char* text, CommandLine* line) {
  line->what = CommandLine::What::kNothing;
  if (strcmp(text, "--version") == 0) {
    puts("Python 3.11.2");
    return 0;
  }
  if (strcmp(text, "--help") == 0) {
    puts(kUsage);
    puts(
        "-b     : issue warnings about str(bytes_instance); -bb: issue errors\n"
        "-B     : don't write .pyc files on import\n"
        "-c cmd : program passed in as string (terminates option list)\n"
        "-E     : ignore PYTHON* environment variables (such as PYTHONPATH)\n"
        "-h     : print this help message and exit (also --help)\n"
        "-i     : inspect interactively after running script\n"
        "-I     : isolate Python from the user's environment\n"
        "-m mod : run library module as a script (terminates option list)\n"
        "-O     : remove assert statements; -OO: discard docstrings as well\n"
        "-P     : don't prepend a potentially unsafe path to sys.path\n"
        "-q     : don't print version and copyright messages on interactive startup\n"
        "-s     : don't add user site directory to sys.path\n"
        "-S     : don't imply 'import site' on initialization\n"
        "-u     : force the stdout and stderr streams to be unbuffered\n"
        "-v     : verbose (trace import statements)\n"
        "-V     : print the Python version number and exit (also --version)\n"
        "-W arg : warning control\n"
        "-X opt : set implementation-specific option");
    return 0;
  }
  fprintf(stderr, "unknown option %s\n%s\nTry `python -h' for more information.\n", text, kUsage);
  return -1;
}

// Reads options up to the program; returns the index of what follows, -1 for a usage error.
int Parse(int argc, char** argv, CommandLine* line) {
  for (int i = 1; i < argc; ++i) {
    const char* text = argv[i];
    if (text[0] != '-' || text[1] == '\0') {
      line->what = text[0] == '-' ? CommandLine::What::kInput : CommandLine::What::kFile;
      line->program = text;
      return i + 1;
    }
    if (text[1] == '-') return TakeLongOption(text, line);
    for (const char* at = text + 1; *at != '\0'; ++at) {
      if (*at == 'V') return TakeLongOption("--version", line);
      if (*at == 'h') return TakeLongOption("--help", line);
      if (TakeLetter(*at, &line->options)) continue;
      if (strchr("cmWX", *at) == nullptr) {
        fprintf(stderr, "Unknown option: -%c\n%s\nTry `python -h' for more information.\n", *at, kUsage);
        return -1;
      }
      const char* value = at[1] != '\0' ? at + 1 : i + 1 < argc ? argv[++i] : nullptr;
      if (value == nullptr) {
        fprintf(stderr, "Argument expected for the -%c option\n", *at);
        return -1;
      }
      if (*at == 'W') line->options.warning_options.push_back(value);
      if (*at == 'X') line->options.x_options.push_back(value);
      if (*at == 'W' || *at == 'X') break;
      line->what = *at == 'c' ? CommandLine::What::kCommand : CommandLine::What::kModule;
      line->program = value;
      return i + 1;
    }
  }
  return argc;
}

// `polygil compare JOB.py`: the tool that is built in.
bool IsCompare(const CommandLine& line) {
  return line.what == CommandLine::What::kFile && line.program == "compare";
}

std::string ExecutablePath() {
  char path[4096];
  ssize_t length = readlink("/proc/self/exe", path, sizeof(path));
  return length > 0 ? std::string(path, static_cast<size_t>(length)) : "";
}

const char* FirstArgument(const CommandLine& line) {
  switch (line.what) {
    case CommandLine::What::kCommand: return "-c";
    case CommandLine::What::kModule: return "-m";
    case CommandLine::What::kFile: return line.program.c_str();
    default: return line.program.c_str();
  }
}

int RunProgram(const CommandLine& line) {
  if (IsCompare(line)) return polygil::RunCommand(polygil::kCompareSource);
  switch (line.what) {
    case CommandLine::What::kCommand: return polygil::RunCommand(line.program);
    case CommandLine::What::kModule: return polygil::RunModule(line.program);
    case CommandLine::What::kFile: return polygil::RunFile(line.program);
    default: return polygil::RunStandardInput();
  }
}

// -X options that the interpreter itself knows, and what -X dev implies.
void ApplyXOptions(polygil::HostOptions* options) {
  for (const std::string& option : options->x_options) {
    if (option == "dev") options->dev_mode = true;
    if (option == "utf8" || option == "utf8=1") options->utf8_mode = true;
  }
  if (options->dev_mode)
    options->warning_options.insert(options->warning_options.begin(), "default");
  if (options->bytes_warning > 0)
    options->warning_options.push_back(options->bytes_warning > 1 ? "error::BytesWarning"
                                                                  : "default::BytesWarning");
}

// PYTHONWARNINGS: separated by commas, before those of the command line.
void ReadWarnings(const char* text, polygil::HostOptions* options) {
  std::vector<std::string> all;
  for (std::string rest = text; !rest.empty();) {
    size_t comma = rest.find(',');
    if (comma != 0) all.push_back(rest.substr(0, comma));
    rest = comma == std::string::npos ? "" : rest.substr(comma + 1);
  }
  all.insert(all.end(), options->warning_options.begin(), options->warning_options.end());
  options->warning_options = all;
}

void ReadEnvironment(polygil::HostOptions* options) {
  if (options->ignore_environment || options->isolated) return;
  const char* seed = getenv("PYTHONHASHSEED");
  if (seed != nullptr && *seed != '\0' && strcmp(seed, "random") != 0) {
    options->hash_seed = strtoul(seed, nullptr, 10);
    options->hash_randomized = false;
  }
  auto set = [](const char* name) {
    const char* value = getenv(name);
    return value != nullptr && *value != '\0';
  };
  if (set("PYTHONDONTWRITEBYTECODE")) options->dont_write_bytecode = true;
  if (set("PYTHONUNBUFFERED")) options->unbuffered = true;
  if (set("PYTHONNOUSERSITE")) options->no_user_site = true;
  if (set("PYTHONDEVMODE")) options->dev_mode = true;
  if (set("PYTHONUTF8") && strcmp(getenv("PYTHONUTF8"), "1") == 0) options->utf8_mode = true;
  if (set("PYTHONWARNINGS")) ReadWarnings(getenv("PYTHONWARNINGS"), options);
  if (set("PYTHONOPTIMIZE") && options->optimization == 0) options->optimization = 1;
}

}  // namespace

// Under `bazel run` the working folder is Bazel's own: paths are relative to the user's.
void EnterUsersFolder() {
  const char* folder = getenv("BUILD_WORKING_DIRECTORY");
  if (folder != nullptr && chdir(folder) != 0) perror(folder);
}

int main(int argc, char** argv) {
  EnterUsersFolder();
  CommandLine line;
  int next = Parse(argc, argv, &line);
  if (next < 0) return 2;
  if (line.what == CommandLine::What::kNothing) return 0;
  line.options.executable = ExecutablePath();
  for (int i = 0; i < argc; ++i) line.options.original_arguments.push_back(argv[i]);
  line.options.arguments.push_back(FirstArgument(line));
  for (int i = next; i < argc; ++i) line.options.arguments.push_back(argv[i]);
  ReadEnvironment(&line.options);
  ApplyXOptions(&line.options);
  if (polygil::StartInterpreter(line.options) == nullptr) return 1;
  return polygil::FinishInterpreter(RunProgram(line));
}
