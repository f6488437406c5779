#include "runtime/protocol/raise.h"

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstring>

#include "runtime/object/heap.h"
#include "runtime/object/hooks.h"
#include "runtime/protocol/protocol.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

// The exception of the innermost except or finally block that runs; empty if none does.
Value HandledNow() {
  for (HandledException* entry = CurrentThread()->handled; entry != nullptr;
       entry = entry->previous)
    if (entry->value && !entry->value.IsNone()) return entry->value;
  return Value::Empty();
}

void SetContext(BaseException* exception, Value context) {
  IncRef(context);
  StoreOwned(&exception->context, Owned(context));
}

// Makes `handled` the context of `raised`, cutting the chain where `raised` occurs in it already.
// The chain may be a ring through user code: a slow follower notices (Floyd).
void ChainContext(BaseException* raised, Value handled) {
  if (handled.AsObject() == raised) return;
  BaseException* walker = handled.As<BaseException>();
  BaseException* follower = walker;
  bool move_follower = false;
  while (walker->context) {
    auto* context = walker->context.As<BaseException>();
    if (context == raised) {
      ClearField(&walker->context);
      break;
    }
    walker = context;
    if (walker == follower) break;
    if (move_follower) follower = follower->context.As<BaseException>();
    move_follower = !move_follower;
  }
  SetContext(raised, handled);
}

void SetPending(Owned instance) {
  ThreadState* thread = CurrentThread();
  Value old = thread->pending;
  thread->pending = instance.Peek();
  DecRef(old);
}

}  // namespace

Raised RaiseInstance(Owned instance) {
  Handle hold = instance;
  if (!hold) return {};
  if (!IsExceptionInstance(hold)) {
    Raise(&TypeErrorType, "exceptions must derive from BaseException");
    return {};
  }
  if (Value handled = HandledNow()) ChainContext(hold.As<BaseException>(), handled);
  SetPending(hold.Release());
  return {};
}

Raised Raise(Type* type, const char* format, ...) {
  ClearPending();
  Handle message;
  if (strchr(format, '%') == nullptr) {
    message = StrFromUtf8(format);
  } else {
    va_list arguments;
    va_start(arguments, format);
    message = StrFormatV(format, arguments);
    va_end(arguments);
  }
  if (!message) return {};
  return RaiseWith(type, message);
}

Raised RaiseWith(Type* type, Value argument) {
  Handle hold = Retain(argument);
  ClearPending();
  return RaiseInstance(ExceptionNew(type, &argument, 1));
}

Raised RaiseBare(Type* type) {
  ClearPending();
  return RaiseInstance(ExceptionNew(type, nullptr, 0));
}

Raised RaiseMemoryError() {
  ThreadState* thread = CurrentThread();
  // (While the types are being made there is no instance yet, and nobody to raise it to.)
  if (!thread->raising_memory_error && thread->interpreter->memory_error) {
    thread->raising_memory_error = true;
    Owned instance = ExceptionNew(&MemoryErrorType, nullptr, 0);
    thread->raising_memory_error = false;
    if (instance) return RaiseInstance(instance);
  }
  Value reserve = thread->interpreter->memory_error;
  if (reserve) RestorePending(Retain(reserve));
  return {};
}

Raised RaiseOsError(int error_number) { return RaiseOsErrorWithFile(error_number, Value::Empty()); }

Raised RaiseOsErrorWithFile(int error_number, Value filename, Value filename2) {
  const RuntimeHooks* hooks = CurrentInterpreter()->hooks;
  if (error_number == EINTR && hooks != nullptr && hooks->check_signals != nullptr &&
      !hooks->check_signals())
    return {};
  char buffer[256];
  Handle number = IntFromInt64(error_number);
  const char* text = error_number != 0 ? strerror_r(error_number, buffer, sizeof buffer) : "Error";
  Handle message = StrDecodeFs(text, strlen(text));
  if (!number || !message) return {};
  Value args[5] = {number, message, filename, Value::None(), filename2};
  size_t nargs = !filename ? 2 : !filename2 ? 3 : 5;
  return RaiseInstance(ExceptionNew(&OSErrorType, args, nargs));
}

Raised RaiseKeyError(Value key) { return RaiseWith(&KeyErrorType, key); }

Raised RaiseStopIteration(Value value) { return RaiseWith(&StopIterationType, value); }

Raised RaiseFromPending(Type* type, const char* format, ...) {
  Handle cause = TakePending();
  va_list arguments;
  va_start(arguments, format);
  Handle message = StrFormatV(format, arguments);
  va_end(arguments);
  if (!message) return {};
  RaiseWith(type, message);
  Value raised = CurrentThread()->pending;
  if (!raised || !cause) return {};
  auto* exception = raised.As<BaseException>();
  StoreOwned(&exception->cause, Retain(cause));
  exception->suppress_context = true;
  StoreOwned(&exception->context, cause.Release());
  return {};
}

const char* TypeNameOf(Type* type) {
  if (type->native_name != nullptr) return type->native_name;
  Value name = type->name;
  if (name.As<Str>()->is_ascii()) return reinterpret_cast<const char*>(name.As<Str>()->data);
  // Several names may stand in one message.
  static POLYGIL_TLS char buffers[4][480];
  static POLYGIL_TLS unsigned next;
  return StrForMessage(name, buffers[next++ % 4], sizeof buffers[0]);
}

const char* TypeName(Value value) { return TypeNameOf(TypeOf(value)); }

bool PendingMatches(Type* type) {
  Value pending = CurrentThread()->pending;
  return pending && IsSubtype(TypeOf(pending), type);
}

Owned TakePending() {
  ThreadState* thread = CurrentThread();
  Owned taken(thread->pending);
  thread->pending = Value::Empty();
  return taken;
}

void RestorePending(Owned exception) { SetPending(exception); }

void ClearPending() {
  ThreadState* thread = CurrentThread();
  if (thread->pending) ClearField(&thread->pending);
}

bool ClearPendingIf(Type* type) {
  if (!PendingMatches(type)) return false;
  ClearPending();
  return true;
}

namespace {

// Before sys is there, or without a hook: as much as stderr takes.
void PrintUnraisable(Value exception, Value where) {
  Handle place = where ? Repr(where) : Owned();
  if (!place) ClearPending();
  Handle text = ToStr(exception);
  if (!text) ClearPending();
  char place_buffer[512], text_buffer[512];
  fprintf(stderr, "Exception ignored in: %s\n%s: %s\n",
          place ? StrForMessage(place, place_buffer, sizeof place_buffer) : "?",
          TypeName(exception), text ? StrForMessage(text, text_buffer, sizeof text_buffer) : "?");
}

}  // namespace

void WriteUnraisable(Value where) {
  Handle exception = TakePending();
  if (!exception) return;
  const RuntimeHooks* hooks = CurrentInterpreter()->hooks;
  if (hooks != nullptr && hooks->write_unraisable != nullptr)
    hooks->write_unraisable(exception, where);
  else
    PrintUnraisable(exception, where);
  ClearPending();
}

bool Warn(Type* category, int stack_level, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  Handle message = StrFormatV(format, arguments);
  va_end(arguments);
  if (!message) return false;
  const RuntimeHooks* hooks = CurrentInterpreter()->hooks;
  if (hooks == nullptr || hooks->warn == nullptr) return true;
  return hooks->warn(Value::Pointer(category), message, stack_level);
}

}  // namespace polygil
