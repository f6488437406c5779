#include "compiler/codegen/disassemble.h"

#include <charconv>
#include <cstdio>
#include <cstring>

#include "pvm/bytecode/instruction.h"

namespace polygil {
namespace {

std::string Quoted(const std::string& text, const char* prefix) {
  std::string out = prefix;
  out += '\'';
  for (unsigned char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\'' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c < 0x20 || (prefix[0] == 'b' && c >= 0x7F)) {
      char hex[8];
      snprintf(hex, sizeof hex, "\\x%02x", c);
      out += hex;
    } else {
      out += static_cast<char>(c);
    }
  }
  return out + '\'';
}

std::string DoubleText(double d) {
  char buffer[40];
  auto end = std::to_chars(buffer, buffer + sizeof buffer, d);
  return std::string(buffer, end.ptr);
}

std::string RegisterText(const CodeUnit& unit, uint32_t r) {
  if (r < unit.local_count) return unit.locals[r].name;
  return "t" + std::to_string(r - unit.local_count);
}

class Listing {
 public:
  explicit Listing(const CodeUnit& unit) : unit_(unit) {}

  std::string Run() {
    out_ = unit_.qualname + " (" + std::to_string(unit_.argument_count) + " arguments, " +
           std::to_string(unit_.register_count) + " registers)\n";
    size_t position = 0;
    int32_t line = -2;
    for (uint32_t i = 0; i < unit_.code.size();) {
      while (position < unit_.positions.size() && unit_.positions[position].start <= i) {
        int32_t next = unit_.positions[position++].line;
        fresh_line_ = next != line ? next : fresh_line_;
        line = next;
      }
      i += Instruction(i);
    }
    for (const ExceptionEntry& e : unit_.exception_table) {
      char text[96];
      snprintf(text, sizeof text, "  handler of %u..%u: %u, from t%u\n", e.start, e.end, e.handler,
               e.depth - unit_.local_count);
      out_ += text;
    }
    return out_;
  }

 private:
  uint32_t Instruction(uint32_t at) {
    polygil::Instruction word;
    memcpy(&word, &unit_.code[at], sizeof word);
    const OpcodeInfo& info = InfoOf(word.opcode());
    char head[64];
    if (fresh_line_ >= 0) {
      snprintf(head, sizeof head, "%5d %6u  %-24s", fresh_line_, at, info.name);
    } else {
      snprintf(head, sizeof head, "      %6u  %-24s", at, info.name);
    }
    fresh_line_ = -1;
    out_ += head;
    uint16_t fields[3] = {word.a, word.b, word.c};
    for (int i = 0; i < 3; ++i) {
      if (i == 1 && info.operands[1] == info.operands[2] && strchr("KJN", info.operands[1])) {
        Operand(info.operands[1], word.bc(), at);
        break;
      }
      Operand(info.operands[i], fields[i], at);
    }
    if (info.words > 1 && static_cast<uint32_t>(unit_.code[at + 1]) != 0) {
      out_ += " +" + std::to_string(static_cast<int32_t>(unit_.code[at + 1]));
    }
    while (out_.back() == ' ') out_.pop_back();
    out_ += '\n';
    return info.words;
  }

  void Operand(char kind, int32_t value, uint32_t at) {
    switch (kind) {
      case '-': return;
      case 'd':
      case 'u':
      case 'p':
      case 'm':
      case 's': out_ += ' ' + RegisterText(unit_, static_cast<uint32_t>(value)); return;
      case 'k':
      case 'K': out_ += " (" + ConstantText(unit_.constants[value]) + ")"; return;
      case 'j':
      case 'J': {
        int32_t offset = kind == 'j' ? static_cast<int16_t>(value) : value;
        out_ += " ->" + std::to_string(static_cast<int32_t>(at) + offset);
        return;
      }
      default: out_ += ' ' + std::to_string(value); return;
    }
  }

  const CodeUnit& unit_;
  std::string out_;
  int32_t fresh_line_ = -1;
};

}  // namespace

std::string ConstantText(const Constant& c) {
  switch (c.kind) {
    case Constant::Kind::kNone: return "None";
    case Constant::Kind::kTrue: return "True";
    case Constant::Kind::kFalse: return "False";
    case Constant::Kind::kEllipsis: return "...";
    case Constant::Kind::kInt: return std::to_string(c.integer);
    case Constant::Kind::kBigInt: return c.text[0] == '-' ? "-0x" + c.text.substr(1) : "0x" + c.text;
    case Constant::Kind::kFloat: return DoubleText(c.real);
    case Constant::Kind::kComplex: return DoubleText(c.real) + "+" + DoubleText(c.imaginary) + "j";
    case Constant::Kind::kStr: return Quoted(c.text, "");
    case Constant::Kind::kName: return c.text;
    case Constant::Kind::kBytes: return Quoted(c.text, "b");
    case Constant::Kind::kTuple:
    case Constant::Kind::kFrozenSet: {
      std::string out = c.kind == Constant::Kind::kTuple ? "(" : "frozenset(";
      for (size_t i = 0; i < c.items.size(); ++i) out += (i > 0 ? ", " : "") + ConstantText(c.items[i]);
      return out + (c.items.size() == 1 ? ",)" : ")");
    }
    case Constant::Kind::kCode: return "<code " + (c.code ? c.code->qualname : "") + ">";
  }
  return "";
}

std::string Disassemble(const CodeUnit& unit) {
  std::string out = Listing(unit).Run();
  for (const Constant& c : unit.constants) {
    if (c.kind == Constant::Kind::kCode && c.code) out += "\n" + Disassemble(*c.code);
  }
  return out;
}

}  // namespace polygil
