// Reading the command line. See command_line.h.

#include "tools/command_line.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "tools/help_text.h"

namespace polygil {
namespace {

using Action = CommandLine::Action;

// The reader goes over the arguments once, letter by letter within "-abc".
class Reader {
 public:
  Reader(int argc, char** argv) : argc_(argc), argv_(argv) {}
  CommandLine Read();

 private:
  bool ReadOptions();
  bool TakeLong(const char* text);
  bool TakeLetters(const char* letters);
  bool TakeFlag(char letter);
  bool TakeValue(char letter, const char* value);
  void TakeProgram();

  bool Exit(int status);
  bool Usage(const std::string& message);
  bool Fatal(const char* function, const std::string& message, bool early = false);

  const char* Environment(const char* name) const;
  int Level(const char* name) const;
  bool ReadEnvironment();
  bool ReadHashSeed();
  bool ReadLimit(const char* text, const char* source);
  bool ReadTraceDepth(const char* text, const char* source);
  bool ReadUtf8Mode();
  bool ReadXOptions();
  void CollectWarnings();

  HostOptions& options() { return line_.options; }

  int argc_;
  char** argv_;
  int next_ = 1;                 // the argument to read next
  bool program_follows_ = true;  // no -c or -m yet
  int version_ = 0;
  bool randomize_ = false;  // -R: whatever PYTHONHASHSEED says
  CommandLine line_;
};

std::string RunningFile() {
  char path[4096];
  ssize_t length = readlink("/proc/self/exe", path, sizeof(path));
  return length > 0 ? std::string(path, static_cast<size_t>(length)) : "";
}

std::string Absolute(const std::string& path) {
  char folder[4096];
  if (path[0] == '/' || getcwd(folder, sizeof(folder)) == nullptr) return path;
  return std::string(folder) + "/" + (path.compare(0, 2, "./") == 0 ? path.substr(2) : path);
}

bool IsExecutable(const std::string& path) {
  struct stat info{};
  return stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode) && access(path.c_str(), X_OK) == 0;
}

// As it was called, symbolic links and all: a link may be what makes an installation.
std::string ExecutablePath(const char* called) {
  std::string name = called != nullptr ? called : "";
  if (name.find('/') != std::string::npos)
    return IsExecutable(name) ? Absolute(name) : RunningFile();
  const char* path = getenv("PATH");
  for (std::string rest = path != nullptr && !name.empty() ? path : ""; !rest.empty();) {
    size_t colon = rest.find(':');
    std::string candidate = rest.substr(0, colon) + "/" + name;
    if (candidate[0] == '/' && IsExecutable(candidate)) return candidate;
    rest = colon == std::string::npos ? "" : rest.substr(colon + 1);
  }
  return "";  // as CPython: the caller chose a name that tells nothing
}

bool Exists(const std::string& path) {
  struct stat info{};
  return stat(path.c_str(), &info) == 0;
}

bool ParseNumber(const char* text, long* value) {
  char* end;
  errno = 0;
  *value = strtol(text, &end, 10);
  return *text != '\0' && *end == '\0' && errno == 0;
}

bool Reader::Exit(int status) {
  line_.action = Action::kExit;
  line_.status = status;
  return false;
}

bool Reader::Usage(const std::string& message) {
  fprintf(stderr, "%s\n", message.c_str());
  PrintUsageLine(stderr, argv_[0]);
  fputs("Try `polygil -h' for more information.\n", stderr);
  return Exit(2);
}

bool Reader::Fatal(const char* function, const std::string& message, bool early) {
  fprintf(stderr, "Fatal Python error: %s: %s\nPython runtime state: %s\n\n", function,
          message.c_str(), early ? "preinitializing" : "preinitialized");
  return Exit(1);
}

// -- Arguments
// -------------------------------------------------------------------------------------

bool Reader::TakeLong(const char* text) {
  if (strcmp(text, "--version") == 0) {
    ++version_;
    return true;
  }
  if (PrintHelp(text, argv_[0])) return Exit(0);
  if (strcmp(text, "--check-hash-based-pycs") != 0)
    return Usage(std::string("unknown option ") + text);
  if (next_ >= argc_) return Usage("Argument expected for the --check-hash-based-pycs options");
  std::string& value = options().check_hash_pycs;
  value = argv_[next_++];
  if (value == "default" || value == "always" || value == "never") return true;
  return Usage("--check-hash-based-pycs must be one of 'default', 'always', or 'never'");
}

// Letters without an argument. False: it is no such letter.
bool Reader::TakeFlag(char letter) {
  HostOptions& o = options();
  switch (letter) {
    case 'b':
      ++o.bytes_warning;
      return true;
    case 'B':
      o.dont_write_bytecode = true;
      return true;
    case 'd':
      ++o.debug;
      return true;
    case 'E':
      o.ignore_environment = true;
      return true;
    case 'i':
      o.inspect = o.interactive = true;
      return true;
    case 'I':
      o.isolated = o.ignore_environment = o.no_user_site = o.safe_path = true;
      return true;
    case 'O':
      ++o.optimization;
      return true;
    case 'P':
      o.safe_path = true;
      return true;
    case 'q':
      o.quiet = true;
      return true;
    case 'R':
      randomize_ = true;
      return true;
    case 't':
      return true;
    case 's':
      o.no_user_site = true;
      return true;
    case 'S':
      o.no_site = true;
      return true;
    case 'u':
      o.unbuffered = true;
      return true;
    case 'v':
      ++o.verbose;
      return true;
    case 'V':
      ++version_;
      return true;
    case 'x':
      o.skip_first_line = true;
      return true;
    default:
      return false;
  }
}

bool Reader::TakeValue(char letter, const char* value) {
  if (letter == 'W') options().warning_options.push_back(value);
  if (letter == 'X') options().x_options.push_back(value);
  if (letter != 'c' && letter != 'm') return true;
  options().kind = letter == 'c' ? ProgramKind::kCommand : ProgramKind::kModule;
  options().program = value;
  if (letter == 'c') options().program += '\n';
  program_follows_ = false;
  options().arguments.push_back(letter == 'c' ? "-c" : "-m");
  return true;
}

bool Reader::TakeLetters(const char* letters) {
  for (; *letters != '\0'; ++letters) {
    if (TakeFlag(*letters)) continue;
    if (*letters == 'h' || *letters == '?') {
      PrintHelp("--help", argv_[0]);
      return Exit(0);
    }
    if (*letters == 'J') return Usage("-J is reserved for Jython");
    if (strchr("cmWX", *letters) == nullptr)
      return Usage(std::string("Unknown option: -") + *letters);
    const char* value = letters[1] != '\0' ? letters + 1 : next_ < argc_ ? argv_[next_++] : nullptr;
    if (value == nullptr)
      return Usage(std::string("Argument expected for the -") + *letters + " option");
    return TakeValue(*letters, value);
  }
  return true;
}

// The first argument that is no option. A file of a tool's name is a script all the same.
void Reader::TakeProgram() {
  std::string program = next_ < argc_ ? argv_[next_++] : "";
  bool is_compare = program == "compare", is_disassemble = program == "dis";
  options().arguments.push_back(program);
  if (program.empty() || program == "-") return;
  if ((is_compare || is_disassemble) && !Exists(program)) {
    line_.action = is_compare ? Action::kCompare : Action::kDisassemble;
    return;
  }
  options().kind = ProgramKind::kFile;
  options().program = program;
}

bool Reader::ReadOptions() {
  while (program_follows_ && next_ < argc_) {
    const char* text = argv_[next_];
    if (text[0] != '-' || text[1] == '\0') break;
    ++next_;
    if (strcmp(text, "--") == 0) break;
    if (!(text[1] == '-' ? TakeLong(text) : TakeLetters(text + 1))) return false;
  }
  if (version_ > 0) {
    printf("Python %s\n", version_ > 1 ? VersionText() : "3.11.2");
    return Exit(0);
  }
  if (program_follows_) TakeProgram();
  for (; next_ < argc_; ++next_) options().arguments.push_back(argv_[next_]);
  return true;
}

// -- Environment
// -----------------------------------------------------------------------------------

// Null: not set, empty, or not to be looked at.
const char* Reader::Environment(const char* name) const {
  if (line_.options.ignore_environment) return nullptr;
  const char* value = getenv(name);
  return value != nullptr && *value != '\0' ? value : nullptr;
}

// A flag's level: what is no number, or is negative, counts as 1.
int Reader::Level(const char* name) const {
  const char* text = Environment(name);
  if (text == nullptr) return 0;
  long value;
  return ParseNumber(text, &value) && value >= 0 && value <= INT_MAX ? static_cast<int>(value) : 1;
}

bool Reader::ReadHashSeed() {
  const char* text = Environment("PYTHONHASHSEED");
  if (randomize_ || text == nullptr || strcmp(text, "random") == 0) return true;
  long seed;
  if (!ParseNumber(text, &seed) || seed < 0 || seed > 4294967295L)
    return Fatal("config_init_hash_seed",
                 "PYTHONHASHSEED must be \"random\" or an integer in range [0; 4294967295]");
  options().hash_seed = static_cast<uint64_t>(seed);
  options().hash_randomized = false;
  return true;
}

bool Reader::ReadLimit(const char* text, const char* source) {
  long limit;
  if (!ParseNumber(text, &limit) || limit > INT_MAX || (limit != 0 && limit < 640))
    return Fatal("config_init_int_max_str_digits",
                 std::string(source) + ": invalid limit; must be >= 640 or 0 for unlimited.");
  options().int_max_str_digits = static_cast<int>(limit);
  return true;
}

bool Reader::ReadTraceDepth(const char* text, const char* source) {
  long depth;
  if (ParseNumber(text, &depth) && depth >= 0 && depth <= INT_MAX) return true;
  return Fatal("config_init_tracemalloc", std::string(source) + ": invalid number of frames");
}

bool Reader::ReadUtf8Mode() {
  for (const std::string& option : options().x_options) {
    if (option.compare(0, 4, "utf8") != 0 || (option.size() > 4 && option[4] != '=')) continue;
    std::string value = option.size() > 4 ? option.substr(5) : "1";
    if (value != "0" && value != "1")
      return Fatal("preconfig_init_utf8_mode", "invalid -X utf8 option value", true);
    options().utf8_mode = value == "1" ? Utf8Mode::kOn : Utf8Mode::kOff;
    return true;
  }
  const char* text = Environment("PYTHONUTF8");
  if (text == nullptr) return true;
  if (strcmp(text, "0") != 0 && strcmp(text, "1") != 0)
    return Fatal("preconfig_init_utf8_mode", "invalid PYTHONUTF8 environment variable value", true);
  options().utf8_mode = *text == '1' ? Utf8Mode::kOn : Utf8Mode::kOff;
  return true;
}

bool Reader::ReadEnvironment() {
  HostOptions& o = options();
  auto raise_to = [this](int* level, const char* name) {
    int value = Level(name);
    if (value > *level) *level = value;
  };
  raise_to(&o.debug, "PYTHONDEBUG");
  raise_to(&o.verbose, "PYTHONVERBOSE");
  raise_to(&o.optimization, "PYTHONOPTIMIZE");
  o.inspect |= Level("PYTHONINSPECT") != 0;
  o.dont_write_bytecode |= Level("PYTHONDONTWRITEBYTECODE") != 0;
  o.no_user_site |= Level("PYTHONNOUSERSITE") != 0;
  o.unbuffered |= Level("PYTHONUNBUFFERED") != 0;
  o.safe_path |= Environment("PYTHONSAFEPATH") != nullptr;
  o.dev_mode |= Environment("PYTHONDEVMODE") != nullptr;
  o.import_time |= Environment("PYTHONPROFILEIMPORTTIME") != nullptr;
  o.no_debug_ranges |= Environment("PYTHONNODEBUGRANGES") != nullptr;
  o.fault_handler |= Environment("PYTHONFAULTHANDLER") != nullptr;
  o.warn_default_encoding |= Environment("PYTHONWARNDEFAULTENCODING") != nullptr;
  if (const char* prefix = Environment("PYTHONPYCACHEPREFIX")) o.pycache_prefix = prefix;
  const char* limit = Environment("PYTHONINTMAXSTRDIGITS");
  const char* depth = Environment("PYTHONTRACEMALLOC");
  return ReadHashSeed() && (limit == nullptr || ReadLimit(limit, "PYTHONINTMAXSTRDIGITS")) &&
         (depth == nullptr || ReadTraceDepth(depth, "PYTHONTRACEMALLOC"));
}

bool Reader::ReadXOptions() {
  for (const std::string& option : options().x_options) {
    size_t equals = option.find('=');
    std::string name = option.substr(0, equals);
    const char* value = equals == std::string::npos ? nullptr : option.c_str() + equals + 1;
    if (name == "dev") options().dev_mode = true;
    if (name == "importtime") options().import_time = true;
    if (name == "no_debug_ranges") options().no_debug_ranges = true;
    if (name == "faulthandler") options().fault_handler = true;
    if (name == "warn_default_encoding") options().warn_default_encoding = true;
    if (name == "pycache_prefix") options().pycache_prefix = value != nullptr ? value : "";
    if (name == "tracemalloc" && value != nullptr &&
        !ReadTraceDepth(value, "-X tracemalloc=NFRAME"))
      return false;
    if (name == "int_max_str_digits" &&
        !ReadLimit(value != nullptr ? value : "", "-X int_max_str_digits"))
      return false;
  }
  options().fault_handler |= options().dev_mode;
  return true;
}

// Lowest precedence first: -X dev, PYTHONWARNINGS, -W, -b.
void Reader::CollectWarnings() {
  std::vector<std::string> all;
  if (options().dev_mode) all.push_back("default");
  const char* variable = Environment("PYTHONWARNINGS");
  for (std::string rest = variable != nullptr ? variable : ""; !rest.empty();) {
    size_t comma = rest.find(',');
    if (comma != 0) all.push_back(rest.substr(0, comma));
    rest = comma == std::string::npos ? "" : rest.substr(comma + 1);
  }
  std::vector<std::string>& given = options().warning_options;
  all.insert(all.end(), given.begin(), given.end());
  if (options().bytes_warning > 0)
    all.push_back(options().bytes_warning > 1 ? "error::BytesWarning" : "default::BytesWarning");
  // What is given twice counts in its first place.
  given.clear();
  for (const std::string& option : all) {
    if (std::find(given.begin(), given.end(), option) == given.end()) given.push_back(option);
  }
}

CommandLine Reader::Read() {
  for (int i = 0; i < argc_; ++i) options().original_arguments.push_back(argv_[i]);
  if (ReadOptions() && ReadUtf8Mode() && ReadEnvironment() && ReadXOptions()) CollectWarnings();
  return std::move(line_);
}

}  // namespace

std::string FindExecutable(const char* called) { return ExecutablePath(called); }

CommandLine ReadCommandLine(int argc, char** argv) { return Reader(argc, argv).Read(); }

}  // namespace polygil
