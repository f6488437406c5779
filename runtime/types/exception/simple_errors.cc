// Exceptions with a few attributes of their own: SystemExit, StopIteration, AttributeError,
// NameError, ImportError.

#include <cstdarg>

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/shape.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/layouts.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Value* FirstField(Object* object) {
  return reinterpret_cast<Value*>(reinterpret_cast<uint8_t*>(object) + sizeof(BaseException));
}

// For layouts that are BaseException and kCount more values.
template <int kCount>
bool TraverseMore(Object* object, Visitor visit, void* arg) {
  Value* fields = FirstField(object);
  for (int i = 0; i < kCount; ++i)
    if (fields[i] && visit(fields[i], arg)) return true;
  return BaseExceptionTraverse(object, visit, arg);
}

template <int kCount>
void ClearMore(Object* object) {
  Value* fields = FirstField(object);
  for (int i = 0; i < kCount; ++i) ClearField(&fields[i]);
  BaseExceptionClear(object);
}

static_assert(sizeof(SystemExit) == sizeof(BaseException) + sizeof(Value));
static_assert(sizeof(ImportError) == sizeof(BaseException) + 3 * sizeof(Value));

constexpr uint32_t Field(int index) {
  return sizeof(BaseException) + static_cast<uint32_t>(index) * sizeof(Value);
}

// The keyword-only attributes of an error; positional arguments are its args.
bool TakeKeywords(const char* function, const char* signature, Value self, const Value* args,
                  size_t nargs, Value keyword_names, Value* out) {
  TRY_VOID(BaseExceptionInit(self, args, nargs, Value::Empty()));
  return BindArguments(function, signature, args + nargs, 0, keyword_names, out);
}

// -- SystemExit, StopIteration --------------------------------------------------------------------

bool SystemExitInit(Value self, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(BaseExceptionInit(self, args, nargs, keyword_names));
  auto* error = self.As<SystemExit>();
  if (nargs == 1) SetField(&error->code, args[0]);
  if (nargs > 1) SetField(&error->code, error->args);
  return true;
}

bool StopIterationInit(Value self, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(BaseExceptionInit(self, args, nargs, keyword_names));
  SetField(&self.As<StopIteration>()->value, nargs > 0 ? args[0] : Value::None());
  return true;
}

constexpr MemberDef kSystemExitMembers[] = {
    {"code", Field(0), MemberKind::kNone, "exception code"}, {}};
constexpr MemberDef kStopIterationMembers[] = {
    {"value", Field(0), MemberKind::kNone, "generator return value"}, {}};

// -- AttributeError, NameError --------------------------------------------------------------------

bool AttributeErrorInit(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[2];
  TRY_VOID(TakeKeywords("AttributeError", "(*, name=None, obj=None)", self, args, nargs,
                        keyword_names, bound));
  SetField(&self.As<AttributeError>()->name, bound[0]);
  SetField(&self.As<AttributeError>()->object, bound[1]);
  return true;
}

bool NameErrorInit(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[1];
  TRY_VOID(
      TakeKeywords("NameError", "(*, name=None)", self, args, nargs, keyword_names, bound));
  SetField(&self.As<NameError>()->name, bound[0]);
  return true;
}

constexpr MemberDef kAttributeErrorMembers[] = {
    {"obj", Field(0), MemberKind::kNone, "object"},
    {"name", Field(1), MemberKind::kNone, "attribute name"},
    {}};
constexpr MemberDef kNameErrorMembers[] = {{"name", Field(0), MemberKind::kNone, "name"}, {}};

// -- ImportError ----------------------------------------------------------------------------------

bool ImportErrorInit(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[2];
  TRY_VOID(TakeKeywords("ImportError", "(*, name=None, path=None)", self, args, nargs,
                        keyword_names, bound));
  auto* error = self.As<ImportError>();
  SetField(&error->name, bound[0]);
  SetField(&error->path, bound[1]);
  SetField(&error->message, nargs == 1 ? args[0] : Value::Empty());
  return true;
}

Owned ImportErrorStr(Value self) {
  Value message = self.As<ImportError>()->message;
  if (message && IsExactly(message, StrType)) return Retain(message);
  return BaseExceptionStr(self);
}

