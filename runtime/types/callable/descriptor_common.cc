#include "runtime/types/callable/descriptor_common.h"

#include <cstring>

#include "runtime/object/heap.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

// Where the documentation behind a signature begins; null if `doc` has no signature of `name`.
// A docstring begins with "(..." or "name(...", and the signature ends with ")\n--\n\n".
const char* EndOfSignature(const char* name, const char* doc, const char** signature) {
  if (doc == nullptr) return nullptr;
  const char* start = doc;
  size_t length = strlen(name);
  if (strncmp(doc, name, length) == 0) start = doc + length;
  if (*start != '(') return nullptr;
  const char* end = strstr(start, ")\n--\n\n");
  const char* paragraph = strstr(start, "\n\n");
  if (end == nullptr || (paragraph != nullptr && paragraph < end)) return nullptr;
  *signature = start;
  return end + 1;
}

}  // namespace

Owned TextSignatureOf(const char* name, const char* doc) {
  const char* start;
  const char* end = EndOfSignature(name, doc, &start);
  if (end == nullptr) return OwnNone();
  return StrFromUtf8(start, static_cast<size_t>(end - start));
}

Owned DocumentationOf(const char* name, const char* doc) {
  if (doc == nullptr || *doc == 0) return OwnNone();
  const char* start;
  const char* end = EndOfSignature(name, doc, &start);
  if (end != nullptr) doc = end + strlen("\n--\n\n");
  return StrFromUtf8(doc, strlen(doc));
}

Owned DescriptorAllocate(Type* type, const void* definition, Type* owner, Owned name) {
  Handle hold_name = name;
  if (!hold_name) return {};
  Handle result = TRY(AllocateObject(type));
  auto* descriptor = result.As<Descriptor>();
  descriptor->definition = definition;
  IncRef(owner);
  descriptor->owner = owner;
  descriptor->name = hold_name.Release().Peek();
  return result.Release();
}

bool DescriptorCheck(Descriptor* descriptor, Value instance) {
  Type* type = TypeOf(instance);
  if (type == descriptor->owner || IsSubtype(type, descriptor->owner)) return true;
  return Raise(&TypeErrorType,
               "descriptor '%U' for '%.100s' objects doesn't apply to a '%.100s' object",
               descriptor->name, TypeNameOf(descriptor->owner), TypeName(instance));
}

bool DescriptorTraverse(Object* object, Visitor visit, void* arg) {
  auto* descriptor = static_cast<Descriptor*>(object);
  return descriptor->owner != nullptr && visit(Value::Pointer(descriptor->owner), arg);
}

void DescriptorDestroy(Object* object) {
  auto* descriptor = static_cast<Descriptor*>(object);
  ClearField(&descriptor->name);
  ClearField(&descriptor->qualname);
  Type* owner = descriptor->owner;
  descriptor->owner = nullptr;
  if (owner != nullptr) DecRef(owner);
}

Owned DescriptorName(Value self) { return Retain(self.As<Descriptor>()->name); }

Owned DescriptorQualname(Value self) {
  auto* descriptor = self.As<Descriptor>();
  if (!descriptor->qualname) {
    Handle text = TRY(StrFormat("%U.%U", descriptor->owner->qualname, descriptor->name));
    descriptor->qualname = text.Release().Peek();
  }
  return Retain(descriptor->qualname);
}

Owned DescriptorObjclass(Value self) {
  return Retain(Value::Pointer(self.As<Descriptor>()->owner));
}

Owned DescriptorReduce(Value self) {
  Value getattr = DictGetStr(CurrentInterpreter()->builtins, names.getattr);
  Handle arguments = TRY(
      TupleOf({Value::Pointer(self.As<Descriptor>()->owner), self.As<Descriptor>()->name}));
  return TupleOf({getattr, arguments});
}

}  // namespace polygil
