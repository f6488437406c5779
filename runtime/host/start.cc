// From nothing to an interpreter that can import and run programs.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>

#include "gil/breaker.h"
#include "gil/gil.h"
#include "pvm/code/code.h"
#include "pvm/frame/frame.h"
#include "pvm/generator/async_generator.h"
#include "pvm/generator/generator.h"
#include "pvm/thread/thread.h"
#include "runtime/host/host.h"
#include "runtime/host/parts.h"
#include "runtime/modules/_signal/signals.h"
#include "runtime/modules/sys/display.h"
#include "runtime/modules/sys/sys.h"
#include "runtime/object/heap.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/init.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/classes/weakref.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/init.h"
#include "runtime/types/container/list.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/iterator/init.h"
#include "runtime/types/number/init.h"
#include "runtime/types/text/init.h"
#include "runtime/types/text/names.h"

namespace polygil {
namespace {

// The interpreter, and its eval breaker and lock.
struct Process {
  Interpreter interpreter;
  gil::Breaker breaker;
  gil::Gil lock{breaker};
};

void CopyFlags(const HostOptions& options, Interpreter* interpreter) {
  interpreter->optimization = static_cast<uint8_t>(options.optimization);
  interpreter->bytes_warning = static_cast<uint8_t>(options.bytes_warning);
  interpreter->verbose = options.verbose > 0;
  interpreter->quiet = options.quiet;
  interpreter->interactive = options.interactive;
  interpreter->dont_write_bytecode = options.dont_write_bytecode;
  const char* coerce = options.ignore_environment ? nullptr : getenv("PYTHONCOERCECLOCALE");
  bool is_c_locale = StartLocale(coerce == nullptr || strcmp(coerce, "0") != 0);
  interpreter->utf8_mode = options.utf8_mode == Utf8Mode::kOn || (options.utf8_mode == Utf8Mode::kByLocale && is_c_locale);
  if (options.int_max_str_digits >= 0) interpreter->int_max_str_digits = options.int_max_str_digits;
  interpreter->isolated = options.isolated;
  interpreter->no_site = options.no_site;
  interpreter->ignore_environment = options.ignore_environment;
  interpreter->dev_mode = options.dev_mode;
  interpreter->hash_randomized = options.hash_randomized;
  interpreter->hash_seed = options.hash_seed;
}

bool Prepare(Process* process, const HostOptions& options) {
  Interpreter* interpreter = &process->interpreter;
  CopyFlags(options, interpreter);
  interpreter->breaker = const_cast<std::atomic<uint32_t>*>(process->breaker.word());
  interpreter->gil = &process->lock;
  interpreter->hooks = &kRuntimeHooks;
  if (!HeapInit(interpreter)) return false;
  ThreadState* thread = ThreadStateNew(interpreter, true);
  if (thread == nullptr) return false;
  ThreadAttach(thread);
  return true;
}

// What start-up made never dies: from here on it is not counted, and a forked worker shares it. The
// program's own namespace is made anew behind the watermark, for what stands in it is the program's.
bool Run(const HostOptions& options) {
  // Start-up leaves nothing for the cycle collector.
  t_free_lists->container_budget = INT64_MAX;
  if (!StartTypes() || !StartModules(options) || !StartImportlib(options) || !StartSignals() ||
      !StartStreams(options) || !SetFlags(options) || !StartMain(options))
    return false;
  HeapSealStartup();
  return RenewMain();
}

}  // namespace

bool StartTypes() {
  BootstrapTypes();
  TRY_VOID(InitNames());
  TRY_VOID(InitClassTypes());
  TRY_VOID(InitCallableTypes());
  TRY_VOID(InitExceptionTypes());
  TRY_VOID(InitNumberTypes());
  TRY_VOID(InitTextTypes());
  TRY_VOID(InitBytesTypes());
  TRY_VOID(InitContainerTypes());
  TRY_VOID(InitIteratorTypes());
  TRY_VOID(InitWeakrefTypes());
  TRY_VOID(InitCodeType());
  TRY_VOID(InitFrameType());
  TRY_VOID(InitGeneratorTypes());
  return InitAsyncGeneratorTypes();
}

const char* VersionText() { return kSysVersion; }

Interpreter* StartInterpreter(const HostOptions& options) {
  auto* process = new (std::nothrow) Process();
  if (process == nullptr || !Prepare(process, options)) {
    fputs("polygil: no memory to start with\n", stderr);
    return nullptr;
  }
  if (Run(options)) return &process->interpreter;
  fputs("polygil: start-up failed\n", stderr);
  if (HasPendingException()) DisplayPendingToDescriptor(2);
  return nullptr;
}

}  // namespace polygil
