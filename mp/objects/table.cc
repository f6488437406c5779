// _polygil_mp.Table: the data path of a Pool. Python decides (pool.py), this moves tasks and results.
//
// A task's message is: mode byte, count of the function's bytes, the function, the payload. The function is
// serialised once per job and sent as bytes; a worker that meets the same bytes again uses the function it has.

#include <unistd.h>

#include <cstring>
#include <new>

#include "mp/objects/common.h"
#include "mp/serial/serial.h"
#include "mp/worker/death_watch.h"
#include "mp/worker/worker_table.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Type TableType;

struct TableObject : Object {
  mp::WorkerTable* table;
  mp::DeathWatch* watch;       // of the parent; null until a worker is watched
  mp::MessageBuffer* output;   // under the GIL; not kept across anything that may release it
  mp::MessageBuffer* input;
  mp::MessageBuffer* function_bytes;  // of a worker: what `function` was made of
  Value function;
  mp::Task* task;              // of a worker: the one it has
  int64_t parent;              // pid of the process that made the table
  uint64_t bytes_sent, bytes_received, tasks_sent, results_received;
};

mp::WorkerTable* TableOf(Value self) { return self.As<TableObject>()->table; }

bool MakeParts(TableObject* object) {
  object->table = new (std::nothrow) mp::WorkerTable();
  object->output = new (std::nothrow) mp::MessageBuffer();
  object->input = new (std::nothrow) mp::MessageBuffer();
  object->function_bytes = new (std::nothrow) mp::MessageBuffer();
  object->task = new (std::nothrow) mp::Task();
  return (object->table != nullptr && object->output != nullptr && object->input != nullptr &&
          object->function_bytes != nullptr && object->task != nullptr) ||
         RaiseMemoryError();
}

Owned Place(Value self) {
  int fds[mp::WorkerTable::kDescriptors];
  TableOf(self)->Descriptors(fds);
  return TupleOf({Value::Int(fds[0]), Value::Int(fds[1]), Value::Int(fds[2])});
}
// A worker's view in a process that did not inherit the table.
Owned At(Value type, const Value* args, size_t) {
  int fds[mp::WorkerTable::kDescriptors];
  for (int i = 0; i < mp::WorkerTable::kDescriptors; ++i) fds[i] = static_cast<int>(TRY(AsInt64(args[i])));
  Handle self = TRY(NewInstanceOf(type.As<Type>()));
  TRY_VOID(MakeParts(self.As<TableObject>()));
  mp::Status status = mp::WorkerTable::Open(fds, self.As<TableObject>()->table);
  if (!status.ok()) return RaiseStatus(status);
  return self.Release();
}

Owned Make(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[2];
  TRY_VOID(BindArguments("Table", "($self, workers, tasks)\n--\n\n", args, nargs, keyword_names, bound));
  int64_t workers = TRY(AsInt64(bound[0])), tasks = TRY(AsInt64(bound[1]));
  if (workers < 1 || workers > 1 << 16 || tasks < 1 || tasks >= 1 << 24)
    return Raise(&ValueErrorType, "too many or too few workers or tasks");
  Handle self = TRY(NewInstanceOf(type));
  auto* object = self.As<TableObject>();
  object->parent = getpid();
  TRY_VOID(MakeParts(object));
  mp::Status status = mp::WorkerTable::Create(static_cast<uint32_t>(workers), static_cast<uint32_t>(tasks),
                                              object->table);
  if (!status.ok()) return RaiseStatus(status);
  return self.Release();
}

void Destroy(Object* self) {
  auto* object = static_cast<TableObject*>(self);
  ClearField(&object->function);
  // A forked child has neither the watch's thread nor a use for the rest: it just lets go.
  if (object->parent != getpid()) return;
  if (object->watch != nullptr) {
    GilReleased released;
    object->watch->Stop();
    delete object->watch;
  }
  delete object->table;
  delete object->output;
  delete object->input;
  delete object->function_bytes;
  delete object->task;
}
bool Traverse(Object* self, Visitor visit, void* arg) {
  return TraverseFields<TableObject, &TableObject::function>(self, visit, arg);
}

