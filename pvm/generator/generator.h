// Generators, coroutines and async generators as the loop sees them.

#ifndef POLYGIL_PVM_GENERATOR_GENERATOR_H_
#define POLYGIL_PVM_GENERATOR_GENERATOR_H_

#include <cstddef>

#include "pvm/frame/frame.h"
#include "runtime/object/ownership.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/callable/generator.h"

namespace polygil {

inline constexpr uint16_t kNoRegister = 0xFFFF;

// Calling generator code: binds the arguments into a new object's own window.
Owned GeneratorFromCall(Function* function, const Value* args, size_t nargs, Value keyword_names);

// Pushes the record of a suspended or fresh generator, which becomes running; `argument` (owned)
// is what its yield evaluates to. HasRoom for a record was checked.
FrameRecord* GeneratorEnter(ThreadState* thread, Generator* generator, Owned argument,
                            ReturnKind kind);
// The running frame yields at pc: pops its record. Afterwards the generator is suspended, to go
// on at word `resume` with the sent value in `resume_register`.
void GeneratorSuspend(ThreadState* thread, uint32_t resume, uint16_t resume_register,
                      uint16_t yield_from_register);
// The running frame has returned or failed: pops its record and releases the window.
void GeneratorFinish(ThreadState* thread);
// A StopIteration (or StopAsyncIteration) leaving a generator becomes RuntimeError (PEP 479).
void GeneratorConvertStop(Generator* generator);
// Why it can't be resumed now: "generator already executing" etc. pending; true if it can.
bool GeneratorCheckIdle(Generator* generator);

// Drops the registers and the window.
void GeneratorReleaseWindow(Generator* generator);
// sys.set_coroutine_origin_tracking_depth: remembers where a coroutine was made.
bool CoroutineRecordOrigin(Generator* generator);
bool GeneratorTraverse(Object* self, Visitor visit, void* arg);
void GeneratorClear(Object* self);
void GeneratorDestroy(Object* self);
// throw() and close() as methods do them: with delegation to a sub-iterator (PEP 380). The
// exception to throw is pending when GeneratorThrow is called.
SendStatus GeneratorThrow(Generator* generator, Owned* result);
bool GeneratorClose(Generator* generator, Owned* result);

// There is no room for the frame of a generator that is to be resumed: it ends with RecursionError.
Raised RaiseGeneratorTooDeep(Generator* generator);

// RuntimeHooks.
SendStatus ResumeGenerator(Value generator, Value argument, Owned* result);
SendStatus ThrowGenerator(Value generator, Owned* result);

// gi_frame: the frame object of a live generator, or None.
Owned GeneratorFrame(Value self);
// Makes the exception of throw(type[, value[, traceback]]) pending; false: bad arguments.
bool PrepareThrow(const Value* args, size_t nargs);
bool InitGeneratorTypes();

}  // namespace polygil

#endif  // POLYGIL_PVM_GENERATOR_GENERATOR_H_
