// asyncio.Future in native code; Task (task.h) extends it.

#ifndef POLYGIL_RUNTIME_MODULES_ASYNCIO_FUTURE_H_
#define POLYGIL_RUNTIME_MODULES_ASYNCIO_FUTURE_H_

#include "runtime/modules/_asyncio/state.h"

namespace polygil::asyncio {

enum class FutureState : uint8_t { kPending, kCancelled, kFinished };

struct Future : Object {
  State* module;        // borrowed: lives as long as the interpreter
  Value loop;           // empty: not initialised
  Value callback, callback_context;  // the first one; most futures have no other
  Value callbacks;      // list of (callback, context), or empty
  Value result, exception, exception_traceback;
  Value source_traceback;  // where it was made, in debug mode
  Value cancel_message, cancelled_error;
  FutureState state;
  bool log_traceback;   // an exception nobody has asked for
  bool blocking;        // `await` yields it
};
extern Type FutureType;

// -- future.cc -----------------------------------------------------------------------------------
// The new_instance of futures and tasks.
Owned FutureMake(Type* type, const Value* args, size_t nargs, Value keyword_names);
bool FutureInit(Value self, Value loop_or_none);
// RuntimeError "Future object is not initialized.".
bool CheckFuture(Value self);
// Marks it done; the callbacks are given to the loop.
bool FutureSetResult(Value self, Value result);
bool FutureSetException(Value self, Value exception);
Fallible<bool> FutureCancel(Value self, Value message);
// The result; or empty with its exception pending, or InvalidStateError.
Owned FutureResult(Value self);
// The CancelledError to raise.
Owned FutureCancelledError(Value self);
bool FutureAddCallback(Value self, Value callback, Value context);
void FutureFinalize(Value self);
bool FutureTraverse(Object* self, Visitor visit, void* arg);
void FutureClear(Object* self);
// Calls loop.call_exception_handler({'message': ..., key: self, ...}) for what goes wrong unseen.
void ReportToLoop(Value self, const char* key, Value message, Value exception_or_empty);

// -- future_type.cc ---------------------------------------------------------------------------------
extern const PropertyDef kFutureProperties[];
Owned FutureClassGetItem(Value cls, Value item);
bool AddFuture(Value module);

// -- future_iterator.cc -----------------------------------------------------------------------------
Owned FutureIterate(Value self);
bool InitFutureIterator();

}  // namespace polygil::asyncio

#endif  // POLYGIL_RUNTIME_MODULES_ASYNCIO_FUTURE_H_
