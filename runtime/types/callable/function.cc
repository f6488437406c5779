// function: functions written in Python. Running them is the virtual machine's business, reached
// through RuntimeHooks::call_function.

#include "runtime/types/callable/function.h"

#include "runtime/object/heap.h"
#include "runtime/object/hooks.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/callable/cell.h"
#include "runtime/types/callable/init.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/classes/shape.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type FunctionType;

namespace {

Function* Of(Value self) { return self.As<Function>(); }

CodeFacts Describe(Value code) {
  CodeFacts facts{};
  CurrentInterpreter()->hooks->describe_code(code, &facts);
  return facts;
}

// The builtins that code with these globals sees: globals["__builtins__"], a module or a dict.
Owned BuiltinsFor(Value globals) {
  Value builtins = DictGetStr(globals, names.__builtins__);
  // Globals that don't say take over what the running code sees.
  Value running = builtins ? Value::Empty() : CurrentInterpreter()->hooks->current_globals();
  if (running && IsDict(running)) builtins = DictGetStr(running, names.__builtins__);
  if (builtins) {
    if (IsInstanceOf(builtins, ModuleType)) return Retain(ModuleDict(builtins));
    if (IsDict(builtins)) return Retain(builtins);
  }
  return Retain(CurrentInterpreter()->builtins);
}

}  // namespace

Owned FunctionNew(Value code, Value globals) {
  Handle result = TRY(AllocateObject(&FunctionType));
  Function* function = Of(result);
  CodeFacts facts = Describe(code);
  function->code = Retain(code).Peek().As<Code>();
  function->globals = Retain(globals).Peek();
  function->builtins = BuiltinsFor(globals).Peek();
  function->name = Retain(facts.name).Peek();
  function->qualname = Retain(facts.qualname).Peek();
  Value module = DictGetStr(globals, names.__name__);
  if (module) function->module = Retain(module).Peek();
  return result.Release();
}

uint32_t FunctionVersion(Function* function) {
  Interpreter* interpreter = CurrentInterpreter();
  if (function->version == 0 && interpreter->next_function_version != 0)
    function->version = interpreter->next_function_version++;
  return function->version;
}

