// Names of modules and class bodies, and globals.
//
// LOAD_GLOBAL caches the index of the entry in the globals' or builtins' dict, guarded by the
// versions of the dicts' keys: X1 = version of globals' keys | index << 32,
// X2 = version of builtins' keys (0 for the globals form).

#include "pvm/ops/cache.h"
#include "pvm/ops/handler.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/cell.h"
#include "runtime/types/classes/spared_misses.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/text/names.h"

namespace polygil {
namespace {

Raised RaiseUndefined(ThreadState* thread, Value name) {
  Raise(&NameErrorType, "name '%U' is not defined", name);
  SetNameOfError(thread, name);
  return {};
}

bool SetupAnnotations(Value locals) {
  if (IsExactly(locals, DictType)) {
    bool present = TRY(Contains(locals, names.__annotations__));
    if (present) return true;
  } else {
    Handle found = GetItem(locals, names.__annotations__);
    if (!found.IsEmpty()) return true;
    if (!ClearPendingIf(&KeyErrorType)) return false;
  }
  Handle annotations = TRY(DictNew());
  return SetItem(locals, names.__annotations__, annotations);
}

// namespace[name]; empty without exception: absent. What inherits from dict may have a __getitem__
// or __missing__ of its own.
Owned LookupIn(Value space, Value name) {
  if (IsExactly(space, DictType)) [[likely]] {
    Value v = DictGetStr(space, name);
    return v ? Retain(v) : Owned();
  }
  Owned v = GetItem(space, name);
  if (!v) ClearPendingIf(&KeyErrorType);
  return v;
}

// globals()[name] or builtins[name]; NameError. Globals are nearly always exact dicts.
Owned LookupGlobal(ThreadState* thread, FrameRecord* frame, Value name) {
  Owned v = LookupIn(frame->globals, name);
  if (v || HasPendingException()) return v;
  v = LookupIn(frame->builtins, name);
  if (v || HasPendingException()) return v;
  return RaiseUndefined(thread, name);
}

// The names of code that is no function. Called as one, it has its globals.
Value NamesOf(const FrameRecord* frame) { return frame->locals ? frame->locals : frame->globals; }

// Rewrites a LOAD_GLOBAL (or a module-level LOAD_NAME) to a cached form if that is possible.
void SpecializeGlobal(const Instruction* pc, FrameRecord* frame, Value name, Opcode module_form,
                      Opcode builtin_form) {
  if (!IsExactly(frame->globals, DictType) || !IsExactly(frame->builtins, DictType)) return;
  if (!MayFillCaches()) return;
  int64_t index = DictFindIndex(frame->globals, name);
  uint32_t globals_version = DictKeysVersion(frame->globals);
  if (globals_version == 0) return;
  if (index >= 0) {
    SetCache(pc, 1, globals_version, static_cast<uint32_t>(index));
    Rewrite(pc, module_form);
    return;
  }
  index = DictFindIndex(frame->builtins, name);
  uint32_t builtins_version = DictKeysVersion(frame->builtins);
  if (index < 0 || builtins_version == 0) return;
  SetCache(pc, 1, globals_version, static_cast<uint32_t>(index));
  SetCache(pc, 2, builtins_version, 0);
  Rewrite(pc, builtin_form);
}

}  // namespace

SLOW(LoadGlobalSlow) {
  SAVE_PC();
  FrameRecord* frame = thread->frame;
  Value name = consts[static_cast<uint32_t>(pc->bc())];
  Owned result = LookupGlobal(thread, frame, name);
  if (!result) TAIL(Unwind);
  // The second time here pays for a cache: in a later call, or in a loop of the first one.
  if (CacheWord(pc, 1) != 0) {
    SpecializeGlobal(pc, frame, name, Opcode::LOAD_GLOBAL_MODULE, Opcode::LOAD_GLOBAL_BUILTIN);
  } else if (MayFillCaches()) {
    SetCacheWord(pc, 1, 1);
  }
  SetRegister(base, pc->a, result);
  NEXT(3);
}
HANDLER(LOAD_GLOBAL) { TAIL(LoadGlobalSlow); }

SLOW(LoadNameSlow) {
  SAVE_PC();
  FrameRecord* frame = thread->frame;
  Value name = consts[static_cast<uint32_t>(pc->bc())];
  Value locals = NamesOf(frame);
  Owned result;
  if (locals == frame->globals) {
    result = LookupGlobal(thread, frame, name);
    // A module body runs once, but its loops don't.
    if (result) {
      SpecializeGlobal(pc, frame, name, Opcode::LOAD_NAME_MODULE, Opcode::LOAD_NAME_BUILTIN);
    }
  } else {
    result = LookupIn(locals, name);
    if (!result && !HasPendingException()) result = LookupGlobal(thread, frame, name);
  }
  if (!result) TAIL(Unwind);
  SetRegister(base, pc->a, result);
  NEXT(3);
}

#define CACHED_GLOBALS(MODULE, BUILTIN, guard, slow)                                          \
  HANDLER(MODULE) {                                                                           \
    FrameRecord* frame = thread->frame;                                                       \
    Dict* dict = frame->globals.As<Dict>();                                                   \
    uint64_t cache = CacheWord(pc, 1);                                                        \
    if (!(guard) || dict->keys_version != static_cast<uint32_t>(cache)) [[unlikely]]          \
      TAIL(slow);                                                                             \
    Value v = dict->entries[cache >> 32].value;                                               \
    FINISH_COPY(3, v);                                                                        \
  }                                                                                           \
  HANDLER(BUILTIN) {                                                                          \
    FrameRecord* frame = thread->frame;                                                       \
    uint64_t cache = CacheWord(pc, 1);                                                        \
    Dict* builtins = frame->builtins.As<Dict>();                                              \
    if (!(guard) || frame->globals.As<Dict>()->keys_version != static_cast<uint32_t>(cache) || \
        builtins->keys_version != static_cast<uint32_t>(CacheWord(pc, 2))) [[unlikely]]       \
      TAIL(slow);                                                                             \
    Value v = builtins->entries[cache >> 32].value;                                           \
    FINISH_COPY(3, v);                                                                        \
  }
CACHED_GLOBALS(LOAD_GLOBAL_MODULE, LOAD_GLOBAL_BUILTIN, true, LoadGlobalSlow)
CACHED_GLOBALS(LOAD_NAME_MODULE, LOAD_NAME_BUILTIN, frame->locals == frame->globals, LoadNameSlow)

SLOW(StoreDictSlow) {
  SAVE_PC();
  FrameRecord* frame = thread->frame;
  Value mapping = OpcodeHere(thread, pc) == Opcode::STORE_GLOBAL ? frame->globals : frame->locals;
  Dict* dict = mapping.As<Dict>();
  Value name = consts[static_cast<uint32_t>(pc->bc())];
  uint64_t cache = CacheWord(pc, 1);
  if (dict->keys_version != 0 && dict->keys_version == static_cast<uint32_t>(cache)) {
    Value* slot = &dict->entries[cache >> 32].value;
    Value v = base[pc->a];
    if (IsTemporary(consts, pc->a)) {
      base[pc->a] = Value::Empty();
    } else {
      IncRef(v);
    }
    StoreOwned(slot, Owned(v));
    NEXT(3);
  }
  if (!DictSet(mapping, name, base[pc->a])) TAIL(Unwind);
  int64_t index = DictFindIndex(mapping, name);
  uint32_t version = index >= 0 ? DictKeysVersion(mapping) : 0;
  if (version != 0 && MayFillCaches()) SetCache(pc, 1, version, static_cast<uint32_t>(index));
  Consume(base, consts, pc->a);
  NEXT(3);
}

SLOW(StoreGlobalSlow) {
  SAVE_PC();
  Value name = consts[static_cast<uint32_t>(pc->bc())];
  if (!SetItem(thread->frame->globals, name, base[pc->a])) TAIL(Unwind);
  Consume(base, consts, pc->a);
  NEXT(3);
}
// A global that exists already: its entry is found by version and index.
HANDLER(STORE_GLOBAL) {
  Value globals = thread->frame->globals;
  if (!IsExactly(globals, DictType)) [[unlikely]] TAIL(StoreGlobalSlow);
  TAIL(StoreDictSlow);
}

SLOW(DeleteGlobalSlow) {
  SAVE_PC();
  Value name = consts[static_cast<uint32_t>(pc->bc())];
  if (!DeleteItem(thread->frame->globals, name)) {
    if (ClearPendingIf(&KeyErrorType)) RaiseUndefined(thread, name);
    TAIL(Unwind);
  }
  NEXT(1);
}
HANDLER(DELETE_GLOBAL) { TAIL(DeleteGlobalSlow); }

// -- Names ----------------------------------------------------------------------------------------

HANDLER(LOAD_NAME) { TAIL(LoadNameSlow); }

SLOW(StoreNameSlow) {
  SAVE_PC();
  FrameRecord* frame = thread->frame;
  Value name = consts[static_cast<uint32_t>(pc->bc())];
  if (!SetItem(NamesOf(frame), name, base[pc->a])) TAIL(Unwind);
  Consume(base, consts, pc->a);
  NEXT(3);
}
HANDLER(STORE_NAME) {
  Value locals = thread->frame->locals;
  if (!IsExactly(locals, DictType)) [[unlikely]] TAIL(StoreNameSlow);
  TAIL(StoreDictSlow);
}

SLOW(DeleteNameSlow) {
  SAVE_PC();
  Value name = consts[static_cast<uint32_t>(pc->bc())];
  if (!DeleteItem(NamesOf(thread->frame), name)) {
    if (ClearPendingIf(&KeyErrorType)) RaiseUndefined(thread, name);
    TAIL(Unwind);
  }
  NEXT(1);
}
HANDLER(DELETE_NAME) { TAIL(DeleteNameSlow); }

SLOW(LoadClassCellSlow) {
  SAVE_PC();
  Value locals = thread->frame->locals;
  Value name = consts[pc->c];
  Owned result;
  if (IsExactly(locals, DictType)) {
    Value v = DictGetStr(locals, name);
    if (v) result = Retain(v);
  } else {
    result = GetItem(locals, name);
    if (!result) ClearPendingIf(&KeyErrorType);
  }
  if (!result) {
    if (HasPendingException()) TAIL(Unwind);
    Value content = base[pc->b].As<Cell>()->content;
    if (content.IsEmpty()) {
      Raise(&NameErrorType,
            "cannot access free variable '%U' where it is not associated with a value in enclosing scope", name);
      SetNameOfError(thread, name);
      TAIL(Unwind);
    }
    result = Retain(content);
  }
  SetRegister(base, pc->a, result);
  NEXT(1);
}
HANDLER(LOAD_CLASS_CELL) { TAIL(LoadClassCellSlow); }

SLOW(LoadLocalsSlow) {
  SAVE_PC();
  SetRegister(base, pc->a, Retain(NamesOf(thread->frame)));
  NEXT(1);
}
HANDLER(LOAD_LOCALS) { TAIL(LoadLocalsSlow); }

SLOW(SetupAnnotationsSlow) {
  SAVE_PC();
  if (!SetupAnnotations(NamesOf(thread->frame))) TAIL(Unwind);
  NEXT(1);
}
HANDLER(SETUP_ANNOTATIONS) { TAIL(SetupAnnotationsSlow); }

}  // namespace polygil