Fallible<uint32_t> Number(Value v, uint32_t limit) {
  int64_t number = TRY(AsInt64(v));
  if (number < 0 || number >= limit) return Raise(&IndexErrorType, "no such place in the table");
  return static_cast<uint32_t>(number);
}
Fallible<uint32_t> Worker(Value self, Value v) { return Number(v, TableOf(self)->worker_count()); }
Fallible<uint32_t> Slot(Value self, Value v) { return Number(v, TableOf(self)->task_count()); }

bool AppendCount(mp::MessageBuffer* buffer, uint64_t n) {
  char text[10];
  size_t size = 0;
  for (; n >= 0x80; n >>= 7) text[size++] = static_cast<char>(n | 0x80);
  text[size++] = static_cast<char>(n);
  return buffer->Append(text, size);
}
const char* TakeCount(const char* at, const char* end, uint64_t* n) {
  *n = 0;
  for (int shift = 0; at < end && shift < 64; shift += 7) {
    auto byte = static_cast<uint8_t>(*at++);
    *n |= static_cast<uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  return at;
}

// -- Parent ---------------------------------------------------------------------------------------

// The message of a task as bytes; separate from submitting, so that a task can wait for a slot.
Owned Prepare(Value, const Value* args, size_t) {
  int64_t mode = TRY(AsInt64(args[0]));
  if (!IsBytes(args[1])) return Raise(&TypeErrorType, "function must be serialised");
  std::string_view function = BytesView(args[1]);
  mp::MessageBuffer buffer;
  char byte = static_cast<char>(mode);
  if (!buffer.Append(&byte, 1) || !AppendCount(&buffer, function.size()) ||
      !buffer.Append(function.data(), function.size()))
    return RaiseMemoryError();
  TRY_VOID(Serialize(args[2], &buffer));
  return BytesNew(buffer.data(), static_cast<int64_t>(buffer.size()));
}

Owned Submit(Value self, Value message) {
  if (!IsBytes(message)) return Raise(&TypeErrorType, "message must be bytes");
  auto* object = self.As<TableObject>();
  uint32_t slot = object->table->AllocateTask();
  if (slot == mp::WorkerTable::kNone) return OwnNone();
  std::string_view bytes = BytesView(message);
  if (object->table->Submit(slot, bytes.data(), bytes.size()) != mp::WaitResult::kDone) {
    object->table->FreeTask(slot);
    return RaiseMemoryError();
  }
  object->bytes_sent += bytes.size();
  ++object->tasks_sent;
  return IntFromInt64(slot);
}

Owned Free(Value self, Value arg) {
  uint32_t slot = TRY(Slot(self, arg));
  TableOf(self)->FreeTask(slot);
  return OwnNone();
}
Owned Cancel(Value self, Value arg) {
  uint32_t slot = TRY(Slot(self, arg)), worker = 0;
  auto result = TableOf(self)->Cancel(slot, &worker);
  return OwnBool(result == mp::WorkerTable::CancelResult::kCancelled);
}

Owned DeathNote(const mp::Result& result) {
  mp::WorkerDeath death{};
  if (result.message.size >= sizeof(death)) memcpy(&death, result.message.data, sizeof(death));
  Value parts[] = {Value::Int(death.worker), Value::Int(death.pid), Value::Int(death.exit_code)};
  return TupleFrom(parts, 3);
}

// (kind, slot, value); a value that can't be read is the exception, and the task has failed.
Owned ResultTuple(TableObject* object, const mp::Result& result) {
  auto kind = result.kind;
  Handle value;
  if (kind == mp::ResultKind::kWorkerDied) {
    value = TRY(DeathNote(result));
  } else if (kind == mp::ResultKind::kMessage) {
    value = OwnNone();
  } else {
    object->bytes_received += result.message.size;
    ++object->results_received;
    value = Deserialize(result.message.data, result.message.size);
    if (!value) {
      Handle error = TakePending();
      Value pair[] = {error, Value::None()};
      value = TRY(TupleFrom(pair, 2));
      kind = mp::ResultKind::kFailure;
    }
  }
  Value parts[] = {Value::Int(static_cast<int>(kind)), Value::Int(result.slot), value};
  return TupleFrom(parts, 3);
}

Owned NextResult(Value self, const Value* args, size_t nargs) {
  int64_t deadline;
  TRY_VOID(DeadlineOf(Value::Empty(), nargs > 0 ? args[0] : Value::Empty(), &deadline));
  auto* object = self.As<TableObject>();
  Handle hold = Retain(self);
  object->input->Clear();
  mp::Result result;
  mp::WaitResult outcome = WaitFor(deadline, [&](int64_t limit, const mp::BlockingHooks& hooks) {
    return object->table->NextResult(limit, hooks, object->input, &result);
  });
  if (outcome == mp::WaitResult::kInterrupted) return {};
  if (outcome == mp::WaitResult::kNoMemory) return RaiseMemoryError();
  if (outcome != mp::WaitResult::kDone) return OwnNone();
  Owned tuple = ResultTuple(object, result);
  object->table->results().Release(&result.message);
  return tuple;
}

Owned AllocateWorker(Value self) {
  uint32_t worker = TableOf(self)->AllocateWorker();
  return worker == mp::WorkerTable::kNone ? OwnNone() : IntFromInt64(worker);
}

void NoteDeath(void* context, const mp::Death& death) {
  static_cast<mp::WorkerTable*>(context)->AnnounceDeath(
      {static_cast<uint32_t>(death.key), death.pid, death.exit_code});
}

Owned Watch(Value self, const Value* args, size_t) {
  uint32_t worker = TRY(Worker(self, args[0]));
  int64_t pid = TRY(AsInt64(args[1]));
  auto* object = self.As<TableObject>();
  object->table->RegisterWorker(worker, static_cast<pid_t>(pid));
  if (object->watch == nullptr) {
    auto* watch = new (std::nothrow) mp::DeathWatch();
    if (watch == nullptr) return RaiseMemoryError();
    object->watch = watch;
    mp::Status status = watch->Open();
    if (status.ok()) status = watch->StartThread(NoteDeath, object->table, false);
    if (!status.ok()) return RaiseStatus(status);
  }
  mp::Status status = object->watch->Add(static_cast<pid_t>(pid), worker);
  if (!status.ok()) {
    // It is gone already.
    if (status.error != ESRCH) return RaiseStatus(status);
    object->table->AnnounceDeath({worker, static_cast<pid_t>(pid), mp::DeathWatch::kUnknownExit});
  }
  return OwnNone();
}

Owned Bury(Value self, Value arg) {
  uint32_t worker = TRY(Worker(self, arg));
  TableOf(self)->BuryWorker(worker);
  return OwnNone();
}
Owned LostTasks(Value self, Value arg) {
  uint32_t worker = TRY(Worker(self, arg)), slots[64];
  int count = TableOf(self)->LostTasks(worker, slots, 64);
  Handle list = TRY(ListNew(count));
  for (int i = 0; i < count; ++i) TRY_VOID(ListAppend(list, Value::Int(slots[i])));
  return list.Release();
}
Owned Shutdown(Value self) {
  TableOf(self)->Shutdown();
  return OwnNone();
}
// Makes next_result() return, once.
Owned Wake(Value self) {
  if (TableOf(self)->SendMessage(0, "", 0) == mp::WaitResult::kNoMemory) return RaiseMemoryError();
  return OwnNone();
}

bool AddFigure(Value dict, const char* name, uint64_t value) {
  Handle number = TRY(IntFromUint64(value));
  return DictSetAscii(dict, name, number);
}
const char* StateName(mp::WorkerState state) {
  static constexpr const char* kNames[] = {"empty", "starting", "idle", "busy", "leaving", "dead"};
  return kNames[static_cast<uint32_t>(state) % 6];
}
Owned WorkerFigures(mp::WorkerSlot& slot) {
  Handle row = TRY(DictNew());
  Handle state = TRY(StrInternUtf8(StateName(slot.state.load())));
  TRY_VOID(DictSetAscii(row, "state", state));
  TRY_VOID(AddFigure(row, "pid", static_cast<uint64_t>(mp::PidOf(slot.process.load()))));
  TRY_VOID(AddFigure(row, "tasks", slot.tasks_done.load()));
  TRY_VOID(AddFigure(row, "working_ns", slot.working_ns.load()));
  TRY_VOID(AddFigure(row, "waiting_ns", slot.waiting_ns.load()));
  TRY_VOID(AddFigure(row, "restarts", slot.restarts.load()));
  return row.Release();
}
Owned Stats(Value self) {
  auto* object = self.As<TableObject>();
  Handle dict = TRY(DictNew());
  TRY_VOID(AddFigure(dict, "bytes_sent", object->bytes_sent) &&
           AddFigure(dict, "bytes_received", object->bytes_received) &&
           AddFigure(dict, "tasks_sent", object->tasks_sent) &&
           AddFigure(dict, "results_received", object->results_received));
  Handle workers = TRY(ListNew());
  for (uint32_t i = 0; i < object->table->worker_count(); ++i) {
    mp::WorkerSlot& slot = object->table->worker(i);
    if (slot.state.load() == mp::WorkerState::kEmpty && slot.tasks_done.load() == 0) continue;
    Handle row = TRY(WorkerFigures(slot));
    TRY_VOID(ListAppend(workers, row));
  }
  TRY_VOID(DictSetAscii(dict, "workers", workers));
  return dict.Release();
}

// -- Worker ---------------------------------------------------------------------------------------

Owned StartWorker(Value self, Value arg) {
  uint32_t worker = TRY(Worker(self, arg));
  TableOf(self)->StartWorker(worker);
  return OwnNone();
}

// Sets object->function from its bytes.
bool TakeFunction(TableObject* object, const char* bytes, size_t size) {
  mp::MessageBuffer* known = object->function_bytes;
  if (object->function && known->size() == size && memcmp(known->data(), bytes, size) == 0) return true;
  Handle function = TRY(Deserialize(bytes, size));
  known->Clear();
  if (!known->Append(bytes, size)) return RaiseMemoryError();
  StoreOwned(&object->function, function.Release());
  return true;
}

Owned TaskTuple(TableObject* object, const mp::QueueMessage& message) {
  const char* at = message.data;
  const char* end = at + message.size;
  if (at == end) return Raise(&EOFErrorType, "empty task");
  int mode = static_cast<uint8_t>(*at++);
  uint64_t size;
  at = TakeCount(at, end, &size);
  if (size > static_cast<uint64_t>(end - at)) return Raise(&EOFErrorType, "message is truncated");
  TRY_VOID(TakeFunction(object, at, static_cast<size_t>(size)));
  Handle function = Retain(object->function);
  at += size;
  Handle payload = TRY(Deserialize(at, static_cast<size_t>(end - at)));
  Value parts[] = {Value::Int(mode), function, payload};
  return TupleFrom(parts, 3);
}

// (mode, function, payload), None when the worker shall leave. If the message can't be read, its exception is
// raised; the task must be reported all the same.
Owned NextTask(Value self, Value arg) {
  uint32_t worker = TRY(Worker(self, arg));
  auto* object = self.As<TableObject>();
  object->input->Clear();
  mp::WaitResult outcome = WaitFor(mp::kForever, [&](int64_t limit, const mp::BlockingHooks& hooks) {
    return object->table->NextTask(worker, limit, hooks, object->input, object->task);
  });
  if (outcome == mp::WaitResult::kInterrupted) return {};
  if (outcome != mp::WaitResult::kDone) return OwnNone();
  Owned tuple = TaskTuple(object, object->task->message);
  object->table->tasks().Release(&object->task->message);
  return tuple;
}

// report(worker, succeeded, value)
Owned Report(Value self, const Value* args, size_t) {
  uint32_t worker = TRY(Worker(self, args[0]));
  bool succeeded = TRY(IsTrue(args[1]));
  auto* object = self.As<TableObject>();
  object->output->Clear();
  TRY_VOID(Serialize(args[2], object->output));
  auto kind = succeeded ? mp::ResultKind::kResult : mp::ResultKind::kFailure;
  if (object->table->Report(worker, *object->task, kind, object->output->data(), object->output->size()) !=
      mp::WaitResult::kDone)
    return RaiseMemoryError();
  return OwnNone();
}

Owned LeaveWorker(Value self, Value arg) {
  uint32_t worker = TRY(Worker(self, arg));
  TableOf(self)->LeaveWorker(worker);
  return OwnNone();
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(Table, prepare, Positional(Prepare, 3, 3),
              "($self, mode, function, payload, /)\n--\n\nThe message of a task."),
    PY_METHOD(Table, submit, OneArg(Submit),
              "($self, message, /)\n--\n\nQueues a task; returns its slot, or None if all are in use."),
    PY_METHOD(Table, free, OneArg(Free), "($self, slot, /)\n--\n\nFrees a task's slot."),
    PY_METHOD(Table, cancel, OneArg(Cancel), "($self, slot, /)\n--\n\nWithdraws a task that no worker has."),
    PY_METHOD(Table, next_result, Positional(NextResult, 0, 1),
              "($self, timeout=None, /)\n--\n\nThe next (kind, slot, value), or None."),
    PY_METHOD(Table, allocate_worker, NoArgs(AllocateWorker), "($self, /)\n--\n\nA place for a worker, or None."),
    PY_METHOD(Table, watch, Positional(Watch, 2, 2),
              "($self, worker, pid, /)\n--\n\nRegisters a worker's process and notices its end."),
    PY_METHOD(Table, bury, OneArg(Bury), "($self, worker, /)\n--\n\nFrees a dead worker's place."),
    PY_METHOD(Table, lost_tasks, OneArg(LostTasks), "($self, worker, /)\n--\n\nSlots that a dead worker had."),
    PY_METHOD(Table, shutdown, NoArgs(Shutdown), "($self, /)\n--\n\nWorkers leave when no task is left."),
    PY_METHOD(Table, wake, NoArgs(Wake), "($self, /)\n--\n\nMakes next_result() return once."),
    PY_METHOD(Table, stats, NoArgs(Stats), "($self, /)\n--\n\nFigures of the table and its workers."),
    PY_METHOD(Table, _place, NoArgs(Place), kPlaceDoc),
    PY_METHOD(Table, _at, Positional(At, 3, 3, kMethodClass), kAtDoc),
    PY_METHOD(Table, start_worker, OneArg(StartWorker), "($self, worker, /)\n--\n\nThis process is the worker."),
    PY_METHOD(Table, next_task, OneArg(NextTask), "($self, worker, /)\n--\n\nThe next (mode, function, payload)."),
    PY_METHOD(Table, report, Positional(Report, 3, 3),
              "($self, worker, succeeded, value, /)\n--\n\nFinishes the worker's task."),
    PY_METHOD(Table, leave_worker, OneArg(LeaveWorker), "($self, worker, /)\n--\n\nThe worker ends."),
    {}};

}  // namespace

bool AddTable(Value module) {
  TableType.slots.new_instance = Make;
  TableType.slots.destroy = Destroy;
  TableType.slots.traverse = Traverse;
  return AddType(module, {.type = &TableType,
                          .name = "_polygil_mp.Table",
                          .basic_size = sizeof(TableObject),
                          .flags = kTypeBase,
                          .methods = kMethods,
                          .doc = "Tasks, results and workers of a pool."});
}

}  // namespace polygil
