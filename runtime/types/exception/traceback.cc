// traceback objects: one entry per frame an exception passed through.

#include <cstring>

#include "runtime/object/heap.h"
#include "runtime/object/hooks.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/list.h"
#include "runtime/types/exception/layouts.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type TracebackType;

Owned TracebackNew(Value next, Value frame, int32_t last_offset, int32_t lineno) {
  Owned result = AllocateObject(&TracebackType);
  if (!result) return {};
  auto* traceback = result.Peek().As<Traceback>();
  IncRef(next);
  traceback->next = next;
  IncRef(frame);
  traceback->frame = frame;
  traceback->last_offset = last_offset;
  traceback->lineno = lineno;
  return result;
}

namespace {

Traceback* Of(Value self) { return self.As<Traceback>(); }

bool CheckNext(Value value) {
  if (value.IsNone() || IsExactly(value, TracebackType)) return true;
  return Raise(&TypeErrorType, "expected traceback object or None, got '%s'", TypeName(value));
}

Owned TracebackMake(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[4];
  TRY_VOID(BindArguments("TracebackType", "(tb_next, tb_frame, tb_lasti, tb_lineno)", args, nargs,
                         keyword_names, bound));
  if (strcmp(TypeName(bound[1]), "frame") != 0)
    return Raise(&TypeErrorType, "TracebackType() argument 'tb_frame' must be frame, not %.50s",
                 TypeName(bound[1]));
  TRY_VOID(CheckNext(bound[0]));
  int64_t last = TRY(AsInt64(bound[2])), line = TRY(AsInt64(bound[3]));
  return TracebackNew(bound[0].IsNone() ? Value::Empty() : bound[0], bound[1],
                      static_cast<int32_t>(last), static_cast<int32_t>(line));
}

Owned GetNext(Value self) { return Retain(OrNone(Of(self)->next)); }

bool SetNext(Value self, Value value) {
  if (!value) return Raise(&TypeErrorType, "can't delete tb_next attribute");
  TRY_VOID(CheckNext(value));
  if (value.IsNone()) {
    ClearField(&Of(self)->next);
    return true;
  }
  for (Value at = value; at; at = Of(at)->next)
    if (at == self) return Raise(&ValueErrorType, "traceback loop detected");
  SetField(&Of(self)->next, value);
  return true;
}

Owned GetLine(Value self) {
  Traceback* traceback = Of(self);
  const RuntimeHooks* hooks = CurrentInterpreter()->hooks;
  if (traceback->lineno == -1 && hooks->traceback_line != nullptr)
    traceback->lineno = hooks->traceback_line(traceback->frame, traceback->last_offset / 2);
  return IntFromInt64(traceback->lineno);
}

Owned GetFrame(Value self) { return Retain(OrNone(Of(self)->frame)); }
Owned GetLast(Value self) { return IntFromInt64(Of(self)->last_offset); }

Owned DirMethod(Value) {
  Handle list = TRY(ListNew());
  for (const char* name : {"tb_frame", "tb_next", "tb_lasti", "tb_lineno"}) {
    Handle text = TRY(StrInternUtf8(name));
    TRY_VOID(ListAppend(list, text));
  }
  return list.Release();
}

bool Traverse(Object* object, Visitor visit, void* arg) {
  auto* traceback = static_cast<Traceback*>(object);
  return (traceback->next && visit(traceback->next, arg)) ||
         (traceback->frame && visit(traceback->frame, arg));
}

void Clear(Object* object) {
  auto* traceback = static_cast<Traceback*>(object);
  ClearField(&traceback->next);
  ClearField(&traceback->frame);
}

constexpr MethodDef kMethods[] = {PY_METHOD(traceback, __dir__, NoArgs(DirMethod), nullptr), {}};
constexpr PropertyDef kProperties[] = {{"tb_next", GetNext, SetNext},
                                       {"tb_lineno", GetLine},
                                       {"tb_frame", GetFrame},
                                       {"tb_lasti", GetLast},
                                       {}};

}  // namespace

bool InitTracebackType() {
  TypeSlots& slots = TracebackType.slots;
  slots.new_instance = TracebackMake;
  slots.traverse = Traverse;
  slots.clear = Clear;
  slots.destroy = Clear;
  return InitBuiltinType({.type = &TracebackType,
                          .name = "traceback",
                          .basic_size = sizeof(Traceback),
                          .flags = kTypeGc,
                          .methods = kMethods,
                          .properties = kProperties,
                          .doc = "TracebackType(tb_next, tb_frame, tb_lasti, tb_lineno)\n--\n\n"
                                 "Create a new traceback object."});
}

}  // namespace polygil
