#include "runtime/modules/_asyncio/state.h"

#include <cstring>

#include "runtime/modules/builtins/builtins.h"
#include "runtime/modules/module_state.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/set.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/str.h"

namespace polygil::asyncio {
namespace {

Type StateType;

struct Source {
  const char* module;
  const char* name;
};
constexpr Source kSources[] = {
    {"asyncio.exceptions", "CancelledError"},     {"asyncio.exceptions", "InvalidStateError"},
    {"asyncio.events", "get_event_loop_policy"},  {"asyncio.base_futures", "_future_repr"},
    {"asyncio.base_tasks", "_task_repr"},         {"asyncio.base_tasks", "_task_get_stack"},
    {"asyncio.base_tasks", "_task_print_stack"},  {"asyncio.coroutines", "iscoroutine"},
    {"traceback", "extract_stack"},
};
static_assert(sizeof(kSources) / sizeof(kSources[0]) == static_cast<size_t>(Borrowed::kCount));

bool Traverse(Object* self, Visitor visit, void* arg) {
  auto* state = static_cast<State*>(self);
  for (Value v : state->borrowed)
    if (v && visit(v, arg)) return true;
  for (Value v : {state->all_tasks, state->current_tasks, state->context_keyword,
                  state->message_keyword, state->coroutine_types})
    if (v && visit(v, arg)) return true;
  return false;
}

void Destroy(Object* self) {
  auto* state = static_cast<State*>(self);
  for (Value& v : state->borrowed) ClearField(&v);
  for (Value* field : {&state->all_tasks, &state->current_tasks, &state->context_keyword,
                       &state->message_keyword, &state->coroutine_types})
    ClearField(field);
}

void NameFields(State* state) {
  struct Row {
    Value* field;
    const char* text;
  };
  for (const Row& row : {Row{&state->call_soon, "call_soon"}, Row{&state->get_debug, "get_debug"},
                         Row{&state->running_loop, "__asyncio_running_event_loop__"},
                         Row{&state->blocking, "_asyncio_future_blocking"},
                         Row{&state->add_done_callback, "add_done_callback"},
                         Row{&state->cancel, "cancel"}, Row{&state->result, "result"},
                         Row{&state->get_loop, "get_loop"}})
    *row.field = InternImmortal(row.text);
}

bool Fill(State* state) {
  NameFields(state);
  Handle weakref = TRY(ImportModule("weakref"));
  state->all_tasks = TRY(CallMethod(weakref, "WeakSet")).Peek();
  state->current_tasks = TRY(DictNew()).Peek();
  state->context_keyword = TRY(TupleOf({InternImmortal("context")})).Peek();
  state->message_keyword = TRY(TupleOf({InternImmortal("msg")})).Peek();
  state->coroutine_types = TRY(SetNew()).Peek();
  return true;
}

}  // namespace

State* CurrentState() {
  Value state = ModuleState("_asyncio");
  if (state) return state.As<State>();
  return Raise(&RuntimeErrorType, "_asyncio was not initialised");
}

bool InitState() {
  if (StateType.dict.IsEmpty()) {
    StateType.slots.traverse = Traverse;
    StateType.slots.destroy = Destroy;
    TRY_VOID(InitBuiltinType({.type = &StateType,
                              .name = "_asyncio.State",
                              .basic_size = sizeof(State),
                              .flags = kTypeGc | kTypeNoInstantiation}));
  }
  if (ModuleState("_asyncio")) return true;
  Handle state = TRY(AllocateObject(&StateType));
  return Fill(state.As<State>()) && ModuleStateSet("_asyncio", state);
}

Value Borrow(State* state, Borrowed what) {
  Value* field = &state->borrowed[static_cast<int>(what)];
  if (*field) [[likely]]
    return *field;
  const Source& source = kSources[static_cast<int>(what)];
  Handle module = ImportModule(source.module);
  Handle found = module ? GetAttribute(module, source.name) : Owned();
  if (!found) return Value::Empty();
  StoreOwned(field, found.Release());
  return *field;
}

Raised RaiseInvalidState(State* state, const char* message) {
  Value type = Borrow(state, Borrowed::kInvalidStateError);
  if (!type) return {};
  Handle text = StrFromUtf8(message, strlen(message));
  Handle error = text ? Call(type, {text}) : Owned();
  if (error) return RaiseInstance(error.Release());
  return {};
}

}  // namespace polygil::asyncio
