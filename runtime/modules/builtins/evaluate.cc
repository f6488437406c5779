// compile(), eval() and exec().

#include "pvm/call/enter.h"
#include "pvm/code/code.h"
#include "runtime/modules/builtins/builtins.h"
#include "runtime/object/hooks.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/callable/cell.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

constexpr int64_t kOnlyAst = 0x400;
// Above all flags of CPython, the compile hook takes _feature_version plus one; 0 is the newest.
constexpr int kFeatureVersionShift = 27;
constexpr int64_t kNewestFeatureVersion = 11;
// CO_FUTURE_*, PyCF_*: what compile() takes.
constexpr int64_t kKnownFlags = 0x1fe0000 | 0x200 | 0x400 | 0x1000 | 0x2000 | 0x4000 | 0x10;

Owned CompileText(Value source, const char* mode) {
  Handle filename = TRY(StrFromUtf8("<string>"));
  return CurrentInterpreter()->hooks->compile(source, filename, mode, 0, false, -1);
}

}  // namespace

Owned SourceFileName(Value v) {
  if (IsStr(v)) return Retain(v);
  if (IsBytes(v)) return StrDecodeFs(BytesView(v).data(), BytesView(v).size());
  Handle method = LookupSpecial(v, names.__fspath__);
  if (!method.IsEmpty()) {
    Handle path = TRY(Call(method));
    if (IsBytes(path)) return SourceFileName(path);
    if (IsStr(path)) return path.Release();
    return Raise(&TypeErrorType, "expected %.200s.__fspath__() to return str or bytes, not %.200s", TypeName(v),
                 TypeName(path));
  }
  if (HasPendingException()) return {};
  if (!SupportsBuffer(v))
    return Raise(&TypeErrorType, "expected str, bytes or os.PathLike object, not %.200s", TypeName(v));
  TRY_VOID(Warn(&DeprecationWarningType, 1, "path should be string, bytes, or os.PathLike, not %.200s", TypeName(v)));
  ScopedBuffer buffer;
  TRY_VOID(buffer.Acquire(v));
  return StrDecodeFs(reinterpret_cast<const char*>(buffer.data()), static_cast<size_t>(buffer.size()));
}

