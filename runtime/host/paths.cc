// Where this installation is: its prefix, the library, and sys.path before site has seen it. The rules
// are those of CPython's getpath: PYTHONHOME, a file NAME._pth beside the executable NAME, and
// pyvenv.cfg, of which only the base executable matters here (site does the rest).

#include <climits>
#include <cstdio>
#include <cstdlib>

#include "runtime/host/parts.h"
#include "runtime/object/interpreter.h"

namespace polygil {
namespace {

constexpr char kPrefix[] = "/usr", kLibraryInPrefix[] = "/lib/python3.11";

std::string FolderOf(const std::string& path) {
  size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : slash == 0 ? "/" : path.substr(0, slash);
}

std::string Trimmed(const std::string& text) {
  constexpr char kBlanks[] = " \t\r\n\f\v";
  size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// folder/path without ".", ".." and double slashes; an absolute path stands for itself.
std::string Joined(const std::string& folder, const std::string& path) {
  std::string rest = !path.empty() && path[0] == '/' ? path : folder + "/" + path, result;
  for (size_t at = 0; at < rest.size();) {
    size_t end = rest.find('/', at);
    if (end == std::string::npos) end = rest.size();
    std::string part = rest.substr(at, end - at);
    at = end + 1;
    if (part.empty() || part == ".") continue;
    if (part == "..") {
      result.erase(result.rfind('/') == std::string::npos ? 0 : result.rfind('/'));
    } else {
      result += "/" + part;
    }
  }
  return result.empty() ? "/" : result;
}

// Calls line(text) for each line of a file; false if there is no such file.
template <typename F>
bool ForEachLine(const std::string& path, F line) {
  FILE* file = fopen(path.c_str(), "re");
  if (file == nullptr) return false;
  char* text = nullptr;
  size_t capacity = 0;
  for (ssize_t size; (size = getline(&text, &capacity, file)) >= 0;) line(std::string(text, static_cast<size_t>(size)));
  free(text);
  fclose(file);
  return true;
}

bool StartsWith(const std::string& text, const char* start) { return text.rfind(start, 0) == 0; }

// PYTHONHOME; empty: not set.
std::string Home(const HostOptions& options) {
  const char* home = options.ignore_environment ? nullptr : getenv("PYTHONHOME");
  return home != nullptr ? home : "";
}

}  // namespace

void ReadPathFile(HostOptions* options) {
  if (options->executable.empty()) return;
  std::string folder = FolderOf(options->executable);
  std::vector<std::string> path;
  bool has_site = false;
  bool found = ForEachLine(options->executable + "._pth", [&](const std::string& text) {
    std::string line = Trimmed(text.substr(0, text.find('#')));
    if (line == "import site") {
      has_site = true;
    } else if (StartsWith(line, "import ")) {
      fprintf(stderr, "unsupported 'import' line in ._pth file\n");
    } else if (!line.empty()) {
      path.push_back(Joined(folder, line));
    }
  });
  if (!found) return;
  options->isolated = options->ignore_environment = options->safe_path = true;
  options->no_user_site = options->has_search_path = true;
  options->no_site = !has_site;
  options->search_path = std::move(path);
}

// PYTHONHOME is PREFIX or PREFIX:EXEC_PREFIX.
std::string Prefix(const HostOptions& options) {
  std::string home = Home(options);
  return home.empty() ? kPrefix : home.substr(0, home.find(':'));
}
std::string ExecPrefix(const HostOptions& options) {
  std::string home = Home(options);
  size_t colon = home.find(':');
  return colon == std::string::npos ? Prefix(options) : home.substr(colon + 1);
}

std::string StandardLibrary(const HostOptions& options) {
  if (!options.standard_library.empty()) return options.standard_library;
  const char* variable = getenv("POLYGIL_STDLIB");
  return variable != nullptr && *variable != '\0' ? variable : Prefix(options) + kLibraryInPrefix;
}

std::string BaseExecutable(const HostOptions& options) {
  const std::string& executable = options.executable;
  std::string folder = FolderOf(executable);
  for (const std::string& place : {folder, FolderOf(folder)}) {
    std::string home;
    ForEachLine(place + "/pyvenv.cfg", [&](const std::string& line) {
      size_t equals = line.find('=');
      if (equals == std::string::npos || Trimmed(line.substr(0, equals)) != "home") return;
      home = Trimmed(line.substr(equals + 1));
    });
    if (home.empty()) continue;
    char real[PATH_MAX];
    if (realpath(executable.c_str(), real) != nullptr && FolderOf(real) == home) return real;
    return Joined(home, executable.substr(folder.size() + 1));
  }
  return executable;
}

std::vector<std::string> SearchPath(const HostOptions& options) {
  if (options.has_search_path) return options.search_path;
  std::vector<std::string> path;
  const char* extra = options.ignore_environment ? nullptr : getenv("PYTHONPATH");
  for (std::string rest = extra != nullptr ? extra : ""; !rest.empty();) {
    size_t colon = rest.find(':');
    path.push_back(rest.substr(0, colon));
    rest = colon == std::string::npos ? "" : rest.substr(colon + 1);
  }
  std::string library = StandardLibrary(options);
  path.push_back(FolderOf(library) + "/python311.zip");
  path.push_back(library);
  path.push_back(library + "/lib-dynload");
  return path;
}

}  // namespace polygil