// Name and path are not in args: they travel in the state.
Owned ImportErrorReduce(Value self) {
  auto* error = self.As<ImportError>();
  Handle state;
  Attributes* attributes = AttributesOf(self.AsObject());
  if (attributes->shape->is_dict || attributes->shape->count != 0) {
    Value dict = InstanceDict(self.AsObject());
    if (!dict) return {};
    state = TRY(DictCopy(dict));
  }
  if (error->name || error->path) {
    if (!state) state = TRY(DictNew());
    if (error->name) TRY_VOID(DictSet(state, names.name, error->name));
    if (error->path) TRY_VOID(DictSet(state, names.path, error->path));
  }
  if (!state) return TupleOf({Value::Pointer(TypeOf(self)), error->args});
  return TupleOf({Value::Pointer(TypeOf(self)), error->args, state});
}

constexpr MemberDef kImportErrorMembers[] = {
    {"msg", Field(0), MemberKind::kNone, "exception message"},
    {"name", Field(1), MemberKind::kNone, "module name"},
    {"path", Field(2), MemberKind::kNone, "module path"},
    {}};
constexpr MethodDef kImportErrorMethods[] = {
    PY_METHOD(ImportError, __reduce__, NoArgs(ImportErrorReduce), nullptr), {}};

// -- Raising them from C++ ------------------------------------------------------------------------

Owned MakeWithMessage(Type* type, const char* format, va_list arguments) {
  ClearPending();
  Handle message = StrFormatV(format, arguments);
  if (!message) return {};
  Value argument = message;
  return ExceptionNew(type, &argument, 1);
}

}  // namespace

Raised RaiseAttributeError(Value object, Value name, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  Handle error = MakeWithMessage(&AttributeErrorType, format, arguments);
  va_end(arguments);
  if (!error) return {};
  SetField(&error.As<AttributeError>()->object, object);
  SetField(&error.As<AttributeError>()->name, name);
  return RaiseInstance(error.Release());
}

Raised RaiseNameError(Type* type, Value name, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  Handle error = MakeWithMessage(type, format, arguments);
  va_end(arguments);
  if (!error) return {};
  SetField(&error.As<NameError>()->name, name);
  return RaiseInstance(error.Release());
}

Raised RaiseImportError(Type* type, Value name, Value path, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  Handle error = MakeWithMessage(type, format, arguments);
  va_end(arguments);
  if (!error) return {};
  SetField(&error.As<ImportError>()->name, name);
  SetField(&error.As<ImportError>()->path, path);
  return RaiseInstance(error.Release());
}

const ExceptionLayout kBaseExceptionLayout = {
    .basic_size = sizeof(BaseException), .traverse = nullptr, .clear = nullptr};
const ExceptionLayout kSystemExitLayout = {.basic_size = sizeof(SystemExit),
                                           .traverse = TraverseMore<1>,
                                           .clear = ClearMore<1>,
                                           .init = SystemExitInit,
                                           .members = kSystemExitMembers};
const ExceptionLayout kStopIterationLayout = {.basic_size = sizeof(StopIteration),
                                              .traverse = TraverseMore<1>,
                                              .clear = ClearMore<1>,
                                              .init = StopIterationInit,
                                              .members = kStopIterationMembers};
const ExceptionLayout kAttributeErrorLayout = {.basic_size = sizeof(AttributeError),
                                               .traverse = TraverseMore<2>,
                                               .clear = ClearMore<2>,
                                               .init = AttributeErrorInit,
                                               .members = kAttributeErrorMembers};
const ExceptionLayout kNameErrorLayout = {.basic_size = sizeof(NameError),
                                          .traverse = TraverseMore<1>,
                                          .clear = ClearMore<1>,
                                          .init = NameErrorInit,
                                          .members = kNameErrorMembers};
const ExceptionLayout kImportErrorLayout = {.basic_size = sizeof(ImportError),
                                            .traverse = TraverseMore<3>,
                                            .clear = ClearMore<3>,
                                            .init = ImportErrorInit,
                                            .str = ImportErrorStr,
                                            .methods = kImportErrorMethods,
                                            .members = kImportErrorMembers};

}  // namespace polygil
