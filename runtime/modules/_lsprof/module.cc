// _lsprof: what cProfile is made of.

#include "runtime/modules/_lsprof/profiler.h"
#include "runtime/modules/module_state.h"
#include "runtime/modules/native_type.h"
#include "runtime/modules/sys/sys.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/structseq.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"

namespace polygil {
namespace {

Type ProfilerType;
constexpr const char* kEntryKey = "_lsprof.profiler_entry";
constexpr const char* kSubentryKey = "_lsprof.profiler_subentry";

Owned Make(Type* type, const Value*, size_t, Value) {
  Handle made = TRY(NewInstanceOf(type));
  Profiler* profiler = made.As<Profiler>();
  profiler->on_event = ProfilerOnEvent;
  profiler->data = new ProfileData();
  profiler->subcalls = profiler->builtins = true;
  return made.Release();
}

Fallible<bool> TruthOr(Value v, bool otherwise) {
  if (v.IsEmpty()) return otherwise;
  return IsTrue(v);
}

bool Init(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value values[4] = {};
  TRY_VOID(BindArguments("Profiler",
                         "(timer=None, timeunit=0.0, subcalls=True, builtins=True)\n--\n\n", args,
                         nargs, keyword_names, values));
  Profiler* profiler = self.As<Profiler>();
  double unit = values[1] ? TRY(AsDouble(values[1])) : 0.0;
  bool subcalls = TRY(TruthOr(values[2], true));
  bool builtins = TRY(TruthOr(values[3], true));
  bool has_timer = values[0] && !values[0].IsNone();
  SetField(&profiler->timer, has_timer ? values[0] : Value::Empty());
  profiler->unit = unit;
  profiler->subcalls = subcalls;
  profiler->builtins = builtins;
  return true;
}

bool Traverse(Object* self, Visitor visit, void* arg) {
  Value timer = static_cast<Profiler*>(self)->timer;
  return timer && visit(timer, arg);
}
void Clear(Object* self) { ClearField(&static_cast<Profiler*>(self)->timer); }
void Destroy(Object* self) {
  Profiler* profiler = static_cast<Profiler*>(self);
  ProfilerReset(profiler);
  delete profiler->data;
  ClearField(&profiler->timer);
}

Owned EnableMethod(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value values[2] = {};
  TRY_VOID(BindArguments("enable", "(subcalls=True, builtins=True)\n--\n\n", args, nargs,
                         keyword_names, values));
  Profiler* profiler = self.As<Profiler>();
  bool subcalls = TRY(TruthOr(values[0], true));
  bool builtins = TRY(TruthOr(values[1], true));
  TRY_VOID(Audit("sys.setprofile"));
  profiler->subcalls = subcalls;
  profiler->builtins = builtins;
  profiler->enabled = true;
  SetProfileFunction(CurrentThread(), self);
  return OwnNone();
}

Owned DisableMethod(Value self) {
  TRY_VOID(Audit("sys.setprofile"));
  Profiler* profiler = self.As<Profiler>();
  SetProfileFunction(CurrentThread(), Value::Empty());
  ProfilerFlush(profiler);
  profiler->enabled = false;
  return OwnNone();
}

Owned ClearMethod(Value self) {
  ProfilerReset(self.As<Profiler>());
  return OwnNone();
}

bool FillRow(Value row, const Measured& measured, Value code, double factor) {
  TupleInit(row, 0, Retain(code));
  TupleInit(row, 1, IntFromInt64(measured.calls));
  TupleInit(row, 2, IntFromInt64(measured.recursive_calls));
  TupleInit(row, 3, FloatNew(static_cast<double>(measured.total) * factor));
  TupleInit(row, 4, FloatNew(static_cast<double>(measured.own) * factor));
  return TupleAt(row, 1) && TupleAt(row, 2) && TupleAt(row, 3) && TupleAt(row, 4);
}

Owned CalleesOf(const ProfileData* data, const ProfileEntry& entry, double factor) {
  if (entry.callees.empty()) return OwnNone();
  Handle list = TRY(ListNew());
  for (const auto& [number, measured] : entry.callees) {
    if (measured.calls == 0) continue;
    Handle row = TRY(StructSequenceNew(ModuleStateType(kSubentryKey)));
    TRY_VOID(FillRow(row, measured, data->entries[static_cast<size_t>(number)].code, factor));
    TRY_VOID(ListAppend(list, row));
  }
  return ListSize(list) == 0 ? OwnNone() : list.Release();
}

Owned GetStatsMethod(Value self) {
  Profiler* profiler = self.As<Profiler>();
  double factor = profiler->timer && profiler->unit > 0 ? profiler->unit : 1e-9;
  Handle list = TRY(ListNew());
  for (size_t i = 0; i < profiler->data->entries.size(); ++i) {
    const ProfileEntry& entry = profiler->data->entries[i];
    if (entry.calls == 0) continue;
    Handle row = TRY(StructSequenceNew(ModuleStateType(kEntryKey)));
    TRY_VOID(FillRow(row, entry, entry.code, factor));
    Owned callees = TRY(CalleesOf(profiler->data, entry, factor));
    TupleInit(row, 5, callees);
    TRY_VOID(ListAppend(list, row));
  }
  return list.Release();
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(Profiler, getstats, NoArgs(GetStatsMethod),
              "($self, /)\n--\n\n"
              "list of profiler_entry objects, one for each function that was called:\n"
              "    code, callcount, reccallcount, totaltime, inlinetime, and calls,\n"
              "    a list of profiler_subentry objects for what it called, or None"),
    PY_METHOD(Profiler, enable, Keywords(EnableMethod),
              "enable(subcalls=True, builtins=True)\n\n"
              "Start collecting. With subcalls, calls are also counted for each caller;\n"
              "with builtins, built-in functions count by themselves."),
    PY_METHOD(Profiler, disable, NoArgs(DisableMethod), "disable()\n\nStop collecting."),
    PY_METHOD(Profiler, clear, NoArgs(ClearMethod), "clear()\n\nForget what was collected so far."),
    {}};

constexpr StructSequenceField kEntryFields[] = {
    {"code", "code object or built-in function name"},
    {"callcount", "how many times this was called"},
    {"reccallcount", "how many times called recursively"},
    {"totaltime", "total time in this entry"},
    {"inlinetime", "inline time in this entry (not in subcalls)"},
    {"calls", "details of the calls"},
    {nullptr, nullptr}};
constexpr StructSequenceField kSubentryFields[] = {
    {"code", "called code object or built-in function name"},
    {"callcount", "how many times this is called"},
    {"reccallcount", "how many times this is called recursively"},
    {"totaltime", "total time spent in this call"},
    {"inlinetime", "inline time (not in further subcalls)"},
    {nullptr, nullptr}};

bool Execute(Value module) {
  TypeSlots& slots = ProfilerType.slots;
  slots.new_instance = Make;
  slots.init = Init;
  slots.traverse = Traverse;
  slots.clear = Clear;
  slots.destroy = Destroy;
  slots.call = NativeProfilerCall;
  return AddType(module,
                 {.type = &ProfilerType,
                  .name = "_lsprof.Profiler",
                  .basic_size = sizeof(Profiler),
                  .flags = kTypeBase | kTypeGc,
                  .methods = kMethods,
                  .doc = "Profiler(timer=None, timeunit=None, subcalls=True, builtins=True)\n\n"
                         "    A profiler with the given timer, or a fast clock.\n"
                         "    Where the timer tells whole units, timeunit is how long one is,\n"
                         "    in seconds."}) &&
         AddStructSequence(module, "profiler_entry", kEntryKey,
                           {"_lsprof.profiler_entry", nullptr, kEntryFields, 6}) &&
         AddStructSequence(module, "profiler_subentry", kSubentryKey,
                           {"_lsprof.profiler_subentry", nullptr, kSubentryFields, 5});
}

}  // namespace

extern const ModuleDefinition LsprofModule;
const ModuleDefinition LsprofModule = {"_lsprof", "Fast profiler", nullptr, Execute};

}  // namespace polygil
