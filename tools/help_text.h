// The help texts of the command line.

#ifndef POLYGIL_TOOLS_HELP_TEXT_H_
#define POLYGIL_TOOLS_HELP_TEXT_H_

#include <cstdio>

namespace polygil {

// "usage: polygil [option] ..."
void PrintUsageLine(FILE* file, const char* program);
// --help, --help-env, --help-xoptions, --help-all: prints it; false: `option` is none of these.
bool PrintHelp(const char* option, const char* program);

}  // namespace polygil

#endif  // POLYGIL_TOOLS_HELP_TEXT_H_
