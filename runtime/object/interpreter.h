// Interpreter and ThreadState: every piece of mutable state hangs off one of them. There are no
// mutable globals besides the thread-local pointers to them.

#ifndef POLYGIL_RUNTIME_OBJECT_INTERPRETER_H_
#define POLYGIL_RUNTIME_OBJECT_INTERPRETER_H_

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "runtime/object/object.h"
#include "runtime/object/value.h"

namespace polygil {

struct Heap;          // runtime/object/heap
struct GcState;       // runtime/object/heap
struct FrameRecord;   // pvm/frame.h
struct InternTable;   // runtime/types/intern.h
struct WeakTable;     // runtime/object/weak_table.h
struct ThreadState;
struct CodecState;    // runtime/modules/codecs
struct RuntimeHooks;  // runtime/object/hooks.h
struct TypeCache;     // runtime/types/classes/type_lookup.cc
struct AttributeCache;  // pvm/ops/attribute_cache.h
struct BinderTable;   // runtime/types/callable/argument_binder.cc
struct ThreadRegistry;  // runtime/host

// One Python interpreter: its GIL, heap, modules. All fields are guarded by its GIL unless said
// otherwise.
struct Interpreter {
  // The word that the loop looks at on back edges and calls; bits: gil/breaker.h. Any thread.
  std::atomic<uint32_t>* breaker = nullptr;
  void* gil = nullptr;  // gil::Gil*, opaque here: the object layer knows no lock
  Heap* heap = nullptr;
  GcState* gc = nullptr;
  WeakTable* weak_references = nullptr;
  InternTable* interned = nullptr;
  CodecState* codecs = nullptr;
  const RuntimeHooks* hooks = nullptr;  // up-calls: compile, run, import
  TypeCache* type_cache = nullptr;      // (type version, name) -> attribute; made on demand
  AttributeCache* attribute_cache = nullptr;  // (layout, name) -> place; made on demand
  BinderTable* binder_table = nullptr;  // parsed text signatures; made on demand
  ThreadRegistry* threads = nullptr;
  ThreadState* first_thread = nullptr;  // all threads, linked by next

  Value builtins_module, sys_module;  // owned
  Value builtins, sys_dict, modules;  // dicts, owned
  Value import_function;              // builtins.__import__ as it was at start-up, owned
  Value importlib, importlib_external;  // frozen bootstrap modules, owned
  Value builtin_type_state;           // list: mutable parts of static types by Type::index
  Value codec_search_path, codec_cache, codec_error_handlers;  // list, dict, dict
  Value atexit_callbacks;
  Value empty_tuple;                  // (), owned; made on first use
  Value filesystem_encoding, filesystem_errors;  // str
  Value native_module_definitions;    // dict name -> capsule-less marker, see modules/registry.h
  Value module_state;                 // dict: native module name -> its state object
  Value memory_error;                 // raised when even a new MemoryError can't be allocated

  uint32_t next_type_index = 1;
  uint32_t next_type_version = 1;
  uint32_t next_shape_key = 1;
  uint32_t next_dict_keys_version = 1;
  uint32_t next_function_version = 1;
  int32_t recursion_limit = 1000;
  int32_t int_max_str_digits = 4300;
  bool finalizing = false;
  bool dev_mode = false;
  uint8_t optimization = 0;
  uint8_t bytes_warning = 0;
  bool verbose = false, quiet = false, dont_write_bytecode = false, interactive = false;
  bool utf8_mode = false, isolated = false, no_site = false, ignore_environment = false;
  // The standard library's code in the binary (runtime/library), or null, and the folder that its
  // files are compared with. Which frozen modules are found: -1 those of start-up alone.
  const uint8_t* library = nullptr;
  const char* library_folder = "";
  int8_t frozen_modules = 0, frozen_override = 0;
  uint64_t hash_seed = 0;
  bool hash_randomized = true;
};

// A handled exception of an `except` or `finally` block that is running (sys.exc_info()).
// Frames and generators own one entry each; `previous` links outwards.
struct HandledException {
  Value value;  // exception instance, None, or empty
  HandledException* previous;
};

struct ThreadState {
  Value pending;         // the exception being propagated, an instance; owned; empty: none
  Interpreter* interpreter = nullptr;
  std::atomic<uint32_t>* breaker = nullptr;  // = interpreter->breaker
  FrameRecord* frame = nullptr;              // innermost running frame
  HandledException* handled = nullptr;       // innermost entry; never null after set-up
  HandledException base_handled{};

  // The register stack: one fixed reservation with a guard page.
  Value* stack_base = nullptr;
  Value* stack_limit = nullptr;
  FrameRecord* frame_base = nullptr;
  FrameRecord* frame_limit = nullptr;  // by the recursion limit
  FrameRecord* frame_end = nullptr;    // of the reservation
  // What the innermost entry of the interpreter loop ended with: empty after an exception.
  Value loop_result;
  bool loop_yielded = false;

  uintptr_t native_stack_limit = 0;    // lowest address C++ code may use before RecursionError
  int32_t destroy_depth = 0;           // nesting of Deallocate
  Object* destroy_later = nullptr;     // objects whose destruction was deferred (chained)

  Value async_exception;   // set by another thread (PyThreadState_SetAsyncExc), owned
  Value trace_function, trace_object, profile_function, profile_object;  // owned
  int32_t tracing = 0;     // >0: trace functions are not called
  bool use_tracing = false;
  uint8_t trace_event = 0;  // what the running trace function was called for (pvm/trace/trace.h)
  Value context;           // current contextvars.Context, owned, or empty
  Value async_gen_first_iteration, async_gen_finalizer;  // sys.set_asyncgen_hooks
  int32_t coroutine_origin_depth = 0;
  Value dict;              // threading-private storage (_thread._local), owned or empty
  Value repr_running;      // list of containers whose repr is under way, owned or empty
  void* gil_ticket = nullptr;
  uint64_t thread_id = 0;  // pthread_self()
  int64_t native_id = 0;   // gettid()
  uint64_t id = 0;         // unique, never reused
  ThreadState* next = nullptr;
  int32_t native_depth = 0;  // see NativeDepth of runtime/protocol/raise.h
  uint32_t stress_count = 0;  // safe points taken (POLYGIL_STRESS)
  bool is_main = false;
  bool raising_memory_error = false;  // an allocation failed while a MemoryError was made
};

// The state of the current OS thread; null in threads that never ran Python.
extern constinit POLYGIL_TLS ThreadState* t_thread;

inline ThreadState* CurrentThread() { return t_thread; }
inline Interpreter* CurrentInterpreter() { return t_thread->interpreter; }
inline bool HasPendingException() { return !t_thread->pending.IsEmpty(); }

// False (with RecursionError pending) if the native stack is nearly used up. Call it in every
// C++ function that can recurse through Python objects: repr, compare, call, traverse-free code.
bool CheckNativeStackSlow();
inline bool CheckNativeStack() {
  uintptr_t here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  if (here > t_thread->native_stack_limit) [[likely]]
    return true;
  return CheckNativeStackSlow();
}

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_OBJECT_INTERPRETER_H_
