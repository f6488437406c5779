// _io.BufferedRWPair: a reader and a writer as one stream.

#include "runtime/modules/_io/buffered.h"
#include "runtime/modules/_io/io_base.h"
#include "runtime/modules/registry.h"
#include "runtime/object/method_def.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/exception/exception.h"

namespace polygil {

Type BufferedRWPairType;

namespace {

struct Pair : Object {
  Value reader, writer;  // empty before __init__
};

Owned Forward(Value target, const char* method, const Value* args, size_t nargs) {
  if (!target) return Raise(&ValueErrorType, "I/O operation on uninitialized object");
  Handle function = TRY(GetAttribute(target, method));
  return Call(function, args, nargs);
}

#define FORWARD(side, method)                                        \
  Owned method##Method(Value self, const Value* args, size_t nargs) { \
    return Forward(self.As<Pair>()->side, #method, args, nargs);     \
  }
FORWARD(reader, read)
FORWARD(reader, peek)
FORWARD(reader, read1)
FORWARD(reader, readinto)
FORWARD(reader, readinto1)
FORWARD(reader, readable)
FORWARD(writer, write)
FORWARD(writer, flush)
FORWARD(writer, writable)
#undef FORWARD

Owned CloseMethod(Value self) {
  Handle written = Forward(self.As<Pair>()->writer, "close", nullptr, 0);
  Handle before = TakePending();
  Handle result = Forward(self.As<Pair>()->reader, "close", nullptr, 0);
  if (!before) return result.Release();
  if (result) {
    RestorePending(before.Release());
    return {};
  }
  Handle now = TakePending();
  if (!now.As<BaseException>()->context) now.As<BaseException>()->context = before.Release().Peek();
  RestorePending(now.Release());
  return {};
}

Owned IsattyMethod(Value self) {
  Handle writer = TRY(Forward(self.As<Pair>()->writer, "isatty", nullptr, 0));
  if (!writer.Get().IsFalse()) return writer.Release();
  return Forward(self.As<Pair>()->reader, "isatty", nullptr, 0);
}

Owned GetClosed(Value self) {
  Value writer = self.As<Pair>()->writer;
  if (!writer) return Raise(&RuntimeErrorType, "the BufferedRWPair object is being garbage-collected");
  return GetAttribute(writer, "closed");
}

bool Init(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[3];
  TRY_VOID(BindArguments("BufferedRWPair", "(reader, writer, buffer_size=DEFAULT_BUFFER_SIZE, /)",
                         args, nargs, keyword_names, bound));
  TRY_VOID(CheckReadable(bound[0]));
  TRY_VOID(CheckWritable(bound[1]));
  Value values[2] = {bound[0], bound[2]};
  size_t count = bound[2] ? 2 : 1;
  Handle reader = TRY(Call(Value::Pointer(&BufferedReaderType), values, count));
  values[0] = bound[1];
  Handle writer = TRY(Call(Value::Pointer(&BufferedWriterType), values, count));
  StoreOwned(&self.As<Pair>()->reader, reader.Release());
  StoreOwned(&self.As<Pair>()->writer, writer.Release());
  return true;
}

bool Traverse(Object* object, Visitor visit, void* arg) {
  Pair* pair = static_cast<Pair*>(object);
  return (pair->reader && visit(pair->reader, arg)) || (pair->writer && visit(pair->writer, arg));
}
void Clear(Object* object) {
  ClearField(&static_cast<Pair*>(object)->reader);
  ClearField(&static_cast<Pair*>(object)->writer);
}
void Finalize(Value self) {
  if (self.As<Pair>()->writer) StreamFinalize(self);
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(BufferedRWPair, read, Positional(readMethod, 0, 1), nullptr),
    PY_METHOD(BufferedRWPair, peek, Positional(peekMethod, 0, 1), nullptr),
    PY_METHOD(BufferedRWPair, read1, Positional(read1Method, 0, 1), nullptr),
    PY_METHOD(BufferedRWPair, readinto, Positional(readintoMethod, 1, 1), nullptr),
    PY_METHOD(BufferedRWPair, readinto1, Positional(readinto1Method, 1, 1), nullptr),
    PY_METHOD(BufferedRWPair, write, Positional(writeMethod, 1, 1), nullptr),
    PY_METHOD(BufferedRWPair, flush, Positional(flushMethod, 0, 0), nullptr),
    PY_METHOD(BufferedRWPair, readable, Positional(readableMethod, 0, 0), nullptr),
    PY_METHOD(BufferedRWPair, writable, Positional(writableMethod, 0, 0), nullptr),
    PY_METHOD(BufferedRWPair, close, NoArgs(CloseMethod), nullptr),
    PY_METHOD(BufferedRWPair, isatty, NoArgs(IsattyMethod), nullptr),
    PY_METHOD(BufferedRWPair, __getstate__, NoArgs(RaiseCannotPickle, kMethodCoexist), nullptr),
    {}};
constexpr PropertyDef kProperties[] = {{"closed", GetClosed}, {}};

}  // namespace

bool InitBufferedPairType(Value module) {
  if (!BufferedRWPairType.dict) {
    TypeSlots& slots = BufferedRWPairType.slots;
    slots.new_instance = StreamMake;
    slots.init = Init;
    slots.finalize = Finalize;
    slots.traverse = Traverse;
    slots.clear = Clear;
    slots.destroy = Clear;
    TRY_VOID(InitBuiltinType({.type = &BufferedRWPairType,
                              .name = "_io.BufferedRWPair",
                              .base = &BufferedIoBaseType,
                              .basic_size = sizeof(Pair),
                              .flags = kTypeBase | kTypeGc,
                              .methods = kMethods,
                              .properties = kProperties,
                              .doc = "BufferedRWPair(reader, writer, buffer_size=DEFAULT_BUFFER_SIZE, /)\n--\n\n"
                                     "A buffered reader and writer object together."}));
  }
  return ModuleAddType(module, &BufferedRWPairType);
}

}  // namespace polygil
