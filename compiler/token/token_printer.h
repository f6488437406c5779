// Prints the tokens of a text, one a line: "1,0-1,2: NAME 'if'".

#ifndef POLYGIL_COMPILER_TOKEN_TOKEN_PRINTER_H_
#define POLYGIL_COMPILER_TOKEN_TOKEN_PRINTER_H_

#include <string>

namespace polygil {

std::string DumpTokens(const std::string& text);

}  // namespace polygil

#endif  // POLYGIL_COMPILER_TOKEN_TOKEN_PRINTER_H_
