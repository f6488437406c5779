// The functions of the builtins module, by file. Each table row is a Python name.

#ifndef POLYGIL_RUNTIME_MODULES_BUILTINS_BUILTINS_H_
#define POLYGIL_RUNTIME_MODULES_BUILTINS_BUILTINS_H_

#include <cstddef>

#include "runtime/object/method_def.h"
#include "runtime/object/ownership.h"
#include "runtime/object/value.h"

namespace polygil {

extern const MethodDef kNumberFunctions[];     // numbers.cc
extern const MethodDef kObjectFunctions[];     // objects.cc
extern const MethodDef kIterationFunctions[];  // iteration.cc
extern const MethodDef kEvaluateFunctions[];   // evaluate.cc
extern const MethodDef kConsoleFunctions[];    // console.cc
extern const MethodDef kClassFunctions[];      // build_class.cc
extern const MethodDef kImportFunctions[];     // import.cc

// anext(iterator, default): an awaitable that swallows StopAsyncIteration.
Owned AnextAwaitableNew(Value awaitable, Value default_value);
bool InitAnextAwaitableType();

// The name of a source file as compile() takes it: str, os.PathLike, or (with a DeprecationWarning)
// anything bytes-like. Returns a str.
Owned SourceFileName(Value v);

// import name: what __import__ does (PEP 328). `globals` may be empty or None.
Owned ImportModuleLevel(Value name, Value globals, Value fromlist_or_empty, int level);
// importlib.import_module for absolute names of C++ code.
Owned ImportModule(const char* name);

// An attribute of the sys module (borrowed), or empty without exception.
Value SysAttribute(const char* name);

// -X importtime: from now on every module that is loaded is reported. False: pending.
bool StartImportTimes();

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_BUILTINS_BUILTINS_H_
