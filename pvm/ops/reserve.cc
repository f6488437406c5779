// How many attributes instances of a class will have, told from the code that sets them up: an instance
// that gets them all inline needs no second block, and later ones don't get another layout.

#include "pvm/code/code.h"
#include "pvm/ops/enter_frame.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/shape.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/names.h"

namespace polygil {
namespace {

constexpr uint32_t kMaximumNames = 32;

struct NameSet {
  Value names[kMaximumNames];
  uint32_t count = 0;

  void Add(Value name) {
    for (uint32_t i = 0; i < count; ++i)
      if (names[i] == name) return;
    if (count < kMaximumNames) names[count++] = name;
  }
};

// The names of `self.name = ...`, self being the first parameter.
void AddStores(const Code* code, NameSet* found) {
  if (code->instructions == nullptr || code->argument_count == 0) return;
  for (uint32_t i = 0; i < code->instruction_count;) {
    const Instruction& w = code->instructions[i];
    Opcode op = CodeOpcodeAt(code, i);
    if (op == Opcode::STORE_ATTRIBUTE && w.a == 0) found->Add(code->constants[w.c]);
    i += InfoOf(op).words;
  }
}

}  // namespace

void ReserveForInit(Type* type) {
  const Shape* root = type->root_shape;
  if (root == nullptr || root->first_child != nullptr || root->observed != 0) return;
  NameSet found;
  const Tuple* mro = type->mro.As<Tuple>();
  for (int64_t i = 0; i < mro->size; ++i) {
    Type* base = mro->items[i].As<Type>();
    if (!base->Has(kTypeHeap)) continue;
    Value init = DictGetStr(base->dict, names.__init__);
    if (!init || !IsExactly(init, FunctionType)) continue;
    Code* code = init.As<Function>()->code;
    if (CodePrepare(code)) {
      AddStores(code, &found);
    } else {
      ClearPending();
    }
  }
  ReserveInlineAttributes(type, found.count);
  type->root_shape->observed = 1;  // done: no instance has outgrown its room yet
}

}  // namespace polygil
