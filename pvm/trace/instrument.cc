#include "pvm/trace/instrument.h"

#include "runtime/object/heap.h"

namespace polygil {

void CodeStartTracing(Code* code) {
  if (code->traced_ops != nullptr) return;
  auto* ops = static_cast<uint16_t*>(RawAllocate(code->instruction_count * sizeof(uint16_t)));
  if (ops == nullptr) return;
  for (uint32_t i = 0; i < code->instruction_count;) {
    Opcode generic = GenericForm(code->instructions[i].opcode());
    ops[i] = static_cast<uint16_t>(generic);
    code->instructions[i].op = static_cast<uint16_t>(Opcode::TRACED);
    i += InfoOf(generic).words;
  }
  code->traced_ops = ops;
}

void CodeStopTracing(Code* code) {
  uint16_t* ops = code->traced_ops;
  if (ops == nullptr) return;
  for (uint32_t i = 0; i < code->instruction_count;) {
    code->instructions[i].op = ops[i];
    i += InfoOf(static_cast<Opcode>(ops[i])).words;
  }
  code->traced_ops = nullptr;
  RawFree(ops, code->instruction_count * sizeof(uint16_t));
}

bool AnyThreadTraces(const Interpreter* interpreter) {
  for (const ThreadState* t = interpreter->first_thread; t != nullptr; t = t->next) {
    if (t->use_tracing) return true;
  }
  return false;
}

}  // namespace polygil
