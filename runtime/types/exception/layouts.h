// The layouts of built-in exceptions and what each of them needs: shared by the files of this folder.

#ifndef POLYGIL_RUNTIME_TYPES_EXCEPTION_LAYOUTS_H_
#define POLYGIL_RUNTIME_TYPES_EXCEPTION_LAYOUTS_H_

#include <cstddef>

#include "runtime/object/method_def.h"
#include "runtime/object/ownership.h"
#include "runtime/object/slots.h"
#include "runtime/object/type.h"
#include "runtime/types/exception/exception.h"

namespace polygil {

// How the exceptions of one layout differ from BaseException.
struct ExceptionLayout {
  uint32_t basic_size;
  TraverseSlot traverse;
  ClearSlot clear;
  InitSlot init = nullptr;
  NewSlot new_instance = nullptr;
  UnarySlot str = nullptr;
  const MethodDef* methods = nullptr;
  const PropertyDef* properties = nullptr;
  const MemberDef* members = nullptr;
};

extern const ExceptionLayout kBaseExceptionLayout, kSystemExitLayout, kExceptionGroupLayout,
    kAttributeErrorLayout, kImportErrorLayout, kNameErrorLayout, kOSErrorLayout,
    kStopIterationLayout, kSyntaxErrorLayout;
extern const ExceptionLayout kUnicodeDecodeErrorLayout, kUnicodeEncodeErrorLayout,
    kUnicodeTranslateErrorLayout;

// BaseException.__new__, __init__, __str__, __reduce__.
Owned BaseExceptionMake(Type* type, const Value* args, size_t nargs, Value keyword_names);
bool BaseExceptionInit(Value self, const Value* args, size_t nargs, Value keyword_names);
Owned BaseExceptionStr(Value self);
Owned BaseExceptionReduce(Value self);
bool BaseExceptionTraverse(Object* object, Visitor visit, void* arg);
void BaseExceptionClear(Object* object);
Owned KeyErrorStr(Value self);

inline Value OrNone(Value v) { return v ? v : Value::None(); }
// Replaces a field by a new reference to `value`, which may be empty.
inline void SetField(Value* field, Value value) {
  IncRef(value);
  StoreOwned(field, Owned(value));
}

bool InitBaseExceptionType();
bool InitTracebackType();
bool InitExceptionGroupType();

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_EXCEPTION_LAYOUTS_H_
