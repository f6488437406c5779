// The Pickler, and how its files share the work: save.cc tells types apart, save_*.cc write them.

#ifndef POLYGIL_RUNTIME_MODULES_PICKLE_PICKLER_H_
#define POLYGIL_RUNTIME_MODULES_PICKLE_PICKLER_H_

#include "runtime/modules/_pickle/memo.h"
#include "runtime/modules/_pickle/output.h"
#include "runtime/modules/_pickle/state.h"

namespace polygil::pickle {

struct Pickler : Object {
  PickleState* state;      // owned; null: not initialised
  Value write;             // file.write; empty: the result stays in `output`
  Value buffer_callback;   // or empty
  Value dispatch_table;    // of its own, or empty: copyreg's
  Value persistent_id;     // function, or empty
  Value reducer_override;  // bound method while dump() runs, or empty
  Value fast_running;      // dict of the ids of objects being written in fast mode, or empty
  Output output;
  SaveMemo memo;
  // Shape keys of instances known to be written by their attributes alone (save_instance.cc).
  uint32_t plain_shapes[8];
  int32_t protocol;
  int32_t fast, fast_depth;  // `fast`: no memo
  bool persistent_id_is_method;  // wants the pickler as first argument
  bool fix_imports;

  bool is_binary() const { return protocol >= 1; }
};
extern Type PicklerType, PicklerMemoProxyType;

// -- pickler.cc ----------------------------------------------------------------------------------
Owned NewPickler(Value file_or_empty, Value protocol, Value fix_imports, Value buffer_callback);
// Writes one pickle to the output or file.
bool Dump(Pickler* pickler, Value object);
// Takes the output as bytes.
Owned TakeOutput(Pickler* pickler);
// Hands what there is to file.write.
bool FlushToFile(Pickler* pickler);
bool AddPickler(Value module);

// -- save.cc -------------------------------------------------------------------------------------
enum class Persistent : bool { kNo, kAsk };
bool Save(Pickler* pickler, Value v, Persistent persistent = Persistent::kAsk);
// Gives a written object its number.
bool Memoize(Pickler* pickler, Value v);
bool WriteMemoPut(Pickler* pickler);  // the opcode alone; takes the next number
bool WriteMemoGet(Pickler* pickler, int64_t number);
Raised RaiseChangedSize(const char* what);

// -- save_atom.cc: what has no parts -----------------------------------------------------------------
bool SaveBool(Pickler* pickler, bool b);
bool SaveSmallInt(Pickler* pickler, int64_t i);
bool SaveBigInt(Pickler* pickler, Value v);
bool SaveFloat(Pickler* pickler, Value v);
bool SaveStr(Pickler* pickler, Value v);
bool SaveBytes(Pickler* pickler, Value v);
bool SaveByteArray(Pickler* pickler, Value v);
bool SavePickleBuffer(Pickler* pickler, Value v);

// -- save_container.cc -------------------------------------------------------------------------------
bool SaveTuple(Pickler* pickler, Value v);
bool SaveList(Pickler* pickler, Value v);
bool SaveDict(Pickler* pickler, Value v);
bool SaveSet(Pickler* pickler, Value v);
bool SaveFrozenSet(Pickler* pickler, Value v);
bool SaveListItems(Pickler* pickler, Value iterator);
bool SaveDictItems(Pickler* pickler, Value iterator);

// -- save_global.cc: classes and functions by name -----------------------------------------------------
bool SaveGlobal(Pickler* pickler, Value v, Value name_or_empty);
bool SaveType(Pickler* pickler, Value v);

// -- save_reduce.cc: __reduce_ex__ and its relatives (PEP 307) -------------------------------------------
bool SaveReduced(Pickler* pickler, Value reduced, Value object_or_empty);
bool SaveByReduction(Pickler* pickler, Value v);
bool SavePersistentId(Pickler* pickler, Value pid);

// -- save_instance.cc ----------------------------------------------------------------------------------
// True: the instance is written by its class and attributes, as object.__reduce_ex__ would have it.
bool IsPlainInstance(Pickler* pickler, Value v);
bool SavePlainInstance(Pickler* pickler, Value v);

}  // namespace polygil::pickle

#endif  // POLYGIL_RUNTIME_MODULES_PICKLE_PICKLER_H_
