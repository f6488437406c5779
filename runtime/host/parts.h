// The parts of start-up and end, in the order in which start.cc calls them. Each returns false with
// an exception pending.

#ifndef POLYGIL_RUNTIME_HOST_PARTS_H_
#define POLYGIL_RUNTIME_HOST_PARTS_H_

#include <string>
#include <vector>

#include "runtime/host/host.h"
#include "runtime/object/hooks.h"

namespace polygil {

extern const RuntimeHooks kRuntimeHooks;

// Takes the user's LC_CTYPE; where that is C or POSIX, an UTF-8 form of it if `may_coerce` (PEP
// 538). Was it C or POSIX?
bool StartLocale(bool may_coerce);
bool StartTypes();
bool StartModules(const HostOptions& options);    // builtins and sys
bool SetFlags(const HostOptions& options);        // sys.flags, once there is a sys.stderr
bool StartImportlib(const HostOptions& options);  // _frozen_importlib and the path-based finder
bool InstallZipHook();                            // archives on sys.path
bool InstallCachedCode();                         // SourceFileLoader.get_code
bool StartStreams(const HostOptions& options);    // encodings, io, sys.std*
bool StartMain(const HostOptions& options);       // __main__, site
bool RenewMain();                                 // a copy of __main__ takes its place

// Where the installation is (paths.cc): sys.prefix, sys.exec_prefix, the folder of the pure-Python
// library, sys._base_executable, and sys.path without the script's folder.
std::string Prefix(const HostOptions& options);
std::string ExecPrefix(const HostOptions& options);
std::string StandardLibrary(const HostOptions& options);
std::string BaseExecutable(const HostOptions& options);
std::vector<std::string> SearchPath(const HostOptions& options);

// sys.stdout and sys.stderr. False: one couldn't be flushed; of stdout that is shown if `report`.
bool FlushStreams(bool report);

// Shows the pending exception as the end of a program does; SystemExit gives its status, unless
// `inspect` wants it shown like any other.
ProgramEnd ReportPending(bool inspect);
// The dictionary of __main__, borrowed; empty: gone.
Value MainDict();
// sys.__interactivehook__(); what it raises is shown.
void RunInteractiveHook();
// The prompt, until the end of input or SystemExit.
ProgramEnd RunInteractive();
void TearDownModules();

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_HOST_PARTS_H_
