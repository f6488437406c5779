#include "runtime/modules/_pickle/pickle_buffer.h"
#include "runtime/modules/_pickle/pickler.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/set.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil::pickle {
namespace {

// 1: written as a persistent id, 0: has none, -1: raised.
int TryPersistentId(Pickler* pickler, Value v) {
  Value args[2] = {Value::Pointer(pickler), v};
  Handle function = Retain(pickler->persistent_id);
  Handle pid = pickler->persistent_id_is_method ? Call(function, args, 2) : Call(function, args + 1, 1);
  if (!pid) return -1;
  if (pid.Get().IsNone()) return 0;
  return SavePersistentId(pickler, pid) ? 1 : -1;
}

// 1: written by reducer_override(), 0: it declined, -1: raised.
int TryOverride(Pickler* pickler, Value v) {
  Handle function = Retain(pickler->reducer_override);
  Handle reduced = Call(function, {v});
  if (!reduced) return -1;
  if (reduced.Get().IsNotImplemented()) return 0;
  return SaveReduced(pickler, reduced, v) ? 1 : -1;
}

bool SaveContainer(Pickler* pickler, Value v, Type* type) {
  if (type == &DictType) return SaveDict(pickler, v);
  if (type == &ListType) return SaveList(pickler, v);
  if (type == &TupleType) return SaveTuple(pickler, v);
  if (type == &SetType) return SaveSet(pickler, v);
  if (type == &FrozenSetType) return SaveFrozenSet(pickler, v);
  if (type == &ByteArrayType) return SaveByteArray(pickler, v);
  if (type == &PickleBufferType) return SavePickleBuffer(pickler, v);
  if (pickler->reducer_override) {
    int done = TryOverride(pickler, v);
    if (done != 0) return done > 0;
  }
  if (type == &TypeType) return SaveType(pickler, v);
  if (type == &FunctionType) return SaveGlobal(pickler, v, Value::Empty());
  if (IsPlainInstance(pickler, v)) return SavePlainInstance(pickler, v);
  return SaveByReduction(pickler, v);
}

// A frame ends between two objects only.
bool EndFullFrame(Pickler* pickler) {
  CloseFrame(&pickler->output);
  return !pickler->write || FlushToFile(pickler);
}

bool SaveImmediate(Pickler* pickler, Value v) {
  if (v.IsNone()) return Put(&pickler->output, kNone);
  return SaveBool(pickler, v.IsTrue());
}

}  // namespace

bool Save(Pickler* pickler, Value v, Persistent persistent) {
  if (FrameIsFull(pickler->output)) [[unlikely]]
    TRY_VOID(EndFullFrame(pickler));
  if (pickler->persistent_id && persistent == Persistent::kAsk) [[unlikely]] {
    int done = TryPersistentId(pickler, v);
    if (done != 0) return done > 0;
  }
  if (v.IsInt()) return SaveSmallInt(pickler, v.AsInt());
  if (v.IsNone() || v.IsBool()) return SaveImmediate(pickler, v);
  Type* type = TypeOf(v);
  if (type == &FloatType) return SaveFloat(pickler, v);
  if (type == &IntType) return SaveBigInt(pickler, v);
  int64_t number = MemoFind(pickler->memo, v);
  if (number >= 0) return WriteMemoGet(pickler, number);
  if (type == &StrType) return SaveStr(pickler, v);
  if (type == &BytesType) return SaveBytes(pickler, v);
  NativeDepth depth;
  return depth.Check(" while pickling an object") && SaveContainer(pickler, v, type);
}

bool WriteMemoPut(Pickler* pickler) {
  int64_t number = pickler->memo.next++;
  Output* output = &pickler->output;
  if (pickler->protocol >= 4) return Put(output, kMemoize);
  if (!pickler->is_binary()) {
    char text[32];
    int size = snprintf(text, sizeof(text), "p%lld\n", static_cast<long long>(number));
    return PutBytes(output, text, size);
  }
  if (number < 256) return PutWith<1>(output, kBinPut, static_cast<uint64_t>(number));
  if (number <= 0xffffffff) return PutWith<4>(output, kLongBinPut, static_cast<uint64_t>(number));
  return Raise(&PicklingErrorType, "memo id too large for LONG_BINPUT");
}

bool Memoize(Pickler* pickler, Value v) {
  if (pickler->fast) return true;
  return MemoAdd(&pickler->memo, v, pickler->memo.next) && WriteMemoPut(pickler);
}

bool WriteMemoGet(Pickler* pickler, int64_t number) {
  Output* output = &pickler->output;
  if (!pickler->is_binary()) {
    char text[32];
    int size = snprintf(text, sizeof(text), "g%lld\n", static_cast<long long>(number));
    return PutBytes(output, text, size);
  }
  if (number < 256) return PutWith<1>(output, kBinGet, static_cast<uint64_t>(number));
  if (number <= 0xffffffff) return PutWith<4>(output, kLongBinGet, static_cast<uint64_t>(number));
  return Raise(&PicklingErrorType, "memo id too large for LONG_BINGET");
}

Raised RaiseChangedSize(const char* what) {
  return Raise(&RuntimeErrorType, "%s changed size during iteration", what);
}

}  // namespace polygil::pickle
