// generator, coroutine and async generator objects: own their register window on the heap.

#ifndef POLYGIL_RUNTIME_TYPES_CALLABLE_GENERATOR_H_
#define POLYGIL_RUNTIME_TYPES_CALLABLE_GENERATOR_H_

#include <cstdint>

#include "runtime/object/interpreter.h"
#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

struct Function;

enum class GeneratorState : uint8_t { kCreated, kSuspended, kRunning, kFinished };
struct Generator : Object {   // also coroutines and async generators
  Function* function;         // owned; gives code, globals, closure
  Value name, qualname;
  Value frame;                // frame object if one was made, owned, or empty
  HandledException handled;   // sys.exc_info() of the suspended body
  uint32_t resume_offset;     // index of the instruction after the yield
  uint16_t resume_register;   // where the sent value goes
  uint16_t yield_from_register;  // register of the sub-iterator being awaited, 0xFFFF: none
  GeneratorState state;
  bool closed, hooks_inited, running_async;
  Value origin_or_finalizer;  // cr_origin; finalizer of an async generator
  uint32_t window_size;
  Value* window;              // raw block: [locals | cells | temporaries]
};
extern Type GeneratorType, CoroutineType, AsyncGeneratorType;
inline bool IsGenerator(Value v) { return IsExactly(v, GeneratorType); }

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CALLABLE_GENERATOR_H_
