// The help texts of the command line.

#include "tools/help_text.h"

#include <cstring>

namespace polygil {
namespace {

constexpr char kOptions[] =
    R"(Options (in brackets: the environment variable that does the same):
-b     : warn where str() is taken of bytes, or bytes are compared with str;
         -bb makes that an error
-B     : write no .pyc files on import [PYTHONDONTWRITEBYTECODE=x]
-c cmd : run the program text cmd; what follows are its arguments
-d     : sets sys.flags.debug; no effect otherwise [PYTHONDEBUG=x]
-E     : ignore the PYTHON* environment variables
-h     : show this help (also -? or --help)
-i     : prompt after the program has run, even if standard input is no
         terminal [PYTHONINSPECT=x]
-I     : isolated from the user's environment: -E, -P and -s together
-m mod : run a module of the library as a script; its arguments follow
-O     : leave assert statements out, __debug__ is False [PYTHONOPTIMIZE=x]
-OO    : -O, and leave documentation strings out
-P     : don't put the script's or the current folder first in sys.path
         [PYTHONSAFEPATH=x]
-q     : no banner before the prompt
-s     : no user site folder in sys.path [PYTHONNOUSERSITE=x]
-S     : don't import site at the start
-u     : no buffering of standard output and error [PYTHONUNBUFFERED=x]
-v     : say what is imported [PYTHONVERBOSE=x]
-V     : show the version (also --version); -VV: and the build
-W arg : filter warnings: action:message:category:module:lineno
         [PYTHONWARNINGS=arg,arg]
-x     : skip the first line of the script
-X opt : an option of this implementation (see --help-xoptions)
--check-hash-based-pycs always|default|never:
         whether .pyc files with a hash are compared with their source
--help-env      : list the environment variables
--help-xoptions : list the -X options
--help-all      : all of this help
Arguments:
file   : run this script; also a folder or zip file with a __main__.py
-      : run standard input (the default; with a prompt on a terminal)
arg ...: the program's arguments, sys.argv[1:]
Tools (an existing file of the same name wins; write it as ./compare to be sure):
compare JOB.py : run a job serially, on threads and on worker processes, and
                 compare them (compare --help)
dis FILE       : show a program's tokens, syntax tree or bytecode (dis --help)
)";

constexpr char kEnvironment[] =
    R"(Environment variables:
PYTHONSTARTUP    : file that runs before the first prompt
PYTHONPATH       : folders, separated by ':', that come first in sys.path
POLYGIL_STDLIB   : folder of the pure-Python library (/usr/lib/python3.11)
PYTHONHOME       : prefix of the library: PREFIX/lib/python3.11; or PREFIX:EXEC_PREFIX
PYTHONCASEOK     : ignore case in import statements
PYTHONUTF8=0|1   : UTF-8 mode off or on, whatever the locale
PYTHONIOENCODING : encoding[:errors] of the standard streams
PYTHONHASHSEED   : 'random', or a number that makes str hashes the same each time
PYTHONINTMAXSTRDIGITS : longest int in decimal text; 0 is no limit
PYTHONCOERCECLOCALE=0 : keep the C locale as it is
PYTHONBREAKPOINT : what breakpoint() calls; 0 for nothing
PYTHONDEVMODE    : development mode, as -X dev
PYTHONFAULTHANDLER, PYTHONNODEBUGRANGES, PYTHONPROFILEIMPORTTIME,
PYTHONWARNDEFAULTENCODING : as the -X options
PYTHONPYCACHEPREFIX : folder for .pyc files
PYTHONDEBUG, PYTHONDONTWRITEBYTECODE, PYTHONINSPECT, PYTHONNOUSERSITE,
PYTHONOPTIMIZE, PYTHONSAFEPATH, PYTHONUNBUFFERED, PYTHONVERBOSE,
PYTHONWARNINGS   : as the options in --help
)";

constexpr char kXOptions[] =
    R"(-X options:
-X dev                  : development mode: all warnings, faulthandler, checks
-X faulthandler         : show a traceback when the process crashes
-X importtime           : show how long each import takes
-X int_max_str_digits=N : longest int in decimal text; 0 is no limit
-X no_debug_ranges      : no columns in code objects, and no markers in tracebacks
-X pycache_prefix=PATH  : folder for .pyc files
-X utf8[=0|1]           : UTF-8 mode on (1, the default) or off
-X warn_default_encoding: warn where a text file is opened without an encoding
Others are kept in sys._xoptions and have no effect.
)";

}  // namespace

void PrintUsageLine(FILE* file, const char* program) {
  fprintf(file, "usage: %s [option] ... [-c cmd | -m mod | file | -] [arg] ...\n", program);
}

bool PrintHelp(const char* option, const char* program) {
  bool is_all = strcmp(option, "--help-all") == 0;
  bool is_help = strcmp(option, "--help") == 0;
  bool is_environment = strcmp(option, "--help-env") == 0;
  bool is_x = strcmp(option, "--help-xoptions") == 0;
  if (is_all || is_help) {
    PrintUsageLine(stdout, program);
    fputs(kOptions, stdout);
  }
  if (is_all) fputs("\n", stdout);
  if (is_all || is_environment) fputs(kEnvironment, stdout);
  if (is_all) fputs("\n", stdout);
  if (is_all || is_x) fputs(kXOptions, stdout);
  return is_all || is_help || is_environment || is_x;
}

}  // namespace polygil
