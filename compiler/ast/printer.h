// Prints a tree as Python's `ast.dump` does, byte for byte. It does not recurse, so it prints trees
// of any depth.

#ifndef POLYGIL_COMPILER_AST_PRINTER_H_
#define POLYGIL_COMPILER_AST_PRINTER_H_

#include <cstdint>
#include <string>

#include "compiler/ast/ast.h"

namespace polygil::ast {

struct PrintOptions {
  bool include_attributes = false;  // lineno, col_offset, end_lineno, end_col_offset
  // Which characters above U+007F stay as they are; null: none, the others are escaped.
  bool (*is_printable)(uint32_t code_point) = nullptr;
  // The decimal form of a kBigInt magnitude in hexadecimal.
  std::string (*big_to_decimal)(std::string_view hex) = nullptr;
};

std::string DumpTree(const Node* node, const PrintOptions& options);

// repr() of a constant.
std::string ConstantRepr(const ConstantValue& value, const PrintOptions& options);

}  // namespace polygil::ast

#endif  // POLYGIL_COMPILER_AST_PRINTER_H_
