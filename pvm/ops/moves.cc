// Moves, constants, locals and cells.

#include "pvm/ops/cache.h"
#include "pvm/ops/handler.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/cell.h"
#include "runtime/types/text/str.h"

namespace polygil {

HANDLER(NOP) { NEXT(1); }

HANDLER(LOAD_CONST) {
  Value v = consts[static_cast<uint32_t>(pc->bc())];
  FINISH_COPY(1, v);
}

HANDLER(LOAD_NONE) { FINISH(1, pc->a, Value::None()); }
HANDLER(LOAD_INT) { FINISH(1, pc->a, Value::Int(pc->bc())); }

HANDLER(COPY) {
  Value v = base[pc->b];
  FINISH_COPY(1, v);
}

HANDLER(MOVE) {
  Value v = base[pc->b];
  if (pc->b >= consts[-1].bits) {
    base[pc->b] = Value::Empty();
    FINISH(1, pc->a, v);
  }
  FINISH_COPY(1, v);
}

HANDLER(SWAP) {
  Value v = base[pc->a];
  base[pc->a] = base[pc->b];
  base[pc->b] = v;
  NEXT(1);
}

HANDLER(DROP) { FINISH(1, pc->a, Value::Empty()); }
HANDLER(CLEAR_LOCAL) { FINISH(1, pc->a, Value::Empty()); }

SLOW(UnboundLocal) {
  SAVE_PC();
  Value name = TupleAt(thread->frame->code->local_names, pc->a);
  Raise(&UnboundLocalErrorType, "cannot access local variable '%U' where it is not associated with a value", name);
  TAIL(Unwind);
}
HANDLER(CHECK_BOUND) {
  if (base[pc->a].IsEmpty()) [[unlikely]] TAIL(UnboundLocal);
  NEXT(1);
}
HANDLER(DELETE_LOCAL) {
  if (base[pc->a].IsEmpty()) [[unlikely]] TAIL(UnboundLocal);
  FINISH(1, pc->a, Value::Empty());
}

// -- Cells ----------------------------------------------------------------------------------------

SLOW(MakeCellSlow) {
  SAVE_PC();
  Owned cell = CellNew(base[pc->a]);
  if (!cell) TAIL(Unwind);
  SetRegister(base, pc->a, cell);
  NEXT(1);
}
HANDLER(MAKE_CELL) { TAIL(MakeCellSlow); }

// The registers are locals of a frame that just begins: nothing is in them.
HANDLER(COPY_FREE_VARIABLES) {
  const Value* cells = thread->frame->closure.As<Tuple>()->items;
  for (uint32_t i = 0; i < pc->b; ++i) {
    IncRefFast(cells[i]);
    base[pc->a + i] = cells[i];
  }
  NEXT(1);
}

SLOW(EmptyCell) {
  SAVE_PC();
  uint32_t reg = OpcodeHere(thread, pc) == Opcode::DELETE_CELL ? pc->a : pc->b;
  const Code* code = thread->frame->code;
  Value name = TupleAt(code->local_names, reg);
  if (code->local_kinds[reg] & kLocalFree) {
    Raise(&NameErrorType,
          "cannot access free variable '%U' where it is not associated with a value in enclosing scope", name);
    SetNameOfError(thread, name);
  } else {
    Raise(&UnboundLocalErrorType,
          "cannot access local variable '%U' where it is not associated with a value", name);
  }
  TAIL(Unwind);
}

HANDLER(LOAD_CELL) {
  Value v = base[pc->b].As<Cell>()->content;
  if (v.IsEmpty()) [[unlikely]] TAIL(EmptyCell);
  FINISH_COPY(1, v);
}

DECLARE_SLOW(ReleaseLastNext1);
HANDLER(STORE_CELL) {
  Cell* cell = base[pc->a].As<Cell>();
  Value v = base[pc->b];
  if (pc->b >= consts[-1].bits) {
    base[pc->b] = Value::Empty();
  } else {
    IncRefFast(v);
  }
  Value old = cell->content;
  cell->content = v;
  RELEASE_OR(old, ReleaseLastNext1);
  NEXT(1);
}

HANDLER(DELETE_CELL) {
  Cell* cell = base[pc->a].As<Cell>();
  Value old = cell->content;
  if (old.IsEmpty()) [[unlikely]] TAIL(EmptyCell);
  cell->content = Value::Empty();
  aux = old.bits;
  TAIL(ReleaseNext1);
}

// -- Releasing ------------------------------------------------------------------------------------

#define RELEASE_NEXT(words)                                              \
  SHARED_SLOW(ReleaseLastNext##words) {                                       \
    SAVE_PC();                                                           \
    DecRef(Value{aux});                                                  \
    NEXT(words);                                                         \
  }                                                                      \
  SHARED_SLOW(ReleaseNext##words) {                                      \
    RELEASE_OR(Value{aux}, ReleaseLastNext##words);                      \
    NEXT(words);                                                         \
  }                                                                      \
  SHARED_SLOW(FinishInherited##words) {                                  \
    SAVE_PC();                                                           \
    IncRefInherited(Value{aux});                                         \
    SetRegister(base, pc->a, Owned(Value{aux}));                         \
    NEXT(words);                                                         \
  }
RELEASE_NEXT(1)
RELEASE_NEXT(2)
RELEASE_NEXT(3)

SHARED_SLOW(ReleaseDispatch) {
  SAVE_PC();
  DecRef(Value{aux});
  DISPATCH();
}

}  // namespace polygil
