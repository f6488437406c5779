#include "pvm/generator/awaitable.h"

#include "pvm/generator/async_generator.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/callable/generator.h"

namespace polygil {
namespace {

bool IsIterableCoroutine(Value v) {
  return IsExactly(v, GeneratorType) &&
         CodeHas(v.As<Generator>()->function->code, kCodeIterableCoroutine);
}

}  // namespace

Owned AwaitableIterator(Value v, int origin) {
  if (IsExactly(v, CoroutineType)) {
    Generator* coroutine = v.As<Generator>();
    if (coroutine->state == GeneratorState::kSuspended && coroutine->yield_from_register != 0xFFFF) {
      return Raise(&RuntimeErrorType, "coroutine is being awaited already");
    }
    return Retain(v);
  }
  if (IsIterableCoroutine(v)) return Retain(v);
  UnarySlot await = TypeOf(v)->slots.await;
  if (await == nullptr) {
    if (origin == 1 || origin == 2) {
      return Raise(&TypeErrorType, "'async with' received an object from %s that does not implement __await__: %.100s",
                   origin == 1 ? "__aenter__" : "__aexit__", TypeName(v));
    }
    return Raise(&TypeErrorType, "object %.100s can't be used in 'await' expression", TypeName(v));
  }
  Handle iterator = TRY(await(v));
  if (IsExactly(iterator, CoroutineType) || IsIterableCoroutine(iterator)) {
    return Raise(&TypeErrorType, "__await__() returned a coroutine");
  }
  if (!IsIterator(iterator)) {
    return Raise(&TypeErrorType, "__await__() returned non-iterator of type '%.100s'", TypeName(iterator));
  }
  return iterator.Release();
}

Owned YieldFromIterator(Value v, const Code* code) {
  if (IsExactly(v, CoroutineType)) {
    if (!CodeHas(code, kCodeCoroutine | kCodeIterableCoroutine)) {
      return Raise(&TypeErrorType, "cannot 'yield from' a coroutine object in a non-coroutine generator");
    }
    return Retain(v);
  }
  if (IsExactly(v, GeneratorType)) return Retain(v);
  return GetIterator(v);
}

Owned AsyncIterator(Value v) {
  UnarySlot iterate = TypeOf(v)->slots.async_iterate;
  if (iterate == nullptr) {
    return Raise(&TypeErrorType, "'async for' requires an object with __aiter__ method, got %.100s", TypeName(v));
  }
  Handle iterator = TRY(iterate(v));
  if (TypeOf(iterator)->slots.async_next == nullptr) {
    return Raise(&TypeErrorType,
                 "'async for' received an object from __aiter__ that does not implement __anext__: %.100s",
                 TypeName(iterator));
  }
  return iterator.Release();
}

Owned AsyncNext(Value v) {
  if (IsExactly(v, AsyncGeneratorType)) return AsyncGeneratorNext(v);
  UnarySlot next = TypeOf(v)->slots.async_next;
  if (next == nullptr) {
    return Raise(&TypeErrorType, "'async for' requires an iterator with __anext__ method, got %.100s", TypeName(v));
  }
  Handle awaitable = TRY(next(v));
  Owned iterator = AwaitableIterator(awaitable, 0);
  if (!iterator) {
    return RaiseFromPending(&TypeErrorType, "'async for' received an invalid object from __anext__: %.100s",
                            TypeName(awaitable));
  }
  return iterator;
}

}  // namespace polygil
