// gc: control of the cycle collector (runtime/object/heap).

#include "runtime/modules/native_type.h"
#include "runtime/object/heap/gc_state.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"

namespace polygil {
namespace {

GcState* State() { return CurrentInterpreter()->gc; }

Owned GcEnable(Value) {
  State()->enabled = true;
  return OwnNone();
}
Owned GcDisable(Value) {
  State()->enabled = false;
  return OwnNone();
}
Owned GcIsEnabled(Value) { return OwnBool(State()->enabled); }

Owned GcCollectMethod(Value, const Value* args) {
  int64_t generation = kGcGenerations - 1;
  if (args[0]) generation = TRY(AsInt64(args[0]));
  if (generation < 0 || generation >= kGcGenerations)
    return Raise(&ValueErrorType, "invalid generation");
  if (State()->collecting) return IntFromInt64(0);
  return IntFromInt64(GcCollect(static_cast<int>(generation)));
}

Owned GcGetCount(Value) {
  int64_t counts[kGcGenerations];
  GcCounts(counts);
  return TupleOf({Value::Int(counts[0]), Value::Int(counts[1]), Value::Int(counts[2])});
}
Owned GcGetThreshold(Value) {
  const GcGeneration* g = State()->generations;
  return TupleOf({Value::Int(g[0].threshold), Value::Int(g[1].threshold), Value::Int(g[2].threshold)});
}
Owned GcSetThresholdMethod(Value, const Value* args, size_t nargs) {
  for (size_t i = 0; i < nargs; ++i) {
    int64_t threshold = TRY(AsInt64(args[i]));
    GcSetThreshold(static_cast<int>(i), threshold);
  }
  return OwnNone();
}

Owned GcGetDebug(Value) { return IntFromInt64(State()->debug); }
Owned GcSetDebug(Value, Value v) {
  int64_t flags = TRY(AsInt64(v));
  State()->debug = static_cast<int>(flags);
  return OwnNone();
}

Owned GcGetStats(Value) {
  Handle list = TRY(ListNew());
  for (const GcGeneration& g : State()->generations) {
    Handle dict = TRY(DictNew());
    TRY_VOID(DictSetAscii(dict, "collections", Value::Int(g.collections)));
    TRY_VOID(DictSetAscii(dict, "collected", Value::Int(g.collected)));
    TRY_VOID(DictSetAscii(dict, "uncollectable", Value::Int(g.uncollectable)));
    TRY_VOID(ListAppend(list, dict));
  }
  return list.Release();
}

Owned GcIsTrackedMethod(Value, Value v) {
  bool built_in = IsType(v) && !v.As<Type>()->Has(kTypeHeap);
  // Instances of classes are, even if they have nothing that could be part of a cycle.
  return OwnBool(!built_in && (GcIsTracked(v) || TypeOf(v)->Has(kTypeHeap)));
}
Owned GcIsFinalized(Value, Value v) {
  return OwnBool(v.IsPointer() && (v.AsObject()->flags & kFinalized) != 0);
}

// -- Who refers to whom ----------------------------------------------------------------------------

struct Search {
  Value list;
  const Value* targets;
  size_t count;
  bool failed;
};

bool IsTarget(Value child, void* arg) {
  auto* search = static_cast<Search*>(arg);
  for (size_t i = 0; i < search->count; ++i) {
    if (search->targets[i] == child) return true;
  }
  return false;
}
bool AddObject(Object* object, void* arg) {
  auto* search = static_cast<Search*>(arg);
  if (object == search->list.AsObject()) return false;
  search->failed = !ListAppend(search->list, Value::Pointer(object));
  return search->failed;
}
bool AddReferrer(Object* object, void* arg) {
  return TraverseObject(object, IsTarget, arg) && AddObject(object, arg);
}
bool AddReferent(Value child, void* arg) {
  auto* search = static_cast<Search*>(arg);
  search->failed = !ListAppend(search->list, child);
  return search->failed;
}

Owned GcGetObjects(Value, const Value* args) {
  int64_t generation = -1;
  if (args[0] && !args[0].IsNone()) {
    generation = TRY(AsInt64(args[0]));
    if (generation >= kGcGenerations)
      return Raise(&ValueErrorType, "generation parameter must be less than the number of available "
                                    "generations (%d)", kGcGenerations);
    if (generation < 0) return Raise(&ValueErrorType, "generation parameter cannot be negative");
  }
  Handle list = TRY(ListNew());
  Search search{list, nullptr, 0, false};
  GcForEachObject(static_cast<int>(generation), AddObject, &search);
  return search.failed ? Owned() : list.Release();
}
Owned GcGetReferrers(Value, const Value* args, size_t nargs) {
  Handle list = TRY(ListNew());
  Search search{list, args, nargs, false};
  GcForEachObject(-1, AddReferrer, &search);
  return search.failed ? Owned() : list.Release();
}
Owned GcGetReferents(Value, const Value* args, size_t nargs) {
  Handle list = TRY(ListNew());
  Search search{list, nullptr, 0, false};
  for (size_t i = 0; i < nargs && !search.failed; ++i) {
    if (args[i].IsPointer()) TraverseObject(args[i].AsObject(), AddReferent, &search);
  }
  return search.failed ? Owned() : list.Release();
}

Owned GcFreezeMethod(Value) {
  GcFreeze();
  return OwnNone();
}
Owned GcUnfreezeMethod(Value) {
  GcUnfreeze();
  return OwnNone();
}
Owned GcFreezeCountMethod(Value) { return IntFromInt64(GcFreezeCount()); }

bool Share(Value module, const char* name, Value* field) {
  if (!*field) *field = TRY(ListNew()).Peek();
  return ModuleAdd(module, name, Retain(*field));
}

bool Execute(Value module) {
  return Share(module, "garbage", &State()->garbage) &&
         Share(module, "callbacks", &State()->callbacks) &&
         ModuleAddInt(module, "DEBUG_STATS", kGcDebugStats) &&
         ModuleAddInt(module, "DEBUG_COLLECTABLE", kGcDebugCollectable) &&
         ModuleAddInt(module, "DEBUG_UNCOLLECTABLE", kGcDebugUncollectable) &&
         ModuleAddInt(module, "DEBUG_SAVEALL", kGcDebugSaveAll) &&
         ModuleAddInt(module, "DEBUG_LEAK", kGcDebugCollectable | kGcDebugUncollectable | kGcDebugSaveAll);
}

const MethodDef kFunctions[] = {
    PY_FUNCTION(gc, enable, NoArgs(GcEnable), "($module, /)\n--\n\nEnable automatic garbage collection."),
    PY_FUNCTION(gc, disable, NoArgs(GcDisable), "($module, /)\n--\n\nDisable automatic garbage collection."),
    PY_FUNCTION(gc, isenabled, NoArgs(GcIsEnabled),
                "($module, /)\n--\n\nReturns true if automatic garbage collection is enabled."),
    PY_FUNCTION(gc, collect, Bound(GcCollectMethod),
                "($module, /, generation=2)\n--\n\nRun the garbage collector; returns the number of "
                "unreachable objects."),
    PY_FUNCTION(gc, get_count, NoArgs(GcGetCount),
                "($module, /)\n--\n\nReturn a three-tuple of the current collection counts."),
    PY_FUNCTION(gc, get_threshold, NoArgs(GcGetThreshold),
                "($module, /)\n--\n\nReturn the current collection thresholds."),
    PY_FUNCTION(gc, set_threshold, Positional(GcSetThresholdMethod, 1, 3),
                "set_threshold(threshold0, [threshold1, threshold2]) -> None\n\nSet the collection thresholds."),
    PY_FUNCTION(gc, get_debug, NoArgs(GcGetDebug), "($module, /)\n--\n\nGet the garbage collection debugging flags."),
    PY_FUNCTION(gc, set_debug, OneArg(GcSetDebug),
                "($module, flags, /)\n--\n\nSet the garbage collection debugging flags."),
    PY_FUNCTION(gc, get_stats, NoArgs(GcGetStats),
                "($module, /)\n--\n\nReturn a list of dictionaries containing per-generation statistics."),
    PY_FUNCTION(gc, is_tracked, OneArg(GcIsTrackedMethod),
                "($module, obj, /)\n--\n\nReturns true if the object is tracked by the garbage collector."),
    PY_FUNCTION(gc, is_finalized, OneArg(GcIsFinalized),
                "($module, obj, /)\n--\n\nReturns true if the object has been already finalized by the GC."),
    PY_FUNCTION(gc, get_objects, Bound(GcGetObjects),
                "($module, /, generation=None)\n--\n\nReturn a list of objects tracked by the collector."),
    PY_FUNCTION(gc, get_referrers, Positional(GcGetReferrers, 0, kNoMaximum),
                "get_referrers(*objs) -> list\n\nReturn the list of objects that directly refer to any of objs."),
    PY_FUNCTION(gc, get_referents, Positional(GcGetReferents, 0, kNoMaximum),
                "get_referents(*objs) -> list\n\nReturn the list of objects that are directly referred to by objs."),
    PY_FUNCTION(gc, freeze, NoArgs(GcFreezeMethod),
                "($module, /)\n--\n\nFreeze all current tracked objects and ignore them for future collections."),
    PY_FUNCTION(gc, unfreeze, NoArgs(GcUnfreezeMethod),
                "($module, /)\n--\n\nUnfreeze all objects in the permanent generation."),
    PY_FUNCTION(gc, get_freeze_count, NoArgs(GcFreezeCountMethod),
                "($module, /)\n--\n\nReturn the number of objects in the permanent generation."),
    {}};

}  // namespace

extern const ModuleDefinition GcModule;
const ModuleDefinition GcModule = {
    "gc", "This module provides access to the garbage collector for reference cycles.", kFunctions, Execute};

}  // namespace polygil
