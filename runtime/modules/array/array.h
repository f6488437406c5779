// array.array: a growable block of C numbers or characters.

#ifndef POLYGIL_RUNTIME_MODULES_ARRAY_ARRAY_H_
#define POLYGIL_RUNTIME_MODULES_ARRAY_ARRAY_H_

#include <cstdint>

#include "runtime/modules/native_type.h"

namespace polygil {

// How the items of one type code are read and written.
struct ArrayKind {
  char code;
  int8_t size;            // bytes an item
  int8_t format;          // number of the machine format, for pickling across machines
  const char* struct_format;
  Owned (*get)(const uint8_t* item);
  bool (*set)(uint8_t* item, Value value);
};

struct Array : Object {
  const ArrayKind* kind;
  uint8_t* data;      // raw block of `capacity` bytes, or null
  int64_t size;       // items
  int64_t capacity;
  int64_t exports;    // buffers handed out: the size must not change
};
extern Type ArrayType;

extern const ArrayKind kArrayKinds[];  // kinds.cc; ended by a code of 0
const ArrayKind* FindArrayKind(uint32_t code);

inline bool IsArray(Value v) { return IsInstanceOf(v, ArrayType); }
inline uint8_t* ArrayPlace(const Array* array, int64_t i) {
  return array->data + i * array->kind->size;
}
inline Owned ArrayGet(const Array* array, int64_t i) {
  return array->kind->get(ArrayPlace(array, i));
}

// A new, uninitialised array of `size` items.
Owned ArrayNew(Type* type, const ArrayKind* kind, int64_t size);
// BufferError, MemoryError. New items are uninitialised.
bool ArrayResize(Array* array, int64_t size);
bool ArrayAppend(Array* array, Value item);
bool ArrayInsert(Array* array, int64_t index, Value item);
void ArrayRemoveRange(Array* array, int64_t from, int64_t to);
// array, bytes, or any iterable.
bool ArrayExtend(Value array, Value iterable);
bool ArrayFromBytes(Value array, Value bytes_like);
bool ArrayFromText(Value array, Value text);
Owned ArrayText(Value array);
Owned ArrayBytes(Value array);
Owned ArraySlice(Array* array, int64_t start, int64_t step, int64_t count);

extern const MethodDef kArrayMethods[];     // methods.cc
bool FillArraySequence(TypeSlots* slots);   // sequence.cc
// The function below pickled arrays: _array_reconstructor(type, typecode, format, items).
Owned ArrayReconstruct(Value module, const Value* args, size_t nargs);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_ARRAY_ARRAY_H_