namespace {

Owned BuiltinCompile(Value, const Value* args) {
  Handle filename = TRY(SourceFileName(args[1]));
  if (!IsStr(args[2]))
    return Raise(&TypeErrorType, "compile() argument 'mode' must be str, not %.50s", TypeName(args[2]));
  int64_t flags = 0, optimize = -1;
  bool dont_inherit = false;
  if (args[3]) flags = TRY(AsInt64(args[3]));
  if (args[4]) dont_inherit = TRY(IsTrue(args[4]));
  if (args[5]) optimize = TRY(AsInt64(args[5]));
  int64_t feature_version = -1;
  if (args[6]) feature_version = TRY(AsInt64(args[6]));
  if (flags & ~kKnownFlags) return Raise(&ValueErrorType, "compile(): unrecognised flags");
  if (optimize < -1 || optimize > 2)
    return Raise(&ValueErrorType, "compile(): invalid optimize value");
  const char* mode = nullptr;
  for (const char* known : {"exec", "eval", "single", "func_type"}) {
    if (StrEqualsAscii(args[2], known)) mode = known;
  }
  if (mode != nullptr && mode[0] == 'f' && !(flags & kOnlyAst))
    return Raise(&ValueErrorType, "compile() mode 'func_type' requires flag PyCF_ONLY_AST");
  if (mode == nullptr) {
    return Raise(&ValueErrorType, flags & kOnlyAst
                                      ? "compile() mode must be 'exec', 'eval', 'single' or 'func_type'"
                                      : "compile() mode must be 'exec', 'eval' or 'single'");
  }
  if ((flags & kOnlyAst) && feature_version >= 0 && feature_version < kNewestFeatureVersion)
    flags |= (feature_version + 1) << kFeatureVersionShift;
  return CurrentInterpreter()->hooks->compile(args[0], filename, mode, static_cast<int>(flags),
                                              dont_inherit, static_cast<int>(optimize));
}

// Globals that a program runs in name its builtins.
bool EnsureBuiltins(Value globals) {
  if (DictGetStr(globals, names.__builtins__)) return true;
  if (HasPendingException()) return false;
  ThreadState* thread = CurrentThread();
  Value builtins = thread->frame->code != nullptr ? thread->frame->builtins
                                                  : thread->interpreter->builtins;
  return DictSet(globals, names.__builtins__, builtins);
}

bool IsMapping(Value v) { return IsDict(v) || TypeOf(v)->slots.get_item != nullptr; }

// Fills in what the caller's frame has; false: an exception is pending.
bool Namespaces(const Value* args, Handle* globals, Handle* locals) {
  Value given_globals = args[1] && !args[1].IsNone() ? args[1] : Value::Empty();
  Value given_locals = args[2] && !args[2].IsNone() ? args[2] : Value::Empty();
  const RuntimeHooks* hooks = CurrentInterpreter()->hooks;
  if (given_globals) {
    *globals = Retain(given_globals);
    *locals = Retain(given_locals ? given_locals : given_globals);
    return true;
  }
  Value current = hooks->current_globals();
  if (!current) return Raise(&SystemErrorType, "globals and locals cannot be NULL");
  *globals = Retain(current);
  *locals = given_locals ? Retain(given_locals) : hooks->current_locals();
  return !locals->IsEmpty();
}

int64_t FreeCount(Value code) {
  CodeFacts facts{};
  CurrentInterpreter()->hooks->describe_code(code, &facts);
  return facts.free_variables;
}

// Text without the blanks that eval() allows in front.
Owned WithoutIndent(Value source) {
  if (!IsStr(source)) return Retain(source);
  int64_t start = 0, length = StrLength(source);
  while (start < length && (StrAt(source, start) == ' ' || StrAt(source, start) == '\t')) ++start;
  return start == 0 ? Retain(source) : StrSubstring(source, start, length);
}

bool CheckSource(Value source, const char* function) {
  if (IsStr(source) || IsBytes(source) || SupportsBuffer(source)) return true;
  return Raise(&TypeErrorType, "%s() arg 1 must be a string, bytes or code object", function);
}

Owned BuiltinEval(Value, const Value* args) {
  if (args[2] && !args[2].IsNone() && !IsMapping(args[2]))
    return Raise(&TypeErrorType, "locals must be a mapping");
  if (args[1] && !args[1].IsNone() && !IsDict(args[1])) {
    return Raise(&TypeErrorType, IsMapping(args[1])
                                     ? "globals must be a real dict; try eval(expr, {}, mapping)"
                                     : "globals must be a dict");
  }
  Handle globals, locals;
  TRY_VOID(Namespaces(args, &globals, &locals));
  TRY_VOID(EnsureBuiltins(globals));
  Handle code;
  if (IsExactly(args[0], CodeType)) {
    if (FreeCount(args[0]) > 0)
      return Raise(&TypeErrorType, "code object passed to eval() may not contain free variables");
    code = Retain(args[0]);
  } else {
    TRY_VOID(CheckSource(args[0], "eval"));
    Handle source = TRY(WithoutIndent(args[0]));
    code = TRY(CompileText(source, "eval"));
  }
  return RunCode(code, globals, locals, Value::Empty());
}

bool IsClosureOf(Value closure, int64_t count) {
  if (!IsExactly(closure, TupleType) || TupleSize(closure) != count) return false;
  for (int64_t i = 0; i < count; ++i) {
    if (!IsExactly(TupleAt(closure, i), CellType)) return false;
  }
  return true;
}

Owned BuiltinExec(Value, const Value* args) {
  if (args[1] && !args[1].IsNone() && !IsDict(args[1]))
    return Raise(&TypeErrorType, "exec() globals must be a dict, not %.100s", TypeName(args[1]));
  if (args[2] && !args[2].IsNone() && !IsMapping(args[2]))
    return Raise(&TypeErrorType, "locals must be a mapping or None, not %.100s", TypeName(args[2]));
  Value closure = args[3] && !args[3].IsNone() ? args[3] : Value::Empty();
  Handle globals, locals;
  TRY_VOID(Namespaces(args, &globals, &locals));
  TRY_VOID(EnsureBuiltins(globals));
  Handle code;
  if (IsExactly(args[0], CodeType)) {
    int64_t free_count = FreeCount(args[0]);
    if (free_count == 0 && closure)
      return Raise(&TypeErrorType, "cannot use a closure with this code object");
    if (free_count > 0 && !(closure && IsClosureOf(closure, free_count)))
      return Raise(&TypeErrorType, "code object requires a closure of exactly length %zd",
                   static_cast<ssize_t>(free_count));
    code = Retain(args[0]);
  } else {
    if (closure) return Raise(&TypeErrorType, "closure can only be used when source is a code object");
    TRY_VOID(CheckSource(args[0], "exec"));
    code = TRY(CompileText(args[0], "exec"));
  }
  Handle result = TRY(RunCode(code, globals, locals, closure));
  return OwnNone();
}

}  // namespace

const MethodDef kEvaluateFunctions[] = {
    PY_FUNCTION(builtins, compile, Bound(BuiltinCompile),
                "($module, /, source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, "
                "_feature_version=-1)\n--\n\n"
                "Compile source into a code object that can be executed by exec() or eval()."),
    PY_FUNCTION(builtins, eval, Bound(BuiltinEval),
                "($module, source, globals=None, locals=None, /)\n--\n\n"
                "Evaluate the given source in the context of globals and locals."),
    PY_FUNCTION(builtins, exec, Bound(BuiltinExec),
                "($module, source, globals=None, locals=None, /, *, closure=None)\n--\n\n"
                "Execute the given source in the context of globals and locals."),
    {}};

}  // namespace polygil