namespace {

Owned FunctionCall(Value callable, const Value* args, size_t nargs, Value keyword_names) {
  return CurrentInterpreter()->hooks->call_function(callable, args, nargs, keyword_names);
}

Owned FunctionGet(Value self, Value instance, Value) {
  if (!instance || instance.IsNone()) return Retain(self);
  return BoundMethodNew(self, instance);
}

Owned FunctionRepr(Value self) {
  return StrFormat("<function %U at %p>", Of(self)->qualname,
                   reinterpret_cast<void*>(self.bits));
}

// -- Construction: types.FunctionType(code, globals, ...) -----------------------------------------

bool CheckClosure(Value closure, const CodeFacts& facts) {
  if (facts.free_variables == 0 && (!closure || closure.IsNone())) return true;
  if (!closure || !IsTuple(closure)) {
    if (facts.free_variables != 0)
      return Raise(&TypeErrorType, "arg 5 (closure) must be tuple");
    return Raise(&TypeErrorType, "arg 5 (closure) must be None or tuple");
  }
  if (TupleSize(closure) != facts.free_variables)
    return Raise(&ValueErrorType, "%U requires closure of length %zd, not %zd", facts.name,
                 static_cast<ssize_t>(facts.free_variables),
                 static_cast<ssize_t>(TupleSize(closure)));
  for (int64_t i = 0; i < TupleSize(closure); ++i)
    if (!IsExactly(TupleAt(closure, i), CellType))
      return Raise(&TypeErrorType, "arg 5 (closure) expected cell, found %s",
                   TypeName(TupleAt(closure, i)));
  return true;
}

bool IsCode(Value v) {
  return v.IsPointer() && TypeOf(v) == CurrentInterpreter()->hooks->code_type;
}

Owned FunctionMake(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[5];
  TRY_VOID(BindArguments("function", "(code, globals, name=None, argdefs=None, closure=None)", args,
                         nargs, keyword_names, bound));
  if (!IsCode(bound[0]))
    return Raise(&TypeErrorType, "function() argument 'code' must be code, not %.50s",
                 TypeName(bound[0]));
  if (!IsDict(bound[1]))
    return Raise(&TypeErrorType, "function() argument 'globals' must be dict, not %.50s",
                 TypeName(bound[1]));
  for (int i = 2; i < 5; ++i)
    if (bound[i].IsNone()) bound[i] = Value::Empty();
  if (bound[2] && !IsStr(bound[2]))
    return Raise(&TypeErrorType, "arg 3 (name) must be None or string");
  if (bound[3] && !IsTuple(bound[3]))
    return Raise(&TypeErrorType, "arg 4 (defaults) must be None or tuple");
  TRY_VOID(CheckClosure(bound[4], Describe(bound[0])));
  Handle result = TRY(FunctionNew(bound[0], bound[1]));
  Function* function = Of(result);
  if (bound[2]) {
    StoreOwned(&function->name, Retain(bound[2]));
    StoreOwned(&function->qualname, Retain(bound[2]));
  }
  if (bound[3]) function->defaults = Retain(bound[3]).Peek();
  if (bound[4] && TupleSize(bound[4]) != 0) function->closure = Retain(bound[4]).Peek();
  return result.Release();
}

// -- Life -----------------------------------------------------------------------------------------

bool FunctionTraverse(Object* object, Visitor visit, void* arg) {
  auto* f = static_cast<Function*>(object);
  for (Value value : {Value::Pointer(f->code), f->globals, f->builtins, f->defaults,
                      f->keyword_defaults, f->closure, f->name, f->qualname, f->doc, f->module,
                      f->annotations, f->dict})
    if (value && visit(value, arg)) return true;
  return false;
}

// The code stays: a cleared function may still be called by a finaliser.
void DropReferences(Function* f) {
  f->version = 0;
  ClearField(&f->defaults);
  ClearField(&f->keyword_defaults);
  ClearField(&f->closure);
  ClearField(&f->doc);
  ClearField(&f->module);
  ClearField(&f->annotations);
  ClearField(&f->dict);
}

// What a finaliser of the same garbage may still see of it: a function without a name, whose code can't
// do harm.
void FunctionClear(Object* object) {
  auto* f = static_cast<Function*>(object);
  DropReferences(f);
  if (f->name) StoreOwned(&f->name, StrFromUtf8(""));
  if (f->qualname) StoreOwned(&f->qualname, StrFromUtf8(""));
}

void FunctionDestroy(Object* object) {
  auto* f = static_cast<Function*>(object);
  DropReferences(f);
  ClearField(&f->globals);
  ClearField(&f->builtins);
  ClearField(&f->name);
  ClearField(&f->qualname);
  Value code = Value::Pointer(f->code);
  f->code = nullptr;
  DecRef(code);
}

// -- Attributes -----------------------------------------------------------------------------------

Owned OrNone(Value v) { return v ? Retain(v) : OwnNone(); }

Owned GetCode(Value self) { return Retain(Value::Pointer(Of(self)->code)); }

// Until it is asked for or set, `doc` is empty and the code has the docstring.
Owned GetDoc(Value self) {
  Function* function = Of(self);
  if (!function->doc) {
    Owned doc = TRY(CurrentInterpreter()->hooks->docstring(Value::Pointer(function->code)));
    function->doc = doc.Peek();
  }
  return Retain(function->doc);
}
bool SetDoc(Value self, Value value) {
  StoreOwned(&Of(self)->doc, value ? Retain(value) : OwnNone());
  return true;
}

bool SetCode(Value self, Value code) {
  if (!code || !IsCode(code))
    return Raise(&TypeErrorType, "__code__ must be set to a code object");
  Function* function = Of(self);
  int64_t cells = function->closure ? TupleSize(function->closure) : 0;
  int64_t wanted = Describe(code).free_variables;
  if (cells != wanted)
    return Raise(&ValueErrorType, "%U() requires a code object with %zd free vars, not %zd",
                 function->name, static_cast<ssize_t>(cells), static_cast<ssize_t>(wanted));
  Handle doc = TRY(GetDoc(self));  // stays what it was
  function->version = 0;
  Value old = Value::Pointer(function->code);
  IncRef(code);
  function->code = code.As<Code>();
  DecRef(old);
  return true;
}

Owned GetName(Value self) { return Retain(Of(self)->name); }
bool SetName(Value self, Value value) {
  if (!value || !IsStr(value))
    return Raise(&TypeErrorType, "__name__ must be set to a string object");
  StoreOwned(&Of(self)->name, Retain(value));
  return true;
}

Owned GetQualname(Value self) { return Retain(Of(self)->qualname); }
bool SetQualname(Value self, Value value) {
  if (!value || !IsStr(value))
    return Raise(&TypeErrorType, "__qualname__ must be set to a string object");
  StoreOwned(&Of(self)->qualname, Retain(value));
  return true;
}

Owned GetDefaults(Value self) { return OrNone(Of(self)->defaults); }
bool SetDefaults(Value self, Value value) {
  if (value && value.IsNone()) value = Value::Empty();
  if (value && !IsTuple(value))
    return Raise(&TypeErrorType, "__defaults__ must be set to a tuple object");
  Of(self)->version = 0;
  StoreOwned(&Of(self)->defaults, value ? Retain(value) : Owned());
  return true;
}

Owned GetKeywordDefaults(Value self) { return OrNone(Of(self)->keyword_defaults); }
bool SetKeywordDefaults(Value self, Value value) {
  if (value && value.IsNone()) value = Value::Empty();
  if (value && !IsDict(value))
    return Raise(&TypeErrorType, "__kwdefaults__ must be set to a dict object");
  Of(self)->version = 0;
  StoreOwned(&Of(self)->keyword_defaults, value ? Retain(value) : Owned());
  return true;
}

// The compiler hands annotations over as a tuple; most are never looked at.
Owned GetAnnotations(Value self) {
  Function* function = Of(self);
  if (!function->annotations) {
    Handle dict = TRY(DictNew());
    function->annotations = dict.Release().Peek();
  } else if (IsTuple(function->annotations)) {
    Value pairs = function->annotations;
    Handle dict = TRY(DictNew(TupleSize(pairs) / 2));
    for (int64_t i = 0; i + 1 < TupleSize(pairs); i += 2)
      TRY_VOID(DictSet(dict, TupleAt(pairs, i), TupleAt(pairs, i + 1)));
    StoreOwned(&function->annotations, dict.Release());
  }
  return Retain(function->annotations);
}
bool SetAnnotations(Value self, Value value) {
  if (value && value.IsNone()) value = Value::Empty();
  if (value && !IsDict(value))
    return Raise(&TypeErrorType, "__annotations__ must be set to a dict object");
  StoreOwned(&Of(self)->annotations, value ? Retain(value) : Owned());
  return true;
}

Owned GetDict(Value self) {
  Value dict = InstanceDict(self.AsObject());
  return dict ? Retain(dict) : Owned();
}
bool SetDict(Value self, Value value) {
  if (!value) return Raise(&TypeErrorType, "cannot delete __dict__");
  if (!IsDict(value))
    return Raise(&TypeErrorType, "__dict__ must be set to a dictionary, not a '%.200s'",
                 TypeName(value));
  StoreOwned(&Of(self)->dict, Retain(value));
  return true;
}

constexpr PropertyDef kProperties[] = {{"__code__", GetCode, SetCode},
                                       {"__defaults__", GetDefaults, SetDefaults},
                                       {"__kwdefaults__", GetKeywordDefaults, SetKeywordDefaults},
                                       {"__annotations__", GetAnnotations, SetAnnotations},
                                       {"__dict__", GetDict, SetDict},
                                       {"__doc__", GetDoc, SetDoc},
                                       {"__name__", GetName, SetName},
                                       {"__qualname__", GetQualname, SetQualname},
                                       {}};
const MemberDef kMembers[] = {
    {"__closure__", offsetof(Function, closure), MemberKind::kReadOnlyNone},
    {"__globals__", offsetof(Function, globals), MemberKind::kReadOnlyNone},
    {"__module__", offsetof(Function, module), MemberKind::kNone},
    {"__builtins__", offsetof(Function, builtins), MemberKind::kReadOnlyNone},
    {}};

}  // namespace

bool InitFunctionType() {
  TypeSlots& slots = FunctionType.slots;
  slots.call = FunctionCall;
  slots.descriptor_get = FunctionGet;
  slots.repr = FunctionRepr;
  slots.new_instance = FunctionMake;
  slots.traverse = FunctionTraverse;
  slots.clear = FunctionClear;
  slots.destroy = FunctionDestroy;
  return InitBuiltinType({.type = &FunctionType,
                          .name = "function",
                          .basic_size = sizeof(Function),
                          .flags = kTypeGc | kTypeWeakly | kTypeMethodDescriptor,
                          .properties = kProperties,
                          .members = kMembers,
                          .doc = "function(code, globals, name=None, argdefs=None, closure=None)\n"
                                 "--\n\nCreate a function object.\n\n"
                                 "  code\n    a code object\n"
                                 "  globals\n    the globals dictionary\n"
                                 "  name\n    a string that overrides the name from the code "
                                 "object\n"
                                 "  argdefs\n    a tuple that specifies the default argument "
                                 "values\n"
                                 "  closure\n    a tuple that supplies the bindings for free "
                                 "variables",
                          .dict_offset = offsetof(Function, dict)});
}

}  // namespace polygil
